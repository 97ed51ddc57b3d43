"""Identifiers: UUID version 7, in the order in which they were made."""

from __future__ import annotations

import os
import threading
import uuid
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import identifiers
from tracker.domain.identifiers import uuid7

INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def millisecond_of(identifier: uuid.UUID) -> int:
    return identifier.int >> 80


def test_version_and_variant_are_those_of_the_rfc() -> None:
    identifier = uuid7()
    assert identifier.version == 7
    assert identifier.variant == uuid.RFC_4122


def test_carries_the_present_millisecond() -> None:
    before = datetime.now(UTC)
    made = millisecond_of(uuid7()) / 1000
    after = datetime.now(UTC)
    assert before.timestamp() - 1 <= made <= after.timestamp() + 1


def test_identifiers_of_one_thread_increase_strictly() -> None:
    made = [uuid7() for _ in range(5_000)]
    assert all(earlier < later for earlier, later in pairwise(made))
    texts = [str(identifier) for identifier in made]
    assert texts == sorted(texts)


def test_identifiers_of_many_threads_are_distinct_and_increase_in_each() -> None:
    runs: list[list[uuid.UUID]] = [[] for _ in range(8)]
    start = threading.Barrier(len(runs))

    def make(run: list[uuid.UUID]) -> None:
        start.wait()
        run.extend(uuid7() for _ in range(500))

    threads = [threading.Thread(target=make, args=(run,)) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    everything = [identifier for run in runs for identifier in run]
    assert len(set(everything)) == 8 * 500
    assert all(run == sorted(run) for run in runs)


def test_a_clock_that_goes_backwards_does_not_break_the_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(identifiers, "_LIVE", identifiers._Sequence())
    ticks = iter([5_000_000_000, 3_000_000_000, 4_000_000_000, 6_000_000_000])
    monkeypatch.setattr("tracker.domain.identifiers.time.time_ns", lambda: next(ticks))
    made = [uuid7() for _ in range(4)]
    assert made == sorted(made)
    assert [millisecond_of(identifier) for identifier in made] == [5_000, 5_000, 5_000, 6_000]


def test_a_full_millisecond_runs_over_into_the_next() -> None:
    sequence = identifiers._Sequence()
    sequence.following(1_000)
    sequence._tail = (1 << 74) - 1
    millisecond, tail = sequence.following(1_000)
    assert millisecond == 1_001
    assert tail < 1 << 74


@given(INSTANTS)
def test_a_replayed_identifier_carries_its_instant(at: datetime) -> None:
    identifier = uuid7(at)
    expected = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert millisecond_of(identifier) == expected
    assert (identifier.version, identifier.variant) == (7, uuid.RFC_4122)


@given(st.lists(INSTANTS, min_size=2, max_size=20))
def test_replayed_oldest_first_they_increase_strictly(instants: list[datetime]) -> None:
    made = [uuid7(at) for at in sorted(instants)]
    assert all(earlier < later for earlier, later in pairwise(made))


def test_replaying_the_past_does_not_hold_back_the_present() -> None:
    before = uuid7()
    uuid7(datetime(2015, 9, 1, tzinfo=UTC))
    uuid7(datetime(2150, 9, 1, tzinfo=UTC))
    after = uuid7()
    assert before < after
    assert millisecond_of(after) - millisecond_of(before) < 60_000


def test_the_same_instant_in_another_zone_is_the_same_millisecond() -> None:
    at = datetime(2015, 9, 1, 12, tzinfo=UTC)
    elsewhere = at.astimezone(timezone(timedelta(hours=1)))
    assert millisecond_of(uuid7(at)) == millisecond_of(uuid7(elsewhere))


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (datetime(2015, 9, 1), "needs a time zone"),  # noqa: DTZ001 - that is the fault
        (datetime(1969, 12, 31, tzinfo=UTC), "cannot be before 1970"),
    ],
)
def test_an_instant_without_meaning_is_refused(at: datetime, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        uuid7(at)


@pytest.mark.skipif(not hasattr(os, "register_at_fork"), reason="this system does not fork")
def test_a_forked_process_does_not_continue_its_parents_run() -> None:
    sequence = identifiers._Sequence()
    sequence.following(1_000)
    sequence._lock.acquire()  # as when another thread held it at the fork
    sequence.forget()
    assert sequence.following(500)[0] == 500
