"""Starting, amending and stopping a clock."""

from __future__ import annotations

from collections.abc import Iterator

from wtforms import Field

from tracker.domain.clocks import BY_LETTER
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, paragraphs
from tracker.services.clocks import ClockFields


class ClockForm(PageForm):
    """A clock: what is due, from which day it counts, and the date due as printed or agreed."""

    version = hidden()
    rule = hidden()
    label = line("What is due", required="Enter what is due")
    starts_on = day("Counts from", required="Enter the day that the clock counts from")
    due_on = day(
        "Due on",
        hint="The date as printed or agreed. Leave it empty to take the counted one",
    )
    note = paragraphs("Note", most=5000)

    def shown(self) -> Iterator[Field]:
        """The fields that a person fills in; the rule was chosen on the page before."""
        return (field for field in super().shown() if field is not self.rule)

    def fields(self) -> ClockFields:
        """What the deed takes."""
        return ClockFields(
            rule=self.rule.data or "",
            label=self.label.data,
            starts_on=self.starts_on.data,
            due_on=self.due_on.data,
            note=self.note.data,
        )


class LetterForm(ClockForm):
    """A date that somebody set by letter: nothing counts it, so that it has to be entered."""

    starts_on = day("Date of the letter", required="Enter the date of the letter")
    due_on = day("Due on", required="Enter the date due", hint="The date that the letter gives")
    note = paragraphs("Note", most=5000)


def clock_form(rule: str) -> type[ClockForm]:
    """The form of a clock that has this rule."""
    return LetterForm if rule == BY_LETTER else ClockForm


class DoneForm(PageForm):
    """The day on which what a clock asks for was done."""

    version = hidden()
    done_on = day("Done on", hint="Leave it empty to let the clock run again")
