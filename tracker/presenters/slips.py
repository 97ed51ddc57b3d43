"""The slip ledger in words: where a due date first stood, its moves, and what is asked for."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.dates import long_date
from tracker.domain.slips import days_late, days_moved
from tracker.domain.vocabulary import DateChangeState, Delivery
from tracker.models import Action
from tracker.presenters.words import Tag, count_words, day_words, due_words, tag
from tracker.services.plans import is_in_force

Url = Callable[..., str]


@dataclass(frozen=True)
class OpenRequest:
    """A request that stands out on its action's page; a policy is asked about it."""

    council_id: uuid.UUID
    requested_by_id: uuid.UUID | None
    told: dict[str, Any]
    decide_href: str
    withdraw_href: str


@dataclass(frozen=True)
class Ledger:
    """All that is known of an action's due date; without moves and a request it says little."""

    first: str
    moves: Sequence[dict[str, Any]]
    open: OpenRequest | None
    total: str
    called_in: str


def days_words(days: int | None) -> str:
    """Such as "62 days later"; nothing where a day is missing."""
    if days is None:
        return ""
    words = count_words(abs(days), "day", "days")
    return f"{words} later" if days >= 0 else f"{words} earlier"


def move_words(row: Any) -> str:
    """Such as "1 December 2026 to 1 February 2027"."""
    to = due_words(row.to_on, row.to_text) if row.to_on or row.to_text else "no date"
    return f"{day_words(row.from_on, 'No date')} to {to}"


def ledger(action: Action, dated: Iterable[Any], url: Url) -> Ledger:
    """The ledger of an action, of the rows of ``queries.action_thread.list_dated_entries``."""
    changes = [row for row in dated if row.entry == "date_change"]
    told = [(row, change_words(row)) for row in changes]
    return Ledger(
        first=day_words(action.first_due_on),
        moves=[words for row, words in told if row.state != DateChangeState.REQUESTED],
        open=next((_open(action, row, words, url) for row, words in told if _is_open(row)), None),
        total=total_words(action.first_due_on, action.due_on),
        called_in=called_in_words(changes),
    )


def may_move(action: Action, ledger: Ledger) -> bool:
    """Whether another due date can be asked for now; the action's ``plan`` is loaded."""
    is_open = action.delivery is not Delivery.COMPLETE
    return is_in_force(action.plan) and is_open and ledger.open is None


def _is_open(row: Any) -> bool:
    return bool(row.state == DateChangeState.REQUESTED)


def _open(action: Action, row: Any, words: dict[str, Any], url: Url) -> OpenRequest:
    return OpenRequest(
        council_id=action.council_id,
        requested_by_id=row.requested_by_id,
        told=words,
        decide_href=url("due_dates.decide", change_id=row.id),
        withdraw_href=url("due_dates.withdraw", change_id=row.id),
    )


def change_words(row: Any) -> dict[str, Any]:
    """One change: from where to where, by how many days, why, who asked and who decided."""
    return {
        "moved": _moved(row),
        "days": days_words(days_moved(row.from_on, row.to_on)),
        "state": state_tag(row.state),
        "reason": row.text,
        "recovery": row.recovery or "",
        "asked": asked_words(row.requester, row.requested_on),
        "decided": decided_words(row.state, row.who, row.on, row.place, row.held_on),
        "note": row.note or "",
    }


def _moved(row: Any) -> str:
    to = due_words(row.to_on, row.words) if row.to_on or row.words else "no date"
    return f"{day_words(row.from_on, 'No date')} to {to}"


def state_tag(state: str) -> Tag | None:
    """The state of a request as a tag."""
    return tag(DateChangeState(state))


def asked_words(who: str | None, on: date | None) -> str:
    """Who asked; of a move from before requests nobody is known."""
    if who is None:
        return "Who asked is not known"
    return f"Asked for by {who} on {long_date(on)}" if on else f"Asked for by {who}"


def decided_words(
    state: str, who: str | None, on: date | None, board: str | None, held_on: date | None
) -> str:
    """Who decided, when, and at which meeting; nothing while a request is open."""
    if on is None:
        return ""
    by = f" by {who}" if who else ""
    at = ""
    if board:
        when = f" of {long_date(held_on)}" if held_on and held_on != on else ""
        at = f", at the meeting of the {board}{when}"
    return f"{DateChangeState(state).value.capitalize()}{by} on {long_date(on)}{at}"


def total_words(first_on: date | None, due_on: date | None) -> str:
    """How far a date stands from the first one, such as "62 days later than the first date"."""
    if first_on is None:
        return ""
    days = days_moved(first_on, due_on)
    if days is None:
        return "No date"
    return f"{days_words(days)} than the first date" if days else "The same as the first date"


def called_in_words(changes: Iterable[Any]) -> str:
    """Which meeting the last slip is called in to, if it is."""
    called = [row for row in changes if row.called_in_to]
    if not called:
        return ""
    last = called[-1]
    if last.called_in_on is None:
        return f"Called in to the next meeting of the {last.called_in_to}; none is set"
    return f"Called in to the {last.called_in_to} of {long_date(last.called_in_on)}"


def late_words(completed_on: date | None, due_on: date | None, first_due_on: date | None) -> str:
    """``finished_words`` of what was finished after one of its dates, and nothing of the rest."""
    if not (days_late(completed_on, due_on) or days_late(completed_on, first_due_on)):
        return ""
    return finished_words(completed_on, due_on, first_due_on)


def finished_words(
    completed_on: date | None, due_on: date | None, first_due_on: date | None
) -> str:
    """How a finished action kept its dates, as "Finished 12 days late"."""
    if completed_on is None:
        return ""
    late, since_first = days_late(completed_on, due_on), days_late(completed_on, first_due_on)
    words = f"Finished {count_words(late, 'day', 'days')} late" if late else "Finished in time"
    if due_on is None:
        words = "Finished without a due date"
    if since_first and first_due_on != due_on:
        words += f"; {count_words(since_first, 'day', 'days')} after its first date"
    return words


def finished_facts(action: Action) -> list[dict[str, Any]]:
    """The fact of a summary list that tells how a finished action kept its dates, if it is one."""
    words = finished_words(action.completed_on, action.due_on, action.first_due_on)
    fact = {"key": "Finished", "value": words, "note": day_words(action.completed_on)}
    return [fact] if words else []
