"""Plans on both databases: the list, one plan, its figures, and what may be chosen for it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.services.given import (
    a_board,
    a_person,
    a_post,
    a_priority,
    an_inspection,
    rated,
    recommendations,
    recorded,
    taken_out,
)
from tests.web.planned import action_of, answering, looks_back, plan_of
from tests.web.scene import embargoed, visited
from tests.web.workforce import TODAY, embargo
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage
from tracker.models import Board, Plan
from tracker.queries import plans as queries
from tracker.queries import whole_plan
from tracker.queries.due_dates import list_deciding_meetings
from tracker.queries.errors import NotFound
from tracker.queries.listing import PAGE_SIZE, Ask
from tracker.queries.milestones import get_milestone
from tracker.queries.priorities import get_priority, list_directors
from tracker.queries.updates import get_update
from tracker.services.actions import remove_action
from tracker.services.milestones import MilestoneFields, add_milestone, remove_milestone
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.priorities import PriorityFields, amend_priority
from tracker.services.updates import UpdateFields, post_update

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    return plan_of(session, actor, PlanStage.ADOPTED)


def test_pages_never_overlap_and_closed_plans_come_last(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor
) -> None:
    plan_of(session, actor, PlanStage.CLOSED, "A")
    for number in range(PAGE_SIZE):
        recorded(session, actor, Plan, title=f"b {number:02}", stage=PlanStage.DRAFT)
    first = queries.page_of_plans(session, viewer, Ask())
    second = queries.page_of_plans(session, viewer, Ask(page=2))
    titles = [row.title for row in (*first.rows, *second.rows)]
    assert titles == [*(f"b {number:02}" for number in range(PAGE_SIZE)), "A"]
    assert first.total == len(titles)
    asked = Ask({"stage": ("closed", "nonsense")}, "-adopted")
    assert [row.title for row in queries.every_plan(session, viewer, asked)] == ["A"]
    assert queries.page_of_plans(session, outsider, Ask()).total == 0


def test_counts_actions_as_far_as_they_may_be_seen(
    session: Session, actor: Actor, viewer: Actor, plan: Plan
) -> None:
    late = action_of(session, plan, actor, "1", due_on=date(2026, 9, 1))
    done = action_of(session, plan, actor, "2", due_on=date(2026, 9, 1))
    rated(session, done, Delivery.COMPLETE, actor)
    gone = action_of(session, plan, actor, "3", due_on=date(2026, 9, 1))
    remove_action(session, gone, reason="In error", by=actor, on=TODAY)
    embargo(session, actor, action_of(session, plan, actor, "4", due_on=date(2026, 9, 1)))
    for who, counted in ((viewer, (2, 1, 1)), (actor, (3, 1, 2))):
        row = queries.page_of_plans(session, who, Ask()).rows[0]
        assert (row.actions, row.complete, row.overdue) == counted
        overview = queries.overview_of(session, who, plan.id)
        assert (overview.whole.total, overview.whole.by_concern["overdue"]) == counted[::2]
    loose = queries.count_loose(session, viewer, plan.id)
    assert (loose.total, loose.no_owner, loose.no_recommendation) == (2, 2, 2)
    assert (loose.no_date, loose.no_measure) == (0, 2)
    assert late.removed_on is None


def test_every_reference_is_known_also_of_what_was_removed(
    session: Session, actor: Actor, plan: Plan
) -> None:
    priority = a_priority(session, plan, actor)
    for reference in ("A10", "A9"):
        action_of(session, plan, actor, reference, priority_id=priority.id)
    gone = action_of(session, plan, actor, "B1")
    remove_action(session, gone, reason="In error", by=actor, on=TODAY)
    action_of(session, plan_of(session, actor), actor, "C1")
    rows = queries.list_references(session, actor, plan.id)
    assert [tuple(row) for row in rows] == [
        ("A9", priority.id),
        ("A10", priority.id),
        ("B1", None),
    ]


def test_offers_boards_and_inspections_that_stand(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor
) -> None:
    board = a_board(session, actor)
    recorded(session, actor, Board, name="Gone", kind=board.kind, ended_on=TODAY)
    assert [row.id for row in queries.list_overseers(session, actor)] == [board.id]
    newer = visited(session, actor, date(2018, 3, 6))
    older = an_inspection(session, actor)
    taken_out(session, actor, an_inspection(session, actor))
    hidden = embargoed(session, actor)
    seen = [row.id for row in queries.list_answerable_inspections(session, viewer)]
    assert seen == [newer.id, older.id]
    all_of_them = [row.id for row in queries.list_answerable_inspections(session, actor)]
    assert all_of_them == [hidden.id, newer.id, older.id]
    assert queries.list_overseers(session, outsider) == []
    assert list_deciding_meetings(session, outsider) == []


def test_what_a_plan_answers_is_told_as_far_as_it_may_be_seen(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor, plan: Plan
) -> None:
    found = recommendations(session, actor, 1)[0]
    looks_back(session, plan, actor, found)
    with_links = queries.get_plan_with_answers(session, viewer, plan.id)
    assert [link.inspection_id for link in with_links.inspections] == [found.inspection_id]
    rows = queries.list_answered_inspections(session, viewer, plan.id)
    assert [row.id for row in rows] == [found.inspection_id]
    with pytest.raises(NotFound):
        queries.get_plan_with_answers(session, outsider, plan.id)


def test_the_whole_plan_has_its_actions_owners_and_answers(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor, plan: Plan
) -> None:
    priority = a_priority(session, plan, actor)
    head, kim = a_post(session, actor, "Head"), a_person(session, actor, "Kim")
    session.refresh(priority, ["plan"])
    fields = PriorityFields(letter="A", title="Front door", director_post_id=head.id)
    amend_priority(session, priority, fields, by=actor, on=TODAY)
    action = action_of(session, plan, actor, "1", priority_id=priority.id)
    owners = [OwnerFields(person_id=kim.id), OwnerFields(post_id=head.id)]
    set_owners(session, action, owners, by=actor, on=TODAY)
    first, second = recommendations(session, actor, 2)
    answering(session, action, actor, second, first)
    gone = action_of(session, plan, actor, "2")
    answering(session, gone, actor, first)
    session.refresh(gone, ["plan"])
    remove_action(session, gone, reason="In error", by=actor, on=TODAY)
    actions = whole_plan.list_plan_actions(session, viewer, plan.id)
    assert [(row.reference, row.priority_id) for row in actions] == [("1", priority.id)]
    held = whole_plan.list_plan_owners(session, viewer, plan.id)
    assert [(row.name, row.role) for row in held] == [
        ("Kim", OwnershipRole.LEAD),
        ("Head", OwnershipRole.OWNER),
    ]
    answered = whole_plan.list_plan_answers(session, viewer, plan.id)
    assert [(row.action_id, row.id) for row in answered] == [
        (action.id, first.id),
        (action.id, second.id),
    ]
    directors = list_directors(session, viewer, plan.id)
    assert [tuple(row) for row in directors] == [(priority.id, "Head")]
    for read in (
        whole_plan.list_plan_actions,
        whole_plan.list_plan_owners,
        whole_plan.list_plan_answers,
        list_directors,
    ):
        assert read(session, outsider, plan.id) == []


def test_what_hangs_from_a_plan_is_not_there_for_others_or_under_an_embargo(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor, plan: Plan
) -> None:
    priority = a_priority(session, plan, actor)
    action = action_of(session, plan, actor)
    milestone = add_milestone(session, action, MilestoneFields(title="T"), by=actor, on=TODAY)
    said = UpdateFields(done="D", delivery=Delivery.ON_TRACK)
    update = post_update(session, action, said, by=actor, on=TODAY)
    assert get_priority(session, viewer, priority.id).plan.title == plan.title
    assert get_milestone(session, viewer, milestone.id).action.plan.id == plan.id
    assert get_update(session, viewer, update.id).action.plan.id == plan.id
    for read, record in (
        (get_priority, priority),
        (get_milestone, milestone),
        (get_update, update),
    ):
        with pytest.raises(NotFound):
            read(session, outsider, record.id)
    embargo(session, actor, action)
    for read, record in ((get_milestone, milestone), (get_update, update)):
        assert read(session, actor, record.id) is record
        with pytest.raises(NotFound):
            read(session, viewer, record.id)
    remove_milestone(session, milestone, by=actor, on=TODAY)
    with pytest.raises(NotFound):
        get_milestone(session, actor, milestone.id)
