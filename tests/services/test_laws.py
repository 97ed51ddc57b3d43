"""Laws of every plan, whatever is done to it: deeds in any order, and their history read back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.services.given import (
    a_board,
    a_person,
    a_post,
    an_inspection,
    fields_of,
    recommendations,
    saying,
)
from tests.services.surrounding_deeds import Surroundings
from tests.services.visits import FRAMEWORKS, FULL
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.plan_comparison import apply, compare
from tracker.domain.quality import check
from tracker.domain.snapshot import PlanSnapshot, from_text, lists_of, live, to_text
from tracker.domain.vocabulary import Delivery, VerdictKind
from tracker.models import (
    Action,
    DateChange,
    History,
    Inspection,
    Milestone,
    Plan,
    Priority,
    Update,
)
from tracker.models.recording import deed as open_deed
from tracker.presenters.quality import rows_of
from tracker.queries.bulk_edit import find_last_edit, list_to_edit
from tracker.queries.plans import get_plan_with_answers
from tracker.queries.snapshots import snapshot_at, snapshot_now
from tracker.queries.succession import get_whole_action
from tracker.services.actions import (
    add_action,
    amend_action,
    link_recommendations,
    remove_action,
)
from tracker.services.bulk_edit import BulkChange, BulkKind, bulk_edit, try_bulk_edit
from tracker.services.bulk_undo import undo_bulk_edit
from tracker.services.due_dates import (
    DateChangeFields,
    agree_date_change,
    refuse_date_change,
    request_date_change,
)
from tracker.services.inspections import amend_inspection
from tracker.services.milestones import (
    MilestoneFields,
    add_milestone,
    amend_milestone,
    remove_milestone,
)
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.people import come_back, leave
from tracker.services.plans import (
    PlanFields,
    adopt_plan,
    amend_plan,
    answer_inspection,
    start_plan,
    stop_answering,
    submit_plan,
)
from tracker.services.posts import AppointmentFields, PostFields, amend_post, appoint
from tracker.services.priorities import (
    PriorityFields,
    add_priority,
    amend_priority,
    remove_priority,
)
from tracker.services.succession import merge_actions, split_action
from tracker.services.updates import correct_update, post_update
from tracker.services.verdicts import VerdictFields, give_verdict

DUES = st.one_of(st.none(), st.dates(date(2026, 9, 1), date(2027, 3, 31)))
WORDS = st.sampled_from(["Answer each contact", "Look again", "=1+1", "“Café” – 100%"])
BULK = [kind for kind in BulkKind if kind is not BulkKind.PRIORITY]
"""What a bulk edit may change; priorities are moved to by a rule of their own."""

SUBSETS = st.sets(st.integers(0, 2))


class Plans(Surroundings):
    """Any deeds in any order, day after day, and the clock set back now and then.

    What a plan was at the end of each day is kept beside, by the test alone.
    """

    actions = Bundle[Action]("actions")
    priorities = Bundle[Priority]("priorities")
    changes = Bundle[DateChange]("changes")
    updates = Bundle[Update]("updates")
    milestones = Bundle[Milestone]("milestones")
    session: Session
    actor: Actor

    @initialize()
    def begin(self) -> None:
        given = self.session, self.actor
        self.plan: Plan = start_plan(
            *given[:1], PlanFields(title="Getting to good"), by=self.actor, on=self.actor.today
        )
        self.asked = recommendations(*given, 3)
        self.visit = an_inspection(
            *given,
            title="Monitoring visit",
            fieldwork_start_on=date(2026, 9, 1),
            fieldwork_end_on=date(2026, 9, 2),
        )
        self.asking = self.session.get_one(Inspection, self.asked[0].inspection_id)
        amend_inspection(
            self.session,
            self.asking,
            FULL,
            by=self.actor,
            on=self.actor.today,
            frameworks=FRAMEWORKS,
        )
        self.other_plan = start_plan(
            self.session, PlanFields(title="Another plan"), by=self.actor, on=self.actor.today
        )
        self.posts = [a_post(*given, f"Head of service {n}") for n in range(3)]
        self.person = a_person(*given)
        self.other = a_person(*given, "Kim Decider")
        self.board = a_board(*given)
        self.count = 0
        self.kept: dict[date, PlanSnapshot] = {}
        self.first: dict[uuid.UUID, date] = {}
        self.furthest = self.actor.at
        self.last = self.now()

    def now(self) -> PlanSnapshot:
        self.session.flush()
        return snapshot_now(self.session, self.actor, self.plan.id)

    def at(self, day: date) -> PlanSnapshot:
        return snapshot_at(self.session, self.actor, self.plan.id, day)

    def attempt(self, deed: Callable[..., Any], *args: Any, **more: Any) -> Any:
        """Do the deed, or have it refused; either way see that history tells all of it."""
        result = None
        try:
            with self.session.begin_nested():
                result = deed(self.session, *args, by=self.actor, on=self.actor.today, **more)
        except RuleError:
            self.session.expire_all()
        self.nothing_is_done_without_a_row(deed.__name__)
        return result

    def nothing_is_done_without_a_row(self, name: str) -> None:
        before, after = self.last, self.now()
        self.last = after
        if replace(after, seq=before.seq, taken_at=before.taken_at, as_at=before.as_at) == before:
            return
        rows = select(History.deed).where(
            History.chain_id == self.actor.council_id,
            History.seq > before.seq,
            History.seq <= after.seq,
        )
        assert set(self.session.scalars(rows)) == {name}

    def fields(self, due_on: date | None, title: str = "Answer", **more: Any) -> Any:
        self.count += 1
        due_text = None if due_on else "Ongoing"
        return fields_of(str(self.count), title=title, due_on=due_on, due_text=due_text, **more)

    def whole(self, action: Action) -> Action:
        return get_whole_action(self.session, self.actor, action.id)

    @rule(target=actions, due_on=DUES, title=WORDS)
    def add(self, due_on: date | None, title: str) -> Any:
        done = self.attempt(add_action, self.plan, self.fields(due_on, title))
        return multiple(*([done] if done else []))

    @rule(action=actions, due_on=DUES, title=WORDS)
    def amend(self, action: Action, due_on: date | None, title: str) -> None:
        fields = replace(
            self.fields(due_on, title),
            reference=self.whole(action).reference,
            priority_id=action.priority_id,
        )
        self.attempt(amend_action, action, fields)

    @rule(action=actions, priority=priorities)
    def put_under(self, action: Action, priority: Priority) -> None:
        shown = self.whole(action)
        fields = fields_of(
            shown.reference,
            title=shown.title,
            due_on=shown.due_on,
            due_text=shown.due_text,
            priority_id=priority.id,
        )
        self.attempt(amend_action, action, fields)

    @rule(target=changes, action=actions, to_on=DUES)
    def ask(self, action: Action, to_on: date | None) -> Any:
        self.whole(action)
        fields = DateChangeFields(
            to_on=to_on,
            to_text=None if to_on else "Ongoing",
            reason="Staff are missing",
            recovery="Two more people",
        )
        asked = self.attempt(request_date_change, action, fields)
        return multiple(*([asked] if asked else []))

    @rule(change=changes, agrees=st.booleans(), is_other=st.booleans())
    def decide(self, change: DateChange, agrees: bool, is_other: bool) -> None:
        self.session.refresh(change, ["action"])
        self.whole(change.action)
        asked_by = self.actor
        if is_other:
            self.actor = replace(asked_by, person_id=self.other.id)
        if agrees:
            self.attempt(agree_date_change, change)
        else:
            self.attempt(refuse_date_change, change, note="Not yet")
        self.actor = replace(self.actor, person_id=asked_by.person_id)

    @rule(target=updates, action=actions, delivery=st.sampled_from(Delivery), done=WORDS)
    def say(self, action: Action, delivery: Delivery, done: str) -> Any:
        self.whole(action)
        said = self.attempt(post_update, action, saying(delivery, done=done))
        return multiple(*([said] if said else []))

    @rule(target=updates, update=updates, delivery=st.sampled_from(Delivery))
    def correct(self, update: Update, delivery: Delivery) -> Any:
        self.session.refresh(update, ["action"])
        self.whole(update.action)
        said = self.attempt(correct_update, update, saying(delivery), reason="Mistyped")
        return multiple(*([said] if said else []))

    @rule(action=actions)
    def remove(self, action: Action) -> None:
        self.whole(action)
        self.attempt(remove_action, action, reason="Not needed")

    @rule(target=actions, action=consumes(actions), dues=st.lists(DUES, min_size=2, max_size=3))
    def split(self, action: Action, dues: list[date | None]) -> Any:
        parts = [self.fields(due_on) for due_on in dues]
        made = self.attempt(split_action, self.whole(action), parts)
        return multiple(*(made or [action]))

    @rule(target=actions, one=consumes(actions), other=consumes(actions), due_on=DUES)
    def merge(self, one: Action, other: Action, due_on: date | None) -> Any:
        both = [self.whole(one), self.whole(other)]
        made = self.attempt(merge_actions, both, self.fields(due_on))
        return multiple(*([made] if made else both))

    @rule(action=actions, chosen=SUBSETS)
    def link(self, action: Action, chosen: set[int]) -> None:
        ids = [self.asked[n].id for n in chosen]
        self.attempt(link_recommendations, self.whole(action), ids)

    @rule(action=actions, chosen=SUBSETS, person=st.booleans())
    def own(self, action: Action, chosen: set[int], *, person: bool) -> None:
        owners = [OwnerFields(post_id=self.posts[n].id) for n in sorted(chosen)]
        if person:
            owners.insert(0, OwnerFields(person_id=self.person.id))
        self.attempt(set_owners, self.whole(action), owners)

    @rule(target=milestones, action=actions, title=WORDS, due_on=DUES)
    def mark(self, action: Action, title: str, due_on: date | None) -> Any:
        fields = MilestoneFields(title=title, due_on=due_on)
        made = self.attempt(add_milestone, self.whole(action), fields)
        return multiple(*([made] if made else []))

    @rule(milestone=milestones, title=WORDS)
    def amend_mark(self, milestone: Milestone, title: str) -> None:
        self.load(milestone)
        self.attempt(amend_milestone, milestone, MilestoneFields(title=title))

    @rule(milestone=milestones)
    def unmark(self, milestone: Milestone) -> None:
        self.load(milestone)
        self.attempt(remove_milestone, milestone)

    def load(self, milestone: Milestone) -> None:
        self.session.refresh(milestone, ["action"])
        self.whole(milestone.action)

    @rule(target=priorities, title=WORDS)
    def head(self, title: str) -> Any:
        self.count += 1
        fields = PriorityFields(letter=str(self.count), title=title)
        made = self.attempt(add_priority, self.plan, fields)
        return multiple(*([made] if made else []))

    @rule(priority=priorities, title=WORDS, director=st.integers(0, 2))
    def rename(self, priority: Priority, title: str, director: int) -> None:
        self.session.refresh(priority, ["plan"])
        fields = PriorityFields(
            letter=priority.letter, title=title, director_post_id=self.posts[director].id
        )
        self.attempt(amend_priority, priority, fields)

    @rule(priority=priorities)
    def behead(self, priority: Priority) -> None:
        self.session.refresh(priority, ["plan"])
        self.attempt(remove_priority, priority)

    @rule(post=st.integers(0, 2), title=WORDS)
    def rename_post(self, post: int, title: str) -> None:
        self.attempt(amend_post, self.posts[post], PostFields(title=title))

    @rule(post=st.integers(0, 2))
    def close_post(self, post: int) -> None:
        fields = PostFields(title=self.posts[post].title, closed_on=self.actor.today)
        self.attempt(amend_post, self.posts[post], fields)

    @rule(post=st.integers(0, 2))
    def hold(self, post: int) -> None:
        fields = AppointmentFields(person_id=self.person.id, from_on=self.actor.today)
        self.attempt(appoint, self.posts[post], fields)

    @rule(deed=st.sampled_from([leave, come_back]))
    def go(self, deed: Callable[..., Any]) -> None:
        self.attempt(deed, self.person)

    @rule(asked=st.integers(0, 2), verdict=st.sampled_from(VerdictKind))
    def look_back(self, asked: int, verdict: VerdictKind) -> None:
        fields = VerdictFields(verdict=verdict, words="Seen on the visit")
        self.attempt(give_verdict, self.asked[asked], self.visit, fields)

    @rule(overseen=st.booleans(), title=WORDS)
    def retitle(self, title: str, *, overseen: bool) -> None:
        fields = PlanFields(title=title, board_id=self.board.id if overseen else None)
        self.session.refresh(self.plan, ["board"])
        self.attempt(amend_plan, self.plan, fields)

    @rule(deed=st.sampled_from([answer_inspection, stop_answering]))
    def answer(self, deed: Callable[..., Any]) -> None:
        get_plan_with_answers(self.session, self.actor, self.plan.id)
        self.session.refresh(self.plan, ["inspections"])
        self.attempt(deed, self.plan, self.asked[0].inspection_id)

    @rule(kind=st.sampled_from(BULK), due_on=DUES, text=WORDS, chosen=st.integers(0, 2))
    def edit_together(self, kind: BulkKind, due_on: date | None, text: str, chosen: int) -> None:
        query = select(Action.id).where(Action.plan_id == self.plan.id, Action.removed_on.is_(None))
        ids = self.session.scalars(query.order_by(Action.id).limit(3)).all()
        change = BulkChange(
            kind=kind,
            owner=OwnerFields(post_id=self.posts[chosen].id),
            former=OwnerFields(post_id=self.posts[0].id),
            recommendation_id=self.asked[chosen].id,
            text=text,
            start_on=due_on,
            request=DateChangeFields(to_on=due_on, to_text=text, reason=text, recovery=text),
        )
        given = self.session, list_to_edit(self.session, self.actor, self.plan.id, ids), change
        try_bulk_edit(*given, by=self.actor, on=self.actor.today)
        assert self.now() == self.last
        actions = list_to_edit(self.session, self.actor, self.plan.id, ids)
        self.attempt(bulk_edit, actions, change, reason="Agreed by the board")

    @rule()
    def undo_the_last(self) -> None:
        edit = find_last_edit(self.session, self.actor, self.plan.id)
        if edit is not None:
            self.attempt(undo_bulk_edit, edit)

    # Closing is left out: nothing happens afterwards.
    @rule(step=st.sampled_from([adopt_plan, submit_plan]))
    def step(self, step: Any) -> None:
        self.attempt(step, self.plan)

    @rule(days=st.integers(1, 40))
    def sleep(self, days: int) -> None:
        if self.actor.at >= self.furthest:
            self.kept[self.actor.today] = self.last
        self.actor = replace(self.actor, at=self.actor.at + timedelta(days=days))
        self.furthest = max(self.furthest, self.actor.at)
        self.last = self.now()

    @rule(days=st.integers(1, 60))
    def set_the_clock_back(self, days: int) -> None:
        self.actor = replace(self.actor, at=self.actor.at - timedelta(days=days))
        # What is done now counts for the day that the clock says, and for those after it.
        self.kept = {day: s for day, s in self.kept.items() if day < self.actor.today}
        self.last = self.now()

    @invariant()
    def as_at_now_is_now(self) -> None:
        assert self.at(self.actor.today) == self.last

    @invariant()
    def nothing_lies_between_a_moment_and_itself(self) -> None:
        assert compare(self.last, self.last).is_empty

    @invariant()
    def the_quality_checks_can_be_told_of_any_plan(self) -> None:
        known = {one.id for found in lists_of(self.last).values() for one in found}
        found = list(rows_of(self.last, {}))
        assert [row.finding for row in found] == check(self.last)
        for row in found:
            assert row.finding.subject_id in known
            assert row.about
            assert row.sentence.endswith((".", "”"))

    @invariant()
    def the_first_date_never_changes(self) -> None:
        for action in self.last.actions:
            if action.first_due_on is not None:
                assert self.first.setdefault(action.id, action.first_due_on) == action.first_due_on
            else:
                assert action.id not in self.first

    @invariant()
    def counts_agree(self) -> None:
        query = select(func.count()).where(
            Action.plan_id == self.plan.id, Action.removed_on.is_(None)
        )
        assert self.session.scalars(query).one() == len(live(self.last.actions))

    def teardown(self) -> None:
        """A past day is as it was kept, and each day leads to every later one."""
        if not hasattr(self, "plan"):
            return
        days = [day for day in sorted(self.kept) if day < self.actor.today]
        for day in days:
            assert self.at(day) == self.kept[day]
            assert from_text(to_text(self.kept[day])) == self.kept[day]
        shown = [*(self.kept[day] for day in days), self.now()]
        for before, after in pairwise(shown):
            assert apply(compare(before, after), before) == after
            assert apply(compare(after, before), after) == before


def run(machine: Any, *, examples: int = 15) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            report_multiple_bugs=False,
            # What fails is read as it is; making it smaller takes minutes of database work.
            phases=(Phase.reuse, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )


def machine_on(session: Session, actor: Actor, base: type[Plans] = Plans) -> Any:
    """The machine on the test's database, each example taken back at its end."""

    class Machine(base):  # type: ignore[valid-type,misc]
        def __init__(self) -> None:
            super().__init__()
            self.session, self.actor = session, actor
            self.example = session.begin_nested()

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                self.example.rollback()
                session.expunge_all()

    return Machine


def test_the_laws_hold_whatever_is_done(session: Session, actor: Actor) -> None:
    run(machine_on(session, actor))


class Careless(Plans):
    """Something is done beside each deed, once there is an action to do it to."""

    def beside(self, action: Action) -> None:
        raise NotImplementedError

    @rule(action=Plans.actions)
    def do(self, action: Action) -> None:
        self.beside(action)

    @rule()
    def add_one_more(self) -> None:
        made = self.attempt(add_action, self.plan, self.fields(date(2026, 12, 1)))
        self.beside(made)


def test_a_change_without_a_row_would_be_noticed(session: Session, actor: Actor) -> None:
    class PastTheListener(Careless):
        def beside(self, action: Action) -> None:
            table: Any = Action.__table__
            unrecorded = table.update().where(table.c.id == action.id).values(title="Said nowhere")
            self.session.connection().execute(unrecorded)

    with pytest.raises(AssertionError):
        run(machine_on(session, actor, PastTheListener))


def test_a_moved_first_date_would_be_noticed(session: Session, actor: Actor) -> None:
    class Rewriting(Careless):
        def beside(self, action: Action) -> None:
            self.whole(action)
            for day in (date(2026, 12, 1), date(2026, 12, 2)):
                with open_deed(
                    self.session,
                    "rewrite",
                    actor_kind=self.actor.kind,
                    actor_id=None,
                    door=self.actor.door,
                    at=self.actor.at,
                ):
                    action.first_due_on = day
                self.last = self.now()
                self.the_first_date_never_changes()

    with pytest.raises(AssertionError):
        run(machine_on(session, actor, Rewriting))
