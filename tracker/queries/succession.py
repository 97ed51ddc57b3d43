"""Actions as merging and splitting need them: with all that hangs from them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from tracker.access.actor import Actor
from tracker.access.shapes import AnyRow, AnySelect
from tracker.access.visibility import visible
from tracker.domain.vocabulary import SuccessionKind
from tracker.models import Action, Ownership, Succession
from tracker.queries.errors import NotFound
from tracker.queries.search import spellings

MOST_OFFERED = 100


def _whole(actor: Actor) -> AnySelect:
    """Actions with plan, priority, owners, links and milestones, removed ones among these."""
    return (
        select(Action)
        .where(visible(actor, Action))
        .options(
            joinedload(Action.plan, innerjoin=True),
            joinedload(Action.priority),
            selectinload(Action.ownerships).options(
                joinedload(Ownership.post), joinedload(Ownership.person)
            ),
            # Few answer one action: with it, not in a statement of their own.
            joinedload(Action.answers),
            selectinload(Action.milestones),
        )
    )


def get_whole_action(session: Session, actor: Actor, action_id: uuid.UUID) -> Action:
    """One action with plan, priority, owners, links and milestones: three statements.

    Raises:
        NotFound: there is none that this actor may see.
    """
    query = _whole(actor).where(Action.id == action_id)
    found: Action | None = session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound("No such action")
    return found


def list_whole_actions(
    session: Session, actor: Actor, plan_id: uuid.UUID, ids: Collection[uuid.UUID]
) -> Sequence[Action]:
    """The live actions of a plan with ``ids``, in the plan's order; others are passed over."""
    if not ids:
        return []
    query = (
        _whole(actor)
        .where(Action.plan_id == plan_id, Action.removed_on.is_(None), Action.id.in_(sorted(ids)))
        .order_by(Action.sort_key, Action.id)
    )
    return session.scalars(query).unique().all()


def list_mergeable(
    session: Session,
    actor: Actor,
    plan_id: uuid.UUID,
    words: str = "",
    kept: Collection[uuid.UUID] = (),
) -> Sequence[AnyRow]:
    """Live actions of a plan whose reference or title has ``words``, and those with ids ``kept``.

    At most ``MOST_OFFERED`` and one more, so that the page can say that there are others; the kept
    ones come first. A row is (id, reference, title).
    """
    chosen = Action.id.in_(sorted(kept))
    query = select(Action.id, Action.reference, Action.title).where(
        visible(actor, Action), Action.plan_id == plan_id, Action.removed_on.is_(None)
    )
    if words:
        like = [
            column.icontains(words, autoescape=True) for column in (Action.reference, Action.title)
        ]
        query = query.where(or_(chosen, *like))
    order = (case((chosen, 0), else_=1), Action.sort_key, Action.id)
    query = query.order_by(*order).limit(MOST_OFFERED + 1)
    return session.execute(query).all()


def list_by_old_reference(session: Session, actor: Actor, reference: str) -> Sequence[AnyRow]:
    """Merged and split actions that were known by ``reference``, each beside one that followed it.

    A row is (id, reference, title, successor, successor_title), the successors in their order.
    """
    former, successor = aliased(Action), aliased(Action)
    query = (
        select(
            former.id,
            former.reference,
            former.title,
            successor.reference.label("successor"),
            successor.title.label("successor_title"),
        )
        .join(Succession, Succession.former_id == former.id)
        .join(successor, successor.id == Succession.successor_id)
        .where(
            visible(actor, former),
            visible(actor, successor),
            former.reference.in_(spellings(reference)),
            Succession.kind != SuccessionKind.FAILED_TEST,
        )
        .order_by(former.id, successor.sort_key, successor.id)
        .limit(MOST_OFFERED)
    )
    return session.execute(query).all()
