"""Drafts of updates: one for each person and action, and never a row of history."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.given import ON, a_person, a_plan, an_action, other_council, saying
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Action, History, UpdateDraft
from tracker.services.update_drafts import DraftElsewhere, drop_draft, mark_of, save_draft
from tracker.services.updates import post_update

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    return an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)


@pytest.fixture
def colleague(session: Session, actor: Actor) -> Actor:
    """Somebody else who may update it."""
    person = a_person(session, actor)
    session.flush()
    return replace(actor, person_id=person.id, name=person.name)


def kept(session: Session) -> dict[object, str]:
    """What each person's draft says was done."""
    drafts = session.scalars(select(UpdateDraft))
    return {draft.person_id: json.loads(draft.fields)["done"] for draft in drafts}


def later(by: Actor) -> Actor:
    return replace(by, at=by.at + timedelta(minutes=5))


def test_each_person_has_one_and_history_none(
    session: Session, actor: Actor, colleague: Actor, action: Action
) -> None:
    rows = len(session.scalars(select(History.seq)).all())
    first = save_draft(session, action, {"done": "Mine"}, by=actor)
    save_draft(session, action, {"done": "Theirs"}, by=colleague)
    save_draft(session, action, {"done": "Mine again"}, by=later(actor), seen=mark_of(first))
    assert kept(session) == {actor.person_id: "Mine again", colleague.person_id: "Theirs"}
    assert len(session.scalars(select(History.seq)).all()) == rows


def test_posting_takes_only_the_authors_own(
    session: Session, actor: Actor, colleague: Actor, action: Action
) -> None:
    other = an_action(session, action.plan, actor, "9.9")
    for where, by in ((action, actor), (action, colleague), (other, actor)):
        save_draft(session, where, {"done": "Half"}, by=by)
    post_update(session, action, saying(Delivery.ON_TRACK), by=actor, on=ON)
    left = session.execute(select(UpdateDraft.action_id, UpdateDraft.person_id)).all()
    assert {tuple(row) for row in left} == {
        (action.id, colleague.person_id),
        (other.id, actor.person_id),
    }


def test_what_another_window_saved_stays(session: Session, actor: Actor, action: Action) -> None:
    save_draft(session, action, {"done": "First"}, by=actor)
    with pytest.raises(DraftElsewhere, match="changed in another window"):
        save_draft(session, action, {"done": "Second"}, by=later(actor))
    # The same words are no loss, whoever saves them.
    save_draft(session, action, {"done": "First"}, by=later(actor))
    assert list(kept(session).values()) == ["First"]


def test_refuses_what_cannot_be_kept(session: Session, actor: Actor, action: Action) -> None:
    with pytest.raises(RuleError, match="too long to be kept"):
        save_draft(session, action, {"done": "x" * 200_001}, by=actor)
    with pytest.raises(RuleError, match="another council"):
        save_draft(session, action, {"done": "x"}, by=other_council(session, actor))
    assert kept(session) == {}


def test_what_is_not_there_is_dropped_too(session: Session, actor: Actor, action: Action) -> None:
    drop_draft(session, action, by=actor)
    drop_draft(session, action, by=replace(actor, person_id=None))
    assert kept(session) == {}
