"""How actions go, in words: the ratings that owners give, and what the board is told to look at."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import Any, Final

from tracker.domain.ratings import RatingWords
from tracker.domain.vocabulary import Delivery, EvidenceRating, ImpactRating, Rating, RatingScale

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


SCALE_WORDS: Final[dict[RatingScale, str]] = {
    RatingScale.DELIVERY: "Delivery",
    RatingScale.EVIDENCE: "Evidence",
    RatingScale.IMPACT: "Impact",
}

RATING_TONES: Final[dict[tuple[type[StrEnum], str], str]] = {
    (type(rating), rating.value): tone
    for tone, ratings in {
        "done": (Delivery.COMPLETE, ImpactRating.SUSTAINED),
        "positive": (
            Delivery.ON_TRACK,
            EvidenceRating.ASSURED,
            ImpactRating.MAKING_A_DIFFERENCE,
        ),
        "info": (EvidenceRating.OFFERED, ImpactRating.EARLY_SIGNS),
        "caution": (Delivery.AT_RISK, ImpactRating.NO_CHANGE),
        "serious": (Delivery.OFF_TRACK, EvidenceRating.NOT_ASSURED, ImpactRating.WORSE),
    }.items()
    for rating in ratings
}
"""By vocabulary and slug, as members of two vocabularies with one slug are the same key."""


def tone_of(rating: Rating) -> str:
    """The tone of a rating's tag: what it does is the same in every council's words."""
    return RATING_TONES.get((type(rating), rating.value), "neutral")


def rating_tag(words: RatingWords, rating: Rating, note: str | None = None) -> dict[str, str]:
    """A rating as a table's or page's tag, in the council's words."""
    return {"text": words.name(rating), "tone": tone_of(rating), "note": note or ""}


def why_words(reason: str | None, recovery: str | None) -> str:
    """The reason of a rating and its recovery action, as a note beneath its tag."""
    told = f"Recovery: {recovery}" if recovery else ""
    if not (reason and told):
        return reason or told
    return f"{reason if reason[-1] in '.!?' else f'{reason}.'} {told}"


def both_sides(words: RatingWords, row: Any) -> dict[str, dict[str, Any]]:
    """The three ratings of an action, the owner's and what was assured side by side.

    ``row`` has the columns of ``queries.actions.RATED``. Each scale has ``own``, and ``assured``
    where somebody has assured the action.
    """
    own = (row.delivery, row.evidence_rating, row.impact_rating)
    assured = (row.assured_delivery, row.assured_evidence, row.assured_impact)
    why = why_words(row.delivery_reason, row.recovery)
    return {
        scale.value: {
            "title": SCALE_WORDS[scale],
            "own": rating_tag(words, mine, why if scale is RatingScale.DELIVERY else ""),
            "assured": rating_tag(words, theirs) if theirs is not None else None,
        }
        for scale, mine, theirs in zip(RatingScale, own, assured, strict=True)
    }


def rating_key(words: RatingWords) -> list[dict[str, Any]]:
    """The key of a council's ratings: for each scale its words in order, with their meanings."""
    return [
        {
            "title": SCALE_WORDS[scale],
            "entries": [
                {**rating_tag(words, word.rating), "meaning": word.meaning} for word in rows
            ],
        }
        for scale, rows in words.scales.items()
    ]


def rating_choices(
    words: RatingWords, scale: RatingScale, among: Collection[Rating] | None = None
) -> list[tuple[str, str]]:
    """The ratings of a scale, or ``among`` them, with the council's names in its order."""
    return [
        (word.rating.value, word.name)
        for word in words.scales[scale]
        if among is None or word.rating in among
    ]


def key_rows(words: RatingWords, width: int) -> Iterator[Sequence[str]]:
    """The key as the last rows of a spreadsheet ``width`` columns wide, after an empty one."""
    yield ("",) * width
    for scale, rows in words.scales.items():
        for word in rows:
            said = ("Key", f"{SCALE_WORDS[scale]}: {word.name}", word.meaning)
            yield said + ("",) * (width - len(said))
