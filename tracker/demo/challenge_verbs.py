"""The deeds of a timeline that note what meetings challenge, decide and set to be done."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select

from tracker.access.actor import Actor
from tracker.demo.reading import Entry
from tracker.demo.stage import Stage, fields_of
from tracker.models import (
    Action,
    AgendaItem,
    Board,
    BoardMember,
    Challenge,
    Decision,
    Evidence,
    FollowUp,
    Meeting,
    Person,
    Plan,
    Post,
    Recommendation,
)
from tracker.queries.challenges import get_challenge
from tracker.queries.decisions import get_decision, get_follow_up
from tracker.services import challenge_steps, challenges, decisions, follow_ups

Verb = Callable[[Stage, Entry, Actor, date], None]


def _raise_challenge(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    """By a person, or by a member who is known by name alone; to a person or a post."""
    meeting_id = stage.find_id(Meeting, "meeting", entry, "meeting")
    member = stage.find(BoardMember, "member", entry, "member") if "member" in entry else None
    given = fields_of(
        challenges.ChallengeFields,
        entry,
        board_id=stage.find(Board, "board", entry, "board").id,
        raised_on=on,
        meeting_id=meeting_id,
        item_id=_item(stage, entry, meeting_id),
        raised_by_id=stage.find_id(Person, "person", entry, "raised_by"),
        raised_by_name=member.name if member is not None else None,
        put_to_id=stage.find_id(Person, "person", entry, "put_to"),
        put_to_post_id=stage.find_id(Post, "post", entry, "put_to_post"),
        action_id=stage.find_id(Action, "action", entry, "action"),
        recommendation_id=stage.find_id(Recommendation, "recommendation", entry, "recommendation"),
    )
    stage.keep("challenge", entry, challenges.raise_challenge(stage.session, given, by=by, on=on))


def _item(stage: Stage, entry: Entry, meeting_id: uuid.UUID | None) -> uuid.UUID | None:
    if "item" not in entry:
        return None
    query = select(AgendaItem.id).where(
        AgendaItem.meeting_id == meeting_id,
        AgendaItem.title == entry.text("item"),
        AgendaItem.removed_on.is_(None),
    )
    found = stage.session.scalars(query.order_by(AgendaItem.id)).first()
    if found is None:
        entry.refuse("the agenda has no such item", "item")
    return found


def _challenge(stage: Stage, entry: Entry, by: Actor) -> Challenge:
    kept = stage.find(Challenge, "challenge", entry, "challenge")
    stage.session.expire(kept)
    return get_challenge(stage.session, by, kept.id)


def _step(stage: Stage, entry: Entry, by: Actor, on: date) -> challenge_steps.StepFields:
    return fields_of(
        challenge_steps.StepFields,
        entry,
        taken_on=on,
        taken_by_id=by.person_id,
        evidence_id=stage.find_id(Evidence, "evidence", entry, "evidence"),
        action_id=stage.find_id(Action, "action", entry, "action"),
    )


def _taken(deed: Callable[..., Any]) -> Verb:
    def verb(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
        deed(stage.session, _challenge(stage, entry, by), _step(stage, entry, by, on), by=by, on=on)

    return verb


def _answer_challenge(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    challenge, fields = _challenge(stage, entry, by), _step(stage, entry, by, on)
    promise = entry.find_text("promise")
    challenge_steps.answer_challenge(
        stage.session, challenge, fields, by=by, on=on, promise=promise
    )


def _withdraw_challenge(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    words = entry.text("words")
    challenge = _challenge(stage, entry, by)
    challenge_steps.withdraw_challenge(stage.session, challenge, by=by, on=on, words=words)


def _record_decision(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    meeting = stage.find(Meeting, "meeting", entry, "meeting")
    given = fields_of(
        decisions.DecisionFields,
        entry,
        item_id=_item(stage, entry, meeting.id),
        plan_id=stage.find_id(Plan, "plan", entry, "plan"),
        action_id=stage.find_id(Action, "action", entry, "action"),
        owner_id=stage.find_id(Person, "person", entry, "owner"),
        owner_post_id=stage.find_id(Post, "post", entry, "owner_post"),
    )
    made = decisions.record_decision(stage.session, meeting, given, by=by, on=on)
    stage.keep("decision", entry, made)


def _carry_out_decision(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    kept = stage.find(Decision, "decision", entry, "decision")
    decision = get_decision(stage.session, by, kept.id)
    note = entry.find_text("note")
    decisions.carry_out_decision(
        stage.session, decision, carried_out_on=on, note=note, by=by, on=on
    )


def _set_follow_up(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    meeting = stage.find(Meeting, "meeting", entry, "meeting")
    given = fields_of(
        follow_ups.FollowUpFields,
        entry,
        item_id=_item(stage, entry, meeting.id),
        owner_id=stage.find_id(Person, "person", entry, "owner"),
        owner_post_id=stage.find_id(Post, "post", entry, "owner_post"),
    )
    made = follow_ups.set_follow_up(stage.session, meeting, given, by=by, on=on)
    stage.keep("follow-up", entry, made)


def _close_follow_up(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    kept = stage.find(FollowUp, "follow-up", entry, "follow_up")
    follow_up = get_follow_up(stage.session, by, kept.id)
    why = entry.find_text("not_needed_because")
    follow_ups.close_follow_up(
        stage.session, follow_up, closed_on=on, not_needed_because=why, by=by, on=on
    )


VERBS: Final[Mapping[str, Verb]] = MappingProxyType(
    {
        "raise_challenge": _raise_challenge,
        "answer_challenge": _answer_challenge,
        "promise_evidence": _taken(challenge_steps.promise_evidence),
        "give_evidence": _taken(challenge_steps.give_evidence),
        "verify_challenge": _taken(challenge_steps.verify_challenge),
        "send_back_challenge": _taken(challenge_steps.send_back_challenge),
        "withdraw_challenge": _withdraw_challenge,
        "record_decision": _record_decision,
        "carry_out_decision": _carry_out_decision,
        "set_follow_up": _set_follow_up,
        "close_follow_up": _close_follow_up,
    }
)
