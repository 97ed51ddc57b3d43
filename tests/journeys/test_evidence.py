"""Evidence from the file to its check: handed in, found to be the same file, saved, checked."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.written_reports import a_pdf
from tests.journeys.browsing import Window
from tests.journeys.conftest import Open
from tests.journeys.serving import Installation
from tests.journeys.steps import date_of, follow, heading, press, told, write
from tracker.models import Action, Council

AGAIN = date(2027, 4, 1)


@pytest.fixture
def audit(tmp_path: Path) -> Path:
    """The file that shows it."""
    path = tmp_path / "Zoë’s audit.pdf"
    path.write_bytes(a_pdf())
    return path


@pytest.fixture
def action(installation: Installation) -> str:
    """The address of an action of Aldermere that its assurance lead does not own."""
    query = select(Action.id).join(Council, Council.id == Action.council_id)
    wanted = query.where(Council.slug == "aldermere", Action.reference == "C1")
    with Session(installation.engine) as session:
        return f"/councils/aldermere/actions/{session.scalars(wanted).one()}"


def hand_in(window: Window, action: str, audit: Path, title: str) -> None:
    window.go(action)
    follow(window, "Add evidence")
    heading(window, "Add evidence")
    write(window, title=title, shows="Every team uses the record")
    window.page.locator("#file").set_input_files(audit)
    press(window, "Add evidence")


def test_a_file_is_handed_in_saved_and_checked(open_window: Open, action: str, audit: Path) -> None:
    window = open_window("Farah Siddiqui")
    hand_in(window, action, audit, "Audit of supervision")
    told(window, "Evidence added")
    heading(window, "Audit of supervision")
    with window.page.expect_download() as saved:
        follow(window, "Download Zoë’s audit.pdf")
    assert saved.value.suggested_filename == "Zoë’s audit.pdf"
    assert Path(saved.value.path()).read_bytes() == audit.read_bytes()

    assurance = open_window("Beatrice Holm")
    assurance.go(action)
    follow(assurance, "Audit of supervision")
    press(assurance, "Check this evidence")
    date_of(assurance, "Check again by", AGAIN)
    press(assurance, "I have checked it")
    told(assurance, "Evidence checked")
    said = assurance.page.get_by_text(re.compile("Checked by Beatrice Holm"))
    expect(said).to_be_visible()


def test_the_same_file_leads_to_where_it_is_and_what_was_typed_stays(
    open_window: Open, action: str, audit: Path
) -> None:
    window = open_window("Farah Siddiqui")
    hand_in(window, action, audit, "Audit of supervision")
    hand_in(window, action, audit, "The same audit")
    expect(window.page.get_by_role("alert")).to_contain_text(
        "This very file is evidence of this action already"
    )
    expect(window.page.locator("#title")).to_have_value("The same audit")
    expect(window.page.get_by_text("Choose the file again")).to_be_visible()
    follow(window, "Audit of supervision")
    heading(window, "Audit of supervision")
