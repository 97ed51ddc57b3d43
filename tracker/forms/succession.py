"""Splitting an action: the words of two to six parts."""

from __future__ import annotations

from collections.abc import Iterator
from types import new_class
from typing import Any

from tracker.domain.errors import RuleError
from tracker.forms.allowing import decision_choice
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, paragraphs
from tracker.models import Action
from tracker.services.actions import ActionFields

FEWEST_PARTS = 2
MOST_PARTS = 6
PART_FIELDS = ("reference", "title", "success_measure", "due_on")


class PartsForm(PageForm):
    """The parts of an action; parts after the second may stay empty."""

    version = hidden()
    reason = paragraphs("Why is it split?", most=2000, hint="Kept in its history")
    decision_id = decision_choice()

    def filled(self) -> Iterator[int]:
        """The numbers of the parts that somebody wrote into."""
        for number in range(1, MOST_PARTS + 1):
            # The reference and the date are suggested, so they alone make no part.
            told = [self[f"{name}_{number}"].data for name in ("title", "success_measure")]
            if number <= FEWEST_PARTS or any(told):
                yield number

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for number in self.filled():
            for name, message in (("reference", "a reference"), ("title", "what will be done")):
                field = self[f"{name}_{number}"]
                if not field.data:
                    field.errors = [*field.errors, f"Enter {message} for part {number}"]
                    good = False
        return good

    def parts(self, action: Action) -> list[ActionFields]:
        """What the deed takes; what the page does not ask for is the old action's."""
        return [self._part(number, action) for number in self.filled()]

    def _part(self, number: int, action: Action) -> ActionFields:
        due_on = self[f"due_on_{number}"].data
        return ActionFields(
            reference=self[f"reference_{number}"].data,
            title=self[f"title_{number}"].data,
            why=action.why,
            success_measure=self[f"success_measure_{number}"].data,
            start_on=action.start_on,
            due_on=due_on,
            due_text=action.due_text if due_on == action.due_on else None,
            priority_id=action.priority_id,
        )

    def refuse(self, error: RuleError) -> None:
        """Show a refusal at the part whose reference it names."""
        for number in self.filled():
            reference = self[f"reference_{number}"].data
            named = f" {reference} " in f" {error.sentence} "
            if error.field in PART_FIELDS and named:
                super().refuse(RuleError(error.sentence, field=f"{error.field}_{number}"))
                return
        super().refuse(error)

    def take_over(self, version: int) -> None:
        """Somebody changed the action meanwhile: there is nothing here to be compared."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this action in the meantime. Look at it again before you "
            "split it"
        )


def _fields() -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for number in range(1, MOST_PARTS + 1):
        fields |= {
            f"reference_{number}": line(f"Reference of part {number}", most=40),
            f"title_{number}": line(f"What will be done in part {number}", most=500),
            f"success_measure_{number}": paragraphs(f"How we will know that part {number} worked"),
            f"due_on_{number}": day(f"Due date of part {number}"),
        }
    return fields


SplitForm: type[PartsForm] = new_class(
    "SplitForm", (PartsForm,), exec_body=lambda body: body.update(_fields())
)
"""The form with its six parts."""
