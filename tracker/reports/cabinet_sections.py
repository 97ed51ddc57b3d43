"""The sections of a cabinet report, as blocks and without their own headings.

Each is a function of the whole report. ``cabinet.py`` puts them in order for PDF and HTML, and a
template places them in a Word file (``template_vocabulary.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from tracker.charts.picture import Picture
from tracker.reports.blocks import Block, Cell, Drawing, Heading, Numbered, Plain, Table
from tracker.reports.parts import (
    CabinetReport,
    Findings,
    Pictured,
    PlannedAction,
    PlanSection,
    Recommendations,
    Said,
)

MOST_NEEDED, EDGES = 24, 3
"""Letters that a column of a picture's table asks room for at most, and those of its edges."""


def background(report: CabinetReport) -> Iterator[Block]:
    """What happened before the plan, and which dates were set."""
    return _said(report.background)


def findings(report: CabinetReport) -> Iterator[Block]:
    """What each inspection found; several have a heading each."""
    for one in report.findings:
        yield from _findings(one, alone=len(report.findings) == 1)
    if not report.findings:
        yield Numbered("The plan does not name an inspection that it answers.")
    for pictured in report.judged:
        yield Heading(3, pictured.heading)
        yield from _pictured(pictured)


def _findings(one: Findings, *, alone: bool) -> Iterator[Block]:
    if not alone:
        yield Heading(3, one.inspection)
    yield from _before_a_table(one.opening, one.judgements)
    if one.judgements:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (judged.area, judged.grade or "") for judged in one.judgements
        )
        caption = f"Judgements of “{one.inspection}”"
        yield Table(caption, ("Judgement area", "Judgement"), rows, (62, 38))
    yield from numbered(one.rest)


def progress(report: CabinetReport) -> Iterator[Block]:
    """All that is told of progress, each part under a heading."""
    for heading, part in PROGRESS:
        yield Heading(3, heading)
        yield from part(report)


def oversight(report: CabinetReport) -> Iterator[Block]:
    """Who oversees the plan."""
    return _said(report.progress.oversight)


def since_the_last_report(report: CabinetReport) -> Iterator[Block]:
    """What has changed since the last report."""
    return _said(report.progress.since)


def measures(report: CabinetReport) -> Iterator[Block]:
    """The plan's measures."""
    return numbered(report.progress.measures)


def risks(report: CabinetReport) -> Iterator[Block]:
    """The plan's risks."""
    return numbered(report.progress.risks)


def actions_taken(report: CabinetReport) -> Iterator[Block]:
    """What has been done, priority by priority."""
    return _said(report.progress.actions_taken)


def recommendations_table(report: CabinetReport) -> Iterator[Block]:
    """Each inspection's recommendations, what answers them and what visits have said."""
    yield from numbered(report.progress.recommendations_said)
    yield from (_recommendations(one) for one in report.progress.recommendations)


def priorities_table(report: CabinetReport) -> Iterator[Block]:
    """The plan's priorities and who is accountable for each."""
    progress = report.progress
    yield from _before_a_table(progress.priorities_said, progress.priorities)
    if progress.priorities:
        yield Table(
            "Priorities of the plan",
            ("Priority", "Title", "What will be different for children", "Accountable"),
            tuple((p.letter, p.title, p.difference, p.director) for p in progress.priorities),
            (11, 29, 37, 23),
        )


def pictures(report: CabinetReport) -> Iterator[Block]:
    """The pictures, each with the table of its figures; all but the first have a heading."""
    progress = report.progress
    yield from _pictured(Pictured("", progress.pictures_said, progress.pictures))
    for pictured in progress.pictured:
        yield Heading(3, pictured.heading)
        yield from _pictured(pictured)


def _pictured(pictured: Pictured) -> Iterator[Block]:
    yield Numbered(pictured.said, keeps=bool(pictured.pictures))
    for picture in pictured.pictures:
        yield Drawing(picture, picture.title)
        caption = f"{picture.title}: the figures"
        yield Table(caption, picture.header, picture.rows, shares_of(picture), small=True)


def shares_of(picture: Picture) -> tuple[float, ...]:
    """The columns' shares of the line: each has room for its longest word, and for its text."""
    columns = list(zip(picture.header, *picture.rows, strict=True))
    needs = [EDGES + max(_longest_word(cells), min(_mean(cells), MOST_NEEDED)) for cells in columns]
    return tuple(100 * need / sum(needs) for need in needs)


def _longest_word(cells: Sequence[str]) -> int:
    return min(max(len(word) for cell in cells for word in cell.split() or [""]), MOST_NEEDED)


def _mean(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells)


def figures_table(report: CabinetReport) -> Iterator[Block]:
    """The plan in figures."""
    progress = report.progress
    yield Numbered(progress.figures_said, keeps=True)
    yield Table(
        "The plan in figures",
        ("Figure", "Number", "What it means"),
        tuple((figure.name, figure.number, figure.meaning) for figure in progress.figures),
        (30, 14, 56),
    )


def _recommendations(one: Recommendations) -> Table:
    return Table(
        f"Recommendations of “{one.inspection}”",
        ("Number", "Recommendation", "Answered by", "What visits have said"),
        tuple(
            (row.reference, row.text, row.actions, row.verdicts or "No verdict yet")
            for row in one.rows
        ),
        (12, 43, 17, 28),
        small=True,
    )


PROGRESS: Final[tuple[tuple[str, Callable[[CabinetReport], Iterator[Block]]], ...]] = (
    ("Priorities", priorities_table),
    ("Oversight", oversight),
    ("Since the last report", since_the_last_report),
    ("Actions already taken", actions_taken),
    ("Progress by priority", pictures),
    ("Recommendations and what answers them", recommendations_table),
    ("Due dates, slips and obstacles", figures_table),
    ("Measures", measures),
    ("Risks", risks),
)
"""The parts of what is told of progress, each with its heading."""


def key(report: CabinetReport) -> Iterator[Block]:
    """What each rating means, under a heading."""
    yield Heading(2, "Key to the ratings")
    rows = tuple((rating.status, rating.meaning) for rating in report.key)
    yield Table("What each rating means", ("Rating", "Meaning"), rows, (18, 82), small=True)


def plan(report: CabinetReport) -> Iterator[Block]:
    """The whole plan: a heading and a table of actions for each priority."""
    for section in report.plan_sections:
        yield from _plan_section(section)


def made_of(as_at: str) -> str:
    """What a report says of where its figures come from; ``as_at`` is a day."""
    return (
        f"Every figure was drawn from the council’s record as it stood on {as_at}. "
        "The number and the code at the foot of each page name that state of the record, so that "
        "it can be shown later what this report was made from. It holds nothing that may not be "
        "published yet."
    )


def _plan_section(section: PlanSection) -> Iterator[Block]:
    yield Heading(2, section.heading)
    if section.about:
        yield Plain(section.about, keeps=bool(section.actions))
    if not section.actions:
        yield Plain("No actions yet.")
        return
    yield Table(
        f"Actions: {section.heading}",
        ("Number", "Action", "How we will know", "Owners", "Due", "Ratings", "Answers", "Updated"),
        tuple(_action_cells(action) for action in section.actions),
        (6, 18.5, 15.5, 13.5, 11, 16, 9.5, 10),
        small=True,
        captioned=False,
    )


def _action_cells(action: PlannedAction) -> tuple[Cell, ...]:
    return (
        action.reference,
        action.title,
        action.measure,
        action.owners,
        action.due,
        action.ratings,
        action.answers,
        action.updated,
    )


def numbered(paragraphs: Iterable[str]) -> Iterator[Block]:
    return (Numbered(text) for text in paragraphs)


def _before_a_table(paragraphs: Sequence[str], rows: Sequence[object]) -> Iterator[Block]:
    """Paragraphs of which the last stays with the table after it, if that has rows."""
    yield from numbered(paragraphs[:-1])
    yield from (Numbered(text, keeps=bool(rows)) for text in paragraphs[-1:])


def _said(paragraphs: Iterable[Said]) -> Iterator[Block]:
    for said in paragraphs:
        yield Numbered(said.text, said.points, keeps=bool(said.points))
