"""A theme for a recommendation, suggested from its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tracker.domain.frameworks.guide import Topic
from tracker.intake.words import plain


def theme_of(text: str, topics: Sequence[Topic]) -> str | None:
    """The topic with the most of its words in the text, earlier ones first; None without any.

    A word counts double in the first dozen words: a recommendation begins with what it is about.
    """
    said = plain(text)
    opening = " ".join(said.split()[:12])
    scores = [
        len(_any_of(topic.words).findall(said)) + len(_any_of(topic.words).findall(opening))
        for topic in topics
    ]
    best = max(scores, default=0)
    return topics[scores.index(best)].label if best else None


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(map(plain, words), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
