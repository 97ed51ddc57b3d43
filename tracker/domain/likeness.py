"""Which recommendation of a later report speaks of the same thing as one of an earlier.

Both are compared by their words, rare ones counting for more, and by the subjects that they touch:
"MASH" and "thresholds" are one subject, whatever the words. Nothing leaves the machine, and the
result is a suggestion that a person confirms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

from tracker.domain.frameworks.guide import Topic

LIKELY = 0.3
"""From here on two recommendations are shown as the same; the measure runs from 0 to 1."""

POSSIBLE = 0.12
"""From here on a recommendation is offered as one that may be the same."""

_SUBJECT_WEIGHT = 1.6
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ers", "ed", "es", "er", "ly")
_BRACKETS = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"[a-z]+")
_EMPTY = frozenset(
    # Words that hold sentences together, and words that every recommendation has.
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "for",
        "from",
        "has",
        "have",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "their",
        "them",
        "then",
        "these",
        "they",
        "this",
        "those",
        "to",
        "was",
        "were",
        "where",
        "which",
        "who",
        "will",
        "with",
        "so",
        "not",
        "all",
        "any",
        "each",
        "no",
        "more",
        "most",
        "such",
        "than",
        "there",
        "when",
        "whether",
        "through",
        "within",
        "across",
        "ensure",
        "improve",
        "strengthen",
        "develop",
        "increase",
        "establish",
        "action",
        "actions",
        "take",
        "taken",
        "urgent",
        "urgently",
        "child",
        "children",
        "young",
        "people",
        "council",
        "local",
        "authority",
        "services",
        "service",
        "need",
        "needs",
        "meet",
        "effective",
        "effectively",
        "appropriate",
        "appropriately",
        "clear",
        "clearly",
        "timely",
        "quality",
        "including",
        "provide",
        "support",
        "order",
        "arrangements",
        "make",
        "throughout",
        "continue",
        "further",
        "particularly",
        "enable",
        "progress",
    ]
)


@dataclass(frozen=True)
class Likeness:
    """How alike a later recommendation is: its position in the later list, from 0 to 1."""

    position: int
    measure: float


def likenesses(
    earlier: Sequence[str], later: Sequence[str], topics: Sequence[Topic]
) -> list[list[Likeness]]:
    """For each earlier text, the later ones that may speak of the same thing, likest first."""
    bags = [_bag(text, topics) for text in (*earlier, *later)]
    seen_in = Counter(word for bag in bags for word in bag)
    vectors = [_vector(bag, seen_in, len(bags)) for bag in bags]
    old, new = vectors[: len(earlier)], vectors[len(earlier) :]
    return [
        sorted(
            (
                Likeness(position, measure)
                for position, vector in enumerate(new)
                if (measure := _cosine(text, vector)) >= POSSIBLE
            ),
            key=lambda likeness: (-likeness.measure, likeness.position),
        )
        for text in old
    ]


def _bag(text: str, topics: Sequence[Topic]) -> Counter[str]:
    said = " ".join(_BRACKETS.sub(" ", text).replace("’", "'").casefold().split())
    bag = Counter(
        _stem(word) for word in _WORD.findall(said) if len(word) > 2 and word not in _EMPTY
    )
    for topic in topics:
        for subject in topic.subjects:
            if _any_of(subject).search(said):
                bag[f"subject: {subject[0]}"] += 1
    return bag


def _stem(word: str) -> str:
    for ending in (*_ENDINGS, "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _vector(bag: Counter[str], seen_in: Counter[str], texts: int) -> dict[str, float]:
    weighed = {
        word: (1 + log(count))
        * log(1 + texts / seen_in[word])
        * (_SUBJECT_WEIGHT if word.startswith("subject: ") else 1)
        for word, count in bag.items()
    }
    length = sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
    return {word: weight / length for word, weight in weighed.items()}


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(weight * other.get(word, 0.0) for word, weight in one.items())


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted((word.casefold() for word in words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
