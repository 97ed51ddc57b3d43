"""Files that records keep: compared with the SHA-256 that was recorded before anything uses them.

What the store lacks, or has otherwise than it was kept, is told by the error pages of every view.
"""

from __future__ import annotations

import logging
from typing import Protocol
from uuid import UUID

from flask import Response

from tracker.adapters.file_store import NoSuchFile, NotAsKept
from tracker.domain.papers import PaperFormat
from tracker.presenters.history import field_words
from tracker.reports.formats import FORMATS
from tracker.web.answers import attachment, paper_answer
from tracker.web.current import files

log = logging.getLogger(__name__)


class Kept(Protocol):
    """A record that has a file in the store."""

    __tablename__: str
    id: UUID
    sha256: str
    storage_key: str


class KeptPaper(Kept, Protocol):
    """A record of a paper's file."""

    format: PaperFormat
    name: str


def content_of(record: Kept) -> bytes:
    """The bytes of a record's file.

    Raises:
        NoSuchFile: the store has nothing for it.
        NotAsKept: what the store has is not that file.
    """
    about = f"{field_words(record.__tablename__).lower()} {record.id}"
    try:
        return files().get_as_kept(record.storage_key, record.sha256)
    except NoSuchFile:
        log.warning("The file store has nothing for %s", about)
        raise
    except NotAsKept:
        log.error("What the file store has for %s is not that file", about)  # noqa: TRY400
        raise


def paper_file(file: KeptPaper, *, shown: bool = False) -> Response:
    """A kept paper to save, or, ``shown``, a web page to read here."""
    content = content_of(file)
    if shown:
        return paper_answer(content)
    return attachment(content, FORMATS[file.format].mimetype, file.name)
