"""The foundations refuse what they promise to refuse."""

from __future__ import annotations

import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from tests.foundations.mail import SentMail
from tests.foundations.network import NetworkRefused, is_local
from tests.foundations.records import Now
from tests.foundations.requests import Statements, Watch, is_write
from tests.foundations.sizes import long_modules
from tests.foundations.slow import slow
from tracker.models import OutboxMail

SKIPS = """
import pytest

@pytest.mark.skip(reason="{reason}")
def test_one(): ...

def test_two(): pytest.skip("{reason}")
"""


def inner_run(pytester: pytest.Pytester, **modules: str) -> pytest.RunResult:
    pytester.makepyfile(**modules)
    return pytester.runpytest_inprocess(
        "-p", "tests.foundations.skips", "-p", "no:randomly", "-p", "no:xdist", "-ra"
    )


class TestSkips:
    def test_a_skip_without_the_allowed_reason_fails_the_run(
        self, pytester: pytest.Pytester
    ) -> None:
        result = inner_run(pytester, test_inner=SKIPS.format(reason="not today"))
        result.assert_outcomes(failed=1, errors=1)
        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.fnmatch_lines(['Skipped ("not today"); a reason has to begin with*'])

    def test_so_does_the_skip_of_a_whole_module(self, pytester: pytest.Pytester) -> None:
        result = inner_run(
            pytester, test_inner='import pytest\npytest.importorskip("no_such_module")'
        )
        result.assert_outcomes(errors=1)
        assert result.ret == pytest.ExitCode.INTERRUPTED

    def test_what_cannot_run_here_is_named_at_the_end(self, pytester: pytest.Pytester) -> None:
        reason = "cannot run here: there is no browser"
        result = inner_run(pytester, test_inner=SKIPS.format(reason=reason))
        result.assert_outcomes(skipped=2)
        assert result.ret == pytest.ExitCode.OK
        result.stdout.fnmatch_lines(
            ["*2 could not run here*", f"test_inner.py::test_one: {reason}"]
        )

    def test_an_expected_failure_is_no_skip(self, pytester: pytest.Pytester) -> None:
        inner = "import pytest\n@pytest.mark.xfail(strict=True)\ndef test_one(): assert False"
        inner_run(pytester, test_inner=inner).assert_outcomes(xfailed=1)


class TestNetwork:
    @pytest.mark.parametrize("address", ["192.0.2.1", "8.8.8.8"])
    def test_another_machine_is_refused(self, address: str) -> None:
        with socket.socket() as ours:
            with pytest.raises(NetworkRefused, match=address):
                ours.connect((address, 80))
            with pytest.raises(NetworkRefused, match=address):
                ours.connect_ex((address, 80))

    def test_so_is_asking_for_its_address(self) -> None:
        with pytest.raises(NetworkRefused, match=r"example\.org"):
            socket.create_connection(("example.org", 80), timeout=1)

    def test_this_machine_is_not(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            socket.create_connection(server.getsockname()).close()

    @pytest.mark.parametrize(
        ("host", "local"),
        [
            ("127.0.0.1", True),
            ("127.8.9.1", True),
            ("::1", True),
            (b"localhost", True),
            (None, True),
            ("127.0.0.1.example.org", False),
            ("0.0.0.0", False),  # noqa: S104 - not bound to, refused
            ("2001:db8::1", False),
        ],
    )
    def test_which_hosts_are_this_machine(self, host: object, local: bool) -> None:
        assert is_local(host) is local


class TestMail:
    def mail(self, subject: str) -> OutboxMail:
        return OutboxMail(
            recipient="a@example.gov.uk",
            subject=subject,
            body="Hello",
            created_at=datetime(2026, 10, 5, tzinfo=UTC),
        )

    def test_mail_that_nobody_asked_for_fails_the_test(
        self, session: Session, sent_mail: SentMail
    ) -> None:
        session.add(self.mail("You are invited"))
        session.flush()
        with pytest.raises(pytest.fail.Exception, match="“You are invited” to a@example"):
            sent_mail.refuse_unread()

    def test_mail_that_was_asked_for_does_not_and_is_given_once(
        self, session: Session, sent_mail: SentMail
    ) -> None:
        session.add(self.mail("First"))
        session.flush()
        assert [mail.subject for mail in sent_mail()] == ["First"]
        sent_mail.refuse_unread()
        session.add(self.mail("Second"))
        session.commit()
        assert [mail.subject for mail in sent_mail()] == ["Second"]
        assert sent_mail() == []


class TestWatch:
    @pytest.mark.parametrize(
        ("statement", "writes"),
        [
            ("INSERT INTO action (id) VALUES (?)", True),
            ("\n update action SET title = ?", True),
            ("DELETE FROM action", True),
            ("WITH old AS (SELECT 1) DELETE FROM action", True),
            ("SELECT updated_on FROM action", False),
            ("SELECT id FROM chain_head FOR UPDATE", False),
            ("WITH late AS (SELECT id FROM action_update) SELECT * FROM late", False),
            ("SAVEPOINT sa_savepoint_1", False),
        ],
    )
    def test_which_statements_write(self, statement: str, writes: bool) -> None:
        assert is_write(statement) is writes

    def test_it_sees_the_statements_of_its_connection(self, connection: Connection) -> None:
        watch = Watch().on(connection)
        connection.exec_driver_sql("update chain_head set seq = 1")
        assert watch.writes == ["update chain_head set seq = 1"]
        watch.start()
        assert watch.writes == []

    def test_statements_are_counted_without_savepoints(
        self, connection: Connection, statements: Statements
    ) -> None:
        with statements() as sent:
            connection.exec_driver_sql("SAVEPOINT a")
            connection.exec_driver_sql("select 1")
            connection.exec_driver_sql("RELEASE SAVEPOINT a")
        connection.exec_driver_sql("select 2")
        assert sent == ["select 1"]


def test_long_modules_are_named_longest_first(tmp_path: Path) -> None:
    for name, lines in (("short", 3), ("long", 5), ("longer", 6)):
        (tmp_path / f"{name}.py").write_text("\n" * lines)
    assert long_modules(tmp_path, most=4) == [("longer.py", 6), ("long.py", 5)]


def test_slow_tests_are_named_by_the_limit_of_their_folder() -> None:
    durations = {
        "tests/rules/test_dates.py::test_a": 0.009,
        "tests/rules/test_dates.py::test_b": 0.011,
        "tests/web/test_plans.py::test_c": 0.499,
        "tests/web/test_plans.py::test_d": 0.6,
        "tests/journeys/test_plan.py::test_e": 60.0,
    }
    assert slow(durations) == [
        ("tests/web/test_plans.py::test_d", 0.6, 0.5),
        ("tests/rules/test_dates.py::test_b", 0.011, 0.01),
    ]


def test_the_instant_stands_still_until_it_is_moved(now: Now) -> None:
    first = now()
    assert now() == first == datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
    assert (now.pass_by(days=30) - first).days == 30
