"""Workers read what waits: each report once, with its progress, and nothing half-kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.records import Now
from tests.foundations.written_reports import TEXT, a_pdf
from tests.services.given import recorded
from tracker.access.actor import operator
from tracker.adapters.database import begin_writing, make_sessions
from tracker.adapters.file_store import FileStore, page_key
from tracker.domain.vocabulary import ActorKind, DraftState
from tracker.intake.serialising import from_json
from tracker.models import Council, DraftOfReport, History, Report
from tracker.services.report_reading import PATIENCE, Reading, read_next
from tracker.services.reports import ReportFields, drop_report, receive_report, sha256_of

pytestmark = pytest.mark.usefixtures("any_engine")

AT = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)

Hand = Callable[..., DraftOfReport]


@pytest.fixture
def own_sessions(own_engine: Engine) -> sessionmaker[Session]:
    return make_sessions(own_engine)


@pytest.fixture
def work(own_sessions: sessionmaker[Session], tmp_path: Path, now: Now) -> Reading:
    return Reading(own_sessions, FileStore(tmp_path / "files"), None, now)


@pytest.fixture
def hand_in(work: Reading) -> Hand:
    """``hand_in(content, name)`` lets a report of Riverford wait to be read."""
    with work.sessions() as session:
        by = operator(AT)
        council = recorded(session, by, Council, slug="a", name="Riverford", short_name="R")
        session.commit()

    def hand(content: bytes = TEXT.encode(), name: str = "letter.txt") -> DraftOfReport:
        by = operator(work.now(), council.id)
        fields = ReportFields(
            name=name,
            media_type="text/plain",
            size=len(content),
            sha256=sha256_of(content),
            storage_key=work.files.put(content),
        )
        with work.sessions() as session:
            begin_writing(session)
            draft = receive_report(session, fields, by=by, on=by.today)
            session.commit()
            return draft

    return hand


def again(work: Reading, draft: DraftOfReport) -> DraftOfReport:
    """The draft and its report as they stand now."""
    with work.sessions() as session:
        found = session.get_one(DraftOfReport, draft.id)
        session.refresh(found, ["report"])
        return found


def change(work: Reading, draft: DraftOfReport, **values: object) -> None:
    """As a worker that died has left it."""
    with work.sessions() as session:
        found = session.get_one(DraftOfReport, draft.id)
        for name, value in values.items():
            setattr(found, name, value)
        session.commit()


class TestReading:
    def test_nothing_waits(self, work: Reading) -> None:
        assert read_next(work) is False

    def test_a_pasted_text_becomes_a_draft(self, work: Reading, hand_in: Hand) -> None:
        draft = hand_in()
        assert read_next(work) is True
        found = again(work, draft)
        assert found.state is DraftState.READY
        assert found.as_read is not None
        assert "front door" in from_json(found.as_read).recommendations[0].text
        assert found.drawn_at == work.now()
        assert read_next(work) is False

    def test_a_pdf_is_counted_and_its_pages_are_drawn(self, work: Reading, hand_in: Hand) -> None:
        draft = hand_in(a_pdf(3), "report.pdf")
        read_next(work)
        found = again(work, draft)
        assert (found.state, found.pages_done, found.pages) == (DraftState.READY, 3, 3)
        key = found.report.storage_key
        assert all(work.files.get(page_key(key, page)).startswith(b"\x89PNG") for page in (1, 2, 3))

    def test_the_one_that_came_first_is_read_first(
        self, work: Reading, hand_in: Hand, now: Now
    ) -> None:
        first = hand_in(b"No report at all", "first.txt")
        now.pass_by(seconds=1)
        second = hand_in(b"Neither is this", "second.txt")
        read_next(work)
        assert again(work, first).state is not DraftState.WAITING
        assert again(work, second).state is DraftState.WAITING


class TestRefusing:
    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"%PDF-1.7\nnot a PDF for long", "report.pdf"),
            (a_pdf()[:3_000], "torn.pdf"),
            (b"<!DOCTYPE html><html><title>503</title><h1>Service Unavailable</h1>", "error.pdf"),
            (b"PK\x03\x04 and no more", "report.docx"),
            (b"\x00" * 10_000, "report.txt"),
            (b" ", "blank.txt"),
        ],
    )
    def test_nothing_of_the_file_is_kept_and_the_page_says_why(
        self, work: Reading, hand_in: Hand, content: bytes, name: str
    ) -> None:
        draft = hand_in(content, name)
        read_next(work)
        found = again(work, draft)
        assert found.state is DraftState.REFUSED
        assert found.refusal
        assert not found.refusal.endswith(".")
        assert (found.as_read, found.amended) == (None, None)
        assert found.report.removed_on == work.now().date()
        assert not work.files.exists(found.report.storage_key)

    def test_the_tracker_itself_stands_in_history(self, work: Reading, hand_in: Hand) -> None:
        draft = hand_in(b" ", "blank.txt")
        read_next(work)
        with work.sessions() as session:
            query = select(History.actor_kind).where(
                History.record_id == draft.report_id, History.deed == "refuse_report"
            )
            assert session.scalars(query).all() == [ActorKind.SYSTEM]

    def test_the_same_file_may_come_in_again(self, work: Reading, hand_in: Hand) -> None:
        hand_in(b" ", "blank.txt")
        read_next(work)
        assert hand_in(b" ", "blank.txt").state is DraftState.WAITING

    def test_a_file_that_is_gone_is_said(self, work: Reading, hand_in: Hand) -> None:
        draft = hand_in()
        work.files.delete(again(work, draft).report.storage_key)
        read_next(work)
        assert again(work, draft).refusal == "The file of this report is gone. Choose it again"


class TestDeadWorkers:
    def taken(self, work: Reading, draft: DraftOfReport, attempts: int) -> None:
        change(work, draft, state=DraftState.READING, taken_at=work.now(), attempts=attempts)

    def test_one_that_may_still_live_is_left_alone(
        self, work: Reading, hand_in: Hand, now: Now
    ) -> None:
        draft = hand_in()
        self.taken(work, draft, 1)
        now.pass_by(seconds=PATIENCE.total_seconds())
        assert read_next(work) is False

    def test_what_a_dead_one_had_taken_is_taken_once_more(
        self, work: Reading, hand_in: Hand, now: Now
    ) -> None:
        draft = hand_in()
        self.taken(work, draft, 1)
        now.pass_by(seconds=PATIENCE.total_seconds() + 1)
        assert read_next(work) is True
        assert again(work, draft).state is DraftState.READY

    def test_and_then_given_up(self, work: Reading, hand_in: Hand, now: Now) -> None:
        draft = hand_in()
        self.taken(work, draft, 2)
        now.pass_by(seconds=PATIENCE.total_seconds() + 1)
        assert read_next(work) is True
        found = again(work, draft)
        assert found.state is DraftState.REFUSED
        assert found.refusal
        assert "interrupted twice" in found.refusal

    def test_pages_that_were_not_drawn_are_drawn_later(
        self, work: Reading, hand_in: Hand, now: Now
    ) -> None:
        draft = hand_in(a_pdf(), "report.pdf")
        read_next(work)
        key = page_key(again(work, draft).report.storage_key, 1)
        work.files.delete(key)
        change(work, draft, drawn_at=None)
        now.pass_by(seconds=PATIENCE.total_seconds() + 1)
        assert read_next(work) is True
        assert work.files.exists(key)
        found = again(work, draft)
        assert (found.state, found.drawn_at) == (DraftState.READY, now())

    def test_a_draft_can_do_without_its_pictures(
        self, work: Reading, hand_in: Hand, now: Now
    ) -> None:
        draft = hand_in()
        read_next(work)
        change(work, draft, drawn_at=None, attempts=2)
        now.pass_by(seconds=PATIENCE.total_seconds() + 1)
        assert read_next(work) is True
        assert again(work, draft).state is DraftState.READY
        assert read_next(work) is False


class TestAtOnce:
    def test_several_workers_never_read_the_same_one(self, work: Reading, hand_in: Hand) -> None:
        drafts = [hand_in(f"{TEXT}\n{n}".encode(), f"{n}.txt") for n in range(4)]
        start = threading.Barrier(3)
        read: list[int] = []
        failures: list[BaseException] = []

        def go() -> None:
            start.wait()
            try:
                while read_next(work):
                    read.append(1)
            except BaseException as error:  # noqa: BLE001 - told to the test's own thread
                failures.append(error)

        threads = [threading.Thread(target=go) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert len(read) == len(drafts)
        found = [again(work, draft) for draft in drafts]
        assert {draft.state for draft in found} == {DraftState.READY}
        assert {draft.attempts for draft in found} == {1}

    def test_one_that_is_dropped_while_it_is_read_stays_dropped(
        self, work: Reading, hand_in: Hand
    ) -> None:
        draft = hand_in(a_pdf(), "report.pdf")

        class Dropping(FileStore):
            """Lets somebody drop the report just after the worker has opened it."""

            def get(self, key: str) -> bytes:
                content = super().get(key)
                with work.sessions() as session:
                    begin_writing(session)
                    found = session.get_one(DraftOfReport, draft.id)
                    session.refresh(found, ["report"])
                    by = operator(work.now(), found.council_id)
                    drop_report(session, found, by=by, on=by.today)
                    session.commit()
                return content

        files = Dropping(work.files._place)
        assert read_next(Reading(work.sessions, files, None, work.now)) is True
        found = again(work, draft)
        assert (found.state, found.as_read) == (DraftState.DROPPED, None)
        assert not files.exists(page_key(found.report.storage_key, 1))


def test_progress_is_written_down_while_it_is_read(work: Reading, hand_in: Hand) -> None:
    draft = hand_in(a_pdf(40), "report.pdf")
    read_next(work)
    assert again(work, draft).pages_done == 40


def test_a_report_stands_as_it_came(work: Reading, hand_in: Hand) -> None:
    content = a_pdf()
    draft = hand_in(content, "report.pdf")
    read_next(work)
    with work.sessions() as session:
        report = session.get_one(Report, draft.report_id)
    assert report.sha256 == sha256_of(work.files.get(report.storage_key))
    assert timedelta(0) < PATIENCE
