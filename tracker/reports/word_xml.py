"""WordprocessingML, element by element: text that any reader accepts, and quick to build.

Elements are written with lxml and not through python-docx, which looks a whole table up again for
each of its cells. Their order within a parent is the one that ECMA-376 asks for.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from tracker.reports.characters import writable

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W: Final = f"{{{W}}}"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"

TWIPS_PER_MM: Final = 1440 / 25.4


def twips(mm: float) -> int:
    """Millimetres as twentieths of a point, Word's measure."""
    return round(mm * TWIPS_PER_MM)


def el(tag: str, *children: Any, **attributes: Any) -> Any:
    """The element ``w:tag`` with its children; attributes are of the same namespace."""
    made = etree.Element(_W + tag)
    for name, value in attributes.items():
        made.set(_W + name, str(value))
    made.extend(children)
    return made


def run(text: str, *, bold: bool = False, ink: str = "") -> list[Any]:
    """A run of text, its line ends kept; none for no text."""
    written = writable(text)
    if not written:
        return []
    made = el("r")
    if bold or ink:
        made.append(_looks(bold=bold, ink=ink))
    for number, line in enumerate(written.split("\n")):
        if number:
            made.append(el("br"))
        piece = el("t")
        piece.text = line.replace("\t", " ")
        piece.set(_SPACE, "preserve")
        made.append(piece)
    return [made]


def _looks(*, bold: bool, ink: str) -> Any:
    looks = el("rPr")
    if bold:
        looks.append(el("b"))
    if ink:
        looks.append(el("color", val=ink))
    return looks


def paragraph(style: str, *runs: Any, keeps: bool = False) -> Any:
    """A paragraph in one of the paper's styles; ``keeps`` it with the next one."""
    properties = el("pPr", el("pStyle", val=style))
    if keeps:
        properties.append(el("keepNext"))
    return el("p", properties, *runs)


def counted(instruction: str, shown: str) -> Any:
    """A field that Word counts itself, such as the page; ``shown`` until it has."""
    return el("fldSimple", *run(shown), instr=f" {instruction} ")
