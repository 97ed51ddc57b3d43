"""What a council's template can say: every tag, what it means, and where its words come from.

A name that was once published stays, for councils have templates with it. A new part of the report
is one line here; ``docs/cabinet-templates.md`` tells officers of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter, itemgetter
from types import MappingProxyType
from typing import Final

from tracker.reports import cabinet_sections as sections
from tracker.reports.cabinet import TO_COMPLETE, lines_of, named, record_of
from tracker.reports.parts import IMPLICATIONS, AuthorsPart, CabinetReport, PlannedAction, Status
from tracker.reports.template_kinds import (
    Lines,
    Record,
    Rows,
    Section,
    Text,
    Unwritten,
    Word,
)


def _typed(text: str) -> str:
    return text if text.strip() else Unwritten(TO_COMPLETE)


def _authors(field: str, meaning: str, needed: str = "") -> Text:
    """A field that the author types; it says so where nothing was typed."""
    return Text(meaning, lambda report: _typed(getattr(report.authors, field)), needed)


def _optional(field: str, meaning: str) -> Text:
    """A field that the author may leave empty."""
    return Text(meaning, lambda report: getattr(report.authors, field))


def _lines(field: str, meaning: str, needed: str = "") -> Lines:
    return Lines(meaning, lambda report: lines_of(getattr(report.authors, field)), needed)


def _fields(**meanings: str) -> Mapping[str, Text]:
    """Fields of a row that are called what its attributes are called."""
    return {name: Text(meaning, attrgetter(name)) for name, meaning in meanings.items()}


def _implication(key: str) -> Text:
    words = dict(IMPLICATIONS)[key]
    return Text(f"“{words}”", lambda authors: _typed(authors.implications.get(key, "")))


def _implication_rows(report: CabinetReport) -> Iterator[tuple[str, str]]:
    for key, words in IMPLICATIONS:
        yield words, _typed(report.authors.implications.get(key, ""))


def _said(statuses: Iterable[Status]) -> str:
    return "\n".join(
        f"{status.text} ({status.note})" if status.note else status.text for status in statuses
    )


def _judgements(report: CabinetReport) -> Iterator[tuple[str, str, str]]:
    for found in report.findings:
        for judged in found.judgements:
            yield found.inspection, judged.area, judged.grade.text if judged.grade else ""


def _actions(report: CabinetReport) -> Iterator[tuple[str, PlannedAction]]:
    for section in report.plan_sections:
        for action in section.actions:
            yield section.heading, action


def _contact(authors: AuthorsPart) -> str:
    extension = f", extension {authors.extension}" if authors.extension else ""
    return f"{_typed(authors.author)}{extension}"


_ACTION: Final[Mapping[str, Text]] = {
    **_fields(
        reference="the action’s number",
        title="what is done",
        measure="how it will be known",
        owners="who owns it, one on each line",
        due="when it is due",
        answers="which recommendations it answers",
        updated="when it was last updated",
    ),
    "ratings": Text("its ratings, one on each line", lambda action: _said(action.ratings)),
}


def _of_action(kind: Text) -> Text:
    return Text(kind.meaning, lambda pair: kind.of(pair[1]))


_TEXTS: Final[dict[str, Word]] = {
    "title": _authors("title", "The report’s title", "nothing says what the report is called"),
    "council": Text("The council’s name", attrgetter("council")),
    "item_number": _authors("item_number", "The number of the item on the agenda"),
    "responsible_member": Text(
        "The cabinet member with the portfolio",
        lambda report: _typed(named(report.authors.member, report.authors.portfolio)),
    ),
    "member": _authors("member", "The responsible cabinet member’s name"),
    "portfolio": _optional("portfolio", "The member’s portfolio"),
    "responsible_director": Text(
        "The director with the post",
        lambda report: _typed(named(report.authors.director, report.authors.director_post)),
    ),
    "director": _authors("director", "The responsible director’s name"),
    "director_post": _optional("director_post", "The director’s post"),
    "contact": Text("The author with the extension", lambda report: _contact(report.authors)),
    "author": _authors("author", "The author’s name"),
    "extension": _optional("extension", "The author’s telephone extension"),
    "data_as_at": Text(
        "The day whose state the report shows, such as 8 December 2015",
        lambda report: report.stamp.as_at,
        "readers cannot tell from which day the figures are",
    ),
    "record": Text(
        "The number and the code of the state of the record that the figures come from",
        lambda report: record_of(report.stamp),
        "it cannot be shown later which state of the record the figures come from",
    ),
    "made_from": Text(
        "The sentences that say where the figures come from",
        lambda report: sections.made_of(report.stamp.as_at),
    ),
    "demonstration": Text(
        "The sentence that marks an invented council’s report; empty for a real one",
        attrgetter("demonstration"),
        "a report of a demonstration council is not marked as one",
    ),
}

_LISTS: Final[dict[str, Word]] = {
    "purpose": _lines("purpose", "The purpose of the report, paragraph by paragraph"),
    "summary": Lines("The summary, paragraph by paragraph", attrgetter("summary")),
    "recommendation": _lines(
        "recommendation",
        "What Cabinet is asked to do, point by point",
        "nothing says what Cabinet is asked to do",
    ),
    "reasons": _lines("reasons", "The reasons, paragraph by paragraph"),
    "background_papers": Lines("The background papers", attrgetter("background_papers")),
    "closing": Lines("The summary of progress, paragraph by paragraph", attrgetter("closing")),
    "about_plan": Lines("What is said before the whole plan", attrgetter("plan")),
    "implications": Rows(
        "The rows of the table of implications",
        _implication_rows,
        {
            "subject": Text("what is asked about", itemgetter(0)),
            "text": Text("what the author answers", itemgetter(1)),
        },
    ),
    "implication": Record(
        "Each implication by itself, for a table in the council’s own words",
        attrgetter("authors"),
        {key: _implication(key) for key, _words in IMPLICATIONS},
    ),
    "judgements": Rows(
        "The judgements of all inspections that the plan answers",
        _judgements,
        {
            "inspection": Text("the inspection’s title", itemgetter(0)),
            "area": Text("what was judged", itemgetter(1)),
            "grade": Text("the grade", itemgetter(2)),
        },
    ),
    "priorities": Rows(
        "The plan’s priorities",
        lambda report: report.progress.priorities,
        _fields(
            letter="its letter",
            title="its title",
            difference="what will be different for children",
            director="who is accountable",
        ),
    ),
    "figures": Rows(
        "The plan in figures",
        lambda report: report.progress.figures,
        _fields(name="what is counted", number="the number", meaning="what it means"),
    ),
    "recommendations": Rows(
        "The recommendations of all inspections, in order",
        lambda report: [row for one in report.progress.recommendations for row in one.rows],
        {
            **_fields(
                reference="its number", text="its words", actions="the actions that answer it"
            ),
            "verdicts": Text(
                "what visits have said, one on each line", lambda row: _said(row.verdicts)
            ),
        },
    ),
    "actions": Rows(
        "All actions of the plan, in order",
        _actions,
        {
            "priority": Text("the priority that it is under", itemgetter(0)),
            **{name: _of_action(kind) for name, kind in _ACTION.items()},
        },
    ),
    "plan_sections": Rows(
        "The plan priority by priority, each with its actions",
        attrgetter("plan_sections"),
        {
            **_fields(heading="the priority", about="what it is for and who answers for it"),
            "actions": Rows("its actions", attrgetter("actions"), _ACTION),
        },
    ),
    "ratings": Rows(
        "The key to the ratings",
        attrgetter("key"),
        {
            "rating": Text("the rating", lambda rating: rating.status.text),
            "meaning": Text("what it means", attrgetter("meaning")),
        },
    ),
}

_SECTIONS: Final[dict[str, Word]] = {
    "background": Section("What happened before the plan, and its dates", sections.background),
    "findings": Section(
        "What inspectors found, with the tables of judgements",
        sections.findings,
        "the report does not say what inspectors found",
    ),
    "progress": Section(
        "All that is told of progress: the six sections below, each under a heading",
        sections.progress,
    ),
    "priorities_table": Section("The priorities, with their table", sections.priorities_table),
    "oversight": Section("Who oversees the plan", sections.oversight),
    "since_last_report": Section(
        "What has changed since the last report", sections.since_the_last_report
    ),
    "actions_taken": Section("What has been done, priority by priority", sections.actions_taken),
    "pictures": Section("The pictures, each with its caption and its figures", sections.pictures),
    "recommendations_table": Section(
        "The recommendations and what answers them, with their tables",
        sections.recommendations_table,
    ),
    "figures_table": Section("The plan in figures, with its table", sections.figures_table),
    "measures": Section("The plan’s measures", sections.measures),
    "risks": Section("The plan’s risks", sections.risks),
    "plan": Section(
        "The whole plan: a heading and a table for each priority; wide, so best on pages that lie "
        "on their side",
        sections.plan,
        "the plan itself is not in the report",
    ),
    "key": Section("The key to the ratings, under a heading", sections.key),
}

VOCABULARY: Final[Mapping[str, Word]] = MappingProxyType({**_TEXTS, **_LISTS, **_SECTIONS})
"""Every name that a template may use, with what it stands for."""
