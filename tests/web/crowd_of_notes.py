"""What a crowd's board noted: challenges with steps, decisions and what they allowed, and more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.domain.board_vocabulary import ChallengeState, Rescoping
from tracker.models import (
    Action,
    AllowedRescoping,
    Board,
    Challenge,
    ChallengeStep,
    Decision,
    FollowUp,
    Meeting,
    NoteCorrection,
    Person,
    Recommendation,
)

if TYPE_CHECKING:
    from tests.web.crowd import Crowd


def note(
    crowd: Crowd,
    board: Board,
    meeting: Meeting,
    person: Person,
    action: Action,
    recommendation: Recommendation,
) -> None:
    """Everything hangs on the first meeting, the first action and the first recommendation."""
    at: dict[str, Any] = {"board_id": board.id, "meeting_id": meeting.id}
    about = {"action_id": action.id, "recommendation_id": recommendation.id}
    today = crowd.by.today
    # Raised by somebody else than the lead of the crowd, to whom none is put either.
    challenges = crowd.make(
        Challenge,
        *(
            {
                **at,
                **about,
                "text": f"Why {n}?",
                "raised_on": today,
                "raised_by_name": f"Partner {n}",
                "put_to_id": person.id,
                "state": ChallengeState.GIVEN,
            }
            for n in crowd.each
        ),
    )
    step = {"challenge_id": challenges[0].id, "taken_on": today, "taken_by_id": person.id}
    given = {"state": ChallengeState.GIVEN, "words": "Here", "action_id": action.id}
    crowd.make(ChallengeStep, *({**step, **given} for _ in crowd.each))
    decisions = crowd.make(
        Decision,
        *({**at, **about, "text": f"Do {n}", "owner_id": person.id} for n in crowd.each),
    )
    allowed = {"action_id": action.id, "decision_id": decisions[0].id, "allowed_on": today}
    crowd.make(AllowedRescoping, *({**allowed, "kind": Rescoping.REMOVED} for _ in crowd.each))
    follow_ups = crowd.make(
        FollowUp, *({**at, "text": f"Follow {n}", "owner_id": person.id} for n in crowd.each)
    )
    for kind, first in (
        ("challenge", challenges[0]),
        ("decision", decisions[0]),
        ("follow_up", follow_ups[0]),
    ):
        said = {"before": "x", "after": "y", "reason": "z", "corrected_on": today}
        ids = {"subject_id": first.id, f"{kind}_id": first.id, "corrected_by_id": person.id}
        crowd.make(NoteCorrection, *({**said, **ids} for _ in crowd.each))
