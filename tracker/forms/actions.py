"""Actions: adding, amending and removing one, and the recommendations that it answers."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from types import new_class
from typing import Any, ClassVar

from tracker.forms.allowing import decision_choice
from tracker.forms.base import PageForm
from tracker.forms.due import in_words, settle_due
from tracker.forms.fields import (
    Choices,
    day,
    hidden,
    line,
    offer,
    offered,
    paragraphs,
    select,
    ticks,
)
from tracker.models import Action, Priority
from tracker.services.actions import ActionFields


class ActionForm(PageForm):
    """An action: what, why, how we will know, by when."""

    version = hidden()
    offered = hidden()
    reference = line("Reference", required="Enter a reference", most=40, hint="Such as 1.1 or A3")
    title = line("What will be done", required="Enter what will be done", most=500)
    priority_id = select("Priority", none="No priority")
    why = paragraphs("Why")
    success_measure = paragraphs(
        "How we will know that it worked",
        hint="What will be different for children, and how it will be seen",
    )
    start_on = day("Start date")
    due_on = day("Due date")
    due_text = in_words()
    decision_id = decision_choice(
        "Needed only where the success measure of an adopted plan changes by a board’s decision"
    )

    fixed_due: tuple[date | None, str | None] | None = None

    def offer_priorities(self, priorities: Iterable[Priority]) -> None:
        """Offer the priorities of the plan."""
        rows = [(str(row.id), f"{row.letter}: {row.title}") for row in priorities]
        offer(self.priority_id, rows)

    def fix_due(self, action: Action) -> None:
        """Leave the due date out: it is moved on its own page, with a reason."""
        self.fixed_due = (action.due_on, action.due_text)
        del self.due_on, self.due_text, self.offered

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.fixed_due is not None:
            return good
        return settle_due(self.due_on, self.due_text, self.offered) and good

    def fields(self) -> ActionFields:
        """What the deed takes."""
        priority = self.priority_id.data
        due_on, due_text = self.fixed_due or (self.due_on.data, self.due_text.data)
        return ActionFields(
            reference=self.reference.data,
            title=self.title.data,
            why=self.why.data,
            success_measure=self.success_measure.data,
            start_on=self.start_on.data,
            due_on=due_on,
            due_text=due_text,
            priority_id=uuid.UUID(priority) if priority else None,
        )


class NewActionForm(ActionForm):
    """A new action, and the recommendation that it answers first."""

    version = None
    decision_id = None
    recommendation_id = select(
        "Recommendation that it answers",
        none="None yet",
        hint="An action can answer several: choose the others on its own page",
    )

    def offer_recommendations(self, choices: Choices) -> None:
        """Offer recommendations as (id, words)."""
        offer(self.recommendation_id, choices)

    def answered(self) -> list[uuid.UUID]:
        """The recommendation that was chosen, if any."""
        return [uuid.UUID(self.recommendation_id.data)] if self.recommendation_id.data else []


class MergedActionForm(ActionForm):
    """The words of the action that takes the place of several."""

    version = None
    reason = paragraphs("Why are they merged?", most=2000, hint="Kept in their history")


class RemoveActionForm(PageForm):
    """Taking an action out of its plan."""

    version = hidden()
    reason = paragraphs(
        "Why is it removed?",
        required="Enter why the action is removed",
        most=2000,
        hint="Kept in its history for everybody to read",
    )
    decision_id = decision_choice()

    def take_over(self, version: int) -> None:
        """Somebody changed the action meanwhile: there is nothing here to be compared."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this action in the meantime. Look at it again before you "
            "remove it"
        )


class AnsweredForm(PageForm):
    """The recommendations that an action answers: a group of ticks for each inspection."""

    version = hidden()
    groups: ClassVar[Sequence[str]] = ()
    overtaken = False

    def ticked(self) -> set[uuid.UUID]:
        """What was chosen."""
        return {uuid.UUID(key) for group in self.groups for key in self[group].data or ()}

    def offered(self) -> set[uuid.UUID]:
        """What could be chosen."""
        return {uuid.UUID(key) for group in self.groups for key in offered(self[group])}

    def take_over(self, version: int) -> None:
        """Somebody changed the action meanwhile."""
        super().take_over(version)
        self.overtaken = True


def answered_form(groups: Iterable[tuple[uuid.UUID, str, Choices]]) -> type[AnsweredForm]:
    """The form with a group for each inspection: its id, its title, and (id, words) of each."""
    fields: dict[str, Any] = {
        group_name(key): ticks(title, choices) for key, title, choices in groups
    }
    return new_class(
        "AnsweredForm",
        (AnsweredForm,),
        exec_body=lambda body: body.update(fields, groups=tuple(fields)),
    )


def group_name(inspection_id: uuid.UUID) -> str:
    """The name of an inspection's group of ticks."""
    return f"of_{inspection_id.hex}"
