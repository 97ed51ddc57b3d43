"""The days on which a closed action is tested again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.closing import MONTHS, closed_by, due_tests, months_after
from tracker.domain.vocabulary import ClosingTest

DAYS = st.dates(date(2013, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 10, 5), 3, date(2027, 1, 5)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(
    day: date, months: int, expected: date
) -> None:
    assert months_after(day, months) == expected


def test_a_later_test_makes_those_before_it_past() -> None:
    closed_on = date(2026, 10, 5)
    assert [test for test, _ in due_tests(closed_on)] == list(ClosingTest)
    assert due_tests(closed_on, {ClosingTest.SIX_MONTHS}) == [
        (ClosingTest.TWELVE_MONTHS, date(2027, 10, 5))
    ]
    assert due_tests(closed_on, {ClosingTest.TWELVE_MONTHS}) == []


@given(DAYS, st.sampled_from(list(MONTHS.values())))
def test_the_last_day_of_closing_is_the_last_whose_test_is_due(today: date, months: int) -> None:
    last = closed_by(today, months)
    assert months_after(last, months) <= today
    assert months_after(last + timedelta(days=1), months) > today
