"""Meetings in rhythm, times of day, and whether a quorum was met."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.board_vocabulary import Presence
from tracker.domain.errors import RuleError
from tracker.domain.meetings import (
    MOST_MEETINGS,
    Count,
    Schedule,
    ScheduledDay,
    count_of,
    scheduled_days,
    time_of_day,
)

NONE: frozenset[date] = frozenset()
MONTHLY = Schedule(date(2026, 11, 27), 4, times=3)


def days(schedule: Schedule, extra: frozenset[date] = NONE) -> list[date]:
    return [each.day for each in scheduled_days(schedule, extra)]


def test_so_many_meetings_or_until_a_day() -> None:
    wanted = [date(2026, 11, 27), date(2026, 12, 29), date(2027, 1, 22)]
    # Christmas Day is a Friday in 2026, and Boxing Day is kept on the Monday after it.
    assert days(MONTHLY) == wanted
    assert days(replace(MONTHLY, times=None, until_on=date(2027, 1, 22))) == wanted
    assert days(replace(MONTHLY, times=None, until_on=date(2027, 1, 21))) == wanted[:2]


def test_a_moved_meeting_says_from_which_holiday_and_the_rhythm_goes_on() -> None:
    found = scheduled_days(MONTHLY, NONE)
    assert found[1] == ScheduledDay(date(2026, 12, 29), date(2026, 12, 25))
    assert [each.moved_from_on for each in found] == [None, date(2026, 12, 25), None]
    proclaimed = frozenset({date(2026, 11, 27)})
    assert days(MONTHLY, proclaimed)[0] == date(2026, 11, 30)


def test_an_excepted_day_is_passed_over_and_does_not_count() -> None:
    schedule = replace(MONTHLY, without=frozenset({date(2026, 12, 25), date(2027, 1, 22)}))
    assert days(schedule) == [date(2026, 11, 27), date(2027, 2, 19), date(2027, 3, 19)]


def test_a_board_may_meet_on_saturdays() -> None:
    assert days(Schedule(date(2026, 11, 28), 1, times=1)) == [date(2026, 11, 28)]


@pytest.mark.parametrize(
    ("schedule", "field", "words"),
    [
        (replace(MONTHLY, times=None), "times", "one of the two"),
        (replace(MONTHLY, until_on=date(2027, 1, 1)), "times", "one of the two"),
        (replace(MONTHLY, every_weeks=0), "every_weeks", "from 1 to 52"),
        (replace(MONTHLY, every_weeks=53), "every_weeks", "from 1 to 52"),
        (replace(MONTHLY, times=MOST_MEETINGS + 1), "times", "more than 60"),
        (
            Schedule(date(2026, 1, 1), 1, until_on=date(2100, 1, 1)),
            "until_on",
            "more than 60",
        ),
        (Schedule(date(2026, 1, 2), 1, until_on=date(2026, 1, 1)), "first_on", "No day is left"),
        (
            Schedule(
                date(2026, 1, 9),
                1,
                until_on=date(2026, 1, 9),
                without=frozenset([date(2026, 1, 9)]),
            ),
            "first_on",
            "No day is left",
        ),
    ],
)
def test_a_schedule_without_sense_is_refused(schedule: Schedule, field: str, words: str) -> None:
    with pytest.raises(RuleError, match=words) as refusal:
        scheduled_days(schedule, NONE)
    assert refusal.value.field == field


def test_the_end_of_what_can_be_dated_is_the_end_of_a_schedule() -> None:
    found = days(Schedule(date(2100, 12, 10), 2, times=9))
    assert found == [date(2100, 12, 10), date(2100, 12, 24)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("14:00", "14:00"), ("9:30", "09:30"), ("09.30", "09:30"), (" 23:59 ", "23:59"), ("", None)],
)
def test_a_time_of_day_is_kept_in_one_form(typed: str, kept: str | None) -> None:
    assert time_of_day(typed, "start_time", "The start") == kept


@pytest.mark.parametrize("typed", ["24:00", "14:60", "2pm", "14", "14:00:00", "14:0\uff10"])
def test_what_is_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(RuleError, match="such as 14:00") as refusal:
        time_of_day(typed, "start_time", "The start")
    assert refusal.value.field == "start_time"


@pytest.mark.parametrize(
    ("presences", "needed", "came", "is_met"),
    [
        ([(True, Presence.PRESENT), (True, Presence.SUBSTITUTE)], 2, 2, True),
        ([(True, Presence.PRESENT), (True, Presence.APOLOGIES)], 2, 1, False),
        ([(True, Presence.PRESENT), (False, Presence.PRESENT)], 2, 1, False),
        ([(True, None), (True, None)], 1, 0, None),
        ([(True, Presence.PRESENT)], None, 1, None),
        ([], 1, 0, None),
    ],
)
def test_a_quorum_counts_those_with_a_vote_who_came(
    presences: list[tuple[bool, Presence | None]],
    needed: int | None,
    came: int,
    is_met: bool | None,
) -> None:
    found: Count = count_of(presences, needed)
    assert (found.came, found.is_met) == (came, is_met)
