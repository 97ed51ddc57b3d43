"""Who reads, as far as a query needs to know: which council, which day, and what may be seen.

An ``Actor`` is a reader. So is ``FutureReader``, whose council and day are parameters: a statement
built for it once serves every request, which then hands in ``reading(actor)``. Building a large
statement costs more than running it, so the pages that are opened all day prepare theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, wraps
from typing import Any, Protocol, TypeVar

from sqlalchemy import Date, Uuid, bindparam

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can

SOON_DAYS = 30
QUIET_DAYS = 30

T = TypeVar("T")


class Reader(Protocol):
    """A council, a day with the two that lie 30 days off, and what is seen besides.

    ``sees_embargoed`` says whether embargoes are lifted, ``keeps_boards`` whether drafts of
    meetings and restricted items of agendas are known.
    """

    @property
    def council_id(self) -> Any: ...
    @property
    def today(self) -> Any: ...
    @property
    def soon(self) -> Any: ...
    @property
    def quiet_since(self) -> Any: ...
    @property
    def sees_embargoed(self) -> bool: ...
    @property
    def keeps_boards(self) -> bool: ...


@dataclass(frozen=True)
class FutureReader:
    """A reader who is not known yet: council and days are the statement's parameters."""

    sees_embargoed: bool
    keeps_boards: bool

    @property
    def council_id(self) -> Any:
        return bindparam("council_id", type_=Uuid())

    @property
    def today(self) -> Any:
        return bindparam("today", type_=Date())

    @property
    def soon(self) -> Any:
        return bindparam("soon", type_=Date())

    @property
    def quiet_since(self) -> Any:
        return bindparam("quiet_since", type_=Date())


@dataclass(frozen=True)
class ThisReader:
    """An actor as a reader, with values in place of parameters."""

    council_id: Any
    today: Any
    soon: Any
    quiet_since: Any
    sees_embargoed: bool
    keeps_boards: bool


def reader_of(actor: Actor) -> ThisReader:
    """``actor`` as a reader."""
    return ThisReader(
        council_id=actor.council_id,
        today=actor.today,
        soon=actor.today + timedelta(days=SOON_DAYS),
        quiet_since=actor.today - timedelta(days=QUIET_DAYS),
        sees_embargoed=can(actor, Permission.SEE_EMBARGOED),
        keeps_boards=can(actor, Permission.KEEP_BOARDS),
    )


def prepared(build: Callable[[FutureReader], T]) -> Callable[[Actor], T]:
    """Build a statement once for each kind of reader; call it with the actor."""
    built = cache(lambda sees, keeps: build(FutureReader(sees, keeps)))

    @wraps(build)
    def statement(actor: Actor) -> T:
        return built(can(actor, Permission.SEE_EMBARGOED), can(actor, Permission.KEEP_BOARDS))

    return statement


def reading(actor: Actor, **values: Any) -> dict[str, Any]:
    """The parameters of a prepared statement: the actor's own, and ``values``."""
    today = actor.today
    return {
        "council_id": actor.council_id,
        "today": today,
        "soon": today + timedelta(days=SOON_DAYS),
        "quiet_since": today - timedelta(days=QUIET_DAYS),
        **values,
    }
