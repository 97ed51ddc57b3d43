"""Changes of due dates: what is asked for, what was decided, and which meetings can decide."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import allowed_sql
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.vocabulary import DateChangeState
from tracker.models import Action, Board, DateChange, Meeting, Person, Plan
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.people import ids_of

FILTERS = ("state", "move", "plan")
MOST_MEETINGS = 100
TO_DECIDE = "to_decide"
Values = tuple[str, ...]

Requester = aliased(Person)
Decider = aliased(Person)


def is_to_decide(actor: Actor) -> Condition:
    """The request is open and may be decided by this actor, who did not ask for it."""
    return and_(
        DateChange.state == DateChangeState.REQUESTED,
        allowed_sql(actor, Permission.DECIDE_DATE_CHANGES),
    )


def listing(actor: Actor) -> Listing:
    """What can be asked of a list of date changes: the latest come first."""
    return Listing(
        filters={"state": _in_states(actor), "move": _moved, "plan": _of_plans},
        sorts={
            "date": [func.coalesce(DateChange.decided_on, DateChange.requested_on)],
            "action": [func.lower(Plan.title), Action.sort_key],
            "to": [DateChange.to_on],
        },
        default_sort="-date",
        tie_break=[DateChange.id],
    )


def _in_states(actor: Actor) -> Callable[[Values], Condition | None]:
    def condition(values: Values) -> Condition | None:
        known = {member.value for member in DateChangeState}
        chosen = [DateChange.state == DateChangeState(value) for value in values if value in known]
        if TO_DECIDE in values:
            chosen.append(is_to_decide(actor))
        return or_(*chosen) if chosen else None

    return condition


def _moved(values: Values) -> Condition | None:
    later = and_(
        DateChange.from_on.is_not(None),
        or_(DateChange.to_on.is_(None), DateChange.to_on > DateChange.from_on),
    )
    known = {"later": later, "other": not_(later)}
    chosen = [known[value] for value in values if value in known]
    return or_(*chosen) if chosen else None


def _of_plans(values: Values) -> Condition | None:
    ids = ids_of(values)
    return Action.plan_id.in_(ids) if ids else None


def _changes(actor: Actor, plan_id: uuid.UUID | None) -> AnySelect:
    query = (
        select(DateChange.id)
        .join(Action, Action.id == DateChange.action_id)
        .join(Plan, Plan.id == Action.plan_id)
        .where(visible(actor, DateChange))
    )
    return query if plan_id is None else query.where(Action.plan_id == plan_id)


def _rows(actor: Actor, plan_id: uuid.UUID | None) -> AnySelect:
    return (
        _changes(actor, plan_id)
        .with_only_columns(
            DateChange.id,
            DateChange.council_id,
            DateChange.state,
            DateChange.from_on,
            DateChange.to_on,
            DateChange.to_text,
            DateChange.reason,
            DateChange.recovery,
            DateChange.requested_on,
            DateChange.requested_by_id,
            DateChange.decided_on,
            DateChange.decision_note,
            Requester.name.label("requester"),
            Decider.name.label("decider"),
            Meeting.held_on.label("meeting_on"),
            Board.name.label("board"),
            Action.id.label("action_id"),
            Action.reference,
            Action.title,
            Action.first_due_on,
            Plan.title.label("plan"),
            maintain_column_froms=True,
        )
        .outerjoin(Requester, Requester.id == DateChange.requested_by_id)
        .outerjoin(Decider, Decider.id == DateChange.decided_by_id)
        .outerjoin(Meeting, Meeting.id == DateChange.meeting_id)
        .outerjoin(Board, Board.id == Meeting.board_id)
    )


def page_of_date_changes(
    session: Session, actor: Actor, ask: Ask, plan_id: uuid.UUID | None = None
) -> Page[AnyRow]:
    """One page of the changes of the council's due dates, or of one plan's: two statements."""
    counted = _changes(actor, plan_id)
    return page_of(session, listing(actor), _rows(actor, plan_id), ask, counted=counted)


def every_date_change(
    session: Session, actor: Actor, ask: Ask, plan_id: uuid.UUID | None = None
) -> Sequence[AnyRow]:
    """All changes of the asked list, for an export."""
    return every_row(session, listing(actor), _rows(actor, plan_id), ask)


def list_plans_with_changes(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The plans in which a change was ever asked for, as (id, title)."""
    query = select(Plan.id, Plan.title).where(
        visible(actor, Plan),
        Plan.id.in_(
            select(Action.plan_id)
            .join(DateChange, DateChange.action_id == Action.id)
            .where(visible(actor, DateChange))
        ),
    )
    return session.execute(query.order_by(func.lower(Plan.title), Plan.id)).all()


def get_date_change(session: Session, actor: Actor, change_id: uuid.UUID) -> DateChange:
    """A change with its action, plan, people and meeting: one statement.

    Raises:
        NotFound: there is none that this actor may see.
    """
    action = joinedload(DateChange.action, innerjoin=True)
    query = (
        select(DateChange)
        .where(DateChange.id == change_id, visible(actor, DateChange))
        .options(
            action.joinedload(Action.plan, innerjoin=True),
            joinedload(DateChange.requested_by),
            joinedload(DateChange.decided_by),
            joinedload(DateChange.meeting).joinedload(Meeting.board),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such change of a due date")
    return found


def find_open_request(session: Session, actor: Actor, action_id: uuid.UUID) -> DateChange | None:
    """The request for another due date of an action that is still to be decided, if any."""
    query = select(DateChange).where(
        visible(actor, DateChange),
        DateChange.action_id == action_id,
        DateChange.state == DateChangeState.REQUESTED,
    )
    return session.scalars(query).one_or_none()


def list_deciding_meetings(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The newest meetings held by today, as (id, held_on, title, board)."""
    query = (
        select(Meeting.id, Meeting.held_on, Meeting.title, Board.name.label("board"))
        .join(Board, Board.id == Meeting.board_id)
        .where(
            visible(actor, Meeting),
            Meeting.stands,
            Meeting.held_on <= actor.today,
        )
        .order_by(Meeting.held_on.desc(), Meeting.id)
        .limit(MOST_MEETINGS)
    )
    return session.execute(query).all()
