"""Where a worker makes papers, and what it has to know of each kind of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from tracker.access.actor import Actor
from tracker.adapters.file_store import FileStore
from tracker.domain.frameworks import Framework
from tracker.presenters.cabinet_papers import MadePaper
from tracker.services.paper_jobs import KeptFile, TakenJob


@dataclass(frozen=True)
class Making:
    """Where a worker makes papers: the database, the files, the frameworks, and its clock."""

    sessions: sessionmaker[Session]
    files: FileStore
    frameworks: Mapping[str, Framework]
    now: Callable[[], datetime]


@dataclass(frozen=True)
class Maker:
    """How a kind of paper is made, and how what was made is recorded."""

    make: Callable[[Making, TakenJob], Iterator[MadePaper]]
    keep: Callable[[Session, TakenJob, Sequence[KeptFile], Actor], None]
