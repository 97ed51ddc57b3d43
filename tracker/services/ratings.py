"""What a council calls its ratings, what it means by them, and in which order it names them."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.ratings import (
    LONGEST_MEANING,
    LONGEST_NAME,
    SCALES,
    RatingWord,
    words_of,
    written,
)
from tracker.domain.vocabulary import Rating, RatingScale
from tracker.models import Council
from tracker.services.deeds import deed
from tracker.services.rules import checked_line, require_standing


@deed
def name_ratings(
    session: Session,
    council: Council,
    scale: RatingScale,
    words: Sequence[RatingWord],
    *,
    by: Actor,
    on: date,
    version: int | None = None,
    reason: str | None = None,
) -> None:
    """Give every rating of a scale the council's own name and meaning, in the council's order.

    Raises:
        Conflict: the council was changed since ``version``.
        RuleError: a rating is missing or named twice, or a name or meaning is missing, too long or
            given twice; the field is ``name_`` or ``meaning_`` and the rating's slug.
    """
    require_standing(council, by=by, version=version)
    if {word.rating for word in words} != set(SCALES[scale]) or len(words) != len(SCALES[scale]):
        raise RuleError("Name each rating of this scale once")
    named = [_checked(word) for word in words]
    taken: dict[str, Rating] = {}
    for word in named:
        known = word.name.casefold()
        if known in taken:
            raise RuleError(
                f"“{word.name}” is the name of another rating too: give each its own",
                field=f"name_{word.rating.value}",
            )
        taken[known] = word.rating
    council.rating_words = written(words_of(council.rating_words), scale, named)


def _checked(word: RatingWord) -> RatingWord:
    slug = word.rating.value
    name = checked_line(f"name_{slug}", word.name, LONGEST_NAME)
    meaning = checked_line(f"meaning_{slug}", word.meaning, LONGEST_MEANING)
    if name is None:
        raise RuleError("Enter a name for this rating", field=f"name_{slug}")
    if meaning is None:
        raise RuleError("Enter what this rating means", field=f"meaning_{slug}")
    return RatingWord(word.rating, name, meaning)
