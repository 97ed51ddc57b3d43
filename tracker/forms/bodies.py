"""Organisations that can be responsible for recommendations."""

from __future__ import annotations

from tracker.domain.vocabulary import BodyKind
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, select
from tracker.presenters.words import choices
from tracker.services.councils import BodyFields


class BodyForm(PageForm):
    """A body, and from when to when it was there."""

    version = hidden()
    name = line("Name", required="Enter the name of the body")
    kind = select("Kind", choices(BodyKind), required="Select the kind of body")
    from_on = day("First day", hint="For a body that began after the earliest inspection here")
    to_on = day("Last day", hint="For a body that is there no more")

    def fields(self) -> BodyFields:
        """What the deed takes."""
        return BodyFields(
            name=self.name.data,
            kind=BodyKind(self.kind.data),
            from_on=self.from_on.data,
            to_on=self.to_on.data,
        )
