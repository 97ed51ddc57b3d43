"""Milestones of an action: adding and amending one, and saying that it was reached."""

from __future__ import annotations

from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line
from tracker.services.milestones import MilestoneFields


class MilestoneForm(PageForm):
    """A step on the way to an action's end."""

    version = hidden()
    title = line("Milestone", required="Enter the milestone", most=300)
    due_on = day("Due date")
    done_on = day("Done on", hint="Leave this empty until it is reached")

    def fields(self) -> MilestoneFields:
        """What the deed takes."""
        return MilestoneFields(
            title=self.title.data, due_on=self.due_on.data, done_on=self.done_on.data
        )
