"""Calendar entries of clocks: what a calendar program shows of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from tracker.domain.dates import long_date
from tracker.domain.frameworks import Framework
from tracker.presenters.clocks import check, rule_of
from tracker.presenters.inspections import embargo_tag
from tracker.presenters.words import Tag
from tracker.reports.calendar import CalendarEntry
from tracker.services.meeting_mail import DOMAIN


def calendar_name(council: str) -> str:
    """What the calendar is called in a list of calendars."""
    return f"Inspection clocks, {council}"


def meetings_name(council: str) -> str:
    """What the calendar of meetings is called in a list of calendars."""
    return f"Board meetings, {council}"


def calendar_entries(
    rows: Iterable[Any],
    frameworks: Mapping[str, Framework],
    holidays: frozenset[date],
    address: Callable[[Any], str],
    today: date,
) -> Iterable[CalendarEntry]:
    """One entry a clock, on the day on which it is due; ``address`` gives its inspection's page."""
    for row in rows:
        embargo = embargo_tag(row.not_before_on, today)
        done = row.done_on is not None
        yield CalendarEntry(
            uid=f"clock-{row.id}@{DOMAIN}",
            day=row.due_on,
            summary=f"{'Done: ' if done else ''}{row.label} ({row.inspection})",
            description="\n".join(_lines(row, frameworks, holidays, embargo)),
            address=address(row),
            sequence=row.version,
            confidential=embargo is not None,
        )


def _lines(
    row: Any, frameworks: Mapping[str, Framework], holidays: frozenset[date], embargo: Tag | None
) -> Iterable[str]:
    if embargo is not None:
        yield f"{embargo.text}. {embargo.note}."
    if row.done_on is not None:
        yield f"Done on {long_date(row.done_on)}."
    yield check(row, frameworks, holidays).sentence
    rule = rule_of(frameworks, row.framework, row.rule)
    if rule is not None:
        yield f"{rule.source}."
    if row.note:
        yield row.note
