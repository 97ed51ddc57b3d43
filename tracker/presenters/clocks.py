"""Clocks in words: how long is left, and where the stored date is not the counted one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tracker.domain.clocks import (
    BY_LETTER,
    ClockCheck,
    check_clock,
    computed_due,
    unchecked,
)
from tracker.domain.dates import long_date, relative_days
from tracker.domain.frameworks import ClockRule, Framework, StartsFrom
from tracker.models import Inspection
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.recommendations import embargo_words
from tracker.presenters.words import Tag, count_words, day_words
from tracker.queries.listing import Page

Url = Callable[..., str]
Frameworks = Mapping[str, Framework]
Holidays = frozenset[date]

SOON = timedelta(days=14)
"""A clock that ends within these days is shown as due soon."""

DEFAULT_SORT = "running"
NOUN = ("clock", "clocks")
STATES = (("overdue", "Overdue"), ("running", "Running"), ("done", "Done"))
COLUMNS = (
    Column("clock", "Clock", "link", header=True),
    Column("state", "State", "tag", sort="running"),
    Column("due", "Due", sort="due"),
    Column("computed", "Counted"),
)


def state_tag(due_on: date, done_on: date | None, today: date) -> Tag:
    """How a clock stands, with the days that are left or over as its note."""
    if done_on is not None:
        late = done_on > due_on
        return Tag("Done late" if late else "Done", "caution" if late else "done", _on(done_on))
    if due_on < today:
        return Tag("Overdue", "serious", f"Due {relative_days(due_on, today)}")
    if due_on - today <= SOON:
        return Tag("Due soon", "caution", f"Due {relative_days(due_on, today)}")
    return Tag("Running", "info", f"Due {relative_days(due_on, today)}")


def _on(day: date) -> str:
    return f"On {long_date(day)}"


def rule_of(frameworks: Frameworks, framework: str, rule: str) -> ClockRule | None:
    """The rule of a clock; None when its framework's file no longer has it."""
    found = frameworks.get(framework)
    return found.find_clock(rule) if found else None


def check(row: Any, frameworks: Frameworks, holidays: Holidays) -> ClockCheck:
    """The stored date of a clock's row beside the counted one."""
    if row.rule == BY_LETTER:
        return unchecked(row.due_on)
    return check_clock(
        rule_of(frameworks, row.framework, row.rule),
        starts_on=row.starts_on,
        stored=row.due_on,
        extra_holidays=holidays,
    )


def clock_rows(
    rows: Iterable[Any],
    frameworks: Frameworks,
    holidays: Holidays,
    url: Url,
    today: date,
) -> list[dict[str, Any]]:
    """Clocks for the list and for their inspection's page."""
    shown = []
    for row in rows:
        found = check(row, frameworks, holidays)
        rule = rule_of(frameworks, row.framework, row.rule)
        href = url("inspections.show", inspection_id=row.inspection_id) + "#clocks"
        shown.append(
            {
                "id": row.id,
                "label": row.label,
                "clock": {"text": row.label, "href": href, "note": row.inspection},
                "embargo": embargo_words(row.not_before_on, today),
                "state": state_tag(row.due_on, row.done_on, today),
                "is_done": row.done_on is not None,
                "due": long_date(row.due_on),
                "computed": day_words(found.computed, "No count"),
                "warning": found.sentence if found.differs else "",
                "started": long_date(row.starts_on),
                "note": row.note or "",
                "source": rule.source if rule else "",
            }
        )
    return shown


def clocks_page(
    page: Page[Any],
    address: Address,
    inspections: Iterable[Any],
    rows: Sequence[Mapping[str, Any]],
) -> ListPage:
    """The list of clocks as its page shows it; ``rows`` are those of ``clock_rows``."""
    options = [(str(row.id), row.title) for row in inspections]
    groups = [
        FilterGroup("state", "State", options=STATES),
        FilterGroup("inspection", "Inspection", options=options),
    ]
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


CSV_HEADER = (
    "Clock",
    "Inspection",
    "State",
    "Counts from",
    "Due",
    "Counted",
    "Working days later than counted",
    "Done",
    "Note",
)


def csv_rows(
    rows: Iterable[Any], frameworks: Frameworks, holidays: Holidays, today: date
) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601, numbers bare."""
    for row in rows:
        found = check(row, frameworks, holidays)
        later = found.differs_by_working_days
        yield (
            row.label,
            row.inspection,
            state_tag(row.due_on, row.done_on, today).text,
            row.starts_on.isoformat(),
            row.due_on.isoformat(),
            found.computed.isoformat() if found.computed else "",
            "" if later is None else str(later),
            row.done_on.isoformat() if row.done_on else "",
            row.note or "",
        )


START_WORDS: Mapping[StartsFrom, str] = {
    StartsFrom.RECEIVED: "the report was received",
    StartsFrom.PUBLISHED: "the report was published",
}


def start_of(rule: ClockRule, inspection: Inspection) -> date | None:
    """The day of the inspection that the rule counts from, where it is recorded."""
    if rule.starts_from is StartsFrom.RECEIVED:
        return inspection.received_on
    return inspection.published_on


@dataclass(frozen=True)
class Offer:
    """A clock that an inspection can have, with its counted dates where they can be counted.

    ``is_called_for`` says that the inspection's findings and grades ask for it. A date set by
    letter has no ``source``: it may be of any kind, and there may be several.
    """

    key: str
    label: str
    rule: str
    source: str
    starts_on: date | None
    due_on: date | None
    is_called_for: bool
    is_running: bool

    @property
    def dates(self) -> str:
        """From which day to which, in words; empty where neither is known."""
        if self.starts_on is None:
            return ""
        if self.due_on is None:
            return f"From {long_date(self.starts_on)}"
        return f"From {long_date(self.starts_on)} to {long_date(self.due_on)}"


def offers(
    inspection: Inspection,
    framework: Framework,
    expected: Iterable[ClockRule],
    running: Iterable[str],
    holidays: Holidays,
) -> list[Offer]:
    """The clocks that an inspection of this kind can have, those that are called for first.

    ``expected`` are those that its findings and grades call for; ``running`` the keys of those that
    it has already.
    """
    called_for, started = {rule.key for rule in expected}, set(running)
    found = []
    for rule in framework.clocks:
        if inspection.kind not in rule.kinds:
            continue
        starts_on = start_of(rule, inspection)
        offer = Offer(
            key=rule.key,
            label=rule.label,
            rule=rule_words(rule),
            source=rule.source,
            starts_on=starts_on,
            due_on=computed_due(rule, starts_on, holidays),
            is_called_for=rule.key in called_for,
            is_running=rule.key in started,
        )
        found.append(offer)
    return sorted(found, key=lambda offer: not offer.is_called_for)


LETTER = Offer(
    key=BY_LETTER,
    label="A date set by letter",
    rule="For a date that no law counts, such as one that the department set",
    source="",
    starts_on=None,
    due_on=None,
    is_called_for=False,
    is_running=False,
)
"""What every inspection can have beside the clocks of its framework."""


def rule_words(rule: ClockRule) -> str:
    """Such as "30 working days after the report was received"."""
    start = START_WORDS[rule.starts_from]
    if rule.working_days is None:
        return f"Counts from the day on which {start}; no number of days is set"
    return f"{count_words(rule.working_days, 'working day', 'working days')} after {start}"
