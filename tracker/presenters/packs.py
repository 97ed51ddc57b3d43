"""Packs of boards on pages: the list, one with its files, and what a new one would tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from tracker.domain.papers import PaperFormat
from tracker.models import Meeting, Pack, PackFile
from tracker.presenters.administration import instant_words
from tracker.presenters.cabinet_papers import FORMAT_WORDS
from tracker.presenters.pack_papers import AUDIENCE_WORDS
from tracker.presenters.report_drafts import size_words
from tracker.presenters.words import Link, Tag, day_words, upper_first
from tracker.reports.pack import PackReport, Section

Url = Callable[..., str]

SUPERSEDED = Tag("Superseded", "caution")

CSV_HEADER: Final = (
    "Number",
    "Meeting",
    "Held",
    "Frozen",
    "Frozen by",
    "State",
    "SHA-256 of all it was drawn from",
)


def csv_rows(packs: Sequence[Pack]) -> Iterator[tuple[str, ...]]:
    """A board's packs as an export has them, in the columns of ``CSV_HEADER``."""
    superseded = {one.supersedes_id for one in packs}
    for one in packs:
        yield (
            str(one.number),
            one.meeting.title,
            one.meeting.held_on.isoformat(),
            one.frozen_at.isoformat(),
            one.frozen_by.name if one.frozen_by else "",
            SUPERSEDED.text if one.id in superseded else "",
            one.material_sha256,
        )


def pack_rows(packs: Sequence[Pack], url: Url) -> list[dict[str, Any]]:
    """The rows of a board's list of packs, in the same order."""
    superseded = {one.supersedes_id for one in packs}
    return [
        {
            "pack": Link(f"Pack {one.number}", url("packs.show", pack_id=one.id)),
            "meeting": Link(
                one.meeting.title,
                url("meetings.show", meeting_id=one.meeting_id),
                day_words(one.meeting.held_on),
            ),
            "frozen": instant_words(one.frozen_at),
            "by": one.frozen_by.name if one.frozen_by else "The operator",
            "state": SUPERSEDED if one.id in superseded else None,
        }
        for one in packs
    ]


def facts_of(pack: Pack, url: Url) -> list[dict[str, Any]]:
    """What a pack was drawn from, fact by fact."""
    meeting = {
        "key": "Meeting",
        "value": f"{pack.meeting.title}, {day_words(pack.meeting.held_on)}",
        "href": url("meetings.show", meeting_id=pack.meeting_id),
    }
    told = [
        ("Frozen", instant_words(pack.frozen_at)),
        ("Frozen by", pack.frozen_by.name if pack.frozen_by else "The operator"),
        ("Changes told since", day_words(pack.since_on) if pack.since_on else "No earlier pack"),
        ("SHA-256 of all it was drawn from", pack.material_sha256),
        ("Row of history", f"{pack.seq:,}"),
        ("Hash of that row", pack.row_hash),
        ("Signature of the head (Ed25519, base64)", pack.signature),
        ("Made by release", pack.release),
    ]
    return [meeting, *({"key": key, "value": value} for key, value in told)]


def standing_of(pack: Pack, successor: Pack | None, url: Url) -> list[dict[str, Any]]:
    """What a pack supersedes and what supersedes it, as sentences with a link."""
    return list(_standing(pack, successor, url))


def _standing(pack: Pack, successor: Pack | None, url: Url) -> Iterator[dict[str, Any]]:
    if successor is not None:
        yield {
            "before": "This pack is superseded by",
            "link": Link(f"pack {successor.number}", url("packs.show", pack_id=successor.id)),
            "because": successor.supersedes_because,
        }
    if pack.supersedes is not None:
        earlier = pack.supersedes
        yield {
            "before": "This pack supersedes",
            "link": Link(f"pack {earlier.number}", url("packs.show", pack_id=earlier.id)),
            "because": pack.supersedes_because,
        }


def file_rows(files: Iterable[PackFile], url: Url) -> list[dict[str, Any]]:
    """The files of a pack, each with its address and its SHA-256."""
    return [
        {
            "file": Link(
                f"{upper_first(FORMAT_WORDS[file.format])} ({size_words(file.size)})",
                url("packs.file", pack_file_id=file.id),
            ),
            "audience": AUDIENCE_WORDS[file.audience],
            "sha256": file.sha256,
        }
        for file in files
    ]


def reading_links(files: Iterable[PackFile], url: Url) -> list[Link]:
    """Where a pack can be read in the browser, the fullest version first."""
    pages = [file for file in files if file.format is PaperFormat.HTML]
    return [
        Link(
            "Read it here" if len(pages) == 1 else f"Read it here: {_version(file)}",
            url("packs.read", pack_file_id=file.id),
        )
        for file in pages
    ]


def _version(file: PackFile) -> str:
    words = AUDIENCE_WORDS[file.audience]
    return words[0].lower() + words[1:]


CONTENTS_COLUMNS = (
    {"key": "section", "text": "Section", "header": True},
    {"key": "state", "text": "In it", "kind": "tag"},
    {"key": "words", "text": "What it says"},
)


def contents_of(report: PackReport) -> list[dict[str, Any]]:
    """What a pack would tell if it were frozen now, and which sections have nothing to tell."""
    return [
        {
            "section": section.heading,
            "state": Tag("Yes", "positive")
            if _tells(section)
            else Tag("Nothing to tell", "caution"),
            "words": _first_words(section),
        }
        for section in report.sections
    ]


def _tells(section: Section) -> bool:
    """Whether there is more in it than a sentence that says what is missing."""
    return bool(
        section.tables
        or section.pictures
        or any(said.points for said in section.said)
        or any(map(_tells, section.within))
    )


def _first_words(section: Section) -> str:
    said = [one.text.removesuffix(":") for one in section.said if not one.points][:2]
    return " ".join(said) or " ".join(map(_first_words, section.within))


def page_of(pack: Pack, url: Url) -> dict[str, Any]:
    """What the pages of a pack show around their own; its meeting and board are loaded."""
    meeting: Meeting = pack.meeting
    trail = [
        {"text": "Boards", "href": url("boards.index")},
        {"text": pack.board.name, "href": url("boards.show", board_id=pack.board_id)},
        {"text": "Packs", "href": url("packs.index", board_id=pack.board_id)},
    ]
    return {"pack": pack, "meeting": meeting, "trail": trail}
