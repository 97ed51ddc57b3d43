"""Forms that keep no drafts: the page that answers gives the words back, whatever came between."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.foundations.written_reports import a_pdf
from tests.journeys.browsing import WIDE, Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Installation
from tests.journeys.steps import (
    REASON,
    RECOVERY,
    date_of,
    follow,
    heading,
    is_open_to_all,
    press,
    say_at_risk,
    sign_in_again,
    told,
    write,
)
from tests.web.visiting import TYPED

LATER = date(2027, 5, 3)
LARGE = 4_000_000
"""Bytes of a file that is more than any form without one may have."""


@pytest.fixture
def action(installation: Installation) -> str:
    """The address of an action of Aldermere whose owner is Sunita Rawal."""
    return installation.address_of("B2")


def ended(window: Window, button: str, *texts: str) -> None:
    press(window, button)
    heading(window, "Sign in again")
    for text in texts:
        expect(window.page.locator(".tracker-preserved")).to_contain_text(text)
    is_open_to_all(window, WIDE)


def test_a_request_for_another_date(open_window: Open, installation: Installation) -> None:
    action = installation.address_of("B3")
    window = open_window("Farah Siddiqui")
    window.go(f"{action}/due-date")
    ask(window)
    installation.now.pass_by(hours=2)
    ended(window, "Ask for this date", TYPED, RECOVERY, "2027")

    sign_in_again(window, "Farah Siddiqui")
    heading(window, "Ask for another due date")
    ask(window)
    other = open_window("Farah Siddiqui")
    other.go(f"{action}/update")
    write(other, done="Six of eight teams")
    say_at_risk(other)
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


def ask(window: Window) -> None:
    date_of(window, "New due date", LATER)
    write(window, reason=TYPED, recovery=RECOVERY)


def test_an_assurance(
    open_window: Open, installation: Installation, action: str, pictures: Path
) -> None:
    window = open_window("Beatrice Holm")
    window.go(f"{action}/assure")
    assure(window)
    installation.now.pass_by(hours=2)
    ended(window, "Record assurance", TYPED, REASON)

    sign_in_again(window, "Beatrice Holm")
    heading(window, "Assure this action")
    assure(window)
    other = open_window("Farah Siddiqui")
    other.go(f"{action}/update")
    write(other, done="Six of eight teams")
    say_at_risk(other)
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


def assure(window: Window) -> None:
    write(window, found=TYPED, reason=REASON, recovery=RECOVERY)
    for fieldset in window.page.locator("form.tracker-form fieldset").all():
        fieldset.locator("input").first.check()
    group = window.page.get_by_role("group", name="Is it being done?")
    group.get_by_label("At risk", exact=True).check()


@pytest.mark.parametrize("size", [0, LARGE])
def test_evidence_with_a_file(
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
    ended(window, "Add evidence", TYPED, "Audit of supervision")
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
