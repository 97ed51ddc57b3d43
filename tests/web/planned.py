"""A plan with its actions, and two people at one page, given to the tests of pages."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.page_contract import PageClient, controls, parsed, text_of
from tests.services.given import bring_to
from tracker.access.actor import Actor
from tracker.domain.vocabulary import PlanStage
from tracker.models import Action, ActionRecommendation, Plan, PlanInspection, Recommendation
from tracker.services.actions import ActionFields, add_action, link_recommendations
from tracker.services.plans import PlanFields, answer_inspection, start_plan

HERE = "/councils/riverford"
THERE = "/councils/hillbury"
STARTED = date(2026, 7, 1)
"""The day on which plans and actions of these tests are written."""
DUE = date(2026, 12, 1)

NOT_EDITORS = ("service_manager", "assurance_lead", "director", "board_member", "viewer")
"""Roles that look at plans and never change them."""


def plan_of(
    session: Session, by: Actor, stage: PlanStage = PlanStage.DRAFT, title: str = "Getting to good"
) -> Plan:
    """A plan that has come as far as ``stage``."""
    plan = start_plan(session, PlanFields(title=title), by=by, on=STARTED)
    bring_to(session, plan, stage, by=by)
    return plan


def action_of(
    session: Session, plan: Plan, by: Actor, reference: str = "1.1", **more: Any
) -> Action:
    """An action of ``plan``; ``on`` is the day of the deed."""
    on = more.pop("on", STARTED)
    values = {"title": f"Do what {reference} says", "due_on": DUE, **more}
    return add_action(session, plan, ActionFields(reference=reference, **values), by=by, on=on)


def answering(session: Session, action: Action, by: Actor, *found: Recommendation) -> None:
    """Let ``action`` answer these recommendations and no others."""
    session.refresh(action, ["plan", "answers"])
    link_recommendations(session, action, [one.id for one in found], by=by, on=STARTED)


def looks_back(session: Session, plan: Plan, by: Actor, *found: Recommendation) -> None:
    """Let ``plan`` answer the inspections that made these recommendations."""
    session.refresh(plan, ["inspections"])
    for inspection_id in {one.inspection_id for one in found}:
        answer_inspection(session, plan, inspection_id, by=by, on=STARTED)


def links_of(session: Session, action: Action) -> set[Any]:
    """The recommendations that an action answers now."""
    link = ActionRecommendation
    query = select(link.recommendation_id).where(link.removed_on.is_(None))
    return set(session.scalars(query.where(link.action_id == action.id)))


def answered_by(session: Session, plan: Plan) -> set[Any]:
    """The inspections that a plan answers now."""
    query = select(PlanInspection.inspection_id).where(PlanInspection.removed_on.is_(None))
    return set(session.scalars(query.where(PlanInspection.plan_id == plan.id)))


def form_at(client: PageClient, path: str) -> Element:
    """The page's own form."""
    forms = parsed(client.get(path).text).iter("form")
    return next(form for form in forms if form.get("action") == path)


def overtaken(
    client: PageClient,
    path: str,
    fields: dict[str, Any],
    meanwhile: Callable[[], object],
    *,
    expect: int = 409,
) -> TestResponse:
    """Open the page at ``path``, let ``meanwhile`` happen, and send what was filled in."""
    sent = {**dict(controls(form_at(client, path))), **fields}
    meanwhile()
    kept = {name: value for name, value in sent.items() if value is not None}
    return client.post(path, data=kept, csrf=False, expect=expect)


def again(
    client: PageClient, page: TestResponse, path: str, fields: dict[str, Any] | None = None
) -> TestResponse:
    """Send the form of an answered page once more, as its reader would."""
    form = next(form for form in parsed(page.text).iter("form") if form.get("action") == path)
    sent = {**dict(controls(form)), **(fields or {})}
    return client.post(path, data=sent, csrf=False)


def words(page: TestResponse) -> str:
    """All that a page's main part says, in one line."""
    main = parsed(page.text).find(".//main")
    assert main is not None
    return text_of(main)


def links(page: TestResponse) -> dict[str, str]:
    """The links of a page's main part: words to address."""
    main = parsed(page.text).find(".//main")
    assert main is not None
    return {text_of(link): link.get("href", "") for link in main.iter("a")}


ON_TRACK = "Delivery On trackEvidence NoneImpact Too early"
NOT_STARTED = "Delivery Not startedEvidence NoneImpact Too early"
"""The cell of an action that nobody has assured, without the reason that it may have."""


def exported(answer: TestResponse) -> list[dict[str, str]]:
    """The rows of a CSV that has ratings, once the key was found behind them."""
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    end = next(at for at, row in enumerate(rows) if not any(row.values()))
    assert [next(iter(row.values())) for row in rows[end + 1 :]] == ["Key"] * 15
    return rows[:end]


def problems(page: TestResponse) -> list[str]:
    """What the error summary says."""
    for box in parsed(page.text).iter("div"):
        if "govuk-error-summary__body" in (box.get("class") or ""):
            return [text_of(item) for item in box.iter("li")]
    return []
