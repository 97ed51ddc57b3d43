"""The tags of a template: found in its paragraphs, made whole, and told where they stand.

Word and LibreOffice cut a line into runs wherever somebody has edited it, so a tag may begin in one
run and end in another. Each is put back into the run in which it begins. What then still looks like
a piece of a tag belongs to none, and is refused: nothing may reach the template language that was
not read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from docx.oxml.ns import qn
from lxml import etree

from tracker.reports.template_errors import TemplateError

MOST_TAGS: Final = 500
LONGEST_TAG: Final = 200
MOST_BRACKETS: Final = 10
"""Characters and brackets of a tag, which bound how deep its expression can be nested."""

TAG: Final = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\{#[^{}\n]*#\}")
_LETTERS: Final = re.compile(r"[\w .,;:/|()\"'=<>!–—-]*")
_LEVELLED: Final = re.compile(r"(p|tr|tc|r)(?:\s|$)")
_TYPED: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " "})
"""What Word makes of the marks and spaces that somebody types."""

_P, _T, _R, _ROW = qn("w:p"), qn("w:t"), qn("w:r"), qn("w:tr")
_BREAKS: Final = frozenset({qn("w:br"), qn("w:cr"), qn("w:tab")})
_CELL, _TABLE = qn("w:tc"), qn("w:tbl")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_OPENING: Final = ("{{", "{%", "{#")
_DRAWN: Final = (qn("w:drawing"), qn("w:pict"), qn("w:object"))


@dataclass(frozen=True)
class Tag:
    """A tag; ``level`` is what it takes the place of: "p", "tr", or nothing but itself.

    ``words`` are what it says, such as "for line in purpose"; ``statement`` tells ``{%`` from
    ``{{``. ``paragraph`` is the element that it stands in, ``part`` what that belongs to.
    """

    text: str
    level: str
    words: str
    statement: bool
    paragraph: Any
    part: str

    def refused(self, sentence: str) -> TemplateError:
        """The error that names this tag and its place."""
        return TemplateError(sentence, tag=self.text, paragraph=place_of(self.paragraph, self.part))

    @property
    def container(self) -> Any:
        """Where the other tags of its loop or condition have to be."""
        if self.level == "p":
            return self.paragraph.getparent()
        return row_of(self.paragraph).getparent() if self.level == "tr" else self.paragraph


def read_tags(root: Any, part: str) -> list[Tag]:
    """The tags of ``root``, in order, each now whole in one run; comments are taken out.

    Raises:
        TemplateError: something looks like a tag and is none.
    """
    etree.strip_tags(root, etree.Comment, etree.PI)
    _look_elsewhere(root, part)
    found: list[Tag] = []
    for paragraph in list(root.iter(_P)):
        found += _settled(paragraph, part)
        if len(found) > MOST_TAGS:
            raise TemplateError(f"A template may have {MOST_TAGS} tags; this one has more")
    for tag in found:
        if tag.level:
            _check_alone(tag)
    return found


def text_of(paragraph: Any) -> str:
    """The words of a paragraph, without those of text boxes within it."""
    return "".join(_words(piece) for piece in _pieces(paragraph))


def row_of(paragraph: Any) -> Any:
    """The table row that a paragraph stands in, or None."""
    return next(paragraph.iterancestors(_ROW), None)


def place_of(paragraph: Any, part: str) -> str:
    """Where a paragraph stands, in words that somebody can find it by."""
    root = paragraph.getroottree().getroot()
    table = next(paragraph.iterancestors(_TABLE), None)
    if table is not None:
        number = list(root.iter(_TABLE)).index(table) + 1
        row, cell = row_of(paragraph), next(paragraph.iterancestors(_CELL))
        where = (
            f"table {number}, row {list(table.iter(_ROW)).index(row) + 1}, "
            f"cell {row.index(cell) - len(row) + len(row.findall(_CELL)) + 1}"
        )
    else:
        outside = [p for p in root.iter(_P) if next(p.iterancestors(_TABLE), None) is None]
        where = f"paragraph {outside.index(paragraph) + 1}"
    words = " ".join(text_of(paragraph).split())
    start = f"{words[:40]}…" if len(words) > 40 else words
    return f"{part}{where}, “{start}”" if start else f"{part}{where}"


def _look_elsewhere(root: Any, part: str) -> None:
    """Refuse tags where no words of a report belong: in attributes, fields and formulas."""
    # Read anew, for python-docx gives a paragraph's element a text that is all of its runs.
    for node in etree.fromstring(etree.tostring(root)).iter():
        texts = [*node.attrib.values(), *([] if node.tag == _T else [node.text or ""])]
        for text in (*texts, node.tail or ""):
            if any(mark in text for mark in _OPENING):
                raise TemplateError(
                    "A tag can only stand in the text itself, not in a field, a formula, a "
                    "description of a picture or the name of something",
                    tag=text.strip()[:LONGEST_TAG],
                    paragraph=part.removesuffix(", "),
                )


def _pieces(paragraph: Any) -> Iterator[Any]:
    for node in paragraph.iter(_T, *_BREAKS):
        if node.getparent().tag == _R and next(node.iterancestors(_P)) is paragraph:
            yield node


def _words(piece: Any) -> str:
    return (piece.text or "") if piece.tag == _T else "\n"


def _settled(paragraph: Any, part: str) -> Iterator[Tag]:
    """The tags of a paragraph, each moved whole into the run in which it begins."""
    pieces = list(_pieces(paragraph))
    whole = "".join(map(_words, pieces)).replace("\t", " ")
    _check_braces(TAG.sub("", whole), paragraph, part)
    found = list(TAG.finditer(whole))
    if not found:
        return
    tags = [_tag(match[0], paragraph, part) for match in found]
    # What each character of the line becomes: itself, a whole tag, or nothing.
    becomes = list(whole)
    for match, tag in zip(found, tags, strict=True):
        becomes[match.start() : match.end()] = ["" for _ in match[0]]
        becomes[match.start()] = tag.text if tag else ""
    at = 0
    for piece in pieces:
        length = len(_words(piece))
        if piece.tag == _T:
            piece.text = "".join(becomes[at : at + length])
            piece.set(_SPACE, "preserve")
        at += length
    yield from (tag for tag in tags if tag)


def _check_braces(rest: str, paragraph: Any, part: str) -> None:
    if "{" in rest or "}" in rest:
        at = max(rest.find("{"), 0) if "{" in rest else max(rest.find("}") - 20, 0)
        raise TemplateError(
            "A brace { or } stands here that belongs to no whole tag. A tag begins with {{ or {%, "
            "ends with }} or %}, and stands in one paragraph without a line break",
            tag=rest[at : at + 40].strip(),
            paragraph=place_of(paragraph, part),
        )


def _tag(text: str, paragraph: Any, part: str) -> Tag | None:
    """The tag that ``text`` is, None for a comment."""
    if text.startswith("{#"):
        return None
    inner = text[2:-2].translate(_TYPED)
    statement = text.startswith("{%")
    levelled = _LEVELLED.match(inner)
    level = levelled[1] if levelled else ""
    words = " ".join(inner[len(level) :].split())
    opening, closing = ("{%", "%}") if statement else ("{{", "}}")
    tag = Tag(f"{opening}{level} {words} {closing}", level, words, statement, paragraph, part)
    if len(text) > LONGEST_TAG:
        raise tag.refused(f"A tag may have {LONGEST_TAG} characters; this one has more")
    if words.count("(") > MOST_BRACKETS:
        raise tag.refused(f"A tag may have {MOST_BRACKETS} brackets; this one has more")
    if not words:
        raise tag.refused("This tag is empty")
    if not _LETTERS.fullmatch(words):
        [strange, *_rest] = [letter for letter in words if not _LETTERS.fullmatch(letter)]
        raise tag.refused(f"“{strange}” cannot stand in a tag")
    _check_level(tag)
    return tag


def _check_level(tag: Tag) -> None:
    if tag.level in {"r", "tc"}:
        raise tag.refused(
            f"Tags cannot begin with {tag.text[:2]}{tag.level}. What comes and goes is text, a "
            "whole paragraph ({%p) or a whole row of a table ({%tr)"
        )
    if tag.level == "tr" and not tag.statement:
        raise tag.refused("A row begins with {%tr, and what stands in its cells with {{")
    if tag.level == "tr" and row_of(tag.paragraph) is None:
        raise tag.refused("A tag that begins with {%tr has to stand in a row of a table")


def _check_alone(tag: Tag) -> None:
    """A tag takes its paragraph or row with it, so nothing else may be lost with that."""
    whole = tag.paragraph if tag.level == "p" else row_of(tag.paragraph)
    words = "".join(text_of(paragraph) for paragraph in whole.iter(_P)).strip()
    if words != tag.text or any(True for _ in whole.iter(*_DRAWN)):
        kind = "paragraph" if tag.level == "p" else "row"
        raise tag.refused(f"This tag has to stand in a {kind} of its own, with nothing beside it")
