"""A report with a little of everything, with which a template is tried before it is taken."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from tracker.reports.parts import (
    IMPLICATIONS,
    Answered,
    AuthorsPart,
    CabinetReport,
    Figure,
    Findings,
    Judged,
    PlannedAction,
    PlanSection,
    Point,
    PriorityRow,
    Progress,
    Rating,
    Recommendations,
    Said,
    Stamp,
    Status,
)

_GOOD: Final = Status("Good", "positive", "at the last visit")
_ACTION: Final = PlannedAction(
    "A1", "Action", "Measure", "Owner\nDeputy", "1 May 2026", (_GOOD,), "1", "1 April 2026"
)
_PROGRESS: Final = Progress(
    priorities_said=("Priorities.",),
    priorities=(PriorityRow("A", "Priority", "Difference", "Director"),),
    oversight=(Said("Oversight:", (Point("monthly", "Board"),)),),
    actions_taken=(Said("Done:", (Point("done", "A1"),)),),
    pictures_said="Pictures.",
    pictures=(),
    recommendations_said=("Recommendations.",),
    recommendations=(Recommendations("Inspection", (Answered("1", "Do it", "A1", (_GOOD,)),)),),
    figures_said="Figures.",
    figures=(Figure("Overdue", "1", "Past the due date"),),
)

SAMPLE: Final = CabinetReport(
    council="Council",
    demonstration="Demonstration",
    stamp=Stamp(datetime(2026, 5, 1, 9, tzinfo=UTC), "1 May 2026", 1, "0123456789ab"),
    authors=AuthorsPart(
        title="Title",
        purpose="Purpose\nMore of it",
        recommendation="Note\nAgree",
        reasons="Reasons",
        item_number="1",
        member="Member",
        portfolio="Portfolio",
        director="Director",
        director_post="Post",
        author="Author",
        extension="1234",
        implications=dict(IMPLICATIONS),
    ),
    summary=("Summary", "More of it"),
    background_papers=("Paper",),
    background=(
        Said(
            "Background:",
            (
                Point(
                    "dates",
                ),
            ),
        ),
    ),
    findings=(Findings("Inspection", ("Found.",), (Judged("Area", _GOOD),), ("Rest.",)),),
    progress=_PROGRESS,
    closing=("Closing",),
    plan=("About the plan",),
    plan_sections=(PlanSection("A: Priority", "About it", (_ACTION, _ACTION)),),
    key=(Rating(_GOOD, "Meaning"),),
)
"""No pictures, which need somebody to draw them."""
