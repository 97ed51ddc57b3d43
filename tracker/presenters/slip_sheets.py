"""The sheet of a plan's slip ledger: every change of a date that was asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from tracker.domain.dates import long_date
from tracker.domain.slips import days_moved
from tracker.presenters.snapshots import Shown
from tracker.presenters.words import label
from tracker.reports.workbook import Cell, Sheet

CHANGE_COLUMNS = (
    ("Reference", 12),
    ("Action", 50),
    ("First due", 18),
    ("From", 18),
    ("To", 18),
    ("To, as written", 18),
    ("Days later", 10),
    ("Why", 40),
    ("Recovery action", 40),
    ("State", 14),
    ("Asked for by", 24),
    ("Asked for on", 18),
    ("Decided by", 24),
    ("Decided on", 18),
    ("Meeting", 36),
    ("Note on the decision", 40),
)


def changes_sheet(rows: Iterable[Any]) -> Sheet:
    """The slip ledger; rows as ``queries.due_dates.every_date_change`` has them."""
    return Sheet(
        "Slips", CHANGE_COLUMNS, [_cells(row) for row in rows], "No date was moved", kept=2
    )


def _cells(row: Any) -> tuple[Cell, ...]:
    return (
        row.reference,
        row.title,
        row.first_due_on,
        row.from_on,
        row.to_on,
        row.to_text or "",
        days_moved(row.from_on, row.to_on),
        row.reason,
        row.recovery or "",
        label(row.state),
        row.requester or "",
        row.requested_on,
        row.decider or "",
        row.decided_on,
        f"{row.board}, {long_date(row.meeting_on)}" if row.board else "",
        row.decision_note or "",
    )


def changes_then(shown: Shown) -> Iterator[Any]:
    """The changes as a snapshot has them, the latest first; a meeting is called by its title."""
    actions = {one.id: one for one in shown.snapshot.actions}
    people = {one.id: one.name for one in shown.snapshot.people}
    meetings = {one.id: one for one in shown.snapshot.meetings}
    changes = [one for one in shown.snapshot.date_changes if one.action_id in actions]
    for one in sorted(changes, key=lambda c: (c.decided_on or c.requested_on, c.id), reverse=True):
        action = actions[one.action_id]
        meeting = meetings.get(one.meeting_id) if one.meeting_id else None
        yield SimpleNamespace(
            **vars(one),
            reference=action.reference,
            title=action.title,
            first_due_on=action.first_due_on,
            requester=people.get(one.requested_by_id) if one.requested_by_id else None,
            decider=people.get(one.decided_by_id) if one.decided_by_id else None,
            board=meeting.title if meeting else None,
            meeting_on=meeting.held_on if meeting else None,
        )
