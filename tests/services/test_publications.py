"""Publications: two people, one text that never changes, and every step in its turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.services.asking import last_told, refused
from tests.services.given import a_plan, an_action, other_council
from tracker.access.actor import Actor, operator
from tracker.domain.publication_states import PUBLICATION_STEPS, PublicationState, Readership
from tracker.domain.published_plan import Choices, choices_from, to_text
from tracker.domain.vocabulary import PlanStage, Role
from tracker.models import Plan, Publication
from tracker.models.recording import deed
from tracker.queries.published_plans import draft_of
from tracker.services.deeds import Conflict
from tracker.services.publications import (
    KeptText,
    PublicationFields,
    amend_publication,
    choose_shown,
    prepare_publication,
    publish_plan,
    review_publication,
    withdraw_publication,
)
from tracker.services.reports import sha256_of

pytestmark = pytest.mark.usefixtures("any_engine")

DAY = date(2026, 10, 5)
S = PublicationState
KEPT = KeptText(storage_key="some/file", sha256="0" * 64, seq=1, title="Getting to good")


def fields(**more: Any) -> PublicationFields:
    values: dict[str, Any] = {
        "as_at": DAY,
        "readership": Readership.PUBLIC,
        "introduction": "What we do",
    }
    return PublicationFields(**{**values, **more})


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    return a_plan(session, actor, PlanStage.ADOPTED)


@pytest.fixture
def reviewer(actor_as: ActorAs) -> Actor:
    return actor_as(Role.ASSURANCE_LEAD)


def prepared(session: Session, plan: Plan, by: Actor, **more: Any) -> Publication:
    return prepare_publication(session, plan, fields(**more), by=by, on=DAY)


def reviewed(session: Session, plan: Plan, by: Actor, reviewer: Actor, **more: Any) -> Publication:
    publication = prepared(session, plan, by, **more)
    review_publication(session, publication, KEPT, by=reviewer, on=DAY)
    return publication


def out(session: Session, plan: Plan, by: Actor, reviewer: Actor, **more: Any) -> Publication:
    publication = reviewed(session, plan, by, reviewer, **more)
    publish_plan(session, publication, by=by, on=DAY)
    return publication


class TestTwoPeople:
    def test_nobody_reviews_what_they_prepared(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        publication = prepared(session, plan, actor)
        with refused("Somebody else has to review what you prepared", field=None):
            review_publication(session, publication, KEPT, by=actor, on=DAY)
        with refused("Somebody else has to review what you prepared", field=None):
            choose_shown(session, publication, Choices(), by=actor, on=DAY)

    def test_nor_would_the_database_have_it(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        publication = prepared(session, plan, actor)
        publication.reviewed_by_id = actor.person_id
        by: dict[str, Any] = {
            "actor_kind": actor.kind,
            "actor_id": None,
            "door": actor.door,
            "at": actor.at,
        }
        with deed(session, "given", **by), pytest.raises(IntegrityError, match="two_people"):
            session.flush()

    def test_nobody_changes_what_another_prepared(
        self, session: Session, actor: Actor, plan: Plan, reviewer: Actor
    ) -> None:
        publication = prepared(session, plan, actor)
        with refused("Only the person who prepared this can change it", field=None):
            amend_publication(session, publication, fields(), by=reviewer, on=DAY)

    def test_a_terminal_is_nobody(self, session: Session, actor: Actor, plan: Plan) -> None:
        by = operator(actor.at, actor.council_id)
        with refused("A person has to do this, under their own name", field=None):
            prepare_publication(session, plan, fields(), by=by, on=DAY)
        publication = prepared(session, plan, actor)
        with refused("A person has to do this, under their own name", field=None):
            review_publication(session, publication, KEPT, by=by, on=DAY)


class TestPreparing:
    def test_a_plan_that_is_still_written_is_not_published(
        self, session: Session, actor: Actor
    ) -> None:
        with refused("Adopt the plan before you publish it", field=None):
            prepared(session, a_plan(session, actor), actor)

    def test_the_day_has_come(self, session: Session, actor: Actor, plan: Plan) -> None:
        with refused("must not be after today", field="as_at"):
            prepared(session, plan, actor, as_at=date(2026, 10, 6))

    def test_an_introduction_is_needed(self, session: Session, actor: Actor, plan: Plan) -> None:
        with refused("Enter the introduction", field="introduction"):
            prepared(session, plan, actor, introduction="  ")

    def test_one_is_on_its_way_at_a_time(
        self, session: Session, actor: Actor, plan: Plan, reviewer: Actor
    ) -> None:
        first = reviewed(session, plan, actor, reviewer)
        with refused("Another publication of this plan is on its way", field=None):
            prepared(session, plan, actor)
        withdraw_publication(session, first, by=actor, on=DAY, reason="Too early")
        prepared(session, plan, actor)

    def test_another_councils_plan_is_refused(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        with refused("This belongs to another council", field=None):
            prepared(session, plan, other_council(session, actor))

    def test_the_address_is_made_once_and_no_two_plans_share_one(
        self, session: Session, actor: Actor, plan: Plan, reviewer: Actor
    ) -> None:
        first = out(session, plan, actor, reviewer)
        other = out(session, a_plan(session, actor, PlanStage.ADOPTED), actor, reviewer)
        again = prepared(session, plan, actor)
        assert [one.address for one in (first, other, again)] == [
            "getting-to-good",
            "getting-to-good-2",
            "getting-to-good",
        ]

    def test_a_draft_can_be_changed(self, session: Session, actor: Actor, plan: Plan) -> None:
        publication = prepared(session, plan, actor)
        amend_publication(
            session, publication, fields(introduction="Other"), by=actor, on=DAY, version=1
        )
        assert publication.introduction == "Other"
        with pytest.raises(Conflict):
            amend_publication(session, publication, fields(), by=actor, on=DAY, version=1)


def move(session: Session, publication: Publication, to: PublicationState, by: Actor) -> None:
    """The deed that leads to a state, by somebody who may."""
    if to is S.REVIEWED:
        review_publication(session, publication, KEPT, by=by, on=DAY)
    elif to is S.PUBLISHED:
        publish_plan(session, publication, by=by, on=DAY)
    else:
        withdraw_publication(session, publication, by=by, on=DAY, reason="Wrong")


class TestSteps:
    @pytest.mark.parametrize(
        ("before", "after"), list(product(S, (S.REVIEWED, S.PUBLISHED, S.WITHDRAWN)))
    )
    def test_of_all_pairs_only_those_of_the_table_are_taken(
        self,
        session: Session,
        actor: Actor,
        plan: Plan,
        reviewer: Actor,
        before: PublicationState,
        after: PublicationState,
    ) -> None:
        publication = prepared(session, plan, actor)
        if before is not S.DRAFT:
            move(session, publication, S.REVIEWED, reviewer)
        if before in (S.PUBLISHED, S.SUPERSEDED):
            move(session, publication, S.PUBLISHED, actor)
        if before is S.SUPERSEDED:
            out(session, plan, actor, reviewer)
        if before is S.WITHDRAWN:
            move(session, publication, S.WITHDRAWN, actor)
        assert publication.state is before
        if (before, after) in PUBLICATION_STEPS:
            move(session, publication, after, reviewer)
            assert publication.state is after
        else:
            with refused("", field=None):
                move(session, publication, after, reviewer)

    def test_no_step_leads_back_or_round(self) -> None:
        order = list(S)
        assert all(order.index(before) < order.index(after) for before, after in PUBLICATION_STEPS)

    def test_withdrawing_needs_a_reason(self, session: Session, actor: Actor, plan: Plan) -> None:
        publication = prepared(session, plan, actor)
        with refused("Enter why this is withdrawn", field="reason"):
            withdraw_publication(session, publication, by=actor, on=DAY, reason=" ")
        withdraw_publication(session, publication, by=actor, on=DAY, reason="A name in it")
        assert publication.withdrawn_because == "A name in it"
        assert last_told(session, publication)["reason"] == "A name in it"

    @pytest.mark.parametrize(
        ("first", "second", "left"),
        [
            (Readership.PUBLIC, Readership.PUBLIC, S.SUPERSEDED),
            (Readership.COUNCILLORS, Readership.PUBLIC, S.SUPERSEDED),
            (Readership.COUNCILLORS, Readership.COUNCILLORS, S.SUPERSEDED),
            (Readership.PUBLIC, Readership.COUNCILLORS, S.PUBLISHED),
        ],
    )
    def test_the_next_supersedes_what_its_readers_had(
        self,
        session: Session,
        actor: Actor,
        plan: Plan,
        reviewer: Actor,
        first: Readership,
        second: Readership,
        left: PublicationState,
    ) -> None:
        earlier = out(session, plan, actor, reviewer, readership=first)
        later = out(session, plan, actor, reviewer, readership=second)
        assert (earlier.number, later.number) == (1, 2)
        assert (earlier.state, later.state) == (left, S.PUBLISHED)

    def test_numbers_count_what_was_published(
        self, session: Session, actor: Actor, plan: Plan, reviewer: Actor
    ) -> None:
        given_up = prepared(session, plan, actor)
        withdraw_publication(session, given_up, by=actor, on=DAY, reason="Too early")
        assert given_up.number is None
        assert out(session, plan, actor, reviewer).number == 1


class TestWhatIsKept:
    def test_once_reviewed_it_does_not_change(
        self, session: Session, actor: Actor, plan: Plan, reviewer: Actor
    ) -> None:
        publication = reviewed(session, plan, actor, reviewer)
        changes: list[Callable[[], None]] = [
            lambda: amend_publication(session, publication, fields(), by=actor, on=DAY),
            lambda: choose_shown(session, publication, Choices(), by=reviewer, on=DAY),
            lambda: review_publication(session, publication, KEPT, by=reviewer, on=DAY),
        ]
        for change in changes:
            with refused("This was reviewed already", field=None):
                change()

    def test_what_a_reviewer_saw_before_a_change_is_not_reviewed(
        self, session: Session, actor: Actor, plan: Plan, reviewer: Actor
    ) -> None:
        publication = prepared(session, plan, actor)
        amend_publication(session, publication, fields(introduction="x"), by=actor, on=DAY)
        with pytest.raises(Conflict):
            review_publication(session, publication, KEPT, by=reviewer, on=DAY, version=1)

    def test_choices_are_kept(
        self, session: Session, actor: Actor, plan: Plan, reviewer: Actor
    ) -> None:
        action = an_action(session, plan, actor)
        publication = prepared(session, plan, actor)
        choices = Choices(withheld=frozenset({action.id}))
        choose_shown(session, publication, choices, by=reviewer, on=DAY)
        assert choices_from(publication.choices) == choices

    def test_a_draft_tells_the_same_from_its_day_on_whatever_changes_later(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        an_action(session, plan, actor)
        publication = prepared(session, plan, actor)
        first = sha256_of(to_text(draft_of(session, actor, publication)[1]).encode())
        tomorrow = replace(actor, at=actor.at.replace(day=6))
        an_action(session, plan, tomorrow, "1.2")
        again = sha256_of(to_text(draft_of(session, tomorrow, publication)[1]).encode())
        assert again == first

    def test_history_knows_each_step(
        self, session: Session, actor: Actor, plan: Plan, reviewer: Actor
    ) -> None:
        publication = out(session, plan, actor, reviewer)
        assert last_told(session, publication)["new"]["state"] == "published"
        stored = session.scalars(select(Publication)).one()
        assert (stored.reviewed_by_id, stored.published_by_id) == (
            reviewer.person_id,
            actor.person_id,
        )
