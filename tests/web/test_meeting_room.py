"""The page in the meeting: everything on an item saved together, by two clerks at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from tests.foundations.requests import Watch
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, controls
from tests.services.boarded import a_seated_board, challenged, followed_up, met, on_agenda, seated
from tests.services.given import a_plan, an_action
from tests.web.planned import again, form_at, links, problems, words
from tests.web.workforce import a_post, day
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.vocabulary import Role
from tracker.models import (
    AgendaItem,
    Attendance,
    Board,
    Challenge,
    Decision,
    FollowUp,
    History,
    Meeting,
    NoteDraft,
)

HERE = "/councils/riverford"


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    return a_seated_board(session, actor)


@pytest.fixture
def meeting(session: Session, actor: Actor, board: Board) -> Meeting:
    return met(session, actor, board)


@pytest.fixture
def item(session: Session, actor: Actor, meeting: Meeting) -> AgendaItem:
    return on_agenda(session, actor, meeting)


@pytest.fixture
def clerk(sign_in_as: SignInAs) -> object:
    return sign_in_as(Role.PROGRAMME_LEAD)


def at(item: AgendaItem) -> str:
    return f"{HERE}/agenda-items/{item.id}/room"


def opened(client: PageClient, path: str) -> dict[str, Any]:
    """What the form of a page would send, untouched."""
    sent = dict(controls(form_at(client, path)))
    return {name: value for name, value in sent.items() if value is not None}


def save(client: PageClient, path: str, sent: dict[str, Any], expect: int = 303) -> Any:
    return client.post(path, data=sent, csrf=False, expect=expect)


def another_browser(app: Flask, connection: Connection, session: Session) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    client.session, client.watch = session, Watch().on(connection)
    return client


@pytest.mark.usefixtures("clerk")
class TestNoting:
    def test_minutes_challenge_decision_and_follow_up_are_each_a_record(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        board: Board,
        meeting: Meeting,
        item: AgendaItem,
    ) -> None:
        second = on_agenda(session, actor, meeting, title="Money", position=2)
        action = an_action(session, a_plan(session, actor), actor)
        post, partner = a_post(session, actor), seated(session, actor, board, name="Carol Finch")
        to_post = f"post:{post.id}"
        answer = save(
            client,
            at(item),
            {
                **opened(client, at(item)),
                "minute": "The board heard why.",
                "challenge_text": "Why do caseloads rise?",
                "challenge_raised_by": f"member:{partner.id}",
                "challenge_put_to": to_post,
                "challenge_action": "1.1",
                "decision_text": "Rates rise",
                "decision_owner": to_post,
                **day("decision_due_on", date(2026, 11, 1)),
                "follow_up_text": "Send the rota",
                "follow_up_owner_name": "Carol Finch",
                "go_on": "yes",
            },
        )
        assert answer.location == at(second)
        challenge = session.scalars(select(Challenge)).one()
        assert (challenge.item_id, challenge.meeting_id) == (item.id, meeting.id)
        assert (challenge.raised_by_name, challenge.action_id) == ("Carol Finch", action.id)
        decision = session.scalars(select(Decision)).one()
        assert (decision.owner_post_id, decision.due_on) == (post.id, date(2026, 11, 1))
        assert session.scalars(select(FollowUp.owner_name)).one() == "Carol Finch"
        assert session.get_one(AgendaItem, item.id).minute == "The board heard why."
        told = words(client.get(at(item)))
        for part in ("Why do caseloads rise?", "Rates rise", "Send the rota"):
            assert part in told

    def test_nothing_typed_is_nothing_noted(
        self, client: PageClient, session: Session, item: AgendaItem
    ) -> None:
        before = len(session.scalars(select(History.seq)).all())
        save(client, at(item), opened(client, at(item)))
        assert len(session.scalars(select(History.seq)).all()) == before

    def test_one_part_that_is_refused_saves_none_and_loses_none(
        self, client: PageClient, session: Session, item: AgendaItem
    ) -> None:
        sent = {
            **opened(client, at(item)),
            "minute": "Heard",
            "decision_text": "Rates rise",
            "challenge_text": "Why?",
            "follow_up_owner_name": "Carol Finch",
        }
        answer = save(client, at(item), sent, 422)
        assert problems(answer) == ["Enter what is to be done"]
        answer = save(client, at(item), {**sent, "follow_up_text": "Send it"}, 422)
        assert problems(answer) == [
            "Select who raised it, or enter their name if they are not in the list"
        ]
        for typed in ("Heard", "Rates rise", "Why?", "Send it", "Carol Finch"):
            assert typed in answer.text
        assert session.scalars(select(Decision)).all() == []
        assert session.get_one(AgendaItem, item.id).minute is None

    def test_steps_through_the_agenda_from_the_door(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        board: Board,
        meeting: Meeting,
        item: AgendaItem,
    ) -> None:
        member = seated(session, actor, board, name="Carol Finch")
        door = f"{HERE}/meetings/{meeting.id}/room"
        shown = links(client.get(f"{HERE}/meetings/{meeting.id}"))
        assert shown["Take notes in the meeting"] == door
        sent = {**opened(client, door), f"presence_{member.id.hex}": "present"}
        assert save(client, door, sent).location == at(item)
        assert session.scalars(select(Attendance.member_id)).one() == member.id
        page = client.get(at(item))
        assert links(page)["Previous: Attendance"] == door
        assert links(page)["1. Caseloads"] == at(item)

    def test_what_is_carried_stands_on_the_page_and_on_the_meetings(
        self, client: PageClient, session: Session, actor: Actor, board: Board, meeting: Meeting
    ) -> None:
        challenged(session, actor, board, text="From before?", raised_on=date(2026, 9, 1))
        followed_up(session, actor, meeting)
        later = met(session, actor, board, date(2026, 10, 1))
        item = on_agenda(session, actor, later)
        for path in (at(item), f"{HERE}/meetings/{later.id}"):
            told = words(client.get(path))
            assert "Carried to this meeting" in told
            assert "From before?" in told
            assert "Circulate the caseload figures" in told

    @pytest.mark.parametrize(
        ("state", "held_on", "said"),
        [
            (MeetingState.AGREED, date(2026, 9, 7), "were agreed"),
            (MeetingState.CANCELLED, date(2026, 9, 7), "nothing is noted"),
            (MeetingState.PUBLISHED, date(2026, 11, 7), "from 7 November 2026 on"),
        ],
    )
    def test_a_meeting_that_is_locked_or_to_come_takes_no_notes(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        board: Board,
        state: MeetingState,
        held_on: date,
        said: str,
    ) -> None:
        item = on_agenda(session, actor, met(session, actor, board, held_on, state))
        assert said in words(client.get(at(item)))
        fields = {"follow_up_text": "Late", "follow_up_owner_name": "x", "minute": ""}
        client.post(at(item), data=fields, expect=422)
        assert session.scalars(select(FollowUp)).all() == []


@pytest.mark.usefixtures("clerk")
class TestTwoClerks:
    @pytest.fixture
    def other(
        self, app: Flask, connection: Connection, session: Session, client: PageClient
    ) -> PageClient:
        """The same clerk's colleague: another browser that is signed in."""
        second = another_browser(app, connection, session)
        with client.session_transaction() as ours, second.session_transaction() as theirs:
            theirs.update(ours)
        return second

    def test_neither_overwrites_the_others_minutes(
        self, client: PageClient, other: PageClient, session: Session, item: AgendaItem
    ) -> None:
        mine, theirs = opened(client, at(item)), opened(other, at(item))
        save(other, at(item), {**theirs, "minute": "Their minutes"})
        sent = {**mine, "minute": "My minutes", "decision_text": "My decision"}
        answer = save(client, at(item), sent, 409)
        told = words(answer)
        assert "Somebody else wrote these minutes" in told
        assert "Their minutes" in told
        assert "My decision" in answer.text
        assert session.get_one(AgendaItem, item.id).minute == "Their minutes"
        assert session.scalars(select(Decision)).all() == []
        again(client, answer, at(item), {"minute": "Both minutes"})
        assert session.get_one(AgendaItem, item.id).minute == "Both minutes"
        assert session.scalars(select(Decision.text)).all() == ["My decision"]

    def test_notes_of_both_are_records_of_their_own(
        self, client: PageClient, other: PageClient, session: Session, item: AgendaItem
    ) -> None:
        mine, theirs = opened(client, at(item)), opened(other, at(item))
        save(other, at(item), {**theirs, "minute": "Their minutes", "decision_text": "Theirs"})
        # The minutes were not touched here, so there is nothing to bring together.
        save(client, at(item), {**mine, "decision_text": "Mine"})
        assert set(session.scalars(select(Decision.text))) == {"Mine", "Theirs"}
        assert session.get_one(AgendaItem, item.id).minute == "Their minutes"


@pytest.mark.usefixtures("clerk")
class TestDrafts:
    def test_half_a_note_is_kept_given_back_and_gone_once_saved(
        self, client: PageClient, session: Session, item: AgendaItem
    ) -> None:
        half = {
            "minute": "The board hea",
            "challenge_text": "Why do",
            "decision_due_on-day": "4",
            "save_draft": "yes",
        }
        before = len(session.scalars(select(History.seq)).all())
        save(client, at(item), {**opened(client, at(item)), **half})
        assert len(session.scalars(select(History.seq)).all()) == before
        assert session.get_one(AgendaItem, item.id).minute is None
        kept = opened(client, at(item))
        assert {name: kept[name] for name in half if name != "save_draft"} == {
            name: text for name, text in half.items() if name != "save_draft"
        }
        done = {**kept, "challenge_text": "", "decision_due_on-day": "", "minute": "Heard"}
        save(client, at(item), done)
        assert session.scalars(select(NoteDraft)).all() == []
        assert session.get_one(AgendaItem, item.id).minute == "Heard"

    def test_a_script_is_told_in_a_word(self, client: PageClient, item: AgendaItem) -> None:
        sent = {**opened(client, at(item)), "minute": "Half", "save_draft": "yes"}
        answer = client.post(
            at(item), data=sent, csrf=False, headers={"Accept": "application/json"}, expect=200
        )
        assert answer.json is not None
        assert answer.json["said"] == "Draft kept at 10:30am"
        other = {**sent, "minute": "From another window"}
        refused = client.post(
            at(item), data=other, csrf=False, headers={"Accept": "application/json"}, expect=422
        )
        assert refused.json is not None
        assert "another window" in refused.json["said"]
        sent = {**other, "draft": answer.json["draft"]}
        client.post(
            at(item), data=sent, csrf=False, headers={"Accept": "application/json"}, expect=200
        )

    def test_it_says_that_the_minutes_have_changed_since(
        self, client: PageClient, session: Session, actor: Actor, item: AgendaItem
    ) -> None:
        from tracker.services.minutes import MinuteFields, write_minute  # noqa: PLC0415

        save(
            client,
            at(item),
            {**opened(client, at(item)), "minute": "Mine", "save_draft": "yes"},
        )
        found = session.get_one(AgendaItem, item.id)
        write_minute(session, found, MinuteFields(minute="Theirs"), by=actor, on=actor.today)
        session.commit()
        told = words(client.get(at(item)))
        assert "Somebody else has written these minutes since" in told
        assert "Theirs" in told
        # The draft began before that: saving it brings the two together.
        save(client, at(item), opened(client, at(item)), 409)
