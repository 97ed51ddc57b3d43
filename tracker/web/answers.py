"""Answers that are no pages: tables as CSV or Excel, calendars, documents."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final
from unicodedata import normalize
from urllib.parse import quote

from flask import Response

from tracker.presenters.ratings import key_rows
from tracker.reports.csv_table import csv_chunks
from tracker.reports.native_charts import Placed
from tracker.reports.workbook import XLSX, Sheet, workbook
from tracker.web import current

NO_RIGHTS: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
)
"""What a file may do if a browser showed it after all."""


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A CSV to keep, named after the council, the list and the day."""
    filename = f"{current.membership().slug}-{name}-{current.today().isoformat()}.csv"
    return attachment(b"".join(csv_chunks(header, rows)), "text/csv; charset=utf-8", filename)


def with_key(rows: Iterable[Sequence[str]], header: Sequence[str]) -> Iterator[Sequence[str]]:
    """The rows of a list that has ratings, and after them the council's key."""
    yield from rows
    yield from key_rows(current.words(), len(header))


def workbook_answer(
    name: str,
    sheets: Sequence[Sheet],
    *,
    title: str,
    made_at: datetime,
    charts: Sequence[Placed] = (),
) -> Response:
    """A workbook to keep, named after the council and ``name``; see ``reports.workbook``."""
    filename = f"{current.membership().slug}-{name}.xlsx"
    content = workbook(sheets, title=title, made_at=made_at, charts=charts)
    return attachment(content, XLSX, filename)


def attachment(content: bytes | Iterable[bytes], mimetype: str, filename: str) -> Response:
    """A file to keep: never shown in the browser's own page, and without a right if it were."""
    response = Response(content, content_type=mimetype)
    response.headers["Content-Disposition"] = disposition(filename)
    response.headers["Content-Security-Policy"] = NO_RIGHTS
    return response


def paper_answer(content: bytes) -> Response:
    """A paper as HTML to be read here: nothing but its own sheet counts, which its hash lets in."""
    response = Response(content, content_type="text/html; charset=utf-8")
    sheet = re.search(rb"style-src ('sha256-[A-Za-z0-9+/=]+')", content)
    style = sheet[1].decode("ascii") if sheet else "'none'"
    response.headers["Content-Security-Policy"] = f"{NO_RIGHTS}; style-src {style}"
    return response


def disposition(filename: str) -> str:
    """The header that has a file saved under its own name, whatever letters that has (RFC 6266).

    What is beyond ASCII comes a second time, encoded, after a name that any browser can read.
    """
    plain = normalize("NFKD", filename).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9 ._()-]", "_", plain)
    stem, dot, end = plain.rpartition(".")
    fallback = f"{stem.strip() or 'file'}{dot}{end}"
    if fallback == filename:
        return f'attachment; filename="{filename}"'
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(filename, safe='')}"
