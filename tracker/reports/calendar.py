"""Calendars out: days as iCalendar (RFC 5545), for any calendar program to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Improvement plan tracker//Clocks//EN"
REFRESHED_EVERY = timedelta(hours=12)
"""How often a calendar program should look again; dates of clocks move by days, not by minutes."""


@dataclass(frozen=True)
class CalendarEntry:
    """One day in a calendar.

    ``uid`` stays the same for as long as the entry stands for the same record; ``sequence`` rises
    with every change of the record, so that programs take the newer one. A ``confidential`` entry
    asks the program not to show it to others.
    """

    uid: str
    day: date
    summary: str
    description: str
    address: str
    sequence: int
    confidential: bool = False


def calendar_bytes(name: str, entries: Iterable[CalendarEntry], stamped_at: datetime) -> bytes:
    """The entries as one calendar called ``name``; ``stamped_at`` is an aware instant."""
    # Imported on first use: most runs of the tracker never write a calendar.
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, stamped_at))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, stamped_at: datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamped_at)
    # A day is given by its own date and the next one, at which it ends (RFC 5545, section 3.6.1).
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("url", entry.address)
    event.add("sequence", entry.sequence)
    event.add("class", "CONFIDENTIAL" if entry.confidential else "PUBLIC")
    # A deadline does not make anybody busy.
    event.add("transp", "TRANSPARENT")
    return event
