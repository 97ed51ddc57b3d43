"""What stands while a council's file is replayed: its records by their keys, and who is who."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, get_args, get_type_hints

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.adapters.file_store import FileStore
from tracker.demo.reading import Entry
from tracker.domain.dates import LONDON
from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import ActorKind, Door, Role
from tracker.models import Account, Person, Recorded

R = TypeVar("R", bound=Recorded)
F = TypeVar("F")

_OPENING = time(10, 0)
"""When the first deed of a day is done, in London; each further one is a minute later."""


@dataclass
class Stage:
    """One council while it is built up, deed by deed.

    ``accounts`` is shared by all councils of one loading, so that somebody who works for two of
    them has one account.
    """

    session: Session
    frameworks: Mapping[str, Framework]
    accounts: dict[str, Account]
    files: FileStore
    council_id: uuid.UUID | None = None
    slug: str = ""
    records: dict[str, Recorded] = field(default_factory=dict)
    roles: dict[uuid.UUID, set[Role]] = field(default_factory=dict)
    posts: dict[uuid.UUID, set[uuid.UUID]] = field(default_factory=dict)
    leads: list[Person] = field(default_factory=list)
    _day: date = date.min
    _minutes: int = 0

    def keep(self, noun: str, entry: Entry, record: Recorded, key: str | None = None) -> None:
        """Remember a record under the key that the file gives it, once for each noun."""
        name = f"{noun} {key or entry.text('key')}"
        if name in self.records:
            entry.refuse(f"there are two of the key {name}", "key")
        self.records[name] = record

    def find(self, model: type[R], noun: str, entry: Entry, key: str, name: str = "") -> R:
        """The record that ``entry`` names under ``key``, or that has the given ``name``."""
        wanted = name or entry.text(key)
        record = self.records.get(f"{noun} {wanted}")
        if not isinstance(record, model):
            entry.refuse(f"there is no {noun} {wanted} yet", key)
        return record

    def find_id(self, model: type[Recorded], noun: str, entry: Entry, key: str) -> uuid.UUID | None:
        """The id of the record that ``entry`` names under ``key``, if it names one."""
        return self.find(model, noun, entry, key).id if key in entry else None

    def at(self, on: date) -> datetime:
        """The instant of the next deed of the day ``on``."""
        self._minutes = self._minutes + 1 if on == self._day else 0
        self._day = on
        opening = datetime.combine(on, _OPENING, tzinfo=LONDON)
        return (opening + timedelta(minutes=self._minutes)).astimezone(UTC)

    def tracker(self, on: date) -> Actor:
        """The tracker itself, which sets up the council, its posts and its people."""
        return Actor(ActorKind.SYSTEM, Door.DEMONSTRATION, self.at(on), self.council_id)

    def actor(self, entry: Entry, on: date) -> Actor:
        """Who does a deed: the person whom it names, or the programme lead of that day."""
        person = self.find(Person, "person", entry, "by") if "by" in entry else self._lead(entry)
        return Actor(
            ActorKind.PERSON,
            Door.DEMONSTRATION,
            self.at(on),
            self.council_id,
            person_id=person.id,
            account_id=person.account_id,
            name=person.name,
            roles=frozenset(self.roles.get(person.id, ())),
            post_ids=frozenset(self.posts.get(person.id, ())),
        )

    def decider(self, entry: Entry, requester: Actor) -> Person:
        """Who agrees to another due date: whom the file names, or a director of that day."""
        if "agreed_by" in entry:
            return self.find(Person, "person", entry, "agreed_by")
        directors = [
            record
            for record in self.records.values()
            if isinstance(record, Person)
            and Role.DIRECTOR in self.roles.get(record.id, ())
            and record.id != requester.person_id
        ]
        if not directors:
            entry.refuse("no director is there on that day to agree, so it needs agreed_by")
        return directors[0]

    def _lead(self, entry: Entry) -> Person:
        now = (p for p in self.leads if Role.PROGRAMME_LEAD in self.roles.get(p.id, ()))
        lead = next(now, None)
        if lead is None:
            entry.refuse("nobody is programme lead on that day, so the deed needs by")
        return lead


def fields_of(cls: Callable[..., F], entry: Entry, **given: Any) -> F:
    """A service's fields from the keys of the same names; ``given`` are those with other names."""
    values = dict(given)
    for name, kind in _kinds(cls).items():
        if name not in given and name in entry:
            values[name] = _value(entry, name, kind)
    return cls(**values)


def _value(entry: Entry, name: str, kind: type) -> Any:
    if kind is date:
        return entry.day(name)
    if kind is int:
        return entry.number(name)
    return entry.choice(name, kind) if issubclass(kind, StrEnum) else entry.text(name)


@cache
def _kinds(cls: Any) -> dict[str, type]:
    """The type of each field of a dataclass, without its None."""
    hints = get_type_hints(cls)
    return {each.name: _plain(hints[each.name]) for each in fields(cls)}


def _plain(hint: Any) -> type:
    if isinstance(hint, UnionType):
        hint = next(kind for kind in get_args(hint) if kind is not type(None))
    return hint if isinstance(hint, type) else str
