"""The empty presentation that slides are added to: wide, plain, in English, with two layouts."""

from __future__ import annotations

import io
import re
from functools import cache
from typing import Any, Final

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as Deck
from pptx.util import Pt

from tracker.charts.palette import INK, QUIET
from tracker.reports.slide_text import FACE, LANGUAGE, TEXT, el
from tracker.reports.undated import repacked

WIDTH, HEIGHT = 960.0, 540.0
"""Points: a wide screen."""

SIDE: Final = 36.0
BODY: Final = WIDTH - 2 * SIDE
TITLE_TOP, TITLE_HEIGHT, TITLE_SIZE = 20.0, 72.0, 26.0
BODY_TOP, BODY_HEIGHT = 100.0, 364.0
NOTE_TOP, NOTE_HEIGHT = 466.0, 26.0
FOOT_TOP, FOOT_HEIGHT = 500.0, 26.0
NUMBER_WIDTH: Final = 60.0
COVER_SIZE, BENEATH_SIZE = 38.0, 20.0

Box = tuple[float, float, float, float]
TITLE_BOX: Final[Box] = (SIDE, TITLE_TOP, BODY, TITLE_HEIGHT)
NOTE_BOX: Final[Box] = (SIDE, NOTE_TOP, BODY, NOTE_HEIGHT)
FOOT_BOX: Final[Box] = (SIDE, FOOT_TOP, BODY - NUMBER_WIDTH, FOOT_HEIGHT)
NUMBER_BOX: Final[Box] = (WIDTH - SIDE - NUMBER_WIDTH, FOOT_TOP, NUMBER_WIDTH, FOOT_HEIGHT)
COVER_BOX: Final[Box] = (SIDE, 120.0, BODY, 160.0)
BENEATH_BOX: Final[Box] = (SIDE, 290.0, BODY, 150.0)


COVER, PLAIN = 0, 1
"""The layouts: of the first slide, and of all others."""

_PLACES: Final = {"title": TITLE_BOX, "ftr": FOOT_BOX, "sldNum": NUMBER_BOX}
_COVER_PLACES: Final = {**_PLACES, "ctrTitle": COVER_BOX, "subTitle": BENEATH_BOX}
_SIZES: Final = {
    "title": TITLE_SIZE,
    "ctrTitle": COVER_SIZE,
    "subTitle": BENEATH_SIZE,
    "ftr": TEXT,
    "sldNum": TEXT,
}
_KEPT: Final = ("Title Slide", "Title Only")
_PH: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}ph"


def empty_deck() -> Deck:
    """A presentation without slides."""
    return Presentation(io.BytesIO(_template()))


@cache
def _template() -> bytes:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    _lay(deck.slide_master, _PLACES)
    for layout, places in zip(deck.slide_layouts, (_COVER_PLACES, _PLACES), strict=True):
        _lay(layout, places)
    for rel in list(deck.part.rels.values()):
        if rel.reltype == RT.PRINTER_SETTINGS:
            deck.part.rels.pop(rel.rId)
    out = io.BytesIO()
    deck.save(out)
    return repacked(out.getvalue(), _untitled)


def _untitled(name: str, part: bytes) -> bytes | None:
    """A part of the template; nothing for its thumbnail, and nothing that leads to it."""
    if name.endswith("thumbnail.jpeg"):
        return None
    if name == "_rels/.rels":
        return re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", part)
    return in_english(name, part)


def in_english(name: str, part: bytes) -> bytes:
    """A part in the language of the slides, which the library's own parts are not."""
    theirs, ours = (f'lang="{language}"'.encode() for language in ("en-US", LANGUAGE))
    return part.replace(theirs, ours) if name.endswith(".xml") else part


def _lay(page: Any, places: dict[str, Box]) -> None:
    """Give each placeholder its place and type; those that no slide has go."""
    for shape in list(page.placeholders):
        kind = next(shape.element.iter(_PH)).get("type", "body")
        if kind not in places:
            if kind == "dt":
                shape.element.getparent().remove(shape.element)
            continue
        left, top, width, height = places[kind]
        shape.left, shape.top, shape.width, shape.height = map(Pt, (left, top, width, height))
        _set_text(shape, kind)


def _set_text(shape: Any, kind: str) -> None:
    body = shape.element.txBody
    for child in list(body.bodyPr):
        body.bodyPr.remove(child)
    body.bodyPr.set("anchor", "b" if kind == "ctrTitle" else "t" if kind == "subTitle" else "ctr")
    for side in ("lIns", "rIns", "tIns", "bIns"):
        body.bodyPr.set(side, "0")
    body.bodyPr.append(el("a:normAutofit"))
    style = body.find(el("a:lstStyle").tag)
    for child in list(style):
        style.remove(child)
    ink = QUIET if kind in ("ftr", "sldNum") else INK
    is_title = kind in ("title", "ctrTitle")
    looks = el("a:defRPr", lang=LANGUAGE, sz=round(_SIZES[kind] * 100), b=int(is_title))
    looks.append(el("a:solidFill", el("a:srgbClr", val=ink.lstrip("#"))))
    looks.append(el("a:latin", typeface=FACE))
    level = el("a:lvl1pPr", marL=0, indent=0, algn="r" if kind == "sldNum" else "l")
    level.append(el("a:buNone"))
    level.append(looks)
    style.append(level)
