"""What every table shares: naming of constraints, types, identity, council and recording."""

from __future__ import annotations

import enum
import uuid
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    Date,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedColumn,
    declared_attr,
    mapped_column,
    relationship,
)
from sqlalchemy.orm.relationships import _RelationshipDeclared

from tracker.domain.identifiers import uuid7

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite drops the zone, so it is put back when read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _slugs(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


class Base(DeclarativeBase):
    """The declarative base: enums are stored as their slugs with a CHECK, on both databases."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=40,
            values_callable=_slugs,
        ),
        datetime: Instant(),
        date: Date(),
        uuid.UUID: Uuid(),
        str: Text(),
    }


def short(length: int = 200, **options: Any) -> MappedColumn[Any]:
    """A column of one line of text, at most ``length`` characters."""
    return mapped_column(String(length), **options)


def one_of(members: type[enum.Enum], name: str) -> Enum:
    """A vocabulary's slugs under a name of the column's own: a table may have two such columns."""
    return Enum(
        members,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=_slugs,
    )


class Identified:
    """A record known by a UUIDv7, made in Python so that history can name it before the insert."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid7)


class Recorded(Identified):
    """A record whose every change is written to history by the recording listener.

    ``history_subject`` names the attribute that holds the id of the record on whose page the change
    is shown: an update's subject is its action. By default a record is its own subject.
    """

    history_subject: ClassVar[str] = "id"

    version: Mapped[int] = mapped_column(Integer, nullable=False)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy passes the class
        # Two officers will edit one record: the second writer is told instead of winning silently.
        return {"version_id_col": cls.version}


class CouncilRecord(Recorded):
    """A record of one council; foreign keys carry the council, so none crosses over."""

    @declared_attr
    def council_id(cls) -> Mapped[uuid.UUID]:  # noqa: N805
        return mapped_column(ForeignKey("council.id"))

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805
        return (*cls.constraints(), UniqueConstraint("council_id", "id"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """The table's own constraints and indexes, beside those that every council record has."""
        return ()


def within_council(column: str, table: str) -> ForeignKeyConstraint:
    """A foreign key from ``column`` to ``table`` that holds only inside the same council."""
    return ForeignKeyConstraint(
        ["council_id", column],
        [f"{table}.council_id", f"{table}.id"],
    )


def belongs_to(target: str, column: str, **options: Any) -> _RelationshipDeclared[Any]:
    """The record that ``column`` points to.

    The join names the id alone: ``council_id`` is set by the deed and checked by the composite
    foreign key, so SQLAlchemy need not copy it.
    """
    own, name = column.split(".")
    return relationship(
        target,
        primaryjoin=f"foreign({own}.{name}) == {target}.id",
        lazy="raise_on_sql",
        **options,
    )


def has_many(target: str, column: str, own: str, **options: Any) -> _RelationshipDeclared[Any]:
    """The records whose ``column`` points here, in a fixed order."""
    return relationship(
        target,
        primaryjoin=f"{own}.id == foreign({target}.{column})",
        lazy="raise_on_sql",
        **options,
    )
