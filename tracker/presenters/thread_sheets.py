"""Sheets of the golden thread: what was recommended, and what hangs loose in a plan."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from tracker.domain.frameworks import Framework
from tracker.domain.snapshot import PlanSnapshot, live
from tracker.presenters.ratings import CONCERN_KEY, CONCERN_WORDS
from tracker.presenters.recommendations import (
    finding_words,
    name_of,
    place_words,
    response_tag,
    urgency_words,
)
from tracker.presenters.snapshots import ActionRow, Shown
from tracker.presenters.words import label
from tracker.queries.concerns import LOOSE
from tracker.reports.workbook import Sheet

Frameworks = Mapping[str, Framework]

UNANSWERED: Final = "Recommendations with no action"
NO_RECOMMENDATIONS: Final = "No recommendations"

RECOMMENDATION_COLUMNS = (
    ("Number", 12),
    ("Recommendation", 60),
    ("Inspection", 36),
    ("Page", 8),
    ("Paragraph", 12),
    ("Kind", 24),
    ("Urgency", 24),
    ("Speaks to", 20),
    ("Theme", 20),
    ("Response", 18),
    ("Reason", 36),
    ("Actions", 10),
    ("Latest verdict", 18),
    ("Visit", 36),
    ("Visit ended", 18),
)
THEN_COLUMNS = (*RECOMMENDATION_COLUMNS[:7], ("Response", 18), ("Actions of this plan", 12))
LOOSE_COLUMNS = (("What hangs loose", 36), ("Number", 16), ("What it says", 60), ("Where", 40))


def recommendations_sheet(rows: Iterable[Any], frameworks: Frameworks) -> Sheet:
    """Recommendations with their responses and latest verdicts; rows of the list's query."""
    cells = [
        (
            row.reference or "",
            row.text,
            row.inspection,
            row.page,
            row.paragraph or "",
            finding_words(frameworks.get(row.framework), row.kind),
            urgency_words(frameworks.get(row.framework), row.urgency),
            label(row.addressee),
            row.theme or "",
            response_tag(row.response).text,
            row.response_reason or "",
            row.actions,
            label(row.verdict),
            row.visit or "",
            row.visited_on,
        )
        for row in rows
    ]
    return Sheet("Recommendations", RECOMMENDATION_COLUMNS, cells, NO_RECOMMENDATIONS)


def recommendations_then(shown: Shown, frameworks: Frameworks) -> Sheet:
    """The recommendations that a plan's actions answered on a past day, as they then stood."""
    snapshot = shown.snapshot
    inspections = {one.id: one for one in snapshot.inspections}
    standing = {one.id for one in live(snapshot.actions)}
    answering = Counter(
        link.recommendation_id for link in live(snapshot.links) if link.action_id in standing
    )
    found = [one for one in live(snapshot.recommendations) if one.inspection_id in inspections]
    cells = [
        (
            one.reference or "",
            one.text,
            inspections[one.inspection_id].title,
            one.page,
            one.paragraph or "",
            finding_words(frameworks.get(inspections[one.inspection_id].framework), one.kind),
            urgency_words(frameworks.get(inspections[one.inspection_id].framework), one.urgency),
            response_tag(one.response).text,
            answering[one.id],
        )
        for one in shown.as_printed(found)
    ]
    return Sheet("Recommendations", THEN_COLUMNS, cells, NO_RECOMMENDATIONS)


def _tied(snapshot: PlanSnapshot) -> Mapping[str, set[uuid.UUID]]:
    """Of each list that ties something to an action, the actions that have it."""
    return {
        "links": {one.action_id for one in live(snapshot.links)},
        "owners": {one.action_id for one in live(snapshot.owners)},
        "evidence": {one.action_id for one in live(snapshot.evidence)},
    }


def loose_actions(shown: Shown) -> dict[str, list[ActionRow]]:
    """The plan's actions that hang loose, by the concerns of coverage."""
    tied = _tied(shown.snapshot)
    is_loose: dict[str, Callable[[Any], bool]] = {
        "no_recommendation": lambda action: action.id not in tied["links"],
        "no_owner": lambda action: action.id not in tied["owners"],
        "no_date": lambda action: action.due_on is None,
        "no_measure": lambda action: not action.success_measure,
        "no_evidence": lambda action: action.id not in tied["evidence"],
    }
    standing = live(shown.snapshot.actions)
    return {
        name: shown.rows_of(action for action in standing if is_loose[name](action))
        for name in LOOSE
    }


def loose_words(concern: str) -> str:
    """Such as "Actions with no owner"."""
    return f"Actions with {CONCERN_WORDS[concern].lower()}"


def loose_figures(shown: Shown, unanswered: Sequence[Any] | None) -> list[dict[str, Any]]:
    """How much hangs loose; of recommendations only where ``unanswered`` are known."""
    first = {
        "text": UNANSWERED,
        "number": len(unanswered or ()),
        "note": "Of the inspections that this plan answers",
    }
    return [
        *([] if unanswered is None else [first]),
        *(
            {"text": loose_words(name), "number": len(rows), "note": CONCERN_KEY[name]}
            for name, rows in loose_actions(shown).items()
        ),
    ]


def coverage_sheet(shown: Shown, unanswered: Sequence[Any] | None, frameworks: Frameworks) -> Sheet:
    """Everything that hangs loose, one row each; an action stands under each of its loose ends."""
    rows = [
        (
            UNANSWERED,
            name_of(frameworks.get(row.framework), row.kind, row.reference),
            row.text,
            ", ".join(filter(None, [row.inspection, place_words(row.page, row.paragraph)])),
        )
        for row in unanswered or ()
    ]
    rows += [
        (loose_words(name), row.reference, row.title, row.priority)
        for name, found in loose_actions(shown).items()
        for row in found
    ]
    return Sheet("Coverage", LOOSE_COLUMNS, rows, "Nothing hangs loose")
