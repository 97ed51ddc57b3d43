"""Files that are kept as evidence: which kinds, and whether a file is what its name says.

Nobody opens such a file here; what is refused could do harm where somebody saves and opens it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from tracker.intake.errors import NotReadable
from tracker.intake.office import check_office, check_open_document

_OPENXML: Final = "application/vnd.openxmlformats-officedocument."
_OASIS: Final = "application/vnd.oasis.opendocument."

WRONG_KIND: Final = (
    "The file must be a PDF, an Office or OpenDocument file without macros, a picture (PNG or "
    "JPEG), a CSV, a text or a saved email"
)
OTHER_INSIDE: Final = (
    "The file is not what the end of its name says. Open it, save it anew as that kind, and choose "
    "the new copy"
)
OLD_OFFICE: Final = (
    "This is an Office file of the old kind, which can hide macros. Save it as .docx, .xlsx, .pptx "
    "or PDF, and choose that"
)
MACROS: Final = "Office files with macros are not kept. Save it without them, or as PDF"
KINDS_IN_WORDS: Final = (
    "PDF, Word (.docx), Excel (.xlsx), PowerPoint (.pptx), OpenDocument, PNG or JPEG, CSV, text, "
    "or a saved email (.eml, .msg)"
)

_REFUSED: Final[Mapping[str, str]] = {
    **dict.fromkeys((".doc", ".xls", ".ppt", ".dot", ".xlt", ".pot", ".pps"), OLD_OFFICE),
    **dict.fromkeys(
        (".docm", ".dotm", ".xlsm", ".xltm", ".xlsb", ".xlam", ".pptm", ".ppsm"), MACROS
    ),
}

_PROGRAMS_AND_PACKAGES: Final = (
    *(b"MZ", b"\x7fELF", b"#!", b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"%PDF-"),
    *(
        b"\x1f\x8b",
        b"Rar!",
        b"7z\xbc\xaf",
        b"{\\rtf",
        b"\xca\xfe\xba\xbe",
        b"\x89PNG",
        b"\xff\xd8\xff",
    ),
)
"""What a text never begins with: programs, archives, and the other kinds of files."""

_MARKUP: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype|html|head|body|svg|script|iframe|math)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_FIELD: Final = re.compile(
    r"^(?:from|date|received|subject|mime-version|message-id|return-path):",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD_LINE: Final = re.compile(r"[!-9;-~]+:|From \S")
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_OUTLOOK: Final = "__properties_version1.0".encode("utf-16-le")


@dataclass(frozen=True)
class Kind:
    """A kind of file: what it is called on the wire, and what its bytes must be."""

    media_type: str
    check: Callable[[bytes], None]


def _begins(*heads: bytes, within: int = 0) -> Callable[[bytes], None]:
    def check(content: bytes) -> None:
        beginning = content[: within or max(map(len, heads))]
        fits = any(head in beginning if within else beginning == head for head in heads)
        if not fits:
            raise NotReadable(OTHER_INSIDE)

    return check


def _office(main: str) -> Callable[[bytes], None]:
    return lambda content: check_office(content, f"{_OPENXML}{main}.main+xml")


def _open_document(kind: str) -> Callable[[bytes], None]:
    return lambda content: check_open_document(content, f"{_OASIS}{kind}")


def _text(content: bytes) -> None:
    _decoded(content)


def _decoded(content: bytes) -> str:
    """The text of a file.

    Raises:
        NotReadable: it is none, or a web page or picture that a browser would run scripts of.
    """
    encodings = (
        ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    )
    if content.startswith(_PROGRAMS_AND_PACKAGES):
        raise NotReadable(OTHER_INSIDE)
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _UNSEEN.search(text) or _MARKUP.match(text[:4096]):
            break
        return text
    raise NotReadable(OTHER_INSIDE)


def _mail(content: bytes) -> None:
    head = _decoded(content)[:20_000]
    if not _FIELD_LINE.match(head) or len(_MAIL_FIELD.findall(head)) < 2:
        raise NotReadable(OTHER_INSIDE)


def _outlook(content: bytes) -> None:
    if not content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") or _OUTLOOK not in content:
        raise NotReadable(OTHER_INSIDE)


_JPEG: Final = Kind("image/jpeg", _begins(b"\xff\xd8\xff"))

KINDS: Final[Mapping[str, Kind]] = {
    ".pdf": Kind("application/pdf", _begins(b"%PDF-", within=1024)),
    ".docx": Kind(f"{_OPENXML}wordprocessingml.document", _office("wordprocessingml.document")),
    ".xlsx": Kind(f"{_OPENXML}spreadsheetml.sheet", _office("spreadsheetml.sheet")),
    ".pptx": Kind(f"{_OPENXML}presentationml.presentation", _office("presentationml.presentation")),
    ".odt": Kind(f"{_OASIS}text", _open_document("text")),
    ".ods": Kind(f"{_OASIS}spreadsheet", _open_document("spreadsheet")),
    ".odp": Kind(f"{_OASIS}presentation", _open_document("presentation")),
    ".png": Kind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".csv": Kind("text/csv", _text),
    ".txt": Kind("text/plain", _text),
    ".eml": Kind("message/rfc822", _mail),
    ".msg": Kind("application/vnd.ms-outlook", _outlook),
}
"""Every kind that is kept, by the end of the file's name."""

ENDS: Final = tuple(KINDS)


def media_type_of(name: str) -> str:
    """What a file of this name is called on the wire; it has been checked for being that."""
    return KINDS[_end(name)].media_type


def check_file(name: str, content: bytes) -> None:
    """Refuse a file of a kind that is not kept, and one that is not what its name says.

    Raises:
        NotReadable: with the sentence that says why and what to do.
    """
    kind = KINDS.get(_end(name))
    if kind is None:
        raise NotReadable(_REFUSED.get(_end(name), WRONG_KIND))
    if not content:
        raise NotReadable("The file that you chose is empty")
    kind.check(content)


def _end(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
