"""Who may do what: one map, asked by routes, queries and templates alike.

Each permission has alternatives; an alternative is a tuple of predicates that must all hold.
What is not in the map is denied.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, or_, true

from tracker.access.actor import Actor
from tracker.access.board_predicates import (
    CHAIRS_BOARD,
    NOT_PUT_TO,
    PUT_TO,
    RAISED_CHALLENGE,
    SITS_ON_BOARD,
)
from tracker.access.permissions import Permission as P
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
    Predicate,
    has_role,
)
from tracker.domain.vocabulary import ActorKind, Role

Alternatives = tuple[tuple[Predicate, ...], ...]

PROGRAMME = has_role(Role.PROGRAMME_LEAD)
MANAGER = has_role(Role.SERVICE_MANAGER)
ASSURANCE = has_role(Role.ASSURANCE_LEAD)
DIRECTOR = has_role(Role.DIRECTOR)
BOARD = has_role(Role.BOARD_MEMBER)
VIEWER = has_role(Role.VIEWER)
COUNCILLOR = has_role(Role.COUNCILLOR)
ADMINISTRATOR = has_role(Role.ADMINISTRATOR)


def _any(*predicates: Predicate) -> Alternatives:
    return tuple((predicate,) for predicate in predicates)


OTHERS: Final = (MANAGER, ASSURANCE, DIRECTOR, BOARD, VIEWER, ADMINISTRATOR)
"""Every role but the one that keeps the boards."""

SEATED: Final = (BOARD, DIRECTOR)
"""Roles of those who sit on a board, an internal group among them, and speak there."""

EVERYONE: Final = _any(PROGRAMME, MANAGER, ASSURANCE, DIRECTOR, BOARD, VIEWER, ADMINISTRATOR)
"""Everybody who works for the council. Councillors do not: they see what is published."""

POLICY: Final[dict[P, Alternatives]] = {
    P.VIEW_COUNCIL: EVERYONE,
    P.SEE_EMBARGOED: _any(PROGRAMME, ASSURANCE, DIRECTOR),
    P.EXPORT: EVERYONE,
    P.RECORD_INSPECTIONS: _any(PROGRAMME),
    P.RESPOND_TO_RECOMMENDATIONS: _any(PROGRAMME, DIRECTOR),
    P.GIVE_VERDICTS: _any(PROGRAMME, ASSURANCE),
    P.KEEP_CLOCKS: _any(PROGRAMME),
    P.EDIT_PLANS: _any(PROGRAMME),
    P.ADOPT_PLANS: _any(PROGRAMME, DIRECTOR),
    P.EDIT_ACTIONS: _any(PROGRAMME),
    P.REQUEST_DATE_CHANGES: ((PROGRAMME,), (MANAGER, OWNS_ACTION), (DIRECTOR, OWNS_ACTION)),
    P.WITHDRAW_DATE_CHANGES: ((PROGRAMME,), (MANAGER, ASKED), (DIRECTOR, ASKED)),
    # A board decides at its meeting; whoever keeps the minutes enters it and names the meeting.
    P.DECIDE_DATE_CHANGES: ((PROGRAMME, DID_NOT_REQUEST), (DIRECTOR, DID_NOT_REQUEST)),
    P.POST_UPDATES: ((PROGRAMME,), (MANAGER, OWNS_ACTION), (DIRECTOR, OWNS_ACTION)),
    P.CORRECT_UPDATES: ((PROGRAMME,), (MANAGER, WROTE_UPDATE), (DIRECTOR, WROTE_UPDATE)),
    P.ADD_EVIDENCE: ((PROGRAMME,), (MANAGER, OWNS_ACTION), (DIRECTOR, OWNS_ACTION)),
    P.CHECK_EVIDENCE: ((PROGRAMME, OWNS_NOT), (ASSURANCE, OWNS_NOT)),
    P.ASSURE_ACTIONS: ((ASSURANCE, OUTSIDE_LINE),),
    P.CLOSE_ACTIONS: (
        (PROGRAMME, OWNS_NOT),
        (ASSURANCE, OWNS_NOT),
        (DIRECTOR, OWNS_NOT),
    ),
    P.KEEP_BOARDS: _any(PROGRAMME),
    P.READ_MEETINGS: ((PROGRAMME,), *((role, IS_ANNOUNCED) for role in OTHERS)),
    P.READ_AGENDA_ITEMS: (
        (PROGRAMME,),
        *((role, IS_OPEN_ITEM) for role in OTHERS),
        *((role, NAMED_ON_ITEM) for role in OTHERS),
    ),
    P.RAISE_CHALLENGES: ((PROGRAMME,), *((role, SITS_ON_BOARD) for role in SEATED)),
    P.ANSWER_CHALLENGES: (
        (PROGRAMME,),
        *((role, PUT_TO) for role in (*SEATED, MANAGER, ASSURANCE)),
    ),
    # Whoever keeps the minutes enters what the challenger or the chair said, but not on what was
    # put to themselves.
    P.SETTLE_CHALLENGES: (
        (PROGRAMME, NOT_PUT_TO),
        *((role, RAISED_CHALLENGE, NOT_PUT_TO) for role in SEATED),
        *((role, CHAIRS_BOARD, NOT_PUT_TO) for role in SEATED),
    ),
    P.WITHDRAW_CHALLENGES: (
        (PROGRAMME, NOT_PUT_TO),
        *((role, RAISED_CHALLENGE) for role in SEATED),
    ),
    P.KEEP_INTERVENTIONS: _any(PROGRAMME),
    P.KEEP_PEOPLE: _any(PROGRAMME, ADMINISTRATOR),
    P.HAND_OVER: _any(PROGRAMME, DIRECTOR),
    P.INVITE_PEOPLE: _any(ADMINISTRATOR),
    P.ADMINISTER_COUNCIL: _any(ADMINISTRATOR),
    P.MAKE_REPORTS: _any(PROGRAMME, DIRECTOR, ASSURANCE, ADMINISTRATOR, BOARD),
    P.ISSUE_REPORTS: _any(PROGRAMME, DIRECTOR),
    P.KEEP_TEMPLATES: _any(PROGRAMME, ADMINISTRATOR),
    P.SEE_PUBLICATIONS: (*EVERYONE, (COUNCILLOR,)),
    P.PREPARE_PUBLICATIONS: _any(PROGRAMME),
    P.REVIEW_PUBLICATIONS: (
        (PROGRAMME, DID_NOT_PREPARE),
        (ASSURANCE, DID_NOT_PREPARE),
        (DIRECTOR, DID_NOT_PREPARE),
    ),
    P.PUBLISH_PLANS: _any(PROGRAMME, DIRECTOR),
    P.KEEP_OWN_FEED: EVERYONE,
    # The whole of history holds what is under embargo: an administrator needs a role that sees it.
    P.EXPORT_HISTORY: ((PROGRAMME,), (ADMINISTRATOR, ASSURANCE), (ADMINISTRATOR, DIRECTOR)),
    P.SEE_REDACTIONS: _any(ADMINISTRATOR, PROGRAMME, DIRECTOR),
    P.ASK_REDACTIONS: _any(ADMINISTRATOR),
    P.DECIDE_REDACTIONS: ((PROGRAMME, DID_NOT_ASK), (DIRECTOR, DID_NOT_ASK)),
}


def can(actor: Actor, permission: P, subject: Any = None) -> bool:
    """Whether ``actor`` may do ``permission`` to ``subject``.

    A subject of another council is always refused. Where a predicate needs a subject and none is
    given, the answer is whether the actor might be allowed for some subject: good enough to show a
    link, never enough to act on one (see ``needs_subject``).
    """
    if subject is not None and subject.council_id != actor.council_id:
        return False
    if actor.kind is not ActorKind.PERSON:
        return True
    return any(
        all(_holds(predicate, actor, subject) for predicate in alternative)
        for alternative in POLICY.get(permission, ())
    )


def _holds(predicate: Predicate, actor: Actor, subject: Any) -> bool:
    if predicate.needs_subject and subject is None:
        return True
    return predicate.holds(actor, subject)


def needs_subject(permission: P) -> bool:
    """Whether the permission can only be decided about a loaded subject."""
    return any(p.needs_subject for alternative in POLICY[permission] for p in alternative)


def allowed_sql(actor: Actor, permission: P) -> ColumnElement[bool]:
    """The permission as a predicate of the subject's table, for lists and counts."""
    if actor.kind is not ActorKind.PERSON:
        return true()
    alternatives = [
        and_(*(predicate.sql(actor) for predicate in alternative))
        for alternative in POLICY.get(permission, ())
    ]
    return or_(*alternatives) if alternatives else false()
