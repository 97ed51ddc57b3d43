"""Old payloads of history are read in today's shape."""

from __future__ import annotations

import pytest

from tracker.domain.chain import SCHEMA_VERSION
from tracker.domain.upcasting import upcast

MOVED = {
    "v": 1,
    "reason": "Late",
    "old": {},
    "new": {"moved_on": "2016-01-01"},
    "record": {
        "action_id": "a",
        "from_on": "2016-03-31",
        "to_on": "2016-06-30",
        "reason": "Late",
        "moved_on": "2016-01-01",
        "moved_by_id": "p",
        "meeting_id": None,
    },
}


def test_a_move_from_before_requests_was_agreed_and_nobody_is_known_to_have_asked() -> None:
    told = upcast("date_change", MOVED)
    assert told["v"] == SCHEMA_VERSION
    assert told["new"] == {"decided_on": "2016-01-01"}
    assert told["record"] == {
        "action_id": "a",
        "from_on": "2016-03-31",
        "to_on": "2016-06-30",
        "reason": "Late",
        "decided_on": "2016-01-01",
        "decided_by_id": "p",
        "meeting_id": None,
        "state": "agreed",
        "to_text": None,
        "recovery": None,
        "requested_on": "2016-01-01",
        "requested_by_id": None,
        "decision_note": None,
    }
    assert MOVED["record"]["moved_on"] == "2016-01-01"  # type: ignore[index]


def test_a_council_had_five_days() -> None:
    old = {"v": 1, "reason": None, "old": {}, "new": {}, "record": {"name": "Riverford"}}
    assert upcast("council", old)["record"] == {"name": "Riverford", "freeze_days": 5}


def test_a_meeting_was_known_to_everybody() -> None:
    old = {"v": 2, "reason": None, "old": {}, "new": {}, "record": {"title": "October"}}
    assert upcast("meeting", old)["record"] == {"title": "October", "state": "published"}
    assert "state" not in upcast("board", old)["record"]


@pytest.mark.parametrize("kind", ["date_change", "council", "meeting"])
def test_what_is_of_today_is_left_as_it_is(kind: str) -> None:
    now = {"v": SCHEMA_VERSION, "reason": None, "old": {}, "new": {}, "record": {"name": "x"}}
    assert upcast(kind, now) == now
