"""What a list's address asks for: filters, sort and page; any input is valid."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from tracker.queries.listing import MOST_TEXT, Ask

MOST_VALUES = 50
MOST_PAGES = 1_000_000


def ask(filters: Iterable[str]) -> Ask:
    """The request's ``Ask``, for a list that knows ``filters``; others are passed over."""
    chosen = {}
    for name in filters:
        values = [_clean(value) for value in request.args.getlist(name)[:MOST_VALUES]]
        values = [value for value in values if value]
        if values:
            chosen[name] = tuple(values)
    return Ask(chosen, _clean(request.args.get("sort", "")), _page(request.args.get("page", "")))


def whole_number(name: str) -> int:
    """A number that the address asks for; 0 when it asks for none, or for what is no number."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def wants_csv() -> bool:
    """Whether the list is asked for as CSV (``?format=csv``)."""
    return request.args.get("format") == "csv"


def wants_ticks() -> bool:
    """Whether every row of the list's page is asked for with a tick (``?tick=page``)."""
    return request.args.get("tick") == "page"


def wants_workbook() -> bool:
    """Whether the page is asked for as an Excel workbook (``?format=xlsx``)."""
    return request.args.get("format") == "xlsx"


def wants_slides() -> bool:
    """Whether the page is asked for as PowerPoint slides (``?format=pptx``)."""
    return request.args.get("format") == "pptx"


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable()).strip()[:MOST_TEXT]


def _page(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return min(max(int(text), 1), MOST_PAGES)
    return 1
