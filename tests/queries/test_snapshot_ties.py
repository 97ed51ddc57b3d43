"""What the quality checks need of a snapshot: verdicts, holders of posts, every recommendation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.services.given import (
    a_board,
    a_person,
    a_plan,
    a_post,
    an_action,
    an_inspection,
    recommendations,
    recorded,
    taken_out,
)
from tests.web.planned import answering, looks_back
from tests.web.workforce import a_holding
from tracker.access.actor import Actor
from tracker.domain.plan_questions import gaps_of
from tracker.domain.snapshot import PlanSnapshot, from_text, to_text
from tracker.domain.vocabulary import InterventionKind, OwnershipRole, VerdictKind
from tracker.models import (
    Clock,
    Inspection,
    Intervention,
    Judgement,
    Meeting,
    Ownership,
    Plan,
    Recommendation,
    Verdict,
)
from tracker.models.recording import deed
from tracker.queries.snapshots import snapshot_at, snapshot_now
from tracker.services.people import leave
from tracker.services.plans import answer_inspection, stop_answering

pytestmark = pytest.mark.usefixtures("any_engine")

FIRST = date(2026, 10, 5)


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    return a_plan(session, actor)


def later(actor: Actor, days: int) -> Actor:
    return replace(actor, at=actor.at + timedelta(days=days))


def both(session: Session, actor: Actor, plan: Plan) -> PlanSnapshot:
    """The snapshot of now, which history and its stored text tell as well."""
    now = snapshot_now(session, actor, plan.id)
    assert now == snapshot_at(session, actor, plan.id, actor.today)
    assert from_text(to_text(now)) == now
    return now


def test_recommendations_come_with_the_inspection_that_is_answered(
    session: Session, actor: Actor, plan: Plan
) -> None:
    asked = recommendations(session, actor, 2)
    assert both(session, actor, plan).recommendations == ()
    looks_back(session, plan, actor, asked[0])
    assert {one.id for one in both(session, actor, plan).recommendations} == {
        one.id for one in asked
    }
    session.refresh(plan, ["inspections"])
    stop_answering(session, plan, asked[0].inspection_id, by=later(actor, 3), on=FIRST)
    assert len(snapshot_at(session, later(actor, 3), plan.id, FIRST).recommendations) == 2
    both(session, later(actor, 3), plan)


def test_a_link_tells_since_when_it_stands(session: Session, actor: Actor, plan: Plan) -> None:
    (asked,) = recommendations(session, actor, 1)
    action = an_action(session, plan, actor)
    answering(session, action, later(actor, 2), asked)
    answering(session, action, later(actor, 4))
    answering(session, action, later(actor, 6), asked)
    (link,) = both(session, later(actor, 6), plan).links
    assert (link.linked_on, link.removed_on) == (FIRST + timedelta(days=2), None)


class TestVerdicts:
    @pytest.fixture
    def asked(self, session: Session, actor: Actor, plan: Plan) -> Recommendation:
        (asked,) = recommendations(session, actor, 1)
        answering(session, an_action(session, plan, actor), actor, asked)
        return asked

    def visited(self, session: Session, by: Actor, asked: Recommendation) -> Inspection:
        """A visit under embargo that gave a verdict."""
        visit = an_inspection(session, by, title="Visit", not_before_on=FIRST + timedelta(days=9))
        ids = {"recommendation_id": asked.id, "inspection_id": visit.id}
        recorded(session, by, Verdict, verdict=VerdictKind.BACK_AGAIN, words="Again", **ids)
        return visit

    def test_they_come_with_their_visits(
        self, session: Session, actor: Actor, plan: Plan, asked: Recommendation
    ) -> None:
        visit = self.visited(session, later(actor, 1), asked)
        now = both(session, later(actor, 1), plan)
        assert [one.verdict for one in now.verdicts] == [VerdictKind.BACK_AGAIN]
        assert visit.id in {one.id for one in now.inspections}
        before = snapshot_at(session, later(actor, 1), plan.id, FIRST)
        assert (before.verdicts, len(before.inspections)) == ((), 1)

    def test_one_under_embargo_is_hidden_with_its_visit(
        self, session: Session, actor: Actor, viewer: Actor, plan: Plan, asked: Recommendation
    ) -> None:
        self.visited(session, actor, asked)
        seen = both(session, viewer, plan)
        assert (seen.verdicts, [one.title for one in seen.inspections]) == (
            (),
            ["Inspection of 2015"],
        )
        assert len(seen.recommendations) == 1
        assert len(both(session, later(viewer, 9), plan).verdicts) == 1


class TestSurroundings:
    """What a report tells beside the plan: told by both builders, hidden with its inspection."""

    @pytest.fixture
    def visit(self, session: Session, actor: Actor, plan: Plan) -> Inspection:
        """A graded visit under embargo that the plan answers, with a clock."""
        until = FIRST + timedelta(days=9)
        visit = an_inspection(session, actor, title="Visit", summary="Slow", not_before_on=until)
        ids = {"inspection_id": visit.id}
        recorded(session, actor, Judgement, area="overall", grade="good", position=1, **ids)
        days = {"starts_on": FIRST, "due_on": FIRST, "rule": "by_letter"}
        recorded(session, actor, Clock, label="Statement", **days, **ids)
        session.refresh(plan, ["inspections"])
        answer_inspection(session, plan, visit.id, by=actor, on=FIRST)
        return visit

    def test_grades_and_clocks_come_with_their_inspection(
        self, session: Session, actor: Actor, viewer: Actor, plan: Plan, visit: Inspection
    ) -> None:
        now = both(session, actor, plan)
        assert [(one.area, one.grade) for one in now.judgements] == [("overall", "good")]
        assert [one.label for one in now.clocks] == ["Statement"]
        assert [one.summary for one in now.inspections] == ["Slow"]
        hidden = both(session, viewer, plan)
        assert (hidden.judgements, hidden.clocks, hidden.inspections) == ((), (), ())
        shown = both(session, later(viewer, 9), plan)
        assert (len(shown.judgements), len(shown.clocks)) == (1, 1)

    def test_those_of_another_inspection_do_not(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        other = an_inspection(session, actor)
        values = {"inspection_id": other.id, "area": "overall", "grade": "good", "position": 1}
        recorded(session, actor, Judgement, **values)
        assert both(session, actor, plan).judgements == ()

    def test_boards_meetings_and_interventions_of_the_council_alone(
        self, session: Session, actor: Actor, outsider: Actor, plan: Plan
    ) -> None:
        chair = a_person(session, actor, "Ana Reyes")
        for by, more in ((actor, {"chair_id": chair.id}), (outsider, {})):
            board = a_board(session, by, **more)
            held = {"held_on": FIRST, "title": "October"}
            recorded(session, by, Meeting, board_id=board.id, **held)
            step = {"kind": InterventionKind.ADVISER, "title": "Adviser", "from_on": FIRST}
            recorded(session, by, Intervention, **step)
            recorded(session, by, Plan, title=f"Of {by.name}", board_id=board.id)
        now = both(session, actor, plan)
        assert [one.name for one in now.people] == ["Ana Reyes"]
        counts = (len(now.boards), len(now.meetings), len(now.interventions))
        assert counts == (1, 1, 1)
        assert [one.board_id for one in now.other_plans] == [now.boards[0].id]
        before = snapshot_at(session, later(actor, 1), plan.id, FIRST)
        assert (before.boards, before.as_at) == (now.boards, FIRST)

    def test_what_changed_or_went_since_was_so_then(
        self, session: Session, actor: Actor, plan: Plan, visit: Inspection
    ) -> None:
        board = a_board(session, actor)
        held = {"held_on": FIRST, "title": "October", "board_id": board.id}
        meeting = recorded(session, actor, Meeting, **held)
        adviser = {"kind": InterventionKind.ADVISER, "title": "Adviser", "from_on": FIRST}
        step = recorded(session, actor, Intervention, **adviser)
        other = recorded(session, actor, Plan, title="Other", board_id=board.id)
        kept, tomorrow = both(session, actor, plan), later(actor, 1)
        found = [session.scalars(select(kind)).one() for kind in (Judgement, Clock)]
        for one in (meeting, step, *found):
            taken_out(session, tomorrow, one)
        with deed(session, "given", **vars_of(tomorrow)):
            board.name, other.board_id, visit.summary = "Renamed", None, "Better"
        now = both(session, tomorrow, plan)
        assert [one.board_id for one in now.other_plans] == [None]
        removed = (*now.meetings, *now.interventions, *now.judgements, *now.clocks)
        assert all(one.removed_on for one in removed)
        assert len(removed) == 4
        assert snapshot_at(session, tomorrow, plan.id, FIRST) == kept


def vars_of(by: Actor) -> dict[str, Any]:
    """What a deed needs to know of who does it."""
    return {"actor_kind": by.kind, "actor_id": None, "door": by.door, "at": by.at}


def test_holders_of_owning_posts_are_known_until_they_leave(
    session: Session, actor: Actor, plan: Plan
) -> None:
    post, other = a_post(session, actor), a_post(session, actor, "Head of care")
    person = a_person(session, actor)
    for held in (post, other):
        a_holding(session, actor, held, person)
    action = an_action(session, plan, actor)
    lead = {"role": OwnershipRole.LEAD, "from_on": FIRST}
    recorded(session, actor, Ownership, action_id=action.id, post_id=post.id, **lead)
    now = both(session, actor, plan)
    assert [(one.post_id, one.person_id) for one in now.holdings] == [(post.id, person.id)]
    assert gaps_of(now) == {}
    gone = later(actor, 5)
    session.refresh(person, ["grants", "holdings"])
    leave(session, person, by=gone, on=gone.today)
    after = both(session, gone, plan)
    assert set(gaps_of(after)) == {post.id, person.id}
    assert gaps_of(snapshot_at(session, gone, plan.id, FIRST)) == {}
