"""A list as every page shows one: filtered, sorted, paged, and counted by the same query."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Integer, bindparam, func
from sqlalchemy.orm import Session

from tracker.access.shapes import AnyRow, AnySelect
from tracker.queries.rows import read_rows

PAGE_SIZE = 25
MOST_TEXT = 200

T = TypeVar("T")
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Ask:
    """What a list's address asks for.

    ``sort`` names an order, turned round by ``-`` before it; ``page`` counts from 1.
    """

    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1


@dataclass(frozen=True)
class Listing:
    """What can be asked of one list.

    ``filters`` maps a name to a function from the chosen values (never empty) to a condition, or
    ``None`` for values that mean nothing here; ``sorts`` maps a name to its columns. ``tie_break``
    ends every order, so that pages never overlap.
    """

    filters: Mapping[str, Callable[[tuple[str, ...]], Condition | None]]
    sorts: Mapping[str, Sequence[Any]]
    default_sort: str
    tie_break: Sequence[Any]

    def narrowed(self, query: AnySelect, ask: Ask) -> AnySelect:
        """``query`` with the asked filters; an unknown filter or value is passed over."""
        for name, values in ask.filters.items():
            make = self.filters.get(name)
            condition = make(values) if make and values else None
            if condition is not None:
                query = query.where(condition)
        return query

    def ordered(self, query: AnySelect, ask: Ask) -> AnySelect:
        """``query`` in the asked order, or in the list's own when the asked one is unknown."""
        name, backwards = ask.sort.removeprefix("-"), ask.sort.startswith("-")
        if name not in self.sorts:
            name, backwards = self.default_sort.removeprefix("-"), self.default_sort.startswith("-")
        columns = [_directed(column, backwards=backwards) for column in self.sorts[name]]
        ties = [_directed(column, backwards=backwards) for column in self.tie_break]
        return query.order_by(*columns, *ties)


def _directed(column: Any, *, backwards: bool) -> Any:
    return column.desc().nulls_last() if backwards else column.asc().nulls_last()


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: its rows, how many there are in all, and where this page stands."""

    rows: Sequence[T]
    total: int
    page: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages the list has; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The position of the page's first row in the list, counting from 1; 0 when empty."""
        return (self.page - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The position of the page's last row in the list."""
        return min(self.page * self.size, self.total)


@dataclass(frozen=True)
class Asked:
    """The statements of one list, asked for in one way: how many rows, which, and all of them.

    ``rows`` takes the parameters ``page_size`` and ``page_start`` beside the query's own.
    """

    count: AnySelect
    rows: AnySelect
    every: AnySelect


def asked_of(
    listing: Listing, query: AnySelect, ask: Ask, counted: AnySelect | None = None
) -> Asked:
    """The statements of ``query``, filtered and ordered as asked.

    ``counted`` has the same rows without the joins that only bring words; counting it is cheaper.
    """
    narrowed = listing.narrowed(query, ask)
    every = listing.ordered(narrowed, ask)
    few = narrowed if counted is None else listing.narrowed(counted, ask)
    return Asked(
        count=few.with_only_columns(func.count(), maintain_column_froms=True).order_by(None),
        rows=every.limit(bindparam("page_size", type_=Integer())).offset(
            bindparam("page_start", type_=Integer())
        ),
        every=every,
    )


def read_page(
    session: Session, asked: Asked, ask: Ask, values: Mapping[str, Any] | None = None
) -> Page[AnyRow]:
    """The asked page: two statements, whatever the number of rows."""
    total = int(read_rows(session, asked.count, values)[0][0])
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(ask.page, 1), pages)
    where = {**(values or {}), "page_size": PAGE_SIZE, "page_start": (page - 1) * PAGE_SIZE}
    return Page(read_rows(session, asked.rows, where), total, page)


def page_of(
    session: Session,
    listing: Listing,
    query: AnySelect,
    ask: Ask,
    *,
    counted: AnySelect | None = None,
) -> Page[AnyRow]:
    """The asked page of ``query``: two statements, whatever the number of rows."""
    return read_page(session, asked_of(listing, query, ask, counted), ask)


def every_row(session: Session, listing: Listing, query: AnySelect, ask: Ask) -> Sequence[AnyRow]:
    """All rows of the asked list in its order, for an export."""
    return read_rows(session, asked_of(listing, query, ask).every)
