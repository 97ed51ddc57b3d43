"""Papers that are kept: their formats, for whom each is, and how their making goes on."""

from __future__ import annotations

from enum import StrEnum


class PaperFormat(StrEnum):
    """A format in which a paper is kept, by the end of its file's name."""

    WORD = "docx"
    PDF = "pdf"
    HTML = "html"


class Audience(StrEnum):
    """For whom a paper is: ``FULL`` has what is exempt, ``PUBLIC`` says that it is withheld."""

    FULL = "full"
    PUBLIC = "public"


class PaperKind(StrEnum):
    """What a paper that waits to be made belongs to."""

    CABINET_REPORT = "cabinet_report"
    PACK = "pack"


class MakingState(StrEnum):
    """How the making of a paper's files goes on."""

    WAITING = "waiting"
    MAKING = "making"
    DONE = "done"
    FAILED = "failed"
