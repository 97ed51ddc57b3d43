"""A file that is broken, dangerous or something else gives a clear sentence or a correct draft.

Each is read in a process of its own with a limit to its memory and its time, so that the worst that
can happen is a failed test. Nothing here says how fast a file must be read, only that it must end.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol

import pytest

from tests.intake import hostile_pdf, hostile_text, hostile_zip
from tests.intake.forms import EVERY_FORM, Form, saved_as
from tests.intake.other_papers import CABINET, INVOICE, NEWSLETTER, OTHERS
from tests.intake.papers import Paper
from tests.intake.reports_ilacs import STANDARD_2018
from tests.intake.truth import asked_texts, plain
from tracker.domain.frameworks import Framework
from tracker.intake.errors import NotReadable
from tracker.intake.report import read_report

SECONDS: Final = 180
GROWTH: Final = 2**30
"""Bytes by which reading may grow the process: a bomb would take many times that."""

SECRET: Final = "the-words-of-another-file"
REPORT: Final = STANDARD_2018
PDF: Final = saved_as(Form.TAGGED, REPORT.paper)
WORD: Final = saved_as(Form.WORD, REPORT.paper)
WEB: Final = saved_as(Form.WEB, REPORT.paper)

Outcome = dict[str, Any]


class ReadApart(Protocol):
    """Reads a file in a process of its own."""

    def __call__(self, content: bytes, name: str, reader: str = "real") -> Outcome: ...


@pytest.fixture
def read_apart(tmp_path: Path) -> ReadApart:
    """Reads a file in a process of its own; whatever it does but answer is a failure."""

    def reading(content: bytes, name: str, reader: str = "real") -> Outcome:
        path = tmp_path / "given"
        path.write_bytes(content)
        done = subprocess.run(
            [sys.executable, "-m", "tests.intake.reading_child", reader, str(path), name],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2_000:]
        outcome: Outcome = json.loads(done.stdout)
        assert outcome["reached"] == []
        assert outcome["grown"] < GROWTH
        return outcome

    return reading


def assert_refused_clearly(outcome: Outcome) -> None:
    """A sentence that a person can do something with, and no word of the machine's."""
    assert outcome["outcome"] == "refused", outcome
    sentence = outcome["sentence"]
    assert re.fullmatch(r"[A-Z][^\n]{15,250}[^.\s]", sentence), sentence
    assert not re.search(r"Traceback|Error\b|Exception|0x|[{}<>]|None\b|\w+\.\w+\(", sentence)


def assert_reads_the_report(outcome: Outcome) -> None:
    assert outcome["outcome"] == "draft", outcome
    assert list(map(plain, outcome["asked"])) == asked_texts(REPORT.truth)
    assert [tuple(pair) for pair in outcome["judgements"]] == list(REPORT.truth.judgements)


def assert_refused_or_right(outcome: Outcome) -> None:
    if outcome["outcome"] == "refused":
        assert_refused_clearly(outcome)
    else:
        assert_reads_the_report(outcome)


REFUSED: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "an empty file": (bytes, "report.pdf"),
    "an empty text": (bytes, "report.txt"),
    "spaces alone": (lambda: b" \n\t" * 500, "report.txt"),
    "a PDF with a password": (lambda: hostile_pdf.encrypted(user="secret"), "report.pdf"),
    "a scanned PDF": (hostile_pdf.scanned, "report.pdf"),
    "a PDF without pages": (hostile_pdf.no_pages, "report.pdf"),
    "blank pages": (hostile_pdf.blank_pages, "report.pdf"),
    "the first bytes of a PDF": (lambda: PDF[:800], "report.pdf"),
    "half a Word file": (lambda: WORD[: len(WORD) // 2], "report.docx"),
    "a Word file with a bomb in it": (lambda: hostile_zip.bomb(2**30), "report.docx"),
    "a bomb that says it is small": (
        lambda: hostile_zip.bomb(2**30, declared=5_000),
        "report.docx",
    ),
    "a Word file without its words": (
        lambda: hostile_zip.without("word/document.xml"),
        "report.docx",
    ),
    "a web error page as a PDF": (hostile_text.error_page, "report.pdf"),
    "a web error page": (hostile_text.error_page, "report.html"),
    "rich text": (hostile_text.rich_text, "report.rtf"),
    "rich text as a Word file": (hostile_text.rich_text, "report.docx"),
    "an old Word file": (hostile_text.old_word, "report.doc"),
    "an old Word file by a new name": (hostile_text.old_word, "report.docx"),
    "a spreadsheet": (lambda: hostile_zip.other_zip("xlsx"), "report.xlsx"),
    "a spreadsheet as a Word file": (lambda: hostile_zip.other_zip("xlsx"), "report.docx"),
    "an open document": (lambda: hostile_zip.other_zip("odt"), "report.odt"),
    "a plain zip": (lambda: hostile_zip.other_zip("zip"), "report.zip"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(400), "report.png"),
    "a program": (lambda: b"MZ\x90\x00" + bytes(4_000), "report.exe"),
    **{
        f"random bytes as {ending}": (hostile_text.random_bytes, f"report.{ending}")
        for ending in ("pdf", "docx", "html", "txt")
    },
}


@pytest.mark.parametrize(("made", "name"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_a_report_is_refused_with_a_clear_sentence(
    read_apart: ReadApart, made: Callable[[], bytes], name: str
) -> None:
    assert_refused_clearly(read_apart(made(), name))


READ: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "a PDF that only its owner may change": (lambda: hostile_pdf.encrypted(user=""), "report.pdf"),
    "a PDF with a script": (hostile_pdf.with_javascript, "report.pdf"),
    "a PDF with a program attached": (hostile_pdf.with_a_program_attached, "report.pdf"),
    "a Word file with pictures elsewhere": (hostile_zip.outside_picture, "report.docx"),
    "a Word file that would climb": (hostile_zip.climbing, "report.docx"),
    "a web page with scripts": (hostile_text.with_scripts, "report.html"),
    "a web page in UTF-16": (lambda: WEB.decode().encode("utf-16"), "report.html"),
    "a web page of Windows": (
        lambda: WEB.replace(b"utf-8", b"windows-1252").decode().encode("windows-1252"),
        "report.html",
    ),
    "a PDF named in capitals": (lambda: PDF, "REPORT.PDF"),
    "a PDF with bytes before it": (lambda: b"\n\n" + PDF, "report.pdf"),
    "a PDF with bytes behind it": (lambda: PDF + b"\0" * 900, "report.pdf"),
}


@pytest.mark.parametrize(("made", "name"), READ.values(), ids=READ.keys())
def test_a_report_is_read_whatever_else_its_file_carries(
    read_apart: ReadApart, made: Callable[[], bytes], name: str
) -> None:
    assert_reads_the_report(read_apart(made(), name))


EITHER: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "a PDF by the name of a Word file": (lambda: PDF, "report.docx"),
    "a PDF by the name of a web page": (lambda: PDF, "report.html"),
    "a Word file by the name of a PDF": (lambda: WORD, "report.pdf"),
    "a web page by the name of a PDF": (lambda: WEB, "report.pdf"),
    "a web page by the name of a Word file": (lambda: WEB, "report.docx"),
    "a report without an ending": (lambda: PDF, "report"),
    "a Word file with a macro": (hostile_zip.with_macro, "report.docx"),
    "a Word file that says it has one": (hostile_zip.with_macro, "report.docm"),
    "a page that is a bomb": (hostile_pdf.page_bomb, "report.pdf"),
    "a tree that is very deep": (hostile_pdf.deep_tree, "report.pdf"),
    "a tree that has itself below it": (hostile_pdf.looping_tree, "report.pdf"),
    "pages that have themselves below them": (hostile_pdf.looping_pages, "report.pdf"),
    "a tree of content that is not there": (hostile_pdf.lost_marks, "report.pdf"),
    "pages of odd sizes": (hostile_pdf.odd_pages, "report.pdf"),
    "a Word file of deep elements": (hostile_zip.deep_xml, "report.docx"),
    "a Word file of many files": (hostile_zip.many_members, "report.docx"),
    "a Word file with an entity bomb": (hostile_zip.entity_bomb, "report.docx"),
    "a Word file without its types": (
        lambda: hostile_zip.without("[Content_Types].xml"),
        "report.docx",
    ),
    "a web page with an entity bomb": (hostile_text.entity_bomb, "report.html"),
    "a web page of deep elements": (hostile_text.deep_page, "report.html"),
    "a web page without an end": (hostile_text.long_page, "report.html"),
    "a PDF whose last tenth is lost": (lambda: PDF[: len(PDF) * 9 // 10], "report.pdf"),
}


@pytest.mark.parametrize(("made", "name"), EITHER.values(), ids=EITHER.keys())
def test_what_may_be_read_or_refused_is_one_or_the_other(
    read_apart: ReadApart, made: Callable[[], bytes], name: str
) -> None:
    outcome = read_apart(made(), name)
    if outcome["outcome"] == "refused":
        assert_refused_clearly(outcome)
    else:
        # Part of the file may be lost, but nothing may be there that the report does not say.
        assert {plain(text) for text in outcome["asked"]} <= set(asked_texts(REPORT.truth))


@pytest.mark.parametrize("form", [Form.TAGGED, Form.UNTAGGED])
def test_two_thousand_pages_come_to_an_end(read_apart: ReadApart, form: Form) -> None:
    assert_refused_or_right(read_apart(hostile_pdf.many_pages(2_000, form), "report.pdf"))


@pytest.mark.parametrize(
    "made", [hostile_text.one_long_line, hostile_text.many_numbers, hostile_text.spaces]
)
def test_text_that_tires_a_pattern_comes_to_an_end(
    read_apart: ReadApart, made: Callable[[], bytes]
) -> None:
    assert read_apart(made(), "report.txt")["outcome"] in {"draft", "refused"}


def test_a_script_of_a_web_page_writes_no_recommendation(read_apart: ReadApart) -> None:
    outcome = read_apart(hostile_text.with_scripts(), "report.html")
    assert "SCRIPTED" not in json.dumps(outcome)


@pytest.mark.parametrize(
    ("made", "name"),
    [(hostile_zip.outside_entity, "report.docx"), (hostile_text.outside_entity, "report.html")],
    ids=["Word", "web"],
)
def test_no_other_file_of_the_machine_gets_into_a_draft(
    read_apart: ReadApart, tmp_path: Path, made: Callable[[Path], bytes], name: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    outcome = read_apart(made(secret), name)
    assert SECRET not in json.dumps(outcome)
    if outcome["outcome"] == "refused":
        assert_refused_clearly(outcome)


@pytest.mark.parametrize("form", EVERY_FORM)
@pytest.mark.parametrize("paper", [NEWSLETTER, INVOICE], ids=lambda one: one.name)
def test_what_is_no_inspection_report_is_refused(
    frameworks: dict[str, Framework], paper: Paper, form: Form
) -> None:
    with pytest.raises(NotReadable) as refused:
        read_report(saved_as(form, paper), form.name_of(paper), frameworks)
    assert_refused_clearly({"outcome": "refused", "sentence": refused.value.sentence})


@pytest.mark.parametrize("form", EVERY_FORM)
def test_a_cabinet_report_about_an_inspection_is_not_the_inspections(
    frameworks: dict[str, Framework], form: Form
) -> None:
    try:
        draft = read_report(saved_as(form, CABINET), form.name_of(CABINET), frameworks)
    except NotReadable as refused:
        assert_refused_clearly({"outcome": "refused", "sentence": refused.sentence})
    else:
        assert draft.recommendations == ()


def test_the_other_papers_hold_what_would_mislead() -> None:
    """They are worth nothing unless a quick reader would take them for reports."""
    held = "".join(saved_as(Form.PASTED, paper).decode() for paper in OTHERS)
    for words in ("What needs to improve", "Recommendation", "Overall effectiveness", "good"):
        assert words in held


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("raises", "KeyError"),
        ("crashes", "assert -6 == 0"),
        ("swells", "grown|MemoryError"),
        ("reaches out", "socket.connect"),
    ],
)
def test_a_reader_that_does_what_none_may_is_found_out(
    read_apart: ReadApart, reader: str, said: str
) -> None:
    with pytest.raises(AssertionError, match=said):
        read_apart(PDF, "report.pdf", reader)


@pytest.mark.parametrize(
    "sentence",
    ["No", "KeyError: 'x' in the file that was chosen", "It ends with a stop. Yes it does."],
)
def test_a_sentence_that_helps_nobody_is_found_out(sentence: str) -> None:
    with pytest.raises(AssertionError):
        assert_refused_clearly({"outcome": "refused", "sentence": sentence})
