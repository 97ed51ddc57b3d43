"""Meetings: the list, one and what it decided, adding, amending and removing it."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.requests import Statements
from tests.foundations.site import INSIDERS, SignInAs
from tests.page_contract import PageClient, controls, parsed
from tests.services.given import recorded
from tests.web.workforce import NOBODY, TODAY, a_plan, an_action, cells, day, embargo, fill
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import DateChangeState, Role
from tracker.models import Action, Board, Council, DateChange, History, Meeting
from tracker.services.meetings import MeetingFields, amend_meeting

MEETINGS = "/councils/riverford/meetings"


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    """The board that most meetings here are of."""
    return a_board(session, actor)


def a_board(session: Session, by: Actor, name: str = "Improvement Board", **more: Any) -> Board:
    return recorded(session, by, Board, name=name, kind=BoardKind.IMPROVEMENT_BOARD, **more)


def a_meeting(
    session: Session, by: Actor, board: Board, held_on: date = TODAY, **more: Any
) -> Meeting:
    values = {"title": f"Meeting of {held_on:%B}", "held_on": held_on, **more}
    return recorded(session, by, Meeting, board_id=board.id, **values)


def moved(session: Session, by: Actor, action: Action, at: Meeting) -> DateChange:
    return recorded(
        session,
        by,
        DateChange,
        action_id=action.id,
        from_on=date(2026, 9, 1),
        to_on=date(2026, 12, 1),
        reason="Two posts are vacant",
        requested_on=TODAY,
        decided_on=TODAY,
        state=DateChangeState.AGREED,
        meeting_id=at.id,
    )


def address(meeting: Meeting, deed: str = "") -> str:
    return f"{MEETINGS}/{meeting.id}{deed}"


def sent_of(page: str, path: str) -> dict[str, Any]:
    """What the page's own form would send, untouched."""
    return dict(controls(next(f for f in parsed(page).iter("form") if f.get("action") == path)))


class TestList:
    def test_lists_the_latest_first_and_gives_csv(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        past = a_meeting(session, actor, board, date(2026, 9, 1), place="Town hall")
        a_meeting(session, actor, board, date(2026, 10, 7))
        moved(session, actor, an_action(session, actor, a_plan(session, actor)), past)
        sign_in_as(Role.VIEWER)
        name = "Improvement Board"
        assert cells(client.get(MEETINGS).text, "Meetings") == [
            ["Meeting of October", name, "7 October 2026 (in 2 days)", "Published", "", ""],
            ["Meeting of September", name, "1 September 2026", "Published", "Town hall", "1"],
        ]
        asked = f"{MEETINGS}?state=held&board={board.id}"
        assert len(cells(client.get(asked).text, "Meetings")) == 1
        answer = client.get(f"{asked}&format=csv")
        assert list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))) == [
            ["Date", "Board", "Meeting", "Place", "Due dates moved", "State"],
            ["2026-09-01", name, "Meeting of September", "Town hall", "1", "Published"],
        ]

    def test_needs_as_many_statements_for_fifty_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        board: Board,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        meeting, plan = a_meeting(session, actor, board), a_plan(session, actor)
        moved(session, actor, an_action(session, actor, plan, "0"), meeting)
        sign_in_as(Role.VIEWER)
        counts = {}
        for path in (MEETINGS, address(meeting)):
            with statements() as few:
                client.get(path)
            counts[path] = len(few)
        for number in range(1, 51):
            a_meeting(session, actor, board)
            moved(session, actor, an_action(session, actor, plan, f"{number}"), meeting)
        session.commit()
        for path, few_sent in counts.items():
            with statements() as many:
                client.get(path)
            assert len(many) == few_sent <= 8


class TestShow:
    def test_has_its_board_note_and_what_it_decided(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        meeting = a_meeting(session, actor, board, note="The plan was on the agenda.")
        action = an_action(session, actor, a_plan(session, actor))
        moved(session, actor, action, meeting)
        sign_in_as(Role.VIEWER)
        page = client.get(address(meeting)).text
        assert "The plan was on the agenda." in page
        assert f"/boards/{board.id}" in page
        assert f"/actions/{action.id}" in page
        assert cells(page, "Due dates that were decided") == [
            [
                "1.1 Answer each contact within a dayGetting to good",
                "1 September 2026",
                "1 December 2026",
                "Two posts are vacant",
                "AgreedThe tracker, 5 October 2026",
            ]
        ]
        assert "/amend" not in page

    def test_tells_nobody_of_an_action_under_embargo_who_may_not_know(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        meeting = a_meeting(session, actor, board)
        action = an_action(session, actor, a_plan(session, actor), title="A secret action")
        moved(session, actor, action, meeting)
        embargo(session, actor, action)
        sign_in_as(Role.BOARD_MEMBER)
        page = client.get(address(meeting)).text
        assert "A secret action" not in page
        assert "Two posts are vacant" not in page
        assert "Nothing was decided here yet" in page
        sign_in_as(Role.DIRECTOR)
        assert "A secret action" in client.get(address(meeting)).text


class TestDeeds:
    def test_adds_amends_and_removes_a_meeting(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{MEETINGS}/add"
        chosen = sent_of(client.get(f"{path}?board={board.id}").text, path)["board_id"]
        assert chosen == str(board.id)
        typed = {"board_id": chosen, "title": "October", **day("held_on", TODAY), "place": "Hall"}
        fill(client, path, typed)
        meeting = session.scalars(select(Meeting)).one()
        assert (meeting.board_id, meeting.held_on, meeting.place) == (board.id, TODAY, "Hall")
        fill(client, address(meeting, "/amend"), {"title": "November", "place": ""})
        assert (meeting.title, meeting.place, meeting.held_on) == ("November", None, TODAY)
        answer = fill(client, address(meeting, "/remove"), {"reason": "It was called off"})
        assert answer.location == MEETINGS
        assert meeting.removed_on == TODAY
        told = session.scalars(select(History).where(History.deed == "remove_meeting")).one()
        assert "It was called off" in (told.payload or "")
        client.get(address(meeting), expect=404)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"board_id": ""}, "Select the board"),
            ({"board_id": NOBODY}, "Select one of the choices on this page"),
            ({"board_id": "x"}, "Select one of the choices on this page"),
            ({"title": ""}, "Enter a title"),
            (day("held_on", None), "Enter the date of the meeting"),
            ({"held_on-day": "31", "held_on-month": "2"}, "must be a real date"),
            ({"held_on-year": "1066"}, "between 1990 and 2100"),
            ({"place": "p" * 201}, "200 characters or fewer"),
        ],
    )
    def test_refuses_what_is_wrong_and_keeps_what_was_typed(
        self,
        client: PageClient,
        session: Session,
        board: Board,
        sign_in_as: SignInAs,
        fields: dict[str, str],
        words: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        good = {"board_id": str(board.id), "title": "October", **day("held_on", TODAY)}
        typed = {**good, "note": "Typed at length", **fields}
        page = fill(client, f"{MEETINGS}/add", typed, expect=422).text
        assert words in page
        assert "Typed at length" in page
        assert session.scalars(select(Meeting)).all() == []

    def test_a_board_that_ended_takes_meetings_from_before_its_end_only(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        ended = a_board(session, actor, "Old board", ended_on=date(2026, 6, 1))
        sign_in_as(Role.PROGRAMME_LEAD)
        path = f"{MEETINGS}/add"
        assert "Old board (ended)" in client.get(path).text
        typed = {"board_id": str(ended.id), "title": "Late", **day("held_on", TODAY)}
        page = fill(client, path, typed, expect=422).text
        assert "Choose a board of this council that has not ended" in page
        fill(client, path, {**typed, **day("held_on", date(2026, 5, 1))})
        meeting = session.scalars(select(Meeting)).one()
        page = client.get(address(meeting, "/amend")).text
        assert sent_of(page, address(meeting, "/amend"))["board_id"] == str(ended.id)

    def test_one_that_moved_a_date_cannot_be_removed(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        meeting = a_meeting(session, actor, board)
        moved(session, actor, an_action(session, actor, a_plan(session, actor)), meeting)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, address(meeting, "/remove"), expect=422).text
        assert "A due date was decided at this meeting" in page
        assert meeting.removed_on is None

    @pytest.mark.parametrize(("deed", "status"), [("/amend", 409), ("/remove", 422)])
    def test_tells_when_somebody_was_faster_and_takes_it_on_purpose(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        board: Board,
        sign_in_as: SignInAs,
        deed: str,
        status: int,
    ) -> None:
        meeting = a_meeting(session, actor, board)
        path = address(meeting, deed)
        sign_in_as(Role.PROGRAMME_LEAD)
        sent = sent_of(client.get(path).text, path)
        theirs = MeetingFields(board_id=board.id, held_on=TODAY, title="Theirs")
        amend_meeting(session, meeting, theirs, by=actor, on=TODAY)
        page = client.post(path, data=sent, csrf=False, expect=status).text
        assert "Somebody else " in page
        assert "Theirs" in page
        assert (meeting.title, meeting.removed_on) == ("Theirs", None)
        client.post(path, data=sent_of(page, path), csrf=False)
        assert (meeting.title, meeting.removed_on) == (
            ("Meeting of October", None) if deed == "/amend" else ("Theirs", TODAY)
        )


class TestScope:
    @pytest.mark.parametrize("role", sorted(set(INSIDERS) - {Role.PROGRAMME_LEAD}))
    def test_deeds_are_for_programme_leads(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        board: Board,
        sign_in_as: SignInAs,
        role: Role,
    ) -> None:
        meeting = a_meeting(session, actor, board)
        sign_in_as(role)
        client.get(address(meeting))
        for path in (f"{MEETINGS}/add", address(meeting, "/amend"), address(meeting, "/remove")):
            client.get(path, expect=403)
            client.post(path, data={"title": "Mine"}, expect=403)
        assert (meeting.title, meeting.removed_on) == ("Meeting of October", None)

    def test_is_not_there_for_another_council(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
        strange = a_meeting(session, by, a_board(session, by, "Strange board"))
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "Strange board" not in client.get(MEETINGS).text
        assert "Strange board" not in client.get(f"{MEETINGS}/add?board={strange.board_id}").text
        for key in (str(strange.id), NOBODY):
            for deed in ("", "/amend", "/remove"):
                client.get(f"{MEETINGS}/{key}{deed}", expect=404)
            client.post(f"{MEETINGS}/{key}/remove", expect=404)
