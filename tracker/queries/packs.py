"""The packs of boards as this actor may see them, and what a new one follows on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, not_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import allowed_sql, can
from tracker.access.visibility import embargoed_inspections, visible
from tracker.domain.papers import Audience
from tracker.models import AgendaItem, Meeting, Pack, PackFile
from tracker.queries.errors import NotFound
from tracker.queries.pack_material import Since
from tracker.queries.plan_history import Cut


def list_packs(session: Session, actor: Actor, board_id: uuid.UUID) -> Sequence[Pack]:
    """The packs of a board that the actor may see, the newest first, with the meeting of each.

    One that tells of what is kept from the actor by now is not among them.
    """
    query = (
        select(Pack)
        .join(Meeting, Meeting.id == Pack.meeting_id)
        .where(Pack.board_id == board_id, visible(actor, Pack), visible(actor, Meeting))
        .options(joinedload(Pack.meeting, innerjoin=True), joinedload(Pack.frozen_by))
        .order_by(Pack.number.desc())
    )
    hidden = _hidden(session, actor)
    return [one for one in session.scalars(query) if _may_be_seen(one, hidden)]


def get_pack(session: Session, actor: Actor, pack_id: uuid.UUID) -> Pack:
    """A pack with its files, board, meeting, who froze it and the pack that it supersedes.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(Pack)
        .join(Meeting, Meeting.id == Pack.meeting_id)
        .where(Pack.id == pack_id, visible(actor, Pack), visible(actor, Meeting))
        .options(
            joinedload(Pack.board, innerjoin=True),
            joinedload(Pack.meeting, innerjoin=True),
            joinedload(Pack.frozen_by),
            joinedload(Pack.supersedes),
            selectinload(Pack.files).joinedload(PackFile.pack, innerjoin=True),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None or not _may_be_seen(found, _hidden(session, actor)):
        raise NotFound("No such pack")
    return found


def list_seen_files(session: Session, actor: Actor, pack: Pack) -> Sequence[PackFile]:
    """The files of a pack that the actor may have; those of the whole pack are for some alone."""
    sees_whole = may_read_whole(session, actor, pack)
    return [file for file in pack.files if sees_whole or file.audience is Audience.PUBLIC]


def get_pack_file(session: Session, actor: Actor, file_id: uuid.UUID) -> PackFile:
    """A file that the actor may have, of a pack that they may see; with the pack and its meeting.

    Raises:
        NotFound: there is none.
    """
    query = select(PackFile.pack_id).where(PackFile.id == file_id, visible(actor, PackFile))
    pack_id = session.scalar(query)
    if pack_id is not None:
        pack = get_pack(session, actor, pack_id)
        for file in list_seen_files(session, actor, pack):
            if file.id == file_id:
                return file
    raise NotFound("No such file")


def may_read_whole(session: Session, actor: Actor, pack: Pack) -> bool:
    """Whether the actor may read every restricted item that the whole pack tells of."""
    ids = [uuid.UUID(one) for one in pack.restricted.split()]
    if not ids or can(actor, Permission.KEEP_BOARDS):
        return True
    query = select(func.count()).where(
        AgendaItem.id.in_(ids), allowed_sql(actor, Permission.READ_AGENDA_ITEMS)
    )
    return session.scalar(query) == len(ids)


def find_successor(session: Session, actor: Actor, pack: Pack) -> Pack | None:
    """The pack that supersedes this one; none where it still is the one of its meeting."""
    query = select(Pack).where(Pack.supersedes_id == pack.id, visible(actor, Pack))
    return session.scalars(query).one_or_none()


def find_newest(session: Session, actor: Actor, meeting_id: uuid.UUID) -> Pack | None:
    """The newest pack of a meeting, which another one would supersede."""
    query = select(Pack).where(Pack.meeting_id == meeting_id, visible(actor, Pack))
    return session.scalars(query.order_by(Pack.number.desc()).limit(1)).one_or_none()


def count_packs(session: Session, actor: Actor, board_id: uuid.UUID) -> int:
    """The number of a board's newest pack; 0 before its first."""
    query = select(func.max(Pack.number)).where(Pack.board_id == board_id, visible(actor, Pack))
    return session.scalar(query) or 0


def find_since(session: Session, actor: Actor, meeting: Meeting, before: date) -> Since:
    """The board's last pack of another meeting that tells of a day before ``before``."""
    query = (
        select(Pack.number, Pack.as_at, Pack.seq, Pack.frozen_at)
        .where(
            Pack.board_id == meeting.board_id,
            Pack.meeting_id != meeting.id,
            Pack.as_at < before,
            visible(actor, Pack),
        )
        .order_by(Pack.as_at.desc(), Pack.number.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return Since(row.number, row.as_at, Cut(row.seq, row.frozen_at)) if row else Since()


def _hidden(session: Session, actor: Actor) -> frozenset[str]:
    """The ids of inspections and items that are kept from the actor today."""
    found: list[uuid.UUID] = []
    if not can(actor, Permission.KEEP_BOARDS):
        restricted = select(AgendaItem.id).where(
            AgendaItem.council_id == actor.council_id,
            AgendaItem.is_restricted,
            not_(allowed_sql(actor, Permission.READ_AGENDA_ITEMS)),
        )
        found += session.scalars(restricted)
    if not can(actor, Permission.SEE_EMBARGOED):
        found += session.scalars(embargoed_inspections(actor))
    return frozenset(map(str, found))


def _may_be_seen(pack: Pack, hidden: frozenset[str]) -> bool:
    return hidden.isdisjoint(pack.tells_of.split())
