"""Modules that have grown past the soft limit are named at the end of a run that walked the source.

Long is no fault: it says that the module may have found its next room.
"""

from __future__ import annotations

from pathlib import Path

import pytest

MOST_LINES = 300
ROOT = Path(__file__).parents[2]


def long_modules(folder: Path, most: int = MOST_LINES) -> list[tuple[str, int]]:
    """The modules under ``folder`` with more than ``most`` lines, longest first."""
    lengths = (
        (path.relative_to(folder).as_posix(), len(path.read_text(encoding="utf-8").splitlines()))
        for path in folder.rglob("*.py")
    )
    return sorted((row for row in lengths if row[1] > most), key=lambda row: (-row[1], row[0]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = (report for found in terminalreporter.stats.values() for report in found)
    if not any(getattr(r, "nodeid", "").startswith("tests/architecture/") for r in reports):
        return
    found = long_modules(ROOT / "tracker")
    if found:
        terminalreporter.write_sep("=", f"{len(found)} modules over {MOST_LINES} lines")
        for name, lines in found:
            terminalreporter.write_line(f"{lines:6} lines: tracker/{name}")
