"""``tracker verify-history``: what holds, and the first row that does not, with the status."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.running import run
from tracker.adapters import append_only
from tracker.adapters.database import make_engine


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An installation with Riverford, which has three people, and Hillbury."""
    run(tmp_path, "upgrade")
    for slug in ("riverford", "hillbury"):
        run(tmp_path, "create-council", slug.title(), "--slug", slug)
    for name in ("Ada", "Bea", "Cem"):
        email = f"{name.lower()}@example.gov.uk"
        run(
            *(tmp_path, "create-person", name, email),
            *("--council", "riverford", "--role", "viewer"),
        )
    return tmp_path


def tamper(folder: Path, order: str) -> None:
    engine = make_engine(f"sqlite:///{folder}/instance/tracker.sqlite")
    with engine.begin() as connection:
        append_only.release(connection, "history")
        connection.execute(text(order))
    engine.dispose()


def test_every_chain_is_checked(folder: Path) -> None:
    said = run(folder, "verify-history").stdout.splitlines()
    assert [line.partition(":")[0] for line in said] == [
        "The installation",
        "Hillbury",
        "Riverford",
    ]
    assert said[1].startswith("Hillbury: 1 row fits; the head is row 1, ")


def test_or_only_one(folder: Path) -> None:
    said = run(folder, "verify-history", "--council", "riverford").stdout
    assert said.startswith("Riverford: 10 rows fit")
    assert len(said.splitlines()) == 1


def test_a_row_that_does_not_fit_is_named(folder: Path) -> None:
    tamper(folder, "update history set payload = '{}' where seq = 4 and deed = 'add_person'")
    tamper(folder, "update history set payload = '{}' where seq = 5")
    done = run(folder, "verify-history", status=1)
    faults = [line for line in done.stdout.splitlines() if "does not fit" in line]
    assert len(faults) == 1
    assert faults[0].startswith("Riverford: row ")
    run(folder, "verify-history", "--council", "hillbury")
    run(folder, "verify-history", "--council", "riverford", status=1)


def test_a_council_that_is_not_there(folder: Path) -> None:
    done = run(folder, "verify-history", "--council", "nowhere", status=2)
    assert done.stderr == "There is no council nowhere\n"


def test_a_history_is_exported_and_fits(folder: Path) -> None:
    done = run(folder, "export-history", "--council", "riverford", "--output", "out.zip")
    assert done.stdout.startswith("Riverford: 10 rows up to ")
    assert (folder / "out.zip").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(folder / "out.zip") as archive:
        archive.extractall(folder / "out")
    command = [sys.executable, "-I", "check_history.py"]
    checked = subprocess.run(
        command, cwd=folder / "out", capture_output=True, text=True, check=True, timeout=60
    )
    assert checked.stdout.startswith("10 rows fit the signed head.")
    assert sorted(path.name for path in folder.glob("out*")) == ["out", "out.zip"]


def test_an_export_that_cannot_be_written_says_so(folder: Path) -> None:
    into = ("--council", "riverford", "--output", "nowhere/out.zip")
    done = run(folder, "export-history", *into, status=2)
    assert done.stderr == "nowhere/out.zip cannot be written: No such file or directory\n"
