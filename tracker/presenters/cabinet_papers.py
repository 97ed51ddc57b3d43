"""The papers of a cabinet report: from what it is drawn from to files, for each audience.

The public version is drawn from material in which exempt actions are withheld already, so that
neither a table nor a picture nor a sentence can tell of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from tracker.adapters.pictures import png_of
from tracker.domain.exemption import Marks, without_exempt_actions
from tracker.domain.frameworks import Framework
from tracker.domain.papers import Audience, PaperFormat
from tracker.domain.report_material import ReportMaterial
from tracker.presenters.cabinet import cabinet_report
from tracker.reports.cabinet import cabinet_paper
from tracker.reports.exemption import public_version
from tracker.reports.formats import FORMATS
from tracker.reports.parts import AuthorsPart, CabinetReport

AUDIENCE_WORDS: Final[Mapping[Audience, str]] = {
    Audience.FULL: "With exempt information",
    Audience.PUBLIC: "For the public",
}
FORMAT_WORDS: Final[Mapping[PaperFormat, str]] = {
    PaperFormat.WORD: "Word",
    PaperFormat.PDF: "PDF",
    PaperFormat.HTML: "a web page",
}


@dataclass(frozen=True)
class Source:
    """What the papers of one report are drawn from.

    ``made_at`` is an instant in UTC; ``template`` the council's own Word template, if it has one.
    """

    material: ReportMaterial
    authors: AuthorsPart
    marks: Marks
    made_at: datetime
    template: bytes | None = None


@dataclass(frozen=True)
class MadePaper:
    """A file that was made: for whom, in which format, under which name."""

    audience: Audience
    format: PaperFormat
    name: str
    content: bytes


def report_for(
    source: Source, audience: Audience, frameworks: Mapping[str, Framework]
) -> CabinetReport:
    """The report as an audience may read it."""
    if audience is Audience.FULL or not source.marks:
        return cabinet_report(source.material, source.authors, frameworks, source.made_at)
    before, marked = source.material.before, source.marks.actions
    material = replace(
        source.material,
        now=without_exempt_actions(source.material.now, marked),
        before=without_exempt_actions(before, marked) if before else None,
    )
    report = cabinet_report(material, source.authors, frameworks, source.made_at)
    return public_version(report, source.marks.passages)


def stem_of(slug: str, as_at: date) -> str:
    """The beginning of the names of a report's files, by the council and the day it tells of."""
    return f"{slug}-cabinet-report-{as_at.isoformat()}"


def paper_name(stem: str, audience: Audience, paper_format: PaperFormat) -> str:
    """The name of a file: the public one has no more than its stem."""
    end = "-with-exempt-information" if audience is Audience.FULL else ""
    return f"{stem}{end}.{paper_format}"


def papers_of(
    source: Source,
    audiences: tuple[Audience, ...],
    stem: str,
    frameworks: Mapping[str, Framework],
) -> Iterator[MadePaper]:
    """The files of a report one after the other, for each audience in each format."""
    for audience in audiences:
        report = report_for(source, audience, frameworks)
        for kind in PaperFormat:
            content = drawn(report, kind, source.template)
            yield MadePaper(audience, kind, paper_name(stem, audience, kind), content)


def drawn(report: CabinetReport, paper_format: PaperFormat, template: bytes | None) -> bytes:
    """The report as a file; ``template`` is the council's own for Word.

    Raises:
        TemplateError: the template cannot be filled with this report.
    """
    if paper_format is not PaperFormat.WORD:
        return FORMATS[paper_format].draw(cabinet_paper(report), png_of)
    # The libraries behind a template are loaded for the first report, not for every page.
    from tracker.reports.shipped_template import shipped_template  # noqa: PLC0415
    from tracker.reports.word_template import fill_template  # noqa: PLC0415

    return fill_template(template or shipped_template(), report, png_of)
