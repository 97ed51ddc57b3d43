"""A table as CSV that opens safely in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHUNK_ROWS = 500


def safe_cell(text: str) -> str:
    """``text`` so that no spreadsheet takes it for a formula: an apostrophe before a risky start.

    See the OWASP page on CSV injection.
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """The table as UTF-8 with a byte order mark, so that Excel reads names rightly, in pieces."""
    out = io.StringIO()
    writer = csv.writer(out)
    out.write("\ufeff")
    writer.writerow(header)
    waiting = iter(rows)
    while chunk := list(islice(waiting, CHUNK_ROWS)):
        writer.writerows(_safe_row(row) for row in chunk)
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    yield out.getvalue().encode()


def _safe_row(row: Sequence[str]) -> Sequence[str]:
    # Few rows hold a risky cell, and a table has many: most are handed on as they are.
    if any(cell and cell[0] in FORMULA_STARTS for cell in row):
        return [safe_cell(cell) if cell else "" for cell in row]
    return row
