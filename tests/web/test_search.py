"""Search finds all that a person may see, and nothing that is removed or under embargo."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.foundations.records import InADeed
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import a_meeting, recorded
from tests.web.planned import HERE, THERE, action_of, links, plan_of, words
from tests.web.scene import embargoed, inspected, judged, recommended, told, visited
from tests.web.workforce import TODAY, a_person, a_post, embargo
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import PlanStage, Role, VerdictKind
from tracker.models import Action, Board, Council, Recommendation
from tracker.services.actions import remove_action
from tracker.services.meetings import remove_meeting
from tracker.services.verdicts import VerdictFields, give_verdict, remove_verdict

LEAD, VIEWER = Role.PROGRAMME_LEAD, Role.VIEWER
SEEN = "Quince jam was made"


@pytest.fixture(autouse=True)
def _on_both(any_engine: Engine) -> None:
    """Each database has an index of its own."""


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    return action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)


@pytest.fixture
def finding(session: Session, actor: Actor) -> Recommendation:
    return recommended(session, inspected(session, actor), actor, reference="1")


def found(client: PageClient, asked: str) -> dict[str, str]:
    return links(client.get(f"{HERE}/search?q={asked}"))


class TestUpdates:
    @pytest.mark.parametrize("asked", ["quince", "medlar", "damson"])
    def test_are_found_by_their_own_words_and_lead_to_the_action(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
        asked: str,
    ) -> None:
        told(session, actor, action, SEEN, next_steps="Try medlar", obstacle="No damson")
        sign_in_as(VIEWER)
        assert found(client, asked) == {SEEN: f"{HERE}/actions/{action.id}"}
        assert f"Update {SEEN}" in words(client.get(f"{HERE}/search?q={asked}"))

    def test_of_an_action_under_embargo_are_for_those_who_may_see_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        told(session, actor, action, SEEN)
        embargo(session, actor, action)
        sign_in_as(LEAD)
        assert SEEN in found(client, "quince")
        sign_in_as(VIEWER)
        assert found(client, "quince") == {}

    def test_go_with_their_action(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
    ) -> None:
        action = action_of(session, plan_of(session, actor), actor)
        told(session, actor, action, SEEN)
        sign_in_as(LEAD)
        assert SEEN in found(client, "quince")
        session.refresh(action, ["plan", "ownerships", "answers", "milestones"])
        remove_action(session, action, by=actor, on=TODAY, reason="Written by mistake")
        assert found(client, "quince") == {}


class TestVerdicts:
    def test_lead_to_their_recommendation(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        finding: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        judged(session, actor, finding, visited(session, actor, date(2016, 2, 2)), words=SEEN)
        sign_in_as(VIEWER)
        assert found(client, "quince") == {SEEN: f"{HERE}/recommendations/{finding.id}"}

    def test_of_a_visit_under_embargo_are_for_those_who_may_see_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        finding: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        judged(session, actor, finding, embargoed(session, actor), words=SEEN)
        sign_in_as(LEAD)
        assert SEEN in found(client, "quince")
        sign_in_as(VIEWER)
        assert found(client, "quince") == {}

    def test_on_a_recommendation_under_embargo_are_too(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        secret = recommended(session, embargoed(session, actor), actor, reference="1")
        judged(session, actor, secret, visited(session, actor, date(2026, 9, 20)), words=SEEN)
        sign_in_as(LEAD)
        assert SEEN in found(client, "quince")
        sign_in_as(VIEWER)
        assert found(client, "quince") == {}

    def test_that_were_taken_back_are_not_found_until_given_again(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        finding: Recommendation,
        sign_in_as: SignInAs,
    ) -> None:
        visit = visited(session, actor, date(2016, 2, 2))
        verdict = judged(session, actor, finding, visit, words=SEEN)
        sign_in_as(VIEWER)
        remove_verdict(session, verdict, by=actor, on=TODAY)
        assert found(client, "quince") == {}
        again = VerdictFields(verdict=VerdictKind.RESOLVED, words=SEEN)
        give_verdict(session, finding, visit, again, by=actor, on=TODAY)
        assert SEEN in found(client, "quince")


class TestPages:
    def test_people_are_found_by_name_and_organisation_even_after_they_left(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        more = {"organisation": "Orchard Trust", "left_on": TODAY}
        person = a_person(session, actor, "Pip Medlar", **more)
        sign_in_as(VIEWER)
        for asked in ("medlar", "orchard"):
            assert found(client, asked) == {"Pip Medlar": f"{HERE}/people/{person.id}"}

    def test_posts_are_found_even_when_closed(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        post = a_post(session, actor, "Head of quinces", closed_on=TODAY)
        sign_in_as(VIEWER)
        assert found(client, "quinces") == {"Head of quinces": f"{HERE}/posts/{post.id}"}

    @pytest.mark.parametrize("asked", ["quince", "damson", "chutney"])
    def test_boards_are_found_by_name_chair_and_terms(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        asked: str,
    ) -> None:
        more = {"chair_note": "Dame Damson", "terms": "All about chutney"}
        kind = BoardKind.IMPROVEMENT_BOARD
        board = recorded(session, actor, Board, name="Quince Board", kind=kind, **more)
        sign_in_as(VIEWER)
        assert found(client, asked) == {"Quince Board": f"{HERE}/boards/{board.id}"}

    def test_meetings_are_found_until_they_are_removed(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        meeting = a_meeting(session, actor, title="Medlars", place="Orchard", note="Quinces next")
        sign_in_as(VIEWER)
        for asked in ("medlars", "orchard", "quinces"):
            assert found(client, asked) == {"Medlars": f"{HERE}/meetings/{meeting.id}"}
        remove_meeting(session, meeting, by=actor, on=TODAY)
        assert found(client, "medlars") == {}

    def test_another_council_finds_none_of_them(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        other_council: Council,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        told(session, actor, action, SEEN)
        a_post(session, actor, "Head of quinces")
        sign_in_as(LEAD, council=other_council)
        assert links(client.get(f"{THERE}/search?q=quince")) == {}

    def test_a_changed_name_is_found_and_the_old_one_is_not(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        in_a_deed: InADeed,
    ) -> None:
        post = a_post(session, actor, "Head of quinces")
        with in_a_deed():
            post.title = "Head of medlars"
        sign_in_as(VIEWER)
        assert found(client, "quinces") == {}
        assert "Head of medlars" in found(client, "medlars")
