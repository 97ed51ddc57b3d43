"""Cabinet reports as issued: kept as they were, made by a worker, checked before they are given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import InADeed, Now
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.reports.papers import texts
from tests.services.given import rated
from tests.web.planned import (
    HERE,
    THERE,
    action_of,
    answering,
    links,
    looks_back,
    plan_of,
    problems,
    words,
)
from tests.web.scene import inspected, recommended
from tests.web.test_cabinet import address, mark, opened, sent
from tracker.access.actor import Actor
from tracker.adapters.file_store import FileStore
from tracker.cli.papers import Making, make_next_paper
from tracker.domain.exemption import marks_from
from tracker.domain.papers import Audience, PaperFormat
from tracker.domain.report_material import from_text, to_text
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import (
    Action,
    Council,
    Inspection,
    IssuedFile,
    IssuedReport,
    Plan,
)
from tracker.presenters.cabinet_papers import Source, papers_of, stem_of
from tracker.reports.authors import authors_from

Make = Callable[[], bool]


@pytest.fixture
def inspection(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


@pytest.fixture
def action(session: Session, actor: Actor, inspection: Inspection) -> Action:
    """An action of an adopted plan that answers an inspection."""
    plan = plan_of(session, actor, PlanStage.ADOPTED)
    asked = recommended(session, inspection, actor, reference="1")
    looks_back(session, plan, actor, asked)
    action = action_of(session, plan, actor, "1.1", title="Sample assessments")
    answering(session, action, actor, asked)
    return action


@pytest.fixture
def plan(session: Session, action: Action) -> Plan:
    return session.get_one(Plan, action.plan_id)


@pytest.fixture
def files(client: PageClient) -> FileStore:
    """The site's own files."""
    found: FileStore = client.application.extensions["files"]
    return found


@pytest.fixture
def make(app: Flask) -> Make:
    """A worker that makes the paper that waits longest."""
    known = app.extensions
    work = Making(known["sessions"], known["files"], known["frameworks"], known["now"])
    return lambda: make_next_paper(work)


@pytest.fixture(autouse=True)
def lead(sign_in_as: SignInAs) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)


def issue(client: PageClient, plan: Plan, fields: dict[str, Any] | None = None) -> str:
    """Save the report, issue it, and give the address of its page."""
    sent(client, plan, fields)
    page = f"{address(plan)}/issue"
    return str(client.submit(page, form=page, expect=303).location)


def progress(client: PageClient, page: str) -> bool:
    """Whether the page's script is told that files are still being made."""
    said = client.get(f"{page}/progress").json
    assert said is not None
    return bool(said["reading"])


def newest(session: Session) -> IssuedReport | None:
    """The report that was issued last."""
    session.expire_all()
    return session.scalars(select(IssuedReport).order_by(IssuedReport.number.desc())).first()


def only(session: Session) -> IssuedReport:
    """The report that was issued last, which there is."""
    issued = newest(session)
    assert issued is not None
    return issued


def words_of(client: PageClient, file: IssuedFile) -> str:
    """What a Word file says that is given out."""
    return texts(opened(client.get(f"{HERE}/issued-files/{file.id}")))


def kept(session: Session, kind: PaperFormat, audience: Audience = Audience.PUBLIC) -> IssuedFile:
    query = select(IssuedFile).where(IssuedFile.format == kind, IssuedFile.audience == audience)
    found = session.scalars(query.order_by(IssuedFile.id.desc())).first()
    assert found is not None
    return found


class TestIssuing:
    def test_keeps_the_report_with_its_files(
        self, client: PageClient, session: Session, plan: Plan, make: Make
    ) -> None:
        page = issue(client, plan, {"item_number": "7"})
        waiting = client.get(page)
        assert "0 of 3 files made" in words(waiting)
        assert progress(client, page)
        assert make() is True
        assert make() is False
        assert not progress(client, page)
        shown = client.get(page)
        for kind in ("Word", "PDF", "A web page"):
            assert any(text.startswith(kind) for text in links(shown)), kind
        file = kept(session, PaperFormat.WORD)
        answer = client.get(f"{HERE}/issued-files/{file.id}")
        assert hashlib.sha256(answer.data).hexdigest() == file.sha256
        assert "Item number: 7" in texts(opened(answer))
        assert file.sha256 in words(shown)

    def test_a_changed_plan_does_not_change_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        action: Action,
        make: Make,
        files: FileStore,
    ) -> None:
        issue(client, plan)
        rated(session, action, Delivery.COMPLETE, actor)
        sent(client, plan, {"title": "Another title"})
        make()
        said = texts(
            opened(client.get(f"{HERE}/issued-files/{kept(session, PaperFormat.WORD).id}"))
        )
        assert "0 of 1 action was complete" in said
        assert "Another title" not in said
        stored = files.get(only(session).material_key).decode()
        assert hashlib.sha256(stored.encode()).hexdigest() == only(session).material_sha256
        assert from_text(stored).now.sha256 == only(session).snapshot_sha256
        assert to_text(from_text(stored)) == stored

    def test_the_same_release_makes_the_same_bytes_again(
        self, client: PageClient, session: Session, plan: Plan, make: Make, app: Flask
    ) -> None:
        issue(client, plan)
        make()
        issued = only(session)
        before = {file.name: file.sha256 for file in session.scalars(select(IssuedFile))}
        source = Source(
            from_text(app.extensions["files"].get(issued.material_key).decode()),
            authors_from(issued.typed),
            marks_from(issued.exempt),
            issued.issued_at,
        )
        stem = f"{stem_of('riverford', issued.as_at)}-{issued.number}"
        again = papers_of(source, (Audience.PUBLIC,), stem, app.extensions["frameworks"])
        made = {one.name: hashlib.sha256(one.content).hexdigest() for one in again}
        assert len(made) == len(PaperFormat)
        assert made == before

    def test_the_next_one_tells_what_changed_since(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        plan: Plan,
        action: Action,
        make: Make,
        now: Now,
        sign_in_as: SignInAs,
    ) -> None:
        issue(client, plan)
        make()
        now.pass_by(days=30)
        sign_in_as(Role.PROGRAMME_LEAD)
        rated(session, action, Delivery.COMPLETE, actor)
        issue(client, plan)
        make()
        assert only(session).since_on is not None
        assert only(session).number == 2
        said = texts(
            opened(client.get(f"{HERE}/issued-files/{kept(session, PaperFormat.WORD).id}"))
        )
        since = said[said.index("Since the last report") :]
        assert "Sample assessments" in since

    def test_stands_in_the_list_and_in_its_export(
        self, client: PageClient, session: Session, plan: Plan
    ) -> None:
        issue(client, plan, {"title": "=After the inspection"})
        index = f"{HERE}/plans/{plan.id}/cabinet-reports"
        assert "=After the inspection" in words(client.get(index))
        exported = client.get(f"{index}?format=csv").text
        assert only(session).snapshot_sha256 in exported
        assert "'=After the inspection" in exported

    def test_is_refused_when_somebody_changed_the_draft(
        self, client: PageClient, session: Session, plan: Plan, files: FileStore
    ) -> None:
        sent(client, plan, {"item_number": "7"})
        page = f"{address(plan)}/issue"
        form = client.get(page)
        stale = {"version": "1"}
        sent(client, plan, {"item_number": "8"})
        assert form.status_code == 200
        late = client.submit(page, stale, form=page, expect=422)
        assert "Look at the preview again" in problems(late)[0]
        assert newest(session) is None

    def test_is_refused_while_a_mark_stands_on_other_words(
        self, client: PageClient, session: Session, plan: Plan
    ) -> None:
        sent(client, plan, {"reasons": "Secret words"})
        mark(client, plan, "Secret words", "3")
        sent(client, plan, {"reasons": "Secret words, mended"})
        page = f"{address(plan)}/issue"
        refused = client.submit(page, form=page, expect=422)
        assert "would be published" in problems(refused)[0]
        assert newest(session) is None


class TestExempt:
    def test_both_versions_are_kept_and_the_whole_one_only_for_makers(
        self, client: PageClient, session: Session, plan: Plan, make: Make, sign_in_as: SignInAs
    ) -> None:
        sent(client, plan, {"reasons": "Secret words"})
        mark(client, plan, "Secret words", "3")
        page = issue(client, plan)
        make()
        whole = kept(session, PaperFormat.WORD, Audience.FULL)
        public = kept(session, PaperFormat.WORD)
        assert "Secret words" in texts(opened(client.get(f"{HERE}/issued-files/{whole.id}")))
        sign_in_as(Role.VIEWER)
        shown = client.get(page)
        assert whole.sha256 not in shown.text
        client.get(f"{HERE}/issued-files/{whole.id}", expect=403)
        assert "Secret words" not in texts(opened(client.get(f"{HERE}/issued-files/{public.id}")))


class TestKept:
    def test_a_swapped_file_is_not_given_out(
        self, client: PageClient, session: Session, plan: Plan, make: Make, files: FileStore
    ) -> None:
        issue(client, plan)
        make()
        file = kept(session, PaperFormat.PDF)
        files.put(b"%PDF-1.7 another", key=file.storage_key)
        client.get(f"{HERE}/issued-files/{file.id}", expect=502)
        files.delete(file.storage_key)
        client.get(f"{HERE}/issued-files/{file.id}", expect=404)

    def test_an_embargo_that_is_set_later_hides_it(
        self,
        client: PageClient,
        session: Session,
        plan: Plan,
        inspection: Inspection,
        make: Make,
        sign_in_as: SignInAs,
        in_a_deed: InADeed,
        now: Now,
    ) -> None:
        page = issue(client, plan)
        make()
        with in_a_deed():
            inspection.not_before_on = now().date() + timedelta(days=9)
        file = kept(session, PaperFormat.PDF)
        sign_in_as(Role.VIEWER)
        client.get(page, expect=404)
        client.get(f"{HERE}/issued-files/{file.id}", expect=404)
        listed = client.get(f"{HERE}/plans/{plan.id}/cabinet-reports")
        assert "No reports yet" in words(listed)
        sign_in_as(Role.PROGRAMME_LEAD)
        client.get(page)

    def test_is_not_there_for_another_council(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs, other_council: Council
    ) -> None:
        page = issue(client, plan)
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        client.get(page.replace(HERE, THERE), expect=404)
        client.get(page, expect=404)


class TestMaking:
    def test_what_cannot_be_made_is_tried_twice_and_then_said(
        self, client: PageClient, session: Session, plan: Plan, make: Make, files: FileStore
    ) -> None:
        page = issue(client, plan)
        key = only(session).material_key
        content = files.get(key)
        files.delete(key)
        assert make() is True
        assert make() is True
        assert make() is False
        shown = client.get(page)
        assert "could not be made" in words(shown)
        files.put(content, key=key)
        again = f"{page}/make-again"
        client.submit(again, form=again, expect=303)
        assert make() is True
        client.get(f"{HERE}/issued-files/{kept(session, PaperFormat.PDF).id}")
