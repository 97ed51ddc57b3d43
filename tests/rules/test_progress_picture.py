"""The picture of a plan's progress: numbers, bars and words agree; and the colours of pictures."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from tracker.charts.lettering import broken, width_of
from tracker.charts.palette import GROUND, PAINTS, QUIET
from tracker.charts.picture import Picture
from tracker.charts.pieces import Part
from tracker.charts.progress_by_priority import PriorityProgress, progress_by_priority
from tracker.domain.colours import contrast, luminance

SVG = "{http://www.w3.org/2000/svg}"
OVERSIGHT = PriorityProgress(
    "A: Oversight", (Part("Complete", 6, "done"), Part("At risk", 0, "caution"), Part("Late", 2))
)
DATA = PriorityProgress("B: Data", (Part("Complete", 4, "done"), Part("At risk", 4, "caution")))


def drawn(*priorities: PriorityProgress) -> Picture:
    return progress_by_priority(priorities, title="How far", ident="p")


def said(picture: Picture) -> list[str]:
    return [element.text or "" for element in fromstring(picture.svg).iter(f"{SVG}text")]  # noqa: S314


def bar_widths(picture: Picture) -> list[float]:
    """The outer pieces of all bars, from the top on."""
    rects = fromstring(picture.svg).iter(f"{SVG}rect")  # noqa: S314
    return [float(rect.get("width", "0")) for rect in rects if rect.get("height") == "26"]


class TestProgress:
    def test_says_each_rating_under_its_bar_and_leaves_out_what_is_none(self) -> None:
        words = said(drawn(OVERSIGHT))
        assert words == ["A: Oversight – 8 actions", "6", "2", "6 complete", "2 late"]

    def test_the_table_has_every_rating_and_the_total(self) -> None:
        picture = drawn(OVERSIGHT, DATA)
        assert picture.header == ("Priority", "Complete", "At risk", "Late", "Actions")
        assert picture.rows == (
            ("A: Oversight", "6", "0", "2", "8"),
            ("B: Data", "4", "4", "0", "8"),
        )
        assert picture.alt == (
            "A: Oversight: 8 actions, 6 complete, 2 late. "
            "B: Data: 8 actions, 4 complete, 4 at risk."
        )

    def test_bars_have_one_scale(self) -> None:
        small = PriorityProgress("C", (Part("Complete", 2, "done"),))
        widths = bar_widths(drawn(OVERSIGHT, small))
        assert sum(widths[:2]) == pytest.approx(600)
        assert widths[2] == pytest.approx(150)

    def test_a_number_that_has_no_room_in_the_bar_stands_under_it_alone(self) -> None:
        words = said(drawn(PriorityProgress("A", (Part("Done", 999), Part("Late", 1)))))
        assert words == ["A – 1,000 actions", "999", "999 done", "1 late"]

    def test_a_priority_without_actions_says_so(self) -> None:
        picture = drawn(PriorityProgress("C", ()), PriorityProgress("D", (Part("Late", 0),)))
        assert said(picture) == ["C – no actions yet", "D – no actions yet"]
        assert bar_widths(picture) == []
        assert drawn().alt == "The plan has no priorities yet."

    def test_everything_lies_within_it(self) -> None:
        parts = tuple(Part(f"A rather long rating {turn}", 10_000 + turn) for turn in range(9))
        picture = drawn(PriorityProgress("Every word of the title " * 30, parts), OVERSIGHT)
        for text in fromstring(picture.svg).iter(f"{SVG}text"):  # noqa: S314
            size, bold = float(text.get("font-size", "0")), text.get("font-weight") == "bold"
            width = width_of(text.text or "", size, bold=bold)
            x = float(text.get("x", "0")) - (width / 2 if text.get("text-anchor") else 0)
            assert x >= -1
            assert x + width <= picture.width + 1
            assert float(text.get("y", "0")) <= picture.height


class TestLettering:
    @pytest.mark.parametrize(
        "text", ["", "a", "Requires improvement to be good", "m" * 200, "a " * 100]
    )
    def test_no_line_is_too_wide_and_no_letter_is_lost(self, text: str) -> None:
        lines = broken(text, 100, 14)
        assert all(width_of(line, 14) <= 100 for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")

    def test_what_is_left_out_is_marked(self) -> None:
        lines = broken("word " * 50, 100, 14, most=2)
        assert len(lines) == 2
        assert lines[-1].endswith("…")
        assert width_of(lines[-1], 14) <= 100


class TestColours:
    @pytest.mark.parametrize("tone", PAINTS)
    def test_text_can_be_read_on_every_tone(self, tone: str) -> None:
        colours = PAINTS[tone]
        assert contrast(colours.fill, colours.ink) >= 4.5
        assert contrast(colours.edge, GROUND) >= 3

    def test_quiet_text_can_be_read(self) -> None:
        assert contrast(QUIET, GROUND) >= 4.5

    def test_tones_of_grades_differ_in_grey(self) -> None:
        light, middle, dark = (
            luminance(PAINTS[tone].fill) for tone in ("positive", "caution", "serious")
        )
        assert light - middle > 0.2
        assert middle - dark > 0.3
