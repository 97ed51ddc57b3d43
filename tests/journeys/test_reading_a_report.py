"""A report from the file to a plan: handed in, read, gone through, accepted, answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.foundations.written_reports import a_pdf
from tests.journeys.browsing import Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Installation
from tests.journeys.steps import date_of, follow, heading, press, told, write
from tracker.services.report_reading import Reading, read_next

REPORTS = "/councils/aldermere/report-drafts"

Work = Callable[[], None]


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """The file that the inspectorate has sent."""
    path = tmp_path / "report.pdf"
    path.write_bytes(a_pdf())
    return path


@pytest.fixture
def work(installation: Installation) -> Work:
    """A worker comes by and reads what waits."""
    kept = installation.app.extensions
    reading = Reading(kept["sessions"], kept["files"], None, installation.now)

    def go() -> None:
        while read_next(reading):
            pass

    return go


def hand_in(window: Window, report: Path) -> None:
    window.go(REPORTS)
    window.page.get_by_role("button", name="Read a report").first.click()
    window.page.locator("#file").set_input_files(report)
    press(window, "Read the report")
    heading(window, "Reading the report")


def test_a_report_becomes_an_inspection_and_a_plan(
    open_window: Open, report: Path, work: Work, pictures: Path
) -> None:
    window = open_window("Farah Siddiqui")
    hand_in(window, report)
    expect(window.page.get_by_role("status")).to_have_text("Waiting to be read")
    work()
    # The page's own script notices that the draft is there.
    heading(window, "Check the draft")
    expect(window.page.locator("main")).to_contain_text("The report names Riverford")

    item = window.page.locator("#about-r1")
    item.get_by_role("link", name="Page 2").click()
    expect(window.page.get_by_role("img", name="Picture of page 2")).to_be_visible()
    expect(window.page.locator(".tracker-leaf__mark").first).to_be_visible()
    assert window.barriers() == []
    window.screenshot(pictures, "draft-beside-its-page")

    item.get_by_role("button", name="Merge with next").click()
    told(window, "Merged with the next one")
    expect(window.page.locator(".tracker-item--dropped")).to_have_count(1)
    window.page.get_by_role("button", name="Take back").click()
    told(window, "Taken back")

    press(window, "Accept the draft")
    date_of(window, "Report received on", date(2024, 8, 21))
    window.page.get_by_label("The report is about this council").check()
    press(window, "Accept")
    told(window, "Report accepted")

    follow(window, "Read it page by page")
    expect(window.page.get_by_role("img", name="Picture of page 1")).to_be_visible()
    window.page.go_back()
    press(window, "Start a plan")
    write(window, title="Getting to good")
    press(window, "Start plan")
    heading(window, "Getting to good")


def test_the_same_goes_without_scripts(open_window: Open, report: Path, work: Work) -> None:
    window = open_window("Farah Siddiqui", java_script_enabled=False)
    hand_in(window, report)
    follow(window, "Check again")
    heading(window, "Reading the report")
    work()
    follow(window, "Check again")
    heading(window, "Check the draft")
    follow(window, "Drop this report")
    press(window, "Drop the report")
    told(window, "Report dropped")
