"""Sheets of a plan's dates: every change that was asked for, and the actions that slipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any, Final

from tracker.domain.dates import long_date
from tracker.domain.slips import days_moved
from tracker.domain.snapshot import days_slipped, live
from tracker.presenters.snapshots import Shown
from tracker.presenters.words import count_words, label
from tracker.reports.workbook import Cell, Sheet
from tracker.reports.workbook_charts import Chart, Series

MOST_BARS: Final = 20
"""Slips in one chart: the longest; the sheet has all."""

SLIPPED: Final = "Slipped actions"

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
SLIPPED_COLUMNS = (
    ("Action", 60),
    ("First due", 18),
    ("Due", 18),
    ("Days later", 12),
    ("Times slipped", 12),
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


def slipped_sheet(shown: Shown) -> Sheet:
    """The live actions whose date stands later than the first one, the longest slips first."""
    late = [one for one in live(shown.snapshot.actions) if days_slipped(one)]
    late.sort(key=lambda one: (-days_slipped(one), one.sort_key, one.id))
    rows = [
        (
            f"{one.reference} {one.title}",
            one.first_due_on,
            one.due_on,
            days_slipped(one),
            one.times_slipped,
        )
        for one in late
    ]
    return Sheet(SLIPPED, SLIPPED_COLUMNS, rows, "No action is later than its first date")


def slips_chart(sheet: Sheet) -> list[Chart]:
    """How much later actions are due than at first; no chart where none is."""
    if not sheet.rows:
        return []
    drawn = sheet.rows[:MOST_BARS]
    longest = f" (the {len(drawn)} longest slips)" if len(sheet.rows) > len(drawn) else ""
    said = " ".join(f"{row[0]}: {count_words(_number(row[3]), 'day', 'days')}." for row in drawn)
    return [
        Chart(
            title=f"Days by which due dates stand later than the first ones{longest}",
            alt=said,
            sheet=sheet.name,
            names=0,
            first=1,
            last=len(drawn),
            series=[Series(3, "caution")],
            unit="Days later than the first date",
        )
    ]


def _number(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
