"""Text of slides: how much of it fits a box, and its runs, which say that they are English."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from tracker.charts.lettering import broken
from tracker.reports.characters import writable

LANGUAGE: Final = "en-GB"
FACE: Final = "Arial"
TEXT: Final = 14
"""Points: the least size of text on a slide."""

LEADING: Final = 1.17
CUT: Final = "…"
MOST_OF_A_LINE: Final = 400
"""More characters than any line holds."""

A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
P: Final = "http://schemas.openxmlformats.org/presentationml/2006/main"
_SPACES: Final = {"a": A, "p": P}


def el(tag: str, *children: Any, **attributes: Any) -> Any:
    """The element ``tag``, such as "a:p", with its children."""
    prefix, _colon, name = tag.partition(":")
    made = etree.Element(f"{{{_SPACES[prefix]}}}{name}", nsmap=_SPACES)
    for key, value in attributes.items():
        made.set(key, str(value))
    made.extend(children)
    return made


def one_line(text: str) -> str:
    """Text that a slide can hold, its line ends and tabs as spaces."""
    return " ".join(writable(text).split())


def fitted(text: str, width: float, size: float, *, most: int, bold: bool = False) -> str:
    """As much of ``text`` as fits ``most`` lines of ``width`` points; an ellipsis tells of more."""
    whole = one_line(text)
    start = whole[: most * MOST_OF_A_LINE]
    lines = broken(start, width, size, bold=bold, most=most)
    kept = sum(len(line.replace(" ", "")) for line in lines)
    if kept >= len(whole.replace(" ", "")):
        return whole
    # The last line ends with an ellipsis of its own, unless the text was cut before.
    letters = kept - (lines[-1].endswith(CUT) if lines else 0)
    return f"{_beginning(start, letters).rstrip()}{CUT}"


def _beginning(text: str, letters: int) -> str:
    """The start of ``text`` that has so many characters beside its spaces."""
    for at, character in enumerate(text):
        if letters <= 0:
            return text[:at]
        letters -= character != " "
    return text


def lines_of(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text takes; an empty one takes one as well."""
    return max(len(broken(text, width, size, bold=bold)), 1)


def paragraph(text: str, *, size: float, ink: str, bold: bool = False, after: float = 0) -> Any:
    """A paragraph of one run; ``after`` are points of room beneath it."""
    looks = el("a:rPr", lang=LANGUAGE, sz=round(size * 100), b=int(bold), dirty=0)
    looks.append(el("a:solidFill", el("a:srgbClr", val=ink.lstrip("#"))))
    looks.append(el("a:latin", typeface=FACE))
    words = el("a:t")
    words.text = writable(text).replace("\n", " ").replace("\t", " ")
    end = el("a:endParaRPr", lang=LANGUAGE, sz=round(size * 100))
    room = el("a:pPr", el("a:spcAft", el("a:spcPts", val=round(after * 100))))
    return el("a:p", room, el("a:r", looks, words), end) if words.text else el("a:p", end)
