"""The cabinet report laid out: its headings and their order, as English cabinets know them.

Order and headings follow the reports that councils take to cabinet; a council's own template will
take the place of this module, handed the same parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from tracker.charts.picture import Picture
from tracker.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Drawing,
    Heading,
    Numbered,
    Paper,
    Plain,
    SignatureLine,
    Table,
    Title,
    TurnToLandscape,
)
from tracker.reports.parts import (
    IMPLICATIONS,
    AuthorsPart,
    CabinetReport,
    Findings,
    Pictured,
    PlannedAction,
    PlanSection,
    Point,
    Progress,
    Recommendations,
    Said,
    Stamp,
)

TO_COMPLETE: Final = "To be completed by the author"
"""What stands wherever the author has typed nothing."""

MOST_NEEDED, EDGES = 24, 3
"""Letters that a column of a picture's table asks room for at most, and those of its edges."""


def cabinet_word(report: CabinetReport, png_of: Callable[[str, int], bytes]) -> bytes:
    """The report as a Word file; ``png_of`` draws an SVG of a width in pixels as a PNG."""
    # The library behind it is loaded for the first report, not for every page of the site.
    from tracker.reports.word import word_bytes  # noqa: PLC0415

    return word_bytes(cabinet_paper(report), png_of)


def cabinet_paper(report: CabinetReport) -> Paper:
    """The report laid out, for any format to draw."""
    authors = report.authors
    return Paper(
        title=authors.title,
        author=authors.author or report.council,
        subject=f"Report to Cabinet, {report.council}",
        head=(report.council, report.demonstration),
        foot=_foot(report.stamp),
        made_at=report.stamp.made_at,
        blocks=list(
            chain(
                _front(report),
                _summary_report(report),
                _implications(authors),
                _main_report(report),
                _appendix(report),
            )
        ),
    )


def _foot(stamp: Stamp) -> str:
    return f"Data as at {stamp.as_at} · Record {stamp.seq}, {stamp.code}"


def _front(report: CabinetReport) -> Iterator[Block]:
    authors = report.authors
    yield Plain(authors.item_number or TO_COMPLETE, lead="Item number:")
    yield Title(authors.title)
    member = ", ".join(part for part in (authors.member, authors.portfolio) if part)
    yield Plain(member or TO_COMPLETE, lead="Responsible cabinet member:")
    director = ", ".join(part for part in (authors.director, authors.director_post) if part)
    yield Plain(director or TO_COMPLETE, lead="Responsible director:")


def _summary_report(report: CabinetReport) -> Iterator[Block]:
    authors = report.authors
    yield Heading(1, "Summary report")
    yield Heading(2, "Purpose of the report")
    yield from _numbered(_lines(authors.purpose))
    yield Heading(2, "Summary")
    yield from _numbered(report.summary)
    yield Heading(2, "Recommendation")
    points = tuple(Point(line) for line in _lines(authors.recommendation))
    yield Numbered("It is recommended that Cabinet:", points, keeps=True)
    yield Heading(2, "Reasons")
    yield from _numbered(_lines(authors.reasons))
    yield SignatureLine((authors.director or TO_COMPLETE, authors.director_post))
    yield Heading(2, "Background papers")
    yield Bullets(report.background_papers or ("None",))
    extension = f", extension {authors.extension}" if authors.extension else ""
    yield Plain(f"{authors.author or TO_COMPLETE}{extension}", lead="Author:")


def _lines(text: str) -> list[str]:
    """The paragraphs that somebody typed, one on each line; white space alone is none."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _numbered(paragraphs: Iterable[str]) -> Iterator[Block]:
    return (Numbered(text) for text in paragraphs)


def _before_a_table(paragraphs: Sequence[str], rows: Sequence[object]) -> Iterator[Block]:
    """Paragraphs of which the last stays with the table after it, if that has rows."""
    yield from _numbered(paragraphs[:-1])
    yield from (Numbered(text, keeps=bool(rows)) for text in paragraphs[-1:])


def _said(paragraphs: Iterable[Said]) -> Iterator[Block]:
    for said in paragraphs:
        yield Numbered(said.text, said.points, keeps=bool(said.points))


def _implications(authors: AuthorsPart) -> Iterator[Block]:
    yield Heading(2, "Implications")
    rows = tuple(
        (words, authors.implications.get(key) or TO_COMPLETE) for key, words in IMPLICATIONS
    )
    yield Table("Implications of this report", ("Subject", "Implication"), rows, (30, 70))


def _main_report(report: CabinetReport) -> Iterator[Block]:
    yield Heading(1, "Main report")
    yield Heading(2, "Background")
    yield from _said(report.background)
    yield Heading(2, "Findings")
    for findings in report.findings:
        yield from _findings(findings, alone=len(report.findings) == 1)
    if not report.findings:
        yield Numbered("The plan does not name an inspection that it answers.")
    for pictured in report.judged:
        yield from _pictured(pictured)
    yield Heading(2, "Progress and reporting")
    yield from _progress(report)
    yield Heading(2, "Summary of progress")
    yield from _numbered(report.closing)


def _findings(findings: Findings, *, alone: bool) -> Iterator[Block]:
    if not alone:
        yield Heading(3, findings.inspection)
    yield from _before_a_table(findings.opening, findings.judgements)
    if findings.judgements:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (judged.area, judged.grade or "") for judged in findings.judgements
        )
        caption = f"Judgements of “{findings.inspection}”"
        yield Table(caption, ("Judgement area", "Judgement"), rows, (62, 38))
    yield from _numbered(findings.rest)


def _progress(report: CabinetReport) -> Iterator[Block]:
    progress = report.progress
    yield from _priorities(progress)
    yield Heading(3, "Oversight")
    yield from _said(progress.oversight)
    yield Heading(3, "Since the last report")
    yield from _said(progress.since)
    yield Heading(3, "Actions already taken")
    yield from _said(progress.actions_taken)
    yield from _pictured(
        Pictured("Progress by priority", progress.pictures_said, progress.pictures)
    )
    for pictured in progress.pictured:
        yield from _pictured(pictured)
    yield Heading(3, "Recommendations and what answers them")
    yield from _numbered(progress.recommendations_said)
    yield from (_recommendations(one) for one in progress.recommendations)
    yield from _figures(progress)
    yield Heading(3, "Measures")
    yield from _numbered(progress.measures)
    yield Heading(3, "Risks")
    yield from _numbered(progress.risks)


def _priorities(progress: Progress) -> Iterator[Block]:
    yield Heading(3, "Priorities")
    yield from _before_a_table(progress.priorities_said, progress.priorities)
    if progress.priorities:
        yield Table(
            "Priorities of the plan",
            ("Priority", "Title", "What will be different for children", "Accountable"),
            tuple((p.letter, p.title, p.difference, p.director) for p in progress.priorities),
            (11, 29, 37, 23),
        )


def _pictured(pictured: Pictured) -> Iterator[Block]:
    yield Heading(3, pictured.heading)
    yield Numbered(pictured.said, keeps=bool(pictured.pictures))
    for picture in pictured.pictures:
        yield Drawing(picture, picture.title)
        caption = f"{picture.title}: the figures"
        yield Table(caption, picture.header, picture.rows, _shares(picture), small=True)


def _shares(picture: Picture) -> tuple[float, ...]:
    """The columns' shares of the line: each has room for its longest word, and for its text."""
    columns = list(zip(picture.header, *picture.rows, strict=True))
    needs = [EDGES + max(_longest_word(cells), min(_mean(cells), MOST_NEEDED)) for cells in columns]
    return tuple(100 * need / sum(needs) for need in needs)


def _longest_word(cells: Sequence[str]) -> int:
    return min(max(len(word) for cell in cells for word in cell.split() or [""]), MOST_NEEDED)


def _mean(cells: Sequence[str]) -> float:
    return sum(map(len, cells)) / len(cells)


def _figures(progress: Progress) -> Iterator[Block]:
    yield Heading(3, "Due dates, slips and obstacles")
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


def _appendix(report: CabinetReport) -> Iterator[Block]:
    yield TurnToLandscape()
    yield Heading(1, "Appendix: the whole plan")
    yield from (Plain(text) for text in report.plan)
    yield Heading(2, "Key to the ratings")
    rows = tuple((rating.status, rating.meaning) for rating in report.key)
    yield Table("What each rating means", ("Rating", "Meaning"), rows, (18, 82), small=True)
    for section in report.plan_sections:
        yield from _plan_section(section)
    yield Heading(2, "How this report was made")
    yield Plain(
        f"Every figure was drawn from the council’s record as it stood on {report.stamp.as_at}. "
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
