"""Papers that are made once for all the tests of their formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.reports.demonstrated import aldermere_paper
from tests.reports.hard_paper import hard_paper
from tracker.reports.blocks import Paper
from tracker.reports.pdf import pdf_bytes


@pytest.fixture(scope="session")
def demonstration_paper(demonstration_engine: Engine) -> Paper:
    """The cabinet report of Aldermere's fullest plan."""
    return aldermere_paper(demonstration_engine)


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
