"""The picture of slips: bars, marks, lengths in words and the table agree."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.rules.drawing import HOSTILE, check_within, elements, place, said
from tracker.charts.palette import PAINTS
from tracker.charts.picture import Picture
from tracker.charts.slips import MOST_ROWS, NO_DATE, Slip, slips

FIRST = date(2026, 1, 1)
TODAY = date(2026, 6, 1)


def later(days: int) -> date:
    return FIRST + timedelta(days=days)


def drawn(*found: Slip, today: date | None = TODAY) -> Picture:
    return slips(found, today=today, title="How far", ident="s")


def bars(picture: Picture) -> list[tuple[float, ...]]:
    found = elements(picture, "rect", fill=PAINTS["caution"].fill)
    return [place(box, "x", "width") for box in found]


TWICE = Slip("1.1 Twice", FIRST, later(120), (later(40), later(120)))
ONCE = Slip("1.2 Once", later(31), later(91), (later(91),))
LOST = Slip("1.3 Lost", FIRST, None, (later(10), None))


class TestSlips:
    def test_the_furthest_stands_first_and_a_lost_date_before_all(self) -> None:
        picture = drawn(ONCE, TWICE, LOST)
        assert [row[0] for row in picture.rows] == ["1.3 Lost", "1.1 Twice", "1.2 Once"]
        assert [word for word in said(picture) if word.endswith(("days", "now"))] == [
            NO_DATE,
            "120 days",
            "60 days",
        ]

    def test_the_table_says_what_the_picture_does(self) -> None:
        assert drawn(TWICE, LOST).rows == (
            ("1.3 Lost", "1 January 2026", NO_DATE, "", "2", "11 January 2026, no date"),
            (
                "1.1 Twice",
                "1 January 2026",
                "1 May 2026",
                "120",
                "2",
                "10 February 2026, 1 May 2026",
            ),
        )

    def test_bars_are_as_long_as_their_slips(self) -> None:
        (_x, longer), (_y, shorter) = bars(drawn(TWICE, ONCE))
        assert longer == pytest.approx(2 * shorter, abs=0.02)

    def test_every_move_on_the_way_has_a_stroke(self) -> None:
        (stroke,) = [
            line
            for line in elements(drawn(TWICE), "polyline", **{"stroke-width": "3"})
            if not (line.get("points") or "").startswith("98,")
        ]
        x, width = bars(drawn(TWICE))[0]
        at = float((stroke.get("points") or "").split(",")[0])
        assert (at - x) / width == pytest.approx(40 / 120, abs=0.01)

    def test_only_an_open_plan_has_a_line_for_today(self) -> None:
        assert "As at 1 June 2026" in said(drawn(ONCE))
        assert not any(word.startswith("Today") for word in said(drawn(ONCE, today=None)))

    def test_the_words_tell_the_furthest(self) -> None:
        many = [Slip(f"A{n}", FIRST, later(n)) for n in range(1, 6)]
        assert drawn(*many, LOST).alt == (
            "6 actions are due later than first planned. 1.3 Lost: no date now. A5: 5 days. "
            "A4: 4 days. The others slipped by no more than these."
        )
        assert drawn(Slip("A1", FIRST, later(1))).alt == (
            "1 action is due later than first planned. A1: 1 day."
        )
        assert drawn().alt == "No action is due later than first planned."

    def test_of_many_the_furthest_are_drawn_and_all_are_in_the_table(self) -> None:
        picture = drawn(*(Slip(f"A{n}", FIRST, later(n)) for n in range(1, 301)))
        assert len(bars(picture)) == MOST_ROWS
        assert len(picture.rows) == 300
        assert "The 20 that slipped furthest. The table has all 300." in said(picture)
        check_within(picture)

    @pytest.mark.parametrize(
        "slip",
        [
            Slip("Decades", date(1900, 1, 1), date(2100, 12, 31)),
            Slip("The end of days", date(1, 1, 1), date(9999, 12, 31), (date(5000, 1, 1),)),
            Slip("A day", FIRST, later(1)),
            Slip(HOSTILE * 5, FIRST, later(9), (later(-400), later(9))),
            Slip("W" * 300, FIRST, None),
        ],
    )
    def test_all_of_it_lies_within(self, slip: Slip) -> None:
        for picture in (drawn(slip), drawn(slip, ONCE, today=None)):
            check_within(picture)
            assert "<script>" not in picture.svg
        check_within(drawn())
        check_within(drawn(today=None))
