"""The styles and the numbering of our Word papers, in place of those of python-docx's template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tracker.reports.word_xml import el, twips

FACE: Final = "Arial"
LANGUAGE: Final = "en-GB"
INK, QUIET, LINE, SHADE = "0B0C0C", "4D5358", "8A9196", "E8EAEB"

BODY: Final = 11
"""The size of a paper's text, in points."""

NUMBERED_LIST, BULLET_LIST = 1, 2
"""The numbering definitions: one runs through the whole paper, one has no numbers."""

INDENTS_MM: Final = (10.0, 20.0, 30.0)
HANGING_MM: Final = (10.0, 10.0, 10.0)


@dataclass(frozen=True)
class Style:
    """A paragraph style; sizes and spaces are in points.

    ``outline`` is the heading's level, ``level`` that of the list ``numbering``. Styles that Word
    does not have itself are ``ours``.
    """

    key: str
    name: str
    size: float = BODY
    before: float = 0
    after: float = 6
    bold: bool = False
    ink: str = INK
    keeps: bool = False
    outline: int = 0
    numbering: int = 0
    level: int = 0
    ours: bool = False


STYLES: Final = (
    Style("Normal", "Normal"),
    Style("Title", "Title", 18, 6, 10, bold=True, keeps=True),
    Style("Heading1", "heading 1", 16, 20, 8, bold=True, keeps=True, outline=1),
    Style("Heading2", "heading 2", 13, 14, 6, bold=True, keeps=True, outline=2),
    Style("Heading3", "heading 3", 11.5, 10, 5, bold=True, keeps=True, outline=3),
    Style("Heading4", "heading 4", 11, 8, 4, bold=True, keeps=True, outline=4),
    Style("NumberedParagraph", "Numbered paragraph", numbering=NUMBERED_LIST, ours=True),
    Style("LetteredPoint", "Lettered point", numbering=NUMBERED_LIST, level=1, ours=True),
    Style("ListBullet", "List Bullet", after=3, numbering=BULLET_LIST),
    Style("Caption", "caption", 10, 6, 4, bold=True, keeps=True),
    Style("Picture", "Picture", after=10, ours=True),
    Style("Signature", "Signature", after=2),
    Style("TableText", "Table text", 10, 2, 2, ours=True),
    Style("TableHead", "Table heading", 10, 2, 2, bold=True, keeps=True, ours=True),
    Style("SmallTableText", "Small table text", 8.5, 1.5, 1.5, ours=True),
    Style("SmallTableHead", "Small table heading", 8.5, 1.5, 1.5, bold=True, keeps=True, ours=True),
    Style("SectionEnd", "Section end", 2, after=0, ours=True),
    Style("Header", "header", 9, ink=QUIET, after=0),
    Style("Footer", "footer", 9, ink=QUIET, after=0),
)

TIGHT: Final = frozenset(style.key for style in STYLES if not style.before)
"""The styles that leave no room above themselves."""


def set_styles(styles: Any) -> None:
    """Let ``styles``, a document's root of styles, have ours and no others."""
    for child in list(styles):
        styles.remove(child)
    styles.append(_defaults())
    styles.extend(styled(style, numbering=style.numbering) for style in STYLES)
    styles.append(_character_default())
    styles.extend(table_styles())


def _defaults() -> Any:
    letters = el("rFonts", ascii=FACE, hAnsi=FACE, eastAsia=FACE, cs=FACE)
    spoken = el("lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA")
    looks = el("rPr", letters, el("color", val=INK), el("sz", val=22), el("szCs", val=22), spoken)
    spacing = el("spacing", after=120, line=269, lineRule="auto")
    return el(
        "docDefaults",
        el("rPrDefault", looks),
        el("pPrDefault", el("pPr", spacing)),
    )


def styled(style: Style, *, numbering: int) -> Any:
    """The element of ``style``; ``numbering`` is its list's number in the document, 0 for none."""
    own = {"customStyle": 1} if style.ours else {}
    made = el("style", type="paragraph", styleId=style.key, **own)
    if style.key == "Normal":
        made.set(made.tag.replace("}style", "}default"), "1")
    made.append(el("name", val=style.name))
    if style.key != "Normal":
        made.append(el("basedOn", val="Normal"))
    if style.outline or style.key == "Title":
        made.append(el("next", val="NumberedParagraph"))
    made.append(el("qFormat"))
    made.extend((_paragraph_of(style, numbering), _letters_of(style)))
    return made


def _paragraph_of(style: Style, numbering: int) -> Any:
    made = el("pPr")
    if style.keeps:
        made.extend((el("keepNext"), el("keepLines")))
    if numbering:
        level = [el("ilvl", val=style.level)] if style.level else []
        made.append(el("numPr", *level, el("numId", val=numbering)))
    space = {"before": round(style.before * 20), "after": round(style.after * 20)}
    tight = style.key.startswith(("Table", "Small", "Header", "Footer", "SectionEnd"))
    line = {"line": 240, "lineRule": "auto"} if tight else {}
    made.append(el("spacing", **space, **line))
    if style.outline:
        made.append(el("outlineLvl", val=style.outline - 1))
    return made


def _letters_of(style: Style) -> Any:
    made = el("rPr")
    if style.bold:
        made.append(el("b"))
    # What a paper's text has anyway is left to it, so that a council's text keeps its own.
    if style.ink != INK:
        made.append(el("color", val=style.ink))
    if style.size != BODY:
        size = round(style.size * 2)
        made.extend((el("sz", val=size), el("szCs", val=size)))
    return made


def _character_default() -> Any:
    made = el("style", type="character", styleId="DefaultParagraphFont")
    made.set(made.tag.replace("}style", "}default"), "1")
    made.append(el("name", val="Default Paragraph Font"))
    return made


def table_styles() -> list[Any]:
    """The styles of tables: what every table is based on, and ours."""
    plain = el("style", type="table", styleId="TableNormal")
    plain.set(plain.tag.replace("}style", "}default"), "1")
    sides = ("top", "left", "bottom", "right")
    room = {"top": 0.4, "bottom": 0.4}
    margins = el(
        "tblCellMar", *(el(side, w=twips(room.get(side, 1.6)), type="dxa") for side in sides)
    )
    plain.extend((el("name", val="Normal Table"), el("tblPr", margins)))
    ruled = el("style", type="table", styleId="Ruled", customStyle=1)
    every = (*sides, "insideH", "insideV")
    lines = (el(side, val="single", sz=4, space=0, color=LINE) for side in every)
    ruled.extend(
        (
            el("name", val="Ruled"),
            el("basedOn", val="TableNormal"),
            el("tblPr", el("tblBorders", *lines)),
            _part("firstRow", el("shd", val="clear", color="auto", fill=SHADE)),
            _part("firstCol"),
        )
    )
    return [plain, ruled]


def _part(kind: str, *cell: Any) -> Any:
    """A part of a table that is set in bold, as header rows and the names of rows are."""
    made = el("tblStylePr", el("rPr", el("b")), type=kind)
    if cell:
        made.append(el("tcPr", *cell))
    return made


def set_numbering(numbering: Any) -> None:
    """Let ``numbering``, a document's root of numberings, have ours and no others."""
    for child in list(numbering):
        numbering.remove(child)
    numbering.extend((numbered_list(NUMBERED_LIST), bullet_list(BULLET_LIST)))
    for number in (NUMBERED_LIST, BULLET_LIST):
        numbering.append(el("num", el("abstractNumId", val=number), numId=number))


def numbered_list(number: int) -> Any:
    """The definition ``number`` of the list that runs through a paper, with its points."""
    levels = (
        _level(0, "decimal", "%1.", "NumberedParagraph"),
        _level(1, "lowerLetter", "(%2)", "LetteredPoint"),
        _level(2, "lowerRoman", "%3."),
    )
    several = el("multiLevelType", val="multilevel")
    return el("abstractNum", several, *levels, abstractNumId=number)


def bullet_list(number: int) -> Any:
    """The definition ``number`` of the list without numbers."""
    single = el("multiLevelType", val="hybridMultilevel")
    bullets = _level(0, "bullet", "–", "ListBullet")
    return el("abstractNum", single, bullets, abstractNumId=number)


def _level(level: int, kind: str, text: str, style: str = "") -> Any:
    made = el("lvl", el("start", val=1), el("numFmt", val=kind), ilvl=level)
    if style:
        made.append(el("pStyle", val=style))
    indent = el("ind", left=twips(INDENTS_MM[level]), hanging=twips(HANGING_MM[level]))
    made.extend((el("lvlText", val=text), el("lvlJc", val="left"), el("pPr", indent)))
    return made
