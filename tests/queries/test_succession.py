"""Actions with all that hangs from them, and those that may be merged, on both databases."""

from __future__ import annotations

import uuid

import pytest
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.services.given import a_post, recommendations
from tests.web.planned import action_of, answering, plan_of
from tests.web.workforce import TODAY, embargo
from tracker.access.actor import Actor
from tracker.models import Plan
from tracker.queries.errors import NotFound
from tracker.queries.succession import (
    MOST_OFFERED,
    get_whole_action,
    list_by_old_reference,
    list_mergeable,
    list_whole_actions,
)
from tracker.services.actions import ActionFields, remove_action
from tracker.services.milestones import MilestoneFields, add_milestone
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.succession import merge_actions

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    return plan_of(session, actor)


def test_an_action_comes_with_all_that_a_split_needs(
    session: Session,
    actor: Actor,
    viewer: Actor,
    outsider: Actor,
    plan: Plan,
    statements: Statements,
) -> None:
    made = action_of(session, plan, actor)
    set_owners(session, made, [OwnerFields(post_id=a_post(session, actor).id)], by=actor, on=TODAY)
    add_milestone(session, made, MilestoneFields(title="T"), by=actor, on=TODAY)
    answering(session, made, actor, *recommendations(session, actor, 2))
    action_id = made.id
    session.commit()
    session.expunge_all()
    with statements() as sent:
        action = get_whole_action(session, viewer, action_id)
        assert action.plan.title == "Getting to good"
        assert [owner.post.title for owner in action.ownerships if owner.post] != []
        assert (len(action.answers), len(action.milestones)) == (2, 1)
        assert action.priority is None
    assert len(sent) == 3
    with pytest.raises(NotFound):
        get_whole_action(session, outsider, action_id)


def test_only_live_actions_of_the_plan_that_may_be_seen_are_merged(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor, plan: Plan
) -> None:
    second, first = (action_of(session, plan, actor, reference) for reference in ("10", "9"))
    gone, hidden = (action_of(session, plan, actor, reference) for reference in ("11", "12"))
    other = action_of(session, plan_of(session, actor), actor, "13")
    remove_action(session, gone, reason="In error", by=actor, on=TODAY)
    embargo(session, actor, hidden)
    ids = [action.id for action in (second, first, gone, hidden, other)] + [uuid.uuid4()]
    found = list_whole_actions(session, viewer, plan.id, ids)
    assert [action.reference for action in found] == ["9", "10"]
    assert list_whole_actions(session, viewer, plan.id, []) == []
    assert list_whole_actions(session, outsider, plan.id, ids) == []
    assert [row.reference for row in list_mergeable(session, viewer, plan.id)] == ["9", "10"]
    assert [row.reference for row in list_mergeable(session, actor, plan.id)] == ["9", "10", "12"]
    assert list_mergeable(session, outsider, plan.id) == []


def test_finds_by_words_and_puts_what_is_kept_first(
    session: Session, actor: Actor, plan: Plan
) -> None:
    titles = ("Visit children", "visit 100% in time", "Answer contacts")
    made = [
        action_of(session, plan, actor, f"A{number}", title=title)
        for number, title in enumerate(titles)
    ]

    def found(words: str, *kept: uuid.UUID) -> list[str]:
        return [row.reference for row in list_mergeable(session, actor, plan.id, words, kept)]

    assert found("VISIT") == ["A0", "A1"]
    assert found("100%") == ["A1"]
    assert found("a2") == ["A2"]
    assert found("100%", made[2].id) == ["A2", "A1"]
    assert found("", made[2].id) == ["A2", "A0", "A1"]


def test_offers_one_more_than_are_shown(session: Session, actor: Actor, plan: Plan) -> None:
    for number in range(MOST_OFFERED + 2):
        action_of(session, plan, actor, str(number))
    assert len(list_mergeable(session, actor, plan.id)) == MOST_OFFERED + 1


def test_an_old_reference_leads_to_what_followed_it(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor, plan: Plan
) -> None:
    made = [action_of(session, plan, actor, reference) for reference in ("C2", "C3")]
    loaded = list_whole_actions(session, actor, plan.id, [action.id for action in made])
    fields = ActionFields(reference="C7", title="Both at once")
    merge_actions(session, loaded, fields, by=actor, on=TODAY)
    for asker in (actor, viewer):
        (found,) = list_by_old_reference(session, asker, "c2")
        assert (found.reference, found.successor) == ("C2", "C7")
    assert not list_by_old_reference(session, outsider, "C2")
    assert not list_by_old_reference(session, actor, "C7")
