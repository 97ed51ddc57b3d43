"""The room that reads reports is tried without a database."""

from __future__ import annotations

import pytest

from tests.foundations.kept_reports import a_draft
from tests.intake.reading import Read, known_frameworks, read_paper
from tracker.domain.frameworks import Framework
from tracker.intake.draft import ReportDraft


@pytest.fixture
def draft() -> ReportDraft:
    """The draft of a full inspection: two judgements, three recommendations, three doubts."""
    return a_draft()


@pytest.fixture
def read() -> Read:
    """Reads a report in one form."""
    return lambda report, form: read_paper(report.paper, form)


@pytest.fixture
def frameworks() -> dict[str, Framework]:
    """The frameworks that come with the tracker."""
    return known_frameworks()
