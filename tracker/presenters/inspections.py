"""Inspections in words: the list's rows, the page's facts, the grades as tags."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.domain.dates import long_date
from tracker.domain.frameworks import Framework
from tracker.models import Inspection
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import Link, Tag, day_words
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


def period_words(start: date, end: date) -> str:
    """Fieldwork as a period, or as one day."""
    return long_date(start) if start == end else f"{long_date(start)} to {long_date(end)}"


def embargo_tag(not_before_on: date | None, today: date) -> Tag | None:
    """The warning that a finding may not be shared yet."""
    if not_before_on is None or not_before_on <= today:
        return None
    return Tag("Embargoed", "serious", f"Not before {long_date(not_before_on)}")


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
        )
    ]
    rows = inspection_rows(page.rows, frameworks, url, today)
    return list_page(
        page, rows, COLUMNS, groups, address, default_sort=LISTING.default_sort, noun=NOUN
    )


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


def judgement_rows(inspection: Inspection, frameworks: Frameworks) -> list[dict[str, Any]]:
    """The judgements in printed order, each area with its grade as a tag."""
    framework = frameworks.get(inspection.framework)
    rows = []
    for judgement in inspection.judgements:
        if judgement.removed_on is not None:
            continue
        area = framework.find_area(judgement.area) if framework else None
        scale = framework.scale_of(judgement.area) if framework else None
        grade = scale.find_grade(judgement.grade) if scale else None
        rows.append(
            {
                "area": area.full_label if area else judgement.area,
                "grade": Tag(grade.label, grade.tone.value) if grade else Tag(judgement.grade),
                "page": judgement.page or "",
            }
        )
    return rows
