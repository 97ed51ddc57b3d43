"""A report that was read: its draft, its file and the pictures of its pages, for tests of pages."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from tracker.adapters.file_store import FileStore, page_key
from tracker.domain.vocabulary import Addressee, FindingKind, Urgency
from tracker.intake.draft import (
    Box,
    Doubt,
    DraftDate,
    DraftJudgement,
    DraftRecommendation,
    Fact,
    PageSize,
    Passage,
    Period,
    Place,
    ReportDraft,
    SourceKind,
    Sureness,
)

KEY: Final = "kept-for-tests/file"
"""Where the one file lies that every report of these tests is."""

FILE: Final = b"%PDF-1.4\n% No reader ever sees this one.\n"
PNG: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
PAGES: Final = 2
PAPER_KEY: Final = "kept-for-tests/paper"
"""Where the one web page lies that every kept paper of these tests is."""

PAPER: Final = (
    b'<!doctype html><html lang="en"><head><title>Pack</title></head>'
    b"<body><main><h1>Pack</h1></main></body></html>"
)


def keep_files(folder: Path) -> None:
    """Put the file and the pictures of its pages where an installation's files are."""
    files = FileStore(folder)
    files.put(FILE, key=KEY)
    files.put(PAPER, key=PAPER_KEY)
    for page in range(1, PAGES + 1):
        files.put(PNG, key=page_key(KEY, page))


def recommendation(key: str, text: str, **more: Any) -> DraftRecommendation:
    """A recommendation of a draft, with what a test wants to be otherwise."""
    found = DraftRecommendation(
        key=key,
        text=text,
        reference=key.removeprefix("r"),
        kind=FindingKind.RECOMMENDATION,
        urgency=None,
        addressee=Addressee.LOCAL_AUTHORITY,
        body=None,
        tags=(),
        paragraphs=None,
        theme=None,
        place=Place(2, (Box(2, 60, 100, 500, 130),), (2,)),
    )
    return replace(found, **more)


def a_draft(**more: Any) -> ReportDraft:
    """The draft of a full inspection of two pages, with what a test wants to be otherwise."""
    head = Place(1, (Box(1, 60, 80, 400, 95),), (0,))
    found = ReportDraft(
        source=SourceKind.PDF,
        council=None,
        framework=Fact("sif", head),
        kind=Fact("full_inspection", head),
        theme=None,
        fieldwork=(Period(date(2015, 6, 23), date(2015, 7, 16), head),),
        published=DraftDate(date(2015, 9, 1), head, Sureness.LIKELY),
        lead_inspector=Fact("Jo Green", head),
        statement_due=None,
        judgements=(
            DraftJudgement("j1", "Overall", "Inadequate", "overall", "inadequate", head),
            DraftJudgement(
                "j2", "Adoption performance", "Good", "adoption", "good", head, Sureness.UNSURE
            ),
        ),
        recommendations=(
            recommendation(
                "r1",
                "Answer each contact within a day",
                urgency=Urgency.PRIORITY_IMMEDIATE,
                theme="Front door",
            ),
            recommendation("r2", "Review every plan", sureness=Sureness.UNSURE),
            recommendation("r3", "with a manager in the chair", reference=None, theme="Oversight"),
        ),
        doubts=(
            Doubt("r2", "This recommendation may go on in the next one", Place(2)),
            Doubt("published", "The day of publication is printed twice", head),
            Doubt("whole", "A heading was not understood"),
        ),
        passages=(
            Passage(1, "Inspection of services for children", heading=True),
            Passage(1, "Inspection date: 23 June to 16 July 2015"),
            Passage(2, "Answer each contact within a day"),
            Passage(2, "Review every plan with a manager in the chair"),
        ),
        pages=(PageSize(595.0, 842.0),) * PAGES,
    )
    return replace(found, **more)
