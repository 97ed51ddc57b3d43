"""Every write stands in history, or does not happen: the listener, the chain, and the tables."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from sqlalchemy import Connection, ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship
from sqlalchemy.orm.relationships import RelationshipProperty

from tests.foundations.chains import rows_of
from tests.foundations.records import InADeed
from tracker.models import (
    Account,
    Base,
    ChainHead,
    Council,
    DraftOfReport,
    History,
    NoteDraft,
    OutboxMail,
    PaperJob,
    Person,
    Recorded,
    SearchEntry,
    SignIn,
    UpdateDraft,
)
from tracker.models.base import Identified
from tracker.models.history import INSTALLATION_CHAIN
from tracker.models.recording import UnrecordedWrite
from tracker.queries.chains import verify_chain

OPERATIONAL = frozenset(
    {
        *(ChainHead, DraftOfReport, History, NoteDraft),
        *(OutboxMail, PaperJob, SearchEntry, SignIn, UpdateDraft),
    }
)
"""The tables that serve the running of the tracker and bear no history. There is no other list."""


def payloads(session: Session, record: Recorded) -> list[dict[str, Any]]:
    """What history says of a record, oldest first."""
    found = select(History.payload).where(History.record_id == record.id).order_by(History.seq)
    return [json.loads(words) for words in session.scalars(found) if words is not None]


def last_change(session: Session, record: Recorded) -> tuple[dict[str, Any], dict[str, Any]]:
    """The old and the new values of the newest row."""
    newest = payloads(session, record)[-1]
    return newest["old"], newest["new"]


@pytest.mark.usefixtures("any_engine")
class TestListener:
    def test_a_new_record_outside_a_deed_is_refused(self, session: Session) -> None:
        session.add(Council(slug="a", name="A", short_name="A"))
        with pytest.raises(UnrecordedWrite, match="Council was written outside a deed"):
            session.flush()

    def test_so_is_a_change(self, session: Session, council: Council) -> None:
        council.name = "Other"
        with pytest.raises(UnrecordedWrite, match="Council was written outside a deed"):
            session.commit()

    def test_a_delete_is_refused_even_within_one(
        self, session: Session, council: Council, in_a_deed: InADeed
    ) -> None:
        session.delete(council)
        with pytest.raises(UnrecordedWrite, match="never deleted, only removed"), in_a_deed():
            session.flush()

    def test_a_session_that_records_nothing_would_let_them_through(
        self, connection: Connection
    ) -> None:
        with Session(connection, join_transaction_mode="create_savepoint") as bare:
            bare.add(Council(slug="a", name="A", short_name="A"))
            bare.flush()
            assert bare.scalars(select(History.seq)).all() == []

    def test_a_deed_that_fails_leaves_nothing_open(
        self, session: Session, council: Council, in_a_deed: InADeed
    ) -> None:
        with pytest.raises(LookupError), in_a_deed():
            raise LookupError
        council.name = "Other"
        with pytest.raises(UnrecordedWrite):
            session.flush()

    def test_what_was_and_what_is_are_both_told(
        self, session: Session, council: Council, in_a_deed: InADeed
    ) -> None:
        with in_a_deed():
            council.name = "Riverford City Council"
        old, new = last_change(session, council)
        assert old == {"name": "Riverford Borough Council"}
        assert new == {"name": "Riverford City Council"}
        assert payloads(session, council)[-1]["record"]["name"] == "Riverford City Council"

    def test_a_field_that_was_empty_from_the_start_is_told_when_it_is_filled(
        self, session: Session, council: Council, in_a_deed: InADeed
    ) -> None:
        with in_a_deed():
            council.ons_code = "E06000005"
        assert last_change(session, council) == ({"ons_code": None}, {"ons_code": "E06000005"})

    def test_a_field_that_was_not_loaded_is_told_with_its_old_value(
        self, session: Session, council: Council, in_a_deed: InADeed
    ) -> None:
        session.commit()
        session.expire_all()
        with in_a_deed():
            council.name = "Other"
        assert last_change(session, council) == (
            {"name": "Riverford Borough Council"},
            {"name": "Other"},
        )

    def test_a_field_that_is_set_to_what_it_was_is_no_change(
        self, session: Session, council: Council, in_a_deed: InADeed
    ) -> None:
        with in_a_deed():
            council.name = "Riverford Borough Council"
            council.ons_code = None
        assert len(payloads(session, council)) == 1

    def test_two_flushes_of_one_deed_are_two_rows_of_it(
        self, session: Session, council: Council, in_a_deed: InADeed
    ) -> None:
        with in_a_deed() as opened:
            council.name = "First"
            session.flush()
            council.name = "Second"
        assert [new["new"].get("name") for new in payloads(session, council)] == [
            None,
            "First",
            "Second",
        ]
        deeds = [row.deed_id for row in rows_of(session, council.id)]
        assert deeds[1:] == [opened.id, opened.id]

    def test_a_secret_is_told_without_its_value(self, session: Session, in_a_deed: InADeed) -> None:
        with in_a_deed():
            account = Account(email="a@example.gov.uk", name="A", password_hash="first")
            session.add(account)
        with in_a_deed():
            account.password_hash = "second"
        said = json.dumps(payloads(session, account))
        assert "first" not in said
        assert "second" not in said
        assert last_change(session, account)[1] == {"password_hash": "(secret)"}

    def test_councils_have_their_own_chains_and_the_installation_has_one(
        self, session: Session, council: Council, other_council: Council, in_a_deed: InADeed
    ) -> None:
        with in_a_deed():
            session.add(Account(email="a@example.gov.uk", name="A"))
            session.add(Person(council_id=council.id, name="B"))
        for chain, records in (
            (council.id, ["council", "person"]),
            (other_council.id, ["council"]),
            (INSTALLATION_CHAIN, ["account"]),
        ):
            rows = rows_of(session, chain)
            assert [row.record_type for row in rows] == records
            assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
            assert verify_chain(session, chain).fault is None


@pytest.mark.usefixtures("any_engine")
class TestChain:
    @pytest.fixture
    def chain(self, session: Session, council: Council, in_a_deed: InADeed) -> Council:
        """A council whose name was changed three times: a chain of four."""
        for name in "ABC":
            with in_a_deed():
                council.name = name
        assert verify_chain(session, council.id).fault is None
        return council

    def test_what_was_taken_back_leaves_no_gap(
        self, session: Session, chain: Council, in_a_deed: InADeed
    ) -> None:
        for take_back in (session.begin_nested().rollback, session.rollback):
            with in_a_deed():
                chain.name = "Taken back"
            take_back()
            with in_a_deed():
                chain.name = "Kept"
            assert verify_chain(session, chain.id).fault is None
            session.commit()

    def test_history_may_not_be_changed_through_the_session_either(
        self, session: Session, chain: Council
    ) -> None:
        row = session.scalars(select(History).where(History.seq == 2)).one()
        row.deed = "other"
        with pytest.raises(Exception, match="history is append-only"):
            session.flush()


def unrecorded(classes: list[type[Any]]) -> list[str]:
    """Mapped classes that are neither recorded nor in the list of operational tables."""
    return [c.__name__ for c in classes if not issubclass(c, Recorded) and c not in OPERATIONAL]


def loose_links(classes: list[type[Any]]) -> list[str]:
    """Relationships that load unasked, or through a table without a class."""
    return [
        str(link)
        for found in classes
        for link in found.__mapper__.relationships
        if link.lazy != "raise_on_sql" or link.secondary is not None
    ]


def crossing_keys(classes: list[type[Any]]) -> list[str]:
    """Foreign keys by which one council's record could point to another's."""
    of_a_council = {found.__table__ for found in classes if hasattr(found, "council_id")}
    of_a_council.discard(Council.__table__)
    return [
        f"{table.name}.{'+'.join(key.column_keys)}"
        for table in of_a_council
        for key in table.foreign_key_constraints
        if key.referred_table in of_a_council and "council_id" not in key.column_keys
    ]


@pytest.fixture(scope="module")
def classes() -> list[type[Any]]:
    """Every mapped class of ours."""
    return [mapper.class_ for mapper in Base.registry.mappers]


@pytest.fixture(scope="module")
def planted() -> list[type[Any]]:
    """Two classes, on a base of their own, of which the second breaks each rule."""

    class Elsewhere(DeclarativeBase):
        pass

    class Parent(Recorded, Elsewhere):
        __tablename__ = "parent"
        council_id: Mapped[uuid.UUID]

    class Child(Identified, Elsewhere):
        __tablename__ = "child"
        council_id: Mapped[uuid.UUID]
        parent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("parent.id"))
        parent: Mapped[Parent] = relationship(Parent)

    return [Parent, Child]


class TestTables:
    def test_every_one_is_recorded_or_operational(self, classes: list[type[Any]]) -> None:
        assert unrecorded(classes) == []
        assert set(classes) >= OPERATIONAL

    def test_no_operational_one_is_recorded(self) -> None:
        assert [c.__name__ for c in OPERATIONAL if issubclass(c, Recorded)] == []

    def test_no_link_loads_unasked(self, classes: list[type[Any]]) -> None:
        assert loose_links(classes) == []

    def test_no_foreign_key_leads_to_another_council(self, classes: list[type[Any]]) -> None:
        assert crossing_keys(classes) == []

    def test_planted_faults_are_found(self, planted: list[type[Any]]) -> None:
        assert unrecorded(planted) == ["Child"]
        assert loose_links(planted) == ["Child.parent"]
        assert crossing_keys(planted) == ["child.parent_id"]

    def test_a_history_subject_is_a_column_of_its_record(self) -> None:
        assert [
            mapper.class_.__name__
            for mapper in Base.registry.mappers
            if issubclass(mapper.class_, Recorded)
            and mapper.class_.history_subject not in mapper.column_attrs
        ] == []


def test_relationships_are_what_the_walker_takes_them_for() -> None:
    links = [link for mapper in Base.registry.mappers for link in mapper.relationships]
    assert len(links) > 30
    assert all(isinstance(link, RelationshipProperty) for link in links)
