"""Letting somebody sit on a board, and who was at a meeting."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from tracker.domain.board_vocabulary import BoardRole, Presence
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, select, tick
from tracker.forms.rows import RowsForm, Saved, first_values, with_rows
from tracker.forms.typed import chosen_id
from tracker.models import Person
from tracker.presenters.words import choices
from tracker.services.attendances import AttendanceFields
from tracker.services.board_members import MemberFields


class MemberForm(PageForm):
    """Who sits on a board: a person known here, or somebody by name."""

    version = hidden()
    person_id = select("Person", none="Nobody who is known here")
    name = line("Or the name of somebody else", hint="For partners who have no account here")
    organisation = line("Organisation", hint="Such as the health trust, the police or a school")
    email = line(
        "Email address", most=254, hint="For invitations, where the person has no other here"
    )
    role = select("Role", choices(BoardRole), required="Select the role")
    is_voting = tick("Has a vote")
    from_on = day("First day", required="Enter the first day on the board")
    to_on = day("Last day", hint="Leave this empty as long as they sit on the board")

    def offer_people(self, people: Iterable[Any], kept: Person | None = None) -> None:
        """Offer the people (id, name); ``kept`` stays a choice though they left."""
        offered = {str(row.id): row.name for row in people}
        if kept is not None:
            offered.setdefault(str(kept.id), kept.name)
        offer(self.person_id, list(offered.items()))

    def fields(self) -> MemberFields:
        """What the deed takes."""
        return MemberFields(
            role=BoardRole(self.role.data),
            from_on=self.from_on.data,
            to_on=self.to_on.data,
            person_id=chosen_id(self.person_id),
            name=self.name.data,
            organisation=self.organisation.data,
            email=self.email.data,
            is_voting=self.is_voting.data,
        )


class AttendanceForm(RowsForm):
    """A line for each member of a board on the day of a meeting."""

    parts = ("presence", "substitute")

    def lines(self) -> Iterator[AttendanceFields]:
        """What the deed takes: the rows that were touched."""
        for row in self.touched():
            presence, substitute = row.values
            yield AttendanceFields(
                member_id=uuid.UUID(row.key),
                presence=Presence(presence) if presence else None,
                substitute=substitute,
                read=row.version or None,
            )


def saved_attendance(rows: Iterable[Any]) -> dict[str, Saved]:
    """The lines that stand, by member; rows are those of ``queries.list_attendance``."""
    return {
        row.id.hex: Saved(
            row.read or 0, (row.presence.value if row.presence else None, row.substitute)
        )
        for row in rows
    }


def attendance_form(rows: Iterable[Any]) -> AttendanceForm:
    """The form of one meeting, filled with the lines that stand."""
    members = list(rows)
    keys = [(row.id.hex, _fields()) for row in members]
    form = with_rows(AttendanceForm, keys)
    return form(data=first_values(AttendanceForm.parts, saved_attendance(members)))


def _fields() -> dict[str, Any]:
    return {
        "presence": select("Attendance", choices(Presence), none="Not recorded"),
        "substitute": line("Who came in their place"),
    }
