"""Handovers: everything that is open moves in one deed, with a note."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs, InADeed
from tests.services.asking import last_told, refused, told
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage, Role
from tracker.models import (
    Action,
    Council,
    History,
    Ownership,
    Person,
    Plan,
    Post,
    Priority,
)
from tracker.services.boards import BoardFields, add_board
from tracker.services.people import PersonFields, add_person, hand_over, leave
from tracker.services.posts import PostFields, add_post

ON = date(2026, 10, 5)
NOTE = "Rowan moves to early help; Kim takes over."
LEAD, DEPUTY, OWNER = OwnershipRole.LEAD, OwnershipRole.DEPUTY, OwnershipRole.OWNER


@pytest.fixture
def rowan(session: Session, actor: Actor) -> Person:
    return add_person(session, PersonFields(name="Rowan Mason"), by=actor, on=ON)


@pytest.fixture
def kim(session: Session, actor: Actor) -> Person:
    return add_person(session, PersonFields(name="Kim Okafor"), by=actor, on=ON)


@pytest.fixture
def head(session: Session, actor: Actor) -> Post:
    return add_post(session, PostFields(title="Head of First Contact"), by=actor, on=ON)


@pytest.fixture
def plan(session: Session, council: Council, in_a_deed: InADeed) -> Plan:
    with in_a_deed():
        plan = Plan(council_id=council.id, title="Getting to good", stage=PlanStage.ADOPTED)
        session.add(plan)
    return plan


class Owning:
    """Makes actions of the plan with their owners."""

    def __init__(self, session: Session, plan: Plan, in_a_deed: InADeed) -> None:
        self.session, self.plan, self.in_a_deed = session, plan, in_a_deed
        self.made = 0

    def __call__(self, *owners: tuple[Person | Post, OwnershipRole], **more: object) -> Action:
        self.made += 1
        reference = f"1.{self.made}"
        with self.in_a_deed():
            action = Action(
                council_id=self.plan.council_id,
                plan_id=self.plan.id,
                reference=reference,
                sort_key=reference,
                title="Answer each contact within a day",
                **more,
            )
            self.session.add(action)
            self.session.flush()
            for position, (owner, role) in enumerate(owners):
                holder = "person_id" if isinstance(owner, Person) else "post_id"
                self.session.add(
                    Ownership(
                        council_id=action.council_id,
                        action_id=action.id,
                        role=role,
                        position=position,
                        from_on=date(2026, 1, 1),
                        **{holder: owner.id},
                    )
                )
        return action


@pytest.fixture
def owning(session: Session, plan: Plan, in_a_deed: InADeed) -> Owning:
    return Owning(session, plan, in_a_deed)


def owners_of(session: Session, action: Action) -> set[tuple[object, OwnershipRole]]:
    session.expire_all()
    rows = session.query(Ownership).filter_by(action_id=action.id, removed_on=None)
    return {(row.person_id or row.post_id, row.role) for row in rows}


@pytest.mark.usefixtures("any_engine")
def test_open_actions_move_and_the_rest_stay(
    session: Session, actor: Actor, rowan: Person, kim: Person, head: Post, owning: Owning
) -> None:
    opened = owning((head, OWNER), (rowan, LEAD))
    deputised = owning((rowan, DEPUTY), delivery=Delivery.OFF_TRACK)
    complete = owning((rowan, LEAD), delivery=Delivery.COMPLETE)
    removed = owning((rowan, LEAD), removed_on=ON)
    done = hand_over(session, rowan, kim, by=actor, on=ON, reason=NOTE)
    assert done.actions == 2
    assert owners_of(session, opened) == {(head.id, OWNER), (kim.id, LEAD)}
    assert owners_of(session, deputised) == {(kim.id, DEPUTY)}
    assert owners_of(session, complete) == {(rowan.id, LEAD)}
    assert owners_of(session, removed) == {(rowan.id, LEAD)}
    moved = session.query(Ownership).filter_by(action_id=opened.id, person_id=kim.id).one()
    assert (moved.position, moved.from_on) == (1, ON)


def test_the_whole_handover_is_one_deed_with_its_note(
    session: Session, actor: Actor, rowan: Person, kim: Person, owning: Owning
) -> None:
    actions = [owning((rowan, LEAD)) for _ in range(3)]
    board = BoardFields(name="Board", kind=BoardKind.CABINET, chair_id=rowan.id)
    add_board(session, board, by=actor, on=ON)
    hand_over(session, rowan, kim, by=actor, on=ON, reason=NOTE)
    rows = session.query(History).filter_by(deed="hand_over").all()
    assert len({row.deed_id for row in rows}) == 1
    assert len(rows) == 3 + 3 + 1
    ownership = session.query(Ownership).filter_by(action_id=actions[0].id, person_id=kim.id).one()
    assert told(session, ownership) == [("hand_over", "created")]
    assert last_told(session, ownership)["reason"] == NOTE


@pytest.mark.parametrize(
    ("given", "held", "left"),
    [
        (LEAD, OWNER, LEAD),
        (LEAD, DEPUTY, LEAD),
        (DEPUTY, OWNER, DEPUTY),
        (DEPUTY, LEAD, LEAD),
        (OWNER, LEAD, LEAD),
        (OWNER, DEPUTY, DEPUTY),
        (OWNER, OWNER, OWNER),
    ],
)
def test_a_receiver_who_owns_the_action_keeps_the_weightier_role(
    session: Session,
    actor: Actor,
    rowan: Person,
    kim: Person,
    owning: Owning,
    given: OwnershipRole,
    held: OwnershipRole,
    left: OwnershipRole,
) -> None:
    # The receiver's ownership is the older record, so that it would be written first.
    action = owning((kim, held), (rowan, given))
    hand_over(session, rowan, kim, by=actor, on=ON, reason=NOTE)
    assert owners_of(session, action) == {(kim.id, left)}


def test_an_action_moves_from_a_person_to_a_post_and_back(
    session: Session, actor: Actor, rowan: Person, head: Post, owning: Owning
) -> None:
    action = owning((rowan, LEAD))
    hand_over(session, rowan, head, by=actor, on=ON, reason=NOTE)
    assert owners_of(session, action) == {(head.id, LEAD)}
    hand_over(session, head, rowan, by=actor, on=ON, reason=NOTE)
    assert owners_of(session, action) == {(rowan.id, LEAD)}


def test_boards_are_chaired_by_people_only(
    session: Session, actor: Actor, rowan: Person, kim: Person, head: Post
) -> None:
    boards = [
        add_board(
            session,
            BoardFields(name=name, kind=BoardKind.CABINET, chair_id=rowan.id, ended_on=ended_on),
            by=actor,
            on=ON,
        )
        for name, ended_on in (("Board", None), ("Former board", date(2020, 1, 1)))
    ]
    assert hand_over(session, rowan, head, by=actor, on=ON, reason=NOTE).boards == 0
    assert hand_over(session, rowan, kim, by=actor, on=ON, reason=NOTE).boards == 1
    assert [board.chair_id for board in boards] == [kim.id, rowan.id]


def test_a_post_hands_its_priorities_to_a_post(
    session: Session, actor: Actor, head: Post, plan: Plan, in_a_deed: InADeed, kim: Person
) -> None:
    director = add_post(session, PostFields(title="Director"), by=actor, on=ON)
    with in_a_deed():
        priority = Priority(
            council_id=plan.council_id,
            plan_id=plan.id,
            letter="A",
            sort_key="A",
            title="Oversight",
            director_post_id=head.id,
        )
        session.add(priority)
    assert hand_over(session, head, kim, by=actor, on=ON, reason=NOTE).priorities == 0
    assert hand_over(session, head, director, by=actor, on=ON, reason=NOTE).priorities == 1
    assert priority.director_post_id == director.id


def test_what_a_handover_refuses(
    session: Session,
    actor: Actor,
    rowan: Person,
    kim: Person,
    actor_as: ActorAs,
    other_council: Council,
) -> None:
    elsewhere = actor_as(Role.DIRECTOR, council=other_council)
    stranger = add_person(session, PersonFields(name="Ola"), by=elsewhere, on=ON)
    for reason in ("", "  "):
        with refused("Enter a note", field="reason"):
            hand_over(session, rowan, kim, by=actor, on=ON, reason=reason)
    with refused("Choose somebody else", field="receiver"):
        hand_over(session, rowan, rowan, by=actor, on=ON, reason=NOTE)
    for giver, receiver in ((rowan, stranger), (stranger, rowan)):
        with refused("another council", field=None):
            hand_over(session, giver, receiver, by=actor, on=ON, reason=NOTE)
    leave(session, kim, by=actor, on=ON)
    with refused("still there", field="receiver"):
        hand_over(session, rowan, kim, by=actor, on=ON, reason=NOTE)


def test_somebody_who_has_left_can_still_give(
    session: Session, actor: Actor, rowan: Person, kim: Person, owning: Owning
) -> None:
    action = owning((rowan, LEAD))
    assert leave(session, rowan, by=actor, on=ON).actions == 1
    hand_over(session, rowan, kim, by=actor, on=ON, reason=NOTE)
    assert owners_of(session, action) == {(kim.id, LEAD)}
