"""A plan's past as sheets of a workbook: the rows of the pages, with dates and numbers as such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tracker.domain.dates import long_date
from tracker.domain.snapshot import PlanSnapshot
from tracker.presenters.plan_as_at import (
    facts_as_at,
    figures_as_at,
    key_as_at,
    removed_as_at,
    sections_as_at,
)
from tracker.presenters.plan_comparison import SECTIONS, Changed, ComparisonPage, figures_of
from tracker.presenters.snapshots import ActionRow, Shown
from tracker.reports.workbook import Cell, Sheet

ACTION_COLUMNS = (
    ("Reference", 12),
    ("Action", 50),
    ("Priority", 30),
    ("Delivery", 14),
    ("Reason and recovery", 30),
    ("Evidence", 14),
    ("Impact", 14),
    ("Delivery as assured", 14),
    ("Evidence as assured", 14),
    ("Impact as assured", 14),
    ("Closed", 18),
    ("In the way", 30),
    ("Overdue", 10),
    ("Owners", 30),
    ("Due", 18),
    ("Due as written", 18),
    ("First due", 18),
    ("Times slipped", 10),
    ("Answers", 30),
    ("How we will know", 40),
    ("Milestones", 40),
    ("Last update", 18),
    ("What it says", 50),
)
REMOVED_COLUMNS = (
    ("Reference", 12),
    ("Action", 50),
    ("Removed", 18),
    ("Why", 40),
    ("In its place", 40),
)
CHANGED_COLUMNS = (("What", 50), ("Field", 24), ("Before", 50), ("After", 50))


def sheets_as_at(shown: Shown) -> list[Sheet]:
    """The plan as at a day: about it, its figures, actions, removed actions, and the key."""
    snapshot = shown.snapshot
    facts = [(fact["key"], fact["value"] or fact["missing"]) for fact in facts_as_at(shown)]
    standing = [row for section in sections_as_at(shown) for row in section["rows"]]
    return [
        _about(
            [
                ("Plan", snapshot.plan.title),
                ("As at the end of", long_date(snapshot.as_at)),
                *facts,
            ]
        ),
        _figures(figures_as_at(shown)),
        Sheet("Actions", ACTION_COLUMNS, [_cells(row) for row in standing], "No actions"),
        _removed(removed_as_at(shown)),
        _key(snapshot),
    ]


def sheets_between(before: PlanSnapshot, after: PlanSnapshot, page: ComparisonPage) -> list[Sheet]:
    """Two days of a plan compared: the counts, then a sheet for each section of the page."""
    listed = {
        "added": ("Added", page.added),
        "newly_late": ("Newly late", page.newly_late),
        "newly_done": ("Newly done", page.newly_done),
    }
    sheets = {
        name: Sheet(title, ACTION_COLUMNS, [_cells(row) for row in rows])
        for name, (title, rows) in listed.items()
    }
    sheets["removed"] = _removed(page.removed)
    sheets["changed"] = _changed("Changed", page.changed)
    sheets["plan"] = _changed("Plan and priorities", page.plan)
    return [
        _about(
            [
                ("Plan", after.plan.title),
                ("From the end of", long_date(before.as_at)),
                ("To the end of", long_date(after.as_at)),
                ("Taken from", f"Rows {before.seq:,} and {after.seq:,} of the council’s history"),
            ]
        ),
        _figures(figures_of(page)),
        *(sheets[name] for name, _words, _tone in SECTIONS),
        _key(after),
    ]


def _about(facts: Sequence[tuple[str, str]]) -> Sheet:
    return Sheet("About", (("What", 24), ("Value", 60)), facts)


def _figures(figures: Iterable[dict[str, Any]]) -> Sheet:
    rows = [(figure["text"], figure["number"]) for figure in figures]
    return Sheet("Figures", (("Figure", 30), ("Number", 10)), rows)


def _cells(row: ActionRow) -> Sequence[Cell]:
    return (
        row.reference,
        row.title,
        row.priority,
        row.status["text"],
        row.status["note"],
        *(row.ratings[scale]["own"]["text"] for scale in ("evidence", "impact")),
        *(_assured(row, scale) for scale in row.ratings),
        row.closed,
        row.obstacle,
        "Overdue" if row.late else "",
        "; ".join(row.owners),
        row.due_on,
        row.due_text,
        row.first_due_on,
        row.times_slipped,
        "; ".join(row.answers),
        row.measure,
        "\n".join(row.milestones),
        row.updated,
        row.said,
    )


def _assured(row: ActionRow, scale: str) -> str:
    tag = row.ratings[scale]["assured"]
    return tag["text"] if tag else ""


def _removed(rows: Iterable[ActionRow]) -> Sheet:
    cells = [
        (row.reference, row.title, row.removed, row.because, _joined(row.instead)) for row in rows
    ]
    return Sheet("Removed", REMOVED_COLUMNS, cells)


def _joined(links: Iterable[dict[str, str]]) -> str:
    return "; ".join(link["text"] for link in links)


def _changed(name: str, found: Iterable[Changed]) -> Sheet:
    rows = [
        (one.name, change.field, change.old, change.new) for one in found for change in one.changes
    ]
    return Sheet(name, CHANGED_COLUMNS, rows)


def _key(snapshot: PlanSnapshot) -> Sheet:
    return Sheet(
        "Key",
        (("Rating of", 14), ("Name", 22), ("Meaning", 60)),
        [
            (scale["title"], entry["text"], entry["meaning"])
            for scale in key_as_at(snapshot)
            for entry in scale["entries"]
        ],
    )
