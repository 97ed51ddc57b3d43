"""Due dates: in force one person asks, another decides, and the first date never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.services.asking import NOBODY, refused, told
from tests.services.given import (
    DUE,
    ON,
    a_meeting,
    a_plan,
    an_action,
    fields_of,
    moved,
    other_council,
    rated,
    recorded,
    somebody_else,
    taken_out,
)
from tracker.access.actor import Actor, operator
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import (
    DATE_CHANGE_STEPS,
    ActorKind,
    DateChangeState,
    Delivery,
    PlanStage,
)
from tracker.models import Action, DateChange, History
from tracker.services.actions import amend_action, remove_action
from tracker.services.deeds import Conflict
from tracker.services.due_dates import (
    DateChangeFields,
    agree_date_change,
    refuse_date_change,
    request_date_change,
    withdraw_date_change,
)
from tracker.services.plans import close_plan
from tracker.services.succession import merge_actions, split_action

LATER = date(2016, 6, 30)
EARLIER = date(2016, 1, 31)
NEXT = date(2015, 10, 2)
WHY = "The court timetable changed."
HELD = "A second judge sits from May."
S = DateChangeState


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action of an adopted plan, due on 31 March 2016."""
    return an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)


@pytest.fixture
def decider(session: Session, actor: Actor) -> Actor:
    """Another programme lead, who did not ask."""
    return somebody_else(session, actor)


def asking(to_on: date | None = LATER, **more: Any) -> DateChangeFields:
    return DateChangeFields(**{"to_on": to_on, "reason": WHY, "recovery": HELD, **more})


def ask(session: Session, action: Action, by: Actor, to_on: date | None = LATER) -> DateChange:
    return request_date_change(session, action, asking(to_on), by=by, on=ON)


def standing(action: Action) -> tuple[Any, ...]:
    return (action.due_on, action.due_text, action.first_due_on, action.times_slipped)


def test_nothing_moves_until_somebody_else_agrees(
    session: Session, actor: Actor, decider: Actor, action: Action
) -> None:
    fields = asking(to_text="End of June", reason=f" {WHY} ")
    change = request_date_change(session, action, fields, by=actor, on=ON)
    assert standing(action) == (DUE, None, DUE, 0)
    assert (change.state, change.from_on, change.to_on) == (S.REQUESTED, DUE, LATER)
    assert (change.reason, change.recovery) == (WHY, HELD)
    assert (change.requested_on, change.requested_by_id) == (ON, actor.person_id)
    meeting = a_meeting(session, actor)
    agree_date_change(
        session, change, by=decider, on=NEXT, note=" Agreed once more ", meeting_id=meeting.id
    )
    assert standing(action) == (LATER, "End of June", DUE, 1)
    assert (change.state, change.decided_on) == (S.AGREED, NEXT)
    assert (change.decided_by_id, change.meeting_id) == (decider.person_id, meeting.id)
    assert change.decision_note == "Agreed once more"
    rows = session.scalars(select(History).where(History.deed == "agree_date_change")).all()
    assert {row.record_type for row in rows} == {"action", "date_change"}
    assert told(session, change) == [
        ("request_date_change", "created"),
        ("agree_date_change", "changed"),
    ]


def test_a_refused_or_withdrawn_request_moves_nothing(
    session: Session, actor: Actor, decider: Actor, action: Action
) -> None:
    refused_one = ask(session, action, actor)
    refuse_date_change(session, refused_one, note="Too late", by=decider, on=NEXT)
    withdrawn = ask_on(session, action, actor, NEXT)
    withdraw_date_change(session, withdrawn, by=actor, on=NEXT, note="Not needed")
    assert standing(action) == (DUE, None, DUE, 0)
    told_of = [(one.state, one.decision_note) for one in (refused_one, withdrawn)]
    assert told_of == [(S.REFUSED, "Too late"), (S.WITHDRAWN, "Not needed")]
    assert withdrawn.decided_by_id == actor.person_id


def ask_on(session: Session, action: Action, by: Actor, on: date) -> DateChange:
    return request_date_change(session, action, asking(), by=by, on=on)


def test_a_refusal_says_why(session: Session, actor: Actor, decider: Actor, action: Action) -> None:
    change = ask(session, action, actor)
    with refused("Enter why the request is refused", field="decision_note"):
        refuse_date_change(session, change, note=" ", by=decider, on=ON)
    assert change.state is S.REQUESTED


DECIDING: dict[DateChangeState, Any] = {
    S.AGREED: agree_date_change,
    S.REFUSED: partial(refuse_date_change, note="No"),
    S.WITHDRAWN: withdraw_date_change,
}


@pytest.mark.parametrize("before", DateChangeState)
@pytest.mark.parametrize("after", DECIDING)
def test_every_step_is_taken_or_refused_as_the_table_says(
    session: Session,
    actor: Actor,
    decider: Actor,
    action: Action,
    before: DateChangeState,
    after: DateChangeState,
) -> None:
    change = ask(session, action, actor)
    if before is not S.REQUESTED:
        DECIDING[before](session, change, by=decider, on=ON)
    if (before, after) in DATE_CHANGE_STEPS:
        DECIDING[after](session, change, by=decider, on=ON)
        assert change.state is after
        return
    with refused(f"already {before.value} on 1 October 2015", field=None):
        DECIDING[after](session, change, by=decider, on=ON)
    assert change.state is before


def test_of_two_who_decide_at_once_the_second_is_told(
    session: Session, actor: Actor, decider: Actor, action: Action
) -> None:
    change = ask(session, action, actor)
    seen = change.version
    agree_date_change(session, change, by=decider, on=ON, version=seen)
    with pytest.raises(Conflict):
        refuse_date_change(session, change, note="No", by=decider, on=ON, version=seen)
    assert (change.state, action.due_on, action.times_slipped) == (S.AGREED, LATER, 1)


@pytest.mark.parametrize("deed", [agree_date_change, partial(refuse_date_change, note="No")])
class TestWhoDecides:
    def test_never_whoever_asked(
        self, session: Session, actor: Actor, action: Action, deed: Any
    ) -> None:
        change = ask(session, action, actor)
        with refused("cannot decide on it", field=None):
            deed(session, change, by=actor, on=ON)
        assert change.state is S.REQUESTED

    @pytest.mark.parametrize("kind", [ActorKind.OPERATOR, ActorKind.SYSTEM])
    def test_never_the_operator_or_the_tracker(
        self, session: Session, actor: Actor, action: Action, deed: Any, kind: ActorKind
    ) -> None:
        change = ask(session, action, actor)
        for nameless in (
            replace(operator(actor.at, actor.council_id), kind=kind),
            replace(actor, kind=kind),
            replace(actor, person_id=None),
        ):
            with refused("A named person decides", field=None):
                deed(session, change, by=nameless, on=ON)
            with refused("A named person asks", field=None):
                ask(session, action, nameless)

    def test_nobody_of_another_council(
        self, session: Session, actor: Actor, action: Action, deed: Any
    ) -> None:
        change = ask(session, action, actor)
        with refused("another council", field=None):
            deed(session, change, by=other_council(session, actor), on=ON)


def test_a_clock_that_goes_back_is_noticed(
    session: Session, actor: Actor, decider: Actor, action: Action
) -> None:
    change = ask_on(session, action, actor, NEXT)
    for deed in DECIDING.values():
        with refused("the clock of this server has gone back", field=None):
            deed(session, change, by=decider, on=ON)
    agree_date_change(session, change, by=decider, on=NEXT)
    with refused("the clock of this server has gone back", field=None):
        ask(session, action, actor, EARLIER)


def test_one_request_is_open_at_a_time(
    session: Session, actor: Actor, decider: Actor, action: Action
) -> None:
    change = ask(session, action, actor)
    with refused("has to be decided or withdrawn first", field=None):
        ask(session, action, decider)
    withdraw_date_change(session, change, by=actor, on=ON)
    ask(session, action, decider)


def test_the_database_too_holds_one_open_request(
    session: Session, actor: Actor, action: Action
) -> None:
    ask(session, action, actor)
    with pytest.raises(IntegrityError):
        recorded(
            session,
            actor,
            DateChange,
            action_id=action.id,
            reason="x",
            requested_on=ON,
            state=S.REQUESTED,
        )


def test_a_request_from_a_date_that_moved_since_is_refused(
    session: Session, actor: Actor, decider: Actor
) -> None:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    action = an_action(session, plan, actor, due_on=None, due_text="Ongoing")
    change = ask(session, action, actor)
    amend_action(session, action, fields_of(due_on=DUE), by=actor, on=ON)
    with refused("has changed since this was asked for", field=None):
        agree_date_change(session, change, by=decider, on=ON)
    assert (change.state, action.due_on) == (S.REQUESTED, DUE)


@pytest.mark.parametrize(
    ("moves", "slips"),
    [
        ([LATER], 1),
        ([EARLIER], 0),
        ([LATER, EARLIER], 1),
        ([EARLIER, DUE], 1),
        ([LATER, LATER + timedelta(days=1)], 2),
        ([None], 1),
        ([None, LATER], 1),
        ([None, EARLIER, LATER], 2),
    ],
)
def test_each_move_to_later_is_a_slip(
    session: Session, actor: Actor, action: Action, moves: list[date | None], slips: int
) -> None:
    for to_on in moves:
        moved(session, action, to_on, None if to_on else "Ongoing", by=actor, on=ON)
    assert action.times_slipped == slips
    assert (action.due_on, action.first_due_on) == (moves[-1], DUE)
    assert len(session.scalars(select(DateChange)).all()) == len(moves)


def test_other_words_for_the_same_day_are_no_slip(
    session: Session, actor: Actor, action: Action
) -> None:
    moved(session, action, DUE, "End of the year", by=actor, on=ON)
    assert (action.due_text, action.times_slipped) == ("End of the year", 0)


def test_an_amendment_does_not_give_back_a_date_that_was_taken_away(
    session: Session, actor: Actor, action: Action
) -> None:
    moved(session, action, None, "Ongoing", by=actor, on=ON)
    with pytest.raises(RuleError, match="with a reason"):
        amend_action(session, action, fields_of(due_on=LATER), by=actor, on=ON)
    assert (action.due_on, action.first_due_on) == (None, DUE)


def test_a_move_gives_an_undated_action_its_first_date(session: Session, actor: Actor) -> None:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    action = an_action(session, plan, actor, due_on=None, due_text="Ongoing")
    moved(session, action, DUE, by=actor, on=ON)
    assert standing(action) == (DUE, None, DUE, 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": " \n"}, "reason"),
        ({"reason": "\x00"}, "reason"),
        ({"recovery": " "}, "recovery"),
        ({"recovery": "\x00"}, "recovery"),
        ({"to_on": None}, "to_on"),
        ({"to_on": None, "to_text": "  "}, "to_on"),
        ({"to_on": DUE}, "to_on"),
        ({"to_on": date(201, 6, 30)}, "to_on"),
        ({"to_on": date(2015, 1, 1)}, "to_on"),
        ({"to_text": "x" * 201}, "to_text"),
        ({"to_text": "a\nb"}, "to_text"),
    ],
)
def test_a_wrong_request_is_refused_by_name(
    session: Session, actor: Actor, wrong: dict[str, Any], field: str
) -> None:
    plan = a_plan(session, actor, PlanStage.ADOPTED)
    action = an_action(session, plan, actor, start_on=ON)
    with pytest.raises(RuleError) as refusal:
        request_date_change(session, action, asking(**wrong), by=actor, on=ON)
    assert refusal.value.field == field
    assert session.scalars(select(DateChange)).all() == []


@pytest.mark.parametrize("whose", ["another council", "removed", "nobody", "to come"])
def test_only_the_councils_own_meetings_that_were_held_decide(
    session: Session, actor: Actor, decider: Actor, action: Action, whose: str
) -> None:
    change = ask(session, action, actor)
    if whose == "another council":
        meeting_id = a_meeting(session, other_council(session, actor)).id
    elif whose == "nobody":
        meeting_id = NOBODY
    else:
        meeting = a_meeting(session, actor, held_on=NEXT if whose == "to come" else ON)
        meeting_id = meeting.id
        if whose == "removed":
            taken_out(session, actor, meeting)
    for deed in (agree_date_change, partial(refuse_date_change, note="No")):
        with pytest.raises(RuleError) as refusal:
            deed(session, change, by=decider, on=ON, meeting_id=meeting_id)
        assert refusal.value.field == "meeting_id"


def test_in_a_draft_there_is_nothing_to_ask_for(session: Session, actor: Actor) -> None:
    action = an_action(session, a_plan(session, actor), actor)
    with pytest.raises(RuleError, match="draft"):
        ask(session, action, actor)


def test_complete_removed_and_closed_actions_do_not_move(
    session: Session, actor: Actor, decider: Actor, action: Action
) -> None:
    open_one = ask(session, action, actor)
    complete = an_action(session, action.plan, actor, "2")
    asked = ask(session, complete, actor)
    rated(session, complete, Delivery.COMPLETE, actor)
    with pytest.raises(RuleError, match="complete"):
        agree_date_change(session, asked, by=decider, on=ON)
    refuse_date_change(session, asked, by=decider, on=ON, note="It is done")
    with pytest.raises(RuleError, match="complete"):
        ask(session, complete, actor)
    removed = an_action(session, action.plan, actor, "3")
    lost = ask(session, removed, actor)
    remove_action(session, removed, reason="Not needed", by=actor, on=ON)
    assert (lost.state, lost.decision_note) == (S.WITHDRAWN, "The action was removed")
    with pytest.raises(RuleError, match="removed"):
        ask(session, removed, actor)
    close_plan(session, action.plan, by=actor, on=ON)
    assert (open_one.state, open_one.decision_note) == (S.WITHDRAWN, "The plan was closed")
    with pytest.raises(RuleError, match="closed"):
        ask(session, action, actor)


def test_merging_and_splitting_withdraw_what_is_asked_for(
    session: Session, actor: Actor, action: Action
) -> None:
    other = an_action(session, action.plan, actor, "2")
    changes = [ask(session, one, actor) for one in (action, other)]
    merged = merge_actions(session, [action, other], fields_of("3"), by=actor, on=ON)
    assert {one.decision_note for one in changes} == {"The action was merged into 3"}
    again = ask(session, merged, actor)
    split_action(session, merged, [fields_of("3.1"), fields_of("3.2")], by=actor, on=ON)
    assert (again.state, again.decision_note) == (
        S.WITHDRAWN,
        "The action was split into 3.1, 3.2",
    )


def test_the_second_of_two_who_ask_is_told(session: Session, actor: Actor, action: Action) -> None:
    seen = action.version
    rated(session, action, Delivery.ON_TRACK, actor)
    with pytest.raises(Conflict):
        request_date_change(session, action, asking(), by=actor, on=ON, version=seen)
