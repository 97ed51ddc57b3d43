"""The words that the tracker stores: stable slugs, and which step may follow which.

Labels live in the presenters. What differs between inspection frameworks (areas, grades, kinds of
activity) is not here: it is data, see ``tracker.domain.frameworks``.
"""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person may do for one council; a person may hold several roles."""

    PROGRAMME_LEAD = "programme_lead"
    SERVICE_MANAGER = "service_manager"
    ASSURANCE_LEAD = "assurance_lead"
    DIRECTOR = "director"
    BOARD_MEMBER = "board_member"
    VIEWER = "viewer"
    COUNCILLOR = "councillor"
    ADMINISTRATOR = "administrator"


class ActorKind(StrEnum):
    """Who does a deed: a signed-in person, an operator at the terminal, or the tracker itself."""

    PERSON = "person"
    OPERATOR = "operator"
    SYSTEM = "system"


class Door(StrEnum):
    """The way a deed came in."""

    WEB = "web"
    TERMINAL = "terminal"
    WORKER = "worker"
    DEMONSTRATION = "demonstration"


class ChangeKind(StrEnum):
    """What a history row says happened to its record."""

    CREATED = "created"
    CHANGED = "changed"


class BodyKind(StrEnum):
    """An organisation that can be responsible for a recommendation."""

    COUNCIL = "council"
    TRUST = "trust"
    SAFEGUARDING_BOARD = "safeguarding_board"
    HEALTH = "health"
    POLICE = "police"
    PARTNERSHIP = "partnership"
    OTHER = "other"


class FindingKind(StrEnum):
    """What a recommendation is called by those who made it."""

    RECOMMENDATION = "recommendation"
    AREA_FOR_IMPROVEMENT = "area_for_improvement"
    PRIORITY_ACTION = "priority_action"
    OTHER_FINDING = "other_finding"


class Urgency(StrEnum):
    """The heading that a report prints a recommendation under."""

    PRIORITY_IMMEDIATE = "priority_immediate"
    IMMEDIATE = "immediate"
    THREE_MONTHS = "three_months"
    SIX_MONTHS = "six_months"


class Addressee(StrEnum):
    """Whom a recommendation speaks to."""

    LOCAL_AUTHORITY = "local_authority"
    LSCB = "lscb"
    TRUST = "trust"
    PARTNERSHIP = "partnership"
    OTHER = "other"


class Response(StrEnum):
    """The council's answer to a recommendation."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    NOT_ACCEPTED = "not_accepted"


class VerdictKind(StrEnum):
    """What a later visit or report says of a recommendation."""

    NOT_LOOKED_AT = "not_looked_at"
    NO_PROGRESS = "no_progress"
    SOME_PROGRESS = "some_progress"
    GOOD_PROGRESS = "good_progress"
    RESOLVED = "resolved"
    BACK_AGAIN = "back_again"
    STILL_THERE = "still_there"
    IMPROVED = "improved"


VISIT_VERDICTS = (
    VerdictKind.NOT_LOOKED_AT,
    VerdictKind.NO_PROGRESS,
    VerdictKind.SOME_PROGRESS,
    VerdictKind.GOOD_PROGRESS,
    VerdictKind.RESOLVED,
    VerdictKind.BACK_AGAIN,
)
"""What a monitoring visit's letter says: it looks back and speaks of progress."""

REPORT_VERDICTS = (
    VerdictKind.STILL_THERE,
    VerdictKind.IMPROVED,
    VerdictKind.RESOLVED,
    VerdictKind.BACK_AGAIN,
)
"""What a person makes of a later report, which asks anew and seldom says what became of the old."""


class PlanStage(StrEnum):
    """How far a plan has come."""

    DRAFT = "draft"
    ADOPTED = "adopted"
    SUBMITTED = "submitted"
    CLOSED = "closed"


PLAN_STEPS: frozenset[tuple[PlanStage, PlanStage]] = frozenset(
    {
        (PlanStage.DRAFT, PlanStage.ADOPTED),
        (PlanStage.ADOPTED, PlanStage.SUBMITTED),
        (PlanStage.ADOPTED, PlanStage.CLOSED),
        (PlanStage.SUBMITTED, PlanStage.CLOSED),
    }
)
"""Every step a plan may take, as (from, to); what is not here is refused."""


class Delivery(StrEnum):
    """The owner's rating of how an action is going; not yet a word on whether it helped."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    COMPLETE = "complete"


_OPEN = (Delivery.NOT_STARTED, Delivery.ON_TRACK, Delivery.AT_RISK, Delivery.OFF_TRACK)

DELIVERY_STEPS: frozenset[tuple[Delivery, Delivery]] = frozenset(
    {
        *((before, after) for before in _OPEN for after in Delivery if after in _OPEN[1:]),
        *((before, Delivery.COMPLETE) for before in _OPEN),
        (Delivery.NOT_STARTED, Delivery.NOT_STARTED),
        (Delivery.COMPLETE, Delivery.COMPLETE),
    }
)
"""Every step that an ordinary update may take, as (from, to).

An action that has started does not become "not started" again, and a complete one stays complete:
a wrong update is corrected by a new one that points to it, which may take any step back.
"""

NEEDS_REASON: frozenset[Delivery] = frozenset({Delivery.AT_RISK, Delivery.OFF_TRACK})
"""Ratings that councillors want explained: each carries a reason."""


class EvidenceRating(StrEnum):
    """Whether it is shown that the work was done.

    An action's own side is none or offered, as its evidence stands; whoever assures it says
    whether what was offered is assured.
    """

    NONE = "none"
    OFFERED = "offered"
    ASSURED = "assured"
    NOT_ASSURED = "not_assured"


class ImpactRating(StrEnum):
    """Whether the work made a difference to children."""

    TOO_EARLY = "too_early"
    NO_CHANGE = "no_change"
    EARLY_SIGNS = "early_signs"
    MAKING_A_DIFFERENCE = "making_a_difference"
    SUSTAINED = "sustained"
    WORSE = "worse"


Rating = Delivery | EvidenceRating | ImpactRating

NEEDS_RECOVERY: frozenset[Rating] = NEEDS_REASON | {EvidenceRating.NOT_ASSURED}
"""Ratings that carry a reason and a recovery action, whoever gives them."""

LETS_CLOSE: frozenset[ImpactRating] = frozenset(
    {ImpactRating.MAKING_A_DIFFERENCE, ImpactRating.SUSTAINED}
)
"""Impact that is enough to close an action, once its evidence is assured."""


class RatingScale(StrEnum):
    """The three questions of an action: is it being done, is that shown, did it help."""

    DELIVERY = "delivery"
    EVIDENCE = "evidence"
    IMPACT = "impact"


class ClosingTest(StrEnum):
    """A test of a closed action, so long after its closing: does it still hold?"""

    THREE_MONTHS = "three_months"
    SIX_MONTHS = "six_months"
    TWELVE_MONTHS = "twelve_months"


class OwnershipRole(StrEnum):
    """How an owner holds an action: one lead, a deputy, and others."""

    LEAD = "lead"
    DEPUTY = "deputy"
    OWNER = "owner"


class SuccessionKind(StrEnum):
    """Why an old action leads to a new one; after a failed test the old one stays, closed."""

    MERGED = "merged"
    SPLIT = "split"
    FAILED_TEST = "failed_test"


class DateChangeState(StrEnum):
    """How far a request to change a due date has come."""

    REQUESTED = "requested"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


DATE_CHANGE_STEPS: frozenset[tuple[DateChangeState, DateChangeState]] = frozenset(
    (DateChangeState.REQUESTED, after)
    for after in (DateChangeState.AGREED, DateChangeState.REFUSED, DateChangeState.WITHDRAWN)
)
"""Every step of a request, as (from, to): it is decided or withdrawn once, and asked anew after."""


class InterventionKind(StrEnum):
    """The steps of government intervention (Education Act 1996, section 497A), and its reviews."""

    ADVISER = "adviser"
    IMPROVEMENT_NOTICE = "improvement_notice"
    STATUTORY_DIRECTION = "statutory_direction"
    COMMISSIONER = "commissioner"
    SUPPORT_AND_SUPERVISION = "support_and_supervision"
    SIX_MONTH_REVIEW = "six_month_review"
    REVOKED = "revoked"


class RedactionDecision(StrEnum):
    """What came of a redaction that was asked for."""

    APPROVED = "approved"
    REFUSED = "refused"


class DraftState(StrEnum):
    """How far the draft of a received report has come."""

    WAITING = "waiting"
    READING = "reading"
    READY = "ready"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class Marking(StrEnum):
    """The protective marking of evidence (Government Security Classifications Policy)."""

    OFFICIAL = "official"
    OFFICIAL_SENSITIVE = "official_sensitive"


class ScanResult(StrEnum):
    """What the virus scanner said of a file that is kept; an infected one never is."""

    CLEAN = "clean"
    NOT_SCANNED = "not_scanned"


class Seniority(StrEnum):
    """How senior a post is, the most senior first: it decides whose names are published."""

    CHIEF_EXECUTIVE = "chief_executive"
    DIRECTOR_OF_SERVICE = "director_of_service"
    ASSISTANT_DIRECTOR = "assistant_director"
    HEAD_OF_SERVICE = "head_of_service"
    TEAM_MANAGER = "team_manager"
    OFFICER = "officer"
