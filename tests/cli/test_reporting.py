"""``tracker report cabinet``: the report of a plan in a file, without a browser."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from docx import Document
from sqlalchemy import select

from tests.cli.running import run
from tests.reports.papers import AUTHORS, texts
from tracker.access.actor import operator
from tracker.adapters.database import make_engine, make_sessions
from tracker.domain.exemption import Marks
from tracker.models import Council
from tracker.reports.exemption import key_of
from tracker.services.actions import ActionFields, add_action
from tracker.services.cabinet_drafts import CabinetFields, mark_exempt, save_cabinet_draft
from tracker.services.plans import PlanFields, start_plan

TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Riverford with a plan whose report was begun, and one whose report was not."""
    folder = tmp_path_factory.mktemp("reporting")
    run(folder, "upgrade")
    run(folder, "create-council", "Riverford", "--slug", "riverford")
    engine = make_engine(f"sqlite:///{folder}/instance/tracker.sqlite")
    with make_sessions(engine)() as session:
        council = session.scalars(select(Council)).one()
        by = operator(datetime.now(UTC), council.id)
        plans = [
            start_plan(session, PlanFields(title=title), by=by, on=by.today)
            for title in ("Getting to good", "Another plan")
        ]
        fields = ActionFields(
            reference="1", title="Hold panels", due_on=date(2099, 1, 1), success_measure="9 of 10"
        )
        add_action(session, plans[0], fields, by=by, on=by.today)
        draft = save_cabinet_draft(
            session, plans[0], None, CabinetFields(authors=AUTHORS), by=by, on=by.today
        )
        marks = Marks({key_of(AUTHORS.reasons): 4})
        mark_exempt(session, draft, marks, by=by, on=by.today)
        session.commit()
    engine.dispose()
    return folder


def made(folder: Path, *words: str) -> Path:
    """The file that the command says it has written."""
    done = run(folder, "report", "cabinet", "--council", "riverford", *words)
    return folder / done.stdout.removeprefix("Written: ").rpartition(" (")[0]


def test_what_the_author_saved_is_in_it(folder: Path) -> None:
    path = made(folder, "--plan", "getting to good")
    assert path.name == f"riverford-cabinet-report-{TODAY}-with-exempt-information.docx"
    said = texts(Document(str(path)))
    assert AUTHORS.reasons in said
    assert "Hold panels" in said


def test_the_public_version_withholds_what_is_exempt(folder: Path) -> None:
    said = texts(Document(str(made(folder, "--plan", "getting to good", "--public"))))
    assert AUTHORS.reasons not in said
    assert "under paragraph 4 of Part 1 of Schedule 12A" in said


def test_each_format_goes_where_it_is_told(folder: Path) -> None:
    for kind, begins in (("pdf", b"%PDF-"), ("html", b"<!doctype html>"), ("docx", b"PK")):
        path = made(folder, "--plan", "Another plan", "--format", kind, "--to", f"out.{kind}")
        assert path == folder / f"out.{kind}"
        assert path.read_bytes().lstrip().startswith(begins)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Several plans are open, so name one with --plan"),
        (("--plan", "None such"), "There is no plan None such"),
        (("--plan", "Another plan", "--as-at", "soon"), "--as-at should be a date"),
        (("--plan", "Another plan", "--as-at", "2001-01-01"), "Nothing is recorded"),
        (("--plan", "Another plan", "--since", "2099-01-01"), "--since should be today or"),
        (("--plan", "Another plan", "--since", str(TODAY)), "--since should be before"),
        (("--plan", "Another plan", "--format", "odt"), "'odt' is not one of"),
        (("--plan", "Another plan", "--to", "no/such/folder.docx"), "--to should be a file"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(folder: Path, words: tuple[str, ...], said: str) -> None:
    done = run(folder, "report", "cabinet", "--council", "riverford", *words, status=2)
    assert said in done.stderr


def test_help_is_understood_by_a_stranger(folder: Path) -> None:
    done = run(folder, "report", "cabinet", "--help")
    for word in ("--as-at", "--format", "--public", "--since", "under embargo"):
        assert word in done.stdout
