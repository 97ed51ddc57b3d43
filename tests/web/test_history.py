"""The whole history of a record: named links, further pages, a clock that went backwards."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import InADeed, Now
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import a_plan, a_post, a_priority, an_action
from tracker.access.actor import Actor
from tracker.domain.vocabulary import OwnershipRole, PlanStage, Role
from tracker.models import Action, Council, Ownership, Report
from tracker.queries.chains import verify_chain
from tracker.services.rules import add_record

HISTORY = "/councils/riverford/history"


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    return an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)


def said(client: PageClient, path: str) -> str:
    return text_of(parsed(client.get(path).text))


def test_links_are_told_by_name(
    client: PageClient,
    sign_in_as: SignInAs,
    session: Session,
    action: Action,
    actor: Actor,
    in_a_deed: InADeed,
) -> None:
    post = a_post(session, actor, "Head of placements")
    priority = a_priority(session, action.plan, actor, "C")
    session.flush()
    with in_a_deed():
        action.priority_id = priority.id
        owner = {"post_id": post.id, "role": OwnershipRole.LEAD, "position": 0}
        add_record(session, Ownership, by=actor, action_id=action.id, from_on=actor.today, **owner)
    sign_in_as(Role.VIEWER)
    words = said(client, f"{HISTORY}/{action.id}")
    assert "Priority: C: Management oversight" in words
    assert "Post: Head of placements" in words


def test_older_rows_are_on_further_pages(
    client: PageClient, sign_in_as: SignInAs, session: Session, council: Council, in_a_deed: InADeed
) -> None:
    for number in range(30):
        with in_a_deed():
            council.service_provider = f"Trust {number}"
    sign_in_as(Role.VIEWER)
    page = client.get(f"{HISTORY}/{council.id}").text
    assert "Trust 29" in page
    assert "Trust 2<" not in page
    older = re.search(r'href="([^"]*before=\d+)"', page)
    assert older is not None
    assert "Trust 2" in said(client, older[1])
    assert "Nothing is older" in said(client, f"{HISTORY}/{council.id}?before=1")
    client.get(f"{HISTORY}/{council.id}?before=x")


def test_a_clock_that_went_backwards_changes_no_order(
    client: PageClient,
    sign_in_as: SignInAs,
    session: Session,
    council: Council,
    in_a_deed: InADeed,
    now: Now,
) -> None:
    with in_a_deed():
        council.service_provider = "First said"
    now.pass_by(days=-40)
    with in_a_deed():
        council.service_provider = "Then said"
    now.pass_by(days=40)
    sign_in_as(Role.ADMINISTRATOR)
    words = said(client, f"{HISTORY}/{council.id}")
    assert "26 August 2026" in words
    assert words.index("Then said") < words.rindex("First said")
    assert verify_chain(session, council.id).fault is None
    listed = said(client, "/councils/riverford/administration/history")
    assert listed.index("26 August 2026") > listed.index("5 October 2026")


def test_a_report_that_waits_is_not_told_of(
    client: PageClient, sign_in_as: SignInAs, session: Session, actor: Actor, in_a_deed: InADeed
) -> None:
    kept = {"name": "Letter.pdf", "media_type": "application/pdf", "size": 9, "sha256": "0" * 64}
    with in_a_deed():
        report = add_record(session, Report, by=actor, storage_key="0/file", **kept)
    sign_in_as(Role.ASSURANCE_LEAD)
    client.get(f"{HISTORY}/{report.id}", expect=404)
