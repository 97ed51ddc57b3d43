"""Calendars out: days and meetings as iCalendar (RFC 5545), for any calendar program to show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Calendar, Event

PRODUCT = "-//Improvement plan tracker//Clocks//EN"
REFRESHED_EVERY = timedelta(hours=12)
"""How often a calendar program should look again; dates of clocks move by days, not by minutes."""

USUAL_LENGTH = timedelta(hours=2)
"""How long an entry lasts that has a start and no end."""


@dataclass(frozen=True)
class CalendarEntry:
    """One day in a calendar, or some hours of it where it has a start.

    ``uid`` stays the same for as long as the entry stands for the same record; ``sequence`` rises
    with every change of the record, so that programs take the newer one. A ``confidential`` entry
    asks the program not to show it to others. ``starts_at`` and ``ends_at`` are aware instants; a
    ``busy`` entry takes up its owner's time.
    """

    uid: str
    day: date
    summary: str
    description: str
    address: str
    sequence: int
    confidential: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    cancelled: bool = False
    busy: bool = False


@dataclass(frozen=True)
class Guest:
    """Who is invited: their name and address of mail."""

    name: str
    email: str


def calendar_bytes(name: str, entries: Iterable[CalendarEntry], stamped_at: datetime) -> bytes:
    """The entries as one calendar called ``name``; ``stamped_at`` is an aware instant."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESHED_EVERY, parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry, stamped_at))
    return bytes(calendar.to_ical())


def invitation_text(
    entry: CalendarEntry, method: str, organiser: str, guest: Guest, stamped_at: datetime
) -> str:
    """An entry as a message to one guest (RFC 5546): ``method`` is REQUEST or CANCEL."""
    from icalendar import vCalAddress  # noqa: PLC0415

    calendar = _calendar(method)
    event = _event(entry, stamped_at)
    if method == "CANCEL" and not entry.cancelled:
        event.add("status", "CANCELLED")
    event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    attendee = vCalAddress(f"mailto:{guest.email}")
    attendee.params["CN"] = guest.name
    attendee.params["PARTSTAT"] = "NEEDS-ACTION"
    event.add("attendee", attendee)
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def _calendar(method: str) -> Calendar:
    # Imported on first use: most runs of the tracker never write a calendar.
    from icalendar import Calendar  # noqa: PLC0415

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    return calendar


def _event(entry: CalendarEntry, stamped_at: datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415

    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamped_at)
    _add_times(event, entry)
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("url", entry.address)
    event.add("sequence", entry.sequence)
    event.add("class", "CONFIDENTIAL" if entry.confidential else "PUBLIC")
    # A deadline does not make anybody busy.
    event.add("transp", "OPAQUE" if entry.busy else "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    if entry.cancelled:
        event.add("status", "CANCELLED")
    return event


def _add_times(event: Event, entry: CalendarEntry) -> None:
    if entry.starts_at is not None:
        event.add("dtstart", entry.starts_at)
        event.add("dtend", entry.ends_at or entry.starts_at + USUAL_LENGTH)
        return
    # A day is given by its own date and the next one, at which it ends (RFC 5545, section 3.6.1).
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
