"""Recommendations in words: the list, the facts of one, and its golden thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any
from uuid import UUID

from tracker.domain.dates import long_date
from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import Addressee, FindingKind, Response, Urgency, VerdictKind
from tracker.models import Recommendation
from tracker.presenters.judgements import area_words
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import LABELS, Link, Tag, choices, count_words, day_words, label, tag
from tracker.queries.listing import Page
from tracker.queries.recommendations import NONE

Url = Callable[..., str]
Frameworks = Mapping[str, Framework]

DEFAULT_SORT = "printed"
NOUN = ("recommendation", "recommendations")
SHORT = 220
COLUMNS = (
    Column("recommendation", "Recommendation", "link", sort="printed", header=True),
    Column("response", "Response", "tag", fixed=True),
    Column("actions", "Actions", "tag", fixed=True),
    Column("verdict", "Latest verdict", "tag"),
)


def finding_words(framework: Framework | None, kind: FindingKind) -> str:
    """What the framework calls this kind of finding."""
    terms = framework.findings if framework else ()
    return next((term.label for term in terms if term.kind is kind), LABELS[kind])


def urgency_words(framework: Framework | None, urgency: Urgency | None) -> str:
    """The heading that the framework prints such findings under; nothing for none."""
    if urgency is None:
        return ""
    terms = framework.urgencies if framework else ()
    return next((term.label for term in terms if term.urgency is urgency), LABELS[urgency])


def name_of(framework: Framework | None, kind: FindingKind, reference: str | None) -> str:
    """Such as "Recommendation 7"; without a printed number only what it is."""
    return f"{finding_words(framework, kind)} {reference or ''}".strip()


def place_words(page: int | None, paragraph: str | None) -> str:
    """Where a report prints something: "page 12, paragraph 34"."""
    places = [f"page {page}"] if page else []
    places += [f"paragraph {paragraph}"] if paragraph else []
    return ", ".join(places)


def embargo_words(not_before_on: date | None, today: date) -> str:
    """Such as "Not before 5 January 2027"; nothing once everybody may know."""
    if not_before_on is None or not_before_on <= today:
        return ""
    return f"Not before {long_date(not_before_on)}"


def in_short(text: str) -> str:
    """The beginning of a text, in one line."""
    return shorten(text, SHORT, placeholder="…")


def answers_tag(actions: int) -> Tag:
    """How many actions answer a recommendation; none is a loose end of the golden thread."""
    if actions == 0:
        return Tag("No action", "serious")
    return Tag(count_words(actions, "action", "actions"), "info")


def response_tag(response: Response | None) -> Tag:
    """The council's response."""
    return tag(response) or Tag("No response")


def verdict_tag(verdict: VerdictKind | None, note: str = "") -> Tag | None:
    """A verdict as a tag, with the visit that gave it as its note; none for none."""
    found = tag(verdict)
    return Tag(found.text, found.tone, note) if found else None


def recommendation_rows(
    rows: Iterable[Any], frameworks: Frameworks, url: Url, today: date
) -> list[dict[str, Any]]:
    """The list's rows."""
    shown = []
    for row in rows:
        framework = frameworks.get(row.framework)
        place = ", ".join(p for p in (row.inspection, place_words(row.page, row.paragraph)) if p)
        embargo = embargo_words(row.not_before_on, today)
        notes = [place, urgency_words(framework, row.urgency), embargo]
        shown.append(
            {
                "recommendation": Link(
                    f"{name_of(framework, row.kind, row.reference)}: {in_short(row.text)}",
                    url("recommendations.show", recommendation_id=row.id),
                    ". ".join(note for note in notes if note),
                ),
                "response": response_tag(row.response),
                "actions": answers_tag(row.actions),
                "verdict": verdict_tag(row.verdict, row.visit),
            }
        )
    return shown


def filter_groups(inspections: Iterable[Any]) -> list[FilterGroup]:
    """The filters of the list; ``inspections`` are those that made recommendations."""
    return [
        FilterGroup("unanswered", "Loose ends", options=[("yes", "No action answers it")]),
        FilterGroup(
            "inspection", "Inspection", options=[(str(row.id), row.title) for row in inspections]
        ),
        FilterGroup("addressee", "Speaks to", options=choices(Addressee)),
        FilterGroup("urgency", "Urgency", options=[*choices(Urgency), (NONE, "None given")]),
        FilterGroup("response", "Response", options=[*choices(Response), (NONE, "No response")]),
        FilterGroup(
            "verdict", "Latest verdict", options=[*choices(VerdictKind), (NONE, "No verdict")]
        ),
    ]


def recommendations_page(
    page: Page[Any],
    address: Address,
    inspections: Iterable[Any],
    frameworks: Frameworks,
    url: Url,
    *,
    today: date,
) -> ListPage:
    """The list of recommendations as its page shows it."""
    rows = recommendation_rows(page.rows, frameworks, url, today)
    groups = filter_groups(inspections)
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


CSV_HEADER = (
    "Inspection",
    "Number",
    "Recommendation",
    "Page",
    "Paragraph",
    "Kind",
    "Urgency",
    "Judgement area",
    "Speaks to",
    "Theme",
    "Response",
    "Reason",
    "Actions",
    "Latest verdict",
    "Visit",
    "Visit ended",
)


def csv_rows(rows: Iterable[Any], frameworks: Frameworks) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601, numbers bare."""
    for row in rows:
        framework = frameworks.get(row.framework)
        yield (
            row.inspection,
            row.reference or "",
            row.text,
            "" if row.page is None else str(row.page),
            row.paragraph or "",
            finding_words(framework, row.kind),
            urgency_words(framework, row.urgency),
            area_words(framework, row.area),
            label(row.addressee),
            row.theme or "",
            label(row.response),
            row.response_reason or "",
            str(row.actions),
            label(row.verdict),
            row.visit or "",
            row.visited_on.isoformat() if row.visited_on else "",
        )


def facts(recommendation: Recommendation, frameworks: Frameworks) -> list[dict[str, Any]]:
    """The facts of a recommendation as a summary list."""
    framework = frameworks.get(recommendation.inspection.framework)
    bodies = [link.body.name for link in recommendation.bodies if link.removed_on is None]
    place = place_words(recommendation.page, recommendation.paragraph)
    return [
        {"key": "Printed on", "value": place[:1].upper() + place[1:]},
        {"key": "Kind", "value": finding_words(framework, recommendation.kind)},
        {
            "key": "Urgency",
            "value": urgency_words(framework, recommendation.urgency),
            "missing": "None given",
        },
        {
            "key": "Judgement area",
            "value": area_words(framework, recommendation.area),
            "missing": "None named",
        },
        {"key": "Speaks to", "value": label(recommendation.addressee)},
        {"key": "Answered for by", "value": "; ".join(bodies), "missing": "No body named"},
        {"key": "Theme", "value": recommendation.theme, "missing": "None named"},
    ]


def response_facts(recommendation: Recommendation, change_href: str | None) -> list[dict[str, Any]]:
    """The council's response; ``change_href`` for those who may give it."""
    given = recommendation.response is not None
    words = "Change" if given else "Respond"
    actions = [{"text": words, "href": change_href, "about": "response"}] if change_href else []
    row: dict[str, Any] = {"key": "Response", "value": "", "missing": "None yet"}
    if given:
        on = day_words(recommendation.responded_on)
        row |= {"tag": response_tag(recommendation.response), "value": on}
    rows = [{**row, "actions": actions}]
    if recommendation.response_reason:
        rows.append({"key": "Reason", "value": recommendation.response_reason})
    return rows


@dataclass(frozen=True)
class Neighbours:
    """The recommendations printed before and after this one."""

    before: Link | None
    after: Link | None


def neighbours(
    recommendation_id: UUID, siblings: Sequence[Any], framework: Framework | None, url: Url
) -> Neighbours:
    """The way to the next and previous recommendation of the same report."""
    ids = [row.id for row in siblings]
    if recommendation_id not in ids:
        return Neighbours(None, None)
    at = ids.index(recommendation_id)

    def link(place: int) -> Link | None:
        if not 0 <= place < len(siblings):
            return None
        row = siblings[place]
        return Link(
            name_of(framework, row.kind, row.reference),
            url("recommendations.show", recommendation_id=row.id),
        )

    return Neighbours(link(at - 1), link(at + 1))
