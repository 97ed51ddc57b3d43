"""What a board's pack shows, read with a member's eyes: nothing under embargo is there.

Called under the lock of the council's history, every statement sees the same instant. Restricted
items are read whole and marked, as the open version leaves them out before anything is drawn.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnySelect
from tracker.access.visibility import visible
from tracker.domain.pack_material import (
    Attended,
    CalledIn,
    ChallengeFacts,
    DecisionFacts,
    FollowUpFacts,
    ItemFacts,
    MeetingFacts,
    PackMaterial,
    PaperFacts,
)
from tracker.domain.picture import picture_of
from tracker.domain.surroundings import CouncilPicture
from tracker.domain.vocabulary import ActorKind, PlanStage, Role
from tracker.models import (
    AgendaItem,
    AgendaPaper,
    Board,
    Council,
    Meeting,
    Person,
    Plan,
    Post,
)
from tracker.queries.board_members import list_attendance
from tracker.queries.cabinet import read_material
from tracker.queries.meetings import list_changes
from tracker.queries.pack_notes import challenges_noted, decisions_noted, follow_ups_noted
from tracker.queries.plan_history import Cut
from tracker.queries.rows import read_rows


def as_member(actor: Actor) -> Actor:
    """``actor`` with the eyes of a board member, who sees nothing under embargo."""
    return replace(actor, kind=ActorKind.PERSON, roles=frozenset({Role.BOARD_MEMBER}))


@dataclass(frozen=True)
class Since:
    """The pack of the board that changes are told from: its number, its day, and what it knew."""

    number: int | None = None
    on: date | None = None
    row: Cut | None = None


@dataclass(frozen=True)
class Sealed:
    """What is put to the material when it is frozen: its number, and the signed head."""

    number: int = 0
    supersedes: int | None = None
    superseded_because: str | None = None
    statement: str = ""
    signature: str = ""
    fingerprint: str = ""


def read_pack(
    session: Session, actor: Actor, meeting: Meeting, since: Since, sealed: Sealed
) -> PackMaterial:
    """What the pack of a meeting shows at this moment: twelve statements, and nine a plan.

    Raises:
        NotFound: the council has nothing recorded of a plan that the board oversees.
    """
    reader = as_member(actor)
    facts = _meeting(session, reader, Meeting.id == meeting.id)
    last = _last_meeting(session, reader, facts, meeting.board_id)
    ids = [one.id for one in (facts, last) if one]
    news_from = since.on or (last.held_on if last else None)
    plans = [
        read_material(
            session, reader, plan_id, on=reader.today, since=since.on, since_row=since.row
        )
        for plan_id in _plans(session, reader, meeting.board_id)
    ]
    council = read_rows(session, select(Council.__table__).where(Council.id == actor.council_id))
    return PackMaterial(
        **vars(sealed),
        council=_pictured(CouncilPicture, council)[0],
        frozen_at=actor.at,
        as_at=actor.today,
        since_number=since.number,
        since_on=since.on,
        news_from=news_from,
        meeting=facts,
        last_meeting=last,
        items=_items(session, reader, ids),
        papers=_pictured(PaperFacts, read_rows(session, _papers(reader, ids))),
        attendance=_attendance(session, reader, last, meeting.board_id),
        decisions=_pictured(DecisionFacts, read_rows(session, decisions_noted(reader, last))),
        follow_ups=_pictured(
            FollowUpFacts, read_rows(session, follow_ups_noted(reader, meeting, last))
        ),
        challenges=_pictured(
            ChallengeFacts,
            read_rows(session, challenges_noted(reader, meeting.board_id, news_from)),
        ),
        called_in=_called_in(session, reader, meeting),
        plans=tuple(plans),
    )


def _pictured(kind: type[Any], rows: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(picture_of(kind, row._mapping) for row in rows)


def _meetings(reader: Actor) -> AnySelect:
    return (
        select(
            Meeting.id,
            Board.name.label("board"),
            func.coalesce(Board.chair_note, Person.name, "").label("chair"),
            Meeting.title,
            Meeting.held_on,
            Meeting.start_time,
            Meeting.end_time,
            Meeting.place,
            Meeting.state,
            Meeting.agreed_on,
        )
        .join(Board, Board.id == Meeting.board_id)
        .outerjoin(Person, Person.id == Board.chair_id)
        .where(Meeting.council_id == reader.council_id)
    )


def _meeting(session: Session, reader: Actor, which: ColumnElement[bool]) -> MeetingFacts:
    found: tuple[MeetingFacts, ...] = _pictured(
        MeetingFacts, read_rows(session, _meetings(reader).where(which))
    )
    return found[0]


def _last_meeting(
    session: Session, reader: Actor, facts: MeetingFacts, board_id: uuid.UUID
) -> MeetingFacts | None:
    query = (
        _meetings(reader)
        .where(Meeting.board_id == board_id, Meeting.stands, Meeting.held_on < facts.held_on)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(1)
    )
    return next(iter(_pictured(MeetingFacts, read_rows(session, query))), None)


def _plans(session: Session, reader: Actor, board_id: uuid.UUID) -> Sequence[uuid.UUID]:
    query = select(Plan.id).where(
        visible(reader, Plan), Plan.board_id == board_id, Plan.stage != PlanStage.CLOSED
    )
    return session.scalars(query.order_by(Plan.id)).all()


def _items(
    session: Session, reader: Actor, meeting_ids: Sequence[uuid.UUID]
) -> tuple[ItemFacts, ...]:
    number = func.row_number().over(
        partition_by=AgendaItem.meeting_id, order_by=(AgendaItem.position, AgendaItem.id)
    )
    query = (
        select(
            AgendaItem.id,
            AgendaItem.meeting_id,
            number.label("number"),
            AgendaItem.title,
            AgendaItem.kind,
            func.coalesce(Person.name, Post.title, "").label("presenter"),
            AgendaItem.presenter_note,
            AgendaItem.duration,
            AgendaItem.note,
            AgendaItem.minute,
            AgendaItem.is_restricted,
        )
        .outerjoin(Person, Person.id == AgendaItem.presenter_id)
        .outerjoin(Post, Post.id == AgendaItem.presenter_post_id)
        .where(
            AgendaItem.meeting_id.in_(meeting_ids),
            AgendaItem.removed_on.is_(None),
            visible(reader, AgendaItem),
        )
        .order_by(AgendaItem.meeting_id, AgendaItem.position, AgendaItem.id)
    )
    return tuple(_item(row) for row in read_rows(session, query))


def _item(row: Any) -> ItemFacts:
    values = dict(row._mapping)
    note = values.pop("presenter_note")
    named = values["presenter"]
    values["presenter"] = f"{named} ({note})" if named and note else named or note or ""
    return picture_of(ItemFacts, values)


def _papers(reader: Actor, meeting_ids: Sequence[uuid.UUID]) -> AnySelect:
    return (
        select(
            AgendaPaper.id,
            AgendaPaper.item_id,
            AgendaPaper.title,
            AgendaPaper.url,
            AgendaPaper.name,
            AgendaPaper.size,
            AgendaPaper.sha256,
        )
        .join(AgendaItem, AgendaItem.id == AgendaPaper.item_id)
        .where(
            visible(reader, AgendaPaper),
            AgendaPaper.meeting_id.in_(meeting_ids),
            AgendaPaper.removed_on.is_(None),
            AgendaItem.removed_on.is_(None),
        )
        .order_by(AgendaPaper.id)
    )


def _attendance(
    session: Session, reader: Actor, last: MeetingFacts | None, board_id: uuid.UUID
) -> tuple[Attended, ...]:
    if last is None:
        return ()
    rows = list_attendance(session, reader, last.id, board_id, last.held_on)
    return _pictured(Attended, rows)


def _called_in(session: Session, reader: Actor, meeting: Meeting) -> tuple[CalledIn, ...]:
    rows = (row for row in list_changes(session, reader, meeting) if row.is_called_in)
    return tuple(picture_of(CalledIn, {**row._mapping, "id": row.action_id}) for row in rows)
