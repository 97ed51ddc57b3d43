"""Pictures that a person can look at: kept where ``TRACKER_ARTEFACTS`` names a folder."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def folder() -> Path | None:
    """The folder of artefacts; None where nobody asked for any."""
    name = os.environ.get("TRACKER_ARTEFACTS")
    if not name:
        return None
    made = Path(name)
    made.mkdir(parents=True, exist_ok=True)
    return made


def keep_pages(pdf: Path, name: str) -> None:
    """Every page of a PDF as a PNG, in colour and in grey."""
    place = folder()
    if place is not None:
        for end, more in (("colour", []), ("grey", ["-gray"])):
            asked = ["pdftoppm", "-png", "-r", "60", *more, str(pdf), f"{place / name}-{end}"]
            subprocess.run(asked, check=True)


def keep(name: str, content: bytes) -> None:
    """A file as it is."""
    place = folder()
    if place is not None:
        (place / name).write_bytes(content)
