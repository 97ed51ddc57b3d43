"""Word files that a council would never send on purpose, and other files in a zip."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Final

from tests.intake.forms import Form, saved_as
from tests.intake.reports_ilacs import STANDARD_2018
from tests.intake.wordfile import members, zipped

_BODY: Final = "word/document.xml"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _parts() -> dict[str, bytes]:
    return members(saved_as(Form.WORD, STANDARD_2018.paper))


def bomb(size: int, *, declared: int | None = None) -> bytes:
    """A body of ``size`` bytes that is little until unpacked; it may claim to be smaller.

    It is put together by hand: ``zipfile`` would not write a wrong size.
    """
    start = f'<?xml version="1.0"?><w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>'.encode()
    end = b"</w:t></w:r></w:p></w:body></w:document>"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    chunk, chunks = b"a" * 2**20, size // 2**20
    # After a full flush nothing points back, so one packed chunk can be put down many times.
    first = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    body = first + again * chunks + packer.compress(end) + packer.flush()
    checksum = zlib.crc32(start)
    for _ in range(chunks):
        checksum = zlib.crc32(chunk, checksum)
    real = len(start) + len(end) + chunks * len(chunk)

    parts = _parts()
    parts[_BODY] = b"@@body@@" * 4
    return _with_member(zipped(parts), body, zlib.crc32(end, checksum), declared or real)


def _with_member(package: bytes, body: bytes, checksum: int, size: int) -> bytes:
    """The package with its document's body put in as it is, in the file and in its directory."""
    out = io.BytesIO()
    directory: list[bytes] = []
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        for info in source.infolist():
            name = info.filename.encode()
            data, crc, length = source.read(info), info.CRC, info.file_size
            method = 0
            if info.filename == _BODY:
                data, crc, length, method = body, checksum, size, 8
            at = out.tell()
            fields = struct.pack(
                "<HHHHHLLLHH", 20, 0, method, 0, 0x5A21, crc, len(data), length, len(name), 0
            )
            out.write(b"PK\x03\x04" + fields + name + data)
            directory.append(
                b"PK\x01\x02"
                + struct.pack("<H", 20)
                + fields
                + struct.pack("<HHHLL", 0, 0, 0, 0, at)
                + name
            )
    begin = out.tell()
    whole = b"".join(directory)
    out.write(whole)
    out.write(
        b"PK\x05\x06"
        + struct.pack("<HHHHLLH", 0, 0, len(directory), len(directory), len(whole), begin, 0)
    )
    return out.getvalue()


def with_macro() -> bytes:
    """Carries a program of Word's own, and calls itself so."""
    parts = _parts()
    plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    types = parts["[Content_Types].xml"].replace(plain, macro)
    binary = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    parts["[Content_Types].xml"] = types.replace(b"</Types>", binary + b"</Types>")
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
    names = "word/_rels/document.xml.rels"
    relation = (
        b'<Relationship Id="rId999" Type="http://schemas.microsoft.com/office/2006/relationships/'
        b'vbaProject" Target="vbaProject.bin"/>'
    )
    parts[names] = parts[names].replace(b"</Relationships>", relation + b"</Relationships>")
    return zipped(parts)


def _with_doctype(doctype: str, entity: str) -> bytes:
    parts = _parts()
    xml = parts[_BODY].decode()
    first, _, rest = xml.partition("?>")
    with_entity = rest.replace("<w:t>", f"<w:t>{entity}", 1)
    parts[_BODY] = f"{first}?>{doctype}{with_entity}".encode()
    return zipped(parts)


ENTITY_BOMB: Final = (
    '<!DOCTYPE bomb [<!ENTITY a0 "boom boom boom boom ">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


def entity_bomb() -> bytes:
    """Entities of entities: 20 GB when they are put in."""
    return _with_doctype(ENTITY_BOMB, "&a9;")


def outside_entity(secret: Path) -> bytes:
    """An entity that is a file of the machine."""
    return _with_doctype(f'<!DOCTYPE x [<!ENTITY s SYSTEM "{secret.as_uri()}">]>', "&s;")


def outside_picture() -> bytes:
    """A template and a picture that are somewhere on the network."""
    parts = _parts()
    names = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="rId99{at}" Type="{kind}/{what}" TargetMode="External" '
        'Target="http://192.0.2.1/track"/>'
        for at, what in enumerate(("image", "attachedTemplate"))
    )
    parts[names] = parts[names].replace(
        b"</Relationships>", relations.encode() + b"</Relationships>"
    )
    return zipped(parts)


def deep_xml(depth: int = 100_000) -> bytes:
    """A body whose elements stand in one another."""
    parts = _parts()
    inside = "<w:sdt><w:sdtContent>" * depth + "</w:sdtContent></w:sdt>" * depth
    parts[_BODY] = parts[_BODY].replace(b"<w:body>", b"<w:body>" + inside.encode())
    return zipped(parts)


def many_members(how_many: int = 60_000) -> bytes:
    """A Word file with very many small files in it."""
    parts = _parts()
    parts |= {f"word/media/image{number}.png": b"" for number in range(how_many)}
    return zipped(parts)


def without(name: str) -> bytes:
    """A Word file that lacks one of its parts."""
    parts = _parts()
    del parts[name]
    return zipped(parts)


def climbing() -> bytes:
    """A member whose name would leave the folder that it is unpacked into."""
    return zipped({**_parts(), "../../../../climbed.txt": b"out", "/climbed.txt": b"out"})


def other_zip(kind: str) -> bytes:
    """A spreadsheet, an open document or a plain zip."""
    match kind:
        case "xlsx":
            return zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"})
        case "odt":
            return zipped(
                {
                    "mimetype": b"application/vnd.oasis.opendocument.text",
                    "content.xml": b"<office:document-content/>",
                }
            )
        case _:
            return zipped({"readme.txt": b"Nothing to see."})
