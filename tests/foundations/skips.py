"""Nothing is skipped in silence.

A skip whose reason begins with "cannot run here:" is named at the end of the run; any other skip,
of a test or of a whole module, is a failure.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

import pytest

ALLOWED = "cannot run here:"

R = TypeVar("R", pytest.TestReport, pytest.CollectReport)


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Why a report was skipped, without pytest's own first word."""
    if isinstance(report.longrepr, tuple):
        return str(report.longrepr[2]).removeprefix("Skipped: ")
    return str(report.longrepr)


def refused(report: R) -> R:
    """``report``, failed when it was skipped for a reason that is not allowed."""
    # An expected failure is reported as skipped, too; strictness about those is pytest's own.
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = reason_of(report)
        if not reason.startswith(ALLOWED):
            report.outcome = "failed"
            report.longrepr = f'Skipped ("{reason}"); a reason has to begin with "{ALLOWED}"'
    return report


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return refused((yield))


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return refused((yield))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.getreports("skipped")
    if not skipped:
        return
    terminalreporter.write_sep("=", f"{len(skipped)} could not run here", yellow=True)
    for report in skipped:
        terminalreporter.write_line(f"{report.nodeid}: {reason_of(report)}")
