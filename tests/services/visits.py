"""Inspections that tests of findings start from, through their deeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.frameworks import Framework, load_frameworks
from tracker.domain.vocabulary import Addressee, FindingKind
from tracker.models import Inspection, Recommendation
from tracker.services.inspections import InspectionFields, record_inspection
from tracker.services.recommendations import RecommendationFields, add_recommendation

ON = date(2026, 10, 5)
FRAMEWORKS: Mapping[str, Framework] = load_frameworks()

FULL = InspectionFields(
    framework="sif",
    kind="full_inspection",
    title="Inspection of 2015",
    fieldwork_start_on=date(2015, 6, 23),
    fieldwork_end_on=date(2015, 7, 16),
    received_on=date(2015, 9, 1),
    published_on=date(2015, 9, 1),
)

CONTACTS = RecommendationFields(
    text="Answer each contact within a day",
    kind=FindingKind.RECOMMENDATION,
    addressee=Addressee.LOCAL_AUTHORITY,
)


def inspected(session: Session, by: Actor, **more: Any) -> Inspection:
    """A full inspection of 2015, with what a test wants to be otherwise."""
    fields = replace(FULL, **more)
    return record_inspection(session, fields, by=by, on=ON, frameworks=FRAMEWORKS)


def visited(session: Session, by: Actor, begun: date, **more: Any) -> Inspection:
    """A monitoring visit of two days."""
    days = {"fieldwork_start_on": begun, "fieldwork_end_on": begun + timedelta(days=1)}
    gone = {"received_on": None, "published_on": None}
    more = {**days, **gone, "kind": "monitoring_visit", "title": "Monitoring visit", **more}
    return inspected(session, by, **more)


def recommended(session: Session, inspection: Inspection, by: Actor, **more: Any) -> Recommendation:
    """A recommendation of an inspection."""
    fields = replace(CONTACTS, **more)
    return add_recommendation(session, inspection, fields, by=by, on=ON, frameworks=FRAMEWORKS)
