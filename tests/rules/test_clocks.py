"""Clocks: the stored date stands, the computed one is a check beside it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.clocks import check_clock, computed_due
from tracker.domain.frameworks import ClockRule, StartsFrom, load_frameworks
from tracker.domain.working_days import is_working_day, working_days_between

RECEIVED = date(2015, 9, 1)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 12, 31))


def rule(working_days: int | None = 70) -> ClockRule:
    return ClockRule(
        key="statement_of_action",
        label="Publish the written statement of action",
        working_days=working_days,
        starts_from=StartsFrom.RECEIVED,
        kinds=("full_inspection",),
        only_with_finding=None,
        only_with_grades=(),
        source="SI 2007/462",
    )


def test_shipped_rules_give_darlington_s_dates() -> None:
    clocks = load_frameworks()["sif"].clocks_for("full_inspection")
    assert {clock.key: computed_due(clock, RECEIVED) for clock in clocks} == {
        "publish_report": date(2015, 10, 13),
        "statement_of_action": date(2015, 12, 8),
    }


def test_a_shipped_rule_without_a_count_gives_no_date() -> None:
    (plan,) = load_frameworks()["area-send-2023"].clocks_for(
        "full_inspection", grades=["systemic_failings"]
    )
    assert computed_due(plan, date(2024, 1, 30)) is None


@pytest.mark.parametrize(
    ("starts_on", "stored", "differs_by", "words"),
    [
        (RECEIVED, date(2015, 12, 8), 0, "8 December 2015 is"),
        (
            date(2024, 8, 21),
            date(2024, 9, 30),  # Suffolk's own target
            -43,
            "The stored date, 30 September 2024, is 43 working days earlier than",
        ),
        (
            RECEIVED,
            date(2015, 12, 9),
            1,
            "The stored date, 9 December 2015, is 1 working day later than",
        ),
    ],
)
def test_the_check_in_words(starts_on: date, stored: date, differs_by: int, words: str) -> None:
    check = check_clock(rule(), starts_on=starts_on, stored=stored)
    assert check.differs_by_working_days == differs_by
    assert check.sentence.startswith(words)
    assert check.differs is (differs_by != 0)


def test_the_warning_says_what_was_counted() -> None:
    check = check_clock(rule(), starts_on=date(2024, 8, 21), stored=date(2024, 9, 30))
    assert check.sentence == (
        "The stored date, 30 September 2024, is 43 working days earlier than "
        "28 November 2024, which is 70 working days after 21 August 2024."
    )


def test_a_saturday_right_after_the_computed_friday_is_told() -> None:
    check = check_clock(rule(68), starts_on=RECEIVED, stored=date(2015, 12, 5))
    assert (check.differs, check.differs_by_working_days) == (True, 0)
    assert check.sentence == (
        "The stored date, 5 December 2015, is not a working day. "
        "4 December 2015 is 68 working days after 1 September 2015."
    )


def test_a_saturday_further_off_is_told_too() -> None:
    check = check_clock(rule(), starts_on=date(2018, 5, 9), stored=date(2018, 8, 18))
    assert check.differs_by_working_days == 1
    assert check.sentence == (
        "The stored date, 18 August 2018, is 1 working day later than 16 August 2018, which is "
        "70 working days after 9 May 2018. The stored date is not a working day."
    )


@pytest.mark.parametrize(
    ("known", "starts_on", "words"),
    [
        (None, RECEIVED, "The rule of this clock is not known"),
        (rule(None), RECEIVED, "No number of working days is set"),
        (rule(), None, "The day that this clock starts from is not known"),
    ],
)
def test_what_cannot_be_computed_is_not_checked(
    known: ClockRule | None, starts_on: date | None, words: str
) -> None:
    check = check_clock(known, starts_on=starts_on, stored=date(2015, 12, 8))
    assert (check.computed, check.differs_by_working_days, check.differs) == (None, None, False)
    assert check.sentence.startswith(words)


def test_without_a_stored_date_the_computed_one_is_offered() -> None:
    check = check_clock(rule(), starts_on=RECEIVED, stored=None)
    assert (check.computed, check.differs) == (date(2015, 12, 8), False)
    assert check.sentence == (
        "No date is stored. 8 December 2015 is 70 working days after 1 September 2015."
    )


def test_a_newly_proclaimed_holiday_moves_the_computed_date_only() -> None:
    extra = frozenset({date(2015, 12, 7)})
    check = check_clock(rule(), starts_on=RECEIVED, stored=date(2015, 12, 8), extra_holidays=extra)
    assert (check.stored, check.computed) == (date(2015, 12, 8), date(2015, 12, 9))
    assert check.differs_by_working_days == -1
    later = check_clock(rule(), starts_on=RECEIVED, stored=date(2015, 12, 11), extra_holidays=extra)
    assert later.differs_by_working_days == 2


def test_a_proclaimed_holiday_between_the_two_dates_does_not_count() -> None:
    thursday = frozenset({date(2015, 12, 10)})
    check = check_clock(
        rule(), starts_on=RECEIVED, stored=date(2015, 12, 11), extra_holidays=thursday
    )
    assert (check.computed, check.differs_by_working_days) == (date(2015, 12, 8), 2)
    closed = check_clock(
        rule(), starts_on=RECEIVED, stored=date(2015, 12, 10), extra_holidays=thursday
    )
    assert closed.differs_by_working_days == 1
    assert closed.sentence.endswith("The stored date is not a working day.")


@given(DAYS, DAYS, st.integers(min_value=1, max_value=90))
def test_the_check_agrees_with_the_calendar(starts_on: date, stored: date, count: int) -> None:
    check = check_clock(rule(count), starts_on=starts_on, stored=stored)
    assert check.stored == stored
    assert check.computed is not None
    assert is_working_day(check.computed)
    assert working_days_between(starts_on, check.computed) == count
    assert check.differs == (stored != check.computed)
    assert check.differs_by_working_days == (
        working_days_between(starts_on, stored) - count
        if stored >= starts_on
        else -count - working_days_between(stored, starts_on)
    )
