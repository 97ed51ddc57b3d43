"""A check of a pack: it fits as it was frozen, and names the place of what was tampered with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.services.packed import a_scene, frozen, keeping
from tracker.access.actor import Actor
from tracker.adapters.append_only import release
from tracker.domain.chain import canonical
from tracker.domain.pack_checking import Found
from tracker.domain.papers import Audience, PaperFormat
from tracker.models import Pack
from tracker.presenters.pack_checks import is_whole, lines_of
from tracker.queries.packs import get_pack
from tracker.services.pack_checks import Against, check_pack
from tracker.services.packs import Keeping, keep_pack_files
from tracker.services.paper_jobs import KeptFile
from tracker.services.reports import sha256_of

pytestmark = pytest.mark.usefixtures("any_engine")

PDF = b"%PDF-1.7 the pack as it was made"
NAME = "riverford-pack-1-2026-10-12.pdf"


@pytest.fixture
def kept(tmp_path: Path) -> Keeping:
    return keeping(tmp_path)


@pytest.fixture
def pack(session: Session, actor: Actor, kept: Keeping) -> Pack:
    """A pack with one file."""
    made = frozen(session, a_scene(session, actor).coming, kept, actor)
    file = KeptFile(
        audience=Audience.PUBLIC,
        format=PaperFormat.PDF,
        name=NAME,
        size=len(PDF),
        sha256=sha256_of(PDF),
        storage_key=kept.files.put(PDF),
    )
    keep_pack_files(session, made, [file], by=actor, on=actor.today)
    return made


Check = Callable[..., list[Found]]


@pytest.fixture
def check(session: Session, actor: Actor, pack: Pack, kept: Keeping) -> Check:
    """Check the pack as the database and the store have it now."""

    def checked(**more: Any) -> list[Found]:
        session.expire_all()
        found = get_pack(session, actor, pack.id)
        return check_pack(session, found, Against(kept.files, kept.key, **more))

    return checked


def tamper(session: Session, order: str, **values: Any) -> None:
    """Change what the database holds behind the tracker's back."""
    session.flush()
    release(session.connection(), "history")
    session.execute(text(order), values)


def wrong(found: list[Found], pack: Pack) -> list[str]:
    return [line.strip() for line in lines_of(found, pack) if "Does not fit" in line]


def test_what_was_frozen_fits(check: Check, pack: Pack) -> None:
    found = check(whole=True)
    assert is_whole(found)
    assert lines_of(found, pack)[0] == "Pack 1 is as it was frozen."
    assert len(found) == 8


def test_a_changed_file_is_named(
    check: Check, pack: Pack, kept: Keeping, session: Session, actor: Actor
) -> None:
    key = get_pack(session, actor, pack.id).files[0].storage_key
    kept.files.put(b"%PDF-1.7 another", key=key)
    said = "Its SHA-256 is another than the one that was recorded."
    assert wrong(check(), pack) == [f"Does not fit: The file {NAME} of pack 1. {said}"]
    kept.files.delete(key)
    assert "not where it was kept" in wrong(check(), pack)[0]


def test_files_in_a_folder_are_looked_at_in_place_of_the_stores(check: Check, pack: Pack) -> None:
    assert is_whole(check(folder={NAME: PDF}))
    assert NAME in wrong(check(folder={NAME: b"another"}), pack)[0]


def test_the_changed_plan_in_the_material_is_named(check: Check, pack: Pack, kept: Keeping) -> None:
    stored = json.loads(kept.files.get(pack.material_key))
    plan = next(name for name in stored if name.startswith("plan "))
    stored[plan]["now"]["actions"][0]["title"] = "Another title"
    kept.files.put(canonical(stored).encode(), key=pack.material_key)
    assert [line.partition(". ")[0] for line in wrong(check(), pack)] == [
        "Does not fit: The material of pack 1",
        "Does not fit: The plan “Getting to good” in the material of pack 1",
    ]


@pytest.mark.parametrize("content", [b"\x00no text", b"[1]", b"{}"])
def test_a_material_that_is_none_any_more(
    check: Check, pack: Pack, kept: Keeping, content: bytes
) -> None:
    kept.files.put(content, key=pack.material_key)
    assert len(wrong(check(), pack)) >= 2


def test_a_changed_record_is_named(check: Check, pack: Pack, session: Session) -> None:
    tamper(session, "update pack set number = 7")
    assert "“Number” is not what history says it was" in " ".join(wrong(check(), pack))


def test_a_changed_digest_of_a_file_is_named(check: Check, pack: Pack, session: Session) -> None:
    tamper(session, "update pack_file set sha256 = :other", other=sha256_of(b"another"))
    said = wrong(check(), pack)
    assert f"The record of the file {NAME}" in said[0]
    assert f"The file {NAME} of pack 1" in said[1]


def test_a_changed_row_of_history_is_named(check: Check, pack: Pack, session: Session) -> None:
    tamper(session, "update history set payload = '{}' where seq = :seq", seq=pack.seq)
    said = wrong(check(), pack)
    assert said[0].startswith(f"Does not fit: Row {pack.seq} of the history")
    assert f"Row {pack.seq} of the history does not fit" in said[1]


def test_an_earlier_row_is_found_by_the_chain(check: Check, pack: Pack, session: Session) -> None:
    tamper(session, "update history set deed = 'other' where seq = 2")
    assert "Row 2 of the history does not fit" in wrong(check(), pack)[0]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("update pack set signature = 'AAAA'", "The signature of the head"),
        ("update pack set signature = '?'", "The signature of the head"),
        ("update pack set public_key = 'none'", "The signature of the head"),
        ("update pack set head = '[]'", "The head that was signed"),
        ("update pack set row_hash = 'f'", "The head that was signed"),
        ("update pack set material_key = '../../etc'", "The material of pack 1"),
        ("update pack set parts = '?'", "The record of pack 1"),
    ],
)
def test_whatever_of_the_record_is_changed(
    check: Check, pack: Pack, session: Session, change: str, named: str
) -> None:
    tamper(session, change)
    assert any(named in line for line in wrong(check(), pack))


def test_another_key_is_said_and_no_fault(
    session: Session, actor: Actor, pack: Pack, kept: Keeping, tmp_path: Path
) -> None:
    other = keeping(tmp_path).key
    found = check_pack(session, get_pack(session, actor, pack.id), Against(kept.files, other))
    assert is_whole(found)
    assert "not the present key" in " ".join(lines_of(found, pack))
