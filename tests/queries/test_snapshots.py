"""Snapshots of a plan: as it is now, as it was, whatever was redacted, and what each may see."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.requests import Statements
from tests.services.given import (
    a_board,
    a_person,
    a_plan,
    a_post,
    a_priority,
    an_action,
    an_inspection,
    fields_of,
    recommendations,
    recorded,
    saying,
)
from tracker.access.actor import Actor
from tracker.adapters.append_only import release
from tracker.domain.plan_comparison import compare
from tracker.domain.ratings import spelt_out, words_of
from tracker.domain.sight import seen_by
from tracker.domain.snapshot import PlanSnapshot, from_text, live, to_text
from tracker.domain.vocabulary import (
    Addressee,
    Delivery,
    FindingKind,
    OwnershipRole,
    PlanStage,
    Role,
)
from tracker.models import (
    Action,
    ActionRecommendation,
    Council,
    History,
    Inspection,
    Plan,
    Recommendation,
)
from tracker.models.recording import deed
from tracker.presenters.snapshots import Shown
from tracker.queries.errors import NotFound
from tracker.queries.plan_records import MODELS
from tracker.queries.snapshots import snapshot_at, snapshot_now, snapshots_at
from tracker.queries.succession import get_whole_action
from tracker.queries.whole_plan import list_plan_actions
from tracker.services.actions import amend_action, link_recommendations, remove_action
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.plans import PlanFields, amend_plan
from tracker.services.posts import PostFields, amend_post
from tracker.services.succession import split_action
from tracker.services.updates import correct_update, post_update

pytestmark = pytest.mark.usefixtures("any_engine")

FIRST = date(2026, 10, 5)


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    return a_plan(session, actor)


def nowhere(*_names: Any, **_values: Any) -> str:
    return ""


def later(actor: Actor, **span: float) -> Actor:
    return replace(actor, at=actor.at + timedelta(**span))


class TestAsItWas:
    """What is shown of a past day is what was recorded by its end."""

    def test_a_later_change_is_not_known_yet(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        action = an_action(session, plan, actor, title="Answer within a day")
        morning = later(actor, days=1)
        fields = fields_of(action.reference, title="Answer within an hour")
        amend_action(session, action, fields, by=morning, on=morning.today)
        remove_action(session, action, reason="Told twice", by=later(actor, days=2), on=FIRST)
        shown = [
            snapshot_at(session, later(actor, days=9), plan.id, FIRST + timedelta(days=days))
            for days in range(3)
        ]
        assert [[one.title for one in live(s.actions)] for s in shown] == [
            ["Answer within a day"],
            ["Answer within an hour"],
            [],
        ]
        assert [one.removed_because for one in shown[2].actions] == ["Told twice"]

    def test_a_day_ends_at_midnight_in_london(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        # Summer time: the last minute of 5 October is 22:59 in UTC, and the next minute is not.
        for reference, minute in (
            ("1", datetime(2026, 10, 5, 22, 59, tzinfo=UTC)),
            ("2", datetime(2026, 10, 5, 23, 0, tzinfo=UTC)),
        ):
            an_action(session, plan, replace(actor, at=minute), reference)
        shown = snapshot_at(session, later(actor, days=5), plan.id, FIRST)
        assert [one.reference for one in shown.actions] == ["1"]

    def test_owners_are_called_what_they_were_called(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        post = a_post(session, actor, "Head of first contact")
        action = an_action(session, plan, actor)
        session.refresh(action, ["ownerships", "plan"])
        owner = OwnerFields(post_id=post.id, role=OwnershipRole.LEAD)
        set_owners(session, action, [owner], by=actor, on=FIRST)
        tomorrow = later(actor, days=1)
        amend_post(session, post, PostFields(title="Head of the front door"), by=tomorrow, on=FIRST)
        set_owners(session, action, [], by=tomorrow, on=FIRST)
        before, after = snapshots_at(session, tomorrow, plan.id, [FIRST, FIRST + timedelta(days=1)])
        assert before is not None
        assert after is not None
        assert [one.title for one in before.posts] == ["Head of first contact"]
        assert [one.removed_on for one in after.owners] == [FIRST]
        assert after == snapshot_now(session, tomorrow, plan.id)

    def test_the_board_of_the_time_is_named(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        board = a_board(session, actor)
        with_board = PlanFields(title=plan.title, board_id=board.id)
        session.refresh(plan, ["board"])
        amend_plan(session, plan, with_board, by=actor, on=FIRST)
        tomorrow = later(actor, days=1)
        session.refresh(plan, ["board"])
        amend_plan(session, plan, PlanFields(title="Renamed"), by=tomorrow, on=FIRST)
        shown = snapshot_at(session, tomorrow, plan.id, FIRST)
        named = [
            Shown(one, nowhere).board for one in (shown, snapshot_now(session, tomorrow, plan.id))
        ]
        assert (named, shown.plan.title) == (["Improvement Board", ""], "Getting to good")

    def test_only_the_update_that_counts_is_shown(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        action = an_action(session, plan, actor)
        wrong = post_update(
            session, action, saying(Delivery.ON_TRACK, done="One"), by=actor, on=FIRST
        )
        tomorrow, after = later(actor, days=1), later(actor, days=2)
        post_update(session, action, saying(Delivery.AT_RISK, done="Two"), by=tomorrow, on=FIRST)
        session.refresh(wrong, ["action"])
        # A correction of an old update stands where that stood: the newer one still counts.
        correct_update(session, wrong, saying(Delivery.ON_TRACK, done="1"), by=after, on=FIRST)
        shown = [
            snapshot_at(session, later(actor, days=9), plan.id, FIRST + timedelta(days=days))
            for days in range(3)
        ]
        assert [[one.done for one in s.updates] for s in shown] == [["One"], ["Two"], ["Two"]]
        assert shown[2].updates == snapshot_now(session, actor, plan.id).updates

    def test_what_a_link_no_longer_leads_to_was_not_there_before_it(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        (asked,) = recommendations(session, actor, 1)
        action = an_action(session, plan, actor)
        session.refresh(action, ["answers", "plan"])
        tomorrow = later(actor, days=1)
        link_recommendations(session, action, [asked.id], by=tomorrow, on=FIRST)
        before = snapshot_at(session, tomorrow, plan.id, FIRST)
        assert (before.recommendations, before.inspections) == ((), ())
        after = snapshot_at(session, tomorrow, plan.id, tomorrow.today)
        assert [one.id for one in after.recommendations] == [asked.id]
        assert [one.id for one in after.inspections] == [asked.inspection_id]

    def test_a_plan_is_not_found_before_it_began_nor_by_another_council(
        self, session: Session, actor: Actor, outsider: Actor, plan: Plan
    ) -> None:
        with pytest.raises(NotFound):
            snapshot_at(session, actor, plan.id, FIRST - timedelta(days=1))
        for nowhere in (replace(outsider, at=actor.at), actor):
            with pytest.raises(NotFound):
                snapshot_now(session, nowhere, plan.id if nowhere is not actor else uuid.uuid4())
            with pytest.raises(NotFound):
                snapshot_at(
                    session, nowhere, plan.id if nowhere is not actor else uuid.uuid4(), FIRST
                )

    def test_a_snapshot_is_known_by_its_council_and_seq(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        an_action(session, plan, actor)
        shown = snapshot_now(session, actor, plan.id)
        newest = session.execute(
            select(History.seq, History.at)
            .where(History.chain_id == actor.council_id)
            .order_by(History.seq.desc())
            .limit(1)
        ).one()
        assert (shown.council_id, shown.seq, shown.taken_at) == (actor.council_id, *newest)
        assert from_text(to_text(shown)) == shown
        assert from_text(to_text(shown)).sha256 == shown.sha256
        assert shown.words == spelt_out(words_of(None))


class TestClock:
    """The order is that of ``seq``: a past day never changes, whatever a later row's clock said."""

    def test_a_row_dated_back_does_not_change_a_past_day(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        an_action(session, plan, actor, "1")
        an_action(session, plan, later(actor, days=3), "2")
        now = later(actor, days=4)
        before = snapshot_at(session, now, plan.id, FIRST)
        an_action(session, plan, actor, "3")
        assert snapshot_at(session, now, plan.id, FIRST) == before
        shown = snapshot_at(session, now, plan.id, FIRST + timedelta(days=3))
        assert [one.reference for one in shown.actions] == ["1", "2", "3"]

    def test_as_at_now_is_now_when_the_clock_went_back(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        an_action(session, plan, later(actor, days=300), "1")
        an_action(session, plan, actor, "2")
        assert snapshot_at(session, actor, plan.id, actor.today) == snapshot_now(
            session, actor, plan.id
        )


class TestRedacted:
    """A payload that was blanked leaves the record as it stood before, marked."""

    @pytest.fixture
    def action(self, session: Session, actor: Actor, plan: Plan) -> Action:
        action = an_action(session, plan, actor, title="Said")
        for days, title in ((1, "A child's name"), (2, "Mended")):
            by = later(actor, days=days)
            amend_action(
                session, action, fields_of(action.reference, title=title), by=by, on=by.today
            )
        return action

    def shown(self, session: Session, actor: Actor, plan: Plan) -> list[tuple[str, bool]]:
        now = later(actor, days=9)
        return [
            (one.title, one.redacted)
            for days in range(3)
            for one in snapshot_at(session, now, plan.id, FIRST + timedelta(days=days)).actions
        ]

    def blank(self, session: Session, action: Action, *versions: int) -> None:
        session.flush()
        connection = session.connection()
        release(connection, "history")
        table: Any = History.__table__
        rows = session.scalars(
            select(History.seq).where(History.record_id == action.id).order_by(History.seq)
        ).all()
        blanked = table.c.seq.in_([rows[version] for version in versions])
        connection.execute(table.update().where(blanked).values(payload=None))
        session.expire_all()

    def test_it_is_shown_by_the_newest_words_before(
        self, session: Session, actor: Actor, plan: Plan, action: Action
    ) -> None:
        assert self.shown(session, actor, plan)[1] == ("A child's name", False)
        self.blank(session, action, 1)
        expected = [("Said", False), ("Said", True), ("Mended", False)]
        assert self.shown(session, actor, plan) == expected

    def test_where_nothing_before_can_be_read_it_is_shown_as_it_next_stood(
        self, session: Session, actor: Actor, plan: Plan, action: Action
    ) -> None:
        self.blank(session, action, 0, 1)
        expected = [("Mended", True), ("Mended", True), ("Mended", False)]
        assert self.shown(session, actor, plan) == expected

    def test_where_nothing_at_all_can_be_read_it_is_left_out(
        self, session: Session, actor: Actor, plan: Plan, action: Action
    ) -> None:
        self.blank(session, action, 0, 1, 2)
        assert self.shown(session, actor, plan) == []


class TestWhoSeesWhat:
    """The rule of the lists, on pictures: every way in which an action can be linked."""

    @pytest.fixture
    def linked(self, session: Session, actor: Actor, plan: Plan) -> Plan:
        """An action for every combination of links: none, one that stands, one that was removed.

        To a recommendation under embargo, one that is open, and a removed one of either.
        """
        found = []
        for not_before_on in (FIRST + timedelta(days=30), None):
            inspection = an_inspection(session, actor, not_before_on=not_before_on)
            found += [
                recorded(
                    session,
                    actor,
                    Recommendation,
                    inspection_id=inspection.id,
                    position=1,
                    text="Do better",
                    kind=FindingKind.RECOMMENDATION,
                    addressee=Addressee.LOCAL_AUTHORITY,
                    removed_on=removed_on,
                )
                for removed_on in (None, FIRST)
            ]
        for number, states in enumerate(product(("none", "live", "removed"), repeat=4)):
            action = an_action(session, plan, actor, f"{number}")
            for state, asked in zip(states, found, strict=True):
                if state != "none":
                    recorded(
                        session,
                        actor,
                        ActionRecommendation,
                        action_id=action.id,
                        recommendation_id=asked.id,
                        removed_on=FIRST if state == "removed" else None,
                    )
        return plan

    def references(self, session: Session, actor: Actor, plan: Plan) -> set[str]:
        return {row.reference for row in list_plan_actions(session, actor, plan.id)}

    def test_it_is_what_the_lists_show(
        self, session: Session, actor: Actor, viewer: Actor, linked: Plan
    ) -> None:
        whole = snapshot_now(session, actor, linked.id)
        assert len(whole.actions) == 3**4
        hidden = 0
        for days, one in product((0, 29, 30), (actor, viewer)):
            by = later(one, days=days)
            listed = self.references(session, by, linked)
            seen = seen_by(whole, sees_embargoed=one is actor, today=by.today)
            built = snapshot_at(session, by, linked.id, by.today)
            for shown in (seen, built, snapshot_now(session, by, linked.id)):
                assert {action.reference for action in shown.actions} == listed
            hidden += len(whole.actions) - len(listed)
        # Both days before the embargo ends, for the viewer alone.
        assert hidden > 0

    def test_nothing_that_hangs_from_it_is_left(
        self, session: Session, viewer: Actor, linked: Plan
    ) -> None:
        shown = snapshot_now(session, viewer, linked.id)
        actions = {one.id for one in shown.actions}
        open_ones = {one.id for one in shown.inspections}
        assert {one.action_id for one in shown.links} <= actions
        assert {one.inspection_id for one in shown.recommendations} <= open_ones
        assert all(one.not_before_on is None for one in shown.inspections)

    def test_an_embargo_of_today_hides_what_a_past_day_knew(
        self, session: Session, actor: Actor, viewer: Actor, plan: Plan
    ) -> None:
        (asked,) = recommendations(session, actor, 1)
        action = an_action(session, plan, actor)
        session.refresh(action, ["answers", "plan"])
        link_recommendations(session, action, [asked.id], by=actor, on=FIRST)
        now = later(actor, days=2)
        inspection = session.get_one(Inspection, asked.inspection_id)
        with deed(session, "amend", actor_kind=now.kind, actor_id=None, door=now.door, at=now.at):
            inspection.not_before_on = FIRST + timedelta(days=30)
        for day in (FIRST, now.today):
            seen = snapshot_at(session, later(viewer, days=2), plan.id, day)
            assert (seen.actions, seen.recommendations, seen.inspections) == ((), (), ())
            assert snapshot_at(session, now, plan.id, day).actions != ()
        both = snapshots_at(session, later(viewer, days=2), plan.id, [FIRST, now.today])
        assert None not in both
        first, last = (one for one in both if one is not None)
        assert compare(first, last).is_empty

    def test_the_whole_is_kept_where_it_is_asked_for(
        self, session: Session, viewer: Actor, linked: Plan
    ) -> None:
        whole = snapshot_now(session, viewer, linked.id, whole=True)
        assert len(whole.actions) == 3**4
        assert whole == snapshot_at(session, viewer, linked.id, viewer.today, whole=True)


class TestBuilding:
    """Both builders read all there is, at the same cost whatever there is."""

    @pytest.fixture
    def full(self, session: Session, actor: Actor) -> Plan:
        plan = a_plan(session, actor, PlanStage.ADOPTED)
        asked = recommendations(session, actor, 2)
        person, post = a_person(session, actor), a_post(session, actor)
        action = an_action(session, plan, actor, "0")
        for number in range(1, 5):
            priority = a_priority(session, plan, actor, f"P{number}")
            action = an_action(session, plan, actor, f"{number}", priority_id=priority.id)
            session.refresh(action, ["answers", "plan", "ownerships"])
            owners = [OwnerFields(person_id=person.id), OwnerFields(post_id=post.id)]
            set_owners(session, action, owners, by=actor, on=FIRST)
            link_recommendations(session, action, [one.id for one in asked], by=actor, on=FIRST)
            post_update(session, action, saying(Delivery.AT_RISK), by=actor, on=FIRST)
        action = get_whole_action(session, actor, action.id)
        parts = [fields_of(f"5.{n}") for n in range(2)]
        split_action(session, action, parts, by=actor, on=FIRST)
        return plan

    def test_one_picture_from_both(self, session: Session, actor: Actor, full: Plan) -> None:
        now = snapshot_now(session, actor, full.id)
        assert now == snapshot_at(session, actor, full.id, actor.today)
        assert (len(now.actions), len(live(now.actions)), len(now.successions)) == (7, 6, 2)
        assert len(now.owners) == len(now.links) == 12
        assert ("Rowan Mason" in {one.name for one in now.people}, len(now.posts)) == (True, 1)

    @pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.VIEWER])
    def test_two_days_cost_as_much_as_one(
        self,
        session: Session,
        actor_as: ActorAs,
        full: Plan,
        statements: Statements,
        role: Role,
    ) -> None:
        actor = later(actor_as(role), days=3)
        session.flush()
        counts = []
        for days in ([FIRST], [FIRST, actor.today]):
            with statements() as sent:
                snapshots_at(session, actor, full.id, days)
            counts.append(len(sent))
        more = 1 if role is Role.VIEWER else 0
        assert counts == [4 + more, 4 + more]

    def test_every_picture_is_read_from_its_own_table(self) -> None:
        for kind, model in MODELS.items():
            assert kind.record_type == model.__tablename__


def test_a_plan_of_another_council_lends_nothing(
    session: Session, actor: Actor, outsider: Actor, other_council: Council
) -> None:
    plan = a_plan(session, outsider)
    an_action(session, plan, outsider)
    assert other_council.id == outsider.council_id
    found: list[PlanSnapshot | None] = snapshots_at(session, actor, plan.id, [actor.today])
    assert found == [None]
