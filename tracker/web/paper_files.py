"""The kept files of papers: compared with the SHA-256 that was recorded before they are given."""

from __future__ import annotations

import logging
from typing import Final, Protocol
from uuid import UUID

from flask.typing import ResponseReturnValue

from tracker.adapters.file_store import NoSuchFile
from tracker.domain.papers import PaperFormat
from tracker.presenters.cabinet_papers import MEDIA_TYPES
from tracker.services.reports import sha256_of
from tracker.web.answers import attachment, paper_answer
from tracker.web.current import files
from tracker.web.errors import message

log = logging.getLogger(__name__)

GONE: Final = (
    "The file is not where it was kept",
    (
        "The record of it stands, but the file store has no file for it.",
        "Tell the council’s administrator of the tracker: a backup may have it.",
    ),
)
SWAPPED: Final = (
    "This is not the file that was kept",
    (
        "What the file store holds has another SHA-256 than the file that was made.",
        "It was changed or swapped there, so it is not given out.",
        "Tell the council’s administrator of the tracker: a backup may have the right one.",
    ),
)


class KeptPaper(Protocol):
    """A record of a paper's file."""

    id: UUID
    format: PaperFormat
    name: str
    sha256: str
    storage_key: str


def paper_file(file: KeptPaper, *, shown: bool = False) -> ResponseReturnValue:
    """A kept file to save, or, ``shown``, a web page to read here."""
    try:
        content = files().get(file.storage_key)
    except NoSuchFile:
        log.warning("The file store has nothing for the file %s", file.id)
        return message(404, *GONE)  # type: ignore[no-any-return]
    if sha256_of(content) != file.sha256:
        log.error("What the file store has for the file %s is not that file", file.id)
        return message(502, *SWAPPED)  # type: ignore[no-any-return]
    if shown:
        return paper_answer(content)
    return attachment(content, MEDIA_TYPES[file.format], file.name)
