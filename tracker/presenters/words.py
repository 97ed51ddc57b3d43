"""The words for what is stored: labels and tones of every slug, and small sentences about dates.

The one home of these words: pages, exports and papers take them from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tracker.domain.board_vocabulary import (
    AgendaKind,
    BoardKind,
    BoardRole,
    ChallengeState,
    MeetingState,
    Presence,
    Rescoping,
)
from tracker.domain.dates import long_date
from tracker.domain.publication_states import PublicationState, Readership
from tracker.domain.vocabulary import (
    Addressee,
    BodyKind,
    DateChangeState,
    FindingKind,
    InterventionKind,
    Marking,
    OwnershipRole,
    PlanStage,
    RedactionDecision,
    Response,
    Role,
    ScanResult,
    Seniority,
    Urgency,
    VerdictKind,
)


@dataclass(frozen=True)
class Tag:
    """A status as a word; the tone only repeats it in colour."""

    text: str
    tone: str = "neutral"
    note: str = ""


@dataclass(frozen=True)
class Link:
    """Words and where they lead; without an address they are only words."""

    text: str
    href: str = ""
    note: str = ""


LABELS: Final[dict[StrEnum, str]] = {
    Role.PROGRAMME_LEAD: "Programme lead",
    Role.SERVICE_MANAGER: "Service manager",
    Role.ASSURANCE_LEAD: "Assurance lead",
    Role.DIRECTOR: "Director",
    Role.BOARD_MEMBER: "Board member",
    Role.VIEWER: "Viewer",
    Role.COUNCILLOR: "Councillor",
    Role.ADMINISTRATOR: "Administrator",
    RedactionDecision.APPROVED: "Approved",
    RedactionDecision.REFUSED: "Refused",
    FindingKind.RECOMMENDATION: "Recommendation",
    FindingKind.AREA_FOR_IMPROVEMENT: "Area for improvement",
    FindingKind.PRIORITY_ACTION: "Area for priority action",
    FindingKind.OTHER_FINDING: "Other finding",
    Urgency.PRIORITY_IMMEDIATE: "Priority and immediate action",
    Urgency.IMMEDIATE: "Immediately",
    Urgency.THREE_MONTHS: "Within three months",
    Urgency.SIX_MONTHS: "Within six months",
    Addressee.LOCAL_AUTHORITY: "Local authority",
    Addressee.LSCB: "Local safeguarding children board",
    Addressee.TRUST: "Trust",
    Addressee.PARTNERSHIP: "Partnership",
    Addressee.OTHER: "Other",
    Response.ACCEPTED: "Accepted",
    Response.ACCEPTED_IN_PART: "Accepted in part",
    Response.NOT_ACCEPTED: "Not accepted",
    VerdictKind.NOT_LOOKED_AT: "Not looked at",
    VerdictKind.NO_PROGRESS: "No progress",
    VerdictKind.SOME_PROGRESS: "Some progress",
    VerdictKind.GOOD_PROGRESS: "Good progress",
    VerdictKind.RESOLVED: "Resolved",
    VerdictKind.BACK_AGAIN: "Back again",
    VerdictKind.STILL_THERE: "Still there",
    VerdictKind.IMPROVED: "Improved",
    PlanStage.DRAFT: "Draft",
    PlanStage.ADOPTED: "Adopted",
    PlanStage.SUBMITTED: "Submitted",
    PlanStage.CLOSED: "Closed",
    DateChangeState.REQUESTED: "Requested",
    DateChangeState.AGREED: "Agreed",
    DateChangeState.REFUSED: "Refused",
    DateChangeState.WITHDRAWN: "Withdrawn",
    OwnershipRole.LEAD: "Lead",
    OwnershipRole.DEPUTY: "Deputy",
    OwnershipRole.OWNER: "Owner",
    BoardKind.IMPROVEMENT_BOARD: "Improvement board",
    BoardKind.INTERNAL_GROUP: "Internal group",
    BoardKind.TASK_GROUP: "Task group",
    BoardKind.SCRUTINY: "Scrutiny committee",
    BoardKind.CABINET: "Cabinet",
    BoardKind.COUNCIL: "Full council",
    BoardKind.HEALTH_AND_WELLBEING_BOARD: "Health and wellbeing board",
    BoardKind.CORPORATE_PARENTING_PANEL: "Corporate parenting panel",
    BoardKind.PARTNERSHIP_BOARD: "Partnership board",
    BoardRole.CHAIR: "Chair",
    BoardRole.VICE_CHAIR: "Vice chair",
    BoardRole.MEMBER: "Member",
    BoardRole.ADVISER: "Adviser",
    BoardRole.OFFICER: "Officer in attendance",
    BoardRole.CLERK: "Clerk",
    MeetingState.DRAFT: "Draft",
    MeetingState.PUBLISHED: "Published",
    MeetingState.HELD: "Held",
    MeetingState.AGREED: "Agreed",
    MeetingState.CANCELLED: "Cancelled",
    Presence.PRESENT: "Present",
    Presence.APOLOGIES: "Apologies",
    Presence.ABSENT: "Absent",
    Presence.SUBSTITUTE: "Substitute came",
    AgendaKind.STANDING: "Standing item",
    AgendaKind.THEME: "Themed item",
    AgendaKind.DECISION: "For decision",
    AgendaKind.INFORMATION: "For information",
    # A challenge that was withdrawn has the slug, and the word, of a request that was.
    ChallengeState.RAISED: "Raised",
    ChallengeState.ANSWERED: "Answered",
    ChallengeState.PROMISED: "Evidence promised",
    ChallengeState.GIVEN: "Evidence given",
    ChallengeState.VERIFIED: "Verified",
    ChallengeState.SENT_BACK: "Sent back",
    Rescoping.REMOVED: "Removed",
    Rescoping.SUCCESS_MEASURE: "Measured otherwise",
    InterventionKind.ADVISER: "Adviser",
    InterventionKind.IMPROVEMENT_NOTICE: "Improvement notice",
    InterventionKind.STATUTORY_DIRECTION: "Statutory direction",
    InterventionKind.COMMISSIONER: "Commissioner",
    InterventionKind.SUPPORT_AND_SUPERVISION: "Support and supervision",
    InterventionKind.SIX_MONTH_REVIEW: "Six-month review",
    InterventionKind.REVOKED: "Intervention ended",
    Marking.OFFICIAL: "OFFICIAL",
    Marking.OFFICIAL_SENSITIVE: "OFFICIAL-SENSITIVE",
    Seniority.CHIEF_EXECUTIVE: "Chief executive",
    Seniority.DIRECTOR_OF_SERVICE: "Director",
    Seniority.ASSISTANT_DIRECTOR: "Assistant director",
    Seniority.HEAD_OF_SERVICE: "Head of service",
    Seniority.TEAM_MANAGER: "Team manager",
    Seniority.OFFICER: "Officer",
    Readership.COUNCILLORS: "Cabinet and scrutiny",
    Readership.PUBLIC: "Cabinet, scrutiny and the public",
    PublicationState.DRAFT: "Draft",
    PublicationState.REVIEWED: "Reviewed",
    PublicationState.PUBLISHED: "Published",
    PublicationState.SUPERSEDED: "Superseded",
    PublicationState.WITHDRAWN: "Withdrawn",
    ScanResult.CLEAN: "No virus found",
    ScanResult.NOT_SCANNED: "Not scanned for viruses",
}

BODY_LABELS: Final[dict[StrEnum, str]] = {
    BodyKind.COUNCIL: "Council",
    BodyKind.TRUST: "Trust",
    BodyKind.SAFEGUARDING_BOARD: "Safeguarding board",
    BodyKind.HEALTH: "Health body",
    BodyKind.POLICE: "Police",
    BodyKind.PARTNERSHIP: "Partnership",
    BodyKind.OTHER: "Other body",
}
"""Apart from the others: a body and a board, or an addressee, share slugs ("council", "other"), and
members of two vocabularies with one slug are the same key."""

TONES: Final[dict[StrEnum, str]] = {
    Response.ACCEPTED: "positive",
    Response.ACCEPTED_IN_PART: "caution",
    Response.NOT_ACCEPTED: "serious",
    VerdictKind.NO_PROGRESS: "serious",
    VerdictKind.SOME_PROGRESS: "caution",
    VerdictKind.GOOD_PROGRESS: "positive",
    VerdictKind.RESOLVED: "done",
    VerdictKind.BACK_AGAIN: "serious",
    VerdictKind.STILL_THERE: "serious",
    VerdictKind.IMPROVED: "positive",
    PlanStage.ADOPTED: "info",
    PlanStage.SUBMITTED: "positive",
    PlanStage.CLOSED: "done",
    DateChangeState.REQUESTED: "caution",
    DateChangeState.AGREED: "info",
    DateChangeState.REFUSED: "serious",
    PublicationState.REVIEWED: "info",
    PublicationState.PUBLISHED: "positive",
    Marking.OFFICIAL_SENSITIVE: "caution",
    MeetingState.CANCELLED: "serious",
    ChallengeState.RAISED: "caution",
    ChallengeState.ANSWERED: "info",
    ChallengeState.PROMISED: "info",
    ChallengeState.GIVEN: "positive",
    ChallengeState.VERIFIED: "done",
    ChallengeState.SENT_BACK: "serious",
}


def label(value: StrEnum | None) -> str:
    """The label of a stored slug; nothing for none."""
    if value is None:
        return ""
    return BODY_LABELS[value] if isinstance(value, BodyKind) else LABELS[value]


def tag(value: StrEnum | None) -> Tag | None:
    """The tag of a stored slug; none for none."""
    return Tag(label(value), TONES.get(value, "neutral")) if value is not None else None


def choices(kind: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """The slugs of ``kind``, or of some of it, with their labels, in their order."""
    return [(member.value, label(member)) for member in kind]


def day_words(day: date | None, none: str = "") -> str:
    """Such as "8 December 2015"; ``none`` where there is no day."""
    return long_date(day) if day is not None else none


def due_words(due_on: date | None, due_text: str | None) -> str:
    """A due date as written where it is no date, with the best date beside it."""
    if due_text and due_on:
        return f"{due_text} ({long_date(due_on)})"
    return due_text or day_words(due_on, "No date")


def count_words(number: int, one: str, several: str) -> str:
    """Such as "1 action" or "1,204 actions"."""
    return f"{number:,} {one if number == 1 else several}"


def demonstration_words(ons_code: str | None, *, is_demonstration: bool) -> str:
    """What each page and paper of a demonstration council says; nothing for any other council.

    Every council of England has a code of the Office for National Statistics: one without it is
    invented, and nothing about it was retold.
    """
    if not is_demonstration:
        return ""
    if ons_code is None:
        return "Demonstration: an invented council"
    return "Demonstration: retold from public documents"


def upper_first(words: str) -> str:
    """``words`` as a sentence begins: "a web page" is "A web page"."""
    return words[:1].upper() + words[1:]
