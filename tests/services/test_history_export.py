"""An exported history is checked by the steps of its own README, without the tracker."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import InADeed, Now
from tracker.adapters.signing_key import open_signing_key
from tracker.config import Settings, WrongSetting, read_settings
from tracker.models import Council
from tracker.queries.chains import get_chain
from tracker.services.chains import export_history, signed_head

OPENSSL = shutil.which("openssl")

needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="cannot run here: there is no openssl")


@pytest.fixture
def exported(
    session: Session,
    council: Council,
    in_a_deed: InADeed,
    settings: Settings,
    now: Now,
    tmp_path: Path,
) -> Path:
    """Riverford's history of four rows, unpacked."""
    for name in ("A", "Bé", "C\u2028D"):
        with in_a_deed():
            council.name = name
    session.flush()
    archive = tmp_path / "history.zip"
    with archive.open("wb") as to:
        chain = get_chain(session, council.id)
        export_history(session, chain, open_signing_key(settings), at=now(), to=to)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(archive) as opened:
        assert opened.testzip() is None
        opened.extractall(folder)
    return folder


def steps(folder: Path) -> list[str]:
    """The commands that the README tells."""
    readme = (folder / "README.txt").read_text("utf-8")
    return re.findall(r"^ {7}((?:openssl|python3) .*)$", readme, re.MULTILINE)


def follow(folder: Path, step: int) -> subprocess.CompletedProcess[str]:
    command = steps(folder)[step].replace("python3", sys.executable)
    return subprocess.run(  # noqa: S602 - the steps are for a shell, and are our own
        command, cwd=folder, shell=True, capture_output=True, text=True, check=False, timeout=60
    )


def recompute(folder: Path) -> str:
    """What the program says of rows that do not fit; empty when all do."""
    done = follow(folder, 2)
    assert "Traceback" not in done.stderr or done.returncode
    return done.stderr if done.returncode else ""


def edit(folder: Path, change: Callable[[list[dict[str, object]]], object]) -> None:
    file = folder / "history.jsonl"
    rows = [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]
    change(rows)
    lines = [
        json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False) for row in rows
    ]
    file.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def test_the_rows_fit(exported: Path) -> None:
    done = follow(exported, 2)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "4 rows fit the signed head. Redacted with approval: none\n"


def test_an_edit_that_changes_nothing_still_fits(exported: Path) -> None:
    edit(exported, len)
    assert recompute(exported) == ""


@needs_openssl
def test_the_signature_is_good_and_the_key_is_the_one_that_is_told(exported: Path) -> None:
    signed = follow(exported, 1)
    assert (signed.returncode, signed.stdout.strip()) == (0, "Signature Verified Successfully")
    fingerprint = follow(exported, 0).stdout.split()[-1]
    assert fingerprint in (exported / "README.txt").read_text("utf-8")


@needs_openssl
def test_another_head_or_another_key_is_not_signed(exported: Path) -> None:
    head = exported / "head.json"
    kept = head.read_bytes()
    head.write_bytes(kept.replace(b'"seq":4', b'"seq":3'))
    assert follow(exported, 1).returncode == 1
    head.write_bytes(kept)
    key = "openssl genpkey -algorithm ed25519 | openssl pkey -pubout -out signing-key.pub.pem"
    subprocess.run(key, cwd=exported, shell=True, check=True)  # noqa: S602 - as above
    assert follow(exported, 1).returncode == 1
    assert follow(exported, 0).stdout.split()[-1] not in (exported / "README.txt").read_text()


def test_a_line_that_is_no_row_is_named(exported: Path) -> None:
    file = exported / "history.jsonl"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines[:2], "{\n", *lines[3:]]), "utf-8")
    assert recompute(exported).startswith("row 3 cannot be read")


def swap_payloads(rows: list[dict[str, object]]) -> None:
    rows[1]["payload"], rows[2]["payload"] = rows[2]["payload"], rows[1]["payload"]


def swap_rows(rows: list[dict[str, object]]) -> None:
    rows[1], rows[2] = rows[2], rows[1]


TAMPERING: list[tuple[Callable[[list[dict[str, object]]], object], str]] = [
    (lambda rows: rows[1].update(deed="other"), "row 2 was changed: its hash"),
    (lambda rows: rows[1].update(payload="{}"), "row 2 was changed: its payload"),
    (lambda rows: rows[1].update(salt="0"), "row 2 was changed: its payload"),
    (lambda rows: rows[1].update(payload=None, salt=""), "row 2 has no payload"),
    (lambda rows: rows[2].update(previous="0" * 64), "row 3 does not name"),
    (lambda rows: rows[1].pop("deed"), "row 2 cannot be read"),
    (swap_payloads, "row 2 was changed: its payload"),
    (swap_rows, "row 2 is missing"),
    (lambda rows: rows.pop(), "the signed head is row 4 with another hash; the rows end at 3"),
    (lambda rows: rows.pop(1), "row 2 is missing"),
    (lambda rows: rows.append(rows[-1]), "row 5 is missing"),
    (lambda rows: rows.clear(), "the signed head is row 4"),
]


@pytest.mark.parametrize(("change", "said"), TAMPERING)
def test_tampering_is_named_with_its_place(
    exported: Path, change: Callable[[list[dict[str, object]]], object], said: str
) -> None:
    edit(exported, change)
    assert recompute(exported).startswith(said)


def test_the_readme_fits_a_terminal_apart_from_its_commands(exported: Path) -> None:
    readme = (exported / "README.txt").read_text("utf-8")
    assert len(steps(exported)) == 3
    assert "2026-10-05T09:30:00+00:00" in readme


def test_the_documents_have_the_same_program(exported: Path) -> None:
    page = Path("docs/checking-a-history.md").read_text("utf-8")
    assert (exported / "check_history.py").read_text("utf-8") in page
    assert all(step in page for step in steps(exported))


class TestKey:
    def test_it_is_made_once_for_its_owner(self, tmp_path: Path) -> None:
        settings = read_settings({"TRACKER_INSTANCE": str(tmp_path / "new")})
        first = open_signing_key(settings)
        assert (tmp_path / "new" / "signing-key.pem").stat().st_mode & 0o777 == 0o600
        assert open_signing_key(settings).fingerprint == first.fingerprint
        assert [path.name for path in (tmp_path / "new").glob("signing-key*")] == [
            "signing-key.pem"
        ]

    def test_a_set_one_is_taken(self, tmp_path: Path) -> None:
        own = open_signing_key(read_settings({"TRACKER_INSTANCE": str(tmp_path / "a")}))
        settings = read_settings(
            {
                "TRACKER_INSTANCE": str(tmp_path / "b"),
                "TRACKER_SIGNING_KEY": str(tmp_path / "a" / "signing-key.pem"),
            }
        )
        assert open_signing_key(settings).fingerprint == own.fingerprint
        assert not (tmp_path / "b" / "signing-key.pem").exists()

    @pytest.mark.parametrize(
        "content", ["", "A shopping list", "-----BEGIN PRIVATE KEY-----\nAAAA\n"]
    )
    def test_a_file_that_holds_no_key_is_refused(self, tmp_path: Path, content: str) -> None:
        file = tmp_path / "signing-key.pem"
        file.write_text(content)
        settings = read_settings({"TRACKER_INSTANCE": str(tmp_path)})
        with pytest.raises(WrongSetting, match=r"TRACKER_SIGNING_KEY is wrong: .*signing-key"):
            open_signing_key(settings)


def test_two_heads_of_one_chain_are_one_statement_but_for_the_instant(
    session: Session, council: Council, settings: Settings, now: Now
) -> None:
    key, chain = open_signing_key(settings), get_chain(session, council.id)
    first = signed_head(session, chain, key, at=now())
    assert signed_head(session, chain, key, at=now()) == first
    later = signed_head(session, chain, key, at=now.pass_by(days=1))
    assert later.signature != first.signature
    assert (later.statement.seq, later.statement.hash) == (
        first.statement.seq,
        first.statement.hash,
    )
