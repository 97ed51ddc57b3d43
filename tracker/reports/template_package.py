"""What a Word file must be to serve as a template: whole, of bearable size, and sealed.

Sealed means that it holds nothing that runs and nothing that Word would fetch when somebody opens
the report: no macros, no embedded programs, no field or relation that loads another file. The parts
are listed by what is allowed, for the list of what can load something has no end.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.part import XmlPart
from docx.oxml.ns import qn
from lxml import etree

from tracker.intake.errors import NotReadable
from tracker.intake.office import MACROS, check_office
from tracker.reports.template_errors import TemplateError

MOST_BYTES: Final = 10_000_000
MOST_UNPACKED: Final = 40_000_000
MOST_OF_A_PART: Final = 4_000_000
"""Bytes of one part of XML; a template of thirty pages has some hundred thousand."""

MOST_PARTS: Final = 300
MOST_ELEMENTS: Final = 60_000
MOST_ATTRIBUTES: Final = 100
"""Elements of a part and attributes of one, so that going through them takes a moment."""

_MAIN: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORD_TEMPLATE: Final = b"wordprocessingml.template.main+xml"
_NOT_WORD: Final = "This is not a Word document. Save the template as a .docx and choose that"
_DOTX: Final = (
    "This is saved as a Word template (.dotx). Save it as a Word document (.docx) and choose that"
)
_BROKEN: Final = (
    "This file is broken or not whole. Open it in Word, save it again and choose the new copy"
)
_TOO_LARGE: Final = (
    "This file is too large for a template, or unpacks to too much: it may have "
    f"{MOST_BYTES // 1_000_000} MB, {MOST_PARTS} parts and {MOST_OF_A_PART // 1_000_000} MB of text"
)
_ENTITIES: Final = "This file defines abbreviations of its own (DOCTYPE), which no Word file does"

RELATIONS: Final = frozenset(
    {
        *("officeDocument", "core-properties", "extended-properties", "custom-properties"),
        *("thumbnail", "styles", "stylesWithEffects", "numbering", "settings", "webSettings"),
        *("fontTable", "font", "theme", "header", "footer", "footnotes", "endnotes", "image"),
        *("hyperlink", "customXml", "customXmlProps", "comments", "commentsExtended", "people"),
        *("commentsIds", "commentsExtensible", "glossaryDocument"),
    }
)
"""The last words of the types of relations that a template may have."""

LINKS: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_TOLD: Final = {
    "attachedTemplate": "is tied to another template, which Word would load",
    "image": "shows a picture that lies elsewhere, which Word would load",
    "oleObject": "holds an object of another program",
    "package": "holds a file of another program",
    "control": "holds a control (ActiveX)",
    "subDocument": "is put together of other documents",
    "frame": "shows another document in a frame",
    "aFChunk": "takes in another document",
    "chart": "holds a chart of its own",
    "hyperlink": "has a link that is neither a web nor an e-mail address",
}
FIELDS: Final = frozenset(
    {
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "SEQ", "TOC", "TC", "PAGEREF", "REF"),
        *("NOTEREF", "STYLEREF", "HYPERLINK", "DATE", "TIME", "TITLE", "SUBJECT", "SYMBOL"),
    }
)
"""The fields that a template may have: none of them loads anything."""


_GOES_TO: Final = re.compile(r'\s*(?:"?(?:https?://|mailto:)|\\l\s)', re.IGNORECASE)


def open_template(content: bytes) -> WordDocument:
    """The template as a document whose every part was looked at.

    Raises:
        TemplateError: it is no Word file, or holds what a report may not hold.
    """
    _check_file(content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for member in package.infolist():
            if not member.is_dir():
                _check_part(package, member.filename)
    try:
        document = Document(io.BytesIO(content))
        parts = list(document.part.package.iter_parts())
    except Exception as fault:
        # Whatever a strange package does to the library.
        raise TemplateError(_BROKEN) from fault
    # A list of contents could declare a picture to be text, which then nobody has looked at.
    if any(isinstance(part, XmlPart) and not part.partname.endswith(".xml") for part in parts):
        raise TemplateError(_BROKEN)
    return document


def _check_file(content: bytes) -> None:
    if not content.startswith(b"PK\x03\x04") and not content.startswith(b"\xd0\xcf\x11\xe0"):
        raise TemplateError(_NOT_WORD)
    if len(content) > MOST_BYTES:
        raise TemplateError(_TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_members(package.infolist())
            types = package.read("[Content_Types].xml")
    except KeyError:
        raise TemplateError(_NOT_WORD) from None
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        types = b""
    if _WORD_TEMPLATE in types:
        raise TemplateError(_DOTX)
    try:
        check_office(content, _MAIN)
    except NotReadable as fault:
        raise TemplateError(fault.sentence) from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename.lower() for member in members}
    if len(names) != len(members):
        raise TemplateError(_BROKEN)
    of_text = max((m.file_size for m in members if not m.filename.startswith(_MEDIA)), default=0)
    whole = sum(member.file_size for member in members)
    if len(members) > MOST_PARTS or whole > MOST_UNPACKED or of_text > MOST_OF_A_PART:
        raise TemplateError(_TOO_LARGE)


_MEDIA: Final = ("word/media/", "word/fonts/")


def _parsed(content: bytes) -> Any:
    """A part's root. No entity is looked up, wherever it is defined."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise TemplateError(_ENTITIES if b"<!DOCTYPE" in content else _BROKEN) from None
    if root.getroottree().docinfo.doctype:
        raise TemplateError(_ENTITIES)
    return root


def _check_part(package: zipfile.ZipFile, name: str) -> None:
    end = name.lower().rsplit(".", 1)[-1]
    if end in _PIXELS:
        return
    if end not in {"xml", "rels", "svg"}:
        raise TemplateError(f"The template holds a file that no report can have: {name[:100]}")
    root = _parsed(package.read(name))
    if end == "svg":
        _check_drawing(root)
    elif end == "rels":
        for relation in root:
            _check_relation(relation)
    else:
        _check_contents(root)
        _check_fields(root)
    if name.startswith(_NOTES) and any(mark in "".join(root.itertext()) for mark in ("{{", "{%")):
        raise TemplateError("A tag in a footnote, an endnote or a comment is not filled in")


def _check_drawing(root: Any) -> None:
    """A drawing may hold pictures, and load none."""
    for node in root.iter("{*}*"):
        loads = [
            value
            for name, value in node.attrib.items()
            if etree.QName(name).localname == "href" and not value.startswith(("#", "data:image/"))
        ]
        if loads or etree.QName(node).localname in {"script", "foreignObject"}:
            raise TemplateError("A picture of the template loads or runs something. Take it out")


_PIXELS: Final = frozenset(
    {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "odttf", "ttf"}
)
_NOTES: Final = ("word/footnotes", "word/endnotes", "word/comments")


def _check_relation(relation: Any) -> None:
    if not isinstance(relation.tag, str):
        return
    kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
    target = str(relation.get("Target", ""))
    leads_out = str(relation.get("TargetMode", "")).lower() == "external"
    if "vbaProject" in kind:
        raise TemplateError(MACROS)
    if kind in RELATIONS and not leads_out and not LINKS.match(target):
        return
    if kind == "hyperlink" and LINKS.match(target):
        return
    told = _TOLD.get(kind, f"holds something that a report cannot have ({kind[:40]})")
    shown = f": {target[:100]}" if leads_out else ""
    raise TemplateError(f"The template {told}{shown}. Take it out")


_TRACKED: Final = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo"))
_FOREIGN: Final = {
    qn("w:object"): "an object of another program",
    qn("w:control"): "a control (ActiveX)",
    qn("w:altChunk"): "another document, which Word would take in",
    qn("w:subDoc"): "another document, which Word would take in",
    qn("w:mailMerge"): "a list of addresses for letters, which Word would load",
}


def _check_contents(root: Any) -> None:
    for count, node in enumerate(root.iter("{*}*")):
        if count > MOST_ELEMENTS or len(node.attrib) > MOST_ATTRIBUTES:
            raise TemplateError(_TOO_LARGE)
        if node.tag in _TRACKED:
            raise TemplateError(
                "The template has tracked changes. Accept or reject them all, and save it again"
            )
        if node.tag in _FOREIGN:
            raise TemplateError(f"The template holds {_FOREIGN[node.tag]}. Take it out")
        for name, value in node.attrib.items():
            if _loads(etree.QName(name).localname, value.strip()):
                raise TemplateError(f"The template loads something: {value[:100]}. Take it out")


def _loads(attribute: str, value: str) -> bool:
    """Whether an attribute of an old drawing fetches what it names; a link may lead to the web."""
    if attribute == "href":
        return bool(value) and not value.startswith("#") and not LINKS.match(value)
    return attribute == "src" and bool(value)


def _check_fields(root: Any) -> None:
    for code in _codes(root):
        words = code.split()
        if not words:
            continue
        name = words[0].upper()
        if name not in FIELDS:
            raise TemplateError(
                f"The field {words[0][:40]} cannot stand in a template: a report may only have "
                f"{', '.join(sorted(FIELDS))}"
            )
        if name == "HYPERLINK" and not _GOES_TO.match(code.strip()[len(name) :]):
            raise TemplateError("A link in the template is neither a web nor an e-mail address")


def _codes(root: Any) -> Iterator[str]:
    """What each field says, put together of its pieces; one within the words of another too."""
    begun: list[list[str]] = []
    for node in root.iter(qn("w:fldSimple"), qn("w:fldChar"), qn("w:instrText")):
        if node.tag == qn("w:fldSimple"):
            yield node.get(qn("w:instr"), "")
        elif node.tag == qn("w:fldChar"):
            yield from _marked(begun, node.get(qn("w:fldCharType")))
        else:
            for one in begun:
                one.append(node.text or "")
    yield from ("".join(one) for one in begun)


def _marked(begun: list[list[str]], kind: str) -> Iterator[str]:
    if kind == "begin":
        begun.append([])
    elif begun:
        yield "".join(begun[-1])
        begun[-1] = []
        if kind == "end":
            begun.pop()
