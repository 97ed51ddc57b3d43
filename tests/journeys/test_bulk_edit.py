"""Changing several actions at once: tick three, look at what will change, do it, undo it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import NARROW, WIDE, Window
from tests.journeys.conftest import Open
from tests.journeys.steps import follow, heading, press, rows, told, write

PLAN = "Safe, seen and heard: children's improvement plan"
Look = Callable[[Window, Path, str, int], None]

NOTE = "Agreed at the programme board on 1 October"
MEASURE = "Nine of ten in time by March"


def open_list(window: Window) -> None:
    """Find the list of the plan's actions."""
    window.go("/councils/aldermere/plans")
    follow(window, PLAN)
    follow(window, "All actions")


def looked_at(window: Window, pictures: Path, name: str, width: int) -> None:
    """The page has no barrier, does not overflow, and is kept as a picture."""
    assert [*window.barriers(), *window.overflow(width)] == []
    window.screenshot(pictures, f"bulk-{name}-{width}")


@pytest.mark.parametrize(("width", "with_script"), [(WIDE, True), (NARROW, True), (NARROW, False)])
def test_three_are_ticked_previewed_changed_and_set_back(
    open_window: Open, pictures: Path, width: int, *, with_script: bool
) -> None:
    window = open_window("Farah Siddiqui", width=width, java_script_enabled=with_script)
    look = looked_at if with_script else _not_looked_at
    _tick_and_fill_in(window, look, pictures, width)
    _preview_and_change(window, look, pictures, width)
    _undo(window, look, pictures, width)


def _tick_and_fill_in(window: Window, look: Look, pictures: Path, width: int) -> None:
    open_list(window)
    boxes = window.page.get_by_role("checkbox", name="Choose")
    # The first of the list is closed, and takes no change any more.
    for number in (1, 2, 3):
        boxes.nth(number).check()
    look(window, pictures, "list", width)
    press(window, "Change the ticked actions")

    heading(window, "Change several actions")
    window.page.get_by_text("3 actions are chosen").click()
    look(window, pictures, "choose", width)
    window.page.get_by_label("Add to the success measure", exact=True).check()
    press(window, "Continue")

    heading(window, "Add to the success measure")
    write(window, success_measure=MEASURE)
    look(window, pictures, "change", width)
    press(window, "Preview")


def _preview_and_change(window: Window, look: Look, pictures: Path, width: int) -> None:
    heading(window, "What will change")
    will_change = rows(window, "Will change")
    expect(will_change).to_have_count(3)
    expect(will_change.first.locator("ins")).to_contain_text(MEASURE)
    look(window, pictures, "preview", width)
    press(window, "Change 3 actions")
    expect(window.page.locator(".govuk-error-summary")).to_contain_text("Enter a note")
    expect(will_change).to_have_count(3)
    write(window, reason=NOTE)
    press(window, "Change 3 actions")


def _undo(window: Window, look: Look, pictures: Path, width: int) -> None:
    told(window, "3 actions changed")
    follow(window, "Undo the last bulk edit")
    heading(window, "Undo the last bulk edit")
    expect(window.page.locator("main")).to_contain_text("Farah Siddiqui changed 3 actions")
    expect(window.page.locator("main")).to_contain_text(NOTE)
    look(window, pictures, "undo", width)
    press(window, "Undo this bulk edit")
    told(window, "Bulk edit undone")
    follow(window, "Undo the last bulk edit")
    expect(window.page.locator("main")).to_contain_text("This bulk edit was undone already")


def _not_looked_at(_window: Window, _pictures: Path, _name: str, _width: int) -> None:
    """Looking takes a script, so a window without one is only gone through."""


def test_who_is_slower_sees_which_action_changed(open_window: Open, pictures: Path) -> None:
    first, second = open_window("Farah Siddiqui"), open_window("Farah Siddiqui")
    for window in (first, second):
        open_list(window)
        follow(window, "Tick all on this page")
        press(window, "Change the ticked actions")
        window.page.get_by_label("Replace the success measure", exact=True).check()
        press(window, "Continue")
        write(window, success_measure=f"{MEASURE}, as {window is first} has it")
        press(window, "Preview")
        write(window, reason=NOTE)
    button = first.page.locator("main").get_by_role("button", name="Change ")
    button.click()
    told(first, "actions changed")

    second.page.locator("main").get_by_role("button", name="Change ").click()
    heading(second, "What will change")
    conflict = second.page.locator(".tracker-conflict")
    expect(conflict).to_contain_text("were changed by somebody else in the meantime")
    expect(second.page.locator("#reason")).to_have_value(NOTE)
    assert second.barriers() == []
    second.screenshot(pictures, "bulk-conflict")
    second.page.locator("main").get_by_role("button", name="Change ").click()
    told(second, "actions changed")
