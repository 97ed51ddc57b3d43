"""What a Word document's styles and lists say of a paragraph: heading, contents, bullet, number."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_MOST_INHERITED = 12
_HEADING = re.compile(r"heading (\d)")
_LOWER_LIST = re.compile(r"list (?:bullet|number) ([2-5])")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


@dataclass(frozen=True)
class Style:
    """A paragraph's style, its ancestors included: heading level or 0, bold, list or None.

    ``lower`` is how many levels down the style's own name puts it.
    """

    level: int = 0
    bold: bool = False
    is_contents: bool = False
    list_id: str | None = None
    list_level: int = 0
    lower: int = 0


class Styles:
    """The styles of a document."""

    def __init__(self, root: Any) -> None:
        self._known = {
            style.get(f"{W}styleId"): style
            for style in (root.iterfind(f"{W}style") if root is not None else ())
        }

    def of(self, paragraph: Any) -> Style:
        """The style of a paragraph."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        chain = self._chain(named.get(f"{W}val") if named is not None else None)
        names = [_value(style.find(f"{W}name")).casefold() for style in chain]
        outline = _first(chain, f"{W}pPr/{W}outlineLvl")
        level = next((int(m[1]) for name in names if (m := _HEADING.match(name))), 0)
        if not level and (outline or "").isdigit() and int(outline or 9) < 9:
            level = int(outline or 0) + 1
        list_id = _first(chain, f"{W}pPr/{W}numPr/{W}numId")
        # "List Bullet 2" is a list of its own, one level down.
        lower = next((int(m[1]) - 1 for name in names if (m := _LOWER_LIST.fullmatch(name))), 0)
        return Style(
            level=level or int("title" in names),
            bold=any(_is_on(style.find(f"{W}rPr/{W}b")) for style in chain[:1]),
            is_contents=any(name.startswith(("toc ", "table of")) for name in names[:1]),
            list_id=list_id,
            list_level=int(_first(chain, f"{W}pPr/{W}numPr/{W}ilvl") or 0),
            lower=lower,
        )

    def _chain(self, key: str | None) -> list[Any]:
        chain: list[Any] = []
        while key in self._known and len(chain) < _MOST_INHERITED:
            style = self._known[key]
            chain.append(style)
            based_on = style.find(f"{W}basedOn")
            key = based_on.get(f"{W}val") if based_on is not None else None
        return chain


class Numbering:
    """The lists of a document; counts their items as it is asked, in the document's order."""

    def __init__(self, root: Any) -> None:
        found = root if root is not None else ()
        abstract = {
            node.get(f"{W}abstractNumId"): node for node in found if node.tag == f"{W}abstractNum"
        }
        self._lists = {
            node.get(f"{W}numId"): abstract.get(_value(node.find(f"{W}abstractNumId")))
            for node in found
            if node.tag == f"{W}num"
        }
        self._starts = {
            (node.get(f"{W}numId"), override.get(f"{W}ilvl")): _value(
                override.find(f"{W}startOverride")
            )
            for node in found
            if node.tag == f"{W}num"
            for override in node.iterfind(f"{W}lvlOverride")
        }
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def label(self, paragraph: Any, style: Style) -> tuple[str | None, int]:
        """The bullet or number that Word prints before a paragraph, and how deep its list is."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        list_id = _value(own.find(f"{W}numId")) if own is not None else ""
        list_id = list_id or style.list_id or ""
        if not list_id or list_id == "0":
            return None, 0
        level = (
            int(_value(own.find(f"{W}ilvl")) or style.list_level)
            if own is not None
            else style.list_level
        )
        definition = self._level(list_id, level)
        if definition is None:
            return None, 0
        if _value(definition.find(f"{W}numFmt")) in ("bullet", ""):
            return "•", level + 1 + style.lower
        self._count(list_id, level, definition)
        return self._printed(list_id, level, definition), level + 1 + style.lower

    def _level(self, list_id: str, level: int) -> Any:
        abstract = self._lists.get(list_id)
        for node in abstract.iterfind(f"{W}lvl") if abstract is not None else ():
            if node.get(f"{W}ilvl") == str(level):
                return node
        return None

    def _count(self, list_id: str, level: int, definition: Any) -> None:
        counts = self._counts[list_id]
        start = (
            self._starts.get((list_id, str(level))) or _value(definition.find(f"{W}start")) or "1"
        )
        counts[level] = counts[level] + 1 if level in counts else int(start)
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]

    def _printed(self, list_id: str, level: int, definition: Any) -> str:
        text = _value(definition.find(f"{W}lvlText"))
        kind = _value(definition.find(f"{W}numFmt"))
        for index in range(level + 1):
            number = self._counts[list_id].get(index, 1)
            text = text.replace(
                f"%{index + 1}", _numeral(number, kind if index == level else "decimal")
            )
        return text or "•"


def _numeral(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and number <= len(_LETTERS):
        return _LETTERS[number - 1]
    if kind in ("lowerRoman", "upperRoman") and number <= len(_ROMAN):
        return _ROMAN[number - 1]
    return str(number)


def _value(node: Any) -> str:
    return str(node.get(f"{W}val") or "") if node is not None else ""


def _first(chain: list[Any], path: str) -> str | None:
    return next((_value(node) for style in chain if (node := style.find(path)) is not None), None)


def _is_on(node: Any) -> bool:
    return node is not None and node.get(f"{W}val", "1") not in ("0", "false", "off")
