"""The lock on due dates before a board meets: what it says, and what it refuses."""

from __future__ import annotations

import uuid
from datetime import date

from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.queries.freeze import Freeze


def locked_sentence(freeze: Freeze) -> str:
    """When dates are locked, and for which meeting."""
    return (
        f"Due dates are locked from {long_date(freeze.lock.from_on)} until the meeting of the "
        f"{freeze.board} on {long_date(freeze.lock.meeting_on)}"
    )


def require_unlocked(freeze: Freeze | None, meeting_id: uuid.UUID | None, on: date) -> None:
    """Refuse in a lock, but for what the board agrees at the very meeting, on its day.

    Raises:
        RuleError: dates are locked on the day ``on``.
    """
    if freeze is None:
        return
    if on != freeze.lock.meeting_on:
        raise RuleError(locked_sentence(freeze))
    if meeting_id not in freeze.meeting_ids:
        raise RuleError(
            f"{locked_sentence(freeze)}. Today only that meeting can agree: choose it",
            field="meeting_id",
        )
