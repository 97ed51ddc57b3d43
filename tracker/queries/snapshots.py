"""A plan as it stands now, and as it stood on any day: two builders of the same picture.

``snapshot_now`` reads the tables, ``snapshots_at`` reads history. Both give what the actor may see
today; ``whole=True`` gives all, for what is kept and judged when it is viewed.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final, cast

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.access.shapes import AnySelect
from tracker.access.visibility import embargoed_inspections, hidden_actions
from tracker.domain.latest_updates import latest_updates
from tracker.domain.picture import Picture
from tracker.domain.pictures import ActionPicture, LinkPicture, UpdatePicture
from tracker.domain.sight import hidden_in, without
from tracker.domain.snapshot import PlanSnapshot
from tracker.domain.surroundings import PersonPicture
from tracker.models import Action, History, Update
from tracker.queries.errors import NotFound
from tracker.queries.plan_history import Cut, cuts_of, read_stood
from tracker.queries.plan_records import MODELS, Conditions, Kind, of_plan, read_pictures
from tracker.queries.rows import read_rows
from tracker.queries.snapshot_ties import NAMED, ByKind, assembled

MOST_SOUGHT: Final = 10_000
"""How many ids one statement seeks at most; both databases limit its parameters."""


def snapshot_now(
    session: Session,
    actor: Actor,
    plan_id: uuid.UUID,
    *,
    whole: bool = False,
) -> PlanSnapshot:
    """The plan as the tables have it, as at the actor's day.

    Raises:
        NotFound: there is none in the actor's council, or nothing of it is recorded.
    """
    before = cuts_of(session, actor, [actor.today]).get(actor.today)
    if before is None:
        raise NotFound("No such plan")
    found = _standing(session, actor, plan_id, before)
    built = assembled(_council(actor), plan_id, found, before, actor.today)
    if built is None:
        raise NotFound("No such plan")
    if cuts_of(session, actor, [actor.today])[actor.today] != before:
        # Somebody wrote while the tables were read. History is read as of one row, so it is whole.
        return snapshot_at(session, actor, plan_id, actor.today, whole=whole)
    return built if whole else _seen(session, actor, [built])[0]


def snapshot_at(
    session: Session,
    actor: Actor,
    plan_id: uuid.UUID,
    day: date,
    *,
    whole: bool = False,
) -> PlanSnapshot:
    """The plan as it stood at the end of ``day``, Europe/London.

    Raises:
        NotFound: nothing was recorded of it by then.
    """
    (found,) = snapshots_at(session, actor, plan_id, [day], whole=whole)
    if found is None:
        raise NotFound("Nothing was recorded of this plan by then")
    return found


def snapshots_at(
    session: Session,
    actor: Actor,
    plan_id: uuid.UUID,
    days: Sequence[date],
    *,
    whole: bool = False,
    until: Mapping[date, Cut] = MappingProxyType({}),
) -> list[PlanSnapshot | None]:
    """The plan as it stood at the end of each day, in as many statements as for one.

    ``until`` names the row of history at which a day is looked at in place of its last one.

    None where nothing was recorded of it by then. Seen by one actor, all of them leave out what any
    of them hides, so that nothing seems to come or go that was only withheld.
    """
    cuts = cuts_of(session, actor, days)
    cuts.update({day: cut for day, cut in until.items() if day in cuts})
    if not cuts:
        return [None for _ in days]
    stood = _stood(session, actor, plan_id, sorted({cut.seq for cut in cuts.values()}))
    built = {
        day: snapshot
        for day, cut in cuts.items()
        if (snapshot := assembled(_council(actor), plan_id, stood[cut.seq], cut, day)) is not None
    }
    if not whole:
        built = dict(zip(built, _seen(session, actor, list(built.values())), strict=True))
    return [built.get(day) for day in days]


def _council(actor: Actor) -> uuid.UUID:
    return cast(uuid.UUID, actor.council_id)


def _standing(session: Session, actor: Actor, plan_id: uuid.UUID, cut: Cut) -> ByKind:
    """The plan's records as the tables have them."""
    values = {"council_id": actor.council_id, "plan_id": plan_id}
    counting = latest_updates(read_rows(session, _said(actor, plan_id)))
    found = _by_kind(read_pictures(session, of_plan(), values))
    for conditions in _named([found], counting):
        _join(found, read_pictures(session, conditions, values))
    _explain(found, read_stood(session, _explained(), [cut.seq], values)[cut.seq])
    return found


def _explained() -> Conditions:
    return {
        ActionPicture: of_plan()[ActionPicture] & Action.removed_on.is_not(None),
        LinkPicture: of_plan()[LinkPicture],
    }


def _explain(found: ByKind, recorded: Iterable[Picture]) -> None:
    """Let removed actions tell why, and links since when, which history alone knows."""
    told = {one.id: one for one in recorded}
    for kind, name in ((ActionPicture, "removed_because"), (LinkPicture, "linked_on")):
        found[kind] = [
            cast(Any, replace)(one, **{name: getattr(told.get(one.id), name, None)})
            for one in found[kind]
        ]


def _stood(
    session: Session, actor: Actor, plan_id: uuid.UUID, cuts: Sequence[int]
) -> dict[int, ByKind]:
    """The plan's records as history has them, at each cut."""
    values = {"council_id": actor.council_id, "plan_id": plan_id}
    said = read_rows(session, _said(actor, plan_id, recorded=True))
    counting = {cut: latest_updates([one for one in said if one.first <= cut]) for cut in cuts}
    stood = read_stood(session, of_plan(), cuts, values)
    found = {cut: _by_kind(stood[cut]) for cut in cuts}
    every = {one.id: one for rows in counting.values() for one in rows}
    for conditions in _named(found.values(), every.values()):
        more = read_stood(session, conditions, cuts, values)
        for cut in cuts:
            _join(found[cut], more[cut])
    for cut in cuts:
        counted = {one.id for one in counting[cut]}
        found[cut][UpdatePicture] = [u for u in found[cut][UpdatePicture] if u.id in counted]
    return found


def _said(actor: Actor, plan_id: uuid.UUID, *, recorded: bool = False) -> AnySelect:
    """Every update of the plan, without its words; if asked, with its first row of history.

    What is read of an update here never changes.
    """
    first = select(func.min(History.seq)).where(
        History.chain_id == actor.council_id, History.record_id == Update.id
    )
    more = [first.scalar_subquery().label("first")] if recorded else []
    columns = (Update.id, Update.action_id, Update.author_id, Update.posted_at, Update.corrects_id)
    return (
        select(*columns, *more)
        .join(Action, Action.id == Update.action_id)
        .where(Action.council_id == actor.council_id, Action.plan_id == plan_id)
    )


def _by_kind(pictures: Iterable[Picture]) -> ByKind:
    found: ByKind = defaultdict(list)
    _join(found, pictures)
    return found


def _join(found: ByKind, pictures: Iterable[Picture]) -> None:
    for picture in pictures:
        found[type(picture)].append(picture)


def _named(stood: Collection[ByKind], counting: Collection[Any]) -> Iterator[Conditions]:
    """Where to find the updates that count, and what the plan's records name."""
    wanted: dict[Kind, set[uuid.UUID]] = {
        UpdatePicture: {one.id for one in counting},
        PersonPicture: {one.author_id for one in counting},
    }
    for found in stood:
        for kind, column, named in NAMED:
            wanted.setdefault(named, set()).update(getattr(one, column) for one in found[kind])
    sought = {kind: sorted(ids - {None}) for kind, ids in wanted.items()}
    for first in range(0, max(map(len, sought.values())), MOST_SOUGHT):
        yield {
            kind: MODELS[kind].id.in_(ids[first : first + MOST_SOUGHT])
            for kind, ids in sought.items()
            if ids[first:]
        }


def _seen(
    session: Session, actor: Actor, snapshots: Sequence[PlanSnapshot]
) -> Sequence[PlanSnapshot]:
    """The snapshots as the actor may see them today, by the tables and by the snapshots."""
    if can(actor, Permission.SEE_EMBARGOED) or not snapshots:
        return snapshots
    withheld = union_all(embargoed_inspections(actor), hidden_actions(actor))
    hidden = set(session.scalars(withheld))
    for snapshot in snapshots:
        hidden |= hidden_in(snapshot, actor.today)
    return [without(snapshot, hidden) for snapshot in snapshots]
