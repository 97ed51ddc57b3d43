"""The append-only, hash-chained history, and the head of each chain."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.vocabulary import ActorKind, ChangeKind, Door
from tracker.models.base import Base, short

INSTALLATION_CHAIN = uuid.UUID(int=0)
"""The chain of records that belong to no one council: accounts and bank holidays."""


class History(Base):
    """One change of one record, written by the recording listener and never altered.

    ``payload`` is canonical JSON (see ``tracker.domain.chain``): the reason, old and new values,
    and the record as it then stood. The chain hashes ``digest``, a salted digest of the payload, so
    that a later redaction can blank the payload without breaking the chain.
    """

    __tablename__ = "history"

    chain_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    deed_id: Mapped[uuid.UUID]
    deed: Mapped[str] = short(60)
    actor_kind: Mapped[ActorKind]
    actor_id: Mapped[uuid.UUID | None]
    door: Mapped[Door]
    at: Mapped[datetime]
    record_type: Mapped[str] = short(60)
    record_id: Mapped[uuid.UUID]
    subject_id: Mapped[uuid.UUID]
    change: Mapped[ChangeKind]
    payload: Mapped[str | None]
    salt: Mapped[str] = short(32)
    digest: Mapped[str] = short(64)
    previous: Mapped[str] = short(64)
    hash: Mapped[str] = short(64)

    __table_args__ = (
        Index("ix_history_subject", "chain_id", "subject_id", "seq"),
        # A record as it stood is its newest row up to a seq, and a day's end a seq found by time.
        Index("ix_history_record", "chain_id", "record_id", "seq"),
        Index("ix_history_at", "chain_id", "at", "seq"),
    )


class ChainHead(Base):
    """The newest ``seq`` and hash of a chain; a deed locks this row before its first write."""

    __tablename__ = "chain_head"

    chain_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    hash: Mapped[str] = short(64)
