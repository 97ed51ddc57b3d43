"""The page in the meeting: noted with the keyboard alone, kept as one types, by two at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import NARROW, WIDE, Window
from tests.journeys.conftest import Open
from tests.journeys.steps import follow, heading, is_open_to_all, press, tab_to, told, write

MEETING = "Third meeting of the Improvement Board"
ITEM = "6. Risks"


def come_to_item(window: Window) -> None:
    """Go from the list of meetings into the meeting, and to the item."""
    window.go("/councils/aldermere/meetings")
    follow(window, MEETING)
    press(window, "Take notes in the meeting")
    heading(window, "Attendance")
    follow(window, ITEM)
    heading(window, ITEM)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_an_item_is_noted_with_the_keyboard_alone(
    open_window: Open, pictures: Path, width: int
) -> None:
    window = open_window("Farah Siddiqui", width=width)
    come_to_item(window)
    keyboard = window.page.keyboard
    tab_to(window, "Minutes")
    keyboard.type("The board heard of the risk register.")
    tab_to(window, "Note a follow-up")
    keyboard.press("Enter")
    tab_to(window, "What is to be done")
    keyboard.type("Put dates to the three red risks")
    tab_to(window, "Name of whoever does it")
    keyboard.type("The clerk")
    is_open_to_all(window, width)
    window.screenshot(pictures, f"meeting-room-{width}")
    tab_to(window, "Save and go to the next item")
    keyboard.press("Enter")
    told(window, "Notes saved")
    heading(window, "7. Challenges and what was done about them")
    follow(window, f"Previous: {ITEM}")
    expect(window.page.locator("#minute")).to_have_value("The board heard of the risk register.")
    expect(window.page.locator("main")).to_contain_text("Put dates to the three red risks")


def test_what_is_typed_is_kept_and_given_back(open_window: Open) -> None:
    window = open_window("Farah Siddiqui")
    come_to_item(window)
    write(window, minute="Half a sent")
    expect(window.page.locator("[data-draft-word]")).to_contain_text("Draft kept at 10:30am")
    other = open_window("Farah Siddiqui")
    come_to_item(other)
    expect(other.page.locator("#minute")).to_have_value("Half a sent")
    press(other, "Save")
    told(other, "Notes saved")
    other.page.reload()
    expect(other.page.locator("main")).not_to_contain_text("had not saved")


def test_two_browsers_at_one_item_lose_nothing(open_window: Open, pictures: Path) -> None:
    first, second = open_window("Farah Siddiqui"), open_window("Farah Siddiqui")
    come_to_item(first)
    come_to_item(second)
    write(second, minute="What the second heard")
    press(second, "Save")
    told(second, "Notes saved")
    first.page.get_by_text("Note a decision").click()
    write(first, minute="What the first heard", decision_text="The register goes to each meeting")
    press(first, "Save")
    main = first.page.locator("main")
    expect(main).to_contain_text("Somebody else wrote these minutes while you were writing")
    expect(main).to_contain_text("What the second heard")
    expect(first.page.locator("#decision_text")).to_have_value("The register goes to each meeting")
    is_open_to_all(first, WIDE)
    first.screenshot(pictures, "meeting-room-two")
    write(first, minute="What both heard")
    press(first, "Save")
    told(first, "Notes saved")
    expect(main).to_contain_text("The register goes to each meeting")
    expect(first.page.locator("#minute")).to_have_value("What both heard")
