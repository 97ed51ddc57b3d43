"""The characters of a PDF's pages with their places, as PDFium finds them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

UNMARKED = -1
"""The mark of a character that no structure element claims."""

_BOLD_FROM = 600
_HYPHENS_AT_LINE_END = frozenset({0x02, 0xFFFE})
"""What PDFium gives for a hyphen that ends a line."""

_UNSEEN = frozenset({0x00, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})


class Character(NamedTuple):
    """A character, the marked content that holds it, and its box from the page's top left.

    ``ends_line`` marks a hyphen after which the word goes on in the next line.
    """

    text: str
    mark: int
    left: float
    top: float
    right: float
    bottom: float
    bold: bool
    ends_line: bool

    @property
    def height(self) -> float:
        """The height of its line of type, in points."""
        return self.bottom - self.top


class PageText(NamedTuple):
    """A page's size in points and its characters in the order in which the file draws them."""

    width: float
    height: float
    characters: tuple[Character, ...]


def page_text(document: pypdfium2.PdfDocument, index: int) -> PageText:
    """The text of one page, counted from 0.

    Raises:
        pypdfium2.PdfiumError: the page is broken.
    """
    page = document[index]
    try:
        width, height = page.get_size()
        text_page = page.get_textpage()
        try:
            found = tuple(_characters(text_page.raw, height))
        finally:
            text_page.close()
    finally:
        page.close()
    return PageText(width, height, found)


def _characters(raw: Any, page_height: float) -> Iterator[Character]:
    owners: dict[int, tuple[int, bool]] = {}
    box = pdfium.FS_RECTF()
    mark, was_space = UNMARKED, False
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        text = _shown(code)
        if not text or (text == " " and was_space):
            continue
        own_mark, bold = _owner(raw, index, owners)
        # A space that the file does not draw, or that no element claims, belongs to the word
        # before it.
        if text != " " or own_mark != UNMARKED:
            mark = own_mark
        if not pdfium.FPDFText_GetLooseCharBox(raw, index, box):
            continue
        was_space = text == " "
        yield Character(
            text,
            mark,
            box.left,
            page_height - box.top,
            box.right,
            page_height - box.bottom,
            bold,
            code in _HYPHENS_AT_LINE_END,
        )


def _shown(code: int) -> str:
    if code in _HYPHENS_AT_LINE_END:
        return "-"
    if code in _UNSEEN or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    text = chr(code)
    return " " if text.isspace() else text


def _owner(raw: Any, index: int, known: dict[int, tuple[int, bool]]) -> tuple[int, bool]:
    """The mark of the text object that draws the character, and whether it is bold."""
    drawn_by = pdfium.FPDFText_GetTextObject(raw, index)
    if not drawn_by:
        return UNMARKED, False
    address = ctypes.cast(drawn_by, ctypes.c_void_p).value or 0
    found = known.get(address)
    if found is None:
        bold = pdfium.FPDFText_GetFontWeight(raw, index) >= _BOLD_FROM
        found = known[address] = (pdfium.FPDFPageObj_GetMarkedContentID(drawn_by), bold)
    return found
