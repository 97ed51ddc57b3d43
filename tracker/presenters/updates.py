"""Updates in words: what was said of an action, when, by whom, and what was corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.dates import long_date, relative_days
from tracker.domain.ratings import RatingWords
from tracker.models import Action
from tracker.presenters.ratings import rating_tag


@dataclass(frozen=True)
class Written:
    """Who wrote an update of which council: the subject of the question who may correct it."""

    council_id: Any
    author_id: Any


def update_entries(
    rows: Sequence[Any], action: Action, words: RatingWords, today: date
) -> list[dict[str, Any]]:
    """Updates as timeline entries; a corrected one stays, muted, beside what corrects it."""
    corrected_by = {row.corrects_id: row.id for row in rows if row.corrects_id}
    return [
        {
            **update_entry(row, row.author, words, today, corrected_by.get(row.id)),
            "written": Written(action.council_id, row.author_id),
        }
        for row in rows
    ]


def update_entry(
    row: Any, author: str | None, words: RatingWords, today: date, corrected_by: Any = None
) -> dict[str, Any]:
    """One update as an entry; ``corrected_by`` is the id of the update that corrects it."""
    return {
        "id": f"update-{row.id}",
        "update_id": row.id,
        "by": author or "somebody",
        "date": long_date(row.posted_on),
        "datetime": row.posted_on.isoformat(),
        "ago": relative_days(row.posted_on, today),
        "tag": rating_tag(words, row.delivery),
        "impact": rating_tag(words, row.impact_rating) if row.impact_rating else None,
        "done": row.done,
        "next_steps": row.next_steps,
        "obstacle": row.obstacle,
        "reason": row.delivery_reason,
        "recovery": row.recovery,
        "corrects": f"#update-{row.corrects_id}" if row.corrects_id else "",
        "corrected_by": f"#update-{corrected_by}" if corrected_by else "",
    }
