"""The main job, as its people do it, from an inspection that is recorded to cabinet's report."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.browsing import NARROW, Window
from tests.journeys.conftest import Open
from tests.journeys.steps import choose, date_of, follow, heading, press, rows, told, write

TITLE = "Inspection of children's services, September 2026"
FINDING = "Decide within a working day what happens to each contact about a child."
PLAN = "Nobody waits at the front door"
ACTION = "Put a manager on duty at the front door until eight in the evening"
REASON = "Two of five managers' posts are vacant, and agency cover starts on Monday"
RECOVERY = "The rota is covered by the area next door until March."
VISIT = "First visit after the inspection of 2026"
SAID = "Contacts of the evening are decided by the next noon; most are decided in a day."


def test_from_an_inspection_to_cabinet(open_window: Open, pictures: Path) -> None:
    lead = open_window()
    come_in_by_the_demonstration(lead, "Priya Nandakumar")
    record_the_inspection(lead)
    start_the_plan(lead)
    adopt(lead)
    lead.screenshot(pictures, "story-plan")

    owner = open_window("Leila Haddad", council="darlington", width=NARROW)
    post_an_update(owner)
    owner.screenshot(pictures, "story-update-320")

    record_a_visit(lead)
    assurance = open_window("Moira Fenwick", council="darlington")
    give_its_verdict(assurance)
    assurance.screenshot(pictures, "story-verdict")

    board = open_window("Helen Ashworth", council="darlington")
    follow_figures_to_their_rows(board)
    walk_the_thread(board)
    board.screenshot(pictures, "story-thread")

    director = open_window("Daniel Okoro", council="darlington")
    download_the_report(director, pictures)


def come_in_by_the_demonstration(window: Window, name: str) -> None:
    window.go("/")
    heading(window, "Sign in")
    window.page.get_by_role("button", name=name).click()
    heading(window, "Overview")
    expect(window.page.locator(".tracker-header__council")).to_have_text(
        "Darlington Borough Council"
    )


def record_the_inspection(lead: Window) -> None:
    follow(lead, "Inspections")
    press(lead, "Record an inspection")
    choose(lead, "Kind of inspection", "ILACS from April 2026: Standard inspection")
    write(lead, title=TITLE)
    date_of(lead, "First day on site", date(2026, 9, 7))
    date_of(lead, "Last day on site", date(2026, 9, 11))
    date_of(lead, "Report received on", date(2026, 9, 30))
    date_of(lead, "Published on", date(2026, 10, 5))
    press(lead, "Record inspection")
    heading(lead, TITLE)

    press(lead, "Add a recommendation")
    write(lead, reference="1", text=FINDING, page="4", paragraph="12")
    choose(lead, "Kind", "Area for improvement")
    choose(lead, "Speaks to", "Local authority")
    press(lead, "Add recommendation")
    told(lead, "Recommendation added")
    expect(lead.page.locator("main")).to_contain_text(FINDING)


def start_the_plan(lead: Window) -> None:
    follow(lead, "Plans")
    press(lead, "Start a plan")
    write(lead, title=PLAN, purpose="A child about whom somebody worries is not left waiting.")
    choose(lead, "Board that oversees it", "Children's Services Improvement Board")
    press(lead, "Start plan")
    heading(lead, PLAN)

    follow(lead, "Choose what it answers")
    lead.page.get_by_label(TITLE).check()
    press(lead, "Save")
    follow(lead, "Add a priority")
    write(lead, letter="A", title="A safe front door")
    press(lead, "Add priority")

    follow(lead, "Add an action")
    write(lead, reference="A1", title=ACTION, success_measure="Nineteen of twenty within a day")
    choose(lead, "Priority", "A: A safe front door")
    choose(lead, "Recommendation that it answers", f"Area for improvement 1: {FINDING}")
    date_of(lead, "Due date", date(2026, 10, 30))
    press(lead, "Add action")
    heading(lead, f"A1 {ACTION}")

    follow(lead, "Owners")
    option = lead.page.get_by_label("Lead", exact=True).locator("option", has_text="Leila Haddad")
    choose(lead, "Lead", option.first.inner_text())
    press(lead, "Save owners")
    expect(lead.page.locator("main")).to_contain_text("(lead)")


def adopt(lead: Window) -> None:
    lead.page.locator(".govuk-breadcrumbs").get_by_role("link", name=PLAN).click()
    follow(lead, "Adopt this plan")
    press(lead, "Adopt this plan")
    heading(lead, PLAN)
    expect(lead.page.locator("main")).to_contain_text("Adopted")


def post_an_update(owner: Window) -> None:
    owner.go("/councils/darlington/my-actions")
    owner.page.get_by_role("link", name=ACTION).click()
    press(owner, "Post an update")
    write(
        owner,
        done="The rota is written, and three managers are on it.",
        delivery_reason=REASON,
        recovery=RECOVERY,
        obstacle="Agency cover costs more than the budget has",
        next_steps="Ask the director for the money.",
    )
    owner.page.get_by_label("At risk", exact=True).check()
    press(owner, "Post update")
    told(owner, "Update posted")
    expect(owner.page.locator("main")).to_contain_text(REASON)
    assert owner.overflow(NARROW) == []


def record_a_visit(lead: Window) -> None:
    lead.go("/councils/darlington/inspections/record")
    choose(lead, "Kind of inspection", "ILACS from April 2026: Monitoring visit")
    choose(lead, "Follows", TITLE)
    write(lead, title=VISIT)
    date_of(lead, "First day on site", date(2026, 10, 1))
    date_of(lead, "Last day on site", date(2026, 10, 2))
    press(lead, "Record inspection")
    heading(lead, VISIT)


def give_its_verdict(assurance: Window) -> None:
    assurance.go("/councils/darlington/inspections")
    follow(assurance, VISIT)
    follow(assurance, "Enter what this visit said")
    heading(assurance, "What this visit said")
    assurance.page.get_by_label("Verdict", exact=True).first.select_option(label="Some progress")
    assurance.page.get_by_label("What the visit says", exact=True).first.fill(SAID)
    press(assurance, "Save verdicts")
    heading(assurance, VISIT)
    expect(assurance.page.locator("main")).to_contain_text(SAID)


def follow_figures_to_their_rows(board: Window) -> None:
    board.go("/councils/darlington/plans")
    follow(board, PLAN)
    address = board.page.url.removeprefix(board.url)
    figures = board.page.locator(".tracker-figures a")
    counted = {
        figure.locator(".tracker-figures__label").inner_text(): int(
            figure.locator(".tracker-figures__number").inner_text()
        )
        for figure in figures.all()
    }
    assert counted["Stuck"] == 1
    assert counted["At risk"] == 1
    for name, count in counted.items():
        board.go(address)
        board.page.get_by_role("link", name=f"{count} {name}", exact=True).click()
        expect(board.page.get_by_role("heading", level=1)).to_have_text("Actions")
        expect(rows(board, "Actions")).to_have_count(count)


def walk_the_thread(board: Window) -> None:
    board.go("/councils/darlington/recommendations")
    board.page.get_by_role("link", name=FINDING).click()
    thread = board.page.locator(".tracker-thread")
    for words in (TITLE, ACTION, "At risk", VISIT):
        expect(thread).to_contain_text(words)
    thread.get_by_role("link", name=ACTION).click()
    heading(board, f"A1 {ACTION}")
    board.page.locator("main").get_by_role("link", name=TITLE).first.click()
    heading(board, TITLE)


def download_the_report(director: Window, folder: Path) -> None:
    director.go("/councils/darlington/plans")
    follow(director, PLAN)
    follow(director, "Write the cabinet report")
    press(director, "Save and preview")
    with director.page.expect_download() as waiting:
        follow(director, "Download as Word")
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert path.suffix == ".docx"
    with zipfile.ZipFile(path) as file:
        text = re.sub(r"<[^>]+>", "", file.read("word/document.xml").decode())
    for words in (PLAN, FINDING, ACTION):
        assert words in text
