"""Which days of a plan are drawn."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from tracker.domain.day_figures import MOST_DAYS
from tracker.presenters.plan_days import days_to_draw
from tracker.queries.plan_days import PlanDays

TODAY = date(2026, 10, 5)


def drawn(first_on: date, closed_on: date | None = None, today: date = TODAY) -> list[date]:
    days = PlanDays(uuid.uuid4(), "A plan", first_on, None, (), closed_on)
    return days_to_draw(days, today)


class TestDays:
    def test_are_the_ends_of_months_and_today(self) -> None:
        assert drawn(date(2026, 7, 31)) == [
            date(2026, 7, 31),
            date(2026, 8, 31),
            date(2026, 9, 30),
            TODAY,
        ]

    def test_of_a_plan_that_began_this_month_there_is_today(self) -> None:
        assert drawn(date(2026, 10, 1)) == drawn(TODAY) == [TODAY]

    def test_today_at_the_end_of_a_month_is_drawn_once(self) -> None:
        assert drawn(date(2026, 8, 1), today=date(2026, 9, 30)) == [
            date(2026, 8, 31),
            date(2026, 9, 30),
        ]

    def test_of_a_closed_plan_they_end_with_its_closing_and_today(self) -> None:
        days = drawn(date(2016, 1, 1), date(2016, 3, 10))
        assert days == [date(2016, 1, 31), date(2016, 2, 29), date(2016, 3, 10), TODAY]

    def test_a_plan_that_was_written_down_after_its_closing_has_its_first_day(self) -> None:
        assert drawn(date(2026, 9, 1), date(2020, 1, 1)) == [date(2026, 9, 1), TODAY]

    def test_a_closing_that_is_yet_to_come_is_not_drawn(self) -> None:
        assert drawn(date(2026, 9, 1), date(2027, 1, 1))[-1] == TODAY

    @pytest.mark.parametrize("year", range(1900, 2027, 3))
    def test_of_a_long_time_there_are_no_more_than_can_be_read(self, year: int) -> None:
        for closed_on in (None, date(2026, 8, 31)):
            days = drawn(date(year, 1, 1), closed_on)
            assert len(days) <= MOST_DAYS
            assert days == sorted(set(days))
            assert days[-1] == TODAY
