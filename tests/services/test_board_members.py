"""Who sits on a board, who chairs it, and whom it reports to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.services.asking import NOBODY, refused, told
from tests.services.given import a_board, a_person, recorded
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import VOTING_ROLES, BoardKind, BoardRole, Presence
from tracker.domain.vocabulary import Role
from tracker.models import Attendance, Board, BoardMember, Council, Meeting, Person
from tracker.services.board_members import MemberFields, add_member, amend_member, remove_member
from tracker.services.boards import BoardFields, add_board, amend_board
from tracker.services.deeds import Conflict

ON = date(2026, 10, 5)
POLICE = MemberFields(role=BoardRole.MEMBER, from_on=ON, name="Carol Finch", is_voting=True)


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    return a_board(session, actor)


@pytest.fixture
def person(session: Session, actor: Actor) -> Person:
    return a_person(session, actor)


def seated(session: Session, board: Board, by: Actor, **more: Any) -> BoardMember:
    return add_member(session, board, replace(POLICE, **more), by=by, on=ON)


def test_a_member_is_added_amended_and_removed(
    session: Session, actor: Actor, board: Board
) -> None:
    member = seated(session, board, actor, organisation="Police", email="Carol@Police.example.org")
    read = member.version
    assert (member.is_voting, member.email) == (True, "carol@police.example.org")
    gone = replace(POLICE, to_on=date(2026, 12, 1))
    amend_member(session, member, gone, by=actor, on=ON, version=read)
    assert member.to_on == date(2026, 12, 1)
    with pytest.raises(Conflict):
        amend_member(session, member, POLICE, by=actor, on=ON, version=read)
    remove_member(session, member, by=actor, on=ON, reason="Never sat there")
    assert [deed for deed, _ in told(session, member)] == [
        "add_member",
        "amend_member",
        "remove_member",
    ]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name": None}, "person_id", "Choose a person, or enter the name"),
        ({"person_id": NOBODY, "name": None}, "person_id", "of this council who has not left"),
        ({"to_on": date(2026, 10, 4)}, "to_on", "must not be before"),
        ({"role": None}, "role", "Choose the role"),
        ({"from_on": None}, "from_on", "first day"),
        ({"email": "carol"}, "email", "correct format"),
        ({"role": BoardRole.CLERK}, "is_voting", "have a vote"),
        ({"name": "x" * 201}, "name", "200 characters"),
        ({"organisation": "a\x00b"}, "organisation", "invisible character"),
    ],
)
def test_what_is_wrong_is_named_with_its_mend(
    session: Session,
    actor: Actor,
    board: Board,
    change: dict[str, Any],
    field: str,
    words: str,
) -> None:
    with refused(words, field=field):
        seated(session, board, actor, **change)


def test_a_person_and_a_name_are_not_one_member(
    session: Session, actor: Actor, board: Board, person: Person
) -> None:
    with refused("Choose a person, or enter the name", field="person_id"):
        seated(session, board, actor, person_id=person.id)


@pytest.mark.parametrize("role", BoardRole)
def test_only_some_roles_have_a_vote(
    session: Session, actor: Actor, board: Board, role: BoardRole
) -> None:
    if role in VOTING_ROLES:
        assert seated(session, board, actor, role=role).is_voting
    else:
        with refused("have a vote", field="is_voting"):
            seated(session, board, actor, role=role)
        assert not seated(session, board, actor, role=role, is_voting=False).is_voting


def test_nobody_sits_there_twice_at_a_time(
    session: Session, actor: Actor, board: Board, person: Person
) -> None:
    seated(session, board, actor, to_on=date(2026, 10, 31))
    with refused("They sit on this board already", field="name"):
        seated(session, board, actor, name="CAROL finch", from_on=date(2026, 10, 31))
    seated(session, board, actor, from_on=date(2026, 11, 1))
    seated(session, board, actor, person_id=person.id, name=None)
    with refused("They sit on this board already", field="person_id"):
        seated(session, board, actor, person_id=person.id, name=None)


def test_one_has_the_chair_and_the_board_says_so(
    session: Session, actor: Actor, board: Board, person: Person
) -> None:
    first = seated(session, board, actor, person_id=person.id, name=None, role=BoardRole.CHAIR)
    assert (board.chair_id, board.chair_note) == (person.id, None)
    with refused("Another member has the chair", field="role"):
        seated(session, board, actor, role=BoardRole.CHAIR)
    fields = BoardFields(name=board.name, kind=board.kind)
    with refused("The chair is one of this board’s members", field="chair_id"):
        amend_board(session, board, fields, by=actor, on=ON)
    ends = MemberFields(
        role=BoardRole.CHAIR, person_id=person.id, from_on=ON, to_on=ON, is_voting=True
    )
    amend_member(session, first, ends, by=actor, on=date(2026, 10, 6))
    assert (board.chair_id, board.chair_note) == (None, None)
    later = date(2026, 10, 6)
    outside = replace(POLICE, role=BoardRole.CHAIR, from_on=later, organisation="Red Quadrant")
    second = add_member(session, board, outside, by=actor, on=later)
    assert (board.chair_id, board.chair_note) == (None, "Carol Finch, Red Quadrant")
    remove_member(session, second, by=actor, on=later, reason="A mistake")
    assert board.chair_note is None


def test_whoever_was_at_a_meeting_sat_there(session: Session, actor: Actor, board: Board) -> None:
    member = seated(session, board, actor)
    held = recorded(session, actor, Meeting, board_id=board.id, held_on=ON, title="October")
    recorded(
        session,
        actor,
        Attendance,
        meeting_id=held.id,
        member_id=member.id,
        presence=Presence.ABSENT,
    )
    with refused("Enter their last day instead", field=None):
        remove_member(session, member, by=actor, on=ON, reason="x")


def test_another_councils_board_has_no_members_of_ours(
    session: Session, actor: Actor, board: Board, actor_as: ActorAs, other_council: Council
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    member = seated(session, board, actor)
    for deed in (
        lambda: seated(session, board, by),
        lambda: amend_member(session, member, POLICE, by=by, on=ON),
        lambda: remove_member(session, member, by=by, on=ON),
    ):
        with refused("another council", field=None):
            deed()


def test_an_ended_board_takes_no_member(session: Session, actor: Actor) -> None:
    ended = a_board(session, actor, ended_on=date(2026, 1, 1))
    with refused("has ended", field=None):
        seated(session, ended, actor)


# Whom a board reports to.


def reporting(session: Session, by: Actor, name: str, above: Board | None) -> Board:
    fields = BoardFields(
        name=name, kind=BoardKind.TASK_GROUP, reports_to_id=above.id if above else None
    )
    return add_board(session, fields, by=by, on=ON)


def test_boards_report_in_no_circle(session: Session, actor: Actor) -> None:
    top = reporting(session, actor, "Top", None)
    middle = reporting(session, actor, "Middle", top)
    bottom = reporting(session, actor, "Bottom", middle)
    fields = BoardFields(name="Top", kind=BoardKind.TASK_GROUP)
    for above in (middle, bottom):
        with refused(f"{above.name} reports to this board", field="reports_to_id"):
            amend_board(session, top, replace(fields, reports_to_id=above.id), by=actor, on=ON)
    with refused("cannot report to itself", field="reports_to_id"):
        amend_board(session, top, replace(fields, reports_to_id=top.id), by=actor, on=ON)
    free = replace(fields, name="Bottom", reports_to_id=top.id)
    amend_board(session, bottom, free, by=actor, on=ON)
    assert bottom.reports_to_id == top.id


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quorum": 0}, "quorum"),
        ({"quorum": 100_001}, "quorum"),
        ({"meets_every": 53}, "meets_every"),
        ({"meets_every": -1}, "meets_every"),
        ({"reports_to_id": NOBODY}, "reports_to_id"),
    ],
)
def test_figures_and_boards_above_are_sane(
    session: Session, actor: Actor, change: dict[str, Any], field: str
) -> None:
    fields = BoardFields(name="New", kind=BoardKind.CABINET)
    with refused("", field=field):
        add_board(session, replace(fields, **change), by=actor, on=ON)
