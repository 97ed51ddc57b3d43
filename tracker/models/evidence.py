"""Evidence: what shows that an action was done or helped, where it is, and who checked it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import Marking, ScanResult
from tracker.models.action import Action
from tracker.models.base import (
    Base,
    CouncilRecord,
    belongs_to,
    has_many,
    short,
    within_council,
)
from tracker.models.people import Person


class Evidence(CouncilRecord, Base):
    """One piece of evidence of an action: a link, a place in words, a file, or several of them.

    ``shows`` says what it shows, ``place`` where it is when it is on no page of the web.
    ``checked_on`` is the day on which a person looked at it and found it to show that;
    ``check_again_on`` the day by which that is to be done anew. Both are empty again once something
    else stands in its place.
    """

    __tablename__ = "evidence"
    history_subject = "action_id"

    action_id: Mapped[uuid.UUID]
    title: Mapped[str] = short(300)
    shows: Mapped[str]
    place: Mapped[str | None] = short(500)
    url: Mapped[str | None] = short(2000)
    marking: Mapped[Marking] = mapped_column(default=Marking.OFFICIAL)
    checked_by_id: Mapped[uuid.UUID | None]
    checked_on: Mapped[date | None]
    check_again_on: Mapped[date | None]
    removed_on: Mapped[date | None]

    action: Mapped[Action] = belongs_to("Action", "Evidence.action_id")
    checked_by: Mapped[Person | None] = belongs_to("Person", "Evidence.checked_by_id")
    files: Mapped[list[EvidenceFile]] = has_many(
        "EvidenceFile", "evidence_id", "Evidence", order_by="EvidenceFile.number"
    )

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("action_id", "action"),
            within_council("checked_by_id", "person"),
            Index("ix_evidence_action", "action_id", "removed_on"),
            Index("ix_evidence_council", "council_id", "removed_on", "title", "id"),
        )


class EvidenceFile(CouncilRecord, Base):
    """One version of the file of a piece of evidence, as it came; ``number`` counts from 1.

    ``storage_key`` is where the file store has it: two with the same bytes may share one.
    ``size`` is in bytes. ``added_on`` is the day on which ``added_by`` handed it in, ``erased_on``
    the day on which its bytes were taken out of the file store because they must not be kept.
    """

    __tablename__ = "evidence_file"
    history_subject = "action_id"

    evidence_id: Mapped[uuid.UUID]
    action_id: Mapped[uuid.UUID]
    number: Mapped[int]
    name: Mapped[str] = short()
    media_type: Mapped[str] = short(120)
    size: Mapped[int]
    sha256: Mapped[str] = short(64)
    storage_key: Mapped[str] = short()
    scan: Mapped[ScanResult]
    added_by_id: Mapped[uuid.UUID | None]
    added_on: Mapped[date]
    erased_on: Mapped[date | None]

    evidence: Mapped[Evidence] = belongs_to(
        "Evidence", "EvidenceFile.evidence_id", overlaps="files"
    )
    action: Mapped[Action] = belongs_to("Action", "EvidenceFile.action_id")
    added_by: Mapped[Person | None] = belongs_to("Person", "EvidenceFile.added_by_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("evidence_id", "evidence"),
            within_council("action_id", "action"),
            within_council("added_by_id", "person"),
            UniqueConstraint("evidence_id", "number"),
            Index("ix_evidence_file_same", "council_id", "sha256"),
            Index("ix_evidence_file_kept", "council_id", "storage_key"),
        )
