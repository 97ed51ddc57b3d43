"""The steps of a meeting in words: what can be done with it, what was, and who is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.dates import long_date
from tracker.domain.meetings import ScheduledDay
from tracker.models import Meeting
from tracker.presenters.words import count_words, day_words
from tracker.services.meeting_schedules import ScheduleFields, month_title

WEEKDAYS: Final = (
    *("Monday", "Tuesday", "Wednesday", "Thursday"),
    *("Friday", "Saturday", "Sunday"),
)


@dataclass(frozen=True)
class Steps:
    """What those who keep the boards can do with a meeting now; ``locked`` says why nothing."""

    publish: bool = False
    move: bool = False
    hold: bool = False
    agree: bool = False
    amend: bool = False
    minute: bool = False
    correct: bool = False
    remove: bool = False
    locked: str = ""


def steps_of(meeting: Meeting, today: date) -> Steps:
    """The steps and changes that a meeting allows on a day."""
    begun = meeting.held_on <= today
    match meeting.state:
        case MeetingState.DRAFT:
            return Steps(publish=True, amend=True, remove=True)
        case MeetingState.PUBLISHED:
            return Steps(move=True, hold=begun, amend=True, minute=begun, remove=True)
        case MeetingState.HELD:
            return Steps(agree=True, amend=True, minute=True)
        case MeetingState.AGREED:
            when = day_words(meeting.agreed_on, "a day that is not recorded")
            return Steps(
                correct=True,
                locked=f"The minutes were agreed on {when}. Nothing of this meeting changes any "
                "more; a correction of its minutes stays beside them.",
            )
        case MeetingState.CANCELLED:
            why = meeting.cancelled_because or "No reason is recorded."
            return Steps(locked=f"This meeting was cancelled. {why}")


@dataclass(frozen=True)
class Preview:
    """The days of a schedule as they are shown before it is added; ``mark`` tells them apart."""

    rows: Sequence[str]
    button: str
    mark: str


def preview_of(days: Sequence[ScheduledDay], fields: ScheduleFields) -> Preview:
    """A schedule in words: each day, and the bank holiday that it was moved from."""
    rows = [_scheduled(each, fields.title) for each in days]
    said = repr([*((each.day, each.moved_from_on) for each in days), *vars(fields).values()])
    return Preview(
        rows,
        f"Add {count_words(len(days), 'meeting', 'meetings')} as drafts",
        hashlib.sha256(said.encode()).hexdigest()[:16],
    )


def _scheduled(each: ScheduledDay, title: str | None) -> str:
    words = f"{WEEKDAYS[each.day.weekday()]} {long_date(each.day)}: "
    words += title or month_title(each.day)
    if each.moved_from_on is None:
        return words
    return f"{words} (moved from {long_date(each.moved_from_on)}, a bank holiday)"


def scheduled_words(number: int) -> str:
    """That meetings were added."""
    return f"{count_words(number, 'meeting was', 'meetings were')} added as drafts"


def invited_words(number: int) -> str:
    """That a meeting was published, and how many invitations go out."""
    return told_words("The meeting is published", "invited")(number)


def told_words(deed: str, how: str = "told by mail") -> Callable[[int], str]:
    """What was done, and how many members are told."""

    def words(number: int) -> str:
        if not number:
            return f"{deed}. No member was {how}"
        return f"{deed}. {count_words(number, 'member is', 'members are')} {how}"

    return words


def invited_names(rows: Sequence[Any], held_on: date, today: date) -> str:
    """Who is written to about a meeting, as a sentence."""
    if held_on < today:
        return "Nobody is written to, as its day is over."
    if not rows:
        return "Nobody is written to: no member of this board has an address of mail."
    names = ", ".join(row.name for row in rows)
    return f"{count_words(len(rows), 'member is', 'members are')} written to: {names}."
