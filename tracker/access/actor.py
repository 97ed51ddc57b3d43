"""Who is doing this: the actor of a request, of a terminal command, or of the demonstration."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.domain.dates import local_day
from tracker.domain.vocabulary import ActorKind, Door, Role


@dataclass(frozen=True)
class Actor:
    """Somebody at work for one council at one instant.

    ``roles`` and ``post_ids`` are those held on the day of ``at`` (Europe/London). An operator at
    the terminal has no person and is allowed everything for ``council_id``; ``council_id`` is
    ``None`` where the deed is the installation's, such as creating a council.
    """

    kind: ActorKind
    door: Door
    at: datetime
    council_id: uuid.UUID | None
    person_id: uuid.UUID | None = None
    account_id: uuid.UUID | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    post_ids: frozenset[uuid.UUID] = frozenset()

    @property
    def today(self) -> date:
        """The day of the deed in Europe/London."""
        return local_day(self.at)

    def for_council(self, council_id: uuid.UUID) -> Actor:
        """The same actor at work for another council: only for the terminal and demonstration."""
        return replace(self, council_id=council_id)


def operator(at: datetime, council_id: uuid.UUID | None = None) -> Actor:
    """The person at the terminal, who may do everything that a deed's own rules allow."""
    return Actor(ActorKind.OPERATOR, Door.TERMINAL, at, council_id, name="Operator")
