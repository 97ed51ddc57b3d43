"""Publications of plans: a snapshot with all taken out that its readers are not to see."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.publication_states import PublicationState, Readership
from tracker.models.base import Base, CouncilRecord, belongs_to, short, within_council
from tracker.models.people import Person
from tracker.models.plan import Plan


class Publication(CouncilRecord, Base):
    """A plan as councillors see it, or the public as well; once published it never changes.

    ``as_at`` is the day whose end is shown. ``choices`` is what the reviewer decided, as
    ``domain.published_plan`` writes it. From the review on, ``storage_key`` is where the file store
    has the text of what is published, ``sha256`` what that adds up to, and ``seq`` the newest row
    of history that it knows. ``number`` counts a plan's publications from 1, as they are published;
    ``address`` is the plan's part of the address of its public page.
    """

    __tablename__ = "publication"

    plan_id: Mapped[uuid.UUID]
    number: Mapped[int | None]
    address: Mapped[str] = short(80)
    title: Mapped[str] = short()
    as_at: Mapped[date]
    readership: Mapped[Readership]
    state: Mapped[PublicationState] = mapped_column(default=PublicationState.DRAFT)
    introduction: Mapped[str]
    choices: Mapped[str]
    seq: Mapped[int | None]
    sha256: Mapped[str | None] = short(64)
    storage_key: Mapped[str | None] = short()
    prepared_on: Mapped[date]
    prepared_by_id: Mapped[uuid.UUID]
    reviewed_on: Mapped[date | None]
    reviewed_by_id: Mapped[uuid.UUID | None]
    published_at: Mapped[datetime | None]
    published_on: Mapped[date | None]
    published_by_id: Mapped[uuid.UUID | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_by_id: Mapped[uuid.UUID | None]
    withdrawn_because: Mapped[str | None]

    plan: Mapped[Plan] = belongs_to("Plan", "Publication.plan_id")
    prepared_by: Mapped[Person] = belongs_to("Person", "Publication.prepared_by_id")
    reviewed_by: Mapped[Person | None] = belongs_to("Person", "Publication.reviewed_by_id")
    published_by: Mapped[Person | None] = belongs_to("Person", "Publication.published_by_id")
    withdrawn_by: Mapped[Person | None] = belongs_to("Person", "Publication.withdrawn_by_id")

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            within_council("plan_id", "plan"),
            within_council("prepared_by_id", "person"),
            within_council("reviewed_by_id", "person"),
            within_council("published_by_id", "person"),
            within_council("withdrawn_by_id", "person"),
            UniqueConstraint("plan_id", "number"),
            CheckConstraint("reviewed_by_id <> prepared_by_id", name="two_people"),
            CheckConstraint(
                "(number IS NULL) = (published_on IS NULL)"
                " AND (published_on IS NULL OR storage_key IS NOT NULL)",
                name="published_as_reviewed",
            ),
            Index("ix_publication_address", "council_id", "address"),
            Index(
                "uq_publication_open",
                "plan_id",
                unique=True,
                sqlite_where=text("state IN ('draft', 'reviewed')"),
                postgresql_where=text("state IN ('draft', 'reviewed')"),
            ),
        )
