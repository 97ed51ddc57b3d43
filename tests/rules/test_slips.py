"""Slips: days put off, late days, and the days on which dates are locked."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.slips import days_late, days_moved, days_slipped, is_slip, lock_before, lock_on
from tracker.domain.vocabulary import DATE_CHANGE_STEPS, DateChangeState
from tracker.domain.working_days import is_working_day, working_days_before, working_days_between

MARCH, JUNE, JULY = date(2016, 3, 31), date(2016, 6, 30), date(2016, 7, 1)
MONDAY = date(2026, 10, 5)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("from_on", "to_on", "slips", "days"),
    [
        (MARCH, JUNE, True, 91),
        (JUNE, MARCH, False, -91),
        (MARCH, MARCH, False, 0),
        (MARCH, None, True, None),
        (None, MARCH, False, None),
        (None, None, False, None),
    ],
)
def test_a_move_slips_when_it_puts_the_end_off(
    from_on: date | None, to_on: date | None, slips: bool, days: int | None
) -> None:
    assert is_slip(from_on, to_on) is slips
    assert days_moved(from_on, to_on) == days


@pytest.mark.parametrize(
    ("moves", "days"),
    [
        ([], 0),
        ([(MARCH, JUNE)], 91),
        ([(MARCH, JUNE), (JUNE, JULY)], 92),
        ([(MARCH, JUNE), (JUNE, MARCH)], 0),
        ([(MARCH, None), (None, JUNE)], 91),
        ([(None, MARCH), (MARCH, JUNE)], 91),
        ([(MARCH, None)], 0),
    ],
)
def test_moves_add_up(moves: list[tuple[date | None, date | None]], days: int) -> None:
    assert days_slipped(moves) == days


@given(st.lists(DAYS, min_size=1))
def test_moves_add_up_to_the_distance_from_the_first_date(days: list[date]) -> None:
    moves = list(pairwise(days))
    assert days_slipped(moves) == (days[-1] - days[0]).days


@pytest.mark.parametrize(
    ("completed_on", "due_on", "days"),
    [(JUNE, MARCH, 91), (MARCH, MARCH, 0), (MARCH, JUNE, 0), (None, MARCH, 0), (JUNE, None, 0)],
)
def test_late_is_after_the_date(completed_on: date | None, due_on: date | None, days: int) -> None:
    assert days_late(completed_on, due_on) == days


@pytest.mark.parametrize(
    ("freeze_days", "first"),
    [(0, MONDAY), (1, date(2026, 10, 2)), (5, date(2026, 9, 28)), (20, date(2026, 9, 7))],
)
def test_a_lock_begins_working_days_before_the_meeting(freeze_days: int, first: date) -> None:
    lock = lock_before(MONDAY, freeze_days)
    assert (lock.from_on, lock.meeting_on) == (first, MONDAY)


def test_bank_holidays_make_a_lock_longer() -> None:
    # Easter Monday and Good Friday of 2026 lie between.
    assert lock_before(date(2026, 4, 8), 3).from_on == date(2026, 4, 1)
    assert lock_before(MONDAY, 1, frozenset({date(2026, 10, 2)})).from_on == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("day", "meets"),
    [
        (date(2026, 9, 27), None),
        (date(2026, 9, 28), MONDAY),
        (MONDAY, MONDAY),
        (date(2026, 10, 6), None),
        (date(2026, 10, 28), date(2026, 11, 2)),
    ],
)
def test_a_day_is_locked_for_the_next_meeting(day: date, meets: date | None) -> None:
    lock = lock_on(day, [date(2026, 11, 2), MONDAY, date(2026, 9, 1)], 5)
    assert (lock.meeting_on if lock else None) == meets


def test_without_a_meeting_to_come_nothing_is_locked() -> None:
    assert lock_on(MONDAY, [], 5) is None
    assert lock_on(MONDAY, [MONDAY - timedelta(days=1)], 5) is None


@given(DAYS.filter(is_working_day), st.integers(1, 20))
def test_working_days_before_are_counted_back(day: date, count: int) -> None:
    before = working_days_before(day, count)
    assert is_working_day(before)
    assert working_days_between(before, day) == count


def test_working_days_are_not_counted_back_below_nought() -> None:
    with pytest.raises(ValueError, match="from 0"):
        working_days_before(MONDAY, -1)


def test_a_request_is_decided_once() -> None:
    assert {before for before, _after in DATE_CHANGE_STEPS} == {DateChangeState.REQUESTED}
    assert {after for _before, after in DATE_CHANGE_STEPS} == {
        DateChangeState.AGREED,
        DateChangeState.REFUSED,
        DateChangeState.WITHDRAWN,
    }
