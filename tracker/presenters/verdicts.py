"""Verdicts in words: what visits said of a recommendation, and what one visit said of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import VerdictKind
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.golden_thread import ago_words
from tracker.presenters.inspections import embargo_tag, period_words
from tracker.presenters.recommendations import name_of, place_words
from tracker.presenters.words import LABELS, Tag, tag

Url = Callable[..., str]

VERDICT_KEY: Mapping[VerdictKind, str] = {
    VerdictKind.NOT_LOOKED_AT: "The visit did not look at it",
    VerdictKind.NO_PROGRESS: "Nothing has changed since it was made",
    VerdictKind.SOME_PROGRESS: "Work has begun to show, and much is left to do",
    VerdictKind.GOOD_PROGRESS: "Most of it is done",
    VerdictKind.RESOLVED: "Done, and inspectors are satisfied",
    VerdictKind.BACK_AGAIN: "It had been better and is asked for once more",
    VerdictKind.STILL_THERE: "The later report asks for it again; it never was better",
    VerdictKind.IMPROVED: "Better than it was, though the later report asks for more",
}
"""What each verdict means, one click away from where it is given."""


def verdict_key(verdicts: Iterable[VerdictKind] = VerdictKind) -> list[dict[str, str]]:
    """The key of these verdicts, or of all."""
    tags = [(tag(verdict) or Tag(""), VERDICT_KEY[verdict]) for verdict in verdicts]
    return [{"text": t.text, "tone": t.tone, "meaning": meaning} for t, meaning in tags]


def timeline(rows: Iterable[Any], url: Url, today: date) -> list[dict[str, Any]]:
    """What visits said of one recommendation, the latest first, each linked to its visit."""
    items = []
    for row in rows:
        embargo = embargo_tag(row.not_before_on, today)
        items.append(
            {
                "title": row.visit,
                "href": url("inspections.show", inspection_id=row.inspection_id),
                "date": period_words(row.fieldwork_start_on, row.fieldwork_end_on),
                "ago": ago_words(row.fieldwork_end_on, today),
                "tag": tag(row.verdict),
                "text": row.words,
                "note": f"{embargo.text}. {embargo.note}" if embargo else "",
                "muted": row.verdict is VerdictKind.NOT_LOOKED_AT,
            }
        )
    return items


@dataclass(frozen=True)
class LookedBackOn:
    """One recommendation on the page that asks for a visit's verdicts; ``key`` names its fields."""

    key: str
    name: str
    place: str
    text: str
    href: str


def key_of(recommendation: Any) -> str:
    """What a recommendation's fields are named by on the page of verdicts."""
    return str(recommendation.id.hex)


def looked_back_on(
    rows: Sequence[Any], frameworks: Mapping[str, Framework], url: Url
) -> list[tuple[str, list[LookedBackOn]]]:
    """The recommendations that a visit can speak of, by the inspection that made them."""
    groups = groupby(rows, key=lambda row: (row.Recommendation.inspection_id, row.inspection))
    return [
        (title, [_looked_back_on(row, frameworks, url) for row in group])
        for (_inspection_id, title), group in groups
    ]


def _looked_back_on(row: Any, frameworks: Mapping[str, Framework], url: Url) -> LookedBackOn:
    recommendation, framework = row.Recommendation, frameworks.get(row.framework)
    return LookedBackOn(
        key=key_of(recommendation),
        name=name_of(framework, recommendation.kind, recommendation.reference),
        place=place_words(recommendation.page, recommendation.paragraph),
        text=recommendation.text,
        href=url("recommendations.show", recommendation_id=recommendation.id),
    )


def conflict_rows(
    touched: Mapping[str, Sequence[str | None]],
    rows: Sequence[Any],
    frameworks: Mapping[str, Framework],
) -> list[ConflictRow]:
    """The verdicts that were typed beside those that are saved now."""
    saved = {key_of(row.Recommendation): row for row in rows}
    shown = []
    for key, (verdict, words) in touched.items():
        row = saved[key]
        theirs = _said(row.Verdict.verdict, row.Verdict.words) if row.Verdict else "No verdict"
        yours = _said(VerdictKind(verdict), words) if verdict else "No verdict"
        name = name_of(
            frameworks.get(row.framework), row.Recommendation.kind, row.Recommendation.reference
        )
        shown.append(ConflictRow(name, theirs, yours, theirs != yours))
    return shown


def _said(verdict: VerdictKind, words: str | None) -> str:
    return f"{LABELS[verdict]}: {words}" if words else LABELS[verdict]
