"""The deeds of boards and meetings: who sits there, what they look at, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.access.actor import Actor
from tracker.demo.reading import Entry
from tracker.demo.stage import Stage, fields_of
from tracker.domain.board_vocabulary import AgendaKind, Presence
from tracker.models import AgendaItem, Board, BoardMember, Meeting, Person, Post
from tracker.services import (
    agenda_items,
    agenda_papers,
    attendances,
    board_members,
    forward_themes,
    meeting_schedules,
    meeting_steps,
    meetings,
    minutes,
    standing_items,
)

Verb = Callable[[Stage, Entry, Actor, date], None]


def _add_member(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    board = stage.find(Board, "board", entry, "board")
    given = fields_of(
        board_members.MemberFields,
        entry,
        person_id=stage.find_id(Person, "person", entry, "person"),
        is_voting=entry.flag("voting"),
    )
    member = board_members.add_member(stage.session, board, given, by=by, on=on)
    stage.keep("member", entry, member)


def _add_standing_item(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    board = stage.find(Board, "board", entry, "board")
    post_id = stage.find_id(Post, "post", entry, "presenter_post")
    given = fields_of(standing_items.StandingItemFields, entry, presenter_post_id=post_id)
    standing_items.add_standing_item(stage.session, board, given, by=by, on=on)


def _plan_theme(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    board = stage.find(Board, "board", entry, "board")
    meeting_id = stage.find_id(Meeting, "meeting", entry, "meeting")
    given = fields_of(forward_themes.ThemeFields, entry, meeting_id=meeting_id)
    forward_themes.plan_theme(stage.session, board, given, by=by, on=on)


def _add_meeting(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    board = stage.find(Board, "board", entry, "board")
    given = fields_of(meetings.MeetingFields, entry, board_id=board.id)
    draft = entry.flag("draft")
    meeting = meetings.add_meeting(stage.session, given, by=by, on=on, as_draft=draft)
    if "key" in entry:
        stage.keep("meeting", entry, meeting)


def _schedule_meetings(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    board = stage.find(Board, "board", entry, "board")
    given = fields_of(meeting_schedules.ScheduleFields, entry)
    meeting_schedules.schedule_meetings(stage.session, board, given, by=by, on=on)


def _add_agenda_item(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    meeting = stage.find(Meeting, "meeting", entry, "meeting")
    members = [
        stage.find(BoardMember, "member", entry, "readers", name) for name in entry.texts("readers")
    ]
    given = fields_of(
        agenda_items.AgendaItemFields,
        entry,
        kind=entry.choice("kind", AgendaKind),
        presenter_id=stage.find_id(Person, "person", entry, "presenter"),
        presenter_post_id=stage.find_id(Post, "post", entry, "presenter_post"),
        is_restricted=bool(members),
        reader_ids=tuple(member.id for member in members),
    )
    agenda_items.add_agenda_item(stage.session, meeting, given, by=by, on=on)


def _add_paper(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    given = fields_of(agenda_papers.PaperFields, entry)
    agenda_papers.add_paper(stage.session, _item(stage, entry), given, by=by, on=on)


def _write_minute(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    given = fields_of(minutes.MinuteFields, entry)
    minutes.write_minute(stage.session, _item(stage, entry), given, by=by, on=on)


def _item(stage: Stage, entry: Entry) -> AgendaItem:
    """The item of a meeting that has the title which the entry names."""
    meeting = stage.find(Meeting, "meeting", entry, "meeting")
    query = select(AgendaItem).where(
        AgendaItem.meeting_id == meeting.id,
        AgendaItem.title == entry.text("item"),
        AgendaItem.removed_on.is_(None),
    )
    query = query.options(joinedload(AgendaItem.meeting)).order_by(AgendaItem.id)
    item = stage.session.scalars(query).first()
    if item is None:
        entry.refuse("the agenda has no such item", "item")
    return item


def _record_attendance(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    meeting = stage.find(Meeting, "meeting", entry, "meeting")
    lines = [
        attendances.AttendanceFields(
            member_id=stage.find(BoardMember, "member", entry, key, name).id, presence=presence
        )
        for key, presence in (
            ("present", Presence.PRESENT),
            ("apologies", Presence.APOLOGIES),
            ("absent", Presence.ABSENT),
        )
        for name in entry.texts(key)
    ]
    attendances.record_attendance(stage.session, meeting, lines, by=by, on=on)


def _hold_meeting(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    meeting = stage.find(Meeting, "meeting", entry, "meeting")
    meeting_steps.hold_meeting(stage.session, meeting, by=by, on=on)


def _agree_minutes(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    meeting = stage.find(Meeting, "meeting", entry, "meeting")
    meeting_steps.agree_minutes(stage.session, meeting, on, by=by, on=on)


def _move_meeting(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    meeting = stage.find(Meeting, "meeting", entry, "meeting")
    given = fields_of(meeting_steps.MoveFields, entry)
    why = entry.text("reason")
    meeting_steps.move_meeting(stage.session, meeting, given, by=by, on=on, reason=why)


def _cancel_meeting(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    meeting = stage.find(Meeting, "meeting", entry, "meeting")
    why = entry.text("reason")
    meeting_steps.cancel_meeting(stage.session, meeting, by=by, on=on, reason=why)


VERBS: Final[Mapping[str, Verb]] = MappingProxyType(
    {
        "add_member": _add_member,
        "add_standing_item": _add_standing_item,
        "plan_theme": _plan_theme,
        "add_meeting": _add_meeting,
        "schedule_meetings": _schedule_meetings,
        "add_agenda_item": _add_agenda_item,
        "add_paper": _add_paper,
        "write_minute": _write_minute,
        "record_attendance": _record_attendance,
        "hold_meeting": _hold_meeting,
        "agree_minutes": _agree_minutes,
        "move_meeting": _move_meeting,
        "cancel_meeting": _cancel_meeting,
    }
)
