"""What stands in the way of reading one list: bullets, hyphens, pages, notes, headings."""

from __future__ import annotations

import pytest

from tests.intake.forms import EVERY_FORM, PDFS, WITH_PAGES, Form
from tests.intake.papers import Bullets, Heading, Numbered, PageEndsIn, Para, Point, Running
from tests.intake.pasted import pasted
from tests.intake.prose import unnumbered
from tests.intake.reading import Read
from tests.intake.reports_ilacs import ASKED, FLAT, IMPROVE, TITLE, area, variant
from tests.intake.truth import Asked, asked_texts, plain, texts
from tests.intake.wordfile import Nesting, word_file
from tracker.domain.frameworks import Framework
from tracker.intake.report import read_report

in_every_form = pytest.mark.parametrize("form", EVERY_FORM)

LONG = area(
    "The time that passes before a child who has been hurt is seen by a doctor and by a social "
    "worker together, the words in which each of them tells the parents what they think has "
    "happened, the care with which both write down what the child has said and shown, and the "
    "speed with which what they wrote reaches the school, the health visitor and the police, who "
    "wait for it before they can plan together what is to be done and by whom."
)


@pytest.mark.parametrize("form", WITH_PAGES)
@pytest.mark.parametrize(
    "glyph", ["\u25fc", "\uf06e", "\uf0a7", "\uf0b7", "\uf0be", "\u25aa", "\u2022"]
)
def test_a_bullet_of_any_font_begins_an_item_and_is_none_of_its_words(
    read: Read, glyph: str, form: Form
) -> None:
    report = variant(f"bullet-{ord(glyph):x}", glyph=glyph)
    draft = read(report, form)
    assert texts(draft) == asked_texts(report.truth)
    assert all(found.text[0].isalpha() for found in draft.recommendations)


@in_every_form
def test_a_hyphen_at_the_end_of_a_line_joins_two_words_with_a_hyphen(
    read: Read, form: Form
) -> None:
    found = read(variant("hyphen", asked=(area("A multi-\nagency, well-\nkept list."),)), form)
    assert [one.text for one in found.recommendations] == ["A multi-agency, well-kept list."]


@pytest.mark.parametrize("mark", ["\ufffe", "\x02", "-", "\u2010", "\u2011"])
def test_a_pasted_line_may_end_in_what_a_reader_makes_of_a_hyphen(
    frameworks: dict[str, Framework], mark: str
) -> None:
    report = variant("pasted", asked=(area("A multi-\nagency list."), area("Another list.")))
    draft = read_report(pasted(report.paper, hyphen=mark), "pasted.txt", frameworks)
    assert [one.text for one in draft.recommendations] == [
        "A multi-agency list.",
        "Another list.",
    ]


@in_every_form
def test_a_dash_between_words_stays_a_dash(read: Read, form: Form) -> None:
    report = variant("dash", asked=(area("Visits – those that were missed – and why."),))
    assert texts(read(report, form)) == asked_texts(report.truth)


@in_every_form
@pytest.mark.parametrize("heading", [IMPROVE, "Recommendations", "Areas for improvement"])
def test_the_digit_of_a_footnote_sticks_to_no_heading(read: Read, heading: str, form: Form) -> None:
    report = variant(f"noted-{len(heading)}", heading=heading, note="Not in order of weight.")
    draft = read(report, form)
    assert texts(draft) == asked_texts(report.truth)
    assert heading in {plain(passage.text) for passage in draft.passages if passage.heading}


@in_every_form
def test_the_words_of_a_footnote_are_no_part_of_an_item(read: Read, form: Form) -> None:
    """The note of the heading stands at the foot of the page, in the middle of the item."""
    report = variant(
        "note-in-item",
        asked=(LONG, *FLAT),
        note="These are the ones that weigh most with the inspectors.",
        break_after=4,
    )
    assert texts(read(report, form)) == asked_texts(report.truth)


@pytest.mark.parametrize("form", WITH_PAGES)
@pytest.mark.parametrize("top", [True, False], ids=["head", "foot"])
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_what_runs_on_every_page_is_in_no_item(
    read: Read, lines: int, top: bool, form: Form
) -> None:
    report = variant(
        f"running-{top}-{lines}",
        asked=(LONG, *FLAT),
        running=Running((TITLE, "10 to 21 June 2019"), top=top),
        break_after=lines,
    )
    assert texts(read(report, form)) == asked_texts(report.truth)


@pytest.mark.parametrize("form", WITH_PAGES)
@pytest.mark.parametrize("top", [True, False], ids=["head", "foot"])
def test_a_page_number_alone_is_in_no_item(read: Read, top: bool, form: Form) -> None:
    report = variant(f"number-{top}", asked=(LONG, *FLAT), running=Running(top=top), break_after=2)
    assert texts(read(report, form)) == asked_texts(report.truth)


@pytest.mark.parametrize("form", PDFS)
def test_an_item_over_a_page_break_is_marked_on_both_pages(read: Read, form: Form) -> None:
    report = variant("over", asked=(LONG, *FLAT), break_after=2)
    first = read(report, form).recommendations[0]
    assert plain(first.text) == plain(LONG.whole)
    begins = first.place.page
    assert {box.page for box in first.place.boxes} == {begins, begins + 1}


@in_every_form
@pytest.mark.parametrize("real", [True, False], ids=["heading", "strong"])
@pytest.mark.parametrize(
    "heading",
    [
        "What needs to improve",
        "What needs to improve?",
        "What needs to improve:",
        "WHAT NEEDS TO IMPROVE?",
        "What needs to improve in this area of social work practice?",
        "Areas for improvement",
        "Recommendations",
    ],
)
def test_the_heading_of_the_list_varies(read: Read, heading: str, real: bool, form: Form) -> None:
    report = variant(
        f"heading-{heading}-{real}".replace("?", "q"), heading=heading, real_heading=real
    )
    assert texts(read(report, form)) == asked_texts(report.truth)


@in_every_form
def test_what_stands_below_an_item_belongs_to_it(read: Read, form: Form) -> None:
    asked = (
        area("Homes for teenagers, in particular:", under=("in town", "by the sea", "on a farm")),
        area("Visits:", under=("their number",)),
        area("Plans."),
    )
    draft = read(variant("below", asked=asked), form)
    assert texts(draft) == [plain(one.whole) for one in asked]


@pytest.mark.parametrize("nesting", Nesting)
def test_word_has_two_ways_to_put_an_item_below_another(
    frameworks: dict[str, Framework], nesting: Nesting
) -> None:
    report = variant("nesting", asked=ASKED)
    draft = read_report(word_file(report.paper, nesting), "report.docx", frameworks)
    assert texts(draft) == asked_texts(report.truth)


@in_every_form
def test_an_item_of_one_word_and_one_without_a_full_stop_are_items(read: Read, form: Form) -> None:
    asked = (area("Supervision"), area("Pathway plans"), area("The reasons that are written down"))
    report = variant("short-items", asked=asked)
    assert texts(read(report, form)) == asked_texts(report.truth)


@in_every_form
def test_an_item_may_have_several_sentences_and_speak_of_recommendations(
    read: Read, form: Form
) -> None:
    asked = (
        area(
            "How earlier recommendations are followed up. There is a list of them. It is not "
            "read: what needs to improve is that somebody reads it."
        ),
        area("What the list says. 3 of 10 are old."),
    )
    report = variant("sentences", asked=asked)
    assert texts(read(report, form)) == asked_texts(report.truth)


@in_every_form
def test_a_report_may_ask_for_nothing(read: Read, form: Form) -> None:
    report = variant("nothing", asked=())
    blocks = [
        block
        for block in report.paper.blocks
        if block != Heading(IMPROVE, 2) and not isinstance(block, Bullets)
    ]
    assert read(report.named("nothing", *blocks), form).recommendations == ()


@in_every_form
@pytest.mark.parametrize("real", [True, False], ids=["heading", "strong"])
def test_a_list_does_not_run_on_into_the_strengths(read: Read, real: bool, form: Form) -> None:
    strengths = (
        Heading("Strengths", 2) if real else Para("Strengths", strong=True),
        Bullets((Point("Children know whom to ask."), Point("Panels send thin papers back."))),
    )
    report = variant(f"strengths-{real}", after=strengths)
    assert texts(read(report, form)) == asked_texts(report.truth)


@in_every_form
def test_a_numbered_list_does_not_run_on_into_the_findings(read: Read, form: Form) -> None:
    """The numbers go on, and only the heading says that these are findings."""
    asked = tuple(
        Asked(text, reference=str(number), kind=area("").kind)
        for number, text in enumerate(("See each child.", "Write it down.", "Ask again."), 1)
    )
    strengths = (
        Heading("Strengths", 2),
        Numbered((Point("Panels send thin papers back."), Point("Visits are kept.")), start=4),
    )
    report = variant("runs-on", asked=asked, after=strengths)
    blocks = tuple(
        Numbered(block.points) if isinstance(block, Bullets) else block
        for block in report.paper.blocks
    )
    draft = read(report.named("runs-on", *blocks), form)
    assert texts(draft) == asked_texts(report.truth)
    assert [one.reference for one in draft.recommendations] == ["1", "2", "3"]


@in_every_form
def test_prose_after_the_list_is_no_part_of_its_last_item(read: Read, form: Form) -> None:
    report = variant("prose-after", after=unnumbered(2, 8))
    assert texts(read(report, form)) == asked_texts(report.truth)


@in_every_form
def test_a_sentence_may_stand_between_the_heading_and_the_list(read: Read, form: Form) -> None:
    report = variant("lead-in")
    at = report.paper.blocks.index(Heading(IMPROVE, 2)) + 1
    lead_in = Para("Inspectors think that these matter most, though there is more in the report.")
    blocks = (*report.paper.blocks[:at], lead_in, *report.paper.blocks[at:])
    assert texts(read(report.named("lead-in", *blocks), form)) == asked_texts(report.truth)


@pytest.mark.parametrize("form", WITH_PAGES)
def test_a_list_may_break_between_two_items(read: Read, form: Form) -> None:
    report = variant("between")
    split: list[object] = []
    for block in report.paper.blocks:
        if isinstance(block, Bullets):
            split += [Bullets(block.points[:2]), PageEndsIn(0), Bullets(block.points[2:])]
        else:
            split.append(block)
    draft = read(report.named("between", *split), form)  # type: ignore[arg-type]
    assert texts(draft) == asked_texts(report.truth)
