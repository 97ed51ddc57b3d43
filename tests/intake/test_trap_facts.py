"""What stands in the way of the facts about an inspection: dates, names, grades of other years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.intake.forms import EVERY_FORM, PDFS, Form
from tests.intake.papers import Block, Heading, NewPage, Numbered, Para, Running, Table
from tests.intake.reading import Read
from tests.intake.reports_ilacs import (
    AREAS,
    FLAT,
    JUDGED_2018,
    STANDARD_2018,
    TITLE,
    area,
    ilacs_blocks,
    running_lines,
    variant,
)
from tests.intake.reports_sif import (
    BOARD_ASKED,
    SIF,
    SIF_ASKED,
    SIF_JUDGED,
    sif_judgements,
)
from tests.intake.truth import (
    Asked,
    Report,
    asked_texts,
    grades,
    numbers,
    periods,
    same_council,
    texts,
    value,
)
from tracker.domain.vocabulary import Addressee, Urgency

in_every_form = pytest.mark.parametrize("form", EVERY_FORM)


SHORT = tuple(
    block
    for block in SIF.paper.blocks
    if not isinstance(block, NewPage) and getattr(block, "number", None) in {None, 31, 64}
)
"""The report with one finding of the council's part and one of the board's, on few pages."""


def sif_with(name: str, *changed: tuple[Block, tuple[Block, ...]]) -> Report:
    """The report with blocks put in the place of others."""
    into = dict(changed)
    assert set(into) <= set(SHORT)
    blocks = [new for block in SHORT for new in into.get(block, (block,))]
    return SIF.named(name, *blocks)


def sif_ending(name: str, *texts: str) -> Report:
    """The report with recommendations of these words, numbered from 1."""
    asked = tuple(Asked(text, str(number)) for number, text in enumerate(texts, 1))
    start = SHORT.index(Heading("Recommendations", 2)) + 1
    end = SHORT.index(Heading("Summary for children and young people", 2))
    listed = Numbered(tuple(one.point for one in asked))
    blocks = (*SHORT[:start], listed, *SHORT[end:])
    return replace(SIF.named(name, *blocks), truth=replace(SIF.truth, asked=asked))


@in_every_form
def test_numbers_may_be_those_of_the_reports_paragraphs(read: Read, form: Form) -> None:
    """They begin at 24, and the findings go on with 31."""
    found = read(SIF, form).recommendations
    to_council = [one for one in found if one.addressee is Addressee.LOCAL_AUTHORITY]
    assert [one.reference for one in to_council] == [one.reference for one in SIF_ASKED]


@in_every_form
def test_the_board_shares_the_document_and_has_its_own_list(read: Read, form: Form) -> None:
    found = read(SIF, form).recommendations
    to_board = [one for one in found if one.addressee is Addressee.LSCB]
    assert [one.reference for one in to_board] == [one.reference for one in BOARD_ASKED]
    assert [one.urgency for one in to_board] == [None] * len(BOARD_ASKED)


@in_every_form
def test_what_is_urgent_is_told_from_what_is_to_improve(read: Read, form: Form) -> None:
    found = read(SIF, form).recommendations
    urgent = {one.reference for one in found if one.urgency is Urgency.PRIORITY_IMMEDIATE}
    assert urgent == {"24", "25", "26"}


@pytest.mark.parametrize("form", EVERY_FORM)
def test_a_page_of_contents_repeats_headings_and_holds_nothing(read: Read, form: Form) -> None:
    draft = read(SIF, form)
    assert texts(draft) == asked_texts(SIF.truth)
    if form in PDFS:
        assert min(one.place.page for one in draft.recommendations) > 2


@in_every_form
@pytest.mark.parametrize(
    ("end", "paragraphs"),
    [
        ("(Paras 58, 62)", (58, 62)),
        ("(Para 7)", (7,)),
        ("(Paragraphs 12 and 40)", (12, 40)),
        ("(paragraphs 31, 33, 34)", (31, 33, 34)),
    ],
)
def test_an_item_may_end_with_the_paragraphs_it_points_to(
    read: Read, end: str, paragraphs: tuple[int, ...], form: Form
) -> None:
    report = sif_ending(f"ends-{end}", f"See each child in time. {end}", "Write plans.")
    first, second, *_ = read(report, form).recommendations
    assert numbers(first.paragraphs) == paragraphs
    assert first.text.endswith(end)
    assert second.paragraphs is None


@in_every_form
@pytest.mark.parametrize("tag", ["Outcome three", "Enabler two"])
def test_an_item_may_end_with_an_outcome(read: Read, tag: str, form: Form) -> None:
    report = variant(f"tag-{tag}", asked=(area(f"Homes for care leavers. ({tag})"), area("Plans.")))
    first, second = read(report, form).recommendations
    assert first.tags == (tag,)
    assert second.tags == ()
    assert first.paragraphs is None


@in_every_form
def test_a_day_on_which_something_else_was_published_is_not_the_reports(
    read: Read, form: Form
) -> None:
    report = variant(
        "not-published",
        history="The council’s strategy was published on 3 May 2019. The last inspection report "
        "was published on 4 April 2016.",
    )
    assert read(report, form).published is None


@in_every_form
@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("Children’s services in Riverford require improvement to be good", "requires_improvement"),
        ("Children’s services in Riverford are inadequate", "inadequate"),
        ("Children’s services in Riverford are outstanding", "outstanding"),
        ("The overall judgement is Inadequate", "inadequate"),
        ("The overall judgement is that children’s services are good", "good"),
        ("The overall judgement is requires improvement", "requires_improvement"),
    ],
)
def test_the_overall_grade_is_a_sentence(read: Read, sentence: str, grade: str, form: Form) -> None:
    old = sif_judgements(SIF_JUDGED, "Children’s services in Riverford are inadequate")[0]
    new = sif_judgements(SIF_JUDGED, sentence, "It is good to be heard.")[0]
    draft = read(sif_with(sentence, (old, (new,))), form)
    assert dict(grades(draft))["overall"] == grade


@in_every_form
@pytest.mark.parametrize(
    "history",
    [
        "Services for children in care were previously judged good in 2011.",
        "In 2016, the overall effectiveness of children’s services was judged to be inadequate.",
        "At the last inspection, leadership, management and governance were inadequate.",
        "Three of the council’s four children’s homes are outstanding and one is good.",
    ],
)
def test_old_grades_are_no_judgements(read: Read, history: str, form: Form) -> None:
    draft = read(variant(history[:30], history=history), form)
    assert grades(draft) == list(JUDGED_2018)


@in_every_form
def test_a_table_of_old_grades_holds_no_judgements(read: Read, form: Form) -> None:
    old = (
        Para("The judgements of the inspection in 2016 were:"),
        Table(
            (
                ("Judgement in 2016", "Grade"),
                *((AREAS[key], "Inadequate") for key, _grade in JUDGED_2018),
            )
        ),
    )
    draft = read(variant("old-table", after=old), form)
    assert grades(draft) == list(JUDGED_2018)


@in_every_form
@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("10 to 21 June 2019", (date(2019, 6, 10), date(2019, 6, 21))),
        ("10 June to 21 June 2019", (date(2019, 6, 10), date(2019, 6, 21))),
        ("27 May 2019 to 7 June 2019", (date(2019, 5, 27), date(2019, 6, 7))),
        ("27 May–7 June 2019", (date(2019, 5, 27), date(2019, 6, 7))),
        ("10-21 June 2019", (date(2019, 6, 10), date(2019, 6, 21))),
        ("30 December 2019 to 10 January 2020", (date(2019, 12, 30), date(2020, 1, 10))),
        ("Monday 10 June – Friday 21 June 2019", (date(2019, 6, 10), date(2019, 6, 21))),
    ],
)
def test_days_on_site_are_printed_in_many_ways(
    read: Read, printed: str, expected: tuple[date, date], form: Form
) -> None:
    assert periods(read(variant(f"days-{printed}", dates=printed), form)) == (expected,)


@in_every_form
@pytest.mark.parametrize(
    "printed",
    [
        "9 to 13 March 2020 and 7 to 18 September 2020",
        "9–13 March 2020, 7–18 September 2020",
    ],
)
def test_there_may_be_several_stretches_of_fieldwork(read: Read, printed: str, form: Form) -> None:
    draft = read(variant(f"stretches-{printed}", dates=printed), form)
    assert periods(draft) == (
        (date(2020, 3, 9), date(2020, 3, 13)),
        (date(2020, 9, 7), date(2020, 9, 18)),
    )
    assert (draft.start_on, draft.end_on) == (date(2020, 3, 9), date(2020, 9, 18))


@in_every_form
def test_the_first_page_is_believed_where_the_running_line_has_other_days(
    read: Read, form: Form
) -> None:
    report = variant("other-days", running=running_lines(TITLE, "11 to 12 June 2018"))
    assert periods(read(report, form)) == STANDARD_2018.truth.fieldwork


@in_every_form
@pytest.mark.parametrize(
    "printed",
    [
        "Lead inspectors: Ida Thorne and Otto Venn, Her Majesty’s Inspectors",
        "Lead inspectors: Ida Thorne, Otto Venn",
    ],
)
def test_there_may_be_two_lead_inspectors(read: Read, printed: str, form: Form) -> None:
    lead = value(read(variant(printed, lead=printed), form).lead_inspector)
    assert lead is not None
    assert "Ida Thorne" in lead
    assert "Otto Venn" in lead
    assert "Majesty" not in lead


@in_every_form
@pytest.mark.parametrize(
    "council",
    [
        "Amber & Lyme",
        "Marlow and Dene",
        "Royal Borough of Kingsferry upon Thame",
        "St Osyth-on-Sea",
        "Bishop’s Weald",
        "Isle of Harrow",
        "Combe, Tarn and Wold",
        "London Borough of Eastmarsh",
        "City of Riverford",
        "North East Fenshire",
    ],
)
@pytest.mark.parametrize("framework", ["ilacs", "sif"])
def test_a_council_has_the_name_it_has(
    read: Read, framework: str, council: str, form: Form
) -> None:
    if framework == "ilacs":
        title = f"Inspection of {council} local authority children’s services"
        blocks = ilacs_blocks(JUDGED_2018, FLAT, title=title, findings=2)
        report = STANDARD_2018.named(f"{framework}-{council}", *blocks)
        paper = replace(report.paper, running=Running((title, "10 to 21 June 2019")))
        report = replace(report, paper=paper)
    else:
        cover = Para("Riverford City Council", strong=True)
        report = sif_with(f"sif-{council}", (cover, (replace(cover, text=council),)))
    found = value(read(report, form).council)
    assert same_council(found, council), found
