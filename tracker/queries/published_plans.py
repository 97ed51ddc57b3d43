"""What would be published of a plan: read as outsiders may see it, with all taken out besides."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.published_plan import PublishedPlan, choices_from
from tracker.domain.snapshot import PlanSnapshot
from tracker.domain.withholding import publish
from tracker.models import Publication
from tracker.queries.cabinet import as_cabinet
from tracker.queries.snapshots import snapshot_at


def draft_of(
    session: Session, actor: Actor, publication: Publication
) -> tuple[PlanSnapshot, PublishedPlan]:
    """The plan on the publication's day as outsiders may see it, and what of it is published.

    Raises:
        NotFound: nothing was recorded of the plan by then.
    """
    snapshot = snapshot_at(session, as_cabinet(actor), publication.plan_id, publication.as_at)
    choices = choices_from(publication.choices)
    return snapshot, publish(snapshot, choices, publication.introduction, actor.today)
