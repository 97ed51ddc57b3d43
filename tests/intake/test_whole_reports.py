"""Every report says the same in every form, and the draft says what the report says."""

from __future__ import annotations

import pytest

from tests.intake.forms import EVERY_FORM, PDFS, Form
from tests.intake.reading import Read
from tests.intake.reports import EVERY_REPORT
from tests.intake.truth import (
    Report,
    asked_texts,
    grades,
    periods,
    plain,
    same_council,
    texts,
    value,
    wrongly_read,
)
from tracker.intake.draft import SourceKind

in_every_form = pytest.mark.parametrize("form", EVERY_FORM)
every_report = pytest.mark.parametrize("report", EVERY_REPORT, ids=lambda one: one.paper.name)
SOURCES = {
    **dict.fromkeys(PDFS, SourceKind.PDF),
    Form.WORD: SourceKind.WORD,
    Form.WEB: SourceKind.HTML,
    Form.PASTED: SourceKind.TEXT,
    Form.FLOWING: SourceKind.TEXT,
}


@in_every_form
@every_report
def test_all_that_is_asked_for_is_in_the_draft_whole_and_in_order(
    read: Read, report: Report, form: Form
) -> None:
    assert texts(read(report, form)) == asked_texts(report.truth)


@in_every_form
@every_report
def test_each_has_its_number_its_group_and_whom_it_speaks_to(
    read: Read, report: Report, form: Form
) -> None:
    draft = read(report, form)
    asked = {plain(one.whole): one for one in report.truth.asked}
    known = [
        (found, asked[plain(found.text)])
        for found in draft.recommendations
        if plain(found.text) in asked
    ]
    assert len(known) == len(asked)
    assert [wrong for found, one in known for wrong in wrongly_read(found, one)] == []


@in_every_form
@every_report
def test_the_judgements_are_those_of_the_report_in_printed_order(
    read: Read, report: Report, form: Form
) -> None:
    assert grades(read(report, form)) == list(report.truth.judgements)


@in_every_form
@every_report
def test_the_council_is_the_one_inspected(read: Read, report: Report, form: Form) -> None:
    council = value(read(report, form).council)
    assert same_council(council, report.truth.council), council


@in_every_form
@every_report
def test_the_framework_and_the_kind_of_visit_are_known(
    read: Read, report: Report, form: Form
) -> None:
    draft = read(report, form)
    read_as = (value(draft.framework), value(draft.kind))
    assert read_as == (report.truth.framework, report.truth.kind)


@in_every_form
@every_report
def test_the_days_on_site_are_read(read: Read, report: Report, form: Form) -> None:
    assert periods(read(report, form)) == report.truth.fieldwork


@in_every_form
@every_report
def test_the_day_of_publication_is_read_where_it_is_printed(
    read: Read, report: Report, form: Form
) -> None:
    published = read(report, form).published
    assert (published and published.on) == report.truth.published


@in_every_form
@every_report
def test_the_lead_inspector_is_read_where_one_is_named(
    read: Read, report: Report, form: Form
) -> None:
    assert value(read(report, form).lead_inspector) == report.truth.lead


@in_every_form
@every_report
def test_a_visit_on_a_theme_says_which(read: Read, report: Report, form: Form) -> None:
    theme = read(report, form).theme
    if report.truth.theme is None:
        assert theme is None
    else:
        assert theme is not None
        assert report.truth.theme in theme.value.casefold().replace("_", " ")


@in_every_form
@every_report
def test_the_day_a_statement_is_due_is_read(read: Read, report: Report, form: Form) -> None:
    due = read(report, form).statement_due
    assert (due and due.on) == report.truth.statement_due


@in_every_form
@every_report
def test_the_draft_says_what_it_was_read_from(read: Read, report: Report, form: Form) -> None:
    draft = read(report, form)
    assert draft.source is SOURCES[form]
    assert bool(draft.pages) == (form in PDFS)


@in_every_form
@every_report
def test_each_recommendation_stands_in_the_passages_it_names(
    read: Read, report: Report, form: Form
) -> None:
    draft = read(report, form)
    for found in draft.recommendations:
        held = plain(" ".join(draft.passages[at].text for at in found.place.passages))
        first = " ".join(plain(found.text).split()[:4])
        assert first in held, found.key


@pytest.mark.parametrize("form", PDFS)
@every_report
def test_each_recommendation_is_marked_on_the_pages_it_stands_on(
    read: Read, report: Report, form: Form
) -> None:
    draft = read(report, form)
    for found in draft.recommendations:
        assert found.place.boxes, found.key
        assert found.place.boxes[0].page == found.place.page
        for box in found.place.boxes:
            size = draft.pages[box.page - 1]
            assert 0 <= box.left < box.right <= size.width
            assert 0 <= box.top < box.bottom <= size.height


@in_every_form
@every_report
def test_every_fact_has_a_key_of_its_own(read: Read, report: Report, form: Form) -> None:
    draft = read(report, form)
    keys = [one.key for one in draft.judgements] + [one.key for one in draft.recommendations]
    assert len(keys) == len(set(keys))
