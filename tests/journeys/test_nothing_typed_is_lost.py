"""Whatever comes between typing and saving, the words are still there: drafts, ends, conflicts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.written_reports import a_pdf
from tests.journeys.browsing import NARROW, WIDE, Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Installation
from tests.journeys.steps import date_of, follow, heading, press, rows, told, write
from tests.web.visiting import TYPED
from tracker.models import Action, Council

REASON = "Two teams have not been coached yet"
RECOVERY = "The rota is covered by the area next door until March."
LATER = date(2027, 5, 3)
LARGE = 4_000_000
"""Bytes of a file that is more than any form without one may have."""


@pytest.fixture
def action(installation: Installation) -> str:
    """The address of an action of Aldermere whose owner is Sunita Rawal."""
    return address_of(installation, "B2")


def address_of(installation: Installation, reference: str) -> str:
    query = select(Action.id).join(Council, Council.id == Action.council_id)
    wanted = query.where(Council.slug == "aldermere", Action.reference == reference)
    with Session(installation.engine) as session:
        return f"/councils/aldermere/actions/{session.scalars(wanted).one()}"


def at_risk(window: Window) -> None:
    """Say what an update has to say beside what was done."""
    window.page.get_by_label("At risk", exact=True).check()
    write(window, delivery_reason=REASON, recovery=RECOVERY)


def sign_in_again(window: Window, name: str) -> None:
    """Follow the page's own way back in."""
    window.page.locator("main").get_by_role("link", name="Sign in", exact=True).click()
    window.page.get_by_role("button", name=name).click()


def good(window: Window, width: int) -> None:
    """The page keeps nobody out, and needs no scrolling to the side."""
    assert [*window.barriers(), *window.overflow(width)] == []


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
    at_risk(window)
    word(window, "Draft saved at 10:30am")
    good(window, width)
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
    good(window, width)
    window.screenshot(pictures, f"draft-given-back-{width}")
    window.go("/councils/aldermere/my-actions")
    expect(window.page.locator("main")).to_contain_text("begun and not posted")
    good(window, width)
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
        at_risk(window)
    press(first, "Post update")
    told(first, "Update posted")
    press(second, "Post update")
    expect(second.page.locator("main")).to_contain_text("Somebody else changed this action")
    expect(rows(second, "The two versions").filter(has_text=REASON)).not_to_have_count(0)
    expect(second.page.get_by_text("Six of eight teams")).to_have_count(1)
    expect(second.page.locator("#done")).to_have_value(TYPED)
    good(second, NARROW)
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
    good(window, width)


def test_the_server_is_gone_while_the_form_is_sent(
    open_window: Open, installation: Installation, action: str
) -> None:
    window = open_window("Sunita Rawal")
    window.go(f"{action}/update")
    write(window, done=TYPED)
    at_risk(window)
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


class TestOtherForms:
    """Where no drafts are kept, the page that answers gives the words back."""

    def ended(self, window: Window, button: str, *texts: str) -> None:
        press(window, button)
        heading(window, "Sign in again")
        for text in texts:
            expect(window.page.locator(".tracker-preserved")).to_contain_text(text)
        good(window, WIDE)

    def test_a_request_for_another_date(
        self, open_window: Open, installation: Installation
    ) -> None:
        action = address_of(installation, "B3")
        window = open_window("Farah Siddiqui")
        window.go(f"{action}/due-date")
        self._ask(window)
        installation.now.pass_by(hours=2)
        self.ended(window, "Ask for this date", TYPED, RECOVERY, "2027")

        sign_in_again(window, "Farah Siddiqui")
        heading(window, "Ask for another due date")
        self._ask(window)
        other = open_window("Farah Siddiqui")
        other.go(f"{action}/update")
        write(other, done="Six of eight teams")
        at_risk(other)
        press(other, "Post update")
        told(other, "Update posted")
        press(window, "Ask for this date")
        expect(window.page.locator(".govuk-error-summary")).to_contain_text(
            "Somebody else has changed this action in the meantime"
        )
        expect(window.page.locator("#reason")).to_have_value(TYPED)
        expect(window.page.locator("#recovery")).to_have_value(RECOVERY)
        press(window, "Ask for this date")
        told(window, "New due date asked for")

    @staticmethod
    def _ask(window: Window) -> None:
        date_of(window, "New due date", LATER)
        write(window, reason=TYPED, recovery=RECOVERY)

    def test_an_assurance(
        self, open_window: Open, installation: Installation, action: str, pictures: Path
    ) -> None:
        window = open_window("Beatrice Holm")
        window.go(f"{action}/assure")
        self._assure(window)
        installation.now.pass_by(hours=2)
        self.ended(window, "Record assurance", TYPED, REASON)

        sign_in_again(window, "Beatrice Holm")
        heading(window, "Assure this action")
        self._assure(window)
        other = open_window("Farah Siddiqui")
        other.go(f"{action}/update")
        write(other, done="Six of eight teams")
        at_risk(other)
        press(other, "Post update")
        told(other, "Update posted")
        press(window, "Record assurance")
        expect(window.page.locator(".govuk-error-summary")).to_be_visible()
        expect(window.page.locator("#found")).to_have_value(TYPED)
        group = window.page.get_by_role("group", name="Is it being done?")
        expect(group.get_by_label("At risk", exact=True)).to_be_checked()
        window.screenshot(pictures, "assurance-conflict")
        press(window, "Record assurance")
        told(window, "Assurance recorded")

    @staticmethod
    def _assure(window: Window) -> None:
        write(window, found=TYPED, reason=REASON, recovery=RECOVERY)
        for fieldset in window.page.locator("form.tracker-form fieldset").all():
            fieldset.locator("input").first.check()
        group = window.page.get_by_role("group", name="Is it being done?")
        group.get_by_label("At risk", exact=True).check()

    @pytest.mark.parametrize("size", [0, LARGE])
    def test_evidence_with_a_file(
        self,
        open_window: Open,
        installation: Installation,
        action: str,
        tmp_path: Path,
        pictures: Path,
        size: int,
    ) -> None:
        audit = tmp_path / "audit.pdf"
        audit.write_bytes(a_pdf() + b"\n%" + b"x" * size + b"\n")
        window = open_window("Farah Siddiqui")
        window.go(f"{action}/evidence/add")
        write(window, title="Audit of supervision", shows=TYPED)
        window.page.locator("#file").set_input_files(audit)
        installation.now.pass_by(hours=2)
        self.ended(window, "Add evidence", TYPED, "Audit of supervision")
        expect(window.page.locator("main")).to_contain_text("Choose it again")
        window.screenshot(pictures, f"evidence-ended-{size}")

        sign_in_again(window, "Farah Siddiqui")
        heading(window, "Add evidence")
        write(window, shows=TYPED)
        window.page.locator("#file").set_input_files(audit)
        press(window, "Add evidence")
        expect(window.page.locator(".govuk-error-summary")).to_contain_text("Enter a title")
        expect(window.page.locator("#shows")).to_have_value(TYPED)
        expect(window.page.get_by_text("Choose the file again")).to_be_visible()
        write(window, title="Audit of supervision")
        window.page.locator("#file").set_input_files(audit)
        press(window, "Add evidence")
        told(window, "Evidence added")
        follow(window, "Amend")
        heading(window, "Amend this evidence")
