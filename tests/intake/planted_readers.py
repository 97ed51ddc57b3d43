"""Readers that do what no reader may do, to show that whoever watches a reader sees it."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping
from typing import Final

from tracker.domain.frameworks import Framework
from tracker.intake.draft import ReportDraft, SourceKind
from tracker.intake.errors import NotReadable

Reader = Callable[[bytes, str, Mapping[str, Framework]], ReportDraft]

_EMPTY: Final = ReportDraft(
    source=SourceKind.TEXT,
    council=None,
    framework=None,
    kind=None,
    theme=None,
    fieldwork=(),
    published=None,
    lead_inspector=None,
    statement_due=None,
    judgements=(),
    recommendations=(),
    doubts=(),
    passages=(),
    pages=(),
)


def _real(content: bytes, name: str, frameworks: Mapping[str, Framework]) -> ReportDraft:
    from tracker.intake.report import read_report  # noqa: PLC0415 - only where it is wanted

    return read_report(content, name, frameworks)


def _refuses(_content: bytes, _name: str, _frameworks: object) -> ReportDraft:
    raise NotReadable("The file is no report. Choose the report itself and try again")


def _drafts(_content: bytes, _name: str, _frameworks: object) -> ReportDraft:
    return _EMPTY


def _raises(_content: bytes, _name: str, _frameworks: object) -> ReportDraft:
    raise KeyError("planted")


def _crashes(_content: bytes, _name: str, _frameworks: object) -> ReportDraft:
    os.abort()


def _hangs(_content: bytes, _name: str, _frameworks: object) -> ReportDraft:
    time.sleep(600)
    return _EMPTY


def _swells(_content: bytes, _name: str, _frameworks: object) -> ReportDraft:
    held = bytearray(b"x" * (3 * 2**29))
    assert held
    return _EMPTY


def _reaches_out(_content: bytes, _name: str, _frameworks: object) -> ReportDraft:
    with socket.socket() as outside:
        outside.setblocking(False)
        outside.connect_ex(("127.0.0.1", 9))
    return _EMPTY


READERS: Final[Mapping[str, Reader]] = {
    "real": _real,
    "refuses": _refuses,
    "drafts": _drafts,
    "raises": _raises,
    "crashes": _crashes,
    "hangs": _hangs,
    "swells": _swells,
    "reaches out": _reaches_out,
}
