"""What the pages of publications show: a draft as it stands now, or what was kept of it."""

from __future__ import annotations

import uuid
from typing import Any

from tracker.domain.publication_states import PublicationState
from tracker.domain.published_plan import PublishedPlan, choices_from
from tracker.domain.sight import without
from tracker.domain.snapshot import PlanSnapshot, live
from tracker.models import Publication
from tracker.presenters.publications import embargo_words
from tracker.presenters.published_plan import published_page
from tracker.queries.publications import find_before
from tracker.queries.published_plans import draft_of
from tracker.web.current import actor, db, frameworks
from tracker.web.published_text import NotAsPublished, published_text


def drafted(found: Publication) -> tuple[PlanSnapshot, PublishedPlan]:
    """The plan of a draft as outsiders may see it, and what of it would be published."""
    return draft_of(db(), actor(), found)


def actions_to_withhold(snapshot: PlanSnapshot) -> list[tuple[uuid.UUID, str]]:
    """The actions that stand, by id and name, in the plan's order."""
    ordered = sorted(live(snapshot.actions), key=lambda one: (one.sort_key, one.id))
    return [(one.id, f"{one.reference} {one.title}") for one in ordered]


def choices_of(found: Publication) -> dict[str, Any]:
    """What a reviewer has decided so far, for the form."""
    choices = choices_from(found.choices)
    return {
        "version": found.version,
        "withheld": sorted(map(str, choices.withheld)),
        "updates": sorted(map(str, choices.shown)),
    }


def page_of(found: Publication) -> dict[str, Any] | None:
    """The page of a publication; none where it was withdrawn, or is not where it was kept."""
    if found.state is PublicationState.WITHDRAWN:
        return None
    if found.state is PublicationState.DRAFT:
        return page_of_draft(found, drafted(found)[1])
    try:
        return _page(found, published_text(found))
    except NotAsPublished:
        return None


def page_of_draft(found: Publication, published: PublishedPlan) -> dict[str, Any]:
    """The very page that will be seen."""
    return _page(found, published)


def _page(found: Publication, published: PublishedPlan) -> dict[str, Any]:
    row, hidden = find_before(db(), actor(), found)
    before = seen(published_text(row), hidden) if row else None
    shown = published_page(seen(published, hidden), frameworks(), before)
    return {**shown, "embargoed": embargo_words(len(hidden))}


def seen(published: PublishedPlan, hidden: frozenset[uuid.UUID]) -> PublishedPlan:
    """What may be seen today: an embargo that was set after the publication hides, too."""
    snapshot = without(published.snapshot, hidden)
    return PublishedPlan(
        snapshot=snapshot, withheld=published.withheld, introduction=published.introduction
    )
