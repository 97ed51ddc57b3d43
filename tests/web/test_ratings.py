"""What a council calls its ratings: shown everywhere, named by its administrator."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import rated, recommendations
from tests.web.planned import HERE, action_of, answering, plan_of, problems, words
from tests.web.workforce import fill
from tracker.access.actor import Actor
from tracker.domain.ratings import words_of
from tracker.domain.vocabulary import Delivery, PlanStage, RatingScale, Role
from tracker.models import Action, Council
from tracker.services.ownership import OwnerFields, set_owners

KEY = f"{HERE}/ratings"


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    made = action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)
    rated(session, made, Delivery.AT_RISK, actor)
    return made


def test_new_names_stand_wherever_ratings_do(
    client: PageClient, session: Session, council: Council, action: Action, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.ADMINISTRATOR)
    named: dict[str, Any] = {
        "name_at_risk": "Amber",
        "meaning_at_risk": "Late unless helped",
        "place_at_risk": "1",
        "place_complete": "3",
    }
    assert fill(client, f"{KEY}/delivery", named).location == KEY
    assert words_of(council.rating_words).delivery[0] is Delivery.AT_RISK
    plan = f"{HERE}/plans/{action.plan_id}"
    sign_in_as(Role.PROGRAMME_LEAD)
    for page in (
        KEY,
        plan,
        f"{plan}/actions",
        f"{plan}/whole",
        f"{HERE}/actions/{action.id}",
        f"{HERE}/actions/{action.id}/update",
        HERE,
    ):
        said = words(client.get(page))
        assert "mber" in said, page
        assert "At risk" not in said, page
        if page != HERE:
            assert "Late unless helped" in said, page
    text = client.get(f"{plan}/actions?format=csv").get_data(as_text=True)
    assert "Key,Delivery: Amber,Late unless helped" in text
    client.get(f"{HERE}/actions/{action.id}/update")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name_at_risk": ""}, "Enter a name for this rating"),
        ({"meaning_at_risk": ""}, "Enter what this rating means"),
        ({"name_at_risk": "on track"}, "is the name of another rating too"),
        ({"place_at_risk": "9"}, "Select one of the choices"),
    ],
)
def test_wrong_names_are_refused(
    client: PageClient,
    council: Council,
    sign_in_as: SignInAs,
    typed: dict[str, str],
    sentence: str,
) -> None:
    sign_in_as(Role.ADMINISTRATOR)
    page = fill(client, f"{KEY}/delivery", typed, expect=422)
    assert any(sentence in problem for problem in problems(page))
    assert council.rating_words is None


def test_only_an_administrator_names_them_and_only_scales_that_there_are(
    client: PageClient, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    client.get(f"{KEY}/impact", expect=403)
    sign_in_as(Role.ADMINISTRATOR)
    client.get(f"{KEY}/speed", expect=404)
    for scale in RatingScale:
        client.get(f"{KEY}/{scale.value}")


def test_every_page_that_shows_a_rating_has_the_key(
    client: PageClient, session: Session, actor: Actor, action: Action, sign_in_as: SignInAs
) -> None:
    who = sign_in_as(Role.PROGRAMME_LEAD)
    session.refresh(action, ["plan", "ownerships"])
    [recommendation] = recommendations(session, actor, 1)
    answering(session, action, actor, recommendation)
    set_owners(session, action, [OwnerFields(person_id=who.id)], by=actor, on=actor.today)
    for page in (
        HERE,
        f"{HERE}/my-actions",
        f"{HERE}/people/{who.id}",
        f"{HERE}/people/{who.id}/hand-over",
        f"{HERE}/recommendations/{recommendation.id}",
        f"{HERE}/assurance",
        f"{HERE}/plans/{action.plan_id}",
        f"{HERE}/plans/{action.plan_id}/as-at",
    ):
        said = words(client.get(page))
        for meaning in ("Will be done by the due date", "Better, and it has stayed so"):
            assert meaning in said, page
