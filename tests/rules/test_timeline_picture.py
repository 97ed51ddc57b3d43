"""The picture of a plan through time, its table, and the axis of days that it stands on."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.rules.drawing import HOSTILE, check_within, elements, place, said
from tracker.charts.days import axis_of
from tracker.charts.lettering import width_of
from tracker.charts.palette import GROUND, INK, PAINTS
from tracker.charts.picture import Picture
from tracker.charts.spans import MOST_ROWS, Band, Span, Step
from tracker.charts.timeline import timeline

RATINGS = (("Complete", "done"), ("At risk", "caution"), ("Off track", "serious"))
TODAY = date(2026, 6, 1)
JANUARY, MARCH, JULY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 7, 1)

BEGUN = Span("A1 Begin", JANUARY, JULY, "At risk", "caution", "1 July 2026", (Step("Half", MARCH),))
DONE = Span("A2 Do", MARCH, JULY, "Complete", "done", "Summer (1 July 2026)")
OPEN = Span("B1 Go on", None, None, "Off track", "serious", "Ongoing")
PLAN = (Band("A: Oversight", (BEGUN, DONE)), Band("B: Data", (OPEN,)))


def drawn(*bands: Band, today: date | None = TODAY) -> Picture:
    return timeline(bands, ratings=RATINGS, today=today, title="When", ident="t")


def bars(picture: Picture, tone: str) -> list[tuple[float, ...]]:
    """Where the pieces of a tone stand, swatches of the key apart."""
    found = elements(picture, "rect", fill=PAINTS[tone].fill, stroke=PAINTS[tone].edge)
    return [place(box, "x", "width") for box in found if box.get("height") == "12"]


class TestTimeline:
    def test_the_table_has_every_action(self) -> None:
        picture = drawn(*PLAN)
        assert picture.header == ("Action", "Priority", "Starts", "Due", "Rating", "Milestones")
        assert picture.rows == (
            (
                "A1 Begin",
                "A: Oversight",
                "1 January 2026",
                "1 July 2026",
                "At risk",
                "Half (due 1 March 2026)",
            ),
            ("A2 Do", "A: Oversight", "1 March 2026", "Summer (1 July 2026)", "Complete", ""),
            ("B1 Go on", "B: Data", "Not stated", "Ongoing", "Off track", ""),
        )

    def test_bars_reach_from_start_to_end(self) -> None:
        picture = drawn(*PLAN)
        ((early, longer),), ((late, shorter),) = bars(picture, "caution"), bars(picture, "done")
        assert early < late
        assert early + longer == pytest.approx(late + shorter, abs=0.02)
        assert shorter / longer == pytest.approx(
            (JULY - MARCH).days / (JULY - JANUARY).days, abs=0.01
        )

    def test_what_has_no_date_says_what_it_has(self) -> None:
        assert "Ongoing" in said(drawn(*PLAN))
        assert bars(drawn(*PLAN), "serious") == []

    def test_a_milestone_is_a_mark_and_a_done_one_another(self) -> None:
        steps = (Step("Open", MARCH), Step("Over", MARCH, is_done=True))
        picture = drawn(Band("A", (Span("A1", JANUARY, JULY, "Complete", "done", steps=steps),)))
        # One of each on the bar, and one of each in the key.
        assert len(elements(picture, "polygon", fill=GROUND)) == 2
        assert len(elements(picture, "polygon", fill=INK)) == 2
        assert "Milestone done" in said(picture)
        assert "Milestone done" not in said(drawn(Band("A", (DONE,))))

    def test_the_key_is_in_the_order_of_the_ratings_and_has_no_other(self) -> None:
        words = said(drawn(Band("A", (BEGUN, DONE))))
        assert words.index("Complete") < words.index("At risk")
        assert "Off track" not in words

    def test_a_long_plan_has_a_row_for_each_priority_and_a_mark_for_each_end(self) -> None:
        spans = [
            Span(f"{n} Do it", JANUARY, JANUARY + timedelta(days=n), "Complete", "done")
            for n in range(1, 301)
        ]
        picture = drawn(Band("A: Much", tuple(spans[:299])), Band("B: Little", tuple(spans[299:])))
        words = said(picture)
        assert [word for word in words if "action" in word] == ["299 actions", "1 action"]
        assert "1 Do it" not in words
        assert len(bars(picture, "done")) == 300
        assert len(picture.rows) == 300
        check_within(picture)

    def test_as_many_as_fit_have_a_row_each(self) -> None:
        spans = tuple(Span(f"{n} Do " * 30, None, JULY, *RATINGS[0]) for n in range(MOST_ROWS))
        picture = drawn(Band("A", spans))
        assert len(bars(picture, "done")) == MOST_ROWS
        assert picture.height < 1100
        check_within(picture)

    def test_the_words_tell_each_priority(self) -> None:
        assert drawn(*PLAN).alt == (
            "A: Oversight: 2 actions, due 1 July 2026. B: Data: 1 action, none with a due date."
        )
        both = Band("C", (BEGUN, Span("C2", None, MARCH, "Complete"), OPEN))
        assert drawn(both).alt == (
            "C: 3 actions, due from 1 March 2026 to 1 July 2026; 1 without a due date."
        )
        assert drawn().alt == "The plan has no actions yet."

    @pytest.mark.parametrize(
        "span",
        [
            Span("Decades", date(1900, 1, 1), date(2100, 12, 31), *RATINGS[0]),
            Span("All of time", date.min, date.max, *RATINGS[0]),
            Span("Backwards", JULY, JANUARY, *RATINGS[0]),
            Span("A day", JULY, JULY, *RATINGS[0]),
            Span(HOSTILE * 9, None, JULY, HOSTILE, "neutral", HOSTILE, (Step(HOSTILE, JULY),)),
            Span("W" * 400, None, None, *RATINGS[0], "W" * 400),
            Span("", None, None, "", "unknown", ""),
        ],
    )
    def test_all_of_it_lies_within(self, span: Span) -> None:
        for picture in (drawn(Band("A" * 300, (span,))), drawn(Band("", (span,)), today=None)):
            check_within(picture)
            assert "<script>" not in picture.svg
        check_within(drawn())
        check_within(drawn(today=None))


class TestAxis:
    @pytest.mark.parametrize("years", [0, 1, 2, 3, 5, 10, 17, 30, 80, 200, 900, 7000])
    @pytest.mark.parametrize("first", [date(1, 1, 1), date(2015, 9, 30), date(2026, 12, 31)])
    def test_names_never_run_into_each_other(self, first: date, years: int) -> None:
        axis = axis_of([first, first.replace(year=first.year + years)], None, (0, 400))
        named = [(axis.x(day), width_of(name, 12)) for day, name in axis.named()]
        assert len(named) >= 2
        for (x, width), (next_x, next_width) in pairwise(named):
            assert next_x - x >= (width + next_width) / 2

    def test_days_stand_in_their_order_between_the_ends(self) -> None:
        axis = axis_of([MARCH, JULY], TODAY, (100, 500))
        places = [axis.x(day) for day in (date.min, MARCH, TODAY, JULY, date.max)]
        assert places == sorted(places)
        assert (places[0], places[-1]) == (100, 500)
