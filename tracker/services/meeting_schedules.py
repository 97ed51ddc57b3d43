"""A board's meetings for a while, in one deed: every so many weeks, but for some days."""
# A deed takes `reason` even where only its history reads it.
# ruff: noqa: ARG001

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.dates import MONTHS, long_date
from tracker.domain.errors import RuleError
from tracker.domain.meetings import Schedule, ScheduledDay, scheduled_days
from tracker.models import BankHoliday, Board, Meeting
from tracker.services.belonging import has_gone
from tracker.services.deeds import deed
from tracker.services.meetings import MeetingFields, add_meeting, checked_times
from tracker.services.rules import require_standing


@dataclass(frozen=True, kw_only=True)
class ScheduleFields:
    """A rhythm of meetings; without a title each is called after its month."""

    first_on: date
    every_weeks: int
    times: int | None = None
    until_on: date | None = None
    without: tuple[date, ...] = field(default=())
    title: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    place: str | None = None


def preview_schedule(
    session: Session, board: Board, fields: ScheduleFields
) -> Sequence[ScheduledDay]:
    """The days on which meetings would be added; only reads.

    Raises:
        RuleError: there would be none or too many, the board has ended by one of them, or meets on
            one of them already.
    """
    checked_times({"start_time": fields.start_time, "end_time": fields.end_time})
    holidays = frozenset(session.scalars(select(BankHoliday.day).order_by(BankHoliday.day)))
    days = scheduled_days(
        Schedule(
            fields.first_on,
            fields.every_weeks,
            fields.times,
            fields.until_on,
            frozenset(fields.without),
        ),
        holidays,
    )
    for each in days:
        if has_gone(board, each.day):
            raise RuleError(
                f"This board has ended by {long_date(each.day)}. Schedule fewer meetings",
                field="times" if fields.until_on is None else "until_on",
            )
    _require_free(session, board, days)
    return days


@deed
def schedule_meetings(
    session: Session,
    board: Board,
    fields: ScheduleFields,
    *,
    by: Actor,
    on: date,
    reason: str | None = None,
) -> list[Meeting]:
    """Add the meetings of a schedule as drafts, each with its agenda; the earliest first."""
    require_standing(board, by=by)
    return [
        add_meeting(
            session,
            MeetingFields(
                board_id=board.id,
                held_on=each.day,
                title=fields.title or month_title(each.day),
                start_time=fields.start_time,
                end_time=fields.end_time,
                place=fields.place,
            ),
            by=by,
            on=on,
            as_draft=True,
        )
        for each in preview_schedule(session, board, fields)
    ]


def month_title(day: date) -> str:
    """What a meeting is called that has no other name: "October 2026 meeting"."""
    return f"{MONTHS[day.month - 1]} {day.year} meeting"


def _require_free(session: Session, board: Board, days: Sequence[ScheduledDay]) -> None:
    taken = session.scalars(
        select(Meeting.held_on)
        .where(
            Meeting.council_id == board.council_id,
            Meeting.board_id == board.id,
            Meeting.removed_on.is_(None),
            Meeting.held_on.in_([each.day for each in days]),
        )
        .order_by(Meeting.held_on)
        .limit(1)
    ).one_or_none()
    if taken is not None:
        raise RuleError(
            f"This board has a meeting on {long_date(taken)} already. Except that day, or begin on "
            "another",
            field="without",
        )
