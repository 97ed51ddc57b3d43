"""Updates: posting one, its rating's steps, and correcting a wrong one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Final

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tests.services.given import (
    ON,
    a_plan,
    an_action,
    other_council,
    rated,
    saying,
    statements,
)
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import (
    DELIVERY_STEPS,
    NEEDS_REASON,
    Delivery,
    ImpactRating,
    PlanStage,
)
from tracker.models import Action, History, SearchEntry, Update
from tracker.services.actions import remove_action
from tracker.services.deeds import Conflict
from tracker.services.plans import close_plan
from tracker.services.updates import UpdateFields, correct_update, post_update

NOT_STARTED, ON_TRACK, AT_RISK = Delivery.NOT_STARTED, Delivery.ON_TRACK, Delivery.AT_RISK
OFF_TRACK, COMPLETE = Delivery.OFF_TRACK, Delivery.COMPLETE

JANUARY, FEBRUARY, MARCH = date(2016, 1, 10), date(2016, 2, 10), date(2016, 3, 10)

# The specification: every pair of ratings, and whether an ordinary update may take the step.
STEPS: Final = {
    (NOT_STARTED, NOT_STARTED): True,
    (NOT_STARTED, ON_TRACK): True,
    (NOT_STARTED, AT_RISK): True,
    (NOT_STARTED, OFF_TRACK): True,
    (NOT_STARTED, COMPLETE): True,
    (ON_TRACK, NOT_STARTED): False,
    (ON_TRACK, ON_TRACK): True,
    (ON_TRACK, AT_RISK): True,
    (ON_TRACK, OFF_TRACK): True,
    (ON_TRACK, COMPLETE): True,
    (AT_RISK, NOT_STARTED): False,
    (AT_RISK, ON_TRACK): True,
    (AT_RISK, AT_RISK): True,
    (AT_RISK, OFF_TRACK): True,
    (AT_RISK, COMPLETE): True,
    (OFF_TRACK, NOT_STARTED): False,
    (OFF_TRACK, ON_TRACK): True,
    (OFF_TRACK, AT_RISK): True,
    (OFF_TRACK, OFF_TRACK): True,
    (OFF_TRACK, COMPLETE): True,
    (COMPLETE, NOT_STARTED): False,
    (COMPLETE, ON_TRACK): False,
    (COMPLETE, AT_RISK): False,
    (COMPLETE, OFF_TRACK): False,
    (COMPLETE, COMPLETE): True,
}


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action of an adopted plan, not started."""
    return an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)


def posted(
    session: Session, action: Action, delivery: Delivery, by: Actor, on: date, **more: str
) -> Update:
    """An ordinary update of the day ``on``."""
    by = replace(by, at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC))
    return post_update(session, action, saying(delivery, **more), by=by, on=on)


def corrected(
    session: Session, update: Update, delivery: Delivery, by: Actor, on: date, **more: str
) -> Update:
    """A correction of the day ``on``."""
    by = replace(by, at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC))
    return correct_update(session, update, saying(delivery, **more), by=by, on=on)


def test_the_table_names_every_pair_and_is_the_one_in_force() -> None:
    assert set(STEPS) == {(before, after) for before in Delivery for after in Delivery}
    assert {pair for pair, allowed in STEPS.items() if allowed} == DELIVERY_STEPS


@pytest.mark.parametrize(
    ("before", "after", "allowed"), [(*pair, allowed) for pair, allowed in STEPS.items()]
)
def test_each_step_is_taken_or_refused(
    session: Session,
    actor: Actor,
    action: Action,
    before: Delivery,
    after: Delivery,
    allowed: bool,
) -> None:
    rated(session, action, before, actor)
    if allowed:
        post_update(session, action, saying(after), by=actor, on=ON)
        assert action.delivery is after
    else:
        with pytest.raises(RuleError, match="correct the update") as refusal:
            post_update(session, action, saying(after), by=actor, on=ON)
        assert refusal.value.field == "delivery"
        assert action.delivery is before


@pytest.mark.parametrize(
    ("before", "after"), [(before, after) for before in Delivery for after in Delivery]
)
def test_a_correction_takes_any_step(
    session: Session, actor: Actor, action: Action, before: Delivery, after: Delivery
) -> None:
    wrong = post_update(session, action, saying(before), by=actor, on=ON)
    correct_update(session, wrong, saying(after), by=actor, on=ON)
    assert action.delivery is after
    assert (action.completed_on is not None) == (after is COMPLETE)


def test_an_update_says_who_when_and_what(session: Session, actor: Actor, action: Action) -> None:
    fields = UpdateFields(
        done=" The duty team was moved. ",
        delivery=AT_RISK,
        next_steps="Train both teams.",
        obstacle="Two posts are vacant.",
        delivery_reason="Recruitment failed twice.",
        recovery="Agency cover until June.",
        impact_rating=ImpactRating.NO_CHANGE,
    )
    update = post_update(session, action, fields, by=actor, on=ON)
    assert (update.action_id, update.author_id) == (action.id, actor.person_id)
    assert (update.posted_at, update.posted_on, update.corrects_id) == (actor.at, ON, None)
    assert (update.done, update.next_steps) == ("The duty team was moved.", "Train both teams.")
    assert (action.delivery, action.updated_on, action.completed_on) == (AT_RISK, ON, None)
    assert action.obstacle == update.obstacle == "Two posts are vacant."
    assert action.delivery_reason == update.delivery_reason == "Recruitment failed twice."
    assert action.recovery == update.recovery == "Agency cover until June."
    assert action.impact_rating is update.impact_rating is ImpactRating.NO_CHANGE
    rows = session.scalars(select(History).where(History.deed == "post_update")).all()
    assert {(row.record_type, row.subject_id) for row in rows} == {
        ("action_update", action.id),
        ("action", action.id),
    }


def test_the_next_update_takes_the_obstacle_away(
    session: Session, actor: Actor, action: Action
) -> None:
    posted(session, action, AT_RISK, actor, JANUARY, obstacle="No room")
    fields = UpdateFields(done="A room was found.", delivery=ON_TRACK)
    post_update(session, action, fields, by=actor, on=FEBRUARY)
    assert (action.obstacle, action.delivery_reason, action.recovery) == (None, None, None)
    assert action.updated_on == FEBRUARY


def test_an_operators_update_has_no_author(session: Session, actor: Actor, action: Action) -> None:
    update = post_update(
        session, action, saying(ON_TRACK), by=replace(actor, person_id=None), on=ON
    )
    assert update.author_id is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"done": ""}, "done"),
        ({"done": " \n "}, "done"),
        ({"done": "\x00"}, "done"),
        ({"next_steps": "\x00"}, "next_steps"),
        *[
            ({"delivery": delivery, field: missing}, field)
            for delivery in (AT_RISK, OFF_TRACK)
            for field in ("delivery_reason", "recovery")
            for missing in (None, "", "  ")
        ],
    ],
)
def test_wrong_fields_are_refused_by_name(
    session: Session, actor: Actor, action: Action, wrong: dict[str, object], field: str
) -> None:
    fields = saying(**{"delivery": ON_TRACK, **wrong})  # type: ignore[arg-type]
    with pytest.raises(RuleError) as refusal:
        post_update(session, action, fields, by=actor, on=ON)
    assert refusal.value.field == field
    right = post_update(session, action, saying(ON_TRACK), by=actor, on=ON)
    with pytest.raises(RuleError) as refusal:
        correct_update(session, right, fields, by=actor, on=ON)
    assert refusal.value.field == field
    assert len(session.scalars(select(Update)).all()) == 1


@pytest.mark.parametrize("delivery", [NOT_STARTED, ON_TRACK, COMPLETE])
def test_other_ratings_need_no_reason(
    session: Session, actor: Actor, action: Action, delivery: Delivery
) -> None:
    assert delivery not in NEEDS_REASON
    fields = saying(delivery, delivery_reason=None, recovery=None)
    post_update(session, action, fields, by=actor, on=ON)
    assert action.delivery is delivery


def test_completed_on_is_the_day_it_was_first_said(
    session: Session, actor: Actor, action: Action
) -> None:
    posted(session, action, COMPLETE, actor, JANUARY)
    posted(session, action, COMPLETE, actor, FEBRUARY)
    assert (action.completed_on, action.updated_on) == (JANUARY, FEBRUARY)


def test_removed_closed_and_foreign_actions_take_no_updates(
    session: Session, actor: Actor, action: Action
) -> None:
    removed = an_action(session, action.plan, actor, "2")
    said = post_update(session, removed, saying(ON_TRACK), by=actor, on=ON)
    remove_action(session, removed, reason="Not needed", by=actor, on=ON)
    with pytest.raises(RuleError, match="removed"):
        post_update(session, removed, saying(ON_TRACK), by=actor, on=ON)
    with pytest.raises(RuleError, match="removed"):
        correct_update(session, said, saying(ON_TRACK), by=actor, on=ON)
    elsewhere = other_council(session, actor)
    with pytest.raises(RuleError, match="another council"):
        post_update(session, action, saying(ON_TRACK), by=elsewhere, on=ON)
    said = post_update(session, action, saying(ON_TRACK), by=actor, on=ON)
    close_plan(session, action.plan, by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        post_update(session, action, saying(ON_TRACK), by=actor, on=ON)
    with pytest.raises(RuleError, match="closed"):
        correct_update(session, said, saying(ON_TRACK), by=actor, on=ON)


def test_a_draft_takes_updates(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    post_update(session, action, saying(COMPLETE), by=actor, on=ON)
    assert action.delivery is COMPLETE


def test_a_stale_version_is_told_and_writes_nothing(
    session: Session, actor: Actor, action: Action
) -> None:
    seen = action.version
    post_update(session, action, saying(ON_TRACK), by=actor, on=ON, version=seen)
    with pytest.raises(Conflict):
        post_update(session, action, saying(COMPLETE), by=actor, on=ON, version=seen)
    assert len(session.scalars(select(Update)).all()) == 1


def test_posting_an_update_takes_seven_statements(
    any_engine: Engine, session: Session, actor: Actor, action: Action
) -> None:
    """Update, action, chain head, history, chain head again, search entry, the author's draft."""
    for number in range(20):
        posted(session, action, ON_TRACK, actor, ON, obstacle=f"Obstacle {number}")
    action_id = action.id
    # A request begins a transaction of its own, in which the chain's head is not locked yet.
    session.commit()
    session.expunge_all()
    loaded = session.scalars(
        select(Action)
        .where(Action.id == action_id)
        .options(joinedload(Action.plan), selectinload(Action.ownerships))
    ).one()
    with statements(session) as sent:
        post_update(session, loaded, saying(AT_RISK, obstacle="No room"), by=actor, on=MARCH)
    words = [" ".join(statement.split()[:3]).lower() for statement in sent]
    assert sorted(words) == [
        "delete from update_draft",
        "insert into action_update",
        "insert into history",
        "insert into search_entry",
        "select chain_head.seq, chain_head.hash",
        "update action set",
        "update chain_head set",
    ]
    found = session.scalars(select(SearchEntry).where(SearchEntry.record_id == action_id)).one()
    assert "No room" in found.body


def test_both_the_wrong_update_and_its_correction_stay(
    session: Session, actor: Actor, action: Action
) -> None:
    wrong = posted(session, action, COMPLETE, actor, JANUARY, done="All trained")
    right = corrected(session, wrong, ON_TRACK, actor, FEBRUARY, done="Half trained")
    session.expire_all()
    assert (wrong.done, wrong.delivery, wrong.corrects_id) == ("All trained", COMPLETE, None)
    assert (right.done, right.corrects_id, right.action_id) == (
        "Half trained",
        wrong.id,
        action.id,
    )
    assert (action.delivery, action.updated_on, action.completed_on) == (ON_TRACK, FEBRUARY, None)
    changes = session.scalars(
        select(History.change).where(History.record_type == "action_update")
    ).all()
    assert changes == ["created", "created"]


def test_an_update_is_corrected_once_and_its_correction_again(
    session: Session, actor: Actor, action: Action
) -> None:
    first = posted(session, action, ON_TRACK, actor, JANUARY)
    second = corrected(session, first, AT_RISK, actor, JANUARY)
    with pytest.raises(RuleError, match="already corrected"):
        corrected(session, first, COMPLETE, actor, FEBRUARY)
    third = corrected(session, second, OFF_TRACK, actor, FEBRUARY)
    assert third.corrects_id == second.id
    assert action.delivery is OFF_TRACK


def test_two_corrections_at_the_same_time_meet_at_the_actions_version(
    session: Session, actor: Actor, action: Action
) -> None:
    old = posted(session, action, ON_TRACK, actor, JANUARY)
    posted(session, action, ON_TRACK, actor, FEBRUARY)
    seen = action.version
    corrected(session, old, AT_RISK, actor, MARCH)
    assert action.version == seen + 1


def test_a_corrected_old_update_leaves_the_rating_with_the_newer_one(
    session: Session, actor: Actor, action: Action
) -> None:
    old = posted(session, action, ON_TRACK, actor, JANUARY)
    posted(session, action, AT_RISK, actor, FEBRUARY, obstacle="No room")
    corrected(session, old, OFF_TRACK, actor, MARCH, obstacle="Something else")
    assert (action.delivery, action.obstacle, action.updated_on) == (AT_RISK, "No room", FEBRUARY)


def test_other_words_for_a_complete_update_keep_its_day(
    session: Session, actor: Actor, action: Action
) -> None:
    said = posted(session, action, COMPLETE, actor, JANUARY)
    corrected(session, said, COMPLETE, actor, MARCH, done="Better words")
    assert (action.completed_on, action.updated_on) == (JANUARY, MARCH)


def test_nothing_is_complete_earlier_than_it_was_reported(
    session: Session, actor: Actor, action: Action
) -> None:
    said = posted(session, action, ON_TRACK, actor, JANUARY)
    corrected(session, said, COMPLETE, actor, MARCH)
    assert action.completed_on == MARCH


def test_an_action_that_was_wrongly_complete_goes_on(
    session: Session, actor: Actor, action: Action
) -> None:
    wrong = posted(session, action, COMPLETE, actor, JANUARY)
    later = posted(session, action, COMPLETE, actor, FEBRUARY)
    corrected(session, wrong, ON_TRACK, actor, MARCH)
    assert (action.delivery, action.completed_on) == (COMPLETE, FEBRUARY)
    corrected(session, later, ON_TRACK, actor, MARCH)
    assert (action.delivery, action.completed_on) == (ON_TRACK, None)
    posted(session, action, COMPLETE, actor, date(2016, 4, 1))
    assert action.completed_on == date(2016, 4, 1)
