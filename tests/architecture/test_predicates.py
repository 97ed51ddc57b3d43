"""Each predicate has a form in Python and one in SQL: over random actors and rows they agree."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from tests.architecture.seats import add_seats, seated
from tests.foundations.records import START, InADeed
from tests.foundations.site import INSIDERS
from tracker.access.actor import Actor
from tracker.access.board_predicates import (
    CHAIRS_BOARD,
    NOT_PUT_TO,
    PUT_TO,
    RAISED_CHALLENGE,
    SITS_ON_BOARD,
)
from tracker.access.permissions import Permission
from tracker.access.policy import POLICY, allowed_sql, can, needs_subject
from tracker.access.predicates import (
    ASKED,
    DID_NOT_ASK,
    DID_NOT_PREPARE,
    DID_NOT_REQUEST,
    IS_ANNOUNCED,
    IS_OPEN_ITEM,
    NAMED_ON_ITEM,
    OUTSIDE_LINE,
    OWNS_ACTION,
    OWNS_NOT,
    WROTE_UPDATE,
    ActionInLine,
    Predicate,
)
from tracker.access.visibility import visible
from tracker.domain.board_vocabulary import AgendaKind, BoardKind, BoardRole, MeetingState
from tracker.domain.publication_states import PublicationState, Readership
from tracker.domain.vocabulary import ActorKind, Delivery, Door, OwnershipRole, Role
from tracker.models import (
    Action,
    AgendaItem,
    AgendaReader,
    Board,
    BoardMember,
    Challenge,
    Council,
    DateChange,
    Meeting,
    Ownership,
    Person,
    Plan,
    Post,
    PostHolding,
    Publication,
    Redaction,
    Update,
)
from tracker.queries.assurances import get_action_in_line

ACTORS = 60
ACTIONS = 40

SUBJECTS: dict[str, Any] = {
    DID_NOT_ASK.name: Redaction,
    DID_NOT_PREPARE.name: Publication,
    ASKED.name: DateChange,
    DID_NOT_REQUEST.name: DateChange,
    OWNS_ACTION.name: Action,
    OWNS_NOT.name: Action,
    OUTSIDE_LINE.name: ActionInLine,
    WROTE_UPDATE.name: Update,
    IS_ANNOUNCED.name: Meeting,
    IS_OPEN_ITEM.name: AgendaItem,
    NAMED_ON_ITEM.name: AgendaItem,
    SITS_ON_BOARD.name: Board,
    RAISED_CHALLENGE.name: Challenge,
    PUT_TO.name: Challenge,
    NOT_PUT_TO.name: Challenge,
    CHAIRS_BOARD.name: Challenge,
}
"""What each predicate that needs a subject is about; a new one has to be added here."""


def predicates() -> list[Predicate]:
    """Every predicate that the policy asks."""
    found = [p for alternatives in POLICY.values() for each in alternatives for p in each]
    return list({predicate.name: predicate for predicate in found}.values())


def subject_of(permission: Permission) -> Any:
    """The table whose rows the permission is decided about."""
    asked = [p.name for each in POLICY[permission] for p in each if p.needs_subject]
    return SUBJECTS[asked[0]]


@dataclass(frozen=True)
class Scene:
    """A council's people and posts, and records of every kind that a predicate is about."""

    council_id: uuid.UUID
    people: Sequence[uuid.UUID]
    posts: Sequence[uuid.UUID]
    subjects: dict[Any, Sequence[Any]]

    def actor(self, chance: random.Random) -> Actor:
        """Somebody: with or without a person, roles and posts."""
        return Actor(
            kind=chance.choices([ActorKind.PERSON, ActorKind.OPERATOR], [9, 1])[0],
            door=Door.WEB,
            at=datetime(2026, 10, 5, 9, 30, tzinfo=UTC),
            council_id=self.council_id,
            person_id=chance.choice([*self.people, None]),
            roles=frozenset(chance.sample(list(Role), chance.randint(0, 3))),
            post_ids=frozenset(chance.sample(self.posts, chance.randint(0, 2))),
        )

    def disagreements(
        self,
        session: Session,
        actor: Actor,
        table: Any,
        in_python: Callable[[Actor, Any], bool],
        in_sql: Callable[[Actor], ColumnElement[bool]],
    ) -> list[str]:
        """The subjects about which the two forms differ for ``actor``."""
        rows = Action if table is ActionInLine else table
        found = set(session.scalars(select(rows.id).where(in_sql(actor))))
        return [
            f"{table.__name__} {number}: Python says {in_python(actor, subject)}"
            for number, subject in enumerate(self.subjects[table])
            if in_python(actor, subject) != (_id_of(subject) in found)
        ]


def _id_of(subject: Any) -> uuid.UUID:
    found = subject.action if isinstance(subject, ActionInLine) else subject
    return cast(uuid.UUID, found.id)


@pytest.fixture
def chance() -> random.Random:
    """As pytest-randomly seeds it, so that a failure can be repeated with its -p option."""
    return random.Random(random.random())  # noqa: S311


@pytest.fixture
def scene(
    session: Session, council: Council, actor: Actor, in_a_deed: InADeed, chance: random.Random
) -> Scene:
    people = [Person(council_id=council.id, name=f"Person {n}") for n in range(4)]
    posts = [Post(council_id=council.id, title=f"Post {n}") for n in range(6)]
    plan = Plan(council_id=council.id, title="Plan")
    with in_a_deed():
        session.add_all([*people, *posts, plan])
        session.flush()
        _a_line(session, chance, people, posts)
        actions = [_action(session, plan, number) for number in range(ACTIONS)]
        session.flush()
        for action in actions:
            for position in range(chance.randint(0, 3)):
                session.add(_ownership(chance, action, people, posts, position))
            session.add(_update(chance, action, people))
            session.add(_redaction(chance, action, people))
            session.add(_date_change(chance, action, people))
            session.add(_publication(chance, plan, people))
        _meetings(session, chance, council, people)
        add_seats(session, chance, council, people, posts)
    loaded = select(Action).options(selectinload(Action.ownerships)).order_by(Action.id)
    in_line = [get_action_in_line(session, actor, action.id) for action in actions]
    return Scene(
        council.id,
        [person.id for person in people],
        [post.id for post in posts],
        {
            Action: session.scalars(loaded.execution_options(populate_existing=True)).all(),
            Publication: session.scalars(select(Publication).order_by(Publication.id)).all(),
            DateChange: session.scalars(select(DateChange).order_by(DateChange.id)).all(),
            ActionInLine: in_line,
            Update: session.scalars(select(Update).order_by(Update.id)).all(),
            Redaction: session.scalars(select(Redaction).order_by(Redaction.id)).all(),
            Meeting: session.scalars(select(Meeting).order_by(Meeting.id)).all(),
            AgendaItem: session.scalars(_ITEMS.execution_options(populate_existing=True)).all(),
            **seated(session),
        },
    )


def _a_line(
    session: Session, chance: random.Random, people: Sequence[Person], posts: Sequence[Post]
) -> None:
    """Each post but the first may report to an earlier one, and people hold some, or did."""
    for number, post in enumerate(posts[1:]):
        if chance.random() < 0.7:
            post.manager_post_id = chance.choice(posts[: number + 1]).id
    for person in people:
        for post in chance.sample(posts, chance.randint(0, 2)):
            session.add(
                PostHolding(
                    council_id=post.council_id,
                    post_id=post.id,
                    person_id=person.id,
                    from_on=START.date() - timedelta(days=9),
                    to_on=chance.choice([None, START.date() - timedelta(days=1)]),
                )
            )


def _action(session: Session, plan: Plan, number: int) -> Action:
    action = Action(
        council_id=plan.council_id,
        plan_id=plan.id,
        reference=f"1.{number}",
        sort_key=f"{number:03}",
        title="Do it",
    )
    session.add(action)
    return action


def _redaction(chance: random.Random, action: Action, people: Sequence[Person]) -> Redaction:
    return Redaction(
        council_id=action.council_id,
        record_type="action",
        record_id=action.id,
        reason="A name",
        asked_by_id=chance.choice(people).id,
        asked_on=START.date(),
    )


def _publication(chance: random.Random, plan: Plan, people: Sequence[Person]) -> Publication:
    return Publication(
        council_id=plan.council_id,
        plan_id=plan.id,
        title="Plan",
        address="plan",
        as_at=START.date(),
        readership=Readership.PUBLIC,
        state=PublicationState.WITHDRAWN,
        introduction="What we do",
        choices="",
        prepared_on=START.date(),
        prepared_by_id=chance.choice(people).id,
    )


def _ownership(
    chance: random.Random,
    action: Action,
    people: Sequence[Person],
    posts: Sequence[Post],
    position: int,
) -> Ownership:
    by_post = chance.random() < 0.5
    return Ownership(
        council_id=action.council_id,
        action_id=action.id,
        post_id=chance.choice(posts).id if by_post else None,
        person_id=None if by_post else chance.choice(people).id,
        role=OwnershipRole.OWNER,
        position=position,
        from_on=START.date(),
        removed_on=START.date() if chance.random() < 0.4 else None,
    )


def _update(chance: random.Random, action: Action, people: Sequence[Person]) -> Update:
    return Update(
        council_id=action.council_id,
        action_id=action.id,
        author_id=chance.choice([*(person.id for person in people), None]),
        posted_at=START + timedelta(minutes=chance.randint(0, 100)),
        posted_on=START.date(),
        done="Done",
        delivery=Delivery.ON_TRACK,
    )


def _date_change(chance: random.Random, action: Action, people: Sequence[Person]) -> DateChange:
    return DateChange(
        council_id=action.council_id,
        action_id=action.id,
        reason="Late",
        requested_on=START.date(),
        requested_by_id=chance.choice([*(person.id for person in people), None]),
    )


_ITEMS = (
    select(AgendaItem)
    .options(
        joinedload(AgendaItem.meeting),
        selectinload(AgendaItem.readers).joinedload(AgendaReader.member),
    )
    .order_by(AgendaItem.id)
)


def _meetings(
    session: Session, chance: random.Random, council: Council, people: Sequence[Person]
) -> None:
    """Meetings in each state, with items of which some name members, who may have left."""
    board = Board(council_id=council.id, name="Board", kind=BoardKind.CABINET)
    session.add(board)
    session.flush()
    of_board = {"council_id": council.id, "board_id": board.id}
    before = START.date() - timedelta(days=9)
    members = [
        BoardMember(
            **of_board,
            person_id=person.id,
            role=BoardRole.MEMBER,
            is_voting=True,
            from_on=before,
            to_on=chance.choice([None, START.date(), START.date() - timedelta(days=1)]),
            removed_on=chance.choice([None, None, START.date()]),
        )
        for person in people
    ]
    session.add_all(members)
    for state in [*MeetingState, *MeetingState]:
        meeting = Meeting(**of_board, held_on=START.date(), title="Meeting", state=state)
        session.add(meeting)
        session.flush()
        for position in range(3):
            _agenda_item(session, chance, meeting, members, position)


def _agenda_item(
    session: Session,
    chance: random.Random,
    meeting: Meeting,
    members: Sequence[BoardMember],
    position: int,
) -> None:
    item = AgendaItem(
        council_id=meeting.council_id,
        meeting_id=meeting.id,
        position=position,
        title="Item",
        kind=AgendaKind.DECISION,
        is_restricted=chance.random() < 0.6,
    )
    session.add(item)
    session.flush()
    for member in chance.sample(list(members), chance.randint(0, 2)):
        session.add(
            AgendaReader(
                council_id=item.council_id,
                item_id=item.id,
                meeting_id=meeting.id,
                member_id=member.id,
                removed_on=chance.choice([None, None, START.date()]),
            )
        )


def test_every_predicate_with_a_subject_says_what_it_is_about() -> None:
    assert {p.name for p in predicates() if p.needs_subject} == set(SUBJECTS)


@pytest.mark.usefixtures("any_engine")
class TestForms:
    @pytest.mark.parametrize("predicate", predicates(), ids=lambda predicate: predicate.name)
    def test_a_predicate_says_the_same_in_python_and_in_sql(
        self, session: Session, scene: Scene, chance: random.Random, predicate: Predicate
    ) -> None:
        table = SUBJECTS.get(predicate.name, Action)
        for _ in range(ACTORS):
            actor = scene.actor(chance)
            found = scene.disagreements(session, actor, table, predicate.holds, predicate.sql)
            assert found == [], actor

    @pytest.mark.parametrize("permission", Permission)
    def test_so_does_a_permission(
        self, session: Session, scene: Scene, chance: random.Random, permission: Permission
    ) -> None:
        table = subject_of(permission) if needs_subject(permission) else Action
        for _ in range(ACTORS // 4):
            actor = scene.actor(chance)
            found = scene.disagreements(
                session,
                actor,
                table,
                lambda who, subject: can(who, permission, subject),
                lambda who: allowed_sql(who, permission),
            )
            assert found == [], actor

    def test_a_meeting_is_visible_to_those_who_may_read_it(
        self, session: Session, scene: Scene, chance: random.Random
    ) -> None:
        for _ in range(ACTORS // 4):
            # Somebody without a role is let in nowhere, a councillor to what is published.
            actor = replace(scene.actor(chance), roles=frozenset([chance.choice(INSIDERS)]))
            found = scene.disagreements(
                session,
                actor,
                Meeting,
                lambda who, meeting: can(who, Permission.READ_MEETINGS, meeting),
                lambda who: visible(who, Meeting),
            )
            assert found == [], actor

    def test_a_form_that_forgets_something_is_found(
        self, session: Session, scene: Scene, chance: random.Random
    ) -> None:
        def forgetful(actor: Actor) -> ColumnElement[bool]:
            # Past owners are owners here: removed_on is not looked at.
            mine = Ownership.person_id == actor.person_id
            return exists().where(and_(Ownership.action_id == Action.id, mine))

        found: list[str] = []
        for person_id in scene.people:
            actor = replace(scene.actor(chance), person_id=person_id, post_ids=frozenset())
            found += scene.disagreements(session, actor, Action, OWNS_ACTION.holds, forgetful)
        assert found != []
