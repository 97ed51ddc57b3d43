"""Sheets about a plan: what it is taken from, its figures, its actions, and the key of its ratings.

Rows are those of the pages, with dates and numbers as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tracker.domain.ratings import read_back
from tracker.domain.slips import days_moved
from tracker.domain.snapshot import PlanSnapshot
from tracker.domain.vocabulary import RatingScale
from tracker.presenters.plan_as_at import key_as_at
from tracker.presenters.ratings import SCALE_WORDS
from tracker.presenters.snapshots import ActionRow
from tracker.reports.native_charts import Cells
from tracker.reports.workbook import Cell, Sheet

KEY: Final = "Key"
OWN, ASSURED = "{}", "{} as assured"

ACTION_COLUMNS = (
    ("Reference", 12),
    ("Action", 50),
    ("Priority", 30),
    ("Owners", 30),
    ("Starts", 18),
    ("Due", 18),
    ("Due as written", 18),
    ("First due", 18),
    ("Days later than first", 12),
    ("Times slipped", 10),
    ("Overdue", 10),
    ("Delivery", 14),
    ("Reason and recovery", 30),
    ("Evidence", 14),
    ("Impact", 14),
    ("Delivery as assured", 14),
    ("Evidence as assured", 14),
    ("Impact as assured", 14),
    ("Completed", 18),
    ("Closed", 18),
    ("In the way", 30),
    ("Answers", 30),
    ("Why it is done", 40),
    ("How we will know", 40),
    ("Milestones", 40),
    ("Pieces of evidence", 40),
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


def about(facts: Sequence[tuple[str, str]]) -> Sheet:
    """What the workbook is about, fact by fact."""
    return Sheet("About", (("What", 28), ("Value", 70)), facts)


def figures_sheet(figures: Iterable[Mapping[str, Any]]) -> Sheet:
    """Figures of a page, each with what it counts where its page says that."""
    rows = [(figure["text"], figure["number"], figure.get("note", "")) for figure in figures]
    return Sheet("Figures", (("Figure", 36), ("Number", 10), ("What it counts", 50)), rows)


def actions_sheet(
    name: str, rows: Iterable[ActionRow], key: PlanSnapshot, nothing: str = "None"
) -> Sheet:
    """Actions with all that is told of them; their ratings can be chosen from the key's names."""
    choices = _choices(key)
    return Sheet(name, ACTION_COLUMNS, [_cells(row) for row in rows], nothing, choices, kept=2)


def _choices(snapshot: PlanSnapshot) -> dict[str, Cells]:
    """Where the key's sheet has the names of each scale, by the columns that take them."""
    found, line = {}, 1
    for scale, entries in read_back(snapshot.words).scales.items():
        names = Cells(KEY, 1, line, line + len(entries) - 1)
        for heading in (OWN, ASSURED):
            found[heading.format(SCALE_WORDS[RatingScale(scale)])] = names
        line += len(entries)
    return found


def _cells(row: ActionRow) -> Sequence[Cell]:
    delivery, evidence, impact = (scale["own"]["text"] for scale in row.ratings.values())
    return (
        row.reference,
        row.title,
        row.priority,
        "; ".join(row.owners),
        row.start_on,
        row.due_on,
        row.due_text,
        row.first_due_on,
        days_moved(row.first_due_on, row.due_on),
        row.times_slipped,
        "Overdue" if row.late else "",
        delivery,
        row.status["note"],
        evidence,
        impact,
        *(scale["assured"]["text"] if scale["assured"] else "" for scale in row.ratings.values()),
        row.completed_on,
        row.closed_on,
        row.obstacle,
        "; ".join(row.answers),
        row.why,
        row.measure,
        "\n".join(row.milestones),
        "\n".join(row.evidence),
        row.updated_on,
        row.said,
    )


def removed_sheet(rows: Iterable[ActionRow]) -> Sheet:
    """Actions that were removed, why, and what stands in their place."""
    cells = [
        (row.reference, row.title, row.removed_on, row.because, _joined(row.instead))
        for row in rows
    ]
    return Sheet("Removed", REMOVED_COLUMNS, cells)


def _joined(links: Iterable[dict[str, str]]) -> str:
    return "; ".join(link["text"] for link in links)


def key_sheet(snapshot: PlanSnapshot) -> Sheet:
    """The council's names of its ratings and what it means by them."""
    return Sheet(
        KEY,
        (("Rating of", 14), ("Name", 22), ("Meaning", 60)),
        [
            (scale["title"], entry["text"], entry["meaning"])
            for scale in key_as_at(snapshot)
            for entry in scale["entries"]
        ],
    )
