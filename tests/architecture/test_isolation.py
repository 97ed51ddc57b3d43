"""Each test starts from the same empty, migrated database, whatever ran before it."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, select
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.records import InADeed
from tracker.models import ChainHead, Council, History


def _is_empty(session: Session) -> None:
    assert session.scalar(select(func.count()).select_from(Council)) == 0
    assert session.scalar(select(func.count()).select_from(History)) == 0
    assert session.scalars(select(ChainHead.seq)).all() == [0]


@pytest.mark.usefixtures("any_engine")
class TestIsolation:
    """Every one of these writes and looks; in whichever order they run, none sees another."""

    @pytest.mark.parametrize("_turn", range(3))
    def test_a_commit_reaches_no_other_test(
        self, session: Session, in_a_deed: InADeed, _turn: int
    ) -> None:
        _is_empty(session)
        with in_a_deed():
            session.add(Council(slug="a", name="A", short_name="A"))
        session.commit()
        assert session.scalar(select(func.count()).select_from(Council)) == 1

    @pytest.mark.parametrize("_turn", range(3))
    def test_nor_does_a_rolled_back_savepoint_or_a_second_session(
        self, sessions: sessionmaker[Session], session: Session, in_a_deed: InADeed, _turn: int
    ) -> None:
        _is_empty(session)
        inner = session.begin_nested()
        with in_a_deed():
            session.add(Council(slug="a", name="A", short_name="A"))
        inner.rollback()
        with in_a_deed():
            session.add(Council(slug="b", name="B", short_name="B"))
        session.commit()
        with sessions() as second:
            assert second.scalars(select(Council.slug)).all() == ["b"]

    @pytest.mark.parametrize("_turn", range(3))
    def test_nor_do_statements_on_the_connection(
        self, connection: Connection, session: Session, _turn: int
    ) -> None:
        _is_empty(session)
        connection.exec_driver_sql("delete from chain_head")
        assert connection.execute(select(func.count()).select_from(ChainHead)).scalar() == 0
