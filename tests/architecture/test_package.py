"""What is installed is what is here: a wheel is built and looked into."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from configparser import ConfigParser
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tracker.domain.release import VERSION

PLACES = {
    "tracker": "tracker",
    "migrations": "tracker/migrations",
    "templates": "tracker/templates",
}
"""Our folders, and where each lies once installed."""


def files(folder: Path) -> set[str]:
    """What of the source has to be in the wheel, by its place there."""
    return {
        f"{place}/{path.relative_to(folder / name).as_posix()}"
        for name, place in PLACES.items()
        for path in (folder / name).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def listed_packages() -> set[str]:
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg")
    return set(settings["options"]["packages"].split())


def packages(folder: Path) -> set[str]:
    """The packages under ``folder``, by their dotted names."""
    return {
        ".".join(path.parent.relative_to(folder).parts)
        for path in (folder / "tracker").rglob("__init__.py")
    }


def test_setup_lists_every_package_and_none_that_is_not_there() -> None:
    assert listed_packages() == packages(ROOT) | {"tracker.migrations", "tracker.templates"}


def test_a_package_that_is_not_listed_is_noticed(tmp_path: Path) -> None:
    room = tmp_path / "tracker" / "attic" / "corner"
    room.mkdir(parents=True)
    (room / "__init__.py").touch()
    assert packages(tmp_path) - listed_packages() == {"tracker.attic.corner"}


@dataclass(frozen=True)
class Wheel:
    """A copy of the source, and the names in the wheel that was built from it."""

    source: Path
    names: set[str]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """A wheel built from a copy, since a build writes beside its source."""
    folder = tmp_path_factory.mktemp("wheel")
    ignored = shutil.ignore_patterns("__pycache__")
    for name in PLACES:
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for path in (*ROOT.glob("*.cfg"), *ROOT.glob("*.toml"), *ROOT.glob("*.in")):
        shutil.copy(path, folder)
    for name in ("LICENSE", "README.md"):
        (folder / name).write_text(name)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "out", "."]
    done = subprocess.run(build, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [path] = (folder / "out").glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return Wheel(folder, set(archive.namelist()))


def test_a_wheel_holds_every_file_of_the_tracker(wheel: Wheel) -> None:
    assert files(wheel.source) - wheel.names == set()


def test_among_them_the_migrations_the_pages_and_what_they_look_like(wheel: Wheel) -> None:
    assert "tracker/migrations/env.py" in wheel.names
    assert any(name.startswith("tracker/templates/") for name in wheel.names)
    assert any(name.startswith("tracker/static/") for name in wheel.names)


def test_a_file_that_is_not_in_it_is_noticed(wheel: Wheel) -> None:
    forgotten = wheel.source / "templates" / "forgotten.jinja"
    forgotten.touch()
    assert files(wheel.source) - wheel.names == {"tracker/templates/forgotten.jinja"}
    forgotten.unlink()


def test_pages_and_papers_name_the_release_that_is_installed() -> None:
    assert metadata.version("improvement-plan-tracker") == VERSION
