"""The cabinet report laid out: its headings and their order, as English cabinets know them.

Order and headings follow the reports that councils take to cabinet. As a Word file the report is
made of a template (``word_template.py``), the council's own or ours, which places the sections of
this module under whatever headings it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from tracker.reports.blocks import (
    Block,
    Bullets,
    Heading,
    Numbered,
    Paper,
    Plain,
    SignatureLine,
    Table,
    Title,
    TurnToLandscape,
)
from tracker.reports.cabinet_sections import (
    background,
    findings,
    key,
    made_of,
    numbered,
    plan,
    progress,
)
from tracker.reports.parts import IMPLICATIONS, AuthorsPart, CabinetReport, Point, Stamp

TO_COMPLETE: Final = "To be completed by the author"
"""What stands wherever the author has typed nothing."""


def cabinet_word(report: CabinetReport, png_of: Callable[[str, int], bytes]) -> bytes:
    """The report as a Word file, of our own template.

    ``png_of`` draws an SVG of a width in pixels as a PNG.
    """
    # The libraries behind it are loaded for the first report, not for every page of the site.
    from tracker.reports.shipped_template import shipped_template  # noqa: PLC0415
    from tracker.reports.word_template import fill_template  # noqa: PLC0415

    return fill_template(shipped_template(), report, png_of)


def cabinet_paper(report: CabinetReport) -> Paper:
    """The report laid out, for any format to draw."""
    authors = report.authors
    return Paper(
        title=authors.title,
        author=author_of(report),
        subject=subject_of(report),
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


def author_of(report: CabinetReport) -> str:
    """Whom the file names as its author."""
    return report.authors.author or report.council


def subject_of(report: CabinetReport) -> str:
    """What the file says that it is about."""
    return f"Report to Cabinet, {report.council}"


def _foot(stamp: Stamp) -> str:
    return f"Data as at {stamp.as_at} · Record {record_of(stamp)}"


def record_of(stamp: Stamp) -> str:
    """The state of the record that the report was drawn from."""
    return f"{stamp.seq}, {stamp.code}"


def _front(report: CabinetReport) -> Iterator[Block]:
    authors = report.authors
    yield Plain(authors.item_number or TO_COMPLETE, lead="Item number:")
    yield Title(authors.title)
    member = named(authors.member, authors.portfolio)
    yield Plain(member or TO_COMPLETE, lead="Responsible cabinet member:")
    director = named(authors.director, authors.director_post)
    yield Plain(director or TO_COMPLETE, lead="Responsible director:")


def named(name: str, post: str) -> str:
    """Somebody with the post, or what there is of the two."""
    return ", ".join(part for part in (name, post) if part)


def _summary_report(report: CabinetReport) -> Iterator[Block]:
    authors = report.authors
    yield Heading(1, "Summary report")
    yield Heading(2, "Purpose of the report")
    yield from numbered(lines_of(authors.purpose))
    yield Heading(2, "Summary")
    yield from numbered(report.summary)
    yield Heading(2, "Recommendation")
    points = tuple(Point(line) for line in lines_of(authors.recommendation))
    yield Numbered("It is recommended that Cabinet:", points, keeps=True)
    yield Heading(2, "Reasons")
    yield from numbered(lines_of(authors.reasons))
    yield SignatureLine((authors.director or TO_COMPLETE, authors.director_post))
    yield Heading(2, "Background papers")
    yield Bullets(report.background_papers or ("None",))
    extension = f", extension {authors.extension}" if authors.extension else ""
    yield Plain(f"{authors.author or TO_COMPLETE}{extension}", lead="Author:")


def lines_of(text: str) -> list[str]:
    """The paragraphs that somebody typed, one on each line; white space alone is none."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _implications(authors: AuthorsPart) -> Iterator[Block]:
    yield Heading(2, "Implications")
    rows = tuple(
        (words, authors.implications.get(key) or TO_COMPLETE) for key, words in IMPLICATIONS
    )
    yield Table("Implications of this report", ("Subject", "Implication"), rows, (30, 70))


def _main_report(report: CabinetReport) -> Iterator[Block]:
    yield Heading(1, "Main report")
    yield Heading(2, "Background")
    yield from background(report)
    yield Heading(2, "Findings")
    yield from findings(report)
    yield Heading(2, "Progress and reporting")
    yield from progress(report)
    yield Heading(2, "Summary of progress")
    yield from numbered(report.closing)


def _appendix(report: CabinetReport) -> Iterator[Block]:
    yield TurnToLandscape()
    yield Heading(1, "Appendix: the whole plan")
    yield from (Plain(text) for text in report.plan)
    yield from key(report)
    yield from plan(report)
    yield Heading(2, "How this report was made")
    yield Plain(made_of(report.stamp.as_at))
