"""The draft of a cabinet report in words: what is missing or stale, and what can be exempt."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from tracker.domain.dates import long_date, relative_days
from tracker.domain.exemption import Marks
from tracker.domain.papers import Audience
from tracker.domain.snapshot import PlanSnapshot, is_done, live
from tracker.presenters.cabinet_papers import AUDIENCE_WORDS, FORMAT_WORDS, Source
from tracker.presenters.words import Link, count_words, day_words
from tracker.reports.exemption import Passage
from tracker.reports.parts import IMPLICATIONS, AuthorsPart

Url = Callable[..., str]

OLD_AFTER: Final = timedelta(days=14)
"""A report whose figures are older says so to its author: papers go out a week before a meeting."""

QUIET_AFTER: Final = timedelta(days=42)
"""An open action without an update for so long is pointed out: owners update monthly."""

NEEDED: Final = (
    ("purpose", "Purpose of the report"),
    ("recommendation", "Recommendation"),
    ("reasons", "Reasons"),
    ("item_number", "Item number"),
    ("member", "Responsible cabinet member"),
    ("director", "Responsible director"),
    ("author", "Author"),
)
"""What a report that goes to cabinet should not be without, by the names of its fields."""


@dataclass(frozen=True)
class Doubt:
    """Something to look at before the report is issued; ``href`` leads to where it is mended."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class MarkedPassage:
    """A passage or an action as the page of exempt information asks about it.

    ``key`` is the passage's or the action's id; ``chosen`` the paragraph it is exempt under, or
    empty.
    """

    key: str | uuid.UUID
    heading: str
    label: str
    chosen: str


def doubts_of(
    source: Source, passages: Iterable[Passage], today: date, url: Callable[[str], str]
) -> list[Doubt]:
    """What is missing or stale; ``url`` gives the address of a place by its name."""
    snapshot = source.material.now
    return [
        *_missing(source.authors, url),
        *_stale(snapshot, today, url),
        *_lost_marks(source.marks, passages, snapshot, url),
    ]


def _missing(authors: AuthorsPart, url: Callable[[str], str]) -> Iterator[Doubt]:
    empty = [words for name, words in NEEDED if not getattr(authors, name)]
    for words in empty:
        yield Doubt(f"{words}: nothing is entered", url("form"))
    unsaid = [words for key, words in IMPLICATIONS if not authors.implications.get(key)]
    if unsaid:
        left = count_words(len(unsaid), "implication is", "implications are")
        yield Doubt(f"{left} not stated: {', '.join(unsaid)}", url("form"))


def _stale(snapshot: PlanSnapshot, today: date, url: Callable[[str], str]) -> Iterator[Doubt]:
    if snapshot.as_at < today - OLD_AFTER:
        ago = relative_days(snapshot.as_at, today)
        yield Doubt(f"The figures are those of {day_words(snapshot.as_at)}, {ago}", url("form"))
    known = snapshot.as_at - QUIET_AFTER
    quiet = [
        one
        for one in live(snapshot.actions)
        if not is_done(one) and one.closed_on is None and (one.updated_on or date.min) < known
    ]
    if quiet:
        has = count_words(len(quiet), "open action has", "open actions have")
        yield Doubt(f"{has} no update since {long_date(known)}", url("updates"))


def _lost_marks(
    marks: Marks,
    passages: Iterable[Passage],
    snapshot: PlanSnapshot,
    url: Callable[[str], str],
) -> Iterator[Doubt]:
    lost = set(marks.passages) - {passage.key for passage in passages}
    if lost:
        what = count_words(
            len(lost), "passage that was marked as exempt reads", "passages that were marked read"
        )
        yield Doubt(f"{what} otherwise now, and so would be published", url("exempt"))
    standing = {one.id for one in live(snapshot.actions)}
    gone = set(marks.actions) - standing
    if gone:
        what = count_words(len(gone), "exempt action", "exempt actions")
        yield Doubt(f"{what} no longer in the plan", url("exempt"))


def lost_keys(marks: Marks, passages: Iterable[Passage]) -> set[str]:
    """The marked passages that the report no longer has in these words."""
    return set(marks.passages) - {passage.key for passage in passages}


def marked_passages(
    passages: Sequence[Passage], snapshot: PlanSnapshot, marks: Marks
) -> list[MarkedPassage]:
    """What the page of exempt information asks about: every passage, and each marked action."""
    asked = [
        MarkedPassage(one.key, one.heading, one.text, _chosen(marks.passages.get(one.key)))
        for one in passages
    ]
    actions = {one.id: one for one in snapshot.actions}
    marked = [
        MarkedPassage(
            action_id,
            "Actions",
            f"{actions[action_id].reference} {actions[action_id].title}",
            str(number),
        )
        for action_id, number in marks.actions.items()
        if action_id in actions
    ]
    return [*asked, *sorted(marked, key=lambda one: one.label)]


def _chosen(number: int | None) -> str:
    return "" if number is None else str(number)


def references_of(snapshot: PlanSnapshot) -> dict[str, uuid.UUID]:
    """The plan's standing actions by their references, without regard to capitals."""
    return {one.reference.casefold(): one.id for one in live(snapshot.actions)}


def grouped(passages: Iterable[MarkedPassage]) -> list[tuple[str, list[MarkedPassage]]]:
    """The passages under their headings, in the report's order."""
    found: dict[str, list[MarkedPassage]] = {}
    for passage in passages:
        found.setdefault(passage.heading, []).append(passage)
    return list(found.items())


def preview_of(source: Source, url: Url) -> dict[str, Any]:
    """What the page of the preview says of the report, and where each version can be read."""
    material, plan_id = source.material, source.material.now.plan.id
    audiences = list(Audience) if source.marks else [Audience.PUBLIC]
    return {
        "title": source.authors.title,
        "as_at": day_words(material.now.as_at),
        "since": day_words(material.before.as_at) if material.before else "",
        "versions": [
            _version(audience, plan_id, url, only=not source.marks) for audience in audiences
        ],
    }


def _version(audience: Audience, plan_id: uuid.UUID, url: Url, *, only: bool) -> dict[str, Any]:
    asked = {"plan_id": plan_id, "version": audience.value}
    files = [
        Link(f"Download as {words}", url("cabinet.file", format=kind.value, **asked))
        for kind, words in FORMAT_WORDS.items()
    ]
    return {
        "slug": audience.value,
        "heading": "The report" if only else AUDIENCE_WORDS[audience],
        "links": [Link("Read it here", url("cabinet.read", **asked)), *files],
    }


def told(rows: Iterable[Any]) -> list[str]:
    """What is left out of the report because it may not be published yet, for its author."""
    return [f"{row.title}, not before {long_date(row.not_before_on)}" for row in rows]
