"""The cabinet report of a council of the demonstration, as its pages would make it."""

from __future__ import annotations

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.foundations.records import START
from tests.reports.papers import AUTHORS
from tracker.access.actor import operator
from tracker.domain.frameworks import load_frameworks
from tracker.models import Council, Plan
from tracker.presenters.cabinet import cabinet_report
from tracker.queries.cabinet import read_material
from tracker.reports.blocks import Paper
from tracker.reports.cabinet import cabinet_paper


def aldermere_paper(engine: Engine) -> Paper:
    """The paper of Aldermere's first plan."""
    with Session(engine) as session:
        council = session.scalars(select(Council.id).where(Council.slug == "aldermere")).one()
        plans = select(Plan.id).where(Plan.council_id == council).order_by(Plan.id)
        plan = session.scalars(plans).first()
        assert plan is not None
        by = operator(START, council)
        material = read_material(session, by, plan, on=by.today, since=None)
        return cabinet_paper(cabinet_report(material, AUTHORS, load_frameworks(), START))
