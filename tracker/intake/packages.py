"""Checking a zipped document before anything in it is unpacked."""

from __future__ import annotations

import io
import re
import zipfile

from tracker.intake.errors import NotReadable

MOST_MEMBERS = 2_000
MOST_UNPACKED = 150_000_000
MOST_XML = 40_000_000
"""Bytes of one XML part: what a parser holds in memory is ten times as much."""

BROKEN = "This Word file is broken or not whole. Open and save it again, or choose the PDF"
TOO_LARGE = "This Word file unpacks to far more than a report could hold, so it was not opened"
MACROS = "This Word file carries macros. Save it as an ordinary document (.docx) and choose that"
OTHER = "This is no Word document. Choose a PDF, a Word document (.docx) or a web page (.html)"
ENTITIES = "This Word file declares entities, as no word processor does, so it was not opened"

_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def checked_package(content: bytes) -> zipfile.ZipFile:
    """The package, once it is known to be a Word document of bearable size, without macros.

    Raises:
        NotReadable: it is none.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        members = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, OverflowError):
        raise NotReadable(BROKEN) from None
    names = {member.filename for member in members}
    if "word/document.xml" not in names:
        raise NotReadable(OTHER)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise NotReadable(MACROS)
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_UNPACKED:
        raise NotReadable(TOO_LARGE)
    for member in members:
        if member.flag_bits & 0x1:
            raise NotReadable("This Word file is locked with a password. Save a copy without it")
        if member.filename.endswith((".xml", ".rels")) and member.file_size > MOST_XML:
            raise NotReadable(TOO_LARGE)
    return package


def part(package: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of an XML part, or None when the package has none of that name.

    Raises:
        NotReadable: the part is broken, or declares what no word processor writes.
    """
    if name not in package.namelist():
        return None
    try:
        with package.open(name) as member:
            # As much as may be and a byte more: what a package says of its own sizes may be a lie.
            content = member.read(MOST_XML + 1)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError):
        raise NotReadable(BROKEN) from None
    except Exception as fault:  # zlib.error and lzma.LZMAError share no base
        if type(fault).__module__ in ("zlib", "_lzma", "lzma"):
            raise NotReadable(BROKEN) from None
        raise
    if len(content) > MOST_XML:
        raise NotReadable(TOO_LARGE)
    if _DECLARATION.search(content):
        raise NotReadable(ENTITIES)
    return content
