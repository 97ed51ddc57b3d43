"""A plan's records as history has them: how each stood when a given row was the newest."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any, cast

from sqlalchemy import Integer, Table, Uuid, bindparam, func, literal, select, true, union_all
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow
from tracker.domain.dates import local_day, start_of_local_day
from tracker.domain.picture import Picture, picture_of
from tracker.domain.pictures import ActionPicture, LinkPicture
from tracker.domain.upcasting import upcast
from tracker.models import History
from tracker.models.base import Instant
from tracker.queries.plan_records import BY_RECORD, Conditions, ids_of
from tracker.queries.rows import read_rows


@dataclass(frozen=True)
class Cut:
    """A place in a council's chain: its newest row of a day, and that row's instant."""

    seq: int
    at: datetime


def cuts_of(session: Session, actor: Actor, days: Sequence[date]) -> dict[date, Cut]:
    """Where the council's chain stood at the end of each day; a day before it began has none.

    A day's rows are those that stand before the first row of a later day, so that a row written
    afterwards never changes a past day, whatever its clock said. Today has the whole chain: as at
    now is now.
    """
    # Today ends when nothing more can be dated.
    ends = {
        f"end_{n}": start_of_local_day(day + timedelta(days=1)) if day < actor.today else _NEVER
        for n, day in enumerate(days)
    }
    values = {"chain_id": actor.council_id, **ends}
    rows = read_rows(session, _cuts(len(days)), values)
    return {days[row.number]: Cut(row.seq, row.at) for row in rows}


_HISTORY = cast(Table, History.__table__)
_CHAIN: Any = bindparam("chain_id", type_=Uuid())
_NEVER = datetime.max.replace(tzinfo=UTC)


@cache
def _cuts(days: int) -> Any:
    return union_all(*(_cut(number) for number in range(days)))


def _cut(number: int) -> Any:
    row, last, later = (_HISTORY.alias() for _ in range(3))
    over = bindparam(f"end_{number}", type_=Instant())
    before = select(func.min(later.c.seq) - 1).where(later.c.chain_id == _CHAIN, later.c.at >= over)
    newest = select(func.max(last.c.seq)).where(last.c.chain_id == _CHAIN)
    seq = func.coalesce(before.scalar_subquery(), newest.scalar_subquery())
    return select(literal(number, Integer).label("number"), row.c.seq, row.c.at).where(
        row.c.chain_id == _CHAIN, row.c.seq == seq
    )


def read_stood(
    session: Session,
    conditions: Conditions,
    cuts: Collection[int],
    values: Mapping[str, Any],
) -> Mapping[int, list[Picture]]:
    """How the records that the conditions find stood at each cut, by its ``seq``.

    What was redacted is shown by the newest payload up to the cut that can be read or, where there
    is none, by the first one after it; it is marked as redacted. ``values`` are those of the
    conditions, the ``council_id`` among them.
    """
    found: dict[int, list[Picture]] = defaultdict(list)
    known: dict[tuple[int, bool], Picture] = {}
    for row in read_rows(
        session, _stood(conditions, cuts), {**values, "chain_id": values["council_id"]}
    ):
        key = row.seq, row.seq != row.newest
        if key not in known:
            known[key] = _picture(row, redacted=key[1])
        found[row.cut].append(known[key])
    return found


def _picture(row: AnyRow, *, redacted: bool) -> Picture:
    payload = upcast(row.record_type, json.loads(row.payload))
    kind = BY_RECORD[row.record_type]
    more: dict[str, Any] = {}
    if kind is ActionPicture:
        more = {"removed_because": removal_reason(payload)}
    elif kind is LinkPicture:
        more = {"linked_on": local_day(row.began_at)}
    return picture_of(kind, payload["record"], redacted=redacted, **more)


def removal_reason(payload: Mapping[str, Any]) -> str | None:
    """The reason of a row by which its record was removed."""
    removed_on = payload.get("new", {}).get("removed_on")
    return None if removed_on is None else payload["reason"]


def _stood(conditions: Conditions, cuts: Collection[int]) -> Any:
    """For each record and cut the newest row, and the row whose payload shows it.

    A record's rows are sought by its id, so that the cost grows with the plan and not with the
    length of its history.
    """
    ids = ids_of(conditions).subquery("ids")
    at = union_all(*(select(literal(cut, Integer).label("cut")) for cut in cuts)).subquery("at")
    newest, readable, later, first, row = (_HISTORY.alias() for _ in range(5))

    def one_of(found: Any, *where: Any, order: Any, column: str = "seq") -> Any:
        query = select(found.c[column]).where(
            found.c.chain_id == _CHAIN, found.c.record_id == ids.c.id, *where
        )
        return query.order_by(order).limit(1).correlate(ids, at).scalar_subquery()

    shown = func.coalesce(
        one_of(
            readable,
            readable.c.seq <= at.c.cut,
            readable.c.payload.is_not(None),
            order=readable.c.seq.desc(),
        ),
        one_of(later, later.c.seq > at.c.cut, later.c.payload.is_not(None), order=later.c.seq),
    )
    last = one_of(newest, newest.c.seq <= at.c.cut, order=newest.c.seq.desc())
    began = one_of(first, order=first.c.seq, column="at")
    rows = (
        select(at.c.cut, last.label("newest"), shown.label("shown"), began.label("began_at"))
        .select_from(ids)
        .join(at, true())
        .subquery("rows")
    )
    return (
        select(
            rows.c.cut, rows.c.newest, rows.c.began_at, row.c.seq, row.c.record_type, row.c.payload
        )
        .select_from(rows)
        .join(row, (row.c.chain_id == _CHAIN) & (row.c.seq == rows.c.shown))
        .where(rows.c.newest.is_not(None))
    )
