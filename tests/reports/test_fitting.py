"""Text made to fit: what the typeface lacks, words too long for a line, and addresses in text."""

from __future__ import annotations

import pytest
from PIL import ImageFont

from tracker.charts.typeface import BOLD, FONTS, REGULAR, widths_of
from tracker.reports.addresses import LONGEST, pieces
from tracker.reports.fitting import BREAK, fitted, shown


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_widths_are_those_that_another_reader_finds(name: str) -> None:
    font = ImageFont.truetype(FONTS / name, 1000, layout_engine=ImageFont.Layout.BASIC)
    widths = widths_of(name)
    assert len(widths) > 2000
    for letter in "AWimé@Łßа–—“”□ש€":
        assert widths[letter] == pytest.approx(font.getlength(letter), abs=1)


def test_both_faces_have_the_same_characters() -> None:
    assert widths_of(REGULAR).keys() == widths_of(BOLD).keys()
    assert not {"🎉", "日", "م", "\ufffd"} & widths_of(BOLD).keys()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Łódź “é” ש \u200f", "Łódź “é” ש \u200f"),
        ("👩🏽‍👧", "□"),
        ("日本", "□□"),
        ("❤\ufe0f a", "□ a"),
        ("e\u0301", "e\u0301"),
        ("a\tb\x00\ud800", "a b"),
    ],
)
def test_a_sign_that_the_typeface_lacks_is_one_box(text: str, seen: str) -> None:
    assert shown(text) == seen


def test_only_a_word_too_long_for_the_line_may_break_within() -> None:
    assert fitted("short words here " * 50, 60, 10) == "short words here " * 50
    made = fitted("so " + "W" * 100 + " it", 100, 10)
    assert made.replace(BREAK, "") == "so " + "W" * 100 + " it"
    parts = made.split()[1].split(BREAK)
    assert {len(part) for part in parts} == {10}  # a W is 9.4 wide
    assert BREAK not in fitted("long-hyphenated-words/and-paths " * 9, 70, 10)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See https://www.gov.uk/a_(b), (http://x.org/y). End", ["https://www.gov.uk/a_(b)", "http://x.org/y"]),
        ("“HTTPS://X.ORG/?a=b&c=d#e”;", ["HTTPS://X.ORG/?a=b&c=d#e"]),
        ("Write to <jo.o+lund@council.example>!", ["mailto:jo.o+lund@council.example"]),
        ("javascript://x a@b @c https:// http://. ftp://x", []),
        ("http://" + "a" * LONGEST, []),
    ],
)  # fmt: skip
def test_addresses_are_found_in_text(text: str, found: list[str]) -> None:
    cut = pieces(text)
    assert "".join(piece.text for piece in cut) == text
    assert [piece.href for piece in cut if piece.href] == found


@pytest.mark.parametrize(
    "text",
    ["a" * 500_000 + "@", "http://" * 90_000, "a@a." * 150_000, "http://x" + ")" * 500_000],
    ids=lambda text: text[:8],
)
def test_no_text_takes_long(text: str) -> None:
    # A reckoning that grew with the square would take minutes here.
    assert "".join(piece.text for piece in pieces(text)) == text
