"""Which update of an action counts, once some of them were corrected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar


class Said(Protocol):
    """As much of an update as its order needs."""

    @property
    def id(self) -> Any: ...
    @property
    def action_id(self) -> Any: ...
    @property
    def posted_at(self) -> Any: ...
    @property
    def corrects_id(self) -> Any: ...


S = TypeVar("S", bound=Said)


def latest_updates(updates: Sequence[S]) -> list[S]:
    """Of each action the update that counts: the last posted one, or what last corrected that.

    A correction stands where the update that it corrects stood.
    """
    corrected_by = {one.corrects_id: one for one in updates if one.corrects_id is not None}
    first_said = [one for one in updates if one.corrects_id is None]
    last = {one.action_id: one for one in sorted(first_said, key=lambda u: (u.posted_at, u.id))}
    for action_id, update in last.items():
        while update.id in corrected_by:
            update = corrected_by[update.id]  # noqa: PLW2901 - follows the corrections to their end
        last[action_id] = update
    return list(last.values())
