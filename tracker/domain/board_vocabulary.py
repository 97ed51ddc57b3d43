"""The words of boards: their kinds and members, their meetings, challenges and decisions."""

from __future__ import annotations

from enum import StrEnum


class BoardKind(StrEnum):
    """What a board is for."""

    IMPROVEMENT_BOARD = "improvement_board"
    INTERNAL_GROUP = "internal_group"
    TASK_GROUP = "task_group"
    SCRUTINY = "scrutiny"
    CABINET = "cabinet"
    COUNCIL = "council"
    HEALTH_AND_WELLBEING_BOARD = "health_and_wellbeing_board"
    CORPORATE_PARENTING_PANEL = "corporate_parenting_panel"
    PARTNERSHIP_BOARD = "partnership_board"


class BoardRole(StrEnum):
    """What somebody is on a board; officers attend and do not belong to it."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MEMBER = "member"
    ADVISER = "adviser"
    OFFICER = "officer"
    CLERK = "clerk"


VOTING_ROLES: frozenset[BoardRole] = frozenset(
    {BoardRole.CHAIR, BoardRole.VICE_CHAIR, BoardRole.MEMBER}
)
"""Roles that may have a vote; whoever advises, attends or takes the minutes has none."""


class MeetingState(StrEnum):
    """How far a meeting has come, from its draft to its agreed minutes."""

    DRAFT = "draft"
    PUBLISHED = "published"
    HELD = "held"
    AGREED = "agreed"
    CANCELLED = "cancelled"


MEETING_STEPS: frozenset[tuple[MeetingState, MeetingState]] = frozenset(
    {
        (MeetingState.DRAFT, MeetingState.PUBLISHED),
        (MeetingState.PUBLISHED, MeetingState.HELD),
        (MeetingState.PUBLISHED, MeetingState.CANCELLED),
        (MeetingState.HELD, MeetingState.AGREED),
    }
)
"""Every step of a meeting, as (from, to); what is not here is refused.

A draft that is not wanted is removed: nobody was told of it. Agreed minutes are locked.
"""

STANDING_MEETINGS: frozenset[MeetingState] = frozenset(
    {MeetingState.PUBLISHED, MeetingState.HELD, MeetingState.AGREED}
)
"""Meetings that are known and take place: they lock dates and can decide."""


class Presence(StrEnum):
    """Whether a member was at a meeting."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    ABSENT = "absent"
    SUBSTITUTE = "substitute"


class AgendaKind(StrEnum):
    """What an item of an agenda is for."""

    STANDING = "standing"
    THEME = "theme"
    DECISION = "decision"
    INFORMATION = "information"


class ChallengeState(StrEnum):
    """How far a board's challenge has come, from its raising to what shows that it was met."""

    RAISED = "raised"
    ANSWERED = "answered"
    PROMISED = "promised"
    GIVEN = "given"
    VERIFIED = "verified"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


_UNSETTLED = (
    ChallengeState.RAISED,
    ChallengeState.ANSWERED,
    ChallengeState.PROMISED,
    ChallengeState.GIVEN,
    ChallengeState.SENT_BACK,
)

CHALLENGE_STEPS: frozenset[tuple[ChallengeState, ChallengeState]] = frozenset(
    {
        (ChallengeState.RAISED, ChallengeState.ANSWERED),
        (ChallengeState.ANSWERED, ChallengeState.PROMISED),
        (ChallengeState.ANSWERED, ChallengeState.GIVEN),
        (ChallengeState.ANSWERED, ChallengeState.SENT_BACK),
        (ChallengeState.PROMISED, ChallengeState.PROMISED),
        (ChallengeState.PROMISED, ChallengeState.GIVEN),
        (ChallengeState.GIVEN, ChallengeState.VERIFIED),
        (ChallengeState.GIVEN, ChallengeState.SENT_BACK),
        (ChallengeState.SENT_BACK, ChallengeState.ANSWERED),
        (ChallengeState.SENT_BACK, ChallengeState.PROMISED),
        (ChallengeState.SENT_BACK, ChallengeState.GIVEN),
        *((before, ChallengeState.WITHDRAWN) for before in _UNSETTLED),
    }
)
"""Every step of a challenge, as (from, to); what is not here is refused.

Nothing is verified before something was shown. A promise may be made anew: both days stay in the
challenge's story. What was verified or withdrawn is over; the same matter is raised anew.
"""

SETTLED_CHALLENGES: frozenset[ChallengeState] = frozenset(
    {ChallengeState.VERIFIED, ChallengeState.WITHDRAWN}
)
"""Challenges that no later meeting has before it."""


class Rescoping(StrEnum):
    """A change of what an adopted plan undertakes, which a board's decision may have allowed."""

    REMOVED = "removed"
    SUCCESS_MEASURE = "success_measure"
