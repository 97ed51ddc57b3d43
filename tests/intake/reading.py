"""Reading the papers that these tests make, each once a run: a draft is frozen."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from tests.intake.forms import Form, saved_as
from tests.intake.papers import Paper
from tests.intake.truth import Report
from tracker.domain.frameworks import Framework, load_frameworks
from tracker.intake.draft import ReportDraft
from tracker.intake.report import read_report


class Read(Protocol):
    """Reads a report saved in one form."""

    def __call__(self, report: Report, form: Form) -> ReportDraft: ...


@cache
def known_frameworks() -> dict[str, Framework]:
    """The frameworks that come with the tracker."""
    return dict(load_frameworks())


@cache
def read_paper(paper: Paper, form: Form) -> ReportDraft:
    """The draft of a paper in one form."""
    return read_report(saved_as(form, paper), form.name_of(paper), known_frameworks())
