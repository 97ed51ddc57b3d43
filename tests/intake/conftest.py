"""The room that reads reports is tried without a database."""

from __future__ import annotations

import pytest

from tests.foundations.kept_reports import a_draft
from tracker.intake.draft import ReportDraft


@pytest.fixture
def draft() -> ReportDraft:
    """The draft of a full inspection: two judgements, three recommendations, three doubts."""
    return a_draft()
