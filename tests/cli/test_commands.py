"""The commands, run as an operator runs them: in a process of their own, by their name."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.cli.running import run
from tracker.access.actor import operator
from tracker.adapters.database import make_engine, make_sessions
from tracker.queries.councils import find_council
from tracker.services.accounts import create_account
from tracker.services.people import PersonFields, add_person
from tracker.services.sign_ins import verify_password

TODAY = date(2026, 10, 5)
ADA = "ada@example.gov.uk"
COMMANDS = (
    "check",
    "check-plan",
    "create-council",
    "create-person",
    "demo",
    "export-history",
    "proclaim-bank-holiday",
    "read",
    "report",
    "serve",
    "set-password",
    "upgrade",
    "verify-history",
    "verify-pack",
    "work",
)


@contextmanager
def _sessions(folder: Path) -> Iterator[Session]:
    engine = make_engine(f"sqlite:///{folder}/instance/tracker.sqlite")
    with make_sessions(engine)() as session:
        yield session
    engine.dispose()


class TestHelp:
    @pytest.mark.parametrize("command", COMMANDS)
    def test_each_command_says_what_it_does(self, command: str, tmp_path: Path) -> None:
        done = run(tmp_path, command, "--help")
        assert len(done.stdout.split()) > 20

    def test_the_list_is_whole(self, tmp_path: Path) -> None:
        done = run(tmp_path, "--help")
        listed = done.stdout.partition("Commands:")[2]
        assert tuple(re.findall(r"^  ([a-z-]+)", listed, re.MULTILINE)) == COMMANDS


class TestFirstSteps:
    def test_from_nothing_to_an_invited_administrator(self, tmp_path: Path) -> None:
        run(tmp_path, "upgrade")
        made = run(tmp_path, "create-council", "Riverford Borough Council", "--slug", "riverford")
        assert "/councils/riverford" in made.stdout
        invited = run(
            *(tmp_path, "create-person", "Ada Marsh", "ada@example.gov.uk"),
            *("--council", "riverford", "--role", "administrator", "--role", "programme_lead"),
        )
        assert re.search(r"/invitations/[\w-]{20,}", invited.stdout)
        checked = run(tmp_path, "check")
        assert checked.stdout.splitlines()[-3:] == [
            "The database is up to date",
            "The file store answers",
            "Files are not scanned for viruses",
        ]

    def test_what_the_terminal_did_is_in_history(self, tmp_path: Path) -> None:
        run(tmp_path, "upgrade")
        run(tmp_path, "create-council", "Riverford", "--slug", "riverford")
        engine = make_engine(f"sqlite:///{tmp_path}/instance/tracker.sqlite")
        with engine.connect() as connection:
            rows = connection.execute(text("select deed, actor_kind, door from history")).all()
        engine.dispose()
        assert [tuple(row) for row in rows] == [("create_council", "operator", "terminal")]

    def test_a_forgotten_password_is_set(self, tmp_path: Path) -> None:
        run(tmp_path, "upgrade")
        run(tmp_path, "create-council", "Riverford", "--slug", "riverford")
        with _sessions(tmp_path) as session:
            council = find_council(session, "riverford")
            assert council is not None
            by = operator(datetime.now(UTC), council.id)
            person = add_person(session, PersonFields(name="Ada Marsh"), by=by, on=TODAY)
            create_account(session, person, ADA, "forgotten words", by=by, on=TODAY)
            session.commit()
        done = run(tmp_path, "set-password", "Ada@Example.gov.uk", typed="a hill of beans\n")
        assert done.stdout == "Ada Marsh signs in as ada@example.gov.uk with the new password\n"
        with _sessions(tmp_path) as session:
            assert verify_password(session, ADA, "a hill of beans") is not None
            assert verify_password(session, ADA, "forgotten words") is None
        short = run(tmp_path, "set-password", ADA, typed="beans\n", status=2)
        assert "12 characters or more" in short.stderr
        nobody = run(tmp_path, "set-password", "bo@example.gov.uk", typed="beans\n", status=2)
        assert "no account with the email address bo@example.gov.uk" in nobody.stderr

    def test_a_bank_holiday_is_proclaimed_once(self, tmp_path: Path) -> None:
        run(tmp_path, "upgrade")
        run(tmp_path, "proclaim-bank-holiday", "2027-05-07", "A royal day")
        again = run(tmp_path, "proclaim-bank-holiday", "2027-05-07", "Again", status=2)
        assert "already known" in again.stderr

    def test_work_once_says_how_many_went(self, tmp_path: Path) -> None:
        run(tmp_path, "upgrade")
        assert run(tmp_path, "work", "--once").stdout == "Sent: 0\nRead: 0\nMade: 0\n"


class TestRefusals:
    def test_a_database_that_is_not_there_yet(self, tmp_path: Path) -> None:
        done = run(tmp_path, "create-council", "Riverford", "--slug", "riverford", status=2)
        assert "tracker upgrade" in done.stderr

    def test_a_council_that_is_there_already(self, tmp_path: Path) -> None:
        run(tmp_path, "upgrade")
        run(tmp_path, "create-council", "Riverford", "--slug", "riverford")
        done = run(tmp_path, "create-council", "Riverford", "--slug", "riverford", status=2)
        assert len(done.stderr.strip().splitlines()) == 1

    def test_a_person_for_no_council(self, tmp_path: Path) -> None:
        run(tmp_path, "upgrade")
        done = run(
            *(tmp_path, "create-person", "Ada", "ada@example.gov.uk"),
            *("--council", "nowhere", "--role", "viewer"),
            status=2,
        )
        assert "no council nowhere" in done.stderr

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("TRACKER_PORT", "eighty"),
            ("TRACKER_PORT", "0"),
            ("TRACKER_DATABASE_URL", "mysql://localhost/tracker"),
            ("TRACKER_SECRET_KEY", "short"),
            ("TRACKER_FRAMEWORKS", "nowhere/at/all"),
            ("TRACKER_IDLE_MINUTES", "1"),
            ("TRACKER_SECURE_COOKIES", "perhaps"),
            ("TRACKER_SMTP_URL", "http://mail"),
            ("TRACKER_PUBLIC_URL", "tracker.example"),
            ("TRACKER_SIGNING_KEY", "/nowhere/key.pem"),
            ("TRACKER_SIGNING_KEY", __file__),
            ("TRACKER_COLOUR", "blue"),
            ("TRACKER_FILE_STORE", "s3://"),
            ("TRACKER_CLAMAV", "127.0.0.1:3310"),
        ],
    )
    def test_a_wrong_setting_is_named(self, name: str, value: str, tmp_path: Path) -> None:
        done = run(tmp_path, "check", status=2, **{name: value})
        assert name in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1

    @pytest.mark.parametrize("command", ["check", "upgrade", "serve", "work"])
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("TRACKER_DATABASE_URL", "postgresql://tracker@127.0.0.1:1/tracker"),
            ("TRACKER_DATABASE_URL", "postgresql://tracker@127.0.0.1:port/tracker"),
            ("TRACKER_DATABASE_URL", "sqlite:////proc/nowhere/tracker.sqlite"),
            ("TRACKER_INSTANCE", "/proc/nowhere"),
        ],
    )
    def test_a_setting_that_leads_to_no_database_is_named(
        self, command: str, name: str, value: str, tmp_path: Path
    ) -> None:
        done = run(tmp_path, command, status=2, **{name: value})
        assert done.stderr.startswith(f"{name} is wrong: it should be ")
        assert len(done.stderr.strip().splitlines()) == 1

    def test_a_file_that_is_no_database_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "instance").mkdir()
        (tmp_path / "instance" / "tracker.sqlite").write_text("A shopping list\n" * 50)
        done = run(tmp_path, "upgrade", status=2)
        assert done.stderr.startswith("TRACKER_INSTANCE is wrong: ")
        assert "not a database" in done.stderr

    def test_a_key_that_was_cut_short_signs_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "instance").mkdir()
        (tmp_path / "instance" / "secret-key").write_text("")
        done = run(tmp_path, "check", status=2)
        assert "secret-key should have at least 32 characters" in done.stderr

    @pytest.mark.parametrize(
        ("settings", "words"),
        [
            ({"TRACKER_CLAMAV": "unix:/nowhere/clamd.ctl"}, "The virus scanner of TRACKER_CLAMAV"),
            (
                {
                    "TRACKER_FILE_STORE": "s3://files",
                    "TRACKER_S3_ENDPOINT": "http://127.0.0.1:1",
                    "TRACKER_S3_KEY_ID": "key",
                    "TRACKER_S3_SECRET": "word",
                },
                "The file store does not do its part",
            ),
        ],
    )
    def test_a_scanner_or_store_that_is_away_is_named(
        self, tmp_path: Path, settings: dict[str, str], words: str
    ) -> None:
        run(tmp_path, "upgrade")
        done = run(tmp_path, "check", status=2, **settings)
        assert done.stderr.startswith(words)
        assert len(done.stderr.strip().splitlines()) == 1

    def test_a_database_of_a_newer_release_is_left_alone(self, tmp_path: Path) -> None:
        run(tmp_path, "upgrade")
        engine = make_engine(f"sqlite:///{tmp_path}/instance/tracker.sqlite")
        with engine.begin() as connection:
            connection.execute(text("update alembic_version set version_num = '9999'"))
        engine.dispose()
        done = run(tmp_path, "upgrade", status=2)
        assert "newer release" in done.stderr

    def test_mail_needs_an_address_to_come_from(self, tmp_path: Path) -> None:
        done = run(tmp_path, "check", status=2, TRACKER_SMTP_URL="smtp://localhost")
        assert "TRACKER_MAIL_FROM" in done.stderr

    def test_demonstration_with_a_real_database(self, tmp_path: Path) -> None:
        url = "postgresql://localhost/tracker"
        done = run(tmp_path, "serve", "--demo", status=2, TRACKER_DATABASE_URL=url)
        assert "TRACKER_DATABASE_URL" in done.stderr

    def test_demonstration_for_the_whole_network(self, tmp_path: Path) -> None:
        done = run(tmp_path, "serve", "--demo", "--host", "0.0.0.0", status=2)  # noqa: S104
        assert "127.0.0.1" in done.stderr

    def test_a_port_that_somebody_has_is_told_of_before_an_address(self, tmp_path: Path) -> None:
        run(tmp_path, "upgrade")
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = str(taken.getsockname()[1])
            done = run(tmp_path, "serve", status=2, TRACKER_PORT=port)
        assert f"127.0.0.1:{port}" in done.stderr
        assert "TRACKER_PORT" in done.stderr
        assert done.stdout == ""

    def test_a_wrong_framework_is_named_with_its_line(self, tmp_path: Path) -> None:
        folder = tmp_path / "frameworks"
        folder.mkdir()
        (folder / "own.yaml").write_text("key: own\nname: 3\n")
        done = run(tmp_path, "check", status=2, TRACKER_FRAMEWORKS=str(folder))
        assert "own.yaml, line" in done.stderr
        served = run(tmp_path, "serve", "--demo", status=2, TRACKER_FRAMEWORKS=str(folder))
        assert "own.yaml, line" in served.stderr

    def test_so_is_a_wrong_guide(self, tmp_path: Path) -> None:
        guides = tmp_path / "frameworks" / "guides"
        guides.mkdir(parents=True)
        (guides / "own.yaml").write_text("frameworks: [none-such]\nkinds: []\n")
        done = run(tmp_path, "check", status=2, TRACKER_FRAMEWORKS=str(guides.parent))
        assert 'own.yaml: "frameworks" must name installed ones' in done.stderr
