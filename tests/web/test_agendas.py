"""The pages of boards' members, of agendas, minutes and papers, and of a meeting's steps."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.mail import SentMail
from tests.foundations.site import INSIDERS, SignInAs
from tests.page_contract import PageClient, controls, parsed, text_of
from tests.services.given import recorded
from tests.web.workforce import TODAY, cells, day, fill
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import AgendaKind, BoardKind, BoardRole, MeetingState
from tracker.domain.vocabulary import Role
from tracker.models import (
    AgendaItem,
    AgendaPaper,
    AgendaReader,
    Attendance,
    Board,
    BoardMember,
    Meeting,
)

COUNCIL = "/councils/riverford"
S = MeetingState
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    values = {"name": "Improvement Board", "kind": BoardKind.IMPROVEMENT_BOARD, "quorum": 1}
    return recorded(session, actor, Board, **values)


@pytest.fixture
def meeting(session: Session, actor: Actor, board: Board) -> Meeting:
    return a_meeting(session, actor, board)


def a_meeting(session: Session, by: Actor, board: Board, **more: Any) -> Meeting:
    values = {"held_on": TODAY, "title": "October", **more}
    return recorded(session, by, Meeting, board_id=board.id, **values)


def a_member(session: Session, by: Actor, board: Board, **more: Any) -> BoardMember:
    values = {"role": BoardRole.MEMBER, "is_voting": True, "from_on": date(2026, 1, 5), **more}
    return recorded(session, by, BoardMember, board_id=board.id, **values)


def an_item(session: Session, by: Actor, meeting: Meeting, title: str, **more: Any) -> AgendaItem:
    values = {"position": 1, "kind": AgendaKind.DECISION, "is_restricted": False, **more}
    return recorded(session, by, AgendaItem, meeting_id=meeting.id, title=title, **values)


def of(record: Any, deed: str = "") -> str:
    folders = {
        Board: "boards",
        Meeting: "meetings",
        BoardMember: "board-members",
        AgendaItem: "agenda-items",
        AgendaPaper: "agenda-papers",
    }
    return f"{COUNCIL}/{folders[type(record)]}/{record.id}{deed}"


def sent_of(page: str, path: str) -> dict[str, Any]:
    return dict(controls(next(f for f in parsed(page).iter("form") if f.get("action") == path)))


class TestMembers:
    def test_are_added_amended_and_shown_now_and_before(
        self, client: PageClient, session: Session, board: Board, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        typed = {"name": "Carol Finch", "organisation": "Police", "role": "member"}
        fill(client, of(board, "/members/add"), {**typed, **day("from_on", date(2026, 9, 1))})
        page = client.get(of(board)).text
        assert cells(page, "Members now") == [
            ["Carol FinchPolice", "Member", "Voting", "From 1 September 2026", "Amend Carol Finch"]
        ]
        member = session.scalars(select(BoardMember)).one()
        fill(client, of(member, "/amend"), day("to_on", date(2026, 10, 4)))
        page = client.get(of(board)).text
        assert "Nobody is entered who sits on this board today" in page
        assert cells(page, "Former members")[0][3] == "1 September 2026 to 4 October 2026"

    def test_wrong_input_is_named_and_kept(
        self, client: PageClient, session: Session, board: Board, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = of(board, "/members/add")
        page = fill(client, path, {"organisation": "Typed", "role": "member"}, expect=422).text
        assert "Choose a person, or enter the name of somebody else" in page
        assert "Typed" in page
        page = fill(client, path, {"name": "Carol", "role": "clerk"}, expect=422).text
        assert "Only the chair, the vice chair and members have a vote" in page
        assert session.scalars(select(BoardMember)).all() == []

    def test_two_editors_see_both_versions(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        member = a_member(session, actor, board, name="Carol")
        path = of(member, "/amend")
        sign_in_as(Role.PROGRAMME_LEAD)
        sent = sent_of(client.get(path).text, path)
        fill(client, path, {"organisation": "Theirs"})
        sent["organisation"] = "Mine"
        page = client.post(path, data=sent, csrf=False, expect=409).text
        assert "Somebody else changed this member" in page
        assert "Theirs" in page
        client.post(path, data=sent_of(page, path), csrf=False)
        assert member.organisation == "Mine"

    def test_a_board_draws_whom_it_reports_to(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        values = {"kind": BoardKind.INTERNAL_GROUP, "reports_to_id": board.id}
        group = recorded(session, actor, Board, name="Group", **values)
        sign_in_as(Role.VIEWER)
        page = client.get(f"{COUNCIL}/boards").text
        assert "Group reports to Improvement Board." in page
        assert cells(page, "Boards, and which they report to") == [
            ["Group", "Internal group", "Improvement Board"],
            ["Improvement Board", "Improvement board", "No other board"],
        ]
        assert of(group) in client.get(of(board)).text
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, of(board, "/amend"), {"reports_to_id": str(group.id)}, expect=422).text
        assert "Group reports to this board" in page


class TestSteps:
    def test_a_draft_is_for_those_who_keep_the_boards(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        draft = a_meeting(session, actor, board, state=S.DRAFT, title="Not known yet")
        an_item(session, actor, draft, "A draft item")
        places = (f"{COUNCIL}/meetings", of(board), f"{COUNCIL}", f"{COUNCIL}/search?q=known")
        for role in set(INSIDERS) - {Role.PROGRAMME_LEAD}:
            sign_in_as(role)
            client.get(of(draft), expect=404)
            assert all("Not known yet" not in client.get(place).text for place in places)
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "Not known yet" in client.get(f"{COUNCIL}/meetings").text
        assert "A draft item" in client.get(of(draft)).text

    def test_a_meeting_goes_its_way_by_its_pages(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        board: Board,
        sign_in_as: SignInAs,
        sent_mail: SentMail,
    ) -> None:
        a_member(session, actor, board, name="Carol", email="carol@police.example.org")
        meeting = a_meeting(session, actor, board, state=S.DRAFT)
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "1 member is written to: Carol." in client.get(of(meeting, "/publish")).text
        fill(client, of(meeting, "/publish"))
        (mail,) = sent_mail()
        assert f"http://127.0.0.1:5000{of(meeting)}" in mail.body
        reason = {"reason": "Room is taken"}
        fill(client, of(meeting, "/move"), {"start_time": "14:00", **reason})
        assert "Its time or place was changed: Room is taken" in client.get(of(meeting)).text
        assert sent_mail()[0].subject.startswith("Moved")
        fill(client, of(meeting, "/hold"))
        fill(client, of(meeting, "/agree"))
        assert meeting.state is S.AGREED
        page = client.get(of(meeting)).text
        assert "The minutes were agreed on 5 October 2026." in page
        assert "/amend" not in page
        page = fill(client, of(meeting, "/amend"), {"title": "Other"}, expect=422).text
        assert "nothing of it changes" in page
        page = fill(client, of(meeting, "/cancel"), {"reason": "x"}, expect=422).text
        assert "it cannot be cancelled" in page

    def test_a_cancelled_meeting_says_why_to_all(
        self, client: PageClient, session: Session, meeting: Meeting, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = fill(client, of(meeting, "/cancel"), {"reason": " "}, expect=422).text
        assert "Enter why the meeting is cancelled" in page
        fill(client, of(meeting, "/cancel"), {"reason": "Snow & ice"})
        sign_in_as(Role.VIEWER)
        assert "This meeting was cancelled. Snow &amp; ice" in client.get(of(meeting)).text

    def test_somebody_was_faster(
        self, client: PageClient, session: Session, meeting: Meeting, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = of(meeting, "/cancel")
        sent = sent_of(client.get(path).text, path) | {"reason": "Snow"}
        fill(client, of(meeting, "/move"), {"start_time": "14:00", "reason": "Theirs"})
        page = client.post(path, data=sent, csrf=False, expect=422).text
        assert "Somebody else has changed this meeting" in page
        assert "Snow" in page
        assert meeting.state is S.PUBLISHED

    def test_a_schedule_is_shown_first_and_added_when_sent_again(
        self, client: PageClient, session: Session, board: Board, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = of(board, "/schedule")
        typed = {
            **day("first_on", date(2026, 11, 27)),
            "every_weeks": "4",
            "times": "2",
            "without": "26 November 2026",
        }
        page = fill(client, path, typed, expect=200).text
        assert "Tuesday 29 December 2026: December 2026 meeting (moved from 25 December" in page
        assert session.scalars(select(Meeting)).all() == []
        sent = sent_of(page, path)
        # What was changed after it was shown is shown anew.
        page = client.post(path, data=sent | {"times": "3"}, csrf=False, expect=200).text
        assert "Add 3 meetings as drafts" in page
        client.post(path, data=sent_of(page, path), csrf=False)
        assert len(session.scalars(select(Meeting)).all()) == 3

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"times": ""}, "Enter how many meetings, or until when"),
            ({"times": "many"}, "How many meetings must be a whole number from 1 to 60"),
            ({"every_weeks": "0"}, "must be a whole number from 1 to 52"),
            ({"every_weeks": ""}, "Enter the number of weeks"),
            ({"without": "26 November 2026\nnever"}, "“never” is no day"),
            ({"start_time": "teatime"}, "must be a time of day"),
        ],
    )
    def test_a_schedule_without_sense_is_given_back(
        self,
        client: PageClient,
        session: Session,
        board: Board,
        sign_in_as: SignInAs,
        change: dict[str, str],
        words: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = of(board, "/schedule")
        typed = {**day("first_on", date(2026, 11, 27)), "every_weeks": "4", "times": "2"}
        page = fill(client, path, {**typed, "place": "Typed here", **change}, expect=422).text
        assert words in page
        assert "Typed here" in page


class TestAttendance:
    def test_is_recorded_and_the_quorum_told_in_words(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        meeting = a_meeting(session, actor, board)
        carol, kit = (a_member(session, actor, board, name=name) for name in ("Carol", "Kit"))
        sign_in_as(Role.PROGRAMME_LEAD)
        path = of(meeting, "/attendance")
        page = fill(client, path, {f"presence_{kit.id.hex}": "substitute"}, expect=422).text
        assert "Enter who came in their place" in page
        fill(client, path, {f"presence_{carol.id.hex}": "apologies"})
        page = client.get(of(meeting)).text
        assert "The quorum was not met: 0 voting members came or sent a substitute" in page
        typed = {f"presence_{kit.id.hex}": "substitute", f"substitute_{kit.id.hex}": "Lee"}
        fill(client, path, typed)
        page = client.get(of(meeting)).text
        assert "The quorum was met: 1 voting member came or sent a substitute, and 1 are" in page
        assert cells(page, "Attendance") == [
            ["Carol", "Member", "Apologies"],
            ["Kit", "Member", "Substitute cameLee"],
        ]

    def test_two_writers_keep_their_words_and_see_both(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        meeting = a_meeting(session, actor, board)
        carol, kit = (a_member(session, actor, board, name=name) for name in ("Carol", "Kit"))
        sign_in_as(Role.PROGRAMME_LEAD)
        path = of(meeting, "/attendance")
        sent = sent_of(client.get(path).text, path)
        fill(client, path, {f"presence_{carol.id.hex}": "absent"})
        sent |= {f"presence_{carol.id.hex}": "present", f"presence_{kit.id.hex}": "present"}
        page = client.post(path, data=sent, csrf=False, expect=409).text
        assert "Somebody else changed this attendance" in page
        client.post(path, data=sent_of(page, path), csrf=False)
        lines = session.scalars(select(Attendance.presence)).all()
        assert [line and line.value for line in lines] == ["present", "present"]


class TestAgenda:
    def test_items_are_added_ordered_and_minuted(
        self, client: PageClient, session: Session, meeting: Meeting, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        for title in ("Figures", "Risks"):
            typed = {"title": title, "kind": "decision", "duration": "75"}
            fill(client, of(meeting, "/agenda/add"), typed)
        risks = session.scalars(select(AgendaItem).where(AgendaItem.title == "Risks")).one()
        page = client.get(of(meeting)).text
        assert page.index("Figures") < page.index("Risks")
        assert "The items take 2 hours 30 minutes together." in page
        client.submit(of(meeting), {}, form=of(risks, "/move"), expect=303)
        page = client.get(of(meeting)).text
        assert page.index("Risks") < page.index("Figures")
        client.post(of(risks, "/move"), data={"direction": "sideways"}, expect=422)
        fill(client, of(risks, "/minute"), {"minute": "Two <risks> & more"})
        assert "Two &lt;risks&gt; &amp; more" in client.get(of(meeting)).text

    def test_a_correction_stays_visible(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        agreed = a_meeting(session, actor, board, state=S.AGREED, agreed_on=TODAY)
        item = an_item(session, actor, agreed, "Risks", minute="Two risks")
        sign_in_as(Role.PROGRAMME_LEAD)
        path = of(item, "/correct")
        page = fill(client, path, {"minute": "Three risks"}, expect=422).text
        assert "Enter why the minutes are corrected" in page
        assert "Three risks" in page
        fill(client, path, {"minute": "Three risks", "reason": "One was left out"})
        sign_in_as(Role.VIEWER)
        said = text_of(parsed(client.get(of(agreed)).text))
        assert "Three risks" in said
        assert re.search(r"Corrected on 5 October 2026 by .*: One was left out", said)
        assert "It said before: Two risks" in said

    def test_a_restricted_item_is_nowhere_for_others(
        self, client: PageClient, session: Session, actor: Actor, board: Board, sign_in_as: SignInAs
    ) -> None:
        meeting = a_meeting(session, actor, board)
        an_item(session, actor, meeting, "Open item")
        secret = an_item(
            session, actor, meeting, "Marmalade post", position=2, is_restricted=True, minute="Jam"
        )
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, of(secret, "/amend"), {"note": "Names of Marmalade"})
        file = {"title": "Marmalade list", "file": (io.BytesIO(PDF), "marmalade.pdf")}
        client.submit(of(secret, "/papers/add"), file, form=of(secret, "/papers/add"), expect=303)
        paper = session.scalars(select(AgendaPaper)).one()
        assert client.get(of(paper, "/file")).data == PDF
        member = sign_in_as(Role.BOARD_MEMBER)
        seat = a_member(session, actor, board, person_id=member.id)
        for role in (Role.BOARD_MEMBER, Role.DIRECTOR, Role.VIEWER, Role.ADMINISTRATOR):
            person = sign_in_as(role)
            page = client.get(of(meeting)).text
            assert "Open item" in page
            assert "1 item is restricted and not shown to you." in page
            history = client.get(f"{COUNCIL}/history/{meeting.id}", expect=(200, 403, 404)).text
            for text in (page, history, client.get(f"{COUNCIL}/search?q=marmalade").text):
                assert "Marmalade" not in text
                assert "Jam" not in text
            client.get(of(paper, "/file"), expect=404)
            assert person.id != member.id
        link = {"item_id": secret.id, "meeting_id": meeting.id, "member_id": seat.id}
        recorded(session, actor, AgendaReader, **link)
        own = sign_in_as(Role.BOARD_MEMBER)
        recorded(
            session,
            actor,
            AgendaReader,
            **{**link, "member_id": a_member(session, actor, board, person_id=own.id).id},
        )
        assert "Marmalade post" in client.get(of(meeting)).text
        assert client.get(of(paper, "/file")).data == PDF

    def test_a_paper_is_refused_with_a_sentence_and_goes_with_its_file(
        self, client: PageClient, session: Session, actor: Actor, meeting: Meeting, sign_in_as: Any
    ) -> None:
        item = an_item(session, actor, meeting, "Risks")
        sign_in_as(Role.PROGRAMME_LEAD)
        path = of(item, "/papers/add")
        for typed, words in (
            ({"title": "x"}, "Enter the address of a web page, or choose a file"),
            ({"title": "x", "url": "javascript:alert(1)"}, "must begin with https://"),
            ({"title": "x", "file": (io.BytesIO(b"MZ"), "virus.exe")}, "file"),
            ({"title": "x", "file": (io.BytesIO(b"not a pdf"), "a.pdf")}, "PDF"),
            ({"file": (io.BytesIO(PDF), "a.pdf")}, "Enter a title"),
        ):
            page = client.submit(path, typed, form=path, expect=422).text
            assert words in page
        assert session.scalars(select(AgendaPaper)).all() == []
        file = {"title": "Risks", "file": (io.BytesIO(PDF), "a.pdf")}
        client.submit(path, file, form=path, expect=303)
        paper = session.scalars(select(AgendaPaper)).one()
        assert "Risks" in client.get(of(meeting)).text
        fill(client, of(paper, "/remove"), {"reason": "Old"})
        client.get(of(paper, "/file"), expect=404)
        assert f"/agenda-papers/{paper.id}" not in client.get(of(meeting)).text
