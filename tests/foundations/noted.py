"""A challenge in each state, decisions and follow-ups, noted where the demonstration has none.

What is noted on a restricted item says "chutney"; what hangs on the embargoed visit, "marmalade".
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import ChallengeState, MeetingState
from tracker.models import (
    Action,
    AgendaItem,
    Board,
    Challenge,
    ChallengeStep,
    Decision,
    FollowUp,
    Meeting,
    NoteCorrection,
    Post,
    Recommendation,
)
from tracker.services.rules import add_record

S = ChallengeState


def add_notes(session: Session, by: Actor, board: Board) -> None:
    """Note something at each of the board's meetings that was held, and more between them."""
    post = add_record(session, Post, by=by, title="Head of partnership")
    session.flush()
    _challenges(session, by, board, post)
    for state in (MeetingState.HELD, MeetingState.AGREED):
        meeting = session.scalars(
            select(Meeting).where(Meeting.board_id == board.id, Meeting.state == state)
        ).one()
        for item in session.scalars(
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting.id)
            .order_by(AgendaItem.position)
        ):
            _on_item(session, by, meeting, item, post)


def _challenges(session: Session, by: Actor, board: Board, post: Post) -> None:
    for state in S:
        challenge = _challenge(
            session,
            by,
            board,
            post,
            text=f"Why was this {state}?",
            state=state,
            due_on=by.today - timedelta(days=1) if state is S.PROMISED else None,
            settled_on=by.today if state in (S.VERIFIED, S.WITHDRAWN) else None,
        )
        if state is not S.RAISED:
            _step(session, by, challenge, state)


def _challenge(session: Session, by: Actor, board: Board, post: Post, **more: Any) -> Challenge:
    values = {
        "raised_on": by.today,
        "raised_by_name": "Partner Without Account",
        "put_to_post_id": post.id,
        "state": S.RAISED,
        **more,
    }
    challenge = add_record(session, Challenge, by=by, board_id=board.id, **values)
    session.flush()
    return challenge


def _step(session: Session, by: Actor, challenge: Challenge, state: S, **more: Any) -> None:
    promised = by.today - timedelta(days=1) if state is S.PROMISED else None
    values = {"words": "Because it was", "due_on": promised, "is_for_challenger": False, **more}
    add_record(
        session,
        ChallengeStep,
        by=by,
        challenge_id=challenge.id,
        state=state,
        taken_on=by.today,
        taken_by_name="Partner Without Account",
        **values,
    )


def _on_item(session: Session, by: Actor, meeting: Meeting, item: AgendaItem, post: Post) -> None:
    board = session.get_one(Board, meeting.board_id)
    word = "Chutney" if item.is_restricted else "Figures"
    at = {"meeting_id": meeting.id, "item_id": item.id}
    challenge = _challenge(session, by, board, post, text=f"{word} are late: why?", **at)
    _step(session, by, challenge, S.ANSWERED, words=f"{word} came by post")
    of_board: dict[str, Any] = {"by": by, "board_id": board.id, **at}
    decision = add_record(
        session, Decision, **of_board, text=f"{word} go by mail", owner_post_id=post.id
    )
    follow_up = add_record(
        session, FollowUp, **of_board, text=f"{word} are counted", owner_name="The clerk"
    )
    session.flush()
    if meeting.state is MeetingState.AGREED:
        for note in (challenge, decision, follow_up):
            _corrected(session, by, note, word)


def _corrected(session: Session, by: Actor, note: Any, word: str) -> None:
    add_record(
        session,
        NoteCorrection,
        by=by,
        subject_id=note.id,
        before=f"{word} before",
        after=note.text,
        reason=f"{word} were misheard",
        corrected_on=by.today,
        **{f"{note.__tablename__}_id": note.id},
    )


def add_embargoed_notes(
    session: Session, by: Actor, action: Action, recommendation: Recommendation
) -> None:
    """A challenge and a decision on each of the two, at the board of the council's plan."""
    board = session.scalars(
        select(Board).where(Board.council_id == by.council_id, Board.name == "Partners")
    ).one()
    post = session.scalars(
        select(Post).where(Post.council_id == by.council_id, Post.title == "Head of partnership")
    ).one()
    meeting = session.scalars(
        select(Meeting).where(Meeting.board_id == board.id, Meeting.state == MeetingState.HELD)
    ).one()
    for on in ({"action_id": action.id}, {"recommendation_id": recommendation.id}):
        challenge = _challenge(session, by, board, post, text="Why is marmalade late?", **on)
        _step(session, by, challenge, S.ANSWERED, words="Marmalade sets slowly")
        add_record(
            session,
            Decision,
            by=by,
            board_id=board.id,
            meeting_id=meeting.id,
            text="Marmalade is bought",
            **on,
        )
