"""Office and OpenDocument files, which are packages of zipped parts: of bearable size, no macros.

A package says how large its parts are and may lie; so each part is unpacked once and counted.
"""

from __future__ import annotations

import copy
import io
import lzma
import re
import sys
import zipfile
import zlib
from collections.abc import Collection, Iterator
from typing import Final

from tracker.intake.errors import NotReadable

MOST_MEMBERS: Final = 5_000
MOST_UNPACKED: Final = 300_000_000
"""Bytes of all parts together: ten times the largest file that is kept."""

MOST_CONTENTS: Final = 2_000_000
"""Bytes of the list of parts, of which a large presentation needs some hundred thousand."""

BROKEN: Final = "This file is broken or not whole. Open and save it again, and choose the new copy"
TOO_LARGE: Final = "This file unpacks to far more than a document could hold, so it was not kept"
MACROS: Final = "This file carries macros. Save it without them, or as PDF, and choose that"
LOCKED: Final = "This file is locked with a password. Save a copy without it, and choose that"
OTHER: Final = (
    "The file is not what the end of its name says. Open it, save it anew as that kind, and choose "
    "the new copy"
)

_BIT: Final = 1 << 16
_UNREADABLE: Final = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, ValueError),
    *(NotImplementedError, OSError, EOFError, RuntimeError),
)
_HOLDS_MACROS: Final = re.compile(
    r"(?:^|/)(?:vbaProject[^/]*\.bin|vbaData\.xml|macrosheets/.+|(?:Basic|Scripts)/.+)$",
    re.IGNORECASE,
)
_LIST: Final = "[Content_Types].xml"
_MANIFEST: Final = "META-INF/manifest.xml"


def check_office(content: bytes, main: str) -> None:
    """Refuse what is no Office file whose main part is of the content type ``main``.

    Raises:
        NotReadable: with the sentence that says why and what to do.
    """
    package, names = _opened(content)
    if _LIST not in names:
        raise NotReadable(OTHER)
    types = _read(package, _LIST).lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        raise NotReadable(MACROS)
    if f'"{main}"'.lower().encode() not in types:
        raise NotReadable(OTHER)
    _count(package)


def check_open_document(content: bytes, kind: str) -> None:
    """Refuse what is no OpenDocument file of this ``kind`` (OpenDocument 1.2, part 3, 3.3).

    Raises:
        NotReadable: with the sentence that says why and what to do.
    """
    package, names = _opened(content)
    if "mimetype" not in names or _read(package, "mimetype").strip() != kind.encode():
        raise NotReadable(OTHER)
    if _MANIFEST in names and b"encryption-data" in _read(package, _MANIFEST):
        raise NotReadable(LOCKED)
    _count(package)


def _opened(content: bytes) -> tuple[zipfile.ZipFile, Collection[str]]:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        # The wrapping of an Office file with a password.
        raise NotReadable(LOCKED)
    if not content.startswith(b"PK\x03\x04"):
        raise NotReadable(OTHER)
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except (*_UNREADABLE, OverflowError):
        raise NotReadable(BROKEN) from None
    members = package.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise NotReadable(TOO_LARGE)
    if any(member.flag_bits & 0x1 for member in members):
        raise NotReadable(LOCKED)
    names = {member.filename for member in members}
    if any(_HOLDS_MACROS.search(name) for name in names):
        raise NotReadable(MACROS)
    return package, names


def _read(package: zipfile.ZipFile, name: str) -> bytes:
    return b"".join(_unpacked(package, package.getinfo(name), MOST_CONTENTS))


def _count(package: zipfile.ZipFile) -> None:
    left = MOST_UNPACKED
    for member in package.infolist():
        left -= sum(len(part) for part in _unpacked(package, member, left))


def _unpacked(package: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """A part of the package bit by bit, to its very end and not to the one that it claims."""
    unlimited, read = copy.copy(member), 0
    unlimited.file_size = sys.maxsize
    try:
        with package.open(unlimited) as opened:
            while bit := opened.read(_BIT):
                read += len(bit)
                if read > most:
                    raise NotReadable(TOO_LARGE)
                yield bit
    except _UNREADABLE:
        raise NotReadable(BROKEN) from None
    if read != member.file_size:
        raise NotReadable(BROKEN)
