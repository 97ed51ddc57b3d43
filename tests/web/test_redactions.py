"""The pages of redactions: find, ask, decide; who may; what a history shows after."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import a_plan, an_action
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import Action, Person
from tracker.queries.chains import verify_chain
from tracker.services.updates import UpdateFields, post_update

NAME = "Jamie Marmalade"
WHY = "The name of a child"
BASE = "/councils/riverford/redactions"


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action with an update that names a child."""
    action = an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)
    said = UpdateFields(done=f"Visited {NAME}", delivery=Delivery.ON_TRACK)
    post_update(session, action, said, by=actor, on=actor.today)
    session.commit()
    return action


def said(client: PageClient, path: str, **options: int) -> str:
    return text_of(parsed(client.get(path, **options).text))


def find(client: PageClient, action: Action, words: str, expect: int = 200) -> str:
    data = {"words": words, "find": "yes"}
    return client.post(f"{BASE}/ask/{action.id}", data=data, expect=expect).text


def place(page: str) -> str:
    box = parsed(page).find(".//input[@type='checkbox']")
    assert box is not None
    return str(box.get("value"))


def ask(client: PageClient, action: Action) -> str:
    data = {"words": NAME, "places": place(find(client, action, NAME)), "reason": WHY}
    answer = client.post(f"{BASE}/ask/{action.id}", data=data)
    return str(answer.headers["Location"])


def decide(client: PageClient, where: str, expect: int = 303, **fields: str | None) -> str:
    path = f"{where}/decide"
    return client.submit(path, fields, form=path, expect=expect).text


def test_from_asking_to_the_gap(
    client: PageClient, sign_in_as: SignInAs, session: Session, action: Action
) -> None:
    sign_in_as(Role.ADMINISTRATOR)
    show = f"/councils/riverford/actions/{action.id}"
    whole = f"/councils/riverford/history/{action.id}"
    assert f'href="{whole}"' in client.get(show).text
    assert f'href="{BASE}/ask/{action.id}"' in client.get(whole).text
    page = find(client, action, NAME.lower())
    assert "Post update (action update)" in text_of(parsed(page))
    where = ask(client, action)
    words = said(client, where)
    assert "Waits for a decision" in words
    assert "never who asked for it" in words
    assert NAME not in words
    client.get(f"{where}/decide", expect=403)

    assert "Redactions to decide" not in said(client, "/councils/riverford")
    sign_in_as(Role.DIRECTOR)
    assert "1 Redactions to decide" in " ".join(said(client, "/councils/riverford").split())
    assert "See what would go" in said(client, where)
    words = said(client, f"{where}/decide")
    assert f"Visited {NAME}" in words
    assert "“Redacted” will stand for: Done" in words
    decide(client, where, decision="approved")
    assert "Approved" in said(client, where)
    words = said(client, show)
    assert f"Redacted on 5 October 2026: {WHY}" in words
    assert NAME not in words
    found = verify_chain(session, action.council_id)
    assert (found.fault, len(found.redacted)) == (None, 1)
    again = client.post(f"{where}/decide", data={"decision": "approved"}, expect=422)
    assert "This redaction was decided already" in again.text
    client.get(f"{where}/decide", expect=303)


def test_a_refusal_says_why(client: PageClient, sign_in_as: SignInAs, action: Action) -> None:
    sign_in_as(Role.ADMINISTRATOR)
    where = ask(client, action)
    sign_in_as(Role.PROGRAMME_LEAD)
    page = decide(client, where, 422, decision="refused")
    assert "Enter why it is refused" in page
    decide(client, where, decision="refused", refusal="No child")
    words = said(client, where)
    assert "Refused" in words
    assert "No child" in words
    assert "Refused" in said(client, BASE)


def test_who_asked_does_not_decide_in_another_role(
    client: PageClient, sign_in_as: SignInAs, session: Session, action: Action
) -> None:
    both = sign_in_as(Role.ADMINISTRATOR, Role.DIRECTOR)
    where = ask(client, action)
    assert "See what would go" not in said(client, where)
    client.get(f"{where}/decide", expect=403)
    session.expire_all()
    assert session.get(Person, both.id) is not None


def test_words_that_nothing_holds(client: PageClient, sign_in_as: SignInAs, action: Action) -> None:
    sign_in_as(Role.ADMINISTRATOR)
    assert "No row of this history holds these words" in find(client, action, "Zebra")
    assert "at least two characters" in find(client, action, "z", expect=422)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reason": WHY}, "Select at least one row"),
        ({"places": "1", "reason": WHY}, "Select one of the choices on this page"),
        ({"reason": ""}, "Enter why the words must go"),
        ({"reason": f"It says {NAME}"}, "The reason must not repeat the words"),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_stays(
    client: PageClient,
    sign_in_as: SignInAs,
    action: Action,
    data: dict[str, str],
    sentence: str,
) -> None:
    sign_in_as(Role.ADMINISTRATOR)
    rows = {} if "Select" in sentence else {"places": place(find(client, action, NAME))}
    sent = {"words": NAME, **rows, **data}
    page = client.post(f"{BASE}/ask/{action.id}", data=sent, expect=422).text
    assert sentence in page
    assert f'value="{NAME}"' in page


@pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.DIRECTOR, Role.VIEWER])
def test_only_an_administrator_asks(
    client: PageClient, sign_in_as: SignInAs, action: Action, role: Role
) -> None:
    sign_in_as(role)
    client.get(f"{BASE}/ask/{action.id}", expect=403)
    assert "Redact words" not in client.get(f"/councils/riverford/history/{action.id}").text
