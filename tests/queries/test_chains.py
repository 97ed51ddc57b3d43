"""The check of a chain: what fits, and the first row that does not, whatever was done to it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.foundations.records import InADeed, Now
from tracker.adapters import append_only
from tracker.domain.verification import Head
from tracker.models import Council
from tracker.models.history import INSTALLATION_CHAIN
from tracker.presenters.chains import fault_words
from tracker.queries import chains

pytestmark = pytest.mark.usefixtures("any_engine")


@pytest.fixture
def chain(session: Session, council: Council, in_a_deed: InADeed) -> Council:
    """A council whose name was changed three times: a chain of four."""
    for name in "ABC":
        with in_a_deed():
            council.name = name
    session.flush()
    return council


def tamper(session: Session, *orders: str) -> None:
    append_only.release(session.connection(), "history")
    for order in orders:
        session.execute(text(order))
    session.expire_all()


def fault(session: Session, chain: Council) -> str:
    found = chains.verify_chain(session, chain.id)
    assert found.fault is not None
    return fault_words(found.fault)


def test_a_chain_that_nobody_touched_fits(session: Session, chain: Council) -> None:
    found = chains.verify_chain(session, chain.id)
    assert (found.rows, found.redacted, found.fault) == (4, (), None)
    head = chains.find_head(session, chain.id)
    assert head is not None
    assert head.seq == 4
    assert head.hash == next(reversed(list(chains.kept_rows(session, chain.id)))).hash


def test_the_installation_has_a_head_before_its_first_row(session: Session) -> None:
    found = chains.verify_chain(session, INSTALLATION_CHAIN)
    assert (found.rows, found.fault) == (0, None)
    assert chains.find_head(session, INSTALLATION_CHAIN) == Head(0, "0" * 64)


CHANGED = "row 2 does not fit: its hash is not the hash of what it says"


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("set payload = '{}' where seq = 2", "row 2 does not fit: its payload or salt"),
        ("set salt = 'a' where seq = 3", "row 3 does not fit: its payload or salt"),
        ("set deed = 'other' where seq = 2", CHANGED),
        ("set digest = salt where seq = 2", CHANGED),
        ("set hash = digest where seq = 2", CHANGED),
        ("set at = '2020-01-01 00:00:00.000000' where seq = 2", CHANGED),
        ("set actor_kind = 'person' where seq = 2", CHANGED),
        ("set record_id = subject_id, subject_id = deed_id where seq = 2", CHANGED),
        ("set previous = hash where seq = 3", "row 3 does not fit: it does not name the hash"),
        ("set seq = 9 where seq = 4", "row 9 does not fit: it follows row 3"),
        ("set payload = null, salt = '' where seq = 2", "row 2 does not fit: its payload is gone"),
        ("set payload = null where seq = 2", "row 2 does not fit: its payload is gone"),
    ],
)
def test_a_changed_row_is_named(
    session: Session, chain: Council, tampering: str, said: str
) -> None:
    tamper(session, f"update history {tampering} and chain_id <> '{INSTALLATION_CHAIN.hex}'")
    assert fault(session, chain).startswith(said)


@pytest.mark.parametrize(
    ("tampering", "said"),
    [
        ("delete from history where seq = 1", "row 2 does not fit: it follows row 0"),
        ("delete from history where seq = 2", "row 3 does not fit: it follows row 1"),
        ("delete from history where seq = 4", "row 4 does not fit: it is missing"),
        ("delete from history where seq > 1", "row 2 does not fit: it is missing"),
        ("update chain_head set seq = 3 where seq = 4", "row 4 does not fit: it stands behind"),
        ("update chain_head set seq = 5 where seq = 4", "row 5 does not fit: it is missing"),
        ("update chain_head set hash = 'x' where seq = 4", "row 4 does not fit: the head of"),
        ("delete from chain_head where seq = 4", "row 4 does not fit: it is the last"),
    ],
)
def test_a_chain_that_was_shortened_or_lengthened_shows(
    session: Session, chain: Council, tampering: str, said: str
) -> None:
    tamper(session, tampering)
    assert fault(session, chain).startswith(said)


def test_a_chain_that_is_wholly_gone_shows(session: Session, chain: Council) -> None:
    tamper(session, "delete from history", "delete from chain_head")
    assert chain.name in [found.name for found in chains.list_chains(session)]
    assert fault(session, chain) == "row 0 does not fit: the chain is gone"


def test_rows_of_no_council_are_a_chain_to_check(session: Session, chain: Council) -> None:
    stray = "ab" * 16
    tamper(session, f"update history set chain_id = '{stray}' where seq = 4")  # noqa: S608
    assert any("No council" in found.name for found in chains.list_chains(session))


def test_the_fault_tells_what_the_row_is_about(session: Session, chain: Council) -> None:
    tamper(session, "update history set payload = '{}' where seq = 2")
    said = fault(session, chain)
    assert said.endswith(f"(Set the scene, 5 October 2026, 10:30am, council {chain.id})")


def test_a_clock_that_goes_backwards_is_no_fault(
    session: Session, chain: Council, in_a_deed: InADeed, now: Now
) -> None:
    now.pass_by(days=-3)
    with in_a_deed():
        chain.name = "Earlier"
    found = chains.verify_chain(session, chain.id)
    assert (found.rows, found.fault) == (5, None)


def test_what_is_added_while_it_is_checked_is_no_fault(
    session: Session, chain: Council, in_a_deed: InADeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_rows = chains.kept_rows

    def meanwhile(*asked: object) -> object:
        with in_a_deed():
            chain.name = "Later"
        return kept_rows(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(chains, "kept_rows", meanwhile)
    found = chains.verify_chain(session, chain.id)
    assert (found.rows, found.fault) == (4, None)


def test_more_rows_than_one_batch(
    session: Session, chain: Council, in_a_deed: InADeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chains, "BATCH", 3)
    with in_a_deed():
        for number in range(10):
            chain.name = str(number)
            session.flush()
    assert chains.verify_chain(session, chain.id).rows == 14
    tamper(session, "update history set payload = '{}' where seq = 11")
    assert fault(session, chain).startswith("row 11 does not fit")


class TestOnSQLite:
    """SQLite lets anything into a column; PostgreSQL refuses what is no identifier or instant."""

    @pytest.fixture
    def any_engine(self) -> None:
        """Only on SQLite."""

    @pytest.mark.parametrize("tampering", ["deed_id = 'x'", "at = 'yesterday'", "actor_id = 7"])
    def test_a_row_that_cannot_be_read_is_named(
        self, session: Session, chain: Council, tampering: str
    ) -> None:
        tamper(session, f"update history set {tampering} where seq = 3")  # noqa: S608
        assert fault(session, chain).startswith("row 3 does not fit: it holds what no row can")
