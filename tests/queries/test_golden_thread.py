"""From a recommendation on: its actions, the update that counts, and the verdict that counts."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.services.given import recorded, taken_out
from tests.web.scene import (
    a_plan,
    an_answer,
    embargoed,
    inspected,
    judged,
    recommended,
    told,
    visited,
)
from tracker.access.actor import Actor
from tracker.domain.vocabulary import VerdictKind
from tracker.models import ActionRecommendation, Inspection, Recommendation
from tracker.queries.golden_thread import list_answers
from tracker.queries.listing import Ask
from tracker.queries.recommendations import every_recommendation
from tracker.queries.verdicts import list_looked_back_on, list_verdicts_on

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


@pytest.fixture
def seven(session: Session, actor: Actor, full: Inspection) -> Recommendation:
    return recommended(session, full, actor, reference="7")


class TestAnswers:
    def test_come_in_the_order_of_their_references(
        self, session: Session, actor: Actor, viewer: Actor, seven: Recommendation
    ) -> None:
        plan = a_plan(session, actor)
        for reference in ("A2", "A1", "A3"):
            an_answer(session, actor, plan, seven, reference)
        rows = list_answers(session, viewer, seven.id)
        assert [row.reference for row in rows] == ["A1", "A2", "A3"]
        assert [row.post for row in rows] == ["Head of A1", "Head of A2", "Head of A3"]
        assert {row.said for row in rows} == {None}

    def test_say_what_the_latest_update_says(
        self, session: Session, actor: Actor, viewer: Actor, seven: Recommendation
    ) -> None:
        action = an_answer(session, actor, a_plan(session, actor), seven)
        told(session, actor, action, "First", days=0)
        told(session, actor, action, "Second", days=1)
        (row,) = list_answers(session, viewer, seven.id)
        assert (row.said, row.said_on.isoformat()) == ("Second", "2026-10-06")

    def test_take_a_correction_in_the_place_of_what_it_corrects(
        self, session: Session, actor: Actor, viewer: Actor, seven: Recommendation
    ) -> None:
        action = an_answer(session, actor, a_plan(session, actor), seven)
        first = told(session, actor, action, "First", days=0)
        second = told(session, actor, action, "Second", days=1)
        told(session, actor, action, "First, mended", days=2, corrects_id=first.id)
        assert [row.said for row in list_answers(session, viewer, seven.id)] == ["Second"]
        mended = told(session, actor, action, "Second, mended", days=3, corrects_id=second.id)
        told(session, actor, action, "Mended twice", days=4, corrects_id=mended.id)
        assert [row.said for row in list_answers(session, viewer, seven.id)] == ["Mended twice"]

    def test_leave_out_removed_actions_and_removed_links(
        self, session: Session, actor: Actor, viewer: Actor, seven: Recommendation
    ) -> None:
        plan = a_plan(session, actor)
        taken_out(session, actor, an_answer(session, actor, plan, seven, "A1"))
        kept = an_answer(session, actor, plan, seven, "A2")
        other = an_answer(session, actor, plan, recommended(session, seven_of(seven), actor), "A3")
        link = recorded(
            session,
            actor,
            ActionRecommendation,
            action_id=other.id,
            recommendation_id=seven.id,
        )
        taken_out(session, actor, link)
        assert [row.id for row in list_answers(session, viewer, seven.id)] == [kept.id]
        (found,) = [
            row for row in every_recommendation(session, viewer, Ask()) if row.id == seven.id
        ]
        assert found.actions == 1

    def test_are_none_of_another_council(
        self, session: Session, actor: Actor, outsider: Actor, seven: Recommendation
    ) -> None:
        an_answer(session, actor, a_plan(session, actor), seven)
        assert list_answers(session, outsider, seven.id) == []
        assert list_verdicts_on(session, outsider, seven.id) == []


def seven_of(recommendation: Recommendation) -> Inspection:
    """The inspection that made it, which the test has loaded already."""
    return recommendation.inspection


class TestVerdicts:
    def test_that_count_are_of_the_latest_visit_that_looked(
        self,
        session: Session,
        actor: Actor,
        viewer: Actor,
        full: Inspection,
        seven: Recommendation,
    ) -> None:
        # Entered in another order than that of the visits.
        for month, verdict in (
            (6, VerdictKind.GOOD_PROGRESS),
            (2, VerdictKind.NO_PROGRESS),
            (9, VerdictKind.NOT_LOOKED_AT),
        ):
            visit = visited(session, actor, date(2016, month, 7), follows_id=full.id)
            judged(session, actor, seven, visit, verdict)
        (row,) = every_recommendation(session, viewer, Ask())
        assert row.verdict is VerdictKind.GOOD_PROGRESS
        assert row.visited_on == date(2016, 6, 8)
        shown = [row.verdict for row in list_verdicts_on(session, viewer, seven.id)]
        assert shown == [
            VerdictKind.NOT_LOOKED_AT,
            VerdictKind.GOOD_PROGRESS,
            VerdictKind.NO_PROGRESS,
        ]

    def test_under_embargo_do_not_count_for_those_who_may_not_see_them(
        self,
        session: Session,
        actor: Actor,
        viewer: Actor,
        full: Inspection,
        seven: Recommendation,
    ) -> None:
        early = visited(session, actor, date(2016, 2, 2), follows_id=full.id)
        judged(session, actor, seven, early, VerdictKind.SOME_PROGRESS)
        judged(session, actor, seven, embargoed(session, actor, full), VerdictKind.BACK_AGAIN)
        (row,) = every_recommendation(session, viewer, Ask())
        assert row.verdict is VerdictKind.SOME_PROGRESS
        (row,) = every_recommendation(session, actor, Ask())
        assert row.verdict is VerdictKind.BACK_AGAIN
        asked = Ask({"verdict": ("back_again",)})
        assert every_recommendation(session, viewer, asked) == []
        assert len(every_recommendation(session, actor, asked)) == 1

    def test_taken_back_do_not_count(
        self,
        session: Session,
        actor: Actor,
        viewer: Actor,
        full: Inspection,
        seven: Recommendation,
    ) -> None:
        visit = visited(session, actor, date(2016, 2, 2), follows_id=full.id)
        taken_out(session, actor, judged(session, actor, seven, visit))
        (row,) = every_recommendation(session, viewer, Ask())
        assert row.verdict is None
        (row,) = list_looked_back_on(session, actor, visit)
        assert row.Verdict is None

    def test_can_be_given_along_the_line_of_inspections(
        self, session: Session, actor: Actor, full: Inspection, seven: Recommendation
    ) -> None:
        again = visited(session, actor, date(2018, 3, 6), follows_id=full.id)
        recommended(session, again, actor, reference="1")
        third = visited(session, actor, date(2020, 3, 6), follows_id=again.id)
        recommended(session, third, actor, reference="2")
        fourth = visited(session, actor, date(2021, 3, 6), follows_id=third.id)
        rows = list_looked_back_on(session, actor, fourth)
        assert [row.Recommendation.reference for row in rows] == ["7", "1", "2"]
        assert [
            row.Recommendation.reference for row in list_looked_back_on(session, actor, again)
        ] == ["7"]
        assert list_looked_back_on(session, actor, full) == []
