"""What can be wrong or pressing with an action: each concern is one condition, written once.

The overview counts them, the list filters by them, and coverage names them, so that a count and the
list behind it cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from tracker.access.reader import Reader
from tracker.domain.vocabulary import Delivery
from tracker.models import Action, ActionRecommendation, Evidence, Ownership
from tracker.queries.slips import call_ins

Condition = ColumnElement[bool]


def is_open() -> Condition:
    """The action is not complete."""
    return Action.delivery != Delivery.COMPLETE


def is_overdue(reader: Reader) -> Condition:
    """The due date has passed and the action is not complete."""
    return and_(is_open(), Action.due_on < reader.today)


def is_due_soon(reader: Reader) -> Condition:
    """Due from today on, within 30 days, and not complete."""
    return and_(is_open(), Action.due_on >= reader.today, Action.due_on <= reader.soon)


def is_quiet(reader: Reader) -> Condition:
    """Not complete, and no update in the last 30 days or ever."""
    last = Action.updated_on
    return and_(is_open(), or_(last.is_(None), last < reader.quiet_since))


def is_stuck(_reader: Reader) -> Condition:
    """Not complete, and the latest update names an obstacle."""
    return and_(is_open(), Action.has_obstacle)


def has_slipped(_reader: Reader) -> Condition:
    """The due date was moved later at least once since adoption."""
    return Action.times_slipped >= 1


def has_slipped_twice(_reader: Reader) -> Condition:
    """The due date was moved later twice or more since adoption."""
    return Action.times_slipped > 1


def is_called_in(reader: Reader) -> Condition:
    """Slipped again, and the board's meeting that hears of it is still to come or not yet set."""
    called = call_ins(reader).subquery("call_ins")
    coming = or_(called.c.held_on.is_(None), called.c.held_on >= reader.today)
    return Action.id.in_(select(called.c.action_id).where(coming))


def is_finished_late(_reader: Reader) -> Condition:
    """Complete, after its due date or after its first one: no later change of the date mends it."""
    done = Action.completed_on
    return or_(done > Action.due_on, done > Action.first_due_on)


def has_no_date(_reader: Reader) -> Condition:
    """No due date, neither a day nor in words with a best date."""
    return Action.due_on.is_(None)


def has_no_measure(_reader: Reader) -> Condition:
    """Nothing says how we will know that it worked."""
    return func.coalesce(Action.success_measure, "") == ""


def has_no_owner(_reader: Reader) -> Condition:
    """Neither a person nor a post owns the action."""
    # The list joins the lead's ownership, which the question must not take for its own.
    owned = exists().where(Ownership.action_id == Action.id, Ownership.removed_on.is_(None))
    return ~owned.correlate(Action)


def has_no_evidence(_reader: Reader) -> Condition:
    """Nothing shows that the action was done."""
    shown = exists().where(Evidence.action_id == Action.id, Evidence.removed_on.is_(None))
    return ~shown.correlate(Action)


def has_no_recommendation(_reader: Reader) -> Condition:
    """The action answers no recommendation."""
    link = ActionRecommendation
    answering = exists().where(link.action_id == Action.id, link.removed_on.is_(None))
    return ~answering.correlate(Action)


CONCERNS: Final[dict[str, Callable[[Reader], Condition]]] = {
    "overdue": is_overdue,
    "due_soon": is_due_soon,
    "stuck": is_stuck,
    "quiet": is_quiet,
    "slipped": has_slipped,
    "slipped_twice": has_slipped_twice,
    "called_in": is_called_in,
    "finished_late": is_finished_late,
    "no_date": has_no_date,
    "no_measure": has_no_measure,
    "no_owner": has_no_owner,
    "no_evidence": has_no_evidence,
    "no_recommendation": has_no_recommendation,
}

OVERVIEW: Final = (
    "overdue",
    "due_soon",
    "stuck",
    "quiet",
    "slipped",
    "slipped_twice",
    "finished_late",
)
"""The concerns that the overview counts, in one pass over the plan's actions."""

LOOSE: Final = ("no_recommendation", "no_owner", "no_date", "no_measure", "no_evidence")
"""The concerns that coverage counts."""
