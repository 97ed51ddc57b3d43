"""The text of a publication for tests that make their records without the deeds."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date
from pathlib import Path
from typing import Final

from tests.foundations.records import START
from tracker.adapters.file_store import FileStore
from tracker.domain.pictures import PlanPicture
from tracker.domain.published_plan import PublishedPlan, to_text
from tracker.domain.ratings import spelt_out, words_of
from tracker.domain.snapshot import PlanSnapshot
from tracker.domain.vocabulary import PlanStage

KEY: Final = "published-for-tests/file"
DAY: Final = date(2026, 10, 1)

_PLAN: Final = PlanPicture(
    id=uuid.UUID(int=1),
    title="Plan",
    revision="1",
    phase=None,
    stage=PlanStage.ADOPTED,
    purpose=None,
    board_id=None,
    adopted_on=None,
    submitted_on=None,
    closed_on=None,
)
WORDS: Final = spelt_out(words_of(None))
TEXT: Final = to_text(
    PublishedPlan(
        snapshot=PlanSnapshot(
            council_id=uuid.UUID(int=2), seq=1, taken_at=START, as_at=DAY, plan=_PLAN, words=WORDS
        ),
        withheld=frozenset(),
        introduction="What we do",
    )
).encode()
SHA256: Final = hashlib.sha256(TEXT).hexdigest()


def keep_text(folder: Path) -> None:
    """Put the text where an installation's files are."""
    FileStore(folder).put(TEXT, key=KEY)
