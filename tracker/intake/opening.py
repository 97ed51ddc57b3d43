"""Opening a file: what kind it really is, and whether it is safe to read."""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.intake.document import Document
from tracker.intake.errors import NotReadable
from tracker.intake.html import read_html
from tracker.intake.pdf import read_pdf
from tracker.intake.plain_text import read_text
from tracker.intake.word import read_word

MOST_BYTES = 30_000_000
"""The largest file that is read; the longest report seen has a tenth of that."""

ACCEPTED = "a PDF, a Word document (.docx) or a web page (.html)"

_REFUSED = {
    b"\xd0\xcf\x11\xe0": (
        "This is an old Word file (.doc), or one that is locked with a password. Save it as .docx "
        "or PDF without a password, and choose that"
    ),
    b"{\\rtf": "This is a rich text file (.rtf). Save it as .docx or PDF, and choose that",
    b"\x89PNG": "This is a picture. Choose the report as a document, or paste its text",
    b"\xff\xd8\xff": "This is a picture. Choose the report as a document, or paste its text",
    b"GIF8": "This is a picture. Choose the report as a document, or paste its text",
    b"II*\x00": "This is a picture. Choose the report as a document, or paste its text",
    b"MM\x00*": "This is a picture. Choose the report as a document, or paste its text",
}
_MARKUP = re.compile(
    rb"^\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|main|article|section|div|h1|p|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def open_document(content: bytes, name: str, on_progress: Callable[[int, int], None]) -> Document:
    """The document in the bytes of a file, told by what they are and not by its name.

    Raises:
        NotReadable: nothing can be read, with a sentence that says why and what to do.
    """
    if not content.strip():
        raise NotReadable("The file is empty. Choose the inspection report")
    if len(content) > MOST_BYTES:
        raise NotReadable(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB. Choose the report alone, or "
            "paste its text"
        )
    for beginning, sentence in _REFUSED.items():
        if content.startswith(beginning):
            raise NotReadable(sentence)
    if b"%PDF-" in content[:1024]:
        return read_pdf(content, on_progress)
    if content.startswith(b"PK"):
        return read_word(content)
    return _read_words(content, name)


def _read_words(content: bytes, name: str) -> Document:
    """A web page or plain text; two bytes at its start can say that it is in UTF-16."""
    encoding = None
    if content.startswith(_UTF_16):
        content, encoding = content.decode("utf-16", errors="replace").encode(), "utf-8"
    if _MARKUP.search(content[:4096]):
        return read_html(content, encoding)
    return read_text(_decoded(content, name))


def _decoded(content: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_UNSEEN.findall(text)) * 200 <= len(text):
            return text
    claims = name.rpartition(".")[2].lower()
    if claims in ("pdf", "docx"):
        raise NotReadable(
            f"The file is called .{claims} but is broken or something else. Download the report "
            "again and choose the new copy"
        )
    raise NotReadable(f"The tracker cannot read this kind of file. Choose {ACCEPTED}")
