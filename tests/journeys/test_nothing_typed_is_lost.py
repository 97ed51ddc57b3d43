"""Whatever comes between typing and saving, the words are still there: drafts, ends, conflicts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import NARROW, WIDE, Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Installation
from tests.journeys.steps import (
    REASON,
    heading,
    is_open_to_all,
    press,
    rows,
    say_at_risk,
    sign_in_again,
    told,
    write,
)
from tests.web.visiting import TYPED


@pytest.fixture
def action(installation: Installation) -> str:
    """The address of an action of Aldermere whose owner is Sunita Rawal."""
    return installation.address_of("B2")


def word(window: Window, words: str) -> None:
    """What the page says of the draft while one types."""
    expect(window.page.locator("[data-draft-word]")).to_contain_text(words)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_draft_is_saved_quietly_and_outlives_the_session(
    open_window: Open, installation: Installation, action: str, pictures: Path, width: int
) -> None:
    window = open_window("Sunita Rawal", width=width)
    window.go(f"{action}/update")
    write(window, done=TYPED)
    say_at_risk(window)
    word(window, "Draft saved at 10:30am")
    is_open_to_all(window, width)
    window.screenshot(pictures, f"draft-saved-{width}")
    installation.now.pass_by(hours=2)
    press(window, "Post update")
    heading(window, "Sign in again")
    expect(window.page.locator(".tracker-preserved")).to_contain_text(TYPED)

    sign_in_again(window, "Sunita Rawal")
    heading(window, "Post an update")
    expect(window.page.locator("#done")).to_have_value(TYPED)
    expect(window.page.get_by_label("At risk", exact=True)).to_be_checked()
    expect(window.page.locator("main")).to_contain_text("Your draft of 5 October 2026, 10:30am")
    is_open_to_all(window, width)
    window.screenshot(pictures, f"draft-given-back-{width}")
    window.go("/councils/aldermere/my-actions")
    expect(window.page.locator("main")).to_contain_text("begun and not posted")
    is_open_to_all(window, width)
    window.screenshot(pictures, f"draft-in-my-actions-{width}")
    window.page.locator(".tracker-draft a").click()
    press(window, "Post update")
    told(window, "Update posted")
    expect(window.page.locator("main")).to_contain_text(TYPED)
    window.go("/councils/aldermere/my-actions")
    expect(window.page.locator("main")).not_to_contain_text("begun and not posted")


def test_whoever_types_on_after_the_end_of_the_session_is_told(
    open_window: Open, installation: Installation, action: str
) -> None:
    window = open_window("Sunita Rawal")
    window.go(f"{action}/update")
    installation.now.pass_by(hours=2)
    write(window, done=TYPED)
    word(window, "You have been signed out, so the draft was not saved.")
    expect(window.page.locator("#done")).to_have_value(TYPED)
    assert window.faults == [f"request: {installation.url}{action}/update answered 401"]
    window.faults.clear()


def test_a_page_that_is_left_saves_what_was_typed_last(open_window: Open, action: str) -> None:
    window = open_window("Sunita Rawal")
    window.go(f"{action}/update")
    write(window, done=TYPED)
    window.go("/councils/aldermere/my-actions")
    window.page.wait_for_timeout(1000)
    window.go(f"{action}/update")
    expect(window.page.locator("#done")).to_have_value(TYPED)


def test_two_people_update_one_action(open_window: Open, action: str, pictures: Path) -> None:
    first, second = open_window("Sunita Rawal"), open_window("Farah Siddiqui", width=NARROW)
    for window, text in ((first, "Six of eight teams"), (second, TYPED)):
        window.go(f"{action}/update")
        write(window, done=text)
        say_at_risk(window)
    press(first, "Post update")
    told(first, "Update posted")
    press(second, "Post update")
    expect(second.page.locator("main")).to_contain_text("Somebody else changed this action")
    expect(rows(second, "The two versions").filter(has_text=REASON)).not_to_have_count(0)
    expect(second.page.get_by_text("Six of eight teams")).to_have_count(1)
    expect(second.page.locator("#done")).to_have_value(TYPED)
    is_open_to_all(second, NARROW)
    second.screenshot(pictures, "two-updates-320")
    press(second, "Post update")
    told(second, "Update posted")
    expect(second.page.locator("main")).to_contain_text(TYPED)
    expect(second.page.locator("main")).to_contain_text("Six of eight teams")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_check_that_fails_keeps_everything(open_window: Open, action: str, width: int) -> None:
    window = open_window("Sunita Rawal", width=width)
    window.go(f"{action}/update")
    write(window, done=TYPED, delivery_reason=REASON, recovery="", obstacle="Line one\nLine two")
    window.page.get_by_label("Off track", exact=True).check()
    window.page.get_by_label("Early signs", exact=True).check()
    press(window, "Post update")
    expect(window.page.locator(".govuk-error-summary")).to_contain_text(
        "Enter what will be done to recover"
    )
    for name, text in {
        "done": TYPED,
        "delivery_reason": REASON,
        "obstacle": "Line one\nLine two",
    }.items():
        expect(window.page.locator(f"#{name}")).to_have_value(text)
    for label in ("Off track", "Early signs"):
        expect(window.page.get_by_label(label, exact=True)).to_be_checked()
    is_open_to_all(window, width)


def test_the_server_is_gone_while_the_form_is_sent(
    open_window: Open, installation: Installation, action: str
) -> None:
    window = open_window("Sunita Rawal")
    window.go(f"{action}/update")
    write(window, done=TYPED)
    say_at_risk(window)
    word(window, "Draft saved at")
    write(window, next_steps="Typed after the draft")
    with installation.away():
        press(window, "Post update")
        window.page.wait_for_url("chrome-error://**")
    assert all("ERR_CONNECTION" in fault for fault in window.faults)
    window.faults.clear()
    other = open_window("Sunita Rawal")
    other.go(f"{action}/update")
    expect(other.page.locator("#done")).to_have_value(TYPED)
    # The browser's own page of the fault sends it all again, what was typed last too.
    window.page.reload()
    told(window, "Update posted")
    for text in (TYPED, "Typed after the draft"):
        expect(window.page.locator("main")).to_contain_text(text)


def test_a_draft_that_cannot_be_saved_is_said_and_saved_later(
    open_window: Open, installation: Installation, action: str
) -> None:
    window = open_window("Sunita Rawal")
    window.go(f"{action}/update")
    with installation.away():
        write(window, done=TYPED)
        word(window, "The draft could not be saved just now.")
    assert all("ERR_CONNECTION" in fault for fault in window.faults)
    window.faults.clear()
    write(window, next_steps="Go on")
    word(window, "Draft saved at")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_without_script_a_draft_is_saved_and_deleted(
    open_window: Open, action: str, pictures: Path, width: int
) -> None:
    window = open_window("Sunita Rawal", width=width, java_script_enabled=False)
    window.go(f"{action}/update")
    write(window, done=TYPED)
    press(window, "Save as a draft")
    told(window, "Draft saved")
    window.go("/councils/aldermere/my-actions")
    window.page.locator(".tracker-draft a").click()
    expect(window.page.locator("#done")).to_have_value(TYPED)
    window.page.locator("summary", has_text="Delete this draft").click()
    window.screenshot(pictures, f"draft-delete-{width}")
    press(window, "Delete this draft")
    told(window, "Draft deleted")
    expect(window.page.locator("#done")).to_have_value("")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_draft_of_a_removed_action_can_be_copied(
    open_window: Open, action: str, pictures: Path, width: int
) -> None:
    window, lead = open_window("Sunita Rawal", width=width), open_window("Farah Siddiqui")
    window.go(f"{action}/update")
    write(window, done=TYPED)
    word(window, "Draft saved at")
    lead.go(f"{action}/remove")
    write(lead, reason="It is in the plan twice")
    lead.page.locator("main form.tracker-form button").click()
    told(lead, "Action removed")
    window.go(f"{action}/update")
    expect(window.page.locator("main")).to_contain_text("Your draft can be copied from here.")
    expect(window.page.locator("main")).to_contain_text(TYPED)
    is_open_to_all(window, width)
    window.screenshot(pictures, f"draft-of-a-removed-action-{width}")
