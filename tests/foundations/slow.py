"""Slow tests are named at the end of the run; slowness never fails one, for machines differ."""

from __future__ import annotations

import pytest

LIMITS = {"tests/rules/": 0.010, "tests/web/": 0.500}
"""Seconds that one test of a folder should need at most, without its fixtures."""

MOST_NAMED = 10


def slow(durations: dict[str, float]) -> list[tuple[str, float, float]]:
    """Of tests by their ids, those over their folder's limit: id, seconds, limit; slowest first."""
    found = [
        (test, seconds, limit)
        for test, seconds in durations.items()
        for folder, limit in LIMITS.items()
        if test.startswith(folder) and seconds > limit
    ]
    return sorted(found, key=lambda row: -row[1])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    durations = {
        report.nodeid: report.duration
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", None) == "call"
    }
    found = slow(durations)
    if not found:
        return
    terminalreporter.write_sep("=", f"{len(found)} slow tests")
    for test, seconds, limit in found[:MOST_NAMED]:
        terminalreporter.write_line(
            f"{seconds * 1000:6.0f} ms, should be under {limit * 1000:.0f}: {test}"
        )
    if len(found) > MOST_NAMED:
        terminalreporter.write_line(f"       and {len(found) - MOST_NAMED} more")
