"""A draft beside the page that it came from: doubts, facts, items, and the page with highlights."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from tracker.domain.dates import long_date
from tracker.domain.frameworks import Framework
from tracker.intake.draft import (
    Doubt,
    DraftDate,
    DraftJudgement,
    DraftRecommendation,
    Fact,
    PageSize,
    Place,
    ReportDraft,
    Sureness,
)
from tracker.intake.editing import find_item, next_recommendation
from tracker.presenters.inspections import kind_words, period_words
from tracker.presenters.judgements import grade_tag
from tracker.presenters.recommendations import finding_words, place_words, urgency_words
from tracker.presenters.words import Tag, label

Url = Callable[..., str]
Frameworks = Mapping[str, Framework]

AROUND: Final = 3
"""So many passages before and after are shown of a document that has no pages."""

MOST_LEAVES: Final = 4
"""No recommendation that was ever printed runs over more pages."""

SURENESS: Final[Mapping[Sureness, Tag | None]] = {
    Sureness.CERTAIN: None,
    Sureness.LIKELY: Tag("Check", "caution"),
    Sureness.UNSURE: Tag("Unsure", "serious"),
}

FACT_WORDS: Final[Mapping[str, str]] = {
    "council": "Council",
    "kind": "Kind of inspection",
    "fieldwork": "On site",
    "published": "Published",
    "statement_due": "Statement of action due",
    "lead_inspector": "Lead inspector",
    "theme": "Theme",
}
"""The facts of the page in its order; framework and kind are one line."""


@dataclass(frozen=True)
class Sought:
    """What the page's address asks to see: an item or fact by its key, or a page by its number."""

    about: str = ""
    page: int = 0


@dataclass(frozen=True)
class DraftView:
    """A draft with its identifier and the words and addresses that a page of it needs."""

    draft_id: UUID
    found: ReportDraft
    frameworks: Frameworks
    url: Url

    @property
    def framework(self) -> Framework | None:
        """The framework that the draft names, where it is installed."""
        fact = self.found.framework
        return self.frameworks.get(fact.value) if fact else None

    def href(self, about: str) -> str:
        """The draft's page with this item or fact chosen, at its place in the list."""
        shown = self.url("report_drafts.show", draft_id=self.draft_id, about=about)
        return f"{shown}#{anchor(about)}" if self.has(about) else shown

    def has(self, about: str) -> bool:
        """Whether the page has a place for this."""
        return about in FACT_WORDS or find_item(self.found, about) is not None

    def deed(self, name: str, key: str) -> str:
        """The address of a page that changes an item."""
        return self.url(f"draft_items.{name}", draft_id=self.draft_id, item=key)


def anchor(about: str) -> str:
    """The id of an item's or a fact's place on the page."""
    return f"about-{'kind' if about == 'framework' else about}"


def doubt_rows(view: DraftView) -> list[dict[str, str]]:
    """What a person should look at first."""
    return [
        {
            "about": doubt.about,
            "sentence": doubt.sentence,
            "href": view.href(_known(doubt)),
            "place": _place_words(view.found, doubt.place),
        }
        for doubt in view.found.doubts
    ]


def _known(doubt: Doubt) -> str:
    return "kind" if doubt.about == "framework" else doubt.about


def _place_words(found: ReportDraft, place: Place | None) -> str:
    return place_words(place.page, None) if place is not None and found.pages else ""


def fact_rows(view: DraftView) -> list[dict[str, Any]]:
    """The facts of the inspection, each with how sure the reader was."""
    rows = []
    for name, words in FACT_WORDS.items():
        value, place, sureness = _fact(view, name)
        rows.append(
            {
                "id": anchor(name),
                "key": words,
                "value": value,
                "tag": SURENESS[sureness],
                "place": _place_words(view.found, place) if value else "",
                "href": view.href(name) if value and place else "",
            }
        )
    return rows


def _fact(view: DraftView, name: str) -> tuple[str, Place | None, Sureness]:
    found = view.found
    if name == "kind":
        return _kind(view)
    if name == "fieldwork":
        words = "; ".join(period_words(p.start_on, p.end_on) for p in found.fieldwork)
        return words, found.fieldwork[0].place if found.fieldwork else None, Sureness.CERTAIN
    fact: Fact | DraftDate | None = getattr(found, name)
    if fact is None:
        return "", None, Sureness.CERTAIN
    value = long_date(fact.on) if isinstance(fact, DraftDate) else fact.value
    return value, fact.place, fact.sureness


def _kind(view: DraftView) -> tuple[str, Place | None, Sureness]:
    framework, kind = view.found.framework, view.found.kind
    if framework is None:
        return "", None, Sureness.CERTAIN
    words = kind_words(view.frameworks, framework.value, kind.value if kind else "kind not known")
    least = max(
        (framework, kind or framework), key=lambda fact: list(Sureness).index(fact.sureness)
    )
    return words, framework.place, least.sureness


def judgement_rows(view: DraftView) -> list[dict[str, Any]]:
    """The judgements in printed order, dropped ones among them."""
    return [_judgement(view, one) for one in view.found.judgements]


def _judgement(view: DraftView, one: DraftJudgement) -> dict[str, Any]:
    grade = Tag(one.grade)
    if one.area_key and one.grade_key:
        grade = grade_tag(view.framework, one.area_key, one.grade_key)
    return {
        **_item(view, one),
        "name": one.area,
        "grade": grade,
        "note": "" if one.area_key and one.grade_key else "The framework does not know these words",
    }


def recommendation_groups(view: DraftView) -> list[tuple[str, list[dict[str, Any]]]]:
    """The recommendations under the headings that they are printed under."""
    groups = groupby(view.found.recommendations, key=lambda one: (one.urgency, one.addressee))
    return [
        (_heading(view, *heading), [_recommendation(view, one) for one in members])
        for heading, members in groups
    ]


def _heading(view: DraftView, urgency: Any, addressee: Any) -> str:
    words = [urgency_words(view.framework, urgency), f"To: {label(addressee)}"]
    return ". ".join(word for word in words if word)


def _recommendation(view: DraftView, one: DraftRecommendation) -> dict[str, Any]:
    kind = finding_words(view.framework, one.kind)
    following = next_recommendation(view.found, one.key)
    notes = [
        one.body or "",
        f"Paragraphs {one.paragraphs}" if one.paragraphs else "",
        f"Theme: {one.theme}" if one.theme else "",
    ]
    return {
        **_item(view, one),
        "name": f"{kind} {one.reference}" if one.reference else kind,
        "text": one.text,
        "notes": [note for note in notes if note],
        "can_merge": following is not None and not one.dropped,
        "split_href": view.deed("split", one.key),
    }


def _item(view: DraftView, one: DraftJudgement | DraftRecommendation) -> dict[str, Any]:
    doubted = any(doubt.about == one.key for doubt in view.found.doubts)
    return {
        "key": one.key,
        "id": anchor(one.key),
        "href": view.href(one.key),
        "place": _place_words(view.found, one.place),
        "sureness": SURENESS[one.sureness],
        "can_confirm": doubted or one.sureness is not Sureness.CERTAIN,
        "dropped": one.dropped,
        "amend_href": view.deed("amend", one.key),
    }


def place_of(found: ReportDraft, about: str) -> Place | None:
    """Where an item, a fact or a doubt stands."""
    item = find_item(found, about)
    if item is not None:
        return item.place
    if about == "fieldwork":
        return found.fieldwork[0].place if found.fieldwork else None
    fact = getattr(found, about, None) if about in FACT_WORDS else None
    if fact is not None:
        return fact.place  # type: ignore[no-any-return]
    return next((doubt.place for doubt in found.doubts if doubt.about == about), None)


def leaf(
    found: ReportDraft, sought: Sought, picture: Callable[[int], str], turn: Callable[[int], str]
) -> dict[str, Any]:
    """The page that is shown beside the draft, or the passages around what was chosen.

    ``picture`` gives the address of a page's picture, or nothing where there is none; ``turn`` that
    of the same page of ours with another leaf.
    """
    place = place_of(found, sought.about) if sought.about else None
    if not found.pages:
        return _around(found, place)
    number = sought.page or (place.page if place else 1)
    number = min(max(number, 1), len(found.pages))
    marked = set(place.passages) if place else set()
    return {
        "number": number,
        "of": len(found.pages),
        **_drawn(found.pages[number - 1], place, number),
        "href": picture(number),
        "previous": turn(number - 1) if number > 1 else "",
        "next": turn(number + 1) if number < len(found.pages) else "",
        "passages": [
            {"text": one.text, "heading": one.heading, "marked": at in marked}
            for at, one in enumerate(found.passages)
            if one.page == number
        ],
    }


def leaves(found: ReportDraft, about: str, picture: Callable[[int], str]) -> list[dict[str, Any]]:
    """Every page that an item or a fact reaches, to stand beside its form."""
    place = place_of(found, about)
    reached = {place.page, *(box.page for box in place.boxes)} if place else {1}
    numbers = sorted(reached) if found.pages else [1]
    return [
        leaf(found, Sought(about, number), picture, lambda _number: "")
        for number in numbers[:MOST_LEAVES]
    ]


def _drawn(size: PageSize, place: Place | None, number: int) -> dict[str, Any]:
    boxes = [box for box in (place.boxes if place else ()) if box.page == number]
    return {
        "width": round(size.width, 1),
        "height": round(size.height, 1),
        "boxes": [
            {
                "x": round(box.left, 1),
                "y": round(box.top, 1),
                "width": round(max(box.right - box.left, 0), 1),
                "height": round(max(box.bottom - box.top, 0), 1),
            }
            for box in boxes
        ],
    }


def _around(found: ReportDraft, place: Place | None) -> dict[str, Any]:
    marked = set(place.passages) if place else set()
    if marked:
        first, last = max(min(marked) - AROUND, 0), max(marked) + AROUND + 1
    else:
        first, last = 0, len(found.passages)
    return {
        "number": 0,
        "is_part": len(found.passages) > last - first,
        "passages": list(_passages(found, first, last, marked)),
    }


def _passages(
    found: ReportDraft, first: int, last: int, marked: set[int]
) -> Iterator[dict[str, Any]]:
    for at, one in enumerate(found.passages[first:last], start=first):
        yield {"text": one.text, "heading": one.heading, "marked": at in marked}
