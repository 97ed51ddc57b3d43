"""A Word document made ready to be handed out: described, its captions counted, packed."""

from __future__ import annotations

import io
import re
from collections import Counter
from datetime import datetime
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from tracker.reports.characters import writable
from tracker.reports.undated import undated
from tracker.reports.word_styles import LANGUAGE

_COUNTS: Final = re.compile(r"^\s*SEQ\s+(\w+)", re.IGNORECASE)


def describe(
    document: WordDocument, title: str, author: str, subject: str, made_at: datetime
) -> None:
    """Set what the file says of itself; ``made_at`` is in UTC."""
    known, at = document.core_properties, made_at.replace(tzinfo=None)
    known.title = writable(title)[:255]
    known.author = known.last_modified_by = writable(author)[:255]
    known.subject = writable(subject)[:255]
    known.language, known.comments, known.keywords = LANGUAGE, "", ""
    known.created = known.modified = at


def count_captions(document: WordDocument) -> None:
    """Let each caption show its number, as Word itself counts them when it is asked to."""
    counts: Counter[str] = Counter()
    begun = shown = ""
    for node in document.element.body.iter(*_FIELDS):
        if node.tag == _SIMPLE:
            _show(node, counts, node.get(qn("w:instr")))
        elif node.tag == _CODE:
            begun += node.text or ""
        elif node.tag == _MARK:
            kind = node.get(qn("w:fldCharType"))
            begun = "" if kind == "begin" else begun
            shown = _next(counts, begun) if kind == "separate" else ""
        elif shown:
            node.text, shown = shown, ""


_SIMPLE, _CODE, _MARK, _TEXT = (
    qn(f"w:{name}") for name in ("fldSimple", "instrText", "fldChar", "t")
)
_FIELDS: Final = (_SIMPLE, _CODE, _MARK, _TEXT)


def _show(field: Any, counts: Counter[str], instruction: str) -> None:
    number = _next(counts, instruction)
    if number:
        for text in field.iter(_TEXT):
            text.text = number


def _next(counts: Counter[str], instruction: str) -> str:
    found = _COUNTS.match(instruction)
    if found is None:
        return ""
    counts[found[1].lower()] += 1
    return str(counts[found[1].lower()])


def packed(document: WordDocument) -> bytes:
    """The document's bytes: the same for the same document, whenever they are made."""
    saved = io.BytesIO()
    document.save(saved)
    return undated(saved.getvalue())
