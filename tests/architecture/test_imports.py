"""Imports run downwards only: import-linter's contracts hold, and would notice."""

from __future__ import annotations

import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

FAULTS = {
    "domain/dates.py": "import flask",
    "charts/__init__.py": "import sqlalchemy",
    "services/deeds.py": "from tracker.web import guards",
    "loose.py": "",
}
"""One at least for each contract, and a module that stands in no room."""


def agreed() -> set[str]:
    """The names of the contracts in setup.cfg."""
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg")
    found = (name for name in settings.sections() if name.startswith("importlinter:contract:"))
    return {settings[name]["name"] for name in found}


def contracts(folder: Path) -> dict[str, str]:
    """Each contract with what import-linter says of it: KEPT or BROKEN; and its whole answer."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(lint), "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.rstrip().removesuffix(")") for line in done.stdout.splitlines()]
    found = {
        words.partition(f" {verdict}")[0]: verdict
        for words in lines
        for verdict in ("KEPT", "BROKEN")
        if f" {verdict}" in words
    }
    return {**found, "": done.stdout + done.stderr}


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A copy of the tracker with a fault for each contract."""
    folder = tmp_path / "planted"
    folder.mkdir()
    shutil.copytree(ROOT / "tracker", folder / "tracker", ignore=shutil.ignore_patterns("static"))
    shutil.copy(ROOT / "setup.cfg", folder)
    for path, line in FAULTS.items():
        with (folder / "tracker" / path).open("a") as module:
            module.write(f"\n{line}\n")
    return folder


def test_the_contracts_hold() -> None:
    found = contracts(ROOT)
    said = found.pop("")
    assert set(found) == agreed(), said
    assert set(found.values()) == {"KEPT"}, said


def test_each_contract_notices_its_fault(planted: Path) -> None:
    found = contracts(planted)
    said = found.pop("")
    assert set(found) == agreed(), said
    assert set(found.values()) == {"BROKEN"}, said


def test_a_module_outside_every_room_is_noticed(planted: Path) -> None:
    for path in ("domain/dates.py", "charts/__init__.py", "services/deeds.py"):
        shutil.copy(ROOT / "tracker" / path, planted / "tracker" / path)
    found = contracts(planted)
    assert "loose" in found[""]
    assert "BROKEN" in found.values()
