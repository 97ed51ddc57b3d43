"""How actions go, in words: the ratings that owners give, and what the board is told to look at."""

from __future__ import annotations

from tracker.domain.vocabulary import Delivery
from tracker.presenters.words import DELIVERY_KEY, LABELS, TONES

CONCERN_WORDS: dict[str, str] = {
    "overdue": "Overdue",
    "due_soon": "Due in 30 days",
    "stuck": "Stuck",
    "quiet": "No update in 30 days",
    "slipped": "Slipped",
    "slipped_twice": "Slipped more than once",
    "called_in": "Called in to the board",
    "finished_late": "Finished late",
    "no_date": "No due date",
    "no_measure": "No success measure",
    "no_owner": "No owner",
    "no_evidence": "No evidence",
    "no_recommendation": "No recommendation",
}
"""What each concern of ``queries.concerns`` is called."""

CONCERN_KEY: dict[str, str] = {
    "overdue": "Not complete, and the due date has passed",
    "due_soon": "Not complete, and due within 30 days from today",
    "stuck": "Not complete, and the latest update names an obstacle",
    "quiet": "Not complete, and no update in the last 30 days",
    "slipped": "The due date was moved later at least once since the plan was adopted",
    "slipped_twice": "The due date was moved later twice or more",
    "called_in": "Slipped again, and the board’s next meeting hears of it",
    "finished_late": "Complete, but after its due date or after its first one",
    "no_date": "No day by which it is due",
    "no_measure": "Nothing says how we will know that it worked",
    "no_owner": "Neither a person nor a post owns it",
    "no_evidence": "Nothing shows that it was done",
    "no_recommendation": "It answers no recommendation",
}
"""What each concern means, printed with the figures that count them."""


def delivery_tag(delivery: Delivery, note: str | None = None) -> dict[str, str]:
    """A delivery rating as a table's or page's tag."""
    return {
        "text": LABELS[delivery],
        "tone": TONES.get(delivery, "neutral"),
        "note": note or "",
    }


def delivery_key() -> list[dict[str, str]]:
    """The status key: every rating with its meaning."""
    return [{**delivery_tag(rating), "meaning": text} for rating, text in DELIVERY_KEY.items()]
