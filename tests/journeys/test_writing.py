"""Writing under difficulties: somebody faster, a session that ends, no mouse, no script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import NARROW, WIDE, Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Installation
from tests.journeys.steps import heading, press, rows, tab_to, told, write
from tests.web.visiting import TYPED

PLAN = "Safe, seen and heard: children's improvement plan"
MINE = "B2 Chronology and family tree in every assessment, with fathers in it"
"""An action of Sunita Rawal's post."""

REASON = "Two teams have not been coached yet"
RECOVERY = "The rota is covered by the area next door until March."
MY_ACTIONS = "/councils/aldermere/my-actions"


def open_action(window: Window) -> None:
    """Find the action as its owner does."""
    window.go(MY_ACTIONS)
    window.page.get_by_role("link", name=MINE).click()
    heading(window, MINE)


def open_to_amend(window: Window) -> None:
    """Find the action as the programme lead does, and begin to amend it."""
    window.go("/councils/aldermere/search?q=B2")
    window.page.get_by_role("link", name=MINE).first.click()
    window.page.get_by_role("link", name="Amend", exact=True).click()
    heading(window, "Amend this action")


def test_two_people_at_one_action_lose_nothing(open_window: Open, pictures: Path) -> None:
    first, second = open_window("Farah Siddiqui"), open_window("Farah Siddiqui")
    open_to_amend(first)
    open_to_amend(second)

    write(first, success_measure="Nine of ten assessments")
    press(first, "Save")
    told(first, "Action amended")

    write(second, why=TYPED, success_measure="Four of five assessments")
    press(second, "Save")
    versions = rows(second, "The two versions")
    expect(versions.filter(has_text="Nine of ten assessments")).to_contain_text("Four of five")
    expect(versions.filter(has_text=TYPED)).to_have_count(1)
    expect(second.page.locator("#why")).to_have_value(TYPED)
    assert second.barriers() == []
    second.screenshot(pictures, "conflict")

    press(second, "Save")
    told(second, "Action amended")
    expect(second.page.locator("main")).to_contain_text(TYPED)
    expect(second.page.locator("main")).to_contain_text("Four of five assessments")


def test_an_update_is_given_back_when_the_session_has_ended(
    open_window: Open, installation: Installation, pictures: Path
) -> None:
    window = open_window("Sunita Rawal", width=NARROW)
    open_action(window)
    press(window, "Post an update")
    write(window, done=TYPED, next_steps="Line one\nLine two")
    installation.now.pass_by(hours=2)
    press(window, "Post update")
    heading(window, "Sign in again")
    kept = window.page.locator(".tracker-preserved")
    expect(kept).to_contain_text(TYPED)
    expect(kept).to_contain_text("Line two")
    assert [*window.barriers(), *window.overflow(NARROW)] == []
    window.screenshot(pictures, "session-ended-320")

    lines = kept.inner_text().splitlines()
    window.page.locator("main").get_by_role("link", name="Sign in", exact=True).click()
    window.page.get_by_role("button", name="Sunita Rawal").click()
    open_action(window)
    press(window, "Post an update")
    write(window, done=lines[lines.index(TYPED)], delivery_reason=REASON, recovery=RECOVERY)
    press(window, "Post update")
    told(window, "Update posted")
    expect(window.page.locator("main")).to_contain_text(TYPED)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_an_update_is_posted_with_the_keyboard_alone(open_window: Open, width: int) -> None:
    window = open_window("Sunita Rawal", width=width)
    keyboard = window.page.keyboard
    window.go(MY_ACTIONS)
    keyboard.press("Tab")
    expect(window.page.get_by_role("link", name="Skip to main content")).to_be_focused()
    keyboard.press("Enter")
    tab_to(window, MINE)
    keyboard.press("Enter")
    heading(window, MINE)

    tab_to(window, "Post an update")
    keyboard.press("Enter")
    heading(window, "Post an update")
    tab_to(window, "What was done")
    keyboard.type("Seven of eight teams are coached.")
    # The tab key reaches the chosen one of the radios; the arrows go on from there.
    tab_to(window, "At risk")
    keyboard.press("ArrowUp")
    expect(window.page.get_by_label("On track", exact=True)).to_be_checked()
    tab_to(window, "What is next")
    keyboard.type("Coach the last one.")
    tab_to(window, "Post update")
    keyboard.press("Enter")
    told(window, "Update posted")
    expect(window.page.locator("main")).to_contain_text("Seven of eight teams are coached.")


def test_the_menu_opens_and_closes_with_the_keyboard(open_window: Open) -> None:
    window = open_window("Sunita Rawal", width=NARROW)
    window.go(MY_ACTIONS)
    people = window.page.get_by_role("link", name="People", exact=True)
    expect(people).to_be_hidden()
    tab_to(window, "Menu")
    window.page.keyboard.press("Enter")
    expect(people).to_be_visible()
    assert [*window.barriers(), *window.overflow(NARROW)] == []
    window.page.keyboard.press("Escape")
    expect(people).to_be_hidden()
    tab_to(window, "Menu")
    window.page.keyboard.press("Enter")
    tab_to(window, "People")
    window.page.keyboard.press("Enter")
    heading(window, "People")


def test_a_mistake_is_led_to_with_the_keyboard(open_window: Open) -> None:
    window = open_window("Sunita Rawal")
    open_action(window)
    press(window, "Post an update")
    press(window, "Post update")
    assert window.page.title().startswith("Error: ")
    expect(window.page.locator(".govuk-error-summary")).to_be_focused()
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")
    expect(window.page.locator("#done")).to_be_focused()


def test_without_script_an_update_is_posted(open_window: Open) -> None:
    window = open_window("Sunita Rawal", width=NARROW, java_script_enabled=False)
    open_action(window)
    press(window, "Post an update")
    press(window, "Post update")
    expect(window.page.locator(".govuk-error-summary")).to_contain_text("what was done")
    write(window, done=TYPED, delivery_reason=REASON, recovery=RECOVERY)
    press(window, "Post update")
    told(window, "Update posted")
    expect(window.page.locator("main")).to_contain_text(TYPED)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_without_script_a_list_is_filtered(open_window: Open, width: int) -> None:
    window = open_window("Farah Siddiqui", width=width, java_script_enabled=False)
    window.go("/councils/aldermere/plans")
    window.page.get_by_role("link", name=PLAN, exact=True).click()
    window.page.get_by_role("link", name="All actions").click()
    if width == NARROW:
        press(window, "Filter")
    window.page.locator("main").get_by_label("Off track", exact=True).check()
    press(window, "Apply filters")
    found = rows(window, "Actions")
    expect(found).to_have_count(4)
    expect(found.filter(has_text="Off track")).to_have_count(4)
    assert "status=off_track" in window.page.url
    window.page.get_by_role("link", name="Clear", exact=False).first.click()
    expect(found).to_have_count(25)
