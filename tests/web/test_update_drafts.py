"""Drafts of updates: kept for their writer alone, given back, and gone once posted."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.records import Now
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, controls, parsed, text_of
from tests.services.given import saying
from tests.web.planned import HERE, THERE, action_of, form_at, links, plan_of, problems, words
from tests.web.workforce import TODAY, a_holding, a_post, embargo
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import Action, Council, History, Person, Update, UpdateDraft
from tracker.services.actions import remove_action
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.plans import close_plan
from tracker.services.updates import post_update

MINE = f"{HERE}/my-actions"
HALF = {"done": "Two people star", "delivery": "at_risk", "obstacle": "No room & no desk\nyet"}
"""An update that could not be posted: it is at risk without a reason."""
LOADED = ["plan", "ownerships", "answers", "milestones"]
"""What deeds on an action need beside it."""


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action of a plan in force."""
    return action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)


@pytest.fixture
def owner(session: Session, actor: Actor, action: Action, sign_in_as: SignInAs) -> Person:
    """A service manager, signed in, whose post leads the action."""
    person = sign_in_as(Role.SERVICE_MANAGER)
    post = a_post(session, actor)
    a_holding(session, actor, post, person)
    set_owners(session, action, [OwnerFields(post_id=post.id)], by=actor, on=TODAY)
    return person


@pytest.fixture
def path(action: Action, owner: Person) -> str:
    return f"{HERE}/actions/{action.id}/update"


def save(client: PageClient, path: str, fields: dict[str, str], expect: int = 303) -> TestResponse:
    """Open the form, fill it in and press "Save as a draft"."""
    sent = {**dict(controls(form_at(client, path))), **fields, "save_draft": "yes"}
    return client.post(path, data=sent, csrf=False, expect=expect)


def filled(client: PageClient, path: str) -> dict[str, Any]:
    """What stands in the form when it is opened."""
    return dict(controls(form_at(client, path)))


def drafts(session: Session) -> list[UpdateDraft]:
    return list(session.scalars(select(UpdateDraft)))


def test_half_an_update_is_kept_and_given_back(
    client: PageClient, session: Session, action: Action, owner: Person, path: str
) -> None:
    version = action.version
    rows = len(session.scalars(select(History.seq)).all())
    assert save(client, path, HALF).location == path
    page = client.get(path)
    assert "Draft saved" in text_of(parsed(page.text))
    assert "Your draft of 5 October 2026, 10:30am" in words(page)
    assert "It is in the form below. Nobody else can see it." in words(page)
    assert {name: filled(client, path)[name] for name in HALF} == HALF
    (draft,) = drafts(session)
    assert (draft.person_id, draft.action_id) == (owner.id, action.id)
    assert (draft.council_id, draft.action_version) == (action.council_id, version)
    assert action.version == version
    assert len(session.scalars(select(History.seq)).all()) == rows


def test_saving_again_keeps_the_newest(
    client: PageClient, session: Session, path: str, now: Now
) -> None:
    save(client, path, HALF)
    now.pass_by(minutes=5)
    save(client, path, {"done": "Two people started", "obstacle": ""})
    (draft,) = drafts(session)
    kept = filled(client, path)
    assert (kept["done"], kept["obstacle"]) == ("Two people started", "")
    assert draft.saved_at == now()


def test_an_empty_form_is_a_draft_too(client: PageClient, session: Session, path: str) -> None:
    client.post(path, data={"save_draft": "yes"})
    assert len(drafts(session)) == 1
    client.get(path)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"done": "x" * 5001}, "What was done must be 5,000 characters or fewer"),
        ({"delivery": "forged"}, "Select one of the choices on this page"),
        ({"version": "latest"}, "Reload the page and try again"),
        ({"strange": "1"}, "This page does not know the field “strange”. Reload it and try again"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_stays(
    client: PageClient, session: Session, path: str, wrong: dict[str, str], sentence: str
) -> None:
    page = save(client, path, {**HALF, **wrong}, 422)
    assert problems(page) == [sentence]
    assert "No room & no desk" in page.text.replace("&amp;", "&")
    assert drafts(session) == []


def test_posting_takes_the_draft_along_with_nine_statements(
    client: PageClient, session: Session, path: str, statements: Statements
) -> None:
    save(client, path, HALF)
    sent = filled(client, path) | {"delivery_reason": "Nobody applied", "recovery": "Ask again"}
    with statements() as asked:
        client.post(path, data=sent, csrf=False)
    assert len(asked) <= 9, "\n\n".join(asked)
    assert session.scalars(select(Update.done)).all() == [HALF["done"]]
    assert drafts(session) == []
    assert "Your draft" not in words(client.get(path))


def test_an_update_that_is_refused_leaves_the_draft(
    client: PageClient, session: Session, path: str
) -> None:
    save(client, path, HALF)
    page = client.post(path, data={**filled(client, path), "done": "More"}, csrf=False, expect=422)
    assert "Your draft of 5 October 2026" in words(page)
    assert "What the draft says" in words(page)
    assert "Two people star" in words(page)
    assert len(drafts(session)) == 1


def test_it_can_be_deleted(client: PageClient, session: Session, path: str) -> None:
    save(client, path, HALF)
    answer = client.submit(path, {}, form=f"{path}/delete-draft")
    assert answer.location == path
    page = client.get(path)
    assert "Draft deleted" in text_of(parsed(page.text))
    assert "Your draft" not in words(page)
    assert drafts(session) == []
    client.post(f"{path}/delete-draft", data={})


def test_two_windows_do_not_save_over_each_other(
    client: PageClient, session: Session, path: str, now: Now
) -> None:
    first, second = filled(client, path), filled(client, path)
    client.post(path, data={**first, **HALF, "save_draft": "yes"}, csrf=False)
    now.pass_by(minutes=5)
    other = {**second, "done": "Something else", "save_draft": "yes"}
    page = client.post(path, data=other, csrf=False, expect=422)
    (problem,) = problems(page)
    assert problem.startswith("Your draft of this update was changed in another window")
    assert "Two people star" in words(page)
    kept = dict(
        controls(next(f for f in parsed(page.text).iter("form") if f.get("action") == path))
    )
    assert kept["done"] == "Something else"
    client.post(path, data={**kept, "save_draft": "yes"}, csrf=False)
    assert filled(client, path)["done"] == "Something else"


def test_a_change_of_the_action_is_told_beside_the_draft(
    client: PageClient, session: Session, actor: Actor, action: Action, path: str
) -> None:
    save(client, path, HALF)
    assert "has changed since" not in words(client.get(path))
    session.refresh(action, LOADED)
    post_update(session, action, saying(Delivery.ON_TRACK), by=actor, on=TODAY)
    session.commit()
    page = client.get(path)
    assert "This action has changed since you began the draft" in words(page)
    assert client.get(links(page)["see what was changed"]).status_code == 200
    # Whoever was told may post: the conflict is behind them.
    sent = filled(client, path) | {"delivery_reason": "Nobody applied", "recovery": "Ask again"}
    client.post(path, data=sent, csrf=False)


@pytest.mark.parametrize("end", ["closed", "removed"])
def test_what_can_be_posted_no_longer_can_be_copied(
    client: PageClient, session: Session, actor: Actor, action: Action, path: str, end: str
) -> None:
    save(client, path, HALF)
    session.refresh(action, LOADED)
    if end == "closed":
        close_plan(session, action.plan, reason="Done", by=actor, on=TODAY)
    else:
        remove_action(session, action, reason="Twice", by=actor, on=TODAY)
    page = client.get(path)
    assert "Your draft can be copied from here." in words(page)
    for text in ("Two people star", "At risk", "No room & no desk"):
        assert text in words(page)
    assert f'action="{path}"' not in page.text
    client.submit(path, {}, form=f"{path}/delete-draft")
    assert drafts(session) == []


def test_nobody_else_sees_it(
    client: PageClient,
    session: Session,
    actor: Actor,
    action: Action,
    owner: Person,
    path: str,
    sign_in_as: SignInAs,
    other_council: Council,
) -> None:
    save(client, path, HALF)
    second = sign_in_as(Role.SERVICE_MANAGER)
    post = a_post(session, actor, "Second head")
    a_holding(session, actor, post, second)
    session.refresh(action, LOADED)
    owners = [OwnerFields(person_id=owner.id), OwnerFields(post_id=post.id)]
    set_owners(session, action, owners, by=actor, on=TODAY)
    assert "Two people star" not in client.get(path).text
    assert "begun and not posted" not in words(client.get(MINE))
    client.post(f"{path}/delete-draft", data={})
    save(client, path, {"done": "My own"})
    assert sorted(draft.person_id for draft in drafts(session)) == sorted([owner.id, second.id])

    sign_in_as(Role.PROGRAMME_LEAD)
    assert "Two people star" not in client.get(path).text

    sign_in_as(Role.VIEWER)
    for address in (path, f"{path}/delete-draft"):
        client.post(address, data={"save_draft": "yes"}, expect=403)

    sign_in_as(*Role, council=other_council)
    away = path.replace(HERE, THERE)
    client.get(away, expect=404)
    client.post(away, data={"save_draft": "yes"}, expect=404)
    client.post(f"{away}/delete-draft", data={}, expect=404)
    assert len(drafts(session)) == 2


class TestMyActions:
    def test_names_what_was_begun(self, client: PageClient, action: Action, path: str) -> None:
        assert "begun and not posted" not in words(client.get(MINE))
        save(client, path, HALF)
        page = client.get(MINE)
        assert "Updates that you have begun and not posted" in words(page)
        assert "Draft of 5 October 2026, 10:30am" in words(page)
        assert path in links(page).values()

    def test_leaves_out_what_may_not_be_seen_or_updated(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        owner: Person,
        path: str,
    ) -> None:
        save(client, path, HALF)
        session.refresh(action, LOADED)
        set_owners(session, action, [], by=actor, on=TODAY)
        assert "begun and not posted" not in words(client.get(MINE))
        session.refresh(action, LOADED)
        set_owners(session, action, [OwnerFields(person_id=owner.id)], by=actor, on=TODAY)
        assert "begun and not posted" in words(client.get(MINE))
        embargo(session, actor, action)
        assert "begun and not posted" not in words(client.get(MINE))


class TestScript:
    """What the script of the page is told."""

    def send(
        self, client: PageClient, path: str, fields: dict[str, str], expect: int = 200
    ) -> TestResponse:
        sent = {**filled(client, path), **fields, "save_draft": "yes"}
        headers = {"Accept": "application/json"}
        return client.post(path, data=sent, csrf=False, expect=expect, headers=headers)

    def test_hears_when_it_was_saved(
        self, client: PageClient, session: Session, path: str, now: Now
    ) -> None:
        told = self.send(client, path, HALF).get_json()
        assert told == {"said": "Draft saved at 10:30am", "draft": now().isoformat()}
        assert len(drafts(session)) == 1
        assert "Draft saved" not in text_of(parsed(client.get(path).text))

    def test_hears_why_it_was_not(self, client: PageClient, session: Session, path: str) -> None:
        told = self.send(client, path, {"done": "x" * 5001}, 422).get_json()
        assert told == {"said": "What was done must be 5,000 characters or fewer"}
        assert drafts(session) == []

    def test_hears_that_the_session_has_ended(
        self, client: PageClient, session: Session, path: str, now: Now
    ) -> None:
        sent = {**filled(client, path), **HALF, "save_draft": "yes"}
        now.pass_by(hours=2)
        headers = {"Accept": "application/json"}
        client.post(path, data=sent, csrf=False, expect=401, headers=headers)
        assert drafts(session) == []
