"""Pictures as pixels: the tracker's own type, the right size, and a clear refusal."""

from __future__ import annotations

import struct

import pytest

from tracker.adapters.pictures import png_of
from tracker.charts.typeface import FONTS, typst_fonts

WORDS = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" viewBox="0 0 200 40">'
    '<rect width="200" height="40" fill="#ffffff"/>'
    '<text x="5" y="25" font-size="16" font-family="{face}" font-weight="{weight}">{text}</text>'
    "</svg>"
)


def drawn(text: str = "Good", face: str = "Liberation Sans", weight: str = "normal") -> bytes:
    return png_of(WORDS.format(text=text, face=face, weight=weight), 200)


def size_of(png: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_the_type_is_ours_and_no_other() -> None:
    assert typst_fonts().families() == ["Liberation Sans"]


def test_a_picture_has_two_pixels_for_each_of_its_own() -> None:
    png = drawn()
    assert png.startswith(b"\x89PNG")
    assert size_of(png) == (400, 80)


def test_words_are_drawn_in_both_weights() -> None:
    blank, plain, bold = drawn(" "), drawn(), drawn(weight="bold")
    assert len({blank, plain, bold}) == 3
    # Wherever Arial is asked for and absent, words have to be there all the same.
    assert drawn(face="Liberation Sans, Arial") == plain


@pytest.mark.parametrize("text", ["مرحبا", "日本語", "🎉", "a&amp;b &lt;c&gt;", "x" * 5000])
def test_any_words_can_be_drawn(text: str) -> None:
    assert size_of(drawn(text)) == (400, 80)


@pytest.mark.parametrize("svg", ["", "no picture", "<svg", '<svg xmlns="x">\x00</svg>'])
def test_what_is_no_picture_is_refused(svg: str) -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        png_of(svg, 200)


@pytest.mark.parametrize("place", ["{path}", "../../static/favicon-32.png", "file://{path}"])
def test_no_file_of_the_machine_comes_into_a_picture(place: str) -> None:
    href = place.format(path=FONTS.parent.parent / "static" / "favicon-32.png")
    linked = WORDS.replace("</svg>", f'<image href="{href}" width="9" height="9"/></svg>')
    with pytest.raises(ValueError, match="cannot be drawn"):
        png_of(linked.format(text="x", face="x", weight="1"), 200)
