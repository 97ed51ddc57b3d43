"""Milestones of an action: added, reached, amended and removed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.web.planned import (
    HERE,
    NOT_EDITORS,
    THERE,
    action_of,
    links,
    overtaken,
    plan_of,
    problems,
    words,
)
from tests.web.workforce import TODAY, cells, day, embargo, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Action, Council, Milestone
from tracker.services.milestones import MilestoneFields, add_milestone, amend_milestone
from tracker.services.plans import adopt_plan, close_plan


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action of a draft."""
    return action_of(session, plan_of(session, actor), actor)


@pytest.fixture
def milestone(session: Session, actor: Actor, action: Action) -> Milestone:
    """Its first step."""
    fields = MilestoneFields(title="Rota agreed", due_on=date(2026, 11, 1))
    return add_milestone(session, action, fields, by=actor, on=TODAY)


def adding(action: Action) -> str:
    return f"{HERE}/actions/{action.id}/milestones/add"


def address(milestone: Milestone, deed: str) -> str:
    return f"{HERE}/milestones/{milestone.id}/{deed}"


def test_is_added_reached_and_removed(
    client: PageClient, session: Session, action: Action, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    home = f"{HERE}/actions/{action.id}"
    fields = {"title": "Teams moved", **day("due_on", date(2026, 11, 1))}
    assert fill(client, adding(action), fields).location == home
    milestone = session.scalars(select(Milestone)).one()
    assert "Due: 1 November 2026. Done: Not yet" in words(client.get(home))
    assert links(client.get(home))["Teams moved"] == address(milestone, "amend")
    fill(client, address(milestone, "amend"), day("done_on", TODAY))
    assert (milestone.title, milestone.done_on) == ("Teams moved", TODAY)
    assert address(milestone, "remove") in links(client.get(address(milestone, "amend"))).values()
    fill(client, address(milestone, "remove"), {"reason": "In error"})
    assert milestone.removed_on == TODAY
    assert "Milestones" not in words(client.get(home))
    client.get(address(milestone, "amend"), expect=404)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Enter the milestone"),
        (
            {"title": "T", **day("done_on", date(2026, 10, 6))},
            "The day it was done must be today or in the past",
        ),
        ({"title": "T", "due_on-day": "x"}, "Due date must include a month and a year"),
    ],
)
def test_refuses_what_cannot_be(
    client: PageClient,
    session: Session,
    action: Action,
    sign_in_as: SignInAs,
    fields: dict[str, str],
    sentence: str,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    assert problems(fill(client, adding(action), fields, expect=422)) == [sentence]
    assert session.scalars(select(Milestone)).all() == []


def test_shows_both_versions_when_somebody_was_faster(
    client: PageClient,
    session: Session,
    actor: Actor,
    milestone: Milestone,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)

    def meanwhile() -> None:
        session.refresh(milestone, ["action"])
        session.refresh(milestone.action, ["plan"])
        fields = MilestoneFields(title="Theirs")
        amend_milestone(session, milestone, fields, by=actor, on=TODAY)

    page = overtaken(client, address(milestone, "amend"), {"title": "Mine"}, meanwhile)
    assert ["Theirs", "Mine"] in [row[1:] for row in cells(page.text, "The two versions")]
    assert milestone.title == "Theirs"


def test_stays_in_a_closed_plan(
    client: PageClient,
    session: Session,
    actor: Actor,
    action: Action,
    milestone: Milestone,
    sign_in_as: SignInAs,
) -> None:
    plan = action.plan
    adopt_plan(session, plan, by=actor, on=TODAY)
    close_plan(session, plan, by=actor, on=TODAY)
    sign_in_as(Role.PROGRAMME_LEAD)
    assert "Rota agreed" not in links(client.get(f"{HERE}/actions/{action.id}"))
    for path in (adding(action), address(milestone, "amend"), address(milestone, "remove")):
        page = fill(client, path, {"title": "T"} if "remove" not in path else {}, expect=422)
        assert problems(page) == ["This plan is closed, so it can no longer be changed"]
    assert milestone.title == "Rota agreed"


@pytest.mark.parametrize("role", NOT_EDITORS)
def test_only_the_programme_lead_may(
    client: PageClient, action: Action, milestone: Milestone, sign_in_as: SignInAs, role: str
) -> None:
    sign_in_as(Role(role))
    for path in (adding(action), address(milestone, "amend"), address(milestone, "remove")):
        client.get(path, expect=403)
        client.post(path, data={"title": "Mine"}, expect=403)
    assert milestone.removed_on is None


def test_is_not_there_for_another_council_or_under_an_embargo(
    client: PageClient,
    session: Session,
    actor: Actor,
    action: Action,
    milestone: Milestone,
    other_council: Council,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
    for deed in ("amend", "remove"):
        client.get(f"{THERE}/milestones/{milestone.id}/{deed}", expect=404)
        client.post(f"{THERE}/milestones/{milestone.id}/{deed}", data={}, expect=404)
    embargo(session, actor, action)
    sign_in_as(Role.PROGRAMME_LEAD)
    client.get(address(milestone, "amend"))
