"""Invisible characters go; all that a person can see stays."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.text import plain_name, showable


def test_what_a_person_typed_stays() -> None:
    text = "Zoë’s plan:\n\t– 1 ½ visits 👩🏽‍⚕️ שלום \u200b"
    assert showable(text) == text


def test_what_a_pdf_leaves_goes() -> None:
    assert showable("assess\x02ment\ufffe \x00of\x9f need") == "assessment of need"


@given(st.text(st.characters(exclude_categories=[]), max_size=30))
def test_a_strict_page_takes_what_is_left(text: str) -> None:
    shown = showable(text).replace("&", "").replace("<", "")
    html5lib.HTMLParser(strict=True).parse(f"<!DOCTYPE html><title>T</title><p>{shown}</p>")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("report.pdf", "report.pdf"),
        ("C:\\Reports\\Ours.PDF", "Ours.PDF"),
        ("/etc/../a  b.docx", "a b.docx"),
        ("a\x00b\x02.txt", "ab.txt"),
        ("x" * 300 + ".html", "x" * 195 + ".html"),
        ("y" * 300, "y" * 200),
        ("", ""),
        ("minutes\u202egpj.exe", "minutesgpj.exe"),
    ],
)
def test_a_name_is_one_line_without_folders(name: str, plain: str) -> None:
    assert plain_name(name) == plain
