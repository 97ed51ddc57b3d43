"""Working days in England: the dates that councils were really given, and the laws of counting."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.working_days import add_working_days, is_working_day, working_days_between

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))
NEAR = st.integers(min_value=0, max_value=400)
EXTRA = st.frozensets(
    st.dates(min_value=date(2015, 1, 1), max_value=date(2016, 12, 31)), max_size=8
)

# Received, then the 20th, 30th and 70th working day. The third and fourth rows cross the bank
# holidays of the state funeral of 2022, Christmas and New Year, the fifth the late summer one.
COUNTED = [
    (date(2015, 9, 1), date(2015, 9, 29), date(2015, 10, 13), date(2015, 12, 8)),
    (date(2018, 7, 25), date(2018, 8, 22), date(2018, 9, 6), date(2018, 11, 1)),
    (date(2022, 9, 21), date(2022, 10, 19), date(2022, 11, 2), date(2022, 12, 30)),
    (date(2022, 12, 2), date(2023, 1, 4), date(2023, 1, 18), date(2023, 3, 15)),
    (date(2024, 8, 21), date(2024, 9, 19), date(2024, 10, 3), date(2024, 11, 28)),
]

# Letter and printed date for the statement of action, of joint inspections that were given exactly
# 70 working days (Ofsted's letters, as collected in data-to-insight/ofsted-jtai-scrape-tool).
PRINTED = [
    (date(2016, 4, 5), date(2016, 7, 14)),
    (date(2018, 8, 24), date(2018, 12, 3)),
    (date(2019, 12, 18), date(2020, 3, 30)),
    (date(2020, 3, 6), date(2020, 6, 18)),
    (date(2022, 9, 26), date(2023, 1, 5)),
    (date(2023, 1, 6), date(2023, 4, 18)),
    (date(2024, 7, 18), date(2024, 10, 25)),
    (date(2025, 2, 27), date(2025, 6, 11)),
]


@pytest.mark.parametrize(("received", "twentieth", "thirtieth", "seventieth"), COUNTED)
def test_the_days_that_councils_count(
    received: date, twentieth: date, thirtieth: date, seventieth: date
) -> None:
    assert add_working_days(received, 20) == twentieth
    assert add_working_days(received, 30) == thirtieth
    assert add_working_days(received, 70) == seventieth


@pytest.mark.parametrize(("letter", "printed"), PRINTED)
def test_the_days_that_the_inspectorates_printed(letter: date, printed: date) -> None:
    assert add_working_days(letter, 70) == printed
    assert working_days_between(letter, printed) == 70


@pytest.mark.parametrize(
    "day",
    [
        date(2015, 12, 25),
        date(2016, 3, 25),  # Good Friday
        date(2016, 3, 28),  # Easter Monday
        date(2020, 5, 8),  # early May, moved to the Friday
        date(2020, 12, 28),  # Boxing Day, in lieu
        date(2022, 6, 3),  # platinum jubilee
        date(2022, 9, 19),  # state funeral
        date(2023, 5, 8),  # coronation
        date(2024, 8, 26),
        date(2015, 8, 29),  # a Saturday
        date(2015, 8, 30),  # a Sunday
    ],
)
def test_days_that_do_not_count(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2020, 5, 4),  # the Monday that the holiday was moved from
        date(2022, 5, 30),
        date(2015, 12, 24),
        date(2016, 11, 30),  # St Andrew's Day is Scotland's
        date(2019, 7, 12),  # Northern Ireland's
    ],
)
def test_days_that_count_in_england(day: date) -> None:
    assert is_working_day(day)


def test_a_newly_proclaimed_holiday_moves_the_day() -> None:
    extra = frozenset({date(2015, 12, 7)})
    assert not is_working_day(date(2015, 12, 7), extra)
    assert add_working_days(date(2015, 9, 1), 70, extra) == date(2015, 12, 9)
    assert working_days_between(date(2015, 9, 1), date(2015, 12, 9), extra) == 70


def test_a_proclaimed_holiday_that_is_closed_already_moves_nothing() -> None:
    extra = frozenset({date(2015, 9, 5), date(2022, 9, 19)})  # a Saturday, and one known already
    assert add_working_days(date(2015, 9, 1), 70, extra) == date(2015, 12, 8)
    assert working_days_between(date(2015, 9, 1), date(2015, 12, 8), extra) == 70
    assert working_days_between(date(2022, 9, 16), date(2022, 9, 20), extra) == 1


def test_day_one_is_the_working_day_after() -> None:
    assert add_working_days(date(2015, 9, 1), 1) == date(2015, 9, 2)
    assert add_working_days(date(2015, 9, 4), 1) == date(2015, 9, 7)
    assert add_working_days(date(2015, 9, 5), 1) == date(2015, 9, 7)  # received on a Saturday
    assert add_working_days(date(2015, 12, 24), 1) == date(2015, 12, 29)


def test_nothing_is_counted_backwards() -> None:
    with pytest.raises(ValueError, match="counted forwards"):
        add_working_days(date(2015, 9, 1), -1)


@given(DAYS, NEAR)
def test_counting_back_gives_what_was_counted(start: date, count: int) -> None:
    day = add_working_days(start, count)
    assert working_days_between(start, day) == count
    assert working_days_between(day, start) == -count
    assert count == 0 or is_working_day(day)


@given(st.dates(min_value=date(2014, 6, 1), max_value=date(2016, 12, 31)), NEAR, EXTRA)
def test_the_same_holds_with_proclaimed_holidays(
    start: date, count: int, extra: frozenset[date]
) -> None:
    day = add_working_days(start, count, extra)
    assert working_days_between(start, day, extra) == count
    assert day >= add_working_days(start, count)


@given(DAYS, st.integers(min_value=0, max_value=800))
def test_the_arithmetic_agrees_with_counting_one_by_one(start: date, days: int) -> None:
    end = start + timedelta(days=days)
    one_by_one = sum(is_working_day(start + timedelta(days=n)) for n in range(1, days + 1))
    assert working_days_between(start, end) == one_by_one


@given(DAYS, NEAR, NEAR)
def test_counts_add_up(start: date, first: int, second: int) -> None:
    halfway = add_working_days(start, first)
    assert add_working_days(halfway, second) == add_working_days(start, first + second)


def test_the_whole_calendar_can_be_asked() -> None:
    assert working_days_between(date.min, date.max) > 0
    assert is_working_day(date(9999, 12, 31))
    assert not is_working_day(date(1, 1, 6))


def test_the_holidays_are_loaded_only_when_a_day_is_counted() -> None:
    asked = "import sys, tracker.domain.working_days; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
