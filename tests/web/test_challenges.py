"""The challenge log: raised, answered, verified, sent back, corrected; the record of a period."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, controls
from tests.services.boarded import (
    MET,
    a_seated_board,
    brought_to,
    challenged,
    met,
    on_agenda,
    seated,
)
from tests.services.given import a_person, a_plan, an_action, recommendations, recorded
from tests.web.planned import form_at, links, overtaken, problems, words
from tests.web.workforce import TODAY, a_holding, a_post, day
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardRole, ChallengeState, MeetingState
from tracker.domain.vocabulary import Role
from tracker.models import (
    AgendaReader,
    Board,
    Challenge,
    ChallengeStep,
    Inspection,
    Person,
)
from tracker.models.recording import deed

LOG = "/councils/riverford/challenges"
SEARCH = "/councils/riverford/search"
S = ChallengeState


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    return a_seated_board(session, actor)


def at(challenge: Challenge, step: str = "") -> str:
    return f"{LOG}/{challenge.id}{step}"


def fill(client: PageClient, path: str, fields: dict[str, Any], expect: int = 303) -> Any:
    sent = {**dict(controls(form_at(client, path))), **fields}
    kept = {name: value for name, value in sent.items() if value is not None}
    return client.post(path, data=kept, csrf=False, expect=expect)


def embargoed(session: Session, by: Actor, inspection_id: Any) -> None:
    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
        session.get_one(Inspection, inspection_id).not_before_on = date(2027, 1, 5)


class TestLog:
    def test_lists_what_is_open_and_overdue_and_gives_csv(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        for state in (S.RAISED, S.PROMISED, S.VERIFIED, S.WITHDRAWN):
            found = challenged(session, actor, board, text=f"Why {state}?")
            brought_to(session, found, state, actor)
        with deed(
            session, "given", actor_kind=actor.kind, actor_id=None, door=actor.door, at=actor.at
        ):
            late = session.scalars(select(Challenge).where(Challenge.state == S.PROMISED)).one()
            late.due_on = date(2026, 10, 4)
        sign_in_as(Role.VIEWER)
        assert "4 challenges" in words(client.get(LOG))
        assert "2 challenges" in words(client.get(f"{LOG}?state=open"))
        overdue = words(client.get(f"{LOG}?state=overdue"))
        assert "1 challenge" in overdue
        assert "4 October 2026 (overdue)" in overdue
        assert "Overdue since 4 October 2026" in words(client.get(at(late)))
        rows = list(
            csv.DictReader(io.StringIO(client.get(f"{LOG}?format=csv").data.decode("utf-8-sig")))
        )
        assert {row["State"] for row in rows} == {
            *("Raised", "Evidence promised", "Verified", "Withdrawn")
        }
        assert rows[0]["Raised by"] == "Dr Ines Moreau"

    def test_those_put_to_me_are_mine(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        post = a_post(session, actor)
        a_holding(session, actor, post, sign_in_as(Role.SERVICE_MANAGER))
        challenged(session, actor, board, text="Mine?", put_to_post_id=post.id)
        challenged(session, actor, board, text="Not mine?")
        told = words(client.get(f"{LOG}?state=mine"))
        assert "Mine?" in told
        assert "Not mine?" not in told


class TestRaising:
    def test_a_member_raises_their_own_from_the_page_of_an_action(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        action = an_action(session, a_plan(session, actor), actor)
        post = a_post(session, actor)
        member = sign_in_as(Role.BOARD_MEMBER)
        seated(session, actor, board, member)
        page = client.get(f"/councils/riverford/actions/{action.id}")
        path = links(page)["Raise a challenge on this action"]
        assert "Raised by" not in words(client.get(path))
        asked = {"text": "Why so late?", "put_to": f"post:{post.id}", "board_id": str(board.id)}
        fill(client, path, asked)
        made = session.scalars(select(Challenge)).one()
        assert (made.raised_by_id, made.action_id) == (member.id, action.id)
        assert (made.meeting_id, made.raised_on) == (None, TODAY)
        assert "Why so late? Raised" in words(client.get(page.request.path))

    def test_whoever_keeps_the_board_writes_down_whose_it_was(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        meeting = met(session, actor, board)
        outsider = seated(session, actor, board, name="Carol Finch")
        post = a_post(session, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        asked = {
            "board_id": str(board.id),
            "meeting_id": str(meeting.id),
            "raised_by": f"member:{outsider.id}",
            "put_to": f"post:{post.id}",
            "text": "Why?",
        }
        fill(client, f"{LOG}/raise", asked)
        made = session.scalars(select(Challenge)).one()
        assert (made.raised_by_name, made.raised_on) == ("Carol Finch", MET)

    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        asked = {"board_id": str(board.id), "text": "Why?", "action": "Z9"}
        answer = fill(client, f"{LOG}/raise", asked, 422)
        assert problems(answer) == ["Select the person or post that it is put to"]
        post = a_post(session, actor)
        asked |= {"put_to": f"post:{post.id}"}
        answer = fill(client, f"{LOG}/raise", asked, 422)
        assert problems(answer) == ["There is no action Z9"]
        assert "Why?" in answer.text
        answer = fill(client, f"{LOG}/raise", {**asked, "action": None}, 422)
        assert "Select who raised it" in problems(answer)[0]

    def test_an_action_of_several_plans_is_told_apart_by_the_board(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        plans = [a_plan(session, actor) for _ in range(2)]
        actions = [an_action(session, plan, actor) for plan in plans]
        post = a_post(session, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        asked = {
            "board_id": str(board.id),
            "text": "Why?",
            "action": "1.1",
            "put_to": f"post:{post.id}",
            "raised_by_name": "Somebody",
        }
        assert "several actions 1.1" in problems(fill(client, f"{LOG}/raise", asked, 422))[0]
        with deed(
            session, "given", actor_kind=actor.kind, actor_id=None, door=actor.door, at=actor.at
        ):
            plans[1].board_id = board.id
        fill(client, f"{LOG}/raise", asked)
        assert session.scalars(select(Challenge.action_id)).one() == actions[1].id

    def test_a_member_of_no_board_is_told_so(
        self, client: PageClient, session: Session, board: Board, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.BOARD_MEMBER)
        assert "There is no board for which you can raise one" in words(client.get(f"{LOG}/raise"))
        fields = {"board_id": str(board.id), "text": "Why?"}
        client.post(f"{LOG}/raise", data=fields, expect=422)
        assert session.scalars(select(Challenge)).all() == []

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.SERVICE_MANAGER])
    def test_who_sits_on_none_by_their_role_raises_none(
        self, client: PageClient, board: Board, sign_in_as: SignInAs, role: Role
    ) -> None:
        sign_in_as(role)
        client.get(f"{LOG}/raise", expect=403)
        fields = {"board_id": str(board.id), "text": "Why?"}
        client.post(f"{LOG}/raise", data=fields, expect=403)


class TestSteps:
    @pytest.fixture
    def owner(self, sign_in_as: SignInAs) -> Person:
        return sign_in_as(Role.SERVICE_MANAGER)

    @pytest.fixture
    def challenge(self, session: Session, actor: Actor, board: Board, owner: Person) -> Challenge:
        return challenged(session, actor, board, put_to_id=owner.id)

    def test_the_whole_way_by_whom_it_is_put_to_and_the_chair(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        board: Board,
        challenge: Challenge,
        owner: Person,
        sign_in_as: SignInAs,
    ) -> None:
        promised = {"promise": "Figures", **day("due_on", date(2026, 11, 1))}
        fill(client, at(challenge, "/answer"), {"words": "We are hiring", **promised})
        fill(client, at(challenge, "/give"), {"words": "Twelve posts are filled"})
        client.get(at(challenge, "/verify"), expect=403)
        chair = sign_in_as(Role.BOARD_MEMBER)
        seated(session, actor, board, chair, BoardRole.CHAIR)
        assert "Who says so?" not in words(client.get(at(challenge, "/verify")))
        fill(client, at(challenge, "/verify"), {"words": "Seen"})
        told = words(client.get(at(challenge)))
        for part in (
            f"Answered by {owner.name} 5 October 2026 We are hiring",
            "Promised by 1 November 2026",
            f"Verified by {chair.name}, chair, for the challenger",
        ):
            assert part in told
        assert session.get_one(Challenge, challenge.id).state is S.VERIFIED

    def test_the_challenger_sends_back_with_a_reason(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        member = sign_in_as(Role.BOARD_MEMBER)
        challenge = challenged(session, actor, board, raised_by_id=member.id)
        brought_to(session, challenge, S.GIVEN, actor)
        answer = fill(client, at(challenge, "/send-back"), {"words": " "}, 422)
        assert problems(answer) == ["Enter why it is sent back"]
        fill(client, at(challenge, "/send-back"), {"words": "An average hides three teams"})
        assert "An average hides three teams" in words(client.get(at(challenge)))
        client.get(at(challenge, "/answer"), expect=403)

    @pytest.mark.parametrize(
        "step", ["answer", "promise", "give", "verify", "send-back", "withdraw"]
    )
    def test_anybody_else_takes_no_step(
        self, client: PageClient, challenge: Challenge, sign_in_as: SignInAs, step: str
    ) -> None:
        sign_in_as(Role.DIRECTOR)
        client.get(at(challenge, f"/{step}"), expect=403)
        client.post(at(challenge, f"/{step}"), data={"words": "x"}, expect=403)

    def test_nobody_verifies_what_is_put_to_themselves(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        lead = sign_in_as(Role.PROGRAMME_LEAD)
        challenge = challenged(session, actor, board, put_to_id=lead.id)
        brought_to(session, challenge, S.GIVEN, actor)
        client.get(at(challenge, "/verify"), expect=403)
        client.get(at(challenge, "/withdraw"), expect=403)

    def test_whoever_keeps_the_minutes_says_in_whose_name(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        challenge: Challenge,
        sign_in_as: SignInAs,
    ) -> None:
        brought_to(session, challenge, S.GIVEN, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = at(challenge, "/verify")
        assert problems(fill(client, path, {}, 422)) == ["Select who says so"]
        assert problems(fill(client, path, {"says_so": "chair"}, 422)) == [
            "This board has no chair who could say so"
        ]
        fill(client, path, {"says_so": "challenger"})
        assert "Verified by Dr Ines Moreau" in words(client.get(at(challenge)))

    def test_the_second_of_two_sees_what_the_first_did_and_keeps_what_was_typed(
        self, client: PageClient, session: Session, actor: Actor, challenge: Challenge
    ) -> None:
        answer = overtaken(
            client,
            at(challenge, "/answer"),
            {"words": "My own answer"},
            lambda: brought_to(session, challenge, S.ANSWERED, actor),
            expect=422,
        )
        assert "Somebody else took this challenge further" in problems(answer)[0]
        assert "Hiring" in words(answer)
        assert "My own answer" in answer.text
        assert len(session.scalars(select(ChallengeStep)).all()) == 1

    def test_amending_shows_both_versions(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        challenge = challenged(session, actor, board)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = at(challenge, "/amend")

        def meanwhile() -> None:
            with deed(
                session, "given", actor_kind=actor.kind, actor_id=None, door=actor.door, at=actor.at
            ):
                session.get_one(Challenge, challenge.id).text = "Theirs"

        told = words(overtaken(client, path, {"text": "Mine"}, meanwhile))
        assert "Theirs" in told
        assert "Mine" in told


class TestAgreed:
    def test_what_agreed_minutes_say_is_corrected_in_sight(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        meeting = met(session, actor, board)
        challenge = challenged(session, actor, board, meeting_id=meeting.id, text="Wrong words?")
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, at(challenge, "/correct"), {"text": "Right?", "reason": "Misheard"}, 422)
        with deed(
            session, "given", actor_kind=actor.kind, actor_id=None, door=actor.door, at=actor.at
        ):
            meeting.state = MeetingState.AGREED
        answer = fill(client, at(challenge, "/amend"), {"text": "Right?"}, 422)
        assert "Correct this with a reason" in problems(answer)[0]
        fill(client, at(challenge, "/correct"), {"text": "Right?", "reason": "Misheard"})
        told = words(client.get(at(challenge)))
        assert "Corrected on 5 October 2026 by Robin Marsh: Misheard" in told
        assert "It said before: Wrong words?" in told


class TestRecord:
    def test_tells_the_whole_story_of_a_period(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        kept = challenged(session, actor, board, text="In the period?")
        brought_to(session, kept, S.SENT_BACK, actor)
        challenged(session, actor, board, text="Before it?", raised_on=date(2026, 5, 1))
        sign_in_as(Role.VIEWER)
        told = words(client.get(f"{LOG}/record?from=2026-09-01&to=2026-10-05"))
        assert "1 September 2026 to 5 October 2026" in told
        assert "1 challenge was raised: 0 verified, 0 withdrawn, 1 open" in told
        assert "Sent back by Dr Ines Moreau 5 October 2026 No figures" in told
        assert "Before it?" not in told
        assert "Before it?" in words(client.get(f"{LOG}/record"))
        other = a_seated_board(session, actor, name="Scrutiny")
        assert "No challenge was raised" in words(client.get(f"{LOG}/record?board={other.id}"))

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            ("from=tomorrow", "The from must be a real date"),
            ("from=2026-09-01&to=2026-08-01", "the same as or after"),
            ("to=2030-01-01", "today or in the past"),
        ],
    )
    def test_refuses_days_that_make_no_period(
        self, client: PageClient, sign_in_as: SignInAs, asked: str, said: str
    ) -> None:
        sign_in_as(Role.VIEWER)
        assert said in problems(client.get(f"{LOG}/record?{asked}", expect=422))[0]


class TestSecrecy:
    def test_a_challenge_on_what_is_under_embargo_is_as_hidden_as_that(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        board: Board,
        sign_in_as: SignInAs,
    ) -> None:
        asked = recommendations(session, actor, 1)[0]
        hidden = challenged(
            session, actor, board, text="Why marmalade?", recommendation_id=asked.id
        )
        embargoed(session, actor, asked.inspection_id)
        places = (
            LOG,
            f"{LOG}?format=csv",
            f"{LOG}/record",
            "/councils/riverford/search?q=marmalade",
        )
        for role, seen in ((Role.PROGRAMME_LEAD, True), (Role.BOARD_MEMBER, False)):
            sign_in_as(role)
            client.get(at(hidden), expect=200 if seen else 404)
            assert [("marmalade?" in client.get(place).text) for place in places] == [seen] * 4

    def test_what_was_noted_on_a_restricted_item_is_for_its_readers_and_parties(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        board: Board,
        sign_in_as: SignInAs,
        actor_as: ActorAs,
    ) -> None:
        meeting = met(session, actor, board)
        item = on_agenda(session, actor, meeting, is_restricted=True)
        asked = sign_in_as(Role.SERVICE_MANAGER)
        hidden = challenged(
            session,
            actor,
            board,
            text="Whose post goes?",
            meeting_id=meeting.id,
            item_id=item.id,
            put_to_id=asked.id,
        )
        # Whoever is to answer has to know what was asked.
        client.get(at(hidden))
        sign_in_as(Role.BOARD_MEMBER)
        client.get(at(hidden), expect=404)
        places: tuple[str, ...] = (
            LOG,
            f"{LOG}/record",
            f"/councils/riverford/meetings/{meeting.id}",
        )
        places = (*places, f"{SEARCH}?q=whose+post")
        assert not any("Whose post goes?" in client.get(place).text for place in places)
        client.get(f"/councils/riverford/history/{hidden.id}", expect=404)
        reader = sign_in_as(Role.BOARD_MEMBER)
        member = seated(session, actor, board, reader)
        recorded(
            session,
            actor,
            AgendaReader,
            item_id=item.id,
            meeting_id=meeting.id,
            member_id=member.id,
        )
        assert "Whose post goes?" in words(client.get(at(hidden)))
        assert a_person(session, actor).id != reader.id
        assert actor_as(Role.VIEWER).person_id != reader.id
