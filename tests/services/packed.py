"""A board with all that its pack shows, and a pack frozen of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from tests.services.boarded import (
    a_chair,
    a_seated_board,
    challenged,
    decided,
    followed_up,
    met,
    on_agenda,
    seated,
)
from tests.services.given import a_person, a_plan, an_action, rated, recorded
from tracker.access.actor import Actor
from tracker.adapters.file_store import FileStore
from tracker.adapters.signing_key import SigningKey
from tracker.domain.board_vocabulary import MeetingState, Presence
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import (
    Action,
    AgendaItem,
    AgendaPaper,
    AgendaReader,
    Attendance,
    Board,
    BoardMember,
    Meeting,
    Pack,
    Plan,
)
from tracker.services.packs import Keeping, freeze_pack

COMING = date(2026, 10, 12)
"""The day of the meeting that the pack is for."""

SECRET = "Names of the two families"


@dataclass(frozen=True)
class Scene:
    """A board, its last meeting and its next one, what is on them, and the plan it oversees."""

    board: Board
    member: BoardMember
    last: Meeting
    coming: Meeting
    item: AgendaItem
    plan: Plan
    action: Action


def keeping(folder: Path) -> Keeping:
    """A file store in a folder, and a key of its own."""
    return Keeping(FileStore(folder / "files"), SigningKey(Ed25519PrivateKey.generate()))


def a_scene(session: Session, by: Actor, **board: Any) -> Scene:
    """A board that met in September and meets in October; nothing on it is restricted."""
    seat = a_seated_board(session, by, a_chair(session, by), **board)
    member = seated(session, by, seat, a_person(session, by, "Priya Nair"))
    last = met(session, by, seat)
    on_agenda(session, by, last, title="Caseloads", minute="Caseloads fell to 17.")
    recorded(
        session,
        by,
        Attendance,
        meeting_id=last.id,
        member_id=member.id,
        presence=Presence.PRESENT,
        substitute=None,
    )
    decided(session, by, last)
    followed_up(session, by, last, due_on=date(2026, 9, 30))
    coming = met(session, by, seat, COMING, MeetingState.PUBLISHED, title="October")
    item = on_agenda(
        session, by, coming, title="Progress", presenter_note="The director", duration=30
    )
    recorded(
        session,
        by,
        AgendaPaper,
        item_id=item.id,
        meeting_id=coming.id,
        title="Caseload figures",
        url="https://example.org/figures",
        added_on=by.today,
    )
    plan = a_plan(session, by, PlanStage.ADOPTED)
    with_board(session, plan, seat, by)
    action = an_action(session, plan, by, title="Sample assessments")
    rated(session, action, Delivery.AT_RISK, by)
    challenged(session, by, seat, meeting_id=last.id)
    session.flush()
    return Scene(seat, member, last, coming, item, plan, action)


def with_board(session: Session, plan: Plan, board: Board, by: Actor) -> None:
    """Let the board oversee the plan."""
    from tracker.models.recording import deed  # noqa: PLC0415 - as in ``given``

    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
        plan.board_id = board.id


def restricted(session: Session, by: Actor, meeting: Meeting, *members: BoardMember) -> AgendaItem:
    """A restricted item of the agenda, for these members."""
    item = on_agenda(
        session, by, meeting, title=SECRET, position=9, is_restricted=True, note="Not to be shared"
    )
    for member in members:
        recorded(
            session,
            by,
            AgendaReader,
            item_id=item.id,
            meeting_id=meeting.id,
            member_id=member.id,
        )
    return item


def frozen(session: Session, meeting: Meeting, kept: Keeping, by: Actor, **more: Any) -> Pack:
    """The pack of a meeting, frozen now."""
    return freeze_pack(session, meeting, kept, by=by, on=by.today, **more)


def later(by: Actor, **span: Any) -> Actor:
    """The same actor some time after."""
    from datetime import timedelta  # noqa: PLC0415

    return replace(by, at=by.at + timedelta(**span))
