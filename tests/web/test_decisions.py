"""Decisions and follow-ups: the list, amending, carrying out, correcting, and what they allow."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, controls
from tests.services.boarded import MET, a_seated_board, decided, followed_up, met, on_agenda
from tests.services.given import a_plan, an_action, bring_to, recommendations
from tests.web.planned import form_at, overtaken, problems, words
from tests.web.workforce import a_post, day
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.vocabulary import PlanStage, Role
from tracker.models import AllowedRescoping, Board, Decision, FollowUp, Inspection, Meeting
from tracker.models.recording import deed
from tracker.services.decisions import DecisionFields, amend_decision

HERE = "/councils/riverford"
LIST = f"{HERE}/decisions"


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    return a_seated_board(session, actor)


@pytest.fixture
def meeting(session: Session, actor: Actor, board: Board) -> Meeting:
    return met(session, actor, board)


@pytest.fixture
def clerk(sign_in_as: SignInAs) -> object:
    return sign_in_as(Role.PROGRAMME_LEAD)


def at(note: Any, step: str = "") -> str:
    noun = "decisions" if isinstance(note, Decision) else "follow-ups"
    return f"{HERE}/{noun}/{note.id}{step}"


def fill(client: PageClient, path: str, fields: dict[str, Any], expect: int = 303) -> Any:
    sent = {**dict(controls(form_at(client, path))), **fields}
    kept = {name: value for name, value in sent.items() if value is not None}
    return client.post(path, data=kept, csrf=False, expect=expect)


def agreed(session: Session, by: Actor, meeting: Meeting) -> None:
    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
        meeting.state = MeetingState.AGREED


def test_the_list_narrows_to_what_is_overdue_and_gives_csv(
    client: PageClient, session: Session, actor: Actor, meeting: Meeting, sign_in_as: SignInAs
) -> None:
    decided(session, actor, meeting, text="Late", due_on=date(2026, 9, 30), owner_name="The trust")
    decided(session, actor, meeting, text="In time", due_on=date(2026, 10, 30))
    sign_in_as(Role.VIEWER)
    assert "2 decisions" in words(client.get(LIST))
    told = words(client.get(f"{LIST}?state=overdue"))
    assert "30 September 2026Overdue" in told
    assert "In time" not in told
    answer = client.get(f"{LIST}?format=csv").data.decode("utf-8-sig")
    rows = {row["Decision"]: row for row in csv.DictReader(io.StringIO(answer))}
    assert (rows["Late"]["Decided on"], rows["Late"]["By"]) == (MET.isoformat(), "2026-09-30")
    assert rows["Late"]["Who carries it out"] == "The trust"


@pytest.mark.usefixtures("clerk")
class TestDecision:
    def test_is_amended_carried_out_and_then_corrected(
        self, client: PageClient, session: Session, actor: Actor, meeting: Meeting
    ) -> None:
        decision = decided(session, actor, meeting)
        post = a_post(session, actor)
        fill(client, at(decision, "/amend"), {"text": "For a year", "owner": f"post:{post.id}"})
        early = fill(
            client, at(decision, "/carry-out"), day("carried_out_on", date(2026, 9, 1)), 422
        )
        assert "must not be before the meeting" in problems(early)[0]
        fill(client, at(decision, "/carry-out"), {"note": "Signed"})
        agreed(session, actor, meeting)
        fill(client, at(decision, "/correct"), {"text": "For two years", "reason": "Misheard"})
        told = words(client.get(at(decision)))
        for part in ("For two years", "It said before: For a year", post.title, "Signed"):
            assert part in told

    def test_two_who_amend_it_see_both(
        self, client: PageClient, session: Session, actor: Actor, meeting: Meeting
    ) -> None:
        decision = decided(session, actor, meeting)
        theirs = DecisionFields(text="Theirs")
        answer = overtaken(
            client,
            at(decision, "/amend"),
            {"text": "Mine"},
            lambda: amend_decision(session, decision, theirs, by=actor, on=actor.today),
        )
        assert "Theirs" in words(answer)
        assert "Mine" in answer.text

    def test_one_recorded_by_mistake_is_removed(
        self, client: PageClient, session: Session, actor: Actor, meeting: Meeting
    ) -> None:
        decision = decided(session, actor, meeting)
        fill(client, at(decision, "/remove"), {"reason": "Entered twice"})
        client.get(at(decision), expect=404)
        assert "Agency rates" not in words(client.get(LIST))

    def test_a_removal_names_it_and_both_pages_tell(
        self, client: PageClient, session: Session, actor: Actor, meeting: Meeting
    ) -> None:
        plan = a_plan(session, actor)
        action = an_action(session, plan, actor, success_measure="Nine in ten")
        bring_to(session, plan, PlanStage.ADOPTED, by=actor)
        decision = decided(session, actor, meeting)
        path = f"{HERE}/actions/{action.id}/amend"
        asked = {"decision_id": str(decision.id)}
        assert "it stays as it is" in problems(fill(client, path, asked, 422))[0]
        fill(client, path, {**asked, "success_measure": "All of them"})
        assert session.scalars(select(AllowedRescoping.after)).one() == "All of them"
        page = words(client.get(f"{HERE}/actions/{action.id}"))
        assert "Measured otherwise on 5 October 2026, decided by the Improvement Board" in page
        assert "Measured otherwise on 5 October 2026" in words(client.get(at(decision)))
        answer = fill(client, at(decision, "/remove"), {"reason": "x"}, 422)
        assert "cannot be removed" in problems(answer)[0]

    def test_a_draft_plan_asks_for_no_decision(
        self, client: PageClient, session: Session, actor: Actor, meeting: Meeting
    ) -> None:
        action = an_action(session, a_plan(session, actor), actor)
        decided(session, actor, meeting)
        assert "Decision that allowed it" not in words(
            client.get(f"{HERE}/actions/{action.id}/remove")
        )


@pytest.mark.usefixtures("clerk")
class TestFollowUp:
    def test_is_amended_and_done(
        self, client: PageClient, session: Session, actor: Actor, meeting: Meeting
    ) -> None:
        follow_up = followed_up(session, actor, meeting)
        fill(client, at(follow_up, "/amend"), {"text": "Send the rota"})
        assert problems(fill(client, at(follow_up, "/close"), {}, 422)) == [
            "Select what became of it"
        ]
        fill(client, at(follow_up, "/close"), {"outcome": "done"})
        assert "Send the rota" in words(client.get(at(follow_up)))
        assert session.scalars(select(FollowUp.closed_on)).one() == actor.today

    def test_is_not_needed_and_says_why(
        self, client: PageClient, session: Session, actor: Actor, meeting: Meeting
    ) -> None:
        follow_up = followed_up(session, actor, meeting)
        path = at(follow_up, "/close")
        answer = fill(client, path, {"outcome": "not_needed"}, 422)
        assert problems(answer) == ["Enter why it is not needed"]
        fill(client, path, {"outcome": "not_needed", "not_needed_because": "Sent already"})
        assert "Not needed" in words(client.get(at(follow_up)))


def test_what_hangs_on_an_embargo_or_a_restricted_item_is_hidden(
    client: PageClient, session: Session, actor: Actor, meeting: Meeting, sign_in_as: SignInAs
) -> None:
    asked = recommendations(session, actor, 1)[0]
    item = on_agenda(session, actor, meeting, is_restricted=True)
    hidden: list[Any] = [
        decided(session, actor, meeting, text="Buy marmalade", recommendation_id=asked.id),
        decided(session, actor, meeting, text="Sell marmalade", item_id=item.id),
        followed_up(session, actor, meeting, text="Count marmalade", item_id=item.id),
    ]
    with deed(session, "given", actor_kind=actor.kind, actor_id=None, door=actor.door, at=actor.at):
        session.get_one(Inspection, asked.inspection_id).not_before_on = date(2027, 1, 5)
    places = [LIST, f"{LIST}?format=csv", f"{HERE}/search?q=marmalade"]
    places += [f"{HERE}/meetings/{meeting.id}", f"{HERE}/history/{hidden[1].id}"]
    for role, seen in ((Role.PROGRAMME_LEAD, True), (Role.BOARD_MEMBER, False)):
        sign_in_as(role)
        for note in hidden:
            client.get(at(note), expect=200 if seen else 404)
        told = [client.get(place, expect=(200, 404)).text.lower() for place in places]
        assert [
            any(f"{verb} marmalade" in text for verb in ("buy", "sell", "count")) for text in told
        ] == [seen] * 5


@pytest.mark.parametrize("step", ["amend", "carry-out", "remove", "correct"])
def test_only_those_who_keep_the_boards_change_one(
    client: PageClient,
    session: Session,
    actor: Actor,
    meeting: Meeting,
    sign_in_as: SignInAs,
    step: str,
) -> None:
    decision = decided(session, actor, meeting)
    sign_in_as(Role.DIRECTOR)
    client.get(at(decision, f"/{step}"), expect=403)
    client.post(at(decision, f"/{step}"), data={"text": "x"}, expect=403)
