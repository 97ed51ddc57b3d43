"""Going through a draft: each function takes a draft and gives the next one, and writes nothing.

Keys stay unique, what is dropped is kept so that it can be taken back, and a doubt about something
is gone once a person has amended or confirmed it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final, TypeAlias

from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Addressee, FindingKind, Urgency
from tracker.intake.draft import (
    DraftDate,
    DraftJudgement,
    DraftRecommendation,
    Fact,
    Period,
    Place,
    ReportDraft,
    Sureness,
)

Item: TypeAlias = DraftJudgement | DraftRecommendation

FACTS: Final = (
    "council",
    "framework",
    "kind",
    "theme",
    "fieldwork",
    "published",
    "lead_inspector",
    "statement_due",
)
"""The facts of a draft by name, in the order of its page; a doubt may be about one of them."""

FEWEST_PARTS: Final = 2
NOWHERE: Final = Place(page=1)
"""Where a fact stands that a person knows and the report does not print."""


@dataclass(frozen=True, kw_only=True)
class FactValues:
    """The facts as a person sets them; ``framework`` and ``kind`` are keys."""

    framework: str | None
    kind: str | None
    theme: str | None
    start_on: date | None
    end_on: date | None
    published: date | None
    lead_inspector: str | None
    statement_due: date | None


@dataclass(frozen=True, kw_only=True)
class RecommendationValues:
    """A recommendation of the draft as a person sets it."""

    text: str
    reference: str | None
    kind: FindingKind
    urgency: Urgency | None
    addressee: Addressee
    body: str | None
    paragraphs: str | None
    theme: str | None


@dataclass(frozen=True, kw_only=True)
class JudgementValues:
    """A judgement of the draft as a person sets it: keys of the framework, and its own words."""

    area_key: str
    grade_key: str
    area: str
    grade: str


def items_of(draft: ReportDraft) -> Iterator[Item]:
    """The judgements and then the recommendations, dropped ones among them."""
    yield from draft.judgements
    yield from draft.recommendations


def find_item(draft: ReportDraft, key: str) -> Item | None:
    """The item of that key."""
    return next((item for item in items_of(draft) if item.key == key), None)


def get_item(draft: ReportDraft, key: str) -> Item:
    """The item of that key.

    Raises:
        RuleError: there is none.
    """
    found = find_item(draft, key)
    if found is None:
        raise RuleError("That item is not in the draft any more. Go back to the draft")
    return found


def amend_facts(draft: ReportDraft, values: FactValues) -> ReportDraft:
    """Set the facts; one that stays as it was keeps its sureness, and the doubts about it."""
    changed = dict(_changed_facts(draft, values))
    return _without_doubts(replace(draft, **changed), *changed)


def _changed_facts(draft: ReportDraft, values: FactValues) -> Iterator[tuple[str, Any]]:
    for name in ("framework", "kind", "theme", "lead_inspector"):
        old: Fact | None = getattr(draft, name)
        value: str | None = getattr(values, name)
        if value != (old.value if old else None):
            place = old.place if old else NOWHERE
            yield name, Fact(value, place) if value is not None else None
    for name in ("published", "statement_due"):
        before: DraftDate | None = getattr(draft, name)
        day: date | None = getattr(values, name)
        if day != (before.on if before else None):
            place = before.place if before else NOWHERE
            yield name, DraftDate(day, place) if day is not None else None
    if (values.start_on, values.end_on) != (draft.start_on, draft.end_on):
        yield "fieldwork", _fieldwork(draft, values.start_on, values.end_on)


def _fieldwork(
    draft: ReportDraft, start_on: date | None, end_on: date | None
) -> tuple[Period, ...]:
    start_on, end_on = start_on or end_on, end_on or start_on
    if start_on is None or end_on is None:
        return ()
    if end_on < start_on:
        raise RuleError(
            "The last day on site must be the same as or after the first", field="end_on"
        )
    return (Period(start_on, end_on, draft.fieldwork[0].place if draft.fieldwork else NOWHERE),)


def amend_recommendation(draft: ReportDraft, key: str, values: RecommendationValues) -> ReportDraft:
    """Set what a recommendation says; whoever amends it vouches for it."""
    return _settled(draft, key, **_values(values))


def amend_judgement(draft: ReportDraft, key: str, values: JudgementValues) -> ReportDraft:
    """Set what a judgement says; whoever amends it vouches for it."""
    return _settled(draft, key, **_values(values))


def confirm(draft: ReportDraft, about: str) -> ReportDraft:
    """A person has looked: what is said of a fact, an item or the whole is right as it is."""
    if find_item(draft, about) is not None:
        return _settled(draft, about)
    fact = getattr(draft, about, None) if about in FACTS else None
    if isinstance(fact, Fact | DraftDate):
        sure: dict[str, Any] = {about: replace(fact, sureness=Sureness.CERTAIN)}
        draft = replace(draft, **sure)
    return _without_doubts(draft, about)


def settle(draft: ReportDraft, position: str) -> ReportDraft:
    """A person has looked at one doubt, by its position from 0, and finds that all is right.

    What it was about is confirmed once nothing else is doubted about it.

    Raises:
        RuleError: there is no such doubt any more.
    """
    at = int(position) if position.isascii() and position.isdigit() and len(position) < 6 else -1
    if not 0 <= at < len(draft.doubts):
        raise RuleError("That doubt is settled already. Look at the draft again")
    about = draft.doubts[at].about
    left = replace(draft, doubts=(*draft.doubts[:at], *draft.doubts[at + 1 :]))
    return left if any(doubt.about == about for doubt in left.doubts) else confirm(left, about)


def drop(draft: ReportDraft, key: str) -> ReportDraft:
    """Leave an item out of what is accepted; it stays in the draft and can be taken back."""
    return _changed(draft, key, dropped=True)


def take_back(draft: ReportDraft, key: str) -> ReportDraft:
    """Let a dropped item count again."""
    return _changed(draft, key, dropped=False)


def next_recommendation(draft: ReportDraft, key: str) -> DraftRecommendation | None:
    """The next standing recommendation after this one; none after the last."""
    standing = [one for one in draft.recommendations if one.key == key or not one.dropped]
    keys = [one.key for one in standing]
    at = keys.index(key) + 1 if key in keys else len(keys)
    return standing[at] if at < len(standing) else None


def merge(draft: ReportDraft, key: str) -> ReportDraft:
    """Join a recommendation with the next one: as when a page break has cut it in two.

    The second one is dropped, so that it can be taken back as it was.

    Raises:
        RuleError: nothing stands after it.
    """
    first, second = get_item(draft, key), next_recommendation(draft, key)
    if not isinstance(first, DraftRecommendation) or second is None:
        raise RuleError("There is no recommendation after this one to merge it with")
    joined = _settled(
        draft,
        key,
        text=f"{first.text.rstrip()} {second.text.lstrip()}",
        tags=tuple(dict.fromkeys((*first.tags, *second.tags))),
        paragraphs=", ".join(filter(None, (first.paragraphs, second.paragraphs))) or None,
        body=first.body or second.body,
        theme=first.theme or second.theme,
        place=_both(first.place, second.place),
    )
    return _without_doubts(drop(joined, second.key), second.key)


def _both(first: Place, second: Place) -> Place:
    passages = tuple(dict.fromkeys((*first.passages, *second.passages)))
    return Place(first.page, (*first.boxes, *second.boxes), passages)


def split(draft: ReportDraft, key: str, texts: Sequence[str]) -> ReportDraft:
    """Make several recommendations of one; the first keeps its key and its number.

    Raises:
        RuleError: fewer than two texts.
    """
    item = get_item(draft, key)
    kept = [text.strip() for text in texts if text.strip()]
    if not isinstance(item, DraftRecommendation) or len(kept) < FEWEST_PARTS:
        raise RuleError("Enter at least two parts", field="part_1")
    settled = _settled(draft, key, text=kept[0])
    found = settled.recommendations
    at = [one.key for one in found].index(key)
    keys = [one.key for one in items_of(settled)]
    parts = [found[at]]
    for text in kept[1:]:
        keys.append(_fresh_key(keys, "r"))
        parts.append(replace(found[at], key=keys[-1], text=text, reference=None))
    return replace(settled, recommendations=(*found[:at], *parts, *found[at + 1 :]))


def add_recommendation(draft: ReportDraft, values: RecommendationValues, page: int) -> ReportDraft:
    """Add a recommendation that the reader has missed, at the end."""
    key = _fresh_key([one.key for one in items_of(draft)], "r")
    added = DraftRecommendation(key=key, tags=(), place=Place(page), **_values(values))
    return replace(draft, recommendations=(*draft.recommendations, added))


def add_judgement(draft: ReportDraft, values: JudgementValues, page: int) -> ReportDraft:
    """Add a judgement that the reader has missed, at the end."""
    key = _fresh_key([one.key for one in items_of(draft)], "j")
    added = DraftJudgement(key=key, place=Place(page), **_values(values))
    return replace(draft, judgements=(*draft.judgements, added))


def _values(values: RecommendationValues | JudgementValues) -> dict[str, Any]:
    return {one.name: getattr(values, one.name) for one in fields(values)}


def _fresh_key(keys: Sequence[str], letter: str) -> str:
    number = len(keys) + 1
    while f"{letter}{number}" in keys:
        number += 1
    return f"{letter}{number}"


def _settled(draft: ReportDraft, key: str, **changes: Any) -> ReportDraft:
    """The draft with an item changed that a person vouches for."""
    changed = _changed(draft, key, sureness=Sureness.CERTAIN, **changes)
    return _without_doubts(changed, key)


def _changed(draft: ReportDraft, key: str, **changes: Any) -> ReportDraft:
    item = get_item(draft, key)
    new: Any = replace(item, **changes)
    if isinstance(item, DraftJudgement):
        judgements = tuple(new if one is item else one for one in draft.judgements)
        return replace(draft, judgements=judgements)
    found = tuple(new if one is item else one for one in draft.recommendations)
    return replace(draft, recommendations=found)


def _without_doubts(draft: ReportDraft, *about: str) -> ReportDraft:
    return replace(draft, doubts=tuple(one for one in draft.doubts if one.about not in about))
