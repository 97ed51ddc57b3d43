"""The picture of ratings over time: columns, lines, their numbers and the table agree."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.rules.drawing import HOSTILE, check_within, elements, ids, place, said
from tracker.charts.palette import PAINTS
from tracker.charts.picture import Picture
from tracker.charts.pieces import Part
from tracker.charts.ratings_over_time import PLOT, TOP, Standing, ratings_over_time

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 30)


def standing(on: date, *numbers: int, due: tuple[int, int] = (0, 0)) -> Standing:
    names = (("Complete", "done"), ("On track", "positive"), ("Off track", "serious"))
    parts = tuple(Part(name, n, tone) for (name, tone), n in zip(names, numbers, strict=True))
    return Standing(on, parts, *due)


def drawn(*days: Standing, ident: str = "r") -> Picture:
    return ratings_over_time(days, title="How it came on", ident=ident)


BOTH = (standing(MAY, 1, 2, 1, due=(2, 1)), standing(JUNE, 3, 0, 1, due=(4, 2)))


def heights(picture: Picture, tone: str) -> list[float]:
    """The heights of the columns' pieces in a tone; swatches are square."""
    boxes = elements(picture, "rect", fill=PAINTS[tone].fill, stroke=PAINTS[tone].edge)
    found = [place(box, "width", "height") for box in boxes]
    return [height for width, height in found if width != height]


class TestRatingsOverTime:
    def test_the_numbers_under_the_columns_are_the_tables(self) -> None:
        picture = drawn(*BOTH)
        assert picture.header == (
            "Day",
            "Complete",
            "On track",
            "Off track",
            "Actions",
            "Due by first dates",
            "Due by dates of the day",
        )
        assert picture.rows == (
            ("31 May 2026", "1", "2", "1", "4", "2", "1"),
            ("30 June 2026", "3", "0", "1", "4", "4", "2"),
        )
        words = said(picture)
        for at, name in enumerate(picture.header[1:], start=1):
            start = words.index(name)
            assert words[start + 1 : start + 3] == [row[at] for row in picture.rows]

    def test_pieces_are_as_high_as_their_numbers(self) -> None:
        picture = drawn(*BOTH)
        assert heights(picture, "done") == pytest.approx([PLOT / 4, PLOT * 3 / 4])
        assert heights(picture, "positive") == pytest.approx([PLOT / 2])
        assert heights(picture, "serious") == pytest.approx([PLOT / 4, PLOT / 4])

    def test_the_first_rating_stands_lowest(self) -> None:
        boxes = elements(drawn(*BOTH), "rect", fill=PAINTS["done"].fill)
        x_y_height = [place(box, "y", "height") for box in boxes]
        assert sum(y + height == pytest.approx(TOP + PLOT) for y, height in x_y_height) == 2

    def test_the_lines_stand_at_what_was_due(self) -> None:
        picture = drawn(*BOTH)
        solid, broken = [
            line
            for line in elements(picture, "polyline", **{"stroke-width": "2"})
            if len((line.get("points") or "").split()) == 2
            and (line.get("points") or "").split()[0].split(",")[0] != "0"
        ][::-1]
        assert solid.get("stroke-dasharray") is None
        assert broken.get("stroke-dasharray") is not None
        for line, numbers in ((solid, (2, 4)), (broken, (1, 2))):
            points = [point.split(",") for point in (line.get("points") or "").split()]
            foot = TOP + PLOT
            assert [foot - float(y) for _x, y in points] == pytest.approx(
                [PLOT * number / 4 for number in numbers]
            )

    def test_the_words_tell_the_first_day_and_the_last(self) -> None:
        assert drawn(*BOTH).alt == (
            "31 May 2026: 4 actions, 1 complete, 2 on track, 1 off track; 2 due by the dates first "
            "given, 1 by the dates of that day. 30 June 2026: 4 actions, 3 complete, 1 off track; "
            "4 due by the dates first given, 2 by the dates of that day."
        )

    def test_nothing_is_drawn_of_nothing(self) -> None:
        assert drawn().rows == ()
        assert drawn().alt == "Nothing is recorded of the plan yet."
        check_within(drawn())
        bare = drawn(standing(MAY, 0, 0, 0))
        assert heights(bare, "done") == []
        check_within(bare)

    @pytest.mark.parametrize("number", [1, 7, 60, 12_345, 33_333])
    def test_all_of_it_lies_within(self, number: int) -> None:
        days = [
            standing(MAY + timedelta(days=31 * at), number, number, at, due=(number * 3, 0))
            for at in range(12)
        ]
        check_within(drawn(*days))

    def test_long_and_hostile_names_lie_within(self) -> None:
        names = ("A rating of forty letters, as long as it", HOSTILE, "W" * 40)
        parts = tuple(Part(name, 3, "neutral") for name in names)
        picture = drawn(Standing(MAY, parts, 1, 1), Standing(JUNE, parts, 1, 1))
        check_within(picture)
        assert "<script>" not in picture.svg
        assert HOSTILE in picture.header

    def test_two_on_one_page_share_no_id(self) -> None:
        known = ids(drawn(*BOTH), drawn(*BOTH, ident="other"))
        assert len(known) == len(set(known)) == 4
