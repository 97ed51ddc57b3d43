"""The styles of one Word document: its own where it has them, ours added where it lacks them.

Our papers know a style by its key in ``word_styles.STYLES``. A document knows it by its name, which
Word keeps in English whatever its language, and may give it another key. So a council's template
decides how anything looks by having a style of that name.
"""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.parts.numbering import NumberingPart
from lxml import etree

from tracker.reports.word_styles import (
    BULLET_LIST,
    NUMBERED_LIST,
    STYLES,
    Style,
    bullet_list,
    numbered_list,
    styled,
    table_styles,
)
from tracker.reports.word_xml import el

_KNOWN: Final = {style.key: style for style in STYLES}
_TABLES: Final = {"TableNormal": "Normal Table", "Ruled": "Ruled"}
_NAMING: Final = (qn("w:pStyle"), qn("w:tblStyle"))


class StyleBook:
    """Gives the keys by which one document knows our styles."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._root = document.part.styles.element
        self._keys = {
            (style.get(qn("w:type")), _name_of(style)): style.get(qn("w:styleId"))
            for style in self._root.findall(qn("w:style"))
        }
        self._taken = set(self._keys.values())
        self._lists: dict[int, int] = {}

    def translate(self, element: Any) -> None:
        """Let ``element`` and all within it name its styles as the document does."""
        for node in element.iter(*_NAMING):
            own = node.get(qn("w:val"))
            node.set(qn("w:val"), self._key_of(own))

    def heading_levels(self) -> dict[str, int]:
        """The document's keys of Word's headings, each with its level."""
        named = {f"heading {level}": level for level in range(1, 10)}
        return {
            key: named[name]
            for (kind, name), key in self._keys.items()
            if kind == "paragraph" and name in named
        }

    def _key_of(self, key: str) -> str:
        kind = "table" if key in _TABLES else "paragraph"
        name = _TABLES[key] if key in _TABLES else _KNOWN[key].name
        found = self._keys.get((kind, name.lower()))
        if found is None:
            found = self._reserve(key)
            self._keys[kind, name.lower()] = found
            self._add(key, found)
        return found

    def _reserve(self, key: str) -> str:
        free, number = key, 1
        while free in self._taken:
            free, number = f"{key}{number}", number + 1
        self._taken.add(free)
        return free

    def _add(self, key: str, own: str) -> None:
        if key in _TABLES:
            [made] = [style for style in table_styles() if style.get(qn("w:styleId")) == key]
        else:
            style = _KNOWN[key]
            made = styled(style, numbering=self._list(style) if style.numbering else 0)
        made.set(qn("w:styleId"), own)
        for based in made.iter(qn("w:basedOn"), qn("w:next")):
            based.set(qn("w:val"), self._key_of(based.get(qn("w:val"))))
        self._root.append(made)

    def _list(self, style: Style) -> int:
        """The document's number for the list of ``style``, which is added for its first style."""
        if style.numbering not in self._lists:
            own = self._own_list(style)
            self._lists[style.numbering] = own or self._new_list(style.numbering)
        return self._lists[style.numbering]

    def _own_list(self, style: Style) -> int:
        """The list of the council's own numbered paragraphs, so that ours are points of those."""
        if style.key != "LetteredPoint":
            return 0
        own = self._keys.get(("paragraph", _KNOWN["NumberedParagraph"].name.lower()))
        path = f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}"
        for other in self._root.findall(qn("w:style")):
            if other.get(qn("w:styleId")) == own and (number := other.find(path)) is not None:
                return int(number.get(qn("w:val")))
        return 0

    def _new_list(self, which: int) -> int:
        root = self._numbering()
        definition = _next(root, "abstractNum", "abstractNumId")
        number = _next(root, "num", "numId")
        # Known before its levels name their styles, which are of this very list.
        self._lists[which] = number
        made = {NUMBERED_LIST: numbered_list, BULLET_LIST: bullet_list}[which](definition)
        self.translate(made)
        first = root.find(qn("w:num"))
        if first is None:
            root.append(made)
        else:
            first.addprevious(made)
        last = root.findall(qn("w:num"))
        link = el("num", el("abstractNumId", val=definition), numId=number)
        if last:
            last[-1].addnext(link)
        else:
            made.addnext(link)
        return number

    def _numbering(self) -> Any:
        part = self._document.part
        for relation in part.rels.values():
            if relation.reltype == RT.NUMBERING:
                return relation.target_part.element
        root = parse_xml(etree.tostring(el("numbering")))
        made = NumberingPart(PackURI("/word/numbering.xml"), CT.WML_NUMBERING, root, part.package)
        part.relate_to(made, RT.NUMBERING)
        return root


def _name_of(style: Any) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"))).lower()


def _next(root: Any, tag: str, attribute: str) -> int:
    used = [int(node.get(qn(f"w:{attribute}"))) for node in root.findall(qn(f"w:{tag}"))]
    return max(used, default=0) + 1
