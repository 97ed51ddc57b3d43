"""A real browser, and a tracker that is really served, with the demonstration in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.foundations.demonstration import KEPT
from tests.journeys.browsing import HEIGHT, WIDE, Window
from tests.journeys.serving import COOKIE, Installation, served

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Root runs without a sandbox; nothing is asked of anybody outside."""

PATIENCE_MILLISECONDS = 15_000


class Open(Protocol):
    """See the fixture ``open_window``."""

    def __call__(
        self, name: str = "", *, council: str = "aldermere", width: int = WIDE, **more: Any
    ) -> Window: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The worker's one browser; each test has windows of its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def standing_installation(
    demonstration_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """The worker's tracker for tests that only look."""
    with served(_copy(demonstration_template, tmp_path_factory.mktemp("standing"))) as installation:
        yield installation


@pytest.fixture
def installation(demonstration_template: Path, tmp_path: Path) -> Iterator[Installation]:
    """A tracker of the test's own, to be written to."""
    with served(_copy(demonstration_template, tmp_path)) as installation:
        yield installation


def _copy(template: Path, folder: Path) -> Path:
    shutil.copytree(template.parent / KEPT, folder / KEPT)
    return Path(shutil.copy(template, folder / "demonstration.sqlite"))


@pytest.fixture
def open_window(browser: Browser, installation: Installation) -> Iterator[Open]:
    """``open_window("Farah Siddiqui")``: a window in which she is signed in.

    Without a name nobody is. Each is another browser's, and in the end none may have had anything
    to complain of.
    """
    opened: list[Window] = []

    def open_one(
        name: str = "", *, council: str = "aldermere", width: int = WIDE, **more: Any
    ) -> Window:
        opened.append(new_window(browser, installation, name, council, width, **more))
        return opened[-1]

    yield open_one
    for window in opened:
        window.page.context.close()
    assert [fault for window in opened for fault in window.faults] == []


def new_window(
    browser: Browser,
    installation: Installation,
    name: str = "",
    council: str = "aldermere",
    width: int = WIDE,
    **more: Any,
) -> Window:
    """A window of a browser of its own, in which the person of that name is signed in."""
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT}, locale="en-GB", **more
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    if name:
        cookie = installation.cookie_of(name, council)
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": installation.url}])
    return Window(context.new_page(), installation.url)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures of the pages are kept, to be looked at."""
    return tmp_path_factory.mktemp("pictures")
