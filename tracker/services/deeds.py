"""``@deed``: the one way in which a service writes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.models import DraftOfReport
from tracker.models.base import Recorded
from tracker.models.recording import deed as open_deed

P = ParamSpec("P")
R = TypeVar("R")


Versioned = Recorded | DraftOfReport
"""What two people may change at once, each with the version that they had read."""


class Conflict(Exception):
    """Somebody else changed the record since the writer read it; nothing was written."""

    def __init__(self, record: Versioned) -> None:
        super().__init__(f"{type(record).__name__} was changed by somebody else")
        self.record = record


def deed(function: Callable[P, R]) -> Callable[P, R]:
    """Make a service one deed, named after the function.

    The service takes the session first and ``by=`` (an Actor) and ``on=`` (a day) by keyword; a
    ``reason=`` goes into history. It flushes and never commits. A service called by another joins
    the outer deed.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        session = cast(Session, args[0])
        by = cast(Actor, kwargs["by"])
        with open_deed(
            session,
            function.__name__,
            actor_kind=by.kind,
            actor_id=by.person_id,
            door=by.door,
            at=by.at,
            reason=cast("str | None", kwargs.get("reason")),
        ):
            result = function(*args, **kwargs)
            session.flush()
            return result

    return wrapper


def council_of(by: Actor) -> Any:
    """The council that ``by`` works for; a deed that needs one is never called without."""
    if by.council_id is None:
        raise RuleError("Choose a council first")
    return by.council_id


def require_version(record: Versioned, version: int | None) -> None:
    """Refuse when ``record`` has moved on from the ``version`` that the writer had read.

    ``None`` means that the writer read the record in this very transaction.

    Raises:
        Conflict: the record was changed in between.
    """
    if version is not None and record.version != version:
        raise Conflict(record)
