"""Two who write at once: neither loses what it wrote, and the chain stays one chain."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.chains import rows_of
from tracker.adapters.database import begin_reading, begin_writing, make_engine, make_sessions
from tracker.domain.vocabulary import ActorKind, Door
from tracker.models import Council, Person, recording
from tracker.models.history import INSTALLATION_CHAIN, ChainHead
from tracker.queries.chains import verify_chain

READS_HEAD = re.compile(r"SELECT chain_head\.seq, chain_head\.hash\b")
WRITERS = 4
DEEDS = 5


def recorded(session: Session) -> AbstractContextManager[recording.Deed]:
    """A deed of the tracker's own."""
    return recording.deed(
        session,
        "write_at_once",
        actor_kind=ActorKind.SYSTEM,
        actor_id=None,
        door=Door.WORKER,
        at=datetime(2026, 10, 5, tzinfo=UTC),
    )


def deed(session: Session, name: str) -> None:
    """Write one record, or two when the name is that of a council."""
    with recorded(session):
        council = session.scalars(select(Council)).one_or_none()
        if council is None:
            session.add(Council(slug=name, name=name, short_name=name))
        else:
            session.add(Person(council_id=council.id, name=name))


def all_at_once(work: Callable[[int], None], writers: int = WRITERS) -> list[BaseException]:
    """Do ``work`` in so many threads; what went wrong in them."""
    failures: list[BaseException] = []
    start = threading.Barrier(writers)

    def run(writer: int) -> None:
        try:
            start.wait()
            work(writer)
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=run, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failures


@pytest.mark.usefixtures("any_engine")
class TestAtOnce:
    @pytest.fixture
    def sessions(self, own_engine: Engine) -> sessionmaker[Session]:
        return make_sessions(own_engine)

    @pytest.fixture
    def council_id(self, sessions: sessionmaker[Session]) -> uuid.UUID:
        with sessions.begin() as session:
            deed(session, "riverford")
        with sessions() as session:
            return session.scalars(select(Council.id)).one()

    def test_every_deed_of_every_writer_stands_in_one_chain(
        self, sessions: sessionmaker[Session], council_id: uuid.UUID
    ) -> None:
        def work(writer: int) -> None:
            for number in range(DEEDS):
                with sessions() as session:
                    begin_writing(session)
                    deed(session, f"{writer}-{number}")
                    session.commit()

        assert all_at_once(work) == []
        with sessions() as session:
            rows = rows_of(session, council_id)
            assert [row.seq for row in rows] == list(range(1, WRITERS * DEEDS + 2))
            assert verify_chain(session, council_id).fault is None
            assert session.scalar(select(func.count()).select_from(Person)) == WRITERS * DEEDS

    def test_a_head_that_is_not_locked_would_lose_one(
        self, own_engine: Engine, sessions: sessionmaker[Session], council_id: uuid.UUID
    ) -> None:
        both_have_read = threading.Barrier(2, timeout=20)
        waited: set[int] = set()

        def unlock(_c: Any, _cursor: Any, statement: str, given: Any, *_rest: Any) -> Any:
            return statement.replace(" FOR UPDATE", ""), given

        def wait(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if READS_HEAD.match(statement) and threading.get_ident() not in waited:
                waited.add(threading.get_ident())
                both_have_read.wait()

        def work(writer: int) -> None:
            with sessions() as session:
                if own_engine.dialect.name == "sqlite":
                    # Read before anything is written, and without begin_writing.
                    session.execute(select(ChainHead.seq, ChainHead.hash)).all()
                deed(session, f"{writer}")
                session.commit()

        event.listen(own_engine, "before_cursor_execute", unlock, retval=True)
        event.listen(own_engine, "after_cursor_execute", wait)
        failures = all_at_once(work, writers=2)
        assert len(failures) == 1
        assert isinstance(failures[0], DBAPIError)

    def test_the_first_two_deeds_of_the_installation_do_not_race_for_its_chain(
        self, sessions: sessionmaker[Session]
    ) -> None:
        with sessions() as session:
            assert session.get(ChainHead, INSTALLATION_CHAIN) is not None


@pytest.mark.usefixtures("any_engine")
class TestReading:
    """Who only reads can write nothing, and who goes on to write sees the newest."""

    @pytest.fixture
    def sessions(self, own_engine: Engine) -> sessionmaker[Session]:
        sessions = make_sessions(own_engine)
        with sessions.begin() as session:
            deed(session, "riverford")
        return sessions

    def test_the_database_refuses_what_a_reader_would_write(
        self, sessions: sessionmaker[Session]
    ) -> None:
        move = text("update chain_head set seq = seq + 1")
        with sessions() as session:
            begin_reading(session)
            with pytest.raises(DBAPIError, match=r"(?i)read.?only"):
                session.execute(move)
        with sessions() as session:
            session.execute(move)
            session.commit()

    def test_whoever_goes_on_to_write_sees_what_was_written_meanwhile(
        self, sessions: sessionmaker[Session]
    ) -> None:
        with sessions() as session:
            council = session.scalars(select(Council)).one()
            with sessions.begin() as other, recorded(other):
                other.scalars(select(Council)).one().name = "Riverford and Hillford"
            assert council.name == "riverford"
            begin_writing(session)
            assert council.name == "Riverford and Hillford"


@pytest.mark.postgresql
def test_what_is_prepared_outlives_its_reading(own_engine: Engine) -> None:
    prepared = text("select count(*) from pg_prepared_statements")
    sessions = make_sessions(own_engine)

    def look(session: Session) -> int:
        session.scalars(select(ChainHead.seq)).all()
        return int(session.execute(prepared).scalar_one())

    for _ in range(10):
        with sessions() as session:
            begin_reading(session)
            look(session)
    with sessions() as session:
        assert look(session) > 0
    # That one was no reader, and took along whatever was prepared when it was rolled back.
    with sessions() as session:
        assert look(session) == 0


class TestSQLite:
    """What ``make_engine`` sets on every connection to a SQLite file."""

    WANTED = {  # noqa: RUF012
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }

    def settings(self, engine: Engine) -> dict[str, object]:
        with engine.connect() as connection:
            return {
                name: connection.exec_driver_sql(f"pragma {name}").scalar() for name in self.WANTED
            }

    def test_its_pragmas_are_in_force_on_every_connection(self, sqlite_engine: Engine) -> None:
        with sqlite_engine.connect(), sqlite_engine.connect():
            assert self.settings(sqlite_engine) == self.WANTED

    def test_a_bare_engine_has_others(self, sqlite_engine: Engine) -> None:
        bare = create_engine(sqlite_engine.url)
        assert self.settings(bare) != self.WANTED
        bare.dispose()

    def test_a_row_that_points_to_nothing_is_refused(self, own_engine: Engine) -> None:
        insert = text(
            "insert into body (council_id, id, version, name, kind) "
            "values ('a', 'b', 1, 'x', 'trust')"
        )
        with pytest.raises(IntegrityError, match="FOREIGN KEY"), own_engine.begin() as connection:
            connection.execute(insert)

    def test_a_transaction_begins_when_it_says_so(self, own_engine: Engine) -> None:
        with own_engine.connect() as connection:
            connection.execute(text("select 1"))
            driver = connection.connection.driver_connection
            assert driver is not None
            assert driver.in_transaction

    def test_a_writer_holds_the_lock_from_its_first_statement(self, own_engine: Engine) -> None:
        quick = make_engine(own_engine.url.render_as_string())
        with Session(own_engine) as first, quick.connect() as second:
            begin_writing(first)
            second.exec_driver_sql("pragma busy_timeout = 50")
            second.commit()
            with pytest.raises(DBAPIError, match="locked"):
                second.exec_driver_sql("update chain_head set seq = 1")
        quick.dispose()

    def test_whoever_waited_for_the_lock_waits_as_long_as_before_for_the_rest(
        self, own_engine: Engine
    ) -> None:
        with Session(own_engine) as session:
            begin_writing(session)
            assert session.connection().exec_driver_sql("pragma busy_timeout").scalar() == 10_000

    def test_a_writer_gets_the_lock_as_soon_as_it_is_free(self, own_engine: Engine) -> None:
        waiting = threading.Event()

        def wait() -> None:
            with Session(own_engine) as session:
                waiting.set()
                begin_writing(session)

        with Session(own_engine) as session:
            begin_writing(session)
            other = threading.Thread(target=wait)
            other.start()
            assert waiting.wait(timeout=20)
            other.join(timeout=0.1)
            assert other.is_alive()
        other.join(timeout=20)
        assert not other.is_alive()

    def test_a_reader_does_not(self, own_engine: Engine) -> None:
        with Session(own_engine) as first, own_engine.begin() as second:
            first.scalars(select(ChainHead.seq)).all()
            second.exec_driver_sql("update chain_head set seq = 1")
