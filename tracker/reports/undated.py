"""Zip packages that do not tell when they were packed: the same paper is the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Final

FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The first instant that a zip file can tell."""


def undated(package: bytes) -> bytes:
    """The same parts in the same order, each with the first day that there is."""
    return repacked(package, lambda _name, part: part)


def repacked(package: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with its parts changed, undated; a part that becomes None is left out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as packed,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as again,
    ):
        for part in packed.infolist():
            changed = change(part.filename, packed.read(part))
            if changed is not None:
                named = zipfile.ZipInfo(part.filename, FIRST_DAY)
                again.writestr(named, changed, zipfile.ZIP_DEFLATED)
    return out.getvalue()
