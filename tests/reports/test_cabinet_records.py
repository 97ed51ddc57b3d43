"""What a cabinet report is drawn from: one state of the record, and nothing under embargo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.requests import Statements
from tests.services.given import a_post, recorded
from tests.web.planned import action_of, answering, looks_back, plan_of
from tests.web.scene import LATER, embargoed, inspected, judged, recommended, visited
from tracker.access.actor import Actor, operator
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.domain.vocabulary import (
    BoardKind,
    Delivery,
    InterventionKind,
    PlanStage,
    Role,
    VerdictKind,
)
from tracker.models import (
    Action,
    Board,
    ChainHead,
    Council,
    Intervention,
    Meeting,
    Plan,
    PostHolding,
    Priority,
    Update,
)
from tracker.queries import cabinet
from tracker.queries.cabinet import as_cabinet, list_withheld, read_opening, read_records
from tracker.queries.errors import NotFound
from tracker.services.updates import UpdateFields, correct_update, post_update

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """An adopted plan with nothing in it yet."""
    return plan_of(session, actor, PlanStage.ADOPTED)


def said(
    session: Session, action: Action, by: Actor, done: str, delivery: Delivery, *, days: int = 0
) -> Update:
    """An update through its deed, ``days`` after the tests' day."""
    later = replace(by, at=by.at + timedelta(days=days))
    fields = UpdateFields(done=done, delivery=delivery)
    return post_update(session, action, fields, by=later, on=later.today)


def corrected(session: Session, update: Update, by: Actor, done: str, *, days: int) -> Update:
    """A correction of ``update`` that leaves its rating as it was."""
    later = replace(by, at=by.at + timedelta(days=days))
    fields = UpdateFields(done=done, delivery=update.delivery)
    return correct_update(session, update, fields, by=later, on=later.today)


class TestEmbargo:
    @pytest.mark.parametrize("role", list(Role))
    def test_whoever_makes_it_reads_as_a_viewer(self, actor_as: ActorAs, role: Role) -> None:
        reader = as_cabinet(actor_as(role))
        assert not can(reader, Permission.SEE_EMBARGOED)
        assert can(reader, Permission.VIEW_COUNCIL)

    def test_so_does_the_operator_at_the_terminal(self, actor: Actor) -> None:
        at_terminal = operator(actor.at, actor.council_id)
        assert can(at_terminal, Permission.SEE_EMBARGOED)
        assert not can(as_cabinet(at_terminal), Permission.SEE_EMBARGOED)

    def test_nothing_of_an_embargoed_visit_is_read(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        report = inspected(session, actor)
        known = recommended(session, report, actor)
        visit = embargoed(session, actor, report)
        secret = recommended(session, visit, actor, text="Not yet told")
        judged(session, actor, known, visit)
        open_action = action_of(session, plan, actor, "1.1")
        answering(session, open_action, actor, known, secret)
        answering(session, action_of(session, plan, actor, "1.2"), actor, secret)
        looks_back(session, plan, actor, known, secret)
        session.commit()

        records = read_records(session, actor, plan.id)
        assert [one.title for one in records.inspections] == ["Inspection of 2015"]
        assert [row.reference for row in records.actions] == ["1.1"]
        assert [row.id for row in records.answers] == [known.id]
        assert [row.id for row in records.recommendations] == [known.id]
        assert records.verdicts == []
        assert records.overview.whole.total == 1
        assert [one.title for one in read_opening(session, actor, plan.id).inspections] == [
            "Inspection of 2015"
        ]

        # Once it may be told, all of it is there.
        after = replace(actor, at=actor.at + (LATER - actor.today))
        records = read_records(session, after, plan.id)
        assert len(records.inspections) == 2
        assert [row.reference for row in records.actions] == ["1.1", "1.2"]
        assert len(records.recommendations) == 2
        assert [row.turn for row in records.verdicts] == [1]

    def test_the_author_is_told_what_is_left_out_if_they_may_know_it(
        self, session: Session, actor: Actor, actor_as: ActorAs
    ) -> None:
        embargoed(session, actor)
        session.commit()
        told_of = [tuple(row) for row in list_withheld(session, actor)]
        assert told_of == [("A visit not yet told of", LATER)]
        assert list_withheld(session, actor_as(Role.BOARD_MEMBER)) == []


class TestRecommendations:
    def test_those_of_other_inspections_that_the_plan_acts_on_come_too(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        asked = recommended(session, inspected(session, actor), actor)
        visit = visited(session, actor, date(2026, 3, 2), published_on=date(2026, 4, 1))
        joined = recommended(session, visit, actor, text="New at the visit")
        recommended(session, visit, actor, text="Left to others")
        looks_back(session, plan, actor, asked)
        answering(session, action_of(session, plan, actor), actor, joined)
        session.commit()
        found = [row.id for row in read_records(session, actor, plan.id).recommendations]
        assert found == [asked.id, joined.id]

    def test_verdicts_are_in_the_order_of_the_visits_and_the_last_look_counts(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        asked = recommended(session, inspected(session, actor), actor)
        looks_back(session, plan, actor, asked)
        for month, verdict in ((3, VerdictKind.SOME_PROGRESS), (6, VerdictKind.NOT_LOOKED_AT)):
            judged(session, actor, asked, visited(session, actor, date(2016, month, 1)), verdict)
        session.commit()
        rows = read_records(session, actor, plan.id).verdicts
        assert [(row.verdict, row.turn) for row in rows] == [
            (VerdictKind.SOME_PROGRESS, 1),
            (VerdictKind.NOT_LOOKED_AT, 2),
        ]


class TestCompletions:
    def test_have_the_words_of_the_update_that_counts(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        action = action_of(session, plan, actor)
        said(session, action, actor, "Begun", Delivery.ON_TRACK)
        last = said(session, action, actor, "Dun", Delivery.COMPLETE, days=1)
        corrected(session, last, actor, "Done", days=2)
        going_on = action_of(session, plan, actor, "1.2")
        said(session, going_on, actor, "Going on", Delivery.ON_TRACK)
        session.commit()
        [found] = read_records(session, actor, plan.id).completions
        assert (found.action_id, found.done) == (action.id, "Done")
        assert found.completed_on == actor.today + timedelta(days=1)

    def test_a_late_correction_of_an_old_update_is_not_the_last_word(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        action = action_of(session, plan, actor)
        old = said(session, action, actor, "Begn", Delivery.ON_TRACK)
        said(session, action, actor, "Done", Delivery.COMPLETE, days=1)
        corrected(session, old, actor, "Begun", days=2)
        session.commit()
        assert [one.done for one in read_records(session, actor, plan.id).completions] == ["Done"]

    def test_one_without_an_update_has_no_words(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        values = {"title": "Kept from before", "delivery": Delivery.COMPLETE}
        recorded(session, actor, Action, plan_id=plan.id, reference="1", sort_key="1", **values)
        session.commit()
        [found] = read_records(session, actor, plan.id).completions
        assert (found.completed_on, found.done) == (None, "")


class TestOversight:
    def test_the_plans_own_board_comes_first_and_another_plans_is_not_its(
        self, session: Session, actor: Actor
    ) -> None:
        boards = {
            name: recorded(session, actor, Board, name=name, kind=kind)
            for name, kind in (
                ("A group of officers", BoardKind.INTERNAL_GROUP),
                ("Improvement Board", BoardKind.IMPROVEMENT_BOARD),
                ("Other Board", BoardKind.IMPROVEMENT_BOARD),
                ("Scrutiny", BoardKind.SCRUTINY),
            )
        }
        recorded(session, actor, Plan, title="Other", board_id=boards["Other Board"].id)
        own = boards["Improvement Board"].id
        plan = recorded(session, actor, Plan, title="Own", board_id=own)
        session.commit()
        rows = read_records(session, actor, plan.id).boards
        assert [(row.name, bool(row.oversees)) for row in rows] == [
            ("Improvement Board", True),
            ("A group of officers", True),
            ("Other Board", False),
            ("Scrutiny", False),
        ]

    def test_counts_the_meetings_since_the_report_and_knows_the_next(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        looks_back(session, plan, actor, recommended(session, inspected(session, actor), actor))
        board = recorded(
            session, actor, Board, name="Board", kind=BoardKind.IMPROVEMENT_BOARD, chair_note="X"
        )
        days = [
            *(date(2015, 8, 31), date(2015, 9, 1), actor.today),
            *(actor.today + timedelta(days=1), actor.today + timedelta(days=30)),
        ]
        for day in days:
            recorded(session, actor, Meeting, board_id=board.id, held_on=day, title="Meeting")
        gone = {"held_on": date(2016, 1, 1), "title": "In error", "removed_on": actor.today}
        recorded(session, actor, Meeting, board_id=board.id, **gone)
        session.commit()
        [row] = read_records(session, actor, plan.id).boards
        assert (row.held, row.last_on, row.next_on) == (2, actor.today, days[3])

    def test_intervention_counts_that_ran_while_the_plan_did(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        looks_back(session, plan, actor, recommended(session, inspected(session, actor), actor))
        for title, from_on, to_on in (
            ("Before", date(2014, 1, 1), date(2015, 8, 31)),
            ("Across", date(2014, 1, 1), date(2015, 9, 1)),
            ("Still on", date(2015, 10, 1), None),
            ("To come", actor.today + timedelta(days=1), None),
        ):
            kind = InterventionKind.ADVISER
            values = {"kind": kind, "title": title, "from_on": from_on, "to_on": to_on}
            recorded(session, actor, Intervention, **values)
        session.commit()
        found = read_records(session, actor, plan.id).interventions
        assert [row.title for row in found] == ["Across", "Still on"]

    def test_the_post_that_answers_for_most_priorities_is_suggested(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        assert read_opening(session, actor, plan.id).accountable is None
        director, assistant = (a_post(session, actor, title) for title in ("Director", "Assistant"))
        for letter, post in (("A", assistant), ("B", director), ("C", director)):
            values = {"sort_key": letter, "title": letter, "director_post_id": post.id}
            recorded(session, actor, Priority, plan_id=plan.id, letter=letter, **values)
        session.commit()
        found = read_opening(session, actor, plan.id).accountable
        assert found is not None
        assert (found.title, found.holder, found.is_interim) == ("Director", None, None)
        held = {"from_on": actor.today, "is_interim": True, "person_id": actor.person_id}
        recorded(session, actor, PostHolding, post_id=director.id, **held)
        session.commit()
        found = read_opening(session, actor, plan.id).accountable
        assert found is not None
        assert (found.title, found.holder, found.is_interim) == ("Director", actor.name, True)


class TestOneState:
    def test_names_the_head_of_the_councils_chain(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        session.commit()
        head = session.get_one(ChainHead, actor.council_id)
        standing = read_records(session, actor, plan.id).standing
        assert (standing.seq, standing.hash) == (head.seq, head.hash)
        assert standing.name == "Riverford Borough Council"

    def test_is_read_again_when_a_deed_came_in_between(
        self,
        session: Session,
        actor: Actor,
        plan: Plan,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        action_of(session, plan, actor)
        session.commit()
        reads = cabinet.list_plan_verdicts
        came_in: list[str] = []

        def and_then_somebody_writes(*given: Any) -> Any:
            found = reads(*given)
            if not came_in:
                came_in.append("once")
                action_of(session, plan, actor, "1.2")
            return found

        monkeypatch.setattr(cabinet, "list_plan_verdicts", and_then_somebody_writes)
        records = read_records(session, actor, plan.id)
        head = session.get_one(ChainHead, actor.council_id, populate_existing=True)
        assert records.standing.seq == head.seq
        assert records.overview.whole.total == len(records.actions) == 2

    def test_another_councils_plan_is_not_there(
        self, session: Session, plan: Plan, actor_as: ActorAs, other_council: Council
    ) -> None:
        stranger = actor_as(Role.PROGRAMME_LEAD, council=other_council)
        session.commit()
        for read in (read_records, read_opening):
            with pytest.raises(NotFound):
                read(session, stranger, plan.id)

    def test_asks_as_much_of_a_large_plan_as_of_a_small_one(
        self, session: Session, actor: Actor, plan: Plan, statements: Statements
    ) -> None:
        report = inspected(session, actor)
        asked = recommended(session, report, actor)
        looks_back(session, plan, actor, asked)
        sent = []
        for number in (1, 30):
            for at in range(number):
                action = action_of(session, plan, actor, f"{number}.{at}")
                answering(session, action, actor, asked)
                said(session, action, actor, "Done", Delivery.COMPLETE)
                recommended(session, report, actor, text=f"Another, {number}.{at}")
            session.commit()
            with statements() as these:
                assert len(read_records(session, actor, plan.id).completions) >= number
            sent.append(len(these))
        assert sent[0] == sent[1]
        assert sent[0] <= 18
