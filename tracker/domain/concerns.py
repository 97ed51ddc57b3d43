"""What is pressing with an action on a day: the rules of ``queries/concerns.py``, on pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from tracker.domain.pictures import ActionPicture
from tracker.domain.snapshot import is_done, is_late

SOON_DAYS: Final = 30
"""An action that is due within so many days is due soon."""

QUIET_DAYS: Final = 30
"""An action without an update for so many days is quiet."""

Condition = Callable[[ActionPicture, date], bool]


def is_due_soon(action: ActionPicture, day: date) -> bool:
    """Due from the day on, within 30 days, and not complete."""
    due, soon = action.due_on, day + timedelta(days=SOON_DAYS)
    return not is_done(action) and due is not None and day <= due <= soon


def is_stuck(action: ActionPicture, _day: date) -> bool:
    """Not complete, and the latest update names an obstacle."""
    return not is_done(action) and action.obstacle is not None


def is_quiet(action: ActionPicture, day: date) -> bool:
    """Not complete, and no update in the 30 days before or ever."""
    last, since = action.updated_on, day - timedelta(days=QUIET_DAYS)
    return not is_done(action) and (last is None or last < since)


def has_slipped(action: ActionPicture, _day: date) -> bool:
    """The due date was moved later at least once since adoption."""
    return action.times_slipped >= 1


def has_slipped_twice(action: ActionPicture, _day: date) -> bool:
    """The due date was moved later twice or more since adoption."""
    return action.times_slipped > 1


def is_finished_late(action: ActionPicture, _day: date) -> bool:
    """Complete, after its due date or after its first one: no later change of the date mends it."""
    done = action.completed_on
    dates = (action.due_on, action.first_due_on)
    return done is not None and any(due is not None and done > due for due in dates)


CONCERNS: Final[Mapping[str, Condition]] = {
    "overdue": is_late,
    "due_soon": is_due_soon,
    "stuck": is_stuck,
    "quiet": is_quiet,
    "slipped": has_slipped,
    "slipped_twice": has_slipped_twice,
    "finished_late": is_finished_late,
}
"""The concerns that a plan's overview counts, by their names there."""
