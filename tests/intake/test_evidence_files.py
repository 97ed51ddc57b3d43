"""Files of evidence: each kind is what its name says, and none carries a program or a bomb."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress
from typing import Any

import docx
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.foundations.kept_reports import PNG
from tests.foundations.written_reports import a_pdf
from tracker.intake import office
from tracker.intake.errors import NotReadable
from tracker.intake.evidence_files import ENDS, KINDS, check_file, media_type_of
from tracker.services.evidence_files import MOST_BYTES

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIL = (
    b"From: ada@example.org\r\nSubject: The audit\r\nDate: Mon, 5 Oct 2026\r\n\r\nHere it is.\r\n"
)
OFFICE = "application/vnd.openxmlformats-officedocument."


def package(parts: dict[str, bytes | str], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packing) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return written.getvalue()


def types(main: str, more: str = "") -> str:
    return (
        '<Types><Override PartName="/main.xml" '
        f'ContentType="{OFFICE}{main}.main+xml"/>{more}</Types>'
    )


def an_office_file(main: str, **parts: bytes | str) -> bytes:
    return package({"[Content_Types].xml": types(main), "main.xml": "<main/>", **parts})


def an_open_document(kind: str, **parts: bytes | str) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return package({"mimetype": mimetype, "content.xml": "<content/>", **parts})


def a_word_file() -> bytes:
    written = io.BytesIO()
    docx.Document().save(written)
    return written.getvalue()


def a_workbook() -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, "Contacts")
    return written.getvalue()


GOOD: dict[str, bytes] = {
    "audit.pdf": a_pdf(),
    "audit.docx": a_word_file(),
    "AUDIT.XLSX": a_workbook(),
    "slides.pptx": an_office_file("presentationml.presentation"),
    "audit.odt": an_open_document("text"),
    "audit.ods": an_open_document("spreadsheet"),
    "slides.odp": an_open_document("presentation"),
    "board.png": PNG,
    "board.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "board.jpeg": b"\xff\xd8\xff\xe1",
    "contacts.csv": "Monat;Fälle\n1;20\n".encode("cp1252"),
    "contacts.2.csv": b"\xef\xbb\xbfMonth,Contacts\n1,20\n",
    "minutes.txt": "Zoë’s minutes".encode("utf-16"),
    "mail.eml": MAIL,
    "mail.msg": OLE + b"\0" * 600 + "__properties_version1.0".encode("utf-16-le"),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_is_taken(name: str) -> None:
    check_file(name, GOOD[name])
    assert media_type_of(name)


def test_no_kind_is_without_its_specimen() -> None:
    assert {f".{name.rpartition('.')[2].lower()}" for name in GOOD} == set(ENDS) == set(KINDS)


@pytest.mark.parametrize("content", GOOD.values(), ids=list(GOOD))
@pytest.mark.parametrize("end", ENDS)
def test_no_kind_is_taken_for_another(end: str, content: bytes) -> None:
    kinds = [KINDS[f".{name.rpartition('.')[2].lower()}"] for name in GOOD if GOOD[name] == content]
    if KINDS[end] in kinds:
        return
    # A list of numbers is a text, a text is a list of one column, and so is a mail.
    plain = {".csv", ".txt"}
    texts = [GOOD[name] for name in GOOD if name.endswith((".csv", ".txt", ".eml"))]
    if end in plain and content in texts:
        return
    with pytest.raises(NotReadable):
        check_file(f"audit{end}", content)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("audit.exe", "must be a PDF"),
        ("audit.pdf.exe", "must be a PDF"),
        ("audit", "must be a PDF"),
        (".pdf", "must be a PDF"),
        ("", "must be a PDF"),
        ("page.html", "must be a PDF"),
        ("picture.svg", "must be a PDF"),
        ("audit.zip", "must be a PDF"),
        ("audit.doc", "old kind"),
        ("audit.XLS", "old kind"),
        ("audit.docm", "macros are not kept"),
        ("audit.xlsm", "macros are not kept"),
        ("audit.xlsb", "macros are not kept"),
    ],
)
def test_other_kinds_are_refused_with_what_to_do(name: str, words: str) -> None:
    with pytest.raises(NotReadable, match=words):
        check_file(name, b"%PDF-1.7")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "is empty"),
        ("a.pdf", b"<!DOCTYPE html><title>Sign in</title>", "not what the end of its name says"),
        ("a.pdf", b" " * 2000 + b"%PDF-1.7", "not what"),
        ("a.txt", b"MZ\x90\x00", "not what"),
        ("a.txt", b"#!/bin/sh\nrm -r /", "not what"),
        ("a.csv", b"\x7fELF", "not what"),
        ("a.txt", b"  <!-- x --><svg onload=alert(1)>", "not what"),
        ("a.txt", b"\xef\xbb\xbf<?xml version='1.0'?><html>", "not what"),
        ("a.csv", "<script>alert(1)</script>".encode("utf-16"), "not what"),
        ("a.txt", b"a\x00b", "not what"),
        ("a.txt", b"\xff\xfeabc", "not what"),
        ("a.eml", b"Dear Ada, the audit is done.", "not what"),
        ("a.eml", b"<html>From: x\nTo: y", "not what"),
        ("a.msg", OLE + b"\0" * 600, "not what"),
        ("a.docx", OLE, "locked with a password"),
        ("a.docx", b"PK\x03\x04", "broken or not whole"),
        ("a.docx", a_word_file()[:-200], "broken or not whole"),
        ("a.docx", package({"word/document.xml": "<w/>"}), "not what"),
        ("a.odt", package({"content.xml": "<o/>"}), "not what"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, content: bytes, words: str) -> None:
    with pytest.raises(NotReadable, match=words):
        check_file(name, content)


MACROS: list[Any] = [
    ("a.docx", an_office_file("wordprocessingml.document", **{"word/vbaProject.bin": b"x"})),
    ("a.docx", an_office_file("wordprocessingml.document", **{"word/VBAPROJECT.BIN": b"x"})),
    ("a.xlsx", an_office_file("spreadsheetml.sheet", **{"xl/macrosheets/sheet1.xml": "<x/>"})),
    (
        "a.xlsx",
        package({"[Content_Types].xml": types("x", '<x a="sheet.macroEnabled.main+xml"/>')}),
    ),
    ("a.odt", an_open_document("text", **{"Basic/Standard/Module1.xml": "<x/>"})),
    ("a.ods", an_open_document("spreadsheet", **{"Scripts/python/evil.py": "import os"})),
]


@pytest.mark.parametrize(("name", "content"), MACROS)
def test_macros_are_refused(name: str, content: bytes) -> None:
    with pytest.raises(NotReadable, match="macros"):
        check_file(name, content)


def test_what_is_locked_is_refused() -> None:
    manifest = {"META-INF/manifest.xml": "<m><manifest:encryption-data/></m>"}
    with pytest.raises(NotReadable, match="password"):
        check_file("a.odt", an_open_document("text", **manifest))


class TestBombs:
    def test_one_that_says_how_large_it_is(self) -> None:
        bomb = an_office_file(
            "wordprocessingml.document", **{"word/a.xml": b"\0" * (office.MOST_UNPACKED + 1)}
        )
        assert len(bomb) < MOST_BYTES
        with pytest.raises(NotReadable, match="unpacks to far more"):
            check_file("a.docx", bomb)

    def test_one_that_lies(self) -> None:
        size = 400_000_000
        bomb = an_office_file("wordprocessingml.document", **{"word/a.xml": b"\0" * size})
        told = size.to_bytes(4, "little")
        assert bomb.count(told) == 2
        started = time.monotonic()
        with pytest.raises(NotReadable, match="unpacks to far more"):
            check_file("a.docx", bomb.replace(told, (1000).to_bytes(4, "little")))
        assert time.monotonic() - started < 20

    def test_one_whose_part_is_larger_than_it_says_but_bearable(self) -> None:
        size = 123_456
        lying = an_office_file("wordprocessingml.document", **{"word/a.xml": b"\0" * size})
        told = size.to_bytes(4, "little")
        with pytest.raises(NotReadable, match="broken"):
            check_file("a.docx", lying.replace(told, (1000).to_bytes(4, "little")))

    def test_one_of_very_many_parts(self) -> None:
        many: dict[str, bytes | str] = {f"word/{n}.xml": "" for n in range(office.MOST_MEMBERS)}
        with pytest.raises(NotReadable, match="unpacks to far more"):
            check_file("a.docx", an_office_file("wordprocessingml.document", **many))

    def test_one_in_the_list_of_its_parts(self) -> None:
        huge = types("wordprocessingml.document", " " * (office.MOST_CONTENTS + 1))
        with pytest.raises(NotReadable, match="unpacks to far more"):
            check_file("a.docx", package({"[Content_Types].xml": huge}))


@settings(deadline=None, max_examples=150)
@given(
    st.sampled_from(ENDS),
    st.sampled_from([*GOOD.values(), b""]),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=6),
    st.integers(0, 3000),
)
def test_whatever_the_bytes_a_file_is_taken_or_refused(
    end: str, content: bytes, changes: list[tuple[int, int]], cut: int
) -> None:
    spoilt = bytearray(content[: len(content) - cut] if cut < len(content) else content)
    for at, value in changes:
        if at < len(spoilt):
            spoilt[at] = value
    with suppress(NotReadable):
        check_file(f"audit{end}", bytes(spoilt))
