"""``tracker verify-pack``: a pack is checked from a terminal, and what does not fit is named."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.cli.running import run
from tests.services.boarded import a_seated_board, met
from tracker.access.actor import operator
from tracker.adapters.database import make_engine, make_sessions
from tracker.adapters.file_store import FileStore
from tracker.adapters.signing_key import open_signing_key
from tracker.config import read_settings
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.papers import Audience, PaperFormat
from tracker.models import Council
from tracker.services.packs import Keeping, freeze_pack, keep_pack_files
from tracker.services.paper_jobs import KeptFile
from tracker.services.reports import sha256_of

PDF = b"%PDF-1.7 the pack"


@dataclass(frozen=True)
class Kept:
    """An installation's folder with one pack, and where the text of the pack is kept."""

    folder: Path
    pack_id: uuid.UUID
    material: str
    files: FileStore


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("packs")
    run(folder, "upgrade")
    run(folder, "create-council", "Riverford", "--slug", "riverford")
    settings = read_settings({"TRACKER_INSTANCE": str(folder / "instance")})
    files = FileStore(settings.files_folder)
    engine = make_engine(f"sqlite:///{folder}/instance/tracker.sqlite")
    with make_sessions(engine)() as session:
        council = session.scalars(select(Council)).one()
        by = operator(datetime.now(UTC), council.id)
        board = a_seated_board(session, by)
        meeting = met(session, by, board, by.today, MeetingState.PUBLISHED)
        keeping = Keeping(files, open_signing_key(settings))
        pack = freeze_pack(session, meeting, keeping, by=by, on=by.today)
        file = KeptFile(
            audience=Audience.PUBLIC,
            format=PaperFormat.PDF,
            name="pack.pdf",
            size=len(PDF),
            sha256=sha256_of(PDF),
            storage_key=files.put(PDF),
        )
        keep_pack_files(session, pack, [file], by=by, on=by.today)
        session.commit()
        found = Kept(folder, pack.id, pack.material_key, files)
    engine.dispose()
    return found


def verify(kept: Kept, *more: str, pack: str = "", status: int = 0) -> str:
    asked = ("verify-pack", "--council", "riverford", "--pack", pack or str(kept.pack_id), *more)
    done = run(kept.folder, *asked, status=status)
    return done.stdout + done.stderr


def test_a_pack_that_fits(kept: Kept) -> None:
    said = verify(kept)
    assert said.startswith("Pack 1 is as it was frozen.")
    assert "The whole history. Every row fits." in said


def test_files_as_they_were_downloaded(kept: Kept, tmp_path: Path) -> None:
    assert "has no file of pack 1" in verify(kept, "--folder", str(tmp_path), status=2)
    (tmp_path / "pack.pdf").write_bytes(PDF)
    verify(kept, "--folder", str(tmp_path))
    (tmp_path / "pack.pdf").write_bytes(b"another")
    said = verify(kept, "--folder", str(tmp_path), status=1)
    assert "Does not fit: The file pack.pdf of pack 1" in said


@pytest.mark.parametrize("asked", ["7", "b7e04982-6843-403f-bfc2-d02ff289fb8f"])
def test_a_pack_that_is_not_there(kept: Kept, asked: str) -> None:
    assert f"There is no pack {asked}" in verify(kept, pack=asked, status=2)


def test_what_was_tampered_with_is_named(kept: Kept) -> None:
    content = kept.files.get(kept.material)
    kept.files.put(content.replace(b"September", b"October"), key=kept.material)
    said = verify(kept, status=1)
    kept.files.put(content, key=kept.material)
    assert "Does not fit: The meeting in the material of pack 1" in said
