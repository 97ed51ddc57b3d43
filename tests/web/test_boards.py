"""Boards: the list, one with its meetings and plans, adding, amending and ending it."""

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
from tests.web.workforce import NOBODY, TODAY, a_person, cells, day, fill
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import PlanStage, Role
from tracker.models import Board, Council, Meeting, Plan
from tracker.services.boards import BoardFields, amend_board

BOARDS = "/councils/riverford/boards"
THEIRS = BoardFields(name="Theirs", kind=BoardKind.CABINET, chair_note="The leader")


def a_board(session: Session, by: Actor, name: str = "Improvement Board", **more: Any) -> Board:
    values = {"kind": BoardKind.IMPROVEMENT_BOARD, **more}
    return recorded(session, by, Board, name=name, **values)


def a_meeting(session: Session, by: Actor, board: Board, held_on: date) -> Meeting:
    values = {"board_id": board.id, "held_on": held_on, "title": f"Meeting of {held_on:%B}"}
    return recorded(session, by, Meeting, **values)


def address(board: Board, deed: str = "") -> str:
    return f"{BOARDS}/{board.id}{deed}"


class TestList:
    def test_lists_who_meets_when_and_gives_csv(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        chair = a_person(session, actor)
        board = a_board(session, actor, chair_id=chair.id, chair_note="Independent")
        a_meeting(session, actor, board, date(2026, 11, 2))
        a_meeting(session, actor, board, date(2026, 9, 1))
        values = {"stage": PlanStage.ADOPTED, "board_id": board.id}
        recorded(session, actor, Plan, title="Getting to good", **values)
        a_board(session, actor, "Cabinet", kind=BoardKind.CABINET, ended_on=date(2026, 1, 5))
        sign_in_as(Role.VIEWER)
        assert cells(client.get(BOARDS).text, "Boards") == [
            [
                "Improvement Board",
                "Improvement board",
                "Rowan Mason (Independent)",
                "2 November 2026",
                "1",
            ],
            ["CabinetEnded on 5 January 2026", "Cabinet", "", "None planned", ""],
        ]
        answer = client.get(f"{BOARDS}?state=ended&format=csv")
        assert list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))) == [
            ["Board", "Kind", "Chair", "Next meeting", "Last meeting", "Live plans", "Ended"],
            ["Cabinet", "Cabinet", "", "", "", "0", "2026-01-05"],
        ]

    def test_says_what_goes_here_and_offers_the_first_step(
        self, client: PageClient, council: Council, sign_in_as: SignInAs
    ) -> None:
        for role, count in ((Role.PROGRAMME_LEAD, 2), (Role.VIEWER, 0)):
            sign_in_as(role)
            page = client.get(BOARDS).text
            assert "Nothing here yet" in page
            assert page.count("/boards/add") == count

    def test_needs_as_many_statements_for_fifty_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        board = a_board(session, actor)
        sign_in_as(Role.VIEWER)
        for path in (BOARDS, address(board)):
            with statements() as few:
                client.get(path)
            for number in range(50):
                a_board(session, actor, f"{path[-4:]} {number}")
                a_meeting(session, actor, board, date(2026, 1, 5))
            session.commit()
            with statements() as many:
                client.get(path)
            assert len(few) == len(many) <= 8


class TestShow:
    def test_has_chair_terms_meetings_plans_and_history(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        board = a_board(session, actor, chair_note="Independent", terms="Meets monthly.")
        a_meeting(session, actor, board, date(2026, 9, 1))
        a_meeting(session, actor, board, date(2026, 11, 2))
        values = {"stage": PlanStage.ADOPTED, "board_id": board.id}
        plan = recorded(session, actor, Plan, title="Getting to good", **values)
        sign_in_as(Role.VIEWER)
        page = client.get(address(board)).text
        assert "Independent" in page
        assert "Meets monthly." in page
        assert f"/plans/{plan.id}" in page
        assert [row[0] for row in cells(page, "Meetings of this board")] == [
            "Meeting of November",
            "Meeting of September",
        ]
        assert "/amend" not in page
        assert "/end" not in page

    def test_one_that_ended_takes_no_more_meetings(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        board = a_board(session, actor, ended_on=TODAY)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(address(board)).text
        assert "Ended on 5 October 2026" in page
        assert "meetings/add" not in page
        assert "/end" not in page


class TestDeeds:
    def test_adds_amends_and_ends_a_board(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        chair = a_person(session, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        typed = {
            "name": " Improvement Board ",
            "kind": "improvement_board",
            "chair_id": str(chair.id),
            "terms": "Meets monthly.",
        }
        answer = fill(client, f"{BOARDS}/add", typed)
        board = session.scalars(select(Board)).one()
        assert answer.location == address(board)
        assert (board.name, board.kind, board.chair_id, board.terms, board.ended_on) == (
            "Improvement Board",
            BoardKind.IMPROVEMENT_BOARD,
            chair.id,
            "Meets monthly.",
            None,
        )
        fill(client, address(board, "/amend"), {"chair_id": "", "chair_note": "Independent"})
        assert (board.name, board.chair_id, board.chair_note, board.terms) == (
            "Improvement Board",
            None,
            "Independent",
            "Meets monthly.",
        )
        fill(client, address(board, "/end"), day("ended_on", date(2026, 9, 30)))
        assert (board.ended_on, board.chair_note) == (date(2026, 9, 30), "Independent")

    def test_a_chair_who_left_stays_a_choice_of_their_board_only(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        gone = a_person(session, actor, "Gone Person", left_on=date(2026, 1, 5))
        board = a_board(session, actor, chair_id=gone.id)
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "Gone Person" not in client.get(f"{BOARDS}/add").text
        fill(client, address(board, "/amend"), {"terms": "As before"})
        assert (board.chair_id, board.terms) == (gone.id, "As before")

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"kind": "cabinet"}, "Enter the name of the board"),
            ({"name": "New"}, "Select the kind of board"),
            ({"name": "New", "kind": "circus"}, "Select one of the choices on this page"),
            ({"name": "IMPROVEMENT board", "kind": "cabinet"}, "already a board with this name"),
            ({"name": "New", "kind": "cabinet", "chair_id": NOBODY}, "choices on this page"),
            ({"name": "New", "kind": "cabinet", "chair_id": "x"}, "choices on this page"),
            ({"name": "n" * 201, "kind": "cabinet"}, "200 characters or fewer"),
            ({"name": "New", "kind": "cabinet", "ended_on-day": "31"}, "must include"),
        ],
    )
    def test_refuses_what_is_wrong_and_keeps_what_was_typed(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        fields: dict[str, str],
        words: str,
    ) -> None:
        a_board(session, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        typed = {**fields, "terms": "Typed at length"}
        page = fill(client, f"{BOARDS}/add", typed, expect=422).text
        assert words in page
        assert "Typed at length" in page
        assert len(session.scalars(select(Board)).all()) == 1

    def test_needs_the_day_of_the_end(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        board = a_board(session, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, address(board, "/end"), day("ended_on", None), expect=422).text
        assert "Enter the day on which the board ended" in page
        assert board.ended_on is None

    @pytest.mark.parametrize("deed", ["/amend", "/end"])
    def test_shows_both_versions_when_somebody_was_faster(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        deed: str,
    ) -> None:
        chair = a_person(session, actor)
        board = a_board(session, actor, chair_id=chair.id)
        sign_in_as(Role.PROGRAMME_LEAD)
        form = next(
            form
            for form in parsed(client.get(address(board, deed)).text).iter("form")
            if form.get("action") == address(board, deed)
        )
        sent = {**dict(controls(form)), **day("ended_on", date(2026, 9, 30))}
        amend_board(session, board, THEIRS, by=actor, on=TODAY)
        page = client.post(address(board, deed), data=sent, csrf=False, expect=409).text
        assert "Somebody else changed this board" in page
        assert "30 September 2026" in page
        assert (board.name, board.ended_on) == ("Theirs", None)
        # Saved again, on purpose, it takes the place of what the other had saved.
        again = next(
            f for f in parsed(page).iter("form") if f.get("action") == address(board, deed)
        )
        client.post(address(board, deed), data=dict(controls(again)), csrf=False)
        assert board.ended_on == date(2026, 9, 30)
        assert board.name == ("Improvement Board" if deed == "/amend" else "Theirs")


class TestScope:
    @pytest.mark.parametrize("role", sorted(set(INSIDERS) - {Role.PROGRAMME_LEAD}))
    def test_deeds_are_for_programme_leads(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs, role: Role
    ) -> None:
        board = a_board(session, actor)
        sign_in_as(role)
        client.get(address(board))
        for path in (f"{BOARDS}/add", address(board, "/amend"), address(board, "/end")):
            client.get(path, expect=403)
            client.post(path, data={"name": "Mine", "kind": "cabinet"}, expect=403)
        assert board.name == "Improvement Board"

    def test_is_not_there_for_another_council(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
        strange = a_board(session, by, "Strange board", chair_id=a_person(session, by, "Ola").id)
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "Strange board" not in client.get(BOARDS).text
        assert "Ola" not in client.get(f"{BOARDS}/add").text
        for key in (str(strange.id), NOBODY):
            for deed in ("", "/amend", "/end"):
                client.get(f"{BOARDS}/{key}{deed}", expect=404)
            client.post(f"{BOARDS}/{key}/amend", expect=404)
