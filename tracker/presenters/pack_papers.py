"""The papers of a board's pack: from its material to files, for each audience.

The open version is drawn from material in which restricted items have no words any more, so that
neither a table nor a sentence can tell of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from tracker.adapters.pictures import png_of
from tracker.domain.frameworks import Framework
from tracker.domain.pack_material import PackMaterial
from tracker.domain.pack_sight import without_restricted
from tracker.domain.papers import Audience, PaperFormat
from tracker.presenters.cabinet_papers import MadePaper
from tracker.presenters.pack_sections import pack_report
from tracker.reports.blocks import Paper
from tracker.reports.formats import FORMATS
from tracker.reports.pack import pack_paper

AUDIENCE_WORDS: Final[Mapping[Audience, str]] = {
    Audience.FULL: "Whole, with restricted items",
    Audience.PUBLIC: "Open, without restricted items",
}


def paper_for(
    material: PackMaterial, sha256: str, audience: Audience, frameworks: Mapping[str, Framework]
) -> Paper:
    """The pack as an audience may read it; ``sha256`` is that of the whole material's text."""
    if audience is Audience.PUBLIC:
        material = without_restricted(material)
    return pack_paper(pack_report(material, sha256, frameworks))


def pack_stem(slug: str, material: PackMaterial) -> str:
    """The beginning of the names of a pack's files: the council, its meeting and its number."""
    return f"{slug}-pack-{material.number}-{material.meeting.held_on.isoformat()}"


def pack_papers_of(
    material: PackMaterial,
    sha256: str,
    audiences: tuple[Audience, ...],
    stem: str,
    frameworks: Mapping[str, Framework],
) -> Iterator[MadePaper]:
    """The files of a pack one after the other, for each audience in each format."""
    for audience in audiences:
        paper = paper_for(material, sha256, audience, frameworks)
        for kind in PaperFormat:
            end = "-with-restricted-items" if audience is Audience.FULL else ""
            yield MadePaper(
                audience, kind, f"{stem}{end}.{kind}", FORMATS[kind].draw(paper, png_of)
            )
