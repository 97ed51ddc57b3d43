"""Papers that are made once for all the tests of their formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.foundations.records import START
from tests.reports.hard_paper import hard_paper
from tests.reports.papers import AUTHORS
from tracker.access.actor import operator
from tracker.domain.frameworks import load_frameworks
from tracker.models import Council, Plan
from tracker.presenters.cabinet import cabinet_report
from tracker.queries.cabinet import read_records
from tracker.reports.blocks import Paper
from tracker.reports.cabinet import cabinet_paper
from tracker.reports.pdf import pdf_bytes


@pytest.fixture(scope="session")
def demonstration_paper(demonstration_engine: Engine) -> Paper:
    """The cabinet report of Aldermere's fullest plan."""
    with Session(demonstration_engine) as session:
        council = session.scalars(select(Council).where(Council.slug == "aldermere")).one()
        plan = session.scalars(
            select(Plan.id).where(Plan.council_id == council.id).order_by(Plan.id)
        ).first()
        assert plan is not None
        records = read_records(session, operator(START, council.id), plan)
        return cabinet_paper(cabinet_report(records, AUTHORS, load_frameworks(), START))


@pytest.fixture(scope="session", params=["demonstration", "hard"])
def any_paper(request: pytest.FixtureRequest, demonstration_paper: Paper) -> Paper:
    """A paper as councils have them, and one that is hard to lay out."""
    return demonstration_paper if request.param == "demonstration" else hard_paper()


@pytest.fixture(scope="session")
def any_pdf(any_paper: Paper, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a PDF."""
    path = tmp_path_factory.mktemp("pdf") / "paper.pdf"
    path.write_bytes(pdf_bytes(any_paper))
    return path
