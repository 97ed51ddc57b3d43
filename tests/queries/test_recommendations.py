"""The list of recommendations on both databases: its order, its pages and its filters."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.services.given import taken_out
from tests.web.scene import embargoed, inspected, judged, recommended, visited
from tracker.access.actor import Actor
from tracker.models import Inspection
from tracker.queries.errors import NotFound
from tracker.queries.inspections import get_inspection, list_findings, list_tied_inspections
from tracker.queries.listing import PAGE_SIZE, Ask
from tracker.queries.recommendations import (
    get_recommendation,
    list_recommending_inspections,
    page_of_recommendations,
)

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


def test_pages_never_overlap_and_a_count_is_its_list(
    session: Session, actor: Actor, viewer: Actor, full: Inspection
) -> None:
    newer = visited(session, actor, date(2018, 3, 6), follows_id=full.id)
    for number in range(1, 20):
        recommended(session, full, actor, reference=f"old {number}")
        recommended(session, newer, actor, reference=f"new {number}")
    first = page_of_recommendations(session, viewer, Ask())
    second = page_of_recommendations(session, viewer, Ask(page=2))
    shown = [row.reference for row in (*first.rows, *second.rows)]
    assert shown == [f"{age} {number}" for age in ("new", "old") for number in range(1, 20)]
    assert first.total == len(shown) > PAGE_SIZE
    asked = Ask({"inspection": (str(full.id),), "verdict": ("none",), "unanswered": ("yes",)})
    assert page_of_recommendations(session, viewer, asked).total == 19


def test_what_is_removed_or_hidden_is_not_there(
    session: Session, actor: Actor, viewer: Actor, outsider: Actor, full: Inspection
) -> None:
    kept = recommended(session, full, actor)
    gone = recommended(session, full, actor)
    taken_out(session, actor, gone)
    hidden = recommended(session, embargoed(session, actor, full), actor)
    assert [row.id for row in page_of_recommendations(session, viewer, Ask()).rows] == [kept.id]
    assert page_of_recommendations(session, outsider, Ask()).total == 0
    assert [row.id for row in list_recommending_inspections(session, viewer)] == [full.id]
    assert get_recommendation(session, viewer, kept.id).inspection.id == full.id
    for who, what in ((viewer, gone), (viewer, hidden), (outsider, kept)):
        with pytest.raises(NotFound):
            get_recommendation(session, who, what.id)


def test_findings_are_those_of_the_report_and_those_it_speaks_of(
    session: Session, actor: Actor, viewer: Actor, full: Inspection
) -> None:
    asked, silent = (recommended(session, full, actor, reference=n) for n in "12")
    visit = visited(session, actor, date(2016, 2, 2), follows_id=full.id)
    fresh = recommended(session, visit, actor, reference="3")
    judged(session, actor, asked, visit)
    rows = {row.id: row.said for row in list_findings(session, viewer, visit.id)}
    assert set(rows) == {asked.id, fresh.id}
    assert rows[fresh.id] is None
    assert rows[asked.id] is not None
    own = list_findings(session, viewer, full.id)
    assert [row.id for row in own] == [asked.id, silent.id]


def test_ties_lead_both_ways_and_never_to_what_is_hidden(
    session: Session, actor: Actor, viewer: Actor, full: Inspection
) -> None:
    visit = visited(session, actor, date(2016, 2, 2), follows_id=full.id)
    hidden = embargoed(session, actor, follows=visit)
    last = visited(session, actor, date(2026, 9, 20), follows_id=hidden.id)

    def tied(who: Actor, inspection: Inspection) -> list[str]:
        found = get_inspection(session, who, inspection.id)
        return [row.title for row in list_tied_inspections(session, who, found)]

    assert tied(viewer, visit) == ["Inspection of 2015"]
    assert tied(actor, visit) == ["Inspection of 2015", "A visit not yet told of"]
    assert tied(viewer, last) == []
    assert tied(actor, last) == ["A visit not yet told of"]
