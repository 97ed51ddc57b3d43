"""Updates: one short form for the owner, and how a wrong one is put right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import rated, saying
from tests.web.planned import (
    HERE,
    THERE,
    action_of,
    again,
    form_at,
    links,
    overtaken,
    plan_of,
    problems,
    words,
)
from tests.web.workforce import NOBODY, TODAY, a_holding, a_post, cells, embargo, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import Action, Council, Person, Update
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.plans import close_plan
from tracker.services.updates import post_update


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action of a plan in force that nobody owns."""
    return action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)


@pytest.fixture
def owner(session: Session, actor: Actor, action: Action, sign_in_as: SignInAs) -> Person:
    """A service manager, signed in, whose post leads the action."""
    person = sign_in_as(Role.SERVICE_MANAGER)
    post = a_post(session, actor)
    a_holding(session, actor, post, person)
    set_owners(session, action, [OwnerFields(post_id=post.id)], by=actor, on=TODAY)
    return person


def posting(action: Action) -> str:
    return f"{HERE}/actions/{action.id}/update"


def correcting(update: Update) -> str:
    return f"{HERE}/updates/{update.id}/correct"


def ratings(client: PageClient, path: str) -> list[str | None]:
    """The ratings of delivery that the form offers."""
    offered = form_at(client, path).findall(".//input[@name='delivery']")
    return [one.get("value") for one in offered]


class TestPosting:
    def test_an_owner_posts_in_one_step(
        self,
        client: PageClient,
        session: Session,
        action: Action,
        owner: Person,
        statements: Statements,
    ) -> None:
        path = posting(action)
        session.commit()
        page = client.get(path)
        assert "The last update" not in words(page)
        fields = {"done": "Two people started", "delivery": "on_track", "next_steps": "Train them"}
        with statements() as sent:
            answer = again(client, page, path, fields)
        assert len(sent) <= 9
        assert answer.location == f"{HERE}/actions/{action.id}"
        update = session.scalars(select(Update)).one()
        assert (update.done, update.next_steps) == ("Two people started", "Train them")
        assert (update.author_id, update.posted_on) == (owner.id, TODAY)
        assert (action.delivery, action.updated_on) == (Delivery.ON_TRACK, TODAY)

    def test_the_last_update_is_beside_the_form_and_not_in_it(
        self, client: PageClient, session: Session, actor: Actor, action: Action, owner: Person
    ) -> None:
        said = saying(Delivery.AT_RISK, done="First words", obstacle="No room")
        post_update(session, action, said, by=actor, on=TODAY)
        path = posting(action)
        page = client.get(path)
        assert "The last update, of 5 October 2026" in words(page)
        assert "First words" in words(page)
        form = form_at(client, path)
        assert [(box.text or "").strip() for box in form.iter("textarea")] == [""] * 5
        chosen = [box.get("value") for box in form.iter("input") if box.get("checked") is not None]
        assert chosen == ["at_risk", "too_early"]

    @pytest.mark.parametrize(
        ("before", "offered"),
        [
            (
                Delivery.NOT_STARTED,
                ["complete", "on_track", "at_risk", "off_track", "not_started"],
            ),
            (Delivery.OFF_TRACK, ["complete", "on_track", "at_risk", "off_track"]),
            (Delivery.COMPLETE, ["complete"]),
        ],
    )
    def test_offers_the_ratings_that_may_follow(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        owner: Person,
        before: Delivery,
        offered: list[str],
    ) -> None:
        rated(session, action, before, actor)
        assert ratings(client, posting(action)) == offered

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"delivery": "on_track"}, "Enter what was done"),
            ({"done": "D", "delivery": "at_risk"}, "Enter the reason for this rating"),
            ({"done": "D", "delivery": "purple"}, "Select one of the choices on this page"),
            ({"done": "D" * 5001, "delivery": "on_track"}, "What was done must be 5,000"),
        ],
    )
    def test_refuses_what_cannot_be_and_keeps_what_was_typed(
        self,
        client: PageClient,
        session: Session,
        action: Action,
        owner: Person,
        fields: dict[str, str | None],
        sentence: str,
    ) -> None:
        sent = {"next_steps": "My next step", **fields}
        page = fill(client, posting(action), sent, expect=422)
        assert problems(page)[0].startswith(sentence)
        assert "My next step" in page.text
        assert session.scalars(select(Update)).all() == []

    def test_shows_both_versions_when_somebody_was_faster(
        self, client: PageClient, session: Session, actor: Actor, action: Action, owner: Person
    ) -> None:
        def meanwhile() -> None:
            session.refresh(action, ["plan"])
            rated(session, action, Delivery.COMPLETE, actor)

        fields = {
            "done": "Mine",
            "delivery": "at_risk",
            "delivery_reason": "Late",
            "recovery": "Soon",
        }
        page = overtaken(client, posting(action), fields, meanwhile)
        assert ["Complete", "At risk"] in [row[1:] for row in cells(page.text, "The two versions")]
        assert "Mine" in page.text
        assert len(session.scalars(select(Update)).all()) == 1
        again(client, page, posting(action), {"delivery": "complete"})
        assert len(session.scalars(select(Update)).all()) == 2

    def test_a_closed_plan_takes_none(
        self, client: PageClient, session: Session, actor: Actor, action: Action, owner: Person
    ) -> None:
        close_plan(session, action.plan, by=actor, on=TODAY)
        assert "Post an update" not in links(client.get(f"{HERE}/actions/{action.id}"))
        fields = {"done": "D", "delivery": "on_track"}
        page = fill(client, posting(action), fields, expect=422)
        assert problems(page) == ["This plan is closed, so it can no longer be changed"]

    @pytest.mark.parametrize("role", ["assurance_lead", "board_member", "viewer", "administrator"])
    def test_is_not_for_those_who_look(
        self, client: PageClient, action: Action, sign_in_as: SignInAs, role: str
    ) -> None:
        sign_in_as(Role(role))
        client.get(posting(action), expect=403)
        client.post(posting(action), data={"done": "D", "delivery": "on_track"}, expect=403)

    def test_a_manager_posts_on_own_actions_only(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        owner: Person,
    ) -> None:
        other = action_of(session, action.plan, actor, "2")
        assert "Post an update" in links(client.get(f"{HERE}/actions/{action.id}"))
        assert "Post an update" not in links(client.get(f"{HERE}/actions/{other.id}"))
        client.get(posting(other), expect=403)
        client.post(posting(other), data={"done": "D", "delivery": "on_track"}, expect=403)

    def test_is_not_there_under_an_embargo(
        self, client: PageClient, session: Session, actor: Actor, action: Action, owner: Person
    ) -> None:
        embargo(session, actor, action)
        client.get(posting(action), expect=404)
        client.post(posting(action), data={"done": "D", "delivery": "on_track"}, expect=404)


class TestCorrecting:
    @pytest.fixture
    def update(self, session: Session, actor: Actor, action: Action, owner: Person) -> Update:
        """A wrong update of the owner's."""
        by = replace(actor, person_id=owner.id)
        return post_update(session, action, saying(Delivery.COMPLETE), by=by, on=TODAY)

    def test_the_author_puts_a_new_one_in_its_place(
        self, client: PageClient, session: Session, action: Action, update: Update
    ) -> None:
        home = f"{HERE}/actions/{action.id}"
        assert correcting(update) in links(client.get(home)).values()
        assert ratings(client, correcting(update)) == [
            "complete",
            "on_track",
            "at_risk",
            "off_track",
            "not_started",
        ]
        fields = {
            "delivery": "on_track",
            "impact_rating": "early_signs",
            "done": "Half of it is done",
        }
        assert fill(client, correcting(update), fields).location == home
        newer = session.scalars(select(Update).where(Update.corrects_id == update.id)).one()
        assert newer.done == "Half of it is done"
        assert action.delivery is Delivery.ON_TRACK
        page = client.get(home)
        assert links(page)["Corrected by a later update"] == f"#update-{newer.id}"
        assert links(page)["Corrects an earlier update"] == f"#update-{update.id}"
        offered = set(links(page).values())
        assert correcting(newer) in offered
        assert correcting(update) not in offered
        refused = fill(client, correcting(update), fields, expect=422)
        assert problems(refused) == ["This update was already corrected: correct the newer one"]

    def test_others_cannot(
        self, client: PageClient, action: Action, update: Update, sign_in_as: SignInAs
    ) -> None:
        for role in (Role.SERVICE_MANAGER, Role.DIRECTOR, Role.ASSURANCE_LEAD, Role.VIEWER):
            sign_in_as(role)
            found = links(client.get(f"{HERE}/actions/{action.id}"))
            assert not [name for name in found if name.startswith("Correct this update")]
            client.get(correcting(update), expect=403)
            client.post(correcting(update), data={"done": "Mine"}, expect=403)
        sign_in_as(Role.PROGRAMME_LEAD)
        assert correcting(update) in links(client.get(f"{HERE}/actions/{action.id}")).values()

    def test_asks_for_what_an_update_needs(
        self, client: PageClient, session: Session, update: Update
    ) -> None:
        fields = {"done": "", "impact_rating": "no_change"}
        page = fill(client, correcting(update), fields, expect=422)
        assert problems(page) == ["Enter what was done"]
        assert session.scalars(select(Update)).all() == [update]

    def test_is_not_there_for_another_council_or_under_an_embargo(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        update: Update,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        embargo(session, actor, action)
        client.get(correcting(update), expect=404)
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        client.get(f"{THERE}/updates/{update.id}/correct", expect=404)
        client.post(f"{THERE}/updates/{NOBODY}/correct", data={}, expect=404)
