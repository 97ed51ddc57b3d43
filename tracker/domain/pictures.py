"""The elements of a plan's picture: what each record of a plan said at one moment.

A picture's fields are named after the columns that they show, so that one reader makes a picture of
a row of the table, of a payload of history, or of a stored snapshot. A new column is shown by one
line here; give it a default, as payloads that are older than the column lack it.
"""

from __future__ import annotations

import typing
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import Enum
from types import NoneType
from typing import Any, ClassVar, Final, TypeVar

from tracker.domain.vocabulary import (
    Delivery,
    FindingKind,
    OwnershipRole,
    PlanStage,
    Response,
    SuccessionKind,
    Urgency,
)

P = TypeVar("P", bound="Picture")

NOT_COLUMNS: Final = frozenset({"redacted", "removed_because"})
"""What a picture tells beside its record's columns."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One record as it stood.

    ``redacted`` says that what it said then was blanked since, and that other words are shown.
    """

    record_type: ClassVar[str]

    id: uuid.UUID
    redacted: bool = False


@dataclass(frozen=True, kw_only=True)
class Removable(Picture):
    """A picture of a record that can be removed, and is shown as such."""

    removed_on: date | None = None


R = TypeVar("R", bound=Removable)


@dataclass(frozen=True, kw_only=True)
class PlanPicture(Picture):
    """The plan itself."""

    record_type: ClassVar[str] = "plan"

    title: str
    revision: str
    phase: str | None
    stage: PlanStage
    purpose: str | None
    board_id: uuid.UUID | None
    adopted_on: date | None
    submitted_on: date | None
    closed_on: date | None


@dataclass(frozen=True, kw_only=True)
class AnswerPicture(Removable):
    """An inspection that the plan answers."""

    record_type: ClassVar[str] = "plan_inspection"

    plan_id: uuid.UUID
    inspection_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class PriorityPicture(Removable):
    """A head of the plan."""

    record_type: ClassVar[str] = "priority"

    letter: str
    sort_key: str
    title: str
    difference: str | None
    director_post_id: uuid.UUID | None


@dataclass(frozen=True, kw_only=True)
class ActionPicture(Removable):
    """An action with what its latest update says of it.

    ``removed_because`` is the reason that was given when it was removed, if it was.
    """

    record_type: ClassVar[str] = "action"

    priority_id: uuid.UUID | None
    reference: str
    sort_key: str
    title: str
    why: str | None
    success_measure: str | None
    start_on: date | None
    due_on: date | None
    due_text: str | None
    first_due_on: date | None
    times_slipped: int
    delivery: Delivery
    delivery_reason: str | None
    obstacle: str | None
    updated_on: date | None
    completed_on: date | None
    removed_because: str | None = None


@dataclass(frozen=True, kw_only=True)
class OwnerPicture(Removable):
    """A post or a person that owns an action."""

    record_type: ClassVar[str] = "ownership"

    action_id: uuid.UUID
    post_id: uuid.UUID | None
    person_id: uuid.UUID | None
    role: OwnershipRole
    position: int
    from_on: date


@dataclass(frozen=True, kw_only=True)
class LinkPicture(Removable):
    """The link of an action to a recommendation that it answers."""

    record_type: ClassVar[str] = "action_recommendation"

    action_id: uuid.UUID
    recommendation_id: uuid.UUID


@dataclass(frozen=True, kw_only=True)
class MilestonePicture(Removable):
    """A step on the way to an action's end."""

    record_type: ClassVar[str] = "milestone"

    action_id: uuid.UUID
    title: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, kw_only=True)
class DateChangePicture(Picture):
    """A due date that was moved."""

    record_type: ClassVar[str] = "date_change"

    action_id: uuid.UUID
    from_on: date | None
    to_on: date | None
    reason: str
    moved_on: date
    moved_by_id: uuid.UUID | None
    meeting_id: uuid.UUID | None


@dataclass(frozen=True, kw_only=True)
class SuccessionPicture(Picture):
    """An action that a later one took the place of, by a merge or a split."""

    record_type: ClassVar[str] = "succession"

    former_id: uuid.UUID
    successor_id: uuid.UUID
    kind: SuccessionKind


@dataclass(frozen=True, kw_only=True)
class UpdatePicture(Picture):
    """The update of an action that counted, with its words."""

    record_type: ClassVar[str] = "action_update"

    action_id: uuid.UUID
    author_id: uuid.UUID | None
    posted_at: datetime
    posted_on: date
    done: str
    next_steps: str | None
    obstacle: str | None
    delivery: Delivery
    delivery_reason: str | None
    corrects_id: uuid.UUID | None


@dataclass(frozen=True, kw_only=True)
class RecommendationPicture(Removable):
    """A recommendation that an action of the plan answers, or once did."""

    record_type: ClassVar[str] = "recommendation"

    inspection_id: uuid.UUID
    reference: str | None
    position: int
    text: str
    page: int | None
    paragraph: str | None
    kind: FindingKind
    urgency: Urgency | None
    response: Response | None


@dataclass(frozen=True, kw_only=True)
class InspectionPicture(Removable):
    """An inspection that the plan or one of its actions answers.

    ``not_before_on`` is its embargo, from which follows who may see what hangs from it.
    """

    record_type: ClassVar[str] = "inspection"

    framework: str
    kind: str
    title: str
    fieldwork_start_on: date
    fieldwork_end_on: date
    published_on: date | None
    not_before_on: date | None


@dataclass(frozen=True, kw_only=True)
class PostPicture(Picture):
    """A post that owns an action or answers for a priority, by its title of the time."""

    record_type: ClassVar[str] = "post"

    title: str


@dataclass(frozen=True, kw_only=True)
class PersonPicture(Picture):
    """Somebody who owns, wrote or moved something, by their name of the time."""

    record_type: ClassVar[str] = "person"

    name: str


@dataclass(frozen=True, kw_only=True)
class BoardPicture(Picture):
    """The board that oversees the plan."""

    record_type: ClassVar[str] = "board"

    name: str


@dataclass(frozen=True, kw_only=True)
class MeetingPicture(Picture):
    """A meeting at which a date was moved."""

    record_type: ClassVar[str] = "meeting"

    title: str
    held_on: date


def columns_of(kind: type[Picture]) -> tuple[str, ...]:
    """The columns that a picture shows, in the order of its fields."""
    return tuple(field.name for field in fields(kind) if field.name not in NOT_COLUMNS)


def picture_of(kind: type[P], values: Mapping[str, Any], **more: Any) -> P:
    """A picture of a row's values, or of the same values as JSON holds them.

    ``more`` are fields that are no columns. What ``values`` have beyond the picture is passed over.

    Raises:
        TypeError: a field without a default is missing.
        ValueError: a value is none of its field's type.
    """
    if kind not in _READERS:
        hints = typing.get_type_hints(kind)
        _READERS[kind] = [(name, *_reader(hints[name])) for name in columns_of(kind)]
    read: dict[str, Any] = {
        name: value if (value := values[name]) is None or isinstance(value, known) else make(value)
        for name, known, make in _READERS[kind]
        if name in values
    }
    return kind(**read, **more)


_READERS: Final[dict[Any, list[tuple[str, type, Callable[[Any], Any]]]]] = {}
"""How each kind of picture reads its columns, once it has been asked for."""


def _reader(hint: Any) -> tuple[type, Callable[[Any], Any]]:
    kind = next((part for part in typing.get_args(hint) if part is not NoneType), hint)
    if issubclass(kind, datetime | date):
        return kind, kind.fromisoformat
    if issubclass(kind, uuid.UUID | Enum | int | str):
        return kind, kind
    raise TypeError(f"A picture cannot hold a {kind.__name__}")
