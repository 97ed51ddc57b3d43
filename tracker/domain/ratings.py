"""The three ratings of an action in a council's own words: names, meanings and order.

What a rating does is the same in every council; what it is called is the council's own ("green",
"blue: complete and embedded"), so each keeps its key, and a key is printed wherever ratings are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

from tracker.domain.vocabulary import Delivery, EvidenceRating, ImpactRating, Rating, RatingScale

SCALES: Final[Mapping[RatingScale, type[StrEnum]]] = {
    RatingScale.DELIVERY: Delivery,
    RatingScale.EVIDENCE: EvidenceRating,
    RatingScale.IMPACT: ImpactRating,
}

LONGEST_NAME: Final = 40
LONGEST_MEANING: Final = 300


@dataclass(frozen=True)
class RatingWord:
    """What a council calls a rating, and what it means by that."""

    rating: Rating
    name: str
    meaning: str


SHIPPED: Final[Mapping[RatingScale, tuple[RatingWord, ...]]] = {
    RatingScale.DELIVERY: (
        RatingWord(Delivery.COMPLETE, "Complete", "Done; whether it helped is another question"),
        RatingWord(Delivery.ON_TRACK, "On track", "Will be done by the due date"),
        RatingWord(Delivery.AT_RISK, "At risk", "May miss the due date unless something changes"),
        RatingWord(Delivery.OFF_TRACK, "Off track", "Will miss, or has missed, the due date"),
        RatingWord(Delivery.NOT_STARTED, "Not started", "Work has not begun"),
    ),
    RatingScale.EVIDENCE: (
        RatingWord(EvidenceRating.NONE, "None", "Nothing shows yet that the work was done"),
        RatingWord(EvidenceRating.OFFERED, "Offered", "Evidence is there and waits to be tested"),
        RatingWord(
            EvidenceRating.ASSURED,
            "Assured",
            "Somebody outside the owners’ line of management tested it, and it holds",
        ),
        RatingWord(
            EvidenceRating.NOT_ASSURED, "Not assured", "It was tested and does not show enough"
        ),
    ),
    RatingScale.IMPACT: (
        RatingWord(
            ImpactRating.TOO_EARLY, "Too early", "Too early to say what changed for children"
        ),
        RatingWord(ImpactRating.NO_CHANGE, "No change", "Nothing is different for children yet"),
        RatingWord(ImpactRating.EARLY_SIGNS, "Early signs", "First signs that something is better"),
        RatingWord(
            ImpactRating.MAKING_A_DIFFERENCE,
            "Making a difference",
            "Children’s experience is measurably better",
        ),
        RatingWord(ImpactRating.SUSTAINED, "Sustained", "Better, and it has stayed so"),
        RatingWord(ImpactRating.WORSE, "Worse", "Children’s experience is worse than before"),
    ),
}
"""The words of a council that has not chosen its own."""


@dataclass(frozen=True)
class RatingWords:
    """A council's key: for each scale its ratings in the council's order."""

    scales: Mapping[RatingScale, tuple[RatingWord, ...]]

    @cached_property
    def _by_rating(self) -> dict[tuple[type[StrEnum], str], RatingWord]:
        # Two vocabularies may share a slug, and members with one slug are equal.
        words = (word for scale in self.scales.values() for word in scale)
        return {(type(word.rating), word.rating.value): word for word in words}

    def of(self, rating: Rating) -> RatingWord:
        """The council's word for ``rating``."""
        return self._by_rating[type(rating), rating.value]

    def name(self, rating: Rating) -> str:
        """What the council calls ``rating``."""
        return self.of(rating).name

    def named(self, scale: RatingScale, slug: str) -> str:
        """What the council calls the rating that is stored as ``slug``."""
        return self._by_rating[SCALES[scale], slug].name

    @cached_property
    def delivery(self) -> tuple[Delivery, ...]:
        """The owner's ratings of delivery in the council's order."""
        return tuple(Delivery(word.rating) for word in self.scales[RatingScale.DELIVERY])


def spelt_out(words: RatingWords) -> tuple[tuple[str, str, str, str], ...]:
    """The whole key as a snapshot keeps it: scale, slug, name and meaning of each rating."""
    return tuple(
        (scale.value, word.rating.value, word.name, word.meaning)
        for scale, rows in words.scales.items()
        for word in rows
    )


def read_back(rows: Sequence[tuple[str, str, str, str]]) -> RatingWords:
    """The key that ``spelt_out`` wrote; the shipped one of none at all."""
    scales = {
        scale: tuple(
            RatingWord(ratings(slug), name, meaning)  # type: ignore[arg-type]
            for of, slug, name, meaning in rows
            if of == scale.value
        )
        for scale, ratings in SCALES.items()
    }
    return RatingWords(scales) if rows else words_of(None)


def words_of(text: str | None) -> RatingWords:
    """The key that ``written`` wrote; the shipped one where a council has written none."""
    return _read(text or "")


@lru_cache(maxsize=256)
def _read(text: str) -> RatingWords:
    chosen = json.loads(text) if text else {}
    scales = {}
    for scale, ratings in SCALES.items():
        rows = chosen.get(scale.value)
        scales[scale] = (
            SHIPPED[scale]
            if rows is None
            else tuple(RatingWord(ratings(slug), name, meaning) for slug, name, meaning in rows)  # type: ignore[arg-type]
        )
    return RatingWords(scales)


def written(words: RatingWords, scale: RatingScale, chosen: Sequence[RatingWord]) -> str:
    """``words`` with ``scale`` replaced by ``chosen``, as a council keeps its key."""
    scales = {**words.scales, scale: tuple(chosen)}
    return json.dumps(
        {
            key.value: [[word.rating.value, word.name, word.meaning] for word in rows]
            for key, rows in scales.items()
            if rows != SHIPPED[key]
        },
        ensure_ascii=False,
        sort_keys=True,
    )
