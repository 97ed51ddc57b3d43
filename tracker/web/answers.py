"""Answers that are no pages: tables as CSV, calendars, documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from flask import Response

from tracker.presenters.ratings import key_rows
from tracker.reports.csv_table import csv_chunks
from tracker.web import current


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A CSV to keep, named after the council, the list and the day."""
    filename = f"{current.membership().slug}-{name}-{current.today().isoformat()}.csv"
    return attachment(b"".join(csv_chunks(header, rows)), "text/csv; charset=utf-8", filename)


def with_key(rows: Iterable[Sequence[str]], header: Sequence[str]) -> Iterator[Sequence[str]]:
    """The rows of a list that has ratings, and after them the council's key."""
    yield from rows
    yield from key_rows(current.words(), len(header))


def attachment(content: bytes, mimetype: str, filename: str) -> Response:
    """A file to keep: never shown in the browser's own page."""
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
