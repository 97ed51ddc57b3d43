"""The formats that any paper can be had in: what each is called on the wire, and who draws it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from tracker.domain.papers import PaperFormat
from tracker.reports.blocks import Paper

PngOf = Callable[[str, int], bytes]
"""Draws an SVG of a width in pixels as a PNG: adapters/pictures.py, which papers may not reach."""


@dataclass(frozen=True)
class Format:
    """What a format is called on the wire; ``draw`` gives the paper as the bytes of a file."""

    mimetype: str
    draw: Callable[[Paper, PngOf], bytes]


# The libraries behind a format are loaded for its first paper, not for every page of the site.


def _word(paper: Paper, png_of: PngOf) -> bytes:
    from tracker.reports.word import word_bytes  # noqa: PLC0415

    return word_bytes(paper, png_of)


def _pdf(paper: Paper, _png_of: PngOf) -> bytes:
    from tracker.reports.pdf import pdf_bytes  # noqa: PLC0415

    return pdf_bytes(paper)


def _html(paper: Paper, _png_of: PngOf) -> bytes:
    from tracker.reports.html import html_page  # noqa: PLC0415

    return html_page(paper).encode()


FORMATS: Final[Mapping[PaperFormat, Format]] = MappingProxyType(
    {
        PaperFormat.WORD: Format(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word
        ),
        PaperFormat.PDF: Format("application/pdf", _pdf),
        PaperFormat.HTML: Format("text/html; charset=utf-8", _html),
    }
)
"""Every format in which a paper is kept."""
