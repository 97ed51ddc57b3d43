"""Frameworks in words: what each judges by, its kinds of inspection and its clocks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.frameworks import ActivityKind, ClockRule, Framework, JudgementArea
from tracker.presenters.clocks import rule_words
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import Link, Tag, label
from tracker.queries.listing import Ask, Page

Url = Callable[..., str]

FILTERS = ("inspectorate",)
NO_INSPECTORATE = "none"
DEFAULT_SORT = "in_force"
NOUN = ("framework", "frameworks")
COLUMNS = (
    Column("name", "Framework", "link", sort="name", header=True),
    Column("in_force", "In force", sort="in_force"),
    Column("overall", "Overall judgement"),
    Column("kinds", "Kinds of inspection, visit or review"),
)
AREA_COLUMNS = (
    Column("area", "Judgement area", header=True),
    Column("number", "Number"),
    Column("grades", "Grades"),
)
KIND_COLUMNS = (
    Column("kind", "Kind", header=True),
    Column("outcome", "What comes of it"),
    Column("looks_back", "Looks back"),
)
CLOCK_COLUMNS = (
    Column("clock", "Clock", header=True),
    Column("counts", "Counts"),
    Column("source", "Source"),
)


@dataclass(frozen=True)
class Scale:
    """A scale with its grades, the best first."""

    label: str
    grades: tuple[Tag, ...]


def asked_for(frameworks: Iterable[Framework], ask: Ask) -> list[Framework]:
    """The frameworks that a list's address asks for, in its order.

    ``frameworks`` come in the order in which they came into force. They are files and few, so that
    no query narrows them and one page holds them all.
    """
    every = list(frameworks)
    wanted = {name for name, _text in _inspectorates(every)}
    wanted &= set(ask.filters.get("inspectorate", ()))
    found = [one for one in every if not wanted or _inspectorate(one) in wanted]
    if ask.sort.removeprefix("-") == "name":
        found.sort(key=lambda one: one.name.casefold())
    return found[::-1] if ask.sort in ("-name", "-in_force") else found


def _inspectorate(framework: Framework) -> str:
    return framework.inspectorate or NO_INSPECTORATE


def _inspectorates(frameworks: Iterable[Framework]) -> list[tuple[str, str]]:
    """The inspectorates to choose from, as the files name them; what is none's comes last."""
    named = sorted({one.inspectorate for one in frameworks if one.inspectorate})
    return [*((name, name) for name in named), (NO_INSPECTORATE, "No inspectorate")]


def frameworks_page(frameworks: Collection[Framework], address: Address, url: Url) -> ListPage:
    """The list of frameworks as its page shows it."""
    groups = [FilterGroup("inspectorate", "Inspectorate", options=_inspectorates(frameworks))]
    found = asked_for(frameworks, address.ask)
    page = Page(found, len(found), page=1, size=max(1, len(found)))
    rows = framework_rows(found, url)
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


def framework_rows(frameworks: Iterable[Framework], url: Url) -> list[dict[str, Any]]:
    """The list's rows."""
    return [
        {
            "name": Link(
                framework.name,
                url("frameworks.show", key=framework.key),
                framework.inspectorate or "No inspectorate",
            ),
            "in_force": framework.in_force,
            "overall": overall_words(framework),
            "kinds": ", ".join(kind.label for kind in framework.kinds),
        }
        for framework in frameworks
    ]


CSV_HEADER = (
    "Framework",
    "Inspectorate",
    "In force",
    "On site from",
    "On site to",
    "Overall judgement",
    "Kinds",
)


def csv_rows(frameworks: Iterable[Framework]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601."""
    for framework in frameworks:
        first, last = framework.on_site_from, framework.on_site_to
        yield (
            framework.name,
            framework.inspectorate or "",
            framework.in_force,
            first.isoformat() if first else "",
            last.isoformat() if last else "",
            overall_words(framework),
            ", ".join(kind.label for kind in framework.kinds),
        )


def overall_words(framework: Framework) -> str:
    """Whether inspections give one judgement over all."""
    area = framework.overall_area
    if area is None:
        return "None"
    return f"{area.label}, as a sentence" if area.as_sentence else area.label


def facts(framework: Framework, url: Url) -> list[dict[str, Any]]:
    """What is known of a framework, as a summary list."""
    return [
        {"key": "Inspectorate", "value": framework.inspectorate, "missing": "None"},
        {"key": "In force", "value": framework.in_force},
        {"key": "Overall judgement", "value": overall_words(framework)},
        {"key": "It asks by", "value": ", ".join(term.label for term in framework.findings)},
        {
            "key": "It speaks to",
            "value": ", ".join(label(addressee) for addressee in framework.addressees),
        },
        {
            "key": "Inspections here",
            "value": f"Inspections by {framework.short_name}",
            "href": url("inspections.index", framework=framework.key),
        },
    ]


def area_rows(framework: Framework) -> list[Mapping[str, str]]:
    """The judgement areas in printed order; a heading bears no grade."""
    return [
        {
            "area": area.label,
            "number": area.number or "",
            "grades": _grades_of(framework, area),
        }
        for area in framework.areas
    ]


def _grades_of(framework: Framework, area: JudgementArea) -> str:
    scale = framework.scale_of(area.key)
    if scale is None:
        return "Heading only"
    return f"{scale.label}, by itself" if area.separate else scale.label


def scales(framework: Framework) -> list[Scale]:
    """The grade scales, each grade with the colour that pages give it."""
    return [
        Scale(scale.label, tuple(Tag(grade.label, grade.tone.value) for grade in scale.grades))
        for scale in framework.scales
    ]


def kind_rows(framework: Framework) -> list[Mapping[str, str]]:
    """The kinds of inspection, visit and review."""
    return [
        {
            "kind": kind.label,
            "outcome": " and ".join(_outcomes(kind)).capitalize() or "Findings",
            "looks_back": "Yes" if kind.looks_back else "No",
        }
        for kind in framework.kinds
    ]


def _outcomes(kind: ActivityKind) -> Iterator[str]:
    if kind.graded:
        yield "grades"
    if kind.letter:
        yield "a letter"


def clock_rows(framework: Framework) -> list[Mapping[str, str]]:
    """The clocks, with the kinds of inspection that start them."""
    return [
        {
            "clock": clock.label,
            "counts": f"{rule_words(clock)} ({_kinds_of(framework, clock)})",
            "source": clock.source,
        }
        for clock in framework.clocks
    ]


def _kinds_of(framework: Framework, clock: ClockRule) -> str:
    return ", ".join(kind.label.lower() for kind in framework.kinds if kind.key in clock.kinds)
