"""The way of a meeting: the table of its steps over all pairs, moving, cancelling, scheduling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.mail import SentMail
from tests.foundations.records import ActorAs
from tests.services.asking import refused
from tests.services.given import a_board, a_person, recorded
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import MEETING_STEPS, BoardRole, MeetingState, Presence
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Role
from tracker.models import Attendance, BankHoliday, Board, BoardMember, Council, Meeting, OutboxMail
from tracker.models.recording import deed as open_deed
from tracker.queries.freeze import find_freeze
from tracker.services.attendances import AttendanceFields, record_attendance
from tracker.services.deeds import Conflict
from tracker.services.meeting_mail import MeetingMail
from tracker.services.meeting_schedules import (
    ScheduleFields,
    preview_schedule,
    schedule_meetings,
)
from tracker.services.meeting_steps import (
    MoveFields,
    agree_minutes,
    cancel_meeting,
    hold_meeting,
    move_meeting,
    publish_meeting,
)
from tracker.services.meetings import MeetingFields, add_meeting, amend_meeting, remove_meeting

ON = date(2026, 10, 5)
LATER = date(2026, 11, 2)
MAIL = MeetingMail("plans@example.gov.uk", lambda key: f"https://plans.example/meetings/{key}")
S = MeetingState

ALLOWED = {
    (S.DRAFT, S.PUBLISHED),
    (S.PUBLISHED, S.HELD),
    (S.PUBLISHED, S.CANCELLED),
    (S.HELD, S.AGREED),
}
"""Written down a second time: a step that slips into the table is found."""

TO: dict[MeetingState, Callable[[Session, Meeting, Actor], Any]] = {
    S.PUBLISHED: lambda session, m, by: publish_meeting(session, m, by=by, on=ON),
    S.HELD: lambda session, m, by: hold_meeting(session, m, by=by, on=ON),
    S.AGREED: lambda session, m, by: agree_minutes(session, m, ON, by=by, on=ON),
    S.CANCELLED: lambda session, m, by: cancel_meeting(session, m, by=by, on=ON, reason="Snow"),
}


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    return a_board(session, actor)


def a_meeting(session: Session, by: Actor, board: Board, **more: Any) -> Meeting:
    values = {"board_id": board.id, "held_on": ON, "title": "October", **more}
    return recorded(session, by, Meeting, **values)


def a_member(session: Session, by: Actor, board: Board, **more: Any) -> BoardMember:
    values = {"role": BoardRole.MEMBER, "is_voting": True, "from_on": date(2026, 1, 5), **more}
    return recorded(session, by, BoardMember, board_id=board.id, **values)


@pytest.mark.parametrize("before", MeetingState)
@pytest.mark.parametrize("after", TO)
def test_the_table_of_steps_is_kept_over_all_pairs(
    session: Session, actor: Actor, board: Board, before: MeetingState, after: MeetingState
) -> None:
    meeting = a_meeting(session, actor, board, state=before)
    if (before, after) in ALLOWED:
        TO[after](session, meeting, actor)
        assert meeting.state is after
    else:
        with pytest.raises(RuleError, match=r"^(This|The minutes).*, so "):
            TO[after](session, meeting, actor)
        assert meeting.state is before


def test_nothing_becomes_a_draft_again() -> None:
    assert MEETING_STEPS == ALLOWED
    assert {after for _, after in MEETING_STEPS} == set(TO)


def test_a_meeting_is_held_once_its_day_has_come_and_agreed_no_sooner(
    session: Session, actor: Actor, board: Board
) -> None:
    coming = a_meeting(session, actor, board, held_on=LATER)
    with refused("it was not held yet", field=None):
        hold_meeting(session, coming, by=actor, on=ON)
    held = a_meeting(session, actor, board, state=S.HELD)
    for day, words in ((LATER, "today or in the past"), (date(2026, 10, 4), "before the meeting")):
        with refused(words, field="agreed_on"):
            agree_minutes(session, held, day, by=actor, on=ON)


@pytest.mark.parametrize("state", [S.AGREED, S.CANCELLED])
def test_a_locked_meeting_changes_in_nothing(
    session: Session, actor: Actor, board: Board, state: MeetingState
) -> None:
    meeting = a_meeting(session, actor, board, state=state, agreed_on=ON)
    member = a_member(session, actor, board, name="Carol")
    fields = MeetingFields(board_id=board.id, held_on=ON, title="Other")
    words = "agreed on 5 October 2026" if state is S.AGREED else "was cancelled"
    line = AttendanceFields(member_id=member.id, presence=Presence.PRESENT)
    with refused(words, field=None):
        amend_meeting(session, meeting, fields, by=actor, on=ON)
    with refused(words, field=None):
        record_attendance(session, meeting, [line], by=actor, on=ON)
    assert meeting.title == "October"


def test_a_draft_and_a_cancelled_meeting_lock_no_dates(
    session: Session, actor: Actor, board: Board
) -> None:
    for state in (S.DRAFT, S.CANCELLED):
        a_meeting(session, actor, board, held_on=date(2026, 10, 7), state=state)
    assert find_freeze(session, actor, board.id, ON) is None
    a_meeting(session, actor, board, held_on=date(2026, 10, 7))
    assert find_freeze(session, actor, board.id, ON) is not None


# Moving.


def test_a_move_says_from_when_and_why_and_is_told(
    session: Session, actor: Actor, board: Board, sent_mail: SentMail
) -> None:
    a_member(session, actor, board, name="Carol Finch", email="carol@police.example.org")
    meeting = a_meeting(session, actor, board, held_on=LATER, start_time="14:00")
    before = meeting.version
    to = MoveFields(held_on=date(2026, 11, 9), start_time="9.30", end_time="11:00", place="Hall")
    told = move_meeting(
        session, meeting, to, by=actor, on=ON, reason="The chair is away", mail=MAIL
    )
    assert told == 1
    assert (meeting.held_on, meeting.start_time) == (date(2026, 11, 9), "09:30")
    assert (meeting.moved_from_on, meeting.moved_because) == (LATER, "The chair is away")
    (mail,) = sent_mail()
    assert mail.recipient == "carol@police.example.org"
    assert mail.subject == "Moved: Improvement Board: October, 9 November 2026, 09:30"
    assert "It was on 2 November 2026" in mail.body
    assert "The chair is away" in mail.body
    event: Any = calendar_of(session).walk("VEVENT")[0]
    assert event["sequence"] == meeting.version > before
    # British time, and not summer time any more in November.
    assert event["dtstart"].dt.isoformat() == "2026-11-09T09:30:00+00:00"


def calendar_of(session: Session) -> Calendar:
    """The calendar message of the newest mail, as another program reads it."""
    newest = select(OutboxMail.calendar).order_by(OutboxMail.id.desc()).limit(1)
    return Calendar.from_ical(session.scalars(newest).one() or "")


@pytest.mark.parametrize(
    ("to", "reason", "field", "words"),
    [
        ({}, "Why", "held_on", "another day, time or place"),
        ({"held_on": LATER + timedelta(1)}, None, "reason", "Enter why"),
        ({"held_on": LATER + timedelta(1)}, "  ", "reason", "Enter why"),
        ({"held_on": date(1066, 1, 1)}, "Why", "held_on", "between 1990 and 2100"),
        ({"start_time": "noon"}, "Why", "start_time", "such as 14:00"),
        ({"end_time": "15:00"}, "Why", "start_time", "Enter the start"),
        ({"start_time": "15:00", "end_time": "15:00"}, "Why", "end_time", "after the start"),
        ({"place": "p" * 201}, "Why", "place", "200 characters"),
    ],
)
def test_a_move_without_sense_is_refused(
    session: Session,
    actor: Actor,
    board: Board,
    to: dict[str, Any],
    reason: str | None,
    field: str,
    words: str,
) -> None:
    meeting = a_meeting(session, actor, board, held_on=LATER)
    fields = replace(MoveFields(held_on=LATER), **to)
    with refused(words, field=field):
        move_meeting(session, meeting, fields, by=actor, on=ON, reason=reason)


@pytest.mark.parametrize("state", set(S) - {S.PUBLISHED})
def test_only_a_published_meeting_moves(
    session: Session, actor: Actor, board: Board, state: MeetingState
) -> None:
    meeting = a_meeting(session, actor, board, state=state)
    with refused("so it cannot be moved", field=None):
        move_meeting(session, meeting, MoveFields(held_on=LATER), by=actor, on=ON, reason="x")


def test_a_published_day_is_moved_and_not_amended(
    session: Session, actor: Actor, board: Board
) -> None:
    fields = MeetingFields(board_id=board.id, held_on=LATER, title="October")
    draft = a_meeting(session, actor, board, state=S.DRAFT)
    amend_meeting(session, draft, fields, by=actor, on=ON)
    assert draft.held_on == LATER
    published = a_meeting(session, actor, board, start_time="14:00")
    with refused("Move this meeting instead", field="held_on"):
        amend_meeting(session, published, fields, by=actor, on=ON)
    other_time = replace(fields, held_on=ON, start_time="15:00")
    with refused("Move this meeting instead", field="start_time"):
        amend_meeting(session, published, other_time, by=actor, on=ON)


# Inviting.


def test_whoever_has_an_address_is_invited_once(
    session: Session, actor: Actor, board: Board, sent_mail: SentMail
) -> None:
    known = a_person(session, actor, email="Rowan@example.gov.uk")
    left = a_person(session, actor, "Lee Left", email="l@example.gov.uk", left_on=ON)
    a_member(session, actor, board, person_id=known.id)
    a_member(session, actor, board, person_id=left.id)
    a_member(session, actor, board, name="Rowan again", email="rowan@example.gov.uk")
    a_member(session, actor, board, name="No address")
    a_member(session, actor, board, name="Was", email="w@example.org", to_on=date(2026, 11, 1))
    a_member(session, actor, board, name="Gone", email="g@example.org", removed_on=ON)
    fields = MeetingFields(board_id=board.id, held_on=LATER, title="November", start_time="14:00")
    add_meeting(session, fields, by=actor, on=ON, as_draft=True, mail=MAIL)
    assert sent_mail() == []
    meeting = add_meeting(session, fields, by=actor, on=ON, mail=MAIL)
    (mail,) = sent_mail()
    assert mail.recipient.lower() == "rowan@example.gov.uk"
    assert mail.subject.startswith("Invitation: Improvement Board: November")
    calendar = calendar_of(session)
    assert calendar["method"] == "REQUEST"
    event = calendar.walk("VEVENT")[0]
    assert event["uid"] == f"meeting-{meeting.id}@improvement-plan-tracker"
    assert str(event["organizer"]) == "mailto:plans@example.gov.uk"
    assert str(event["attendee"]).lower() == "mailto:rowan@example.gov.uk"
    assert str(event["url"]) == f"https://plans.example/meetings/{meeting.id}"


@pytest.mark.parametrize("deed", ["cancel", "remove"])
def test_whoever_was_invited_is_told_that_it_is_off(
    session: Session, actor: Actor, board: Board, sent_mail: SentMail, deed: str
) -> None:
    a_member(session, actor, board, name="Carol", email="carol@police.example.org")
    meeting = a_meeting(session, actor, board, held_on=LATER)
    if deed == "cancel":
        cancel_meeting(session, meeting, by=actor, on=ON, reason="Snow; and ice", mail=MAIL)
    else:
        remove_meeting(session, meeting, by=actor, on=ON, reason="Twice", mail=MAIL)
    (mail,) = sent_mail()
    assert mail.subject.startswith("Cancelled: ")
    assert ("Snow; and ice" in mail.body) == (deed == "cancel")
    calendar = calendar_of(session)
    assert (calendar["method"], calendar.walk("VEVENT")[0]["status"]) == ("CANCEL", "CANCELLED")


def test_nobody_is_told_of_what_is_over(
    session: Session, actor: Actor, board: Board, sent_mail: SentMail
) -> None:
    a_member(session, actor, board, name="Carol", email="carol@police.example.org")
    meeting = a_meeting(session, actor, board, held_on=date(2026, 10, 4), state=S.DRAFT)
    assert publish_meeting(session, meeting, by=actor, on=ON, mail=MAIL) == 0
    assert sent_mail() == []


# Scheduling.

RHYTHM = ScheduleFields(first_on=date(2026, 11, 27), every_weeks=4, times=3, start_time="9:30")


def test_a_schedule_adds_drafts_in_one_deed(session: Session, actor: Actor, board: Board) -> None:
    added = schedule_meetings(session, board, RHYTHM, by=actor, on=ON)
    shown = [(m.held_on, m.title, m.state, m.start_time) for m in added]
    assert shown == [
        (date(2026, 11, 27), "November 2026 meeting", S.DRAFT, "09:30"),
        (date(2026, 12, 29), "December 2026 meeting", S.DRAFT, "09:30"),
        (date(2027, 1, 22), "January 2027 meeting", S.DRAFT, "09:30"),
    ]


def test_a_proclaimed_holiday_moves_a_meeting_too(
    session: Session, actor: Actor, board: Board
) -> None:
    recorded_holiday = BankHoliday(day=date(2026, 11, 27), name="A day of thanks")
    with open_deed(
        session, "given", actor_kind=actor.kind, actor_id=None, door=actor.door, at=actor.at
    ):
        session.add(recorded_holiday)
    assert preview_schedule(session, board, RHYTHM)[0].day == date(2026, 11, 30)


def test_a_schedule_meets_no_other_meeting_and_no_end(
    session: Session, actor: Actor, board: Board
) -> None:
    a_meeting(session, actor, board, held_on=date(2026, 12, 29))
    with refused("has a meeting on 29 December 2026 already", field="without"):
        schedule_meetings(session, board, RHYTHM, by=actor, on=ON)
    ended = recorded(session, actor, Board, name="Old", kind=board.kind, ended_on=date(2027, 1, 1))
    with refused("has ended by 22 January 2027", field="times"):
        schedule_meetings(session, ended, RHYTHM, by=actor, on=ON)


# Attendance.


def test_lines_are_recorded_and_two_writers_are_told(
    session: Session, actor: Actor, board: Board
) -> None:
    meeting = a_meeting(session, actor, board)
    carol, ifeoma = (a_member(session, actor, board, name=name) for name in ("Carol", "Ifeoma"))
    came = AttendanceFields(member_id=carol.id, presence=Presence.PRESENT)
    sent = AttendanceFields(
        member_id=ifeoma.id, presence=Presence.SUBSTITUTE, substitute="Kit Brown"
    )
    record_attendance(session, meeting, [came, sent], by=actor, on=ON)
    lines = session.scalars(select(Attendance).order_by(Attendance.id)).all()
    assert [(line.presence, line.substitute) for line in lines] == [
        (Presence.PRESENT, None),
        (Presence.SUBSTITUTE, "Kit Brown"),
    ]
    # The same again changes nothing, whatever was read.
    record_attendance(session, meeting, [came], by=actor, on=ON)
    with pytest.raises(Conflict):
        record_attendance(
            session, meeting, [replace(came, presence=Presence.ABSENT)], by=actor, on=ON
        )
    again = replace(came, presence=None, read=lines[0].version)
    record_attendance(session, meeting, [again], by=actor, on=ON)
    assert lines[0].presence is None


def test_a_line_without_sense_is_refused(session: Session, actor: Actor, board: Board) -> None:
    meeting = a_meeting(session, actor, board)
    coming = a_meeting(session, actor, board, held_on=LATER)
    carol = a_member(session, actor, board, name="Carol")
    other = a_board(session, actor, name="Other")
    stranger = a_member(session, actor, other, name="Stranger")
    line = AttendanceFields(member_id=carol.id, presence=Presence.SUBSTITUTE)
    for at, fields, field, words in (
        (meeting, line, f"substitute_{carol.id.hex}", "who came in their place"),
        (
            meeting,
            replace(line, presence=Presence.PRESENT, substitute="Kit"),
            f"presence_{carol.id.hex}",
            "Substitute came",
        ),
        (coming, replace(line, substitute="Kit"), f"presence_{carol.id.hex}", "only apologies"),
        (meeting, replace(line, member_id=stranger.id), "member_id", "members of this board"),
    ):
        with refused(words, field=field):
            record_attendance(session, at, [fields], by=actor, on=ON)
    apologies = replace(line, presence=Presence.APOLOGIES)
    record_attendance(session, coming, [apologies], by=actor, on=ON)


def test_another_councils_meeting_is_left_alone(
    session: Session, actor: Actor, board: Board, actor_as: ActorAs, other_council: Council
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    meeting = a_meeting(session, actor, board, state=S.DRAFT)
    for step in TO.values():
        with refused("another council", field=None):
            step(session, meeting, by)
    with refused("another council", field=None):
        schedule_meetings(session, board, RHYTHM, by=by, on=ON)
