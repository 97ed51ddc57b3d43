"""The demonstration's reports by way of our template, and as the writer draws their layout."""

from __future__ import annotations

import io

import pytest
from docx import Document
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.foundations.records import Now
from tests.reports.papers import AUTHORS, headings, texts
from tracker.access.actor import operator
from tracker.adapters.pictures import png_of
from tracker.domain.frameworks import load_frameworks
from tracker.models import Council, Plan
from tracker.presenters.cabinet import cabinet_report
from tracker.queries.cabinet import read_material
from tracker.reports.cabinet import cabinet_paper, cabinet_word
from tracker.reports.parts import CabinetReport
from tracker.reports.word import word_bytes

SLUGS = ("aldermere", "darlington", "suffolk", "sunderland")


@pytest.fixture
def engine(demonstration_engine: Engine) -> Engine:
    """Plans of every stage, with much in them."""
    return demonstration_engine


@pytest.fixture(params=SLUGS)
def made(request: pytest.FixtureRequest, session: Session, now: Now) -> CabinetReport:
    """The report of a council's first plan."""
    council = session.scalars(select(Council).where(Council.slug == request.param)).one()
    plans = select(Plan.id).where(Plan.council_id == council.id).order_by(Plan.id)
    by = operator(now(), council.id)
    plan = session.scalars(plans).first() or council.id
    material = read_material(session, by, plan, on=by.today, since=None)
    return cabinet_report(material, AUTHORS, load_frameworks(), now())


def test_both_say_the_same(made: CabinetReport) -> None:
    ours = Document(io.BytesIO(cabinet_word(made, png_of)))
    drawn = Document(io.BytesIO(word_bytes(cabinet_paper(made), png_of)))
    assert len(texts(ours)) > 3000
    assert texts(ours) == texts(drawn)
    assert headings(ours) == headings(drawn)
