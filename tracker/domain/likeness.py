"""Which recommendation of a later report speaks of the same thing as one of an earlier.

Both are compared by their words, rare ones counting for more, and by the subjects that they touch:
"MASH" and "thresholds" are one subject, whatever the words. Nothing leaves the machine, and the
result is a suggestion that a person confirms.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
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
_LETTERS = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")
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


def same_pairs(texts: Sequence[str], least: float) -> list[tuple[int, int]]:
    """The positions of texts that say the same, the earlier first, in the order of the later ones.

    They are equal but for case, spaces and punctuation, or at least so alike as ``least`` and have
    the same numbers. Of several equal ones each is paired with the first alone.
    """
    plain = [" ".join(_LETTERS.findall(text.casefold())) for text in texts]
    first: dict[str, int] = {}
    pairs = [(first.setdefault(text, at), at) for at, text in enumerate(plain)]
    numbers = [_NUMBER.findall(text) for text in plain]
    places = list(first.values())
    for one, other in alike_pairs([texts[at] for at in places], least):
        if numbers[places[one]] == numbers[places[other]]:
            pairs.append((places[one], places[other]))
    return sorted((pair for pair in pairs if pair[0] != pair[1]), key=lambda pair: pair[::-1])


def alike_pairs(texts: Sequence[str], least: float) -> Iterator[tuple[int, int]]:
    """The positions of any two texts that are at least so alike, the earlier first.

    ``least`` is above 0. Quick for many texts: only those are compared that have one of the few
    words without which nothing could be so alike.
    """
    bags = [_bag(text, ()) for text in texts]
    seen_in = Counter(word for bag in bags for word in bag)
    vectors = [_vector(bag, seen_in, len(bags)) for bag in bags]
    having: dict[str, list[int]] = defaultdict(list)
    for position, vector in enumerate(vectors):
        near = {other for word in _telling(vector, least) for other in having[word]}
        for other in sorted(near):
            if _cosine(vector, vectors[other]) >= least:
                yield other, position
        for word in vector:
            having[word].append(position)


def _telling(vector: dict[str, float], least: float) -> Iterator[str]:
    """Its heaviest words, so many that what is left could not be so alike to anything."""
    left = 1.0
    for word in sorted(vector, key=lambda word: (-vector[word], word)):
        # A little more than rounding can take away.
        if left < least * least - 1e-9:
            return
        yield word
        left -= vector[word] ** 2


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
