"""Boards with random members, and random challenges, for both forms of what may be done there."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from tests.foundations.records import START
from tracker.domain.board_vocabulary import BoardKind, BoardRole, ChallengeState
from tracker.models import Board, BoardMember, Challenge, Council, Person, Post

BOARDS = 8
CHALLENGES = 30


def add_seats(
    session: Session,
    chance: random.Random,
    council: Council,
    people: Sequence[Person],
    posts: Sequence[Post],
) -> None:
    """Boards with and without a chair, members of today and before, and challenges of each."""
    boards = [
        Board(
            council_id=council.id,
            name=f"Board {number}",
            kind=BoardKind.TASK_GROUP,
            chair_id=chance.choice([*(person.id for person in people), None]),
        )
        for number in range(BOARDS)
    ]
    session.add_all(boards)
    session.flush()
    for board in boards:
        session.add_all(_member(chance, board, people) for _ in range(chance.randint(0, 3)))
    session.add_all(_challenge(chance, boards, people, posts) for _ in range(CHALLENGES))
    session.flush()


def _member(chance: random.Random, board: Board, people: Sequence[Person]) -> BoardMember:
    known = chance.random() < 0.7
    return BoardMember(
        council_id=board.council_id,
        board_id=board.id,
        person_id=chance.choice(people).id if known else None,
        name=None if known else "A partner",
        role=chance.choice([BoardRole.CHAIR, BoardRole.MEMBER]),
        is_voting=True,
        from_on=START.date() - timedelta(days=9),
        to_on=chance.choice([None, START.date() - timedelta(days=1)]),
        removed_on=chance.choice([None, None, START.date()]),
    )


def _challenge(
    chance: random.Random, boards: Sequence[Board], people: Sequence[Person], posts: Sequence[Post]
) -> Challenge:
    known, to_post = chance.random() < 0.7, chance.random() < 0.5
    return Challenge(
        council_id=boards[0].council_id,
        board_id=chance.choice(boards).id,
        raised_on=START.date(),
        raised_by_id=chance.choice(people).id if known else None,
        raised_by_name=None if known else "A partner",
        put_to_id=None if to_post else chance.choice(people).id,
        put_to_post_id=chance.choice(posts).id if to_post else None,
        text="Why?",
        state=ChallengeState.RAISED,
    )


def seated(session: Session) -> dict[Any, Sequence[Any]]:
    """The boards and the challenges with all that a predicate looks at."""
    boards = select(Board).options(selectinload(Board.members)).order_by(Board.id)
    challenges = (
        select(Challenge)
        .options(joinedload(Challenge.board).selectinload(Board.members))
        .order_by(Challenge.id)
    )
    afresh = {"populate_existing": True}
    return {
        Board: session.scalars(boards.execution_options(**afresh)).all(),
        Challenge: session.scalars(challenges.execution_options(**afresh)).all(),
    }
