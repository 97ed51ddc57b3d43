"""What is noted at meetings: which meeting takes a note, on what, and how agreed notes are mended.

Parts of the deeds of challenges, decisions and follow-ups.
"""
# A deed takes `on` even where only its history reads it.

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.access.visibility import visible
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.models import (
    Action,
    AgendaItem,
    Challenge,
    Decision,
    FollowUp,
    Meeting,
    NoteCorrection,
    Person,
    Plan,
    Post,
    Recommendation,
)
from tracker.services.deeds import deed
from tracker.services.rules import (
    add_record,
    checked_text,
    choice,
    require_reason,
    require_standing,
)

Note = Challenge | Decision | FollowUp

SUBJECTS: Final[tuple[tuple[str, Any, str], ...]] = (
    ("plan_id", Plan, "Select a plan of this council"),
    ("action_id", Action, "Select an action of this council"),
    ("recommendation_id", Recommendation, "Select a recommendation of this council"),
)
"""What a note can be on, each with what is said of one that is not there for whoever writes."""


def require_open_notes(meeting: Meeting, *, by: Actor, on: date) -> None:
    """Refuse a note of a meeting that is still to come, did not take place, or is locked.

    Raises:
        RuleError: nothing can be noted; says why.
    """
    require_standing(meeting, by=by)
    if meeting.state is MeetingState.AGREED:
        raise RuleError(
            "The minutes of this meeting were agreed, so nothing is noted there any more. Correct "
            "what is wrong instead"
        )
    if not meeting.stands:
        raise RuleError("Notes are taken of a meeting that was published and not cancelled")
    if meeting.held_on > on:
        raise RuleError(f"This meeting is on {long_date(meeting.held_on)}: it is still to come")


def require_unlocked_note(note: Note, *, by: Actor, version: int | None) -> None:
    """Refuse to amend a note that was removed or changed, or whose minutes were agreed."""
    require_standing(note, by=by, version=version)
    if note.meeting is not None and note.meeting.state is MeetingState.AGREED:
        raise RuleError(
            "The minutes of this meeting were agreed. Correct this with a reason, so that what "
            "it said before stays visible"
        )


def require_item(session: Session, item_id: uuid.UUID | None, meeting: Meeting) -> None:
    """Refuse an item that is not on the agenda of ``meeting``."""
    if item_id is None:
        return
    found = session.get(AgendaItem, item_id)
    if found is None or found.meeting_id != meeting.id or found.removed_on is not None:
        raise RuleError("Select an item of this meeting", field="item_id")


def require_subjects(session: Session, values: Mapping[str, Any], *, by: Actor) -> None:
    """Refuse a note on what is not there for ``by``: another council's, removed or embargoed.

    The three are told alike, so that nobody finds out what may not be known.
    """
    for name, model, sentence in SUBJECTS:
        record_id = values.get(name)
        if record_id is None:
            continue
        found = select(model.id).where(model.id == record_id, visible(by, model))
        if model is not Plan:
            found = found.where(model.removed_on.is_(None))
        if session.execute(found).first() is None:
            raise RuleError(sentence, field=name)


def require_person_or_post(
    session: Session,
    values: Mapping[str, Any],
    person: str,
    post: str,
    *,
    by: Actor,
    on: date,
    kept: Note | None = None,
) -> None:
    """Refuse a person or post of another council, or one that has gone; ``kept`` may stay."""
    for name, model in ((person, Person), (post, Post)):
        if values[name] is not None:
            before = getattr(kept, name) if kept is not None else None
            choice(session, model, values[name], by=by, on=on, field=name, kept=before)


def require_one_owner(values: Mapping[str, Any]) -> None:
    """Refuse two who would both carry one thing out."""
    if sum(values[name] is not None for name in ("owner_id", "owner_post_id", "owner_name")) > 1:
        raise RuleError("Choose one person or post, or enter one name", field="owner_id")


@deed
def correct_note(
    session: Session,
    note: Note,
    text: str,
    *,
    by: Actor,
    on: date,
    reason: str | None,
    version: int | None = None,
) -> NoteCorrection:
    """Let a note of agreed minutes say something else; what it said stays beside it.

    The note's meeting is loaded.

    Raises:
        Conflict: the note was changed since ``version``.
        RuleError: the minutes are not agreed, nothing changes, or no reason is given.
    """
    require_standing(note, by=by, version=version)
    if note.meeting is None or note.meeting.state is not MeetingState.AGREED:
        raise RuleError("The minutes of this are not agreed: amend it instead")
    after = checked_text("text", text or "")
    if after is None:
        raise RuleError("Enter what it should say", field="text")
    if after == note.text:
        raise RuleError("It says this already", field="text")
    require_reason(reason, "Enter why it is corrected")
    correction = add_record(
        session,
        NoteCorrection,
        by=by,
        subject_id=note.id,
        before=note.text,
        after=after,
        reason=checked_text("reason", reason or ""),
        corrected_by_id=by.person_id,
        corrected_on=on,
        **{f"{note.__tablename__}_id": note.id},
    )
    note.text = after
    return correction
