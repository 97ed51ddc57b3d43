"""The way to a publication through its pages, and what councillors see of a council."""

from __future__ import annotations

from csv import DictReader
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, controls, parsed
from tests.services.given import recommendations, saying
from tests.web.planned import HERE, action_of, answering, form_at, links, plan_of, problems, words
from tracker.access.actor import Actor
from tracker.domain.publication_states import PublicationState, Readership
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import Council, Inspection, Plan, Publication, Update
from tracker.models.recording import deed
from tracker.presenters.words import label
from tracker.services.publications import (
    PublicationFields,
    prepare_publication,
    publish_plan,
)
from tracker.services.updates import post_update

SECRET = "Quarrelsome"


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """A plan in force whose one action has everything that is not to be seen."""
    plan = plan_of(session, actor, PlanStage.ADOPTED)
    action = action_of(session, plan, actor, "A1", title="See 3 children", why=SECRET)
    answering(session, action, actor, *recommendations(session, actor, 1))
    update = saying(Delivery.AT_RISK, done="We began", delivery_reason=SECRET, recovery=SECRET)
    post_update(session, action, update, by=actor, on=actor.today)
    return plan


def prepared(session: Session, plan: Plan, by: Actor, **more: Any) -> Publication:
    fields = {"as_at": by.today, "readership": Readership.PUBLIC, "introduction": "What we do"}
    given = PublicationFields(**{**fields, **more})
    publication = prepare_publication(session, plan, given, by=by, on=by.today)
    session.commit()
    return publication


def at(publication: Publication, deed: str = "") -> str:
    return f"{HERE}/publications/{publication.id}{deed}"


def fill(client: PageClient, path: str, fields: dict[str, Any], expect: int = 303) -> TestResponse:
    """Send the page's own form, which is posted to where it stands."""
    return client.submit(path, fields, form=path, expect=expect)


def agreed(client: PageClient, publication: Publication, **more: Any) -> TestResponse:
    """The review's form, as the page has it, with its tick."""
    path = at(publication, "/review")
    sent = {**dict(controls(form_at(client, path))), "agreed": "y", **more}
    kept = {name: value for name, value in sent.items() if value is not None}
    return client.post(path, data=kept, csrf=False, expect=(303, 409, 422))


def made(
    client: PageClient, session: Session, plan: Plan, by: Actor, sign_in_as: SignInAs, **more: Any
) -> Publication:
    """A publication that somebody else reviewed through the page, and ``by`` published."""
    publication = prepared(session, plan, by, **more)
    sign_in_as(Role.ASSURANCE_LEAD)
    assert agreed(client, publication).status_code == 303
    session.refresh(publication)
    publish_plan(session, publication, by=by, on=by.today)
    session.commit()
    return publication


class TestTheWay:
    def test_two_people_bring_a_plan_to_the_public(
        self, client: PageClient, session: Session, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        plan_page = client.get(f"{HERE}/plans/{plan.id}")
        path = links(plan_page)["Prepare a publication"]
        answer = fill(client, path, {"readership": "public", "introduction": "We met 3 children"})
        page = client.get(answer.location)
        assert "Somebody else has to review what you prepared" in words(page)
        assert "Review it" not in links(page)
        publication = session.scalars(select(Publication)).one()
        client.get(at(publication, "/review"), expect=403)

        sign_in_as(Role.ASSURANCE_LEAD)
        review = words(client.get(at(publication, "/review")))
        assert "We met fewer than 5 children" in review
        assert "IntroductionWe met 3 childrenWe met fewer than 5 children" in review
        assert "Action A1See 3 childrenSee fewer than 5 children" in review
        assert "1 reason for an action" in review
        assert SECRET not in review
        assert agreed(client, publication).status_code == 303
        client.get(at(publication, "/publish"), expect=403)

        sign_in_as(Role.DIRECTOR)
        fill(client, at(publication, "/publish"), {})
        page = client.get(
            links(client.get(at(publication)))[f"/public/riverford/{publication.address}"]
        )
        assert "See fewer than 5 children" in page.text
        assert SECRET not in page.text

    def test_nothing_is_agreed_to_unread(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        publication = prepared(session, plan, actor)
        sign_in_as(Role.ASSURANCE_LEAD)
        answer = agreed(client, publication, agreed=None)
        assert problems(answer) == ["Tick that you have read all of it"]

    def test_what_changed_since_it_was_read_is_to_be_read_again(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        publication = prepared(session, plan, actor)
        sign_in_as(Role.ASSURANCE_LEAD)
        path = at(publication, "/review")
        sent = {**dict(controls(form_at(client, path))), "agreed": "y"}
        action_of(session, plan, actor, "A2", title="Something new", on=actor.today)
        session.commit()
        answer = client.post(path, data=sent, csrf=False, expect=422)
        assert "The plan changed since this page was made" in problems(answer)[0]
        assert "Something new" in words(answer)
        session.refresh(publication)
        assert publication.state is PublicationState.DRAFT
        assert agreed(client, publication).status_code == 303

    def test_a_refused_review_leaves_no_file(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        publication = prepared(session, plan, actor)
        sign_in_as(Role.ASSURANCE_LEAD)
        folder = client.application.extensions["settings"].files_folder
        before = set(folder.rglob("*")) if folder.exists() else set()
        answer = agreed(client, publication, version="9")
        assert answer.status_code == 422
        assert "Somebody else changed this in the meantime" in problems(answer)[0]
        assert {one for one in folder.rglob("*") if one.is_file()} <= before

    def test_the_reviewer_withholds_an_action_and_shows_an_update(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        other = action_of(session, plan, actor, "A2", title=SECRET, on=actor.today)
        publication = prepared(session, plan, actor)
        update = session.scalars(select(Update)).one()
        sign_in_as(Role.ASSURANCE_LEAD)
        assert "We began" not in words(client.get(at(publication, "/review")))
        chosen = {"withheld": [str(other.id)], "updates": [str(update.id)]}
        page = client.get(fill(client, at(publication, "/choose"), chosen).location)
        assert "A2 Withheld from this publication" in words(page)
        assert "We began" in words(page)
        assert SECRET not in words(page)
        assert "2 Actions" in words(page)

    def test_a_day_before_the_plan_was_there_is_refused(
        self, client: PageClient, session: Session, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{HERE}/plans/{plan.id}/publications/prepare"
        day = {"as_at-day": "1", "as_at-month": "1", "as_at-year": "2020"}
        sent = {"readership": "public", "introduction": "What we do", **day}
        answer = fill(client, path, sent, expect=422)
        assert problems(answer) == ["Nothing was recorded of this plan by the end of that day"]
        assert "What we do" in answer.text

    def test_what_looks_like_data_about_a_child_is_warned_of(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        publication = prepared(session, plan, actor, introduction="Child AB was seen")
        sign_in_as(Role.DIRECTOR)
        said = words(client.get(at(publication, "/review")))
        assert "Introduction: “Child AB” may be a child’s initials" in said

    def test_a_withdrawn_one_shows_nothing_more(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        publication = made(client, session, plan, actor, sign_in_as)
        sign_in_as(Role.DIRECTOR)
        fill(client, at(publication, "/withdraw"), {"reason": "A name in it"})
        page = words(client.get(at(publication)))
        assert "A name in it" in page
        assert "See fewer" not in page

    @pytest.mark.parametrize("swapped", [True, False])
    def test_what_the_store_has_is_compared_before_it_is_shown(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        sign_in_as: SignInAs,
        swapped: bool,
    ) -> None:
        publication = made(client, session, plan, actor, sign_in_as)
        client.application.extensions.pop("published_plans", None)
        store = client.application.extensions["files"]
        key = str(publication.storage_key)
        text = store.get(key)
        store.put(text.replace(b"fewer", b"more!"), key=key) if swapped else store.delete(key)
        assert "not where it was kept" in words(client.get(at(publication)))
        answer = client.get(f"/public/riverford/{publication.address}", expect=404)
        assert "more! than 5" not in answer.text


class TestCouncillors:
    """They see what is published, and nothing else of the council."""

    def test_they_begin_with_what_is_published(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        publication = made(
            client, session, plan, actor, sign_in_as, readership=Readership.COUNCILLORS
        )
        sign_in_as(Role.COUNCILLOR)
        page = client.get(client.get("/", expect=303).location)
        assert links(page) == {
            "Publication 1 of Getting to good, as at 5 October 2026": at(publication),
            "Download this list as CSV": f"{HERE}/publications?format=csv",
        }
        header = parsed(page.text).find(".//header")
        assert header is not None
        assert not header.findall(".//form[@role='search']")
        assert {a.get("href") for a in header.iter("a")} == {f"{HERE}/publications", "/account"}
        page = client.get(at(publication))
        assert "See fewer than 5 children" in words(page)
        assert SECRET not in page.text
        assert "SHA-256" not in words(page)
        assert actor.name not in page.text
        client.get(f"/public/riverford/{publication.address}", expect=404)

    def test_they_see_neither_drafts_nor_what_was_only_reviewed(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        publication = prepared(session, plan, actor)
        for _state in ("draft", "reviewed"):
            sign_in_as(Role.COUNCILLOR)
            client.get(at(publication), expect=404)
            assert "Nothing is published yet" in words(client.get(f"{HERE}/publications"))
            assert exported(client) == []
            sign_in_as(Role.DIRECTOR)
            assert [row["State"] for row in exported(client)] == [label(publication.state)]
            agreed(client, publication)
            session.refresh(publication)

    @pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.VIEWER, Role.PROGRAMME_LEAD])
    def test_an_embargo_that_is_set_later_hides_what_was_published(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        sign_in_as: SignInAs,
        role: Role,
    ) -> None:
        publication = made(client, session, plan, actor, sign_in_as)
        sign_in_as(role)
        assert "See fewer" in words(client.get(at(publication)))
        embargo(session, actor, plan)
        assert "See fewer" not in words(client.get(at(publication)))
        answer = client.get(f"/public/riverford/{publication.address}")
        assert "See fewer" not in answer.text

    def test_a_publication_of_another_council_is_not_there(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        sign_in_as: SignInAs,
        other_council: Council,
    ) -> None:
        publication = made(client, session, plan, actor, sign_in_as)
        sign_in_as(Role.COUNCILLOR, council=other_council)
        client.get(f"/councils/hillbury/publications/{publication.id}", expect=404)
        client.get(at(publication), expect=404)


def exported(client: PageClient) -> list[dict[str, str]]:
    """The rows of the list as it is exported."""
    return list(DictReader(client.get(f"{HERE}/publications?format=csv").text.splitlines()))


def embargo(session: Session, by: Actor, plan: Plan) -> None:
    """Let the one inspection that the plan's action answers be under embargo from now on."""
    who: dict[str, Any] = {"actor_kind": by.kind, "actor_id": None, "door": by.door, "at": by.at}
    with deed(session, "given", **who):
        session.scalars(select(Inspection)).one().not_before_on = date(2027, 1, 5)
    session.commit()
