"""A draft beside the page that it came from: doubts, facts, items, and the page with highlights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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
    Place,
    ReportDraft,
    Sureness,
)
from tracker.intake.editing import find_item, next_recommendation
from tracker.presenters.inspections import kind_words, period_words
from tracker.presenters.judgements import grade_tag
from tracker.presenters.leaves import FACT_WORDS
from tracker.presenters.recommendations import finding_words, place_words, urgency_words
from tracker.presenters.words import Tag, label

Url = Callable[..., str]
Frameworks = Mapping[str, Framework]

SURENESS: Final[Mapping[Sureness, Tag | None]] = {
    Sureness.CERTAIN: None,
    Sureness.LIKELY: Tag("Check", "caution"),
    Sureness.UNSURE: Tag("Unsure", "serious"),
}


SECTIONS: Final = ("judgements", "recommendations")
"""The parts of the page, by their ids, that a doubt may be about as a whole."""


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
        if not self.has(about):
            plain = self.url("report_drafts.show", draft_id=self.draft_id)
            return f"{plain}#{about}" if about in SECTIONS else plain
        shown = self.url("report_drafts.show", draft_id=self.draft_id, about=about)
        return f"{shown}#{anchor(about)}"

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
            "position": str(at),
            "sentence": doubt.sentence,
            "href": view.href(_known(doubt)),
            "place": _place_words(view.found, doubt.place),
        }
        for at, doubt in enumerate(view.found.doubts)
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
