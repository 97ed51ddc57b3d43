"""A form over many records at once: each row has its own fields and the mark of what was seen.

Two people may have such a page open together. Each row carries a hidden mark of the record that
its writer saw: its version and a digest of its values. A row that was not touched is left alone, so
that one person's page never undoes what another has saved in the meantime.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import new_class
from typing import Any, ClassVar, TypeVar

from tracker.forms.base import PageForm
from tracker.forms.fields import hidden

SEEN = "seen"
NOTHING_SEEN = 0
"""The version of a record that was not there: a record that is there by now has a higher one."""

Values = tuple[str | None, ...]
F = TypeVar("F", bound="RowsForm")


@dataclass(frozen=True)
class Saved:
    """A row's record as it is saved: its version and its values in the order of the parts."""

    version: int
    values: Values


@dataclass(frozen=True)
class Touched:
    """A row that was changed on the page, and the version of the record that its writer saw."""

    key: str
    values: Values
    version: int


class RowsForm(PageForm):
    """The base of such forms. ``parts`` names the fields of each row, ``keys`` the rows."""

    parts: ClassVar[Sequence[str]] = ()
    keys: ClassVar[Sequence[str]] = ()

    def values_of(self, key: str) -> Values:
        """What stands in the fields of a row."""
        return tuple(self[f"{part}_{key}"].data or None for part in self.parts)

    def touched(self) -> Iterator[Touched]:
        """The rows that hold something else than their writer saw."""
        for key in self.keys:
            version, seen = _read(self[f"{SEEN}_{key}"].data)
            if digest_of(self.values_of(key)) != seen:
                yield Touched(key, self.values_of(key), version)

    def typed(self) -> dict[str, Values]:
        """What was typed into the touched rows, to be shown beside what is saved."""
        return {row.key: row.values for row in self.touched()}

    def follow(self, saved: Mapping[str, Saved]) -> None:
        """After a conflict: touched rows keep their words and know what they would replace.

        Rows that were not touched show what is saved now.
        """
        touched = {row.key for row in self.touched()}
        for key in self.keys:
            now = saved.get(key) or Saved(NOTHING_SEEN, (None,) * len(self.parts))
            _version, seen = _read(self[f"{SEEN}_{key}"].data)
            if key not in touched:
                seen = digest_of(now.values)
                for part, value in zip(self.parts, now.values, strict=True):
                    self[f"{part}_{key}"].data = value or ""
            self[f"{SEEN}_{key}"].data = f"{now.version}:{seen}"


def with_rows(form: type[F], rows: Iterable[tuple[str, Mapping[str, Any]]]) -> type[F]:
    """``form`` with rows: each a key, and a field for each of the form's parts."""
    fields: dict[str, Any] = {}
    keys = []
    for key, parts in rows:
        keys.append(key)
        fields |= {f"{part}_{key}": field for part, field in parts.items()}
        fields[f"{SEEN}_{key}"] = hidden()
    return new_class(
        form.__name__, (form,), exec_body=lambda body: body.update(fields, keys=tuple(keys))
    )


def first_values(parts: Sequence[str], saved: Mapping[str, Saved]) -> dict[str, str]:
    """What the form shows at first: the saved values, each row with its mark."""
    shown: dict[str, str] = {}
    for key, row in saved.items():
        shown |= {f"{p}_{key}": v or "" for p, v in zip(parts, row.values, strict=True)}
        shown[f"{SEEN}_{key}"] = f"{row.version}:{digest_of(row.values)}"
    return shown


def digest_of(values: Values) -> str:
    """A short digest of a row's values, to tell whether it was touched."""
    text = "\0".join(value or "" for value in values)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def _read(mark: Any) -> tuple[int, str]:
    """Version and digest of a mark; a forged one counts as if nothing had been seen."""
    version, _, seen = str(mark or "").partition(":")
    if version.isascii() and version.isdigit() and len(version) < 10:
        return int(version), seen
    return NOTHING_SEEN, digest_of(())
