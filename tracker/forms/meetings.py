"""Adding, amending, scheduling, moving and agreeing meetings."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.domain.meetings import MOST_MEETINGS, MOST_WEEKS
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, paragraphs, select, tick
from tracker.forms.typed import days, days_of, number, number_of
from tracker.services.meeting_schedules import ScheduleFields
from tracker.services.meeting_steps import MoveFields
from tracker.services.meetings import MeetingFields


class MeetingForm(PageForm):
    """Which board meets, when and where."""

    version = hidden()
    board_id = select("Board", required="Select the board")
    held_on = day("Date", required="Enter the date of the meeting")
    title = line("Title", required="Enter a title", hint="Such as “October meeting”")
    start_time = line("Start", most=20, hint="Such as 14:00")
    end_time = line("End", most=20, hint="Such as 16:00")
    place = line("Place", hint="A room, or the address of a video call")
    note = paragraphs("Note", hint="What members should know before, or what came of it as a whole")

    def offer_boards(
        self, boards: Iterable[Any], today: date, kept: uuid.UUID | None = None
    ) -> None:
        """Offer the boards (id, name, ended_on), those that have ended last and marked as such.

        A meeting of long ago may be entered of a board that has ended since; the deed refuses one
        on a later day. ``kept`` is the meeting's own board, offered without a mark.
        """
        rows = list(boards)
        ended = {row.id for row in rows if row.ended_on and row.ended_on <= today} - {kept}
        choices = [(str(row.id), row.name) for row in rows if row.id not in ended]
        choices += [(str(row.id), f"{row.name} (ended)") for row in rows if row.id in ended]
        offer(self.board_id, choices)

    def fields(self) -> MeetingFields:
        """What the deed takes."""
        return MeetingFields(
            board_id=uuid.UUID(self.board_id.data),
            held_on=self.held_on.data,
            title=self.title.data,
            start_time=self.start_time.data,
            end_time=self.end_time.data,
            place=self.place.data,
            note=self.note.data,
        )


class NewMeetingForm(MeetingForm):
    """A new meeting: published at once, or kept as a draft."""

    version = None
    as_draft = tick(
        "Keep it as a draft for now",
        hint="Without this it is published at once, and members with an address are invited",
    )


class PublishForm(PageForm):
    """Letting everybody know of a meeting, that it was held: a step without questions."""

    version = hidden()

    def take_over(self, version: int) -> None:
        """Somebody changed the meeting meanwhile: there is nothing here to be compared."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this meeting in the meantime. Look at it again before you "
            "go on"
        )


class MoveForm(PublishForm):
    """Moving a meeting to another day, time or place."""

    held_on = day("New date", required="Enter the new date")
    start_time = line("Start", most=20, hint="Such as 14:00")
    end_time = line("End", most=20, hint="Such as 16:00")
    place = line("Place")
    reason = paragraphs(
        "Why is it moved?",
        required="Enter why the meeting is moved",
        most=2000,
        hint="Members are told this, and it stays on the meeting’s page",
    )

    def fields(self) -> MoveFields:
        """What the deed takes."""
        return MoveFields(
            held_on=self.held_on.data,
            start_time=self.start_time.data,
            end_time=self.end_time.data,
            place=self.place.data,
        )


class CancelForm(PublishForm):
    """Cancelling a meeting."""

    reason = paragraphs(
        "Why is it cancelled?",
        required="Enter why the meeting is cancelled",
        most=2000,
        hint="Members are told this, and it stays on the meeting’s page",
    )


class AgreeForm(PublishForm):
    """Saying on which day the minutes were agreed."""

    agreed_on = day("Agreed on", required="Enter the day on which the minutes were agreed")


class ScheduleForm(PageForm):
    """A rhythm of meetings: previewed first, and added when it is sent again unchanged."""

    previewed = hidden()
    first_on = day("First meeting", required="Enter the date of the first meeting")
    every_weeks = number(
        "Weeks from one meeting to the next",
        most=MOST_WEEKS,
        required="Enter the number of weeks",
        hint="Such as 6",
    )
    times = number("How many meetings", most=MOST_MEETINGS, hint="Or say until when below")
    until_on = day("Until", hint="No meeting is added after this day")
    without = days(
        "Except on",
        hint="Days on which there is no meeting, one on each line, such as 26 August 2026. A "
        "meeting on a bank holiday is moved to the next working day by itself",
    )
    title = line("Title", hint="Leave this empty to call each after its month")
    start_time = line("Start", most=20, hint="Such as 14:00")
    end_time = line("End", most=20, hint="Such as 16:00")
    place = line("Place")

    def fields(self) -> ScheduleFields:
        """What the deed takes."""
        return ScheduleFields(
            first_on=self.first_on.data,
            every_weeks=number_of(self.every_weeks) or 1,
            times=number_of(self.times),
            until_on=self.until_on.data,
            without=days_of(self.without),
            title=self.title.data,
            start_time=self.start_time.data,
            end_time=self.end_time.data,
            place=self.place.data,
        )
