"""A list as its page shows it: columns that sort, filters, chips, pages, and the sentence above.

All of it lives in the address: every link here is the list's own address with one thing changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tracker.queries.listing import Ask, Page


@dataclass(frozen=True)
class Column:
    """A column: the row's key, its heading, its kind for the table, and the sort it offers."""

    key: str
    text: str
    kind: str = "text"
    sort: str = ""
    header: bool = False
    fixed: bool = False


@dataclass(frozen=True)
class FilterGroup:
    """One filter of the panel; ``options`` are (value, text)."""

    name: str
    text: str
    kind: str = "checkboxes"
    options: Sequence[tuple[str, str]] = ()
    hint: str = ""


@dataclass(frozen=True)
class ListPage:
    """Everything that ``layout/list.html`` places."""

    columns: Sequence[Mapping[str, Any]]
    rows: Sequence[Mapping[str, Any]]
    groups: Sequence[Mapping[str, Any]]
    chips: Sequence[Mapping[str, str]]
    hidden: Sequence[Mapping[str, str]]
    action: str
    clear_href: str
    csv_href: str
    results: str
    pages: Mapping[str, Any]
    total: int
    is_filtered: bool


@dataclass(frozen=True)
class Address:
    """A list's address, and what it is asked for now."""

    base: str
    ask: Ask
    fixed: Mapping[str, str] = field(default_factory=dict)

    def having(
        self,
        *,
        filters: Mapping[str, Sequence[str]] | None = None,
        sort: str | None = None,
        page: int = 1,
        csv: bool = False,
    ) -> str:
        """The address with what is given changed; another filter or order begins at page 1."""
        chosen = self.ask.filters if filters is None else filters
        pairs = [*self.fixed.items()]
        pairs += [(name, value) for name, values in chosen.items() for value in values]
        order = self.ask.sort if sort is None else sort
        if order:
            pairs.append(("sort", order))
        if page > 1:
            pairs.append(("page", str(page)))
        if csv:
            pairs.append(("format", "csv"))
        return f"{self.base}?{urlencode(pairs)}" if pairs else self.base


def list_page(
    page: Page[Any],
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[Column],
    groups: Sequence[FilterGroup],
    address: Address,
    *,
    default_sort: str,
    noun: tuple[str, str],
) -> ListPage:
    """Put a queried page and its presented rows together; ``noun`` is (one, several)."""
    chosen = address.ask.filters
    return ListPage(
        columns=[_column(column, address, default_sort) for column in columns],
        rows=rows,
        groups=[_group(group, chosen) for group in groups],
        chips=_chips(groups, address),
        hidden=_hidden(address),
        action=address.base,
        clear_href=address.having(filters={}) if chosen else "",
        csv_href=address.having(csv=True),
        results=results_sentence(page, noun),
        pages=_pages(page, address),
        total=page.total,
        is_filtered=bool(chosen),
    )


def _hidden(address: Address) -> list[Mapping[str, str]]:
    """What the filters' form sends along, as a form drops what its own address asks for."""
    kept = {**address.fixed, **({"sort": address.ask.sort} if address.ask.sort else {})}
    return [{"name": name, "value": value} for name, value in kept.items()]


def results_sentence(page: Page[Any], noun: tuple[str, str]) -> str:
    """Such as "1 to 25 of 214 actions"."""
    one, several = noun
    if page.total == 0:
        return f"No {several}"
    if page.total == 1:
        return f"1 {one}"
    if page.pages == 1:
        return f"{page.total:,} {several}"
    return f"{page.first:,} to {page.last:,} of {page.total:,} {several}"


def _column(column: Column, address: Address, default_sort: str) -> Mapping[str, Any]:
    shown: dict[str, Any] = {
        "key": column.key,
        "text": column.text,
        "kind": column.kind,
        "header": column.header,
        "fixed": column.fixed,
    }
    if column.sort:
        current = address.ask.sort or default_sort
        ascending = current == column.sort
        shown["sort_href"] = address.having(sort=f"-{column.sort}" if ascending else column.sort)
        if current.removeprefix("-") == column.sort:
            shown["sort"] = "ascending" if ascending else "descending"
    return shown


def _group(group: FilterGroup, chosen: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    values = chosen.get(group.name, ())
    return {
        "kind": group.kind,
        "name": group.name,
        "text": group.text,
        "hint": group.hint,
        "value": values[0] if values else "",
        "options": [
            {"value": value, "text": text, "selected": value in values}
            for value, text in group.options
        ],
    }


def _chips(groups: Sequence[FilterGroup], address: Address) -> list[Mapping[str, str]]:
    chosen = address.ask.filters
    by_name = {group.name: group for group in groups}
    chips: list[Mapping[str, str]] = []
    for name, values in chosen.items():
        group = by_name.get(name)
        words = dict(group.options) if group else {}
        for value in values:
            rest = {
                **chosen,
                name: tuple(other for other in values if other != value),
            }
            label = group.text if group else name.replace("_", " ").capitalize()
            chips.append(
                {
                    "text": f"{label}: {words.get(value, value)}",
                    "href": address.having(filters=rest),
                }
            )
    return chips


NEIGHBOURS = 1


def _pages(page: Page[Any], address: Address) -> Mapping[str, Any]:
    if page.pages == 1:
        return {}
    wanted = {1, page.pages, *range(page.page - NEIGHBOURS, page.page + NEIGHBOURS + 1)}
    numbers = sorted(number for number in wanted if 1 <= number <= page.pages)
    items: list[Mapping[str, Any]] = []
    for before, number in zip([0, *numbers], numbers, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        items.append(
            {
                "number": number,
                "href": address.having(page=number),
                "current": number == page.page,
            }
        )
    return {
        "previous": address.having(page=page.page - 1) if page.page > 1 else "",
        "next": address.having(page=page.page + 1) if page.page < page.pages else "",
        "items": items,
    }
