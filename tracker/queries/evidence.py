"""Evidence of actions, as this actor may see it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.reader import FutureReader, Reader, prepared, reader_of, reading
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import Viewer, visible
from tracker.domain.vocabulary import Marking
from tracker.models import Action, Evidence, EvidenceFile, History, Person, Plan
from tracker.queries.errors import NotFound
from tracker.queries.history import history_rows
from tracker.queries.listing import Ask, Condition, Listing, Page, every_row, page_of
from tracker.queries.rows import read_rows

FILTERS = ("plan", "check", "marking")
RECENT = 20
Values = tuple[str, ...]

CHECKS: dict[str, Callable[[Reader], Condition]] = {
    "unchecked": lambda _reader: Evidence.checked_on.is_(None),
    "overdue": lambda reader: Evidence.check_again_on < reader.today,
    "checked": lambda reader: and_(
        Evidence.checked_on.is_not(None),
        or_(Evidence.check_again_on.is_(None), Evidence.check_again_on >= reader.today),
    ),
}
"""How evidence stands with its check: each is one condition, and every piece meets one of them."""


def _with_check(reader: Reader) -> Callable[[Values], Condition | None]:
    def condition(values: Values) -> Condition | None:
        chosen = [CHECKS[value](reader) for value in values if value in CHECKS]
        return or_(*chosen) if chosen else None

    return condition


def _with_marking(values: Values) -> Condition | None:
    known = {marking.value for marking in Marking}
    chosen = [Marking(value) for value in values if value in known]
    return Evidence.marking.in_(chosen) if chosen else None


def _of_plans(values: Values) -> Condition | None:
    ids = []
    for value in values:
        try:
            ids.append(uuid.UUID(value))
        except ValueError:
            continue
    return Action.plan_id.in_(ids) if ids else None


def listing(reader: Reader) -> Listing:
    """What can be asked of the list of evidence on the reader's day."""
    return Listing(
        filters={
            "plan": _of_plans,
            "check": _with_check(reader),
            "marking": _with_marking,
        },
        sorts={
            "title": [func.lower(Evidence.title)],
            "action": [Action.sort_key],
            "checked": [Evidence.checked_on],
            "again": [Evidence.check_again_on],
        },
        default_sort="title",
        tie_break=[Evidence.id],
    )


def _rows(viewer: Viewer) -> AnySelect:
    """Each piece with its newest file, whose number says how many versions there are."""
    version, checker = aliased(EvidenceFile), aliased(Person)
    newest = select(func.max(version.number)).where(version.evidence_id == Evidence.id)
    file = and_(
        EvidenceFile.evidence_id == Evidence.id,
        EvidenceFile.number == newest.correlate(Evidence).scalar_subquery(),
    )
    return (
        select(
            Evidence.id,
            Evidence.title,
            Evidence.shows,
            Evidence.place,
            Evidence.url,
            Evidence.marking,
            Evidence.checked_on,
            Evidence.check_again_on,
            checker.name.label("checked_by"),
            EvidenceFile.id.label("file_id"),
            EvidenceFile.name.label("file"),
            EvidenceFile.number,
            EvidenceFile.size,
            EvidenceFile.sha256,
            EvidenceFile.scan,
            EvidenceFile.erased_on,
        )
        .select_from(Evidence)
        .outerjoin(EvidenceFile, file)
        .outerjoin(checker, checker.id == Evidence.checked_by_id)
        .where(visible(viewer, Evidence), Evidence.removed_on.is_(None))
    )


def _listed(actor: Actor) -> AnySelect:
    return (
        _rows(actor)
        .add_columns(
            Evidence.action_id,
            Action.reference,
            Action.title.label("action"),
            Plan.title.label("plan"),
        )
        .join(Action, Action.id == Evidence.action_id)
        .join(Plan, Plan.id == Action.plan_id)
        .where(Action.removed_on.is_(None))
    )


def _counted(actor: Actor) -> AnySelect:
    return (
        select(Evidence.id)
        .join(Action, Action.id == Evidence.action_id)
        .where(visible(actor, Evidence), Evidence.removed_on.is_(None), Action.removed_on.is_(None))
    )


def page_of_evidence(session: Session, actor: Actor, ask: Ask) -> Page[AnyRow]:
    """One page of the council's evidence, of live actions."""
    known = listing(reader_of(actor))
    return page_of(session, known, _listed(actor), ask, counted=_counted(actor))


def every_evidence(session: Session, actor: Actor, ask: Ask) -> Sequence[AnyRow]:
    """All evidence of the asked list, for an export."""
    return every_row(session, listing(reader_of(actor)), _listed(actor), ask)


def list_plans_to_choose(session: Session, actor: Actor) -> Sequence[AnyRow]:
    """The council's plans, as (id, title), to narrow the list by."""
    query = select(Plan.id, Plan.title).where(visible(actor, Plan))
    return session.execute(query.order_by(func.lower(Plan.title), Plan.id)).all()


@prepared
def _of_action(reader: FutureReader) -> AnySelect:
    query = _rows(reader).where(Evidence.action_id == bindparam("action_id"))
    return query.order_by(Evidence.id)


def list_evidence(session: Session, actor: Actor, action_id: uuid.UUID) -> Sequence[AnyRow]:
    """The evidence of an action in the order in which it was added: one statement."""
    return read_rows(session, _of_action(actor), reading(actor, action_id=action_id))


def get_evidence(session: Session, actor: Actor, evidence_id: uuid.UUID) -> Evidence:
    """Evidence with its files and their givers, its action, that one's plan and ownerships.

    Removed evidence is found too: a link to it leads to who removed it and why. Three statements.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = (
        select(Evidence)
        .where(Evidence.id == evidence_id, visible(actor, Evidence))
        .options(
            joinedload(Evidence.checked_by),
            joinedload(Evidence.action, innerjoin=True).options(
                joinedload(Action.plan, innerjoin=True),
                selectinload(Action.ownerships),
            ),
            selectinload(Evidence.files).joinedload(EvidenceFile.added_by),
        )
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("No such evidence")
    return found


def list_evidence_history(session: Session, actor: Actor, evidence: Evidence) -> Sequence[AnyRow]:
    """The newest rows of history of one piece of evidence and its files, the newest first."""
    query = history_rows(actor).where(History.subject_id == evidence.action_id)
    ids = [evidence.id, *(file.id for file in evidence.files)]
    query = query.where(History.record_id.in_(ids)).order_by(History.seq.desc())
    return session.execute(query.limit(RECENT)).all()
