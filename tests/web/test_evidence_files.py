"""Files of evidence: taken in, kept once, compared before they are given out, erased."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.clamav import MOST_MEGABYTES, NAME, TEST_STRING, Clamd
from tests.foundations.kept_reports import FILE
from tests.foundations.site import SignInAs
from tests.foundations.written_reports import a_pdf
from tests.page_contract import PageClient
from tests.services.exhibits import file_of, owned_by, shown
from tests.web.planned import HERE, action_of, links, plan_of, problems, words
from tests.web.scene import an_answer, embargoed, recommended
from tests.web.workforce import fill
from tracker.access.actor import Actor
from tracker.adapters.file_store import FileStore
from tracker.adapters.scanner import ClamAv, Scanner
from tracker.config import Bucket
from tracker.domain.vocabulary import PlanStage, Role, ScanResult
from tracker.models import Action, Evidence, EvidenceFile, Report
from tracker.services.evidence_files import MOST_BYTES
from tracker.web.answers import NO_RIGHTS, disposition

SAID = {"title": "Audit", "shows": "It was done", "marking": "official"}
FORM = "multipart/form-data"


@pytest.fixture(autouse=True)
def lead(sign_in_as: SignInAs) -> None:
    """Riverford's programme lead looks at these pages."""
    sign_in_as(Role.PROGRAMME_LEAD)


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    return action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)


@pytest.fixture
def files(client: PageClient) -> FileStore:
    """The site's own files."""
    found: FileStore = client.application.extensions["files"]
    return found


@pytest.fixture
def put_in(client: PageClient) -> Iterator[Any]:
    """Lets the site have another file store or scanner for a while: ``put_in(scanner=…)``."""
    extensions = client.application.extensions
    before = {name: extensions[name] for name in ("files", "scanner")}
    yield extensions.update
    extensions.update(before)


def add(
    client: PageClient, action: Action, content: bytes, name: str = "audit.pdf", **more: Any
) -> TestResponse:
    """Hand in evidence with a file; ``expect`` is 303 unless told."""
    expect = more.pop("expect", 303)
    path = f"{HERE}/actions/{action.id}/evidence/add"
    if len(content) > 400_000:
        return send_large(client, path, content, name, expect)
    data = {**SAID, "file": (io.BytesIO(content), name), **more}
    return client.post(path, data=data, content_type=FORM, expect=expect)


def send_large(
    client: PageClient, path: str, content: bytes, name: str, expect: int
) -> TestResponse:
    """Hand in a file that the test client would lay in a file of its own and forget."""
    said = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'
        for field, text in SAID.items()
    )
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return client.post(
        path,
        data=said.encode() + head.encode() + content + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": client.csrf_token()},
        expect=expect,
    )


def add_version(
    client: PageClient, evidence: Evidence, content: bytes, *, expect: int = 303
) -> TestResponse:
    data = {"file": (io.BytesIO(content), "audit.pdf")}
    path = f"{HERE}/evidence/{evidence.id}/add-file"
    return client.post(path, data=data, content_type=FORM, expect=expect)


def kept(session: Session) -> list[EvidenceFile]:
    query = select(EvidenceFile).order_by(EvidenceFile.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def stored(files: FileStore) -> set[str]:
    """The keys of all that is in the store."""
    import obstore  # noqa: PLC0415

    found = obstore.list(files._store())
    return {each["path"] for page in found for each in page}


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


class TestTakingIn:
    def test_it_is_kept_whole_with_what_it_adds_up_to(
        self, client: PageClient, session: Session, action: Action, files: FileStore
    ) -> None:
        content = a_pdf()
        answer = add(client, action, content, "Audit 2026.pdf")
        (file,) = kept(session)
        assert files.get(file.storage_key) == content
        assert (file.name, file.media_type, file.size) == (
            "Audit 2026.pdf",
            "application/pdf",
            len(content),
        )
        assert file.scan is ScanResult.NOT_SCANNED
        page = client.get(answer.location)
        for said in (file.sha256, "Version 1", "Not scanned for viruses", "Robin Marsh"):
            assert said in words(page)
        link = links(page)["Download Audit 2026.pdf"]
        assert client.get(link).get_data() == content
        page = client.get(f"{HERE}/actions/{action.id}")
        assert links(page)["Download Audit 2026.pdf"] == link

    def test_the_page_warns_of_children_s_data_and_says_that_nobody_scans(
        self, client: PageClient, action: Action
    ) -> None:
        said = words(client.get(f"{HERE}/actions/{action.id}/evidence/add"))
        assert "Nothing here may be about one child or family" in said
        assert "Files are not scanned for viruses here" in said
        assert "Files are not scanned" in words(client.get(f"{HERE}/report-drafts/read"))

    @pytest.mark.parametrize(
        ("content", "name", "problem"),
        [
            (b"MZ", "audit.exe", "The file must be a PDF"),
            (b"<html>", "page.html", "The file must be a PDF"),
            (b"<svg/>", "audit.svg", "The file must be a PDF"),
            (b"<html>", "audit.pdf", "not what the end of its name says"),
            (b"%PDF-1.7", "audit.docx", "not what the end of its name says"),
            (b"%PDF-1.7", "audit.docm", "macros are not kept"),
            (b"", "audit.pdf", "The file that you chose is empty"),
        ],
    )
    def test_what_may_do_harm_is_refused_and_nothing_is_kept(
        self,
        client: PageClient,
        session: Session,
        action: Action,
        files: FileStore,
        content: bytes,
        name: str,
        problem: str,
    ) -> None:
        before = stored(files)
        answer = add(client, action, content, name, expect=422)
        assert problem in problems(answer)[0]
        assert SAID["shows"] in answer.text
        assert stored(files) == before
        assert count(session, Evidence) == 0

    def test_a_file_goes_again_when_the_deed_is_refused(
        self, client: PageClient, session: Session, action: Action, files: FileStore
    ) -> None:
        before = stored(files)
        add(client, action, FILE, url="javascript:alert(1)", expect=422)
        assert stored(files) == before
        assert count(session, Evidence) == 0

    def test_one_that_is_too_large_is_answered_with_a_page(
        self, client: PageClient, session: Session, action: Action
    ) -> None:
        answer = add(client, action, b"%PDF-" + b"x" * (MOST_BYTES + 2_000_001), expect=413)
        assert "at most 30 MB" in words(answer)
        answer = add(client, action, b"%PDF-" + b"x" * MOST_BYTES, expect=422)
        assert problems(answer) == ["The file must be 30 MB or smaller"]
        assert count(session, Evidence) == 0

    def test_a_new_version_stands_above_the_old_one(
        self, client: PageClient, session: Session, action: Action
    ) -> None:
        answer = add(client, action, b"%PDF-1.7 one")
        evidence = session.scalars(select(Evidence)).one()
        add_version(client, evidence, b"%PDF-1.7 two")
        said = words(client.get(answer.location))
        assert said.index("Version 2") < said.index("Version 1")
        assert "version 2" in words(client.get(f"{HERE}/actions/{action.id}"))
        answer = client.post(f"{HERE}/evidence/{evidence.id}/add-file", data={}, expect=422)
        assert problems(answer) == ["Choose the file"]


class TestTheSameFileTwice:
    def test_on_one_action_it_is_refused_with_a_link_to_it(
        self, client: PageClient, session: Session, action: Action, files: FileStore
    ) -> None:
        first = add(client, action, FILE)
        before = stored(files)
        again = add(client, action, FILE, "other name.pdf", title="Another", expect=422)
        assert problems(again) == ["This very file is evidence of this action already"]
        assert links(again)["Audit"] == first.location
        evidence = session.scalars(select(Evidence)).one()
        again = add_version(client, evidence, FILE, expect=422)
        assert links(again)["Audit"] == first.location
        assert stored(files) == before
        assert len(kept(session)) == 1

    def test_on_two_actions_it_is_kept_once_and_each_leads_to_the_other(
        self, client: PageClient, session: Session, actor: Actor, action: Action, files: FileStore
    ) -> None:
        other = action_of(session, action.plan, actor, "1.2")
        first = add(client, action, FILE)
        before = stored(files)
        second = add(client, other, FILE)
        assert stored(files) == before
        assert len({file.storage_key for file in kept(session)}) == 1
        for here, there, reference in ((first, second, "1.2"), (second, first, "1.1")):
            page = client.get(here.location)
            assert "Also evidence for" in words(page)
            assert links(page)[f"{reference} Do what {reference} says"] == there.location

    @pytest.mark.parametrize("forged", [b"%PDF-1.7 forged", None])
    def test_what_was_swapped_or_lost_is_not_shared(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        files: FileStore,
        forged: bytes | None,
    ) -> None:
        other = action_of(session, action.plan, actor, "1.2")
        add(client, action, FILE)
        (first,) = kept(session)
        if forged:
            files.put(forged, key=first.storage_key)
        else:
            files.delete(first.storage_key)
        add(client, other, FILE)
        second = kept(session)[1]
        assert client.get(f"{HERE}/evidence-files/{second.id}/file").get_data() == FILE

    def test_where_the_other_may_not_be_seen_nothing_is_told(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        files: FileStore,
        sign_in_as: SignInAs,
    ) -> None:
        hidden = an_answer(
            session, actor, action.plan, recommended(session, embargoed(session, actor), actor)
        )
        session.flush()
        secret = add(client, hidden, FILE)
        owned_by(session, action, actor, sign_in_as(Role.SERVICE_MANAGER))
        client.get(secret.location, expect=404)
        before = stored(files)
        answer = add(client, action, FILE)
        assert len(stored(files)) == len(before) + 1
        page = client.get(answer.location)
        assert "Also evidence for" not in words(page)
        assert len({file.storage_key for file in kept(session)}) == 2


class TestGivingOut:
    @pytest.mark.parametrize(
        ("name", "disposition"),
        [
            ("audit.pdf", 'attachment; filename="audit.pdf"'),
            (
                "Zoë’s.pdf",
                "attachment; filename=\"Zoes.pdf\"; filename*=UTF-8''Zo%C3%AB%E2%80%99s.pdf",
            ),
            (
                "a;b=c%d.pdf",
                "attachment; filename=\"a_b_c_d.pdf\"; filename*=UTF-8''a%3Bb%3Dc%25d.pdf",
            ),
            ("審.pdf", "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E5%AF%A9.pdf"),
        ],
    )
    def test_it_is_saved_under_its_own_name_and_never_shown(
        self, client: PageClient, session: Session, action: Action, name: str, disposition: str
    ) -> None:
        add(client, action, FILE, name)
        (file,) = kept(session)
        answer = client.get(f"{HERE}/evidence-files/{file.id}/file")
        assert answer.headers["Content-Disposition"] == disposition
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == NO_RIGHTS
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.mimetype == "application/pdf"

    @pytest.mark.parametrize("forged", [b"%PDF-1.7 forged", FILE[:-1], FILE + b"\n", b""])
    def test_a_swapped_one_is_never_sent(
        self,
        client: PageClient,
        session: Session,
        action: Action,
        files: FileStore,
        caplog: pytest.LogCaptureFixture,
        forged: bytes,
    ) -> None:
        add(client, action, FILE)
        (file,) = kept(session)
        files.put(forged, key=file.storage_key)
        answer = client.get(f"{HERE}/evidence-files/{file.id}/file", expect=502)
        assert "This is not the file that was kept" in words(answer)
        assert "Content-Disposition" not in answer.headers
        assert f"for evidence file {file.id} is not that file" in caplog.text

    def test_one_that_is_gone_is_told(
        self, client: PageClient, session: Session, action: Action, files: FileStore
    ) -> None:
        add(client, action, FILE)
        (file,) = kept(session)
        files.delete(file.storage_key)
        answer = client.get(f"{HERE}/evidence-files/{file.id}/file", expect=404)
        assert "The file is not where it was kept" in words(answer)


@pytest.mark.parametrize("name", ['a"b.pdf', "a\\b.pdf", "a\r\nSet-Cookie: x.pdf", "\x00.pdf"])
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    header = disposition(name)
    assert re.fullmatch(r"attachment; filename=\"[\w .()-]+\"; filename\*=UTF-8''[\w.%-]+", header)


class TestErasing:
    def test_it_leaves_the_store_and_its_record_stays(
        self, client: PageClient, session: Session, action: Action, files: FileStore
    ) -> None:
        answer = add(client, action, FILE)
        (file,) = kept(session)
        path = links(client.get(answer.location))["Erase version 1"]
        refused = fill(client, path, expect=422)
        assert problems(refused) == ["Enter why this file must not be kept"]
        fill(client, path, {"reason": "It names a child"})
        assert not files.exists(file.storage_key)
        page = client.get(answer.location)
        for said in (file.sha256, "Erased on 5 October 2026", "It names a child"):
            assert said in words(page)
        gone = client.get(f"{HERE}/evidence-files/{file.id}/file", expect=404)
        assert "This file was erased" in words(gone)
        assert "erased on 5 October 2026" in words(client.get(f"{HERE}/actions/{action.id}"))
        assert "was erased on" in problems(fill(client, path, {"reason": "Again"}, expect=422))[0]

    def test_what_another_action_has_too_stays_for_that_one(
        self, client: PageClient, session: Session, actor: Actor, action: Action, files: FileStore
    ) -> None:
        other = action_of(session, action.plan, actor, "1.2")
        add(client, action, FILE)
        add(client, other, FILE)
        first, second = kept(session)
        fill(client, f"{HERE}/evidence-files/{first.id}/erase", {"reason": "Not ours"})
        assert client.get(f"{HERE}/evidence-files/{second.id}/file").get_data() == FILE
        fill(client, f"{HERE}/evidence-files/{second.id}/erase", {"reason": "Not ours"})
        assert not files.exists(second.storage_key)

    def test_only_those_who_add_may(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        add(client, action, FILE)
        (file,) = kept(session)
        sign_in_as(Role.VIEWER, Role.ASSURANCE_LEAD)
        client.get(f"{HERE}/evidence-files/{file.id}/erase", expect=403)


class TestScanning:
    @pytest.fixture
    def scanner(self, clamd: Clamd, put_in: Any) -> Scanner:
        scanner = ClamAv(clamd.tcp)
        put_in(scanner=scanner)
        return scanner

    @pytest.mark.usefixtures("scanner")
    def test_a_clean_file_is_kept_and_says_so(
        self, client: PageClient, session: Session, action: Action
    ) -> None:
        answer = add(client, action, a_pdf())
        assert kept(session)[0].scan is ScanResult.CLEAN
        assert "No virus found" in words(client.get(answer.location))
        page = client.get(f"{HERE}/actions/{action.id}/evidence/add")
        assert "not scanned" not in words(page)

    @pytest.mark.usefixtures("scanner")
    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"%PDF-1.7\n" + TEST_STRING, f"The virus scanner found “{NAME}” in this file"),
            (
                b"%PDF-1.7\n" + b"\0" * (MOST_MEGABYTES + 1) * 1_000_000,
                "larger than the virus scanner takes",
            ),
        ],
        ids=["infected", "too large"],
    )
    def test_what_it_does_not_call_clean_is_not_kept(
        self,
        client: PageClient,
        session: Session,
        action: Action,
        files: FileStore,
        content: bytes,
        problem: str,
    ) -> None:
        before = stored(files)
        answer = add(client, action, content, expect=422)
        assert problem in problems(answer)[0]
        assert SAID["shows"] in answer.text
        assert stored(files) == before
        assert count(session, Evidence) == 0

    @pytest.mark.usefixtures("scanner")
    def test_nor_is_an_infected_report(
        self, client: PageClient, session: Session, files: FileStore
    ) -> None:
        before = stored(files)
        data = {"file": (io.BytesIO(b"%PDF-1.7\n" + TEST_STRING), "report.pdf")}
        answer = client.post(f"{HERE}/report-drafts/read", data=data, content_type=FORM, expect=422)
        assert NAME in problems(answer)[0]
        assert stored(files) == before
        assert count(session, Report) == 0

    def test_while_it_is_away_no_file_is_let_through_and_a_link_is(
        self, client: PageClient, session: Session, action: Action, files: FileStore, put_in: Any
    ) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            put_in(scanner=ClamAv(f"tcp://127.0.0.1:{taken.getsockname()[1]}"))
            before = stored(files)
            answer = add(client, action, FILE, expect=422)
            assert "The virus scanner does not answer, so the file was not kept" in words(answer)
            data = {"pasted": "A report"}
            assert count(session, Evidence) == 0
            client.post(f"{HERE}/report-drafts/read", data=data, expect=422)
        assert stored(files) == before
        fill(
            client,
            f"{HERE}/actions/{action.id}/evidence/add",
            {**SAID, "url": "https://example.org/audit"},
        )

    def test_one_that_never_answers_is_not_waited_for(
        self, client: PageClient, action: Action, put_in: Any
    ) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            url = f"tcp://127.0.0.1:{server.getsockname()[1]}"
            put_in(scanner=ClamAv(url, seconds=0.2))
            answer = add(client, action, FILE, expect=422)
        assert "does not answer" in problems(answer)[0]


class TestStores:
    def test_a_bucket_does_as_well_as_a_folder(
        self, client: PageClient, session: Session, action: Action, bucket: Bucket, put_in: Any
    ) -> None:
        put_in(files=FileStore(bucket))
        add(client, action, FILE)
        (file,) = kept(session)
        assert client.get(f"{HERE}/evidence-files/{file.id}/file").get_data() == FILE
        FileStore(bucket).put(b"%PDF-1.7 forged", key=file.storage_key)
        client.get(f"{HERE}/evidence-files/{file.id}/file", expect=502)
        fill(client, f"{HERE}/evidence-files/{file.id}/erase", {"reason": "It names a child"})
        assert not FileStore(bucket).exists(file.storage_key)

    @pytest.fixture
    def away(self, put_in: Any) -> Iterator[None]:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            endpoint = f"http://127.0.0.1:{taken.getsockname()[1]}"
            put_in(files=FileStore(Bucket("b", "", endpoint, "eu-west-2", "key", "secret")))
            yield

    @pytest.mark.usefixtures("away")
    def test_one_that_is_away_leaves_nothing_half_done(
        self, client: PageClient, session: Session, action: Action
    ) -> None:
        answer = add(client, action, FILE, expect=503)
        assert "The file store does not answer" in words(answer)
        assert SAID["shows"] in words(answer)
        assert answer.headers["Retry-After"]
        assert count(session, Evidence) == 0

    def test_and_gives_nothing_out(
        self, client: PageClient, session: Session, actor: Actor, action: Action, away: None
    ) -> None:
        evidence = shown(session, action, actor, file_of())
        file = evidence.files[0]
        client.get(f"{HERE}/evidence-files/{file.id}/file", expect=503)
        # The record is made, the bytes stay behind, and no page leads to them.
        fill(client, f"{HERE}/evidence-files/{file.id}/erase", {"reason": "It names a child"})
        assert kept(session)[0].erased_on is not None
