"""A council's Word templates: added, used, taken out of use, used only as they were added."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.reports.papers import texts
from tests.web.planned import HERE, plan_of, problems, words
from tests.web.test_cabinet import address, opened, sent
from tracker.access.actor import Actor
from tracker.adapters.file_store import FileStore
from tracker.domain.vocabulary import PlanStage, Role
from tracker.models import Plan, WordTemplate

TEMPLATES = f"{HERE}/word-templates"


@pytest.fixture(autouse=True)
def lead(sign_in_as: SignInAs) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    return plan_of(session, actor, PlanStage.ADOPTED)


@pytest.fixture
def files(client: PageClient) -> FileStore:
    """The site's own files."""
    found: FileStore = client.application.extensions["files"]
    return found


def template(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def add(client: PageClient, content: bytes, expect: int = 303) -> Any:
    """Add a template called Cabinet."""
    path = f"{TEMPLATES}/add"
    data = {"title": "Cabinet", "file": (io.BytesIO(content), "ours.docx")}
    return client.post(path, data=data, content_type="multipart/form-data", expect=expect)


def used(client: PageClient, session: Session, plan: Plan) -> WordTemplate:
    """The template that was added, chosen for the plan's report."""
    found = session.scalars(select(WordTemplate)).one()
    sent(client, plan, {"word_template_id": str(found.id), "item_number": "7"})
    return found


def test_a_report_is_written_into_it(client: PageClient, session: Session, plan: Plan) -> None:
    add(client, template("Our own head", "Paper {{ item_number }}"))
    used(client, session, plan)
    said = texts(opened(client.get(f"{address(plan)}/file")))
    assert said.splitlines()[:2] == ["Our own head", "Paper 7"]


def test_a_wrong_tag_is_refused_with_its_paragraph(client: PageClient) -> None:
    page = add(client, template("Head", "Paper {{ item_numbr }}"), expect=422)
    (said,) = problems(page)
    assert "item_numbr" in said
    assert "item_number" in said
    assert "paragraph 2" in said


@pytest.mark.parametrize(("forged", "status"), [(None, 404), (b"PK another", 502)])
def test_one_that_is_not_as_it_was_added_is_not_used(
    client: PageClient,
    session: Session,
    plan: Plan,
    files: FileStore,
    forged: bytes | None,
    status: int,
) -> None:
    add(client, template("Paper {{ item_number }}"))
    key = used(client, session, plan).storage_key
    files.delete(key) if forged is None else files.put(forged, key=key)
    for page in ("preview", "file", "read", "exempt", "issue"):
        answer = client.get(f"{address(plan)}/{page}", expect=status)
        assert "file" in words(answer)
    client.get(f"{TEMPLATES}/{session.scalars(select(WordTemplate.id)).one()}/file", expect=status)


def test_one_out_of_use_leaves_the_reports(
    client: PageClient, session: Session, plan: Plan
) -> None:
    add(client, template("Our own head"))
    found = used(client, session, plan)
    remove = f"{TEMPLATES}/{found.id}/remove"
    client.submit(remove, form=remove, expect=303)
    assert "Our own head" not in texts(opened(client.get(f"{address(plan)}/file")))
    assert "No templates yet" in words(client.get(TEMPLATES))
