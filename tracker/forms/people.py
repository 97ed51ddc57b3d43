"""People: adding and amending them, their roles, and how they leave."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tracker.domain.vocabulary import Role
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, paragraphs, radios
from tracker.presenters.words import label
from tracker.services.people import PersonFields


class PersonForm(PageForm):
    """Somebody whom the council works with."""

    version = hidden()
    name = line("Full name", required="Enter the person’s full name")
    organisation = line("Organisation", hint="For somebody who is not the council’s own staff")
    email = line(
        "Email address",
        most=254,
        kind="email",
        hint="For writing to them. What they sign in with is set when they are invited",
    )

    def fields(self) -> PersonFields:
        """What the deed takes."""
        return PersonFields(
            name=self.name.data, organisation=self.organisation.data, email=self.email.data
        )


class RoleForm(PageForm):
    """A role to be held from one day, to another if that is known already."""

    role = radios("Role", required="Select a role")
    from_on = day("First day", required="Enter the first day")
    to_on = day("Last day", hint="Leave this empty if it is not known yet")

    def offer_roles(self, roles: Iterable[Role]) -> None:
        """Offer the roles that the person at the keyboard may give."""
        offer(self.role, [(role.value, label(role)) for role in roles])

    def chosen(self) -> tuple[Role, date]:
        """The role, and its first day."""
        return Role(self.role.data), self.from_on.data


class ConfirmForm(PageForm):
    """A deed that asks nothing but whether it is meant."""


class LeaveForm(PageForm):
    """When somebody goes, and why."""

    left_on = day(
        "First day on which they are gone",
        required="Enter the day",
        hint="From this day on they cannot see anything of the council here",
    )
    reason = paragraphs("Note", most=2000, hint="Kept in the history")
