"""A later report beside the earlier ones: which recommendations may have come back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from tracker.domain.frameworks import Framework
from tracker.domain.frameworks.guide import load_topics
from tracker.domain.likeness import LIKELY, Likeness, likenesses
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.recommendations import in_short, name_of, place_words
from tracker.presenters.words import LABELS, Tag

Url = Callable[..., str]
Frameworks = Mapping[str, Framework]

_MOST_SHOWN = 3
LIKELY_TAG = Tag("Likely the same", "info")
POSSIBLY = Tag("Possibly the same", "neutral")


@dataclass(frozen=True)
class Suggestion:
    """A recommendation of the later report that may be an earlier one come back."""

    name: str
    text: str
    href: str
    tag: Tag
    id: UUID


@dataclass(frozen=True)
class Compared:
    """An earlier recommendation, what it may have come back as, and the choices for saying so.

    ``key`` names its fields; ``choices`` are every recommendation of the later report, the likest
    first.
    """

    key: str
    heading: str
    name: str
    place: str
    text: str
    href: str
    suggestions: Sequence[Suggestion]
    choices: Sequence[tuple[str, str]]


def compared(
    rows: Sequence[Any], later: Sequence[Any], frameworks: Frameworks, own: str, url: Url
) -> list[Compared]:
    """Each earlier recommendation beside the later report's.

    ``rows`` are those of ``queries.verdicts.list_looked_back_on``, ``later`` the report's own
    recommendations, ``own`` the key of its framework.
    """
    topics = load_topics()
    alike = likenesses(
        [row.Recommendation.text for row in rows], [one.text for one in later], topics
    )
    names = [name_of(frameworks.get(own), one.kind, one.reference) for one in later]
    offered = [
        Suggestion(
            name, one.text, url("recommendations.show", recommendation_id=one.id), POSSIBLY, one.id
        )
        for one, name in zip(later, names, strict=True)
    ]
    return [
        Compared(
            key=row.Recommendation.id.hex,
            heading=row.inspection,
            name=name_of(
                frameworks.get(row.framework), row.Recommendation.kind, row.Recommendation.reference
            ),
            place=place_words(row.Recommendation.page, row.Recommendation.paragraph),
            text=row.Recommendation.text,
            href=url("recommendations.show", recommendation_id=row.Recommendation.id),
            suggestions=_suggested(found, offered),
            choices=_choices(found, offered),
        )
        for row, found in zip(rows, alike, strict=True)
    ]


def _suggested(found: Sequence[Likeness], offered: Sequence[Suggestion]) -> list[Suggestion]:
    return [
        replace(offered[one.position], tag=LIKELY_TAG if one.measure >= LIKELY else POSSIBLY)
        for one in found[:_MOST_SHOWN]
    ]


def _choices(found: Sequence[Likeness], offered: Sequence[Suggestion]) -> list[tuple[str, str]]:
    """All that the later report asks for, the likest first, then in printed order."""
    likest = [one.position for one in found]
    order = [*likest, *(at for at in range(len(offered)) if at not in likest)]
    return [
        (offered[at].id.hex, f"{offered[at].name}: {in_short(offered[at].text)}") for at in order
    ]


def by_inspection(rows: Sequence[Compared]) -> list[tuple[str, list[Compared]]]:
    """The rows under the titles of the inspections that made them."""
    return [(title, list(group)) for title, group in groupby(rows, key=lambda row: row.heading)]


def count_words(rows: Sequence[Any], found: Sequence[Compared]) -> str:
    """How many have been said, and how many may have come back."""
    said = sum(row.Verdict is not None for row in rows)
    back = sum(bool(row.suggestions) for row in found)
    return (
        f"{said:,} of {len(rows):,} earlier recommendations have a verdict. "
        f"{back:,} may have come back: the suggestions compare words and subjects on this machine, "
        "and you decide."
    )


def conflict_rows(
    touched: Mapping[str, Sequence[str | None]], rows: Sequence[Any], found: Sequence[Compared]
) -> list[ConflictRow]:
    """What was typed beside what is saved now."""
    saved = {row.Recommendation.id.hex: row.Verdict for row in rows}
    shown = {row.key: row for row in found}
    conflicts = []
    for key, typed in touched.items():
        names = dict(shown[key].choices)
        now = saved[key]
        stands = (now.verdict, now.repeated_as_id, now.words) if now else (None, None, None)
        theirs, yours = _said(stands, names), _said(typed, names)
        conflicts.append(ConflictRow(shown[key].name, theirs, yours, theirs != yours))
    return conflicts


def _said(values: Sequence[Any], names: Mapping[str, str]) -> str:
    verdict, again, words = values
    if not verdict:
        return "No verdict"
    key = getattr(again, "hex", again)
    asked = f"as {names.get(key, 'another recommendation')}" if key else ""
    return ": ".join(part for part in (LABELS[verdict], asked, words) if part)
