"""Bulk edit: a form for each kind of change, from what is typed to its preview and on."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from wtforms import Field
from wtforms.widgets import HiddenInput

from tracker.domain.vocabulary import OwnershipRole
from tracker.forms.base import PageForm
from tracker.forms.due import in_words, settle_due
from tracker.forms.fields import Choices, DayField, day, hidden, offer, paragraphs, select
from tracker.forms.widgets import PARTS
from tracker.presenters.ownership import POST
from tracker.services.bulk_edit import BulkChange, BulkKind
from tracker.services.due_dates import DateChangeFields
from tracker.services.ownership import OwnerFields

APPLY, BACK = "apply", "back"
"""What the buttons of the preview ask for; without one the change is previewed."""

NO_PRIORITY = "none"
UNDRAWN = frozenset({"csrf_token", "step", "marks", "reason", "offered"})


class MarksField(Field):
    """The actions of a preview, each with the version that was looked at: "id:version"."""

    widget = HiddenInput()

    def process_formdata(self, valuelist: Any) -> None:
        self.data = tuple(valuelist)

    def versions(self) -> dict[uuid.UUID, int]:
        """The versions by action; what is no mark is passed over."""
        found = {}
        for mark in self.data or ():
            identifier, _, version = mark.partition(":")
            if version.isascii() and version.isdigit() and len(version) < 10:
                try:
                    found[uuid.UUID(identifier)] = int(version)
                except ValueError:
                    continue
        return found


class BulkForm(PageForm):
    """The base: the note, the marks of the preview, and what each kind of change asks for."""

    step = hidden()
    marks = MarksField()
    reason = paragraphs(
        "Note",
        most=2000,
        hint="Why this is changed. It is kept in the history of each action",
    )

    kind: ClassVar[BulkKind]

    @property
    def asked(self) -> list[str]:
        """The names of the fields that this kind of change asks for, in their order."""
        return [field.short_name for field in self if field.short_name not in UNDRAWN]

    @property
    def goes_back(self) -> bool:
        """Whether the person wants to change what they typed."""
        return bool(self.step.data == BACK)

    @property
    def applies(self) -> bool:
        """Whether the person has seen a preview and goes on."""
        return bool(self.step.data == APPLY and self.marks.versions())

    @property
    def is_settled(self) -> bool:
        """Whether nothing is wrong with the change itself, so that it can be previewed."""
        return not set(self.errors) - {"reason"}

    def typed(self) -> Iterator[tuple[str, str]]:
        """What was typed, as a preview carries it along: (name, value) of each control."""
        for name in (*self.asked, *(("offered",) if "offered" in self else ())):
            field = self[name]
            if isinstance(field, DayField):
                for part, _label, _width in PARTS:
                    yield f"{name}-{part}", field.typed.get(part, "")
            else:
                yield name, field.data or ""

    def offer(self, choices: Mapping[str, Choices]) -> None:
        """Offer the council's choices, by the names of their fields."""
        for name in self.asked:
            if name in choices:
                offer(self[name], choices[name])

    def change(self) -> BulkChange:
        """What the deed takes."""
        raise NotImplementedError


def _owner(key: str) -> OwnerFields:
    kind, _, identifier = key.partition(":")
    known = uuid.UUID(identifier)
    role = OwnershipRole.OWNER
    if kind == POST:
        return OwnerFields(post_id=known, role=role)
    return OwnerFields(person_id=known, role=role)


class PriorityChange(BulkForm):
    """Another priority for all of them, or none."""

    kind = BulkKind.PRIORITY
    priority_id = select("Priority", required="Select a priority", none="Choose one")

    def change(self) -> BulkChange:
        chosen = self.priority_id.data
        return BulkChange(
            kind=self.kind, priority_id=None if chosen == NO_PRIORITY else uuid.UUID(chosen)
        )


class LeadChange(BulkForm):
    """Another lead for all of them."""

    kind = BulkKind.LEAD
    owner = select("New lead", required="Select who leads")

    def change(self) -> BulkChange:
        return BulkChange(kind=self.kind, owner=_owner(self.owner.data))


class OwnerAddition(LeadChange):
    """One more owner for all of them."""

    kind = BulkKind.ADD_OWNER
    owner = select(
        "New owner",
        required="Select who owns them too",
        hint="Leads the actions that nobody owns yet",
    )


class OwnerReplacement(BulkForm):
    """One owner in the place of another, wherever that one owns."""

    kind = BulkKind.REPLACE_OWNER
    former = select("Owner who goes", required="Select who is replaced")
    owner = select("Owner who comes", required="Select who comes in their place")

    def change(self) -> BulkChange:
        owner, former = (_owner(field.data) for field in (self.owner, self.former))
        return BulkChange(kind=self.kind, owner=owner, former=former)


class LinkAddition(BulkForm):
    """One more recommendation that all of them answer."""

    kind = BulkKind.LINK
    recommendation_id = select("Recommendation", required="Select a recommendation")

    def change(self) -> BulkChange:
        chosen = uuid.UUID(self.recommendation_id.data)
        return BulkChange(kind=self.kind, recommendation_id=chosen)


class LinkRemoval(LinkAddition):
    """A recommendation that none of them answers any longer."""

    kind = BulkKind.UNLINK


class MeasureAddition(BulkForm):
    """Words at the end of each success measure."""

    kind = BulkKind.ADD_TO_MEASURE
    success_measure = paragraphs(
        "What is added",
        required="Enter what is added to the success measure",
        hint="On a line of its own after what is there already",
    )

    def change(self) -> BulkChange:
        return BulkChange(kind=self.kind, text=self.success_measure.data)


class MeasureChange(MeasureAddition):
    """Another success measure for all of them."""

    kind = BulkKind.MEASURE
    success_measure = paragraphs(
        "How we will know that they worked",
        required="Enter the success measure",
        hint="What will be different for children, and how it will be seen",
    )


class StartChange(BulkForm):
    """Another start date for all of them."""

    kind = BulkKind.START
    start_on = day("Start date", required="Enter the start date")

    def change(self) -> BulkChange:
        return BulkChange(kind=self.kind, start_on=self.start_on.data)


class DueDateRequest(BulkForm):
    """A request for another due date of each of them."""

    kind = BulkKind.DUE_DATE
    offered = hidden()
    to_on = day("New due date")
    to_text = in_words("New due date, in words")
    why = paragraphs(
        "Why should they move?",
        required="Enter why the due dates should move",
        most=2000,
        hint="The board reads this beside each new date",
    )
    recovery = paragraphs(
        "Recovery action",
        required="Enter what will be done to hold the new date",
        most=2000,
        hint="What will be done, and by whom, so that the new date is held",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.to_on.data is None and not self.to_text.data and not self.to_on.errors:
            words = "Enter the new due date, or say in words when it is due"
            self.to_on.errors = [words]
            return False
        return settle_due(self.to_on, self.to_text, self.offered) and good

    def change(self) -> BulkChange:
        request = DateChangeFields(
            to_on=self.to_on.data,
            to_text=self.to_text.data,
            reason=self.why.data,
            recovery=self.recovery.data,
        )
        return BulkChange(kind=self.kind, request=request)


class Removal(BulkForm):
    """Taking all of them out of the plan; the note is the reason."""

    kind = BulkKind.REMOVE

    def change(self) -> BulkChange:
        return BulkChange(kind=self.kind)


FORMS: Final[Mapping[BulkKind, type[BulkForm]]] = {
    form.kind: form
    for form in (
        PriorityChange,
        LeadChange,
        OwnerAddition,
        OwnerReplacement,
        LinkAddition,
        LinkRemoval,
        MeasureAddition,
        MeasureChange,
        StartChange,
        DueDateRequest,
        Removal,
    )
}
"""The form of each kind of change."""


class UndoForm(PageForm):
    """Undoing the last bulk edit: ``deed`` is the one that the page showed."""

    deed = hidden()
    reason = paragraphs("Why is it undone?", most=2000, hint="Kept in the history of each action")

    def is_about(self, deed_id: uuid.UUID) -> bool:
        """Whether the page showed the edit that is the last one now; says so when it did not."""
        if self.deed.data == str(deed_id):
            return True
        self.form_errors.append(
            "Somebody made another bulk edit in the meantime. Look at it before you undo it"
        )
        self.deed.data = str(deed_id)
        return False
