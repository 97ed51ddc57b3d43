"""Inspections in words: the list's rows, the page's facts, the grades as tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from tracker.domain.dates import long_date
from tracker.domain.frameworks import Framework
from tracker.models import Inspection
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.recommendations import (
    answers_tag,
    embargo_words,
    in_short,
    name_of,
    place_words,
    urgency_words,
)
from tracker.presenters.words import Link, Tag, day_words, tag
from tracker.queries.inspections import LISTING
from tracker.queries.listing import Page

Url = Callable[..., str]
Frameworks = Mapping[str, Framework]

COLUMNS = (
    Column("title", "Inspection", "link", sort="title", header=True),
    Column("kind", "Kind"),
    Column("fieldwork", "On site", sort="date"),
    Column("published", "Published", sort="published"),
    Column("recommendations", "Recommendations", "number"),
)
NOUN = ("inspection", "inspections")


def kind_words(frameworks: Frameworks, framework: str, kind: str) -> str:
    """A kind of activity with its framework, such as "Full inspection (SIF)"."""
    found = frameworks.get(framework)
    if found is None:
        return kind
    known = found.find_kind(kind)
    return f"{known.label if known else kind} ({found.short_name})"


@dataclass(frozen=True)
class Activity:
    """What kind of inspection it is: in words, and what its page offers."""

    words: str
    is_graded: bool
    looks_back: bool
    has_clocks: bool


def activity_of(inspection: Inspection, frameworks: Frameworks) -> Activity:
    """The kind of an inspection; one whose framework is no longer installed offers nothing."""
    framework = frameworks.get(inspection.framework)
    kind = framework.find_kind(inspection.kind) if framework else None
    clocks = framework.clocks if framework else ()
    return Activity(
        words=kind_words(frameworks, inspection.framework, inspection.kind),
        is_graded=kind is not None and kind.graded,
        looks_back=(kind is not None and kind.looks_back) or inspection.follows_id is not None,
        has_clocks=any(inspection.kind in clock.kinds for clock in clocks),
    )


def period_words(start: date, end: date) -> str:
    """Fieldwork as a period, such as "8 to 9 November 2016", or as one day."""
    if start == end:
        return long_date(start)
    first, last = long_date(start).split(), long_date(end).split()
    # What both days share is said once: the year, or month and year.
    while first[-1:] == last[-1:] and len(first) > 1:
        first.pop()
        last.pop()
    return f"{' '.join(first)} to {long_date(end)}"


def embargo_tag(not_before_on: date | None, today: date) -> Tag | None:
    """The warning that a finding may not be shared yet."""
    words = embargo_words(not_before_on, today)
    return Tag("Embargoed", "serious", words) if words else None


def inspection_rows(
    rows: Iterable[Any], frameworks: Frameworks, url: Url, today: date
) -> list[dict[str, Any]]:
    """The list's rows."""
    shown = []
    for row in rows:
        embargo = embargo_tag(row.not_before_on, today)
        shown.append(
            {
                "title": Link(
                    row.title,
                    url("inspections.show", inspection_id=row.id),
                    embargo.note if embargo else row.theme or "",
                ),
                "kind": kind_words(frameworks, row.framework, row.kind),
                "fieldwork": period_words(row.fieldwork_start_on, row.fieldwork_end_on),
                "published": day_words(row.published_on, "Not published"),
                "recommendations": row.recommendations,
            }
        )
    return shown


def inspections_page(
    page: Page[Any], address: Address, frameworks: Frameworks, url: Url, today: date
) -> ListPage:
    """The list of inspections as its page shows it."""
    groups = [
        FilterGroup(
            "framework",
            "Framework",
            options=[(key, framework.short_name) for key, framework in frameworks.items()],
        ),
        FilterGroup("kind", "Kind", options=_kinds(frameworks)),
    ]
    rows = inspection_rows(page.rows, frameworks, url, today)
    return list_page(
        page, rows, COLUMNS, groups, address, default_sort=LISTING.default_sort, noun=NOUN
    )


def _kinds(frameworks: Frameworks) -> list[tuple[str, str]]:
    """Every kind of every framework once: frameworks share the names of many."""
    labels: dict[str, str] = {}
    for framework in frameworks.values():
        for kind in framework.kinds:
            labels.setdefault(kind.key, kind.label)
    return list(labels.items())


CSV_HEADER = (
    "Inspection",
    "Framework and kind",
    "Theme",
    "From",
    "To",
    "Published",
    "Recommendations",
)


def csv_rows(rows: Iterable[Any], frameworks: Frameworks) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601, numbers bare."""
    for row in rows:
        yield (
            row.title,
            kind_words(frameworks, row.framework, row.kind),
            row.theme or "",
            row.fieldwork_start_on.isoformat(),
            row.fieldwork_end_on.isoformat(),
            row.published_on.isoformat() if row.published_on else "",
            str(row.recommendations),
        )


def facts(inspection: Inspection, tied: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """The facts of an inspection as a summary list; ``tied`` has what it follows, if anything."""
    followed = next((row for row in tied if row.id == inspection.follows_id), None)
    return [
        {
            "key": "On site",
            "value": period_words(inspection.fieldwork_start_on, inspection.fieldwork_end_on),
        },
        {"key": "Theme", "value": inspection.theme, "missing": "No one theme"},
        {"key": "Report received", "value": day_words(inspection.received_on)},
        {
            "key": "Published",
            "value": day_words(inspection.published_on),
            "missing": "Not published",
        },
        {
            "key": "Report",
            "value": "Read the report" if inspection.report_url else "",
            "href": inspection.report_url,
            "missing": "No address recorded",
        },
        {"key": "Lead inspector", "value": inspection.lead_inspector},
        {
            "key": "Looks back to",
            "value": followed.title if followed else "",
            "href": url("inspections.show", inspection_id=followed.id) if followed else "",
            "missing": "No earlier inspection",
        },
    ]


@dataclass(frozen=True)
class Findings:
    """What an inspection found, as its page lays it out.

    ``own`` are its recommendations, ``separate`` those for who is graded separately, ``said`` what
    it says of earlier recommendations, by the inspection that made them. ``unanswered`` counts its
    own recommendations that no action answers.
    """

    own: Sequence[dict[str, Any]]
    separate: Sequence[dict[str, Any]]
    said: Sequence[tuple[str, Sequence[dict[str, Any]]]]
    unanswered: int = 0


def findings(
    inspection: Inspection, rows: Iterable[Any], frameworks: Frameworks, url: Url
) -> Findings:
    """Lay out the rows of ``queries.inspections.list_findings``."""
    framework = frameworks.get(inspection.framework)
    areas = framework.areas if framework else ()
    apart = {area.addressee for area in areas if area.separate}
    own, separate = [], []
    said: dict[tuple[UUID, str], list[dict[str, Any]]] = {}
    unanswered = 0
    for row in rows:
        unanswered += row.inspection_id == inspection.id and row.actions == 0
        shown = _finding(row, framework, url)
        if row.inspection_id != inspection.id:
            said.setdefault((row.inspection_id, row.inspection), []).append(shown)
        elif row.addressee in apart:
            separate.append(shown)
        else:
            own.append(shown)
    by_title = [(title, rows) for (_id, title), rows in said.items()]
    return Findings(own, separate, by_title, unanswered)


def _finding(row: Any, framework: Framework | None, url: Url) -> dict[str, Any]:
    place = place_words(row.page, row.paragraph)
    return {
        "name": name_of(framework, row.kind, row.reference),
        "text": row.text,
        "href": url("recommendations.show", recommendation_id=row.id),
        "place": place[:1].upper() + place[1:],
        "urgency": urgency_words(framework, row.urgency),
        "in_short": in_short(row.text),
        "actions": answers_tag(row.actions),
        "verdict": tag(row.verdict),
        "said": tag(row.said),
        "words": row.words,
    }


def followers(
    inspection: Inspection, tied: Iterable[Any], frameworks: Frameworks, url: Url, today: date
) -> list[dict[str, Any]]:
    """The visits and inspections that look back to this one, oldest first."""
    rows = []
    for row in tied:
        if row.follows_id != inspection.id:
            continue
        rows.append(
            {
                "text": row.title,
                "href": url("inspections.show", inspection_id=row.id),
                "kind": kind_words(frameworks, row.framework, row.kind),
                "period": period_words(row.fieldwork_start_on, row.fieldwork_end_on),
                "theme": row.theme or "",
                "embargo": embargo_tag(row.not_before_on, today),
            }
        )
    return rows


def plan_rows(rows: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """The plans that answer an inspection, each with its stage."""
    return [
        {
            "text": row.title,
            "href": url("plans.show", plan_id=row.id),
            "revision": row.revision,
            "stage": tag(row.stage),
        }
        for row in rows
    ]


def with_activity(
    rows: Sequence[ConflictRow], typed: str, inspection: Inspection, frameworks: Frameworks
) -> Sequence[ConflictRow]:
    """The rows of a conflict, with framework and kind before them: one choice on the page.

    Without a conflict there is nothing to add to.
    """
    if not rows:
        return ()
    framework, _, kind = typed.partition(":")
    theirs = kind_words(frameworks, inspection.framework, inspection.kind)
    yours = kind_words(frameworks, framework, kind)
    return (ConflictRow("Kind of inspection", theirs, yours, theirs != yours), *rows)
