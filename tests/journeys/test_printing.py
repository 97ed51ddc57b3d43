"""What a browser prints of a plan: one A3 sheet, and the whole plan on A4 with running heads."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import NARROW, WIDE, Window
from tests.journeys.conftest import new_window
from tests.journeys.printing import (
    A3_LANDSCAPE,
    A4_LANDSCAPE,
    LONG,
    TITLE,
    Printed,
    Wanted,
    add_plans,
    printed,
)
from tests.journeys.serving import served

RTL = "\u05dc\u05d4\u05e7\u05e9\u05d9\u05d1 \u202eto every child\u202c \u200fagain"
WIDEST = "MASH AND EHCP AND IRO WORKLOADS W" * 6
EXCEPTION = ("Off track", "At risk")

PLANS = [
    Wanted("Three", 3, priorities=2, exceptions=1),
    Wanted("Sixty", 60, exceptions=8),
    Wanted("Sixty exceptions", 60, exceptions=60),
    Wanted("Sixty with long titles", 60, 8, 20, LONG * 3, LONG, LONG * 3, LONG * 6),
    Wanted("Sixty in capitals", 60, 8, 20, WIDEST, WIDEST, WIDEST, WIDEST),
    Wanted("Two hundred", 200, priorities=12, exceptions=80),
    Wanted("No actions", 0),
    Wanted("Nothing", 0, priorities=0),
    Wanted("Right to left", 12, title=RTL, difference=RTL, purpose=RTL),
]
NAMES = [one.name for one in PLANS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("printing")


@pytest.fixture(scope="module")
def window(
    browser: Browser, demonstration_template: Path, folder: Path
) -> Iterator[tuple[Window, dict[str, str]]]:
    """A window of a tracker that has all these plans, and their addresses."""
    database = Path(shutil.copy(demonstration_template, folder / "demonstration.sqlite"))
    with served(database) as installation:
        with installation.app.extensions["sessions"]() as session:
            addresses = add_plans(session, PLANS)
        opened = new_window(browser, installation, "Farah Siddiqui")
        yield opened, addresses
        opened.page.context.close()


@pytest.fixture(scope="module")
def sheets(window: tuple[Window, dict[str, str]], folder: Path) -> dict[str, Printed]:
    """The plan on a page of each plan, printed."""
    opened, addresses = window
    found = {}
    for name, address in addresses.items():
        assert opened.go(f"{address}/on-a-page") == 200
        found[name] = printed(opened, folder / f"{name}.pdf")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_plan_on_a_page_is_one_a3_sheet(sheets: dict[str, Printed], name: str) -> None:
    sheet = sheets[name]
    assert sheet.sizes == [A3_LANDSCAPE]
    assert f"{name}: the plan on a page" in sheet.text
    assert "Page 1 of 1" in sheet.text
    assert "Data as at 5 October 2026" in sheet.text
    assert "25 October 2026" in sheet.text, "the next meeting"
    assert "What the words mean" in sheet.text
    # The key is the last but one, and no list of links or way to print is on paper.
    assert "In full: The whole plan" in sheet.text
    assert "use your browser" not in sheet.text
    assert "Skip to main content" not in sheet.text
    assert "/councils/" not in sheet.text


@pytest.mark.parametrize("name", ["Three", "Sixty"])
def test_the_sheet_has_every_action(sheets: dict[str, Printed], name: str) -> None:
    number = next(one.actions for one in PLANS if one.name == name)
    for at in range(1, number + 1):
        assert f"R{at} {TITLE[:30]}" in sheets[name].text
    assert "Slipped 2 times" in sheets[name].text


def test_the_sheet_of_a_long_plan_counts_and_says_so(sheets: dict[str, Printed]) -> None:
    text = sheets["Two hundred"].text
    assert "The plan’s 200 actions are counted by priority" in text
    assert "exceptions more have no room here." in text
    assert "10 complete" in text


def test_a_title_written_from_right_to_left_turns_nothing_else(
    sheets: dict[str, Printed], window: tuple[Window, dict[str, str]]
) -> None:
    text = sheets["Right to left"].text
    assert "Overdue: 26 September 2026" in text
    assert "Accountable: Head of first contact and assessment of Right to left" in text
    opened, addresses = window
    opened.go(f"{addresses['Right to left']}/on-a-page")
    row = opened.page.locator("tbody tr").first
    assert row.locator("th bdi").inner_text() == RTL


SMALLEST = """() => Math.min(...[...document.querySelectorAll(".tracker-one-page *")].filter(
  one => one.getClientRects().length && [...one.childNodes].some(
    node => node.nodeType === 3 && node.data.trim())).map(
  one => Math.round(parseFloat(getComputedStyle(one).fontSize) * 720 / 96) / 10))"""
"""The smallest type on the sheet, in points."""


@pytest.mark.parametrize(("name", "least", "most"), [("Three", 10, 12), ("Sixty exceptions", 7, 8)])
def test_the_type_is_as_large_as_the_sheet_allows(
    window: tuple[Window, dict[str, str]], name: str, least: float, most: float
) -> None:
    opened, addresses = window
    opened.go(f"{addresses[name]}/on-a-page")
    opened.page.emulate_media(media="print")
    points = opened.page.evaluate(SMALLEST)
    opened.page.emulate_media(media="null")
    assert least <= points <= most


@pytest.mark.parametrize("name", NAMES)
def test_on_a_screen_the_sheet_is_a_page_like_others(
    window: tuple[Window, dict[str, str]], name: str
) -> None:
    opened, addresses = window
    opened.resize(WIDE)
    opened.go(f"{addresses[name]}/on-a-page")
    assert opened.barriers() == []
    assert opened.overflow(NARROW) == []
    assert opened.barriers() == []
    assert opened.faults == []
    opened.resize(WIDE)


def test_the_button_prints(window: tuple[Window, dict[str, str]]) -> None:
    opened, addresses = window
    for page in ("on-a-page", "whole"):
        opened.go(f"{addresses['Three']}/{page}")
        opened.page.evaluate("window.print = () => { document.title = 'Printed' }")
        opened.page.get_by_role("button", name="Print").click()
        assert opened.page.title() == "Printed"


@pytest.fixture(scope="module")
def whole(window: tuple[Window, dict[str, str]], folder: Path) -> Printed:
    """The whole of the plan of sixty actions, printed."""
    opened, addresses = window
    opened.go(f"{addresses['Sixty']}/whole")
    return printed(opened, folder / "whole.pdf")


class TestTheWholePlan:
    def test_is_a4_and_each_page_says_what_it_is_of(self, whole: Printed) -> None:
        assert len(whole.sizes) > 3
        assert set(whole.sizes) == {A4_LANDSCAPE}
        for number, page in enumerate(whole.pages, start=1):
            first, *_rest = page.strip().splitlines()
            assert first.split("  ")[0] == "Sixty"
            assert first.endswith("Data as at 5 October 2026")
            assert f"Page {number} of {len(whole.pages)}" in page

    def test_every_page_of_a_table_has_its_headings(self, whole: Printed) -> None:
        of_actions = [page for page in whole.pages if f"{TITLE[:20]}" in page]
        assert len(of_actions) > 3
        for page in of_actions:
            assert "How we will know" in page

    def test_has_every_action_and_the_key_and_nothing_to_press(self, whole: Printed) -> None:
        for at in range(1, 61):
            assert f"R{at} " in whole.text
        assert "What the ratings mean" in whole.text
        assert "Will miss, or has missed, the due date" in whole.text
        for control in ("Download as Excel", "use your browser", "/councils/", "Search"):
            assert control not in whole.text

    def test_no_action_is_broken_over_two_pages(self, whole: Printed) -> None:
        for page in whole.pages:
            # Each action starts on the line of its delivery and ends on that of its impact.
            started = re.findall(r"\bDelivery +(?:Complete|On|At|Off|Not)\b", page)
            assert len(started) == len(re.findall(r"\bImpact +Too early", page))
            assert len(started) == len(re.findall(r"\bR\d+ ", page))
