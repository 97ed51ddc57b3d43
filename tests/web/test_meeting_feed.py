"""The calendar of meetings: published ones of one's own boards, read by another program."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import a_board, recorded
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardRole, MeetingState
from tracker.domain.vocabulary import Role
from tracker.models import Board, BoardMember, Meeting
from tracker.services.meeting_steps import MoveFields, cancel_meeting, move_meeting

ON = date(2026, 10, 5)
LATER = date(2026, 11, 2)
FEED = "/councils/riverford/calendar-feed"


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    return a_board(session, actor)


def a_meeting(session: Session, by: Actor, board: Board, **more: Any) -> Meeting:
    values = {"held_on": LATER, "title": "November", **more}
    return recorded(session, by, Meeting, board_id=board.id, **values)


def opened(client: PageClient) -> str:
    page = client.post(f"{FEED}/open", expect=200).text
    (address,) = re.findall(r"http://127\.0\.0\.1:5000(/feeds/[^<]+/meetings\.ics)", page)
    return str(address)


def events(client: PageClient, address: str) -> list[Any]:
    answer = client.get(address)
    assert answer.mimetype == "text/calendar"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def seated(session: Session, by: Actor, board: Board, person_id: Any, **more: Any) -> None:
    values = {"role": BoardRole.MEMBER, "is_voting": True, "from_on": date(2026, 1, 5), **more}
    recorded(session, by, BoardMember, board_id=board.id, person_id=person_id, **values)


def test_has_the_published_meetings_of_ones_own_boards(
    client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
) -> None:
    other = a_board(session, actor, name="Other")
    a_meeting(session, actor, other, title="Elsewhere")
    a_meeting(session, actor, board, title="Draft", state=MeetingState.DRAFT)
    own = a_meeting(session, actor, board, start_time="14:00", end_time="15:30", place="Hall; 2")
    member = sign_in_as(Role.BOARD_MEMBER)
    address = opened(client)
    assert events(client, address) == []
    seated(session, actor, board, member.id)
    client.delete_cookie("tracker")
    (event,) = events(client, address)
    assert str(event["summary"]) == "Improvement Board: November"
    assert str(event["location"]) == "Hall; 2"
    assert event["dtstart"].dt.isoformat() == "2026-11-02T14:00:00+00:00"
    assert event["dtend"].dt.isoformat() == "2026-11-02T15:30:00+00:00"
    assert str(event["url"]).endswith(f"/meetings/{own.id}")


def test_follows_a_move_and_a_cancellation_with_a_rising_sequence(
    client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
) -> None:
    meeting = a_meeting(session, actor, board)
    sign_in_as(Role.PROGRAMME_LEAD)
    address = opened(client)
    (first,) = events(client, address)
    assert first["dtstart"].dt == LATER
    to = MoveFields(held_on=date(2026, 11, 9), start_time="10:00")
    move_meeting(session, meeting, to, by=actor, on=ON, reason="The chair is away")
    (moved,) = events(client, address)
    cancel_meeting(session, meeting, by=actor, on=ON, reason="Snow")
    (off,) = events(client, address)
    assert first["uid"] == moved["uid"] == off["uid"]
    assert first["sequence"] < moved["sequence"] < off["sequence"]
    assert "Moved from 2 November 2026: The chair is away" in moved["description"]
    assert (first.get("status"), moved.get("status"), off["status"]) == (None, None, "CANCELLED")
    assert "Cancelled: Snow" in off["description"]


def test_ends_with_the_seat_and_with_the_feed(
    client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
) -> None:
    a_meeting(session, actor, board)
    member = sign_in_as(Role.BOARD_MEMBER)
    seated(session, actor, board, member.id, to_on=date(2026, 10, 4))
    address = opened(client)
    assert events(client, address) == []
    client.post(f"{FEED}/revoke")
    client.get(address, expect=404)
