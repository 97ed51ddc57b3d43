"""The packs of boards: what a board had before it at a meeting, frozen, and the files of it."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from tracker.domain.papers import Audience, PaperFormat
from tracker.models.base import (
    Base,
    CouncilRecord,
    belongs_to,
    has_many,
    short,
    within_council,
)
from tracker.models.board import Board, Meeting
from tracker.models.people import Person


class Pack(CouncilRecord, Base):
    """What a board had before it at a meeting, as it was frozen.

    It never changes; ``number`` counts a board's from 1. ``material_key`` is where the file store
    has the text that everything is drawn from (``domain.pack_material``), ``material_sha256`` what
    that adds up to, and ``parts`` the SHA-256 of each part of it, as JSON, so that a check can name
    the part that was changed. ``seq``
    and ``row_hash`` name the newest row of history that it knows, ``head`` is the statement that
    says so, with its ``signature`` in base64 and the ``public_key`` to check it with as PEM.

    ``since_on`` is the day of the pack that it tells changes from. ``supersedes`` is an earlier
    pack of the same meeting. ``tells_of`` has the ids of the inspections and open items in it, a
    line each, and ``restricted`` those of the restricted items: what is hidden later hides the
    pack, too. ``release`` names the tracker's version: the same one makes the same bytes again.
    """

    __tablename__ = "pack"
    history_subject = "meeting_id"

    board_id: Mapped[uuid.UUID]
    meeting_id: Mapped[uuid.UUID]
    number: Mapped[int]
    as_at: Mapped[date]
    since_on: Mapped[date | None]
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[uuid.UUID | None]
    seq: Mapped[int]
    row_hash: Mapped[str] = short(64)
    head: Mapped[str]
    signature: Mapped[str] = short(100)
    public_key: Mapped[str]
    material_sha256: Mapped[str] = short(64)
    material_key: Mapped[str] = short()
    parts: Mapped[str]
    tells_of: Mapped[str]
    restricted: Mapped[str]
    supersedes_id: Mapped[uuid.UUID | None]
    supersedes_because: Mapped[str | None]
    release: Mapped[str] = short(40)

    board: Mapped[Board] = belongs_to("Board", "Pack.board_id")
    meeting: Mapped[Meeting] = belongs_to("Meeting", "Pack.meeting_id")
    frozen_by: Mapped[Person | None] = belongs_to("Person", "Pack.frozen_by_id")
    supersedes: Mapped[Pack | None] = belongs_to(
        "Pack", "Pack.supersedes_id", remote_side="Pack.id"
    )
    files: Mapped[list[PackFile]] = has_many(
        "PackFile", "pack_id", "Pack", order_by="PackFile.audience, PackFile.format"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("board_id", "board"),
            within_council("meeting_id", "meeting"),
            within_council("frozen_by_id", "person"),
            within_council("supersedes_id", "pack"),
            UniqueConstraint("board_id", "number"),
            UniqueConstraint("supersedes_id"),
            CheckConstraint(
                "supersedes_id IS NULL OR supersedes_because IS NOT NULL", name="superseded_because"
            ),
            Index("ix_pack_meeting", "meeting_id"),
        )


class PackFile(CouncilRecord, Base):
    """One file of a pack: for whom it is, its format, its bytes' SHA-256 and place.

    The ``FULL`` version is the whole pack, the ``PUBLIC`` one is without the restricted items.
    """

    __tablename__ = "pack_file"
    history_subject = "pack_id"

    pack_id: Mapped[uuid.UUID]
    audience: Mapped[Audience]
    format: Mapped[PaperFormat]
    name: Mapped[str] = short()
    size: Mapped[int]
    sha256: Mapped[str] = short(64)
    storage_key: Mapped[str] = short()

    pack: Mapped[Pack] = belongs_to("Pack", "PackFile.pack_id", overlaps="files")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("pack_id", "pack"),
            UniqueConstraint("pack_id", "audience", "format"),
        )
