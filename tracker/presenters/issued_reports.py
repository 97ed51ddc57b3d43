"""Issued cabinet reports in words: the list, one with its files, and how their making goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from tracker.models import IssuedFile, IssuedReport
from tracker.presenters.cabinet_papers import AUDIENCE_WORDS, FORMAT_WORDS, Source
from tracker.presenters.report_drafts import size_words
from tracker.presenters.words import Link, count_words, day_words, upper_first

Url = Callable[..., str]


CSV_HEADER: Final = (
    "Number",
    "Title",
    "Issued",
    "Issued by",
    "Data as at",
    "Compared with",
    "SHA-256 of the snapshot",
)


def csv_rows(issued: Iterable[IssuedReport]) -> Iterator[tuple[str, ...]]:
    """The list as an export has it, in the columns of ``CSV_HEADER``."""
    for one in issued:
        yield (
            str(one.number),
            one.title,
            one.issued_on.isoformat(),
            one.issued_by.name if one.issued_by else "",
            one.as_at.isoformat(),
            one.since_on.isoformat() if one.since_on else "",
            one.snapshot_sha256,
        )


def issued_rows(issued: Iterable[IssuedReport], url: Url) -> list[dict[str, Any]]:
    """The list's rows, in the same order."""
    return [
        {
            "report": Link(
                f"{one.number}: {one.title}", url("issued_reports.show", issued_id=one.id)
            ),
            "issued": day_words(one.issued_on),
            "as_at": day_words(one.as_at),
            "since": day_words(one.since_on) if one.since_on else "First report",
            "by": one.issued_by.name if one.issued_by else "",
        }
        for one in issued
    ]


def facts_of(issued: IssuedReport, url: Url) -> list[dict[str, Any]]:
    """What an issued report was drawn from, fact by fact."""
    template = issued.word_template
    facts = [
        ("Issued on", day_words(issued.issued_on)),
        ("Issued by", issued.issued_by.name if issued.issued_by else "The operator"),
        ("Data as at", day_words(issued.as_at)),
        ("Compared with", day_words(issued.since_on) if issued.since_on else "No earlier report"),
        ("Template for Word", template.title if template else "The tracker’s own"),
        ("Row of history", f"{issued.seq:,}"),
        ("SHA-256 of the snapshot", issued.snapshot_sha256),
        ("SHA-256 of all it was drawn from", issued.material_sha256),
        ("Made by release", issued.release),
    ]
    told = [{"key": key, "value": value} for key, value in facts]
    told[2]["href"] = f"{url('snapshots.as_at', plan_id=issued.plan_id)}?on={issued.as_at}"
    return told


def file_rows(files: Iterable[IssuedFile], url: Url) -> list[dict[str, Any]]:
    """The files of a report, each with its address and its SHA-256."""
    return [
        {
            "file": Link(
                f"{upper_first(FORMAT_WORDS[file.format])} ({size_words(file.size)})",
                url("issued_reports.file", issued_file_id=file.id),
            ),
            "audience": AUDIENCE_WORDS[file.audience],
            "sha256": file.sha256,
        }
        for file in files
    ]


def what_is_issued(source: Source, url: Url) -> dict[str, Any]:
    """What the page says that asks once more before a report is issued."""
    material, marks = source.material, source.marks
    exempt = len(marks.passages) + len(marks.actions)
    return {
        "title": source.authors.title,
        "as_at": day_words(material.now.as_at),
        "since": day_words(material.before.as_at) if material.before else "",
        "exempt": count_words(exempt, "passage or action", "passages or actions") if exempt else "",
        "back": url("cabinet.preview", plan_id=material.now.plan.id),
    }
