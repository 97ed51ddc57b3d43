"""Packs of a meeting for tests of pages, each with a file, and with a material that is none."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tests.foundations.kept_reports import PAPER, PAPER_KEY
from tracker.access.actor import Actor
from tracker.domain.papers import Audience, PaperFormat
from tracker.models import Meeting, Pack, PackFile
from tracker.services.reports import sha256_of
from tracker.services.rules import add_record


def add_packs(session: Session, by: Actor, meeting: Meeting, count: int) -> None:
    """So many packs of one meeting, inside a deed."""
    for number in range(1, count + 1):
        _pack(session, by, meeting, number)
    session.flush()


def _pack(session: Session, by: Actor, meeting: Meeting, number: int) -> None:
    pack = add_record(
        session,
        Pack,
        by=by,
        board_id=meeting.board_id,
        meeting_id=meeting.id,
        number=number,
        as_at=by.today,
        frozen_at=by.at,
        seq=1,
        row_hash="0" * 64,
        head="{}",
        signature="",
        public_key="",
        material_sha256=sha256_of(PAPER),
        material_key=PAPER_KEY,
        parts="{}",
        tells_of="",
        restricted="",
        release="0",
    )
    session.flush()
    add_record(
        session,
        PackFile,
        by=by,
        pack_id=pack.id,
        audience=Audience.PUBLIC,
        format=PaperFormat.HTML,
        name="pack.html",
        size=len(PAPER),
        sha256=sha256_of(PAPER),
        storage_key=PAPER_KEY,
    )
