"""Adding and amending a meeting."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, paragraphs, select
from tracker.services.meetings import MeetingFields


class MeetingForm(PageForm):
    """Which board meets, when and where."""

    version = hidden()
    board_id = select("Board", required="Select the board")
    held_on = day("Date", required="Enter the date of the meeting")
    title = line("Title", required="Enter a title", hint="Such as “October meeting”")
    place = line("Place")
    note = paragraphs("Note", hint="What was on the agenda, and what came of it")

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
            place=self.place.data,
            note=self.note.data,
        )
