"""Days and instants: the English day, dates as councils write them, dates as we say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import (
    end_of_local_day,
    local_day,
    long_date,
    parse_uk_date,
    relative_days,
    start_of_local_day,
)

DAYS = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))
MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2015, 12, 8, 23, 59, tzinfo=UTC), date(2015, 12, 8)),
        (datetime(2015, 7, 16, 22, 59, tzinfo=UTC), date(2015, 7, 16)),
        (datetime(2015, 7, 16, 23, 0, tzinfo=UTC), date(2015, 7, 17)),  # summer time
        (datetime(2024, 3, 31, 0, 30, tzinfo=UTC), date(2024, 3, 31)),  # clocks go forward at 1
        (datetime(2024, 10, 26, 23, 30, tzinfo=UTC), date(2024, 10, 27)),  # clocks go back
    ],
)
def test_an_instant_falls_on_the_english_day(instant: datetime, day: date) -> None:
    assert local_day(instant) == day


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="needs a time zone"):
        local_day(datetime(2015, 12, 8))  # noqa: DTZ001 - that is the fault


@given(DAYS)
def test_a_day_ends_one_microsecond_before_the_next_begins(day: date) -> None:
    end = end_of_local_day(day)
    assert end.tzinfo is UTC
    assert local_day(end) == day
    assert local_day(end + MICROSECOND) == day + timedelta(days=1)
    assert end + MICROSECOND == start_of_local_day(day + timedelta(days=1))


def test_a_summer_day_ends_an_hour_earlier_in_utc() -> None:
    assert end_of_local_day(date(2015, 7, 16)).hour == 22
    assert end_of_local_day(date(2015, 12, 8)).hour == 23


def test_the_calendar_s_last_day_has_an_end() -> None:
    assert local_day(end_of_local_day(date.max)) == date.max


@pytest.mark.parametrize(
    "text",
    [
        "8 December 2015",
        "  8 december 2015 ",
        "8\u00a0December 2015",
        "8 Dec 2015",
        "8 Dec. 2015",
        "8th December 2015",
        "8th of December 2015",
        "8 December, 2015",
        "8-Dec-15",
        "December 8, 2015",
        "08/12/2015",
        "8/12/15",
        "8.12.2015",
        "08-12-2015",
        "2015-12-08",
        "2015-12-08 00:00:00",
        "2015-12-08T00:00",
        "Tuesday 8 December 2015",
        "Tue, 8 Dec 2015",
        "By 8 December 2015",
        "on 08/12/2015.",
    ],
)
def test_a_whole_date_is_read_as_written(text: str) -> None:
    read = parse_uk_date(text)
    assert read.on == date(2015, 12, 8)
    assert not read.approximate
    assert read.text == text.strip()


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Dec 2016", date(2016, 12, 31)),
        ("December 2016", date(2016, 12, 31)),
        ("Dec-16", date(2016, 12, 31)),
        ("Dec ’16", date(2016, 12, 31)),
        ("Sept 2016", date(2016, 9, 30)),
        ("February 2016", date(2016, 2, 29)),
        ("End of March 2017", date(2017, 3, 31)),
        ("12/2016", date(2016, 12, 31)),
        ("Phase 2 Mar 2017", date(2017, 3, 31)),
        ("Stage 12 March 2017", date(2017, 3, 31)),
        ("Action 1.2 Mar 2017", date(2017, 3, 31)),
        ("Phase 1 Jan 2017; Phase 2 Mar 2017", date(2017, 3, 31)),
        ("Jan 2016 - 15 April 2016", date(2016, 4, 15)),
        ("Review on 8 December 2015, then monthly", date(2015, 12, 8)),
        ("31/02/2016 or March 2016", date(2016, 3, 31)),
    ],
)
def test_the_best_day_of_a_looser_date_is_marked_approximate(text: str, best: date) -> None:
    read = parse_uk_date(text)
    assert read.on == best
    assert read.approximate
    assert read.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ongoing",
        "Monthly",
        "Autumn term 2016",
        "2016",
        "8 December",
        "31/02/2016",
        "31 February 2016",
        "08/13/2015",
        "00/12/2015",
        "0/2016",
        "8 December 0015",
        "8 December 9999",
        "123/45/6789",
        "Marching on 12",
        "10.2.3.4",
    ],
)
def test_what_is_no_date_gives_none(text: str) -> None:
    read = parse_uk_date(text)
    assert read.on is None
    assert not read.approximate
    assert read.text == text


@given(DAYS)
def test_every_day_is_read_back_from_every_way_to_write_it(day: date) -> None:
    for text in (long_date(day), day.isoformat(), day.strftime("%d/%m/%Y")):
        read = parse_uk_date(text)
        assert (read.on, read.approximate) == (day, False)


@given(st.text(max_size=60) | st.text(alphabet="0123456789/-. decjanmy", max_size=30))
def test_any_text_is_taken_without_an_error(text: str) -> None:
    read = parse_uk_date(text)
    assert read.on is None or 1900 <= read.on.year <= 2100


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2015, 12, 8), "today"),
        (date(2015, 12, 7), "yesterday"),
        (date(2015, 12, 9), "tomorrow"),
        (date(2015, 12, 11), "in 3 days"),
        (date(2015, 11, 26), "12 days ago"),
        (date(2012, 12, 8), "1,095 days ago"),
    ],
)
def test_distance_from_today_in_words(day: date, words: str) -> None:
    assert relative_days(day, date(2015, 12, 8)) == words


def test_a_date_is_printed_without_a_leading_zero() -> None:
    assert long_date(date(2015, 12, 8)) == "8 December 2015"
