"""Evidence in words: where it is, how it stands with its check, its files, and the list of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final

from tracker.domain.dates import long_date, relative_days
from tracker.domain.vocabulary import Marking
from tracker.models import Evidence, EvidenceFile
from tracker.presenters import actions
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.report_drafts import size_words
from tracker.presenters.words import TONES, Link, Tag, choices, label, tag
from tracker.queries.listing import Page

Url = Callable[..., str]

CHECK_WORDS: Final = {
    "unchecked": "Not checked yet",
    "overdue": "Check overdue",
    "checked": "Checked",
}
"""What each of ``queries.evidence.CHECKS`` is called."""

MARKING_KEY: Final = {
    Marking.OFFICIAL: "The ordinary work of the council",
    Marking.OFFICIAL_SENSITIVE: "Could do harm in the wrong hands: share it with care",
}
"""What each marking means, beside the field that asks for it."""

NOT_SCANNED: Final = "Files are not scanned for viruses here"

NOUN = ("piece of evidence", "pieces of evidence")
DEFAULT_SORT = "title"
COLUMNS = (
    Column("title", "Evidence", "link", sort="title", header=True),
    Column("action", "Action", "link", sort="action"),
    Column("where", "Where it is"),
    Column("marking", "Marking", "tag"),
    Column("check", "Check", "tag", sort="checked"),
)


def check_tag(checked_on: date | None, check_again_on: date | None, today: date) -> Tag:
    """How evidence stands with its check; the note says by when it is to be checked again."""
    if checked_on is None:
        return Tag("Not checked yet", "neutral")
    if check_again_on is None:
        return Tag("Checked", "positive")
    if check_again_on < today:
        ago = relative_days(check_again_on, today)
        return Tag("Check overdue", "serious", f"Check again by {long_date(check_again_on)}, {ago}")
    return Tag("Checked", "positive", f"Check again by {long_date(check_again_on)}")


def checked_words(checked_by: str | None, checked_on: date | None) -> str:
    """Such as "Checked by Ada Obi on 8 December 2015"; nothing for what was not checked."""
    if checked_on is None:
        return ""
    return f"Checked by {checked_by or 'somebody'} on {long_date(checked_on)}"


def file_words(row: Any) -> str:
    """What is told of a file: its size, its version and what the scanner said."""
    said = [size_words(row.size)]
    if row.number > 1:
        said.append(f"version {row.number}")
    if row.erased_on is not None:
        said.append(f"erased on {long_date(row.erased_on)}")
    return ", ".join([*said, label(row.scan).lower()])


def evidence_entries(rows: Iterable[Any], url: Url, today: date) -> list[dict[str, Any]]:
    """The evidence of an action as its page shows it."""
    return [
        {
            "id": f"evidence-{row.id}",
            "title": row.title,
            "href": url("evidence.show", evidence_id=row.id),
            "shows": row.shows,
            "place": row.place,
            "url": row.url,
            "marking": tag(row.marking),
            "file": _file_link(row, url),
            "checked": checked_words(row.checked_by, row.checked_on),
            "check": check_tag(row.checked_on, row.check_again_on, today),
        }
        for row in rows
    ]


def _file_link(row: Any, url: Url) -> Link | None:
    if row.file_id is None:
        return None
    href = url("evidence_files.download", file_id=row.file_id) if row.erased_on is None else ""
    return Link(row.file, href, file_words(row))


def facts(evidence: Evidence, today: date) -> list[dict[str, Any]]:
    """The facts of one piece as a summary list."""
    check = check_tag(evidence.checked_on, evidence.check_again_on, today)
    by = evidence.checked_by.name if evidence.checked_by else None
    return [
        {"key": "What it shows", "value": evidence.shows},
        {
            "key": "Web page",
            "value": evidence.url,
            "href": evidence.url,
            "missing": "No address",
        },
        {"key": "Where it is", "value": evidence.place, "missing": "No place named"},
        {"key": "Marking", "tag": tag(evidence.marking), "note": MARKING_KEY[evidence.marking]},
        {
            "key": "Check",
            "tag": check,
            "value": checked_words(by, evidence.checked_on),
            "note": check.note,
        },
    ]


def file_rows(files: Sequence[EvidenceFile], url: Url) -> list[dict[str, Any]]:
    """Every version of the file, the newest first."""
    return [
        {
            "name": file.name,
            "href": url("evidence_files.download", file_id=file.id),
            "erase_href": url("evidence_files.erase", file_id=file.id),
            "erased": long_date(file.erased_on) if file.erased_on else "",
            "number": file.number,
            "size": size_words(file.size),
            "sha256": file.sha256,
            "scan": label(file.scan),
            "added": f"{long_date(file.added_on)} by {_giver(file)}",
        }
        for file in reversed(files)
    ]


def _giver(file: EvidenceFile) -> str:
    return file.added_by.name if file.added_by else "somebody"


def elsewhere(rows: Iterable[Any], url: Url) -> list[Link]:
    """Other actions that the very same file is evidence of."""
    return [
        Link(
            f"{row.reference} {row.action}",
            url("evidence.show", evidence_id=row.evidence_id),
            row.title,
        )
        for row in rows
    ]


def same_link(rows: Iterable[Any], url: Url) -> Link | None:
    """The evidence that a refused file stands in already."""
    row = next(iter(rows), None)
    return row and Link(row.title, url("evidence.show", evidence_id=row.evidence_id))


def removed_words(evidence: Evidence) -> str:
    """That evidence was removed; nothing while it stands."""
    if evidence.removed_on is None:
        return ""
    return f"This evidence was removed on {long_date(evidence.removed_on)}. The history says why."


def marking_key() -> list[dict[str, Any]]:
    """Every marking with its meaning."""
    return [
        {"text": label(marking), "tone": TONES.get(marking, "neutral"), "meaning": meaning}
        for marking, meaning in MARKING_KEY.items()
    ]


def without_evidence(plans: Iterable[Any], chosen: Collection[str], url: Url) -> list[Link]:
    """For each plan, or each of those chosen, the list of its actions without evidence."""
    return [
        Link(plan.title, url("actions.of_plan", plan_id=plan.id, concern="no_evidence"))
        for plan in plans
        if not chosen or str(plan.id) in chosen
    ]


def trail(evidence: Evidence, url: Url) -> list[dict[str, str]]:
    """The way to a page beneath a piece of evidence; its action and that one's plan are loaded."""
    here = {"text": evidence.title, "href": url("evidence.show", evidence_id=evidence.id)}
    return [*actions.trail(evidence.action, url), here]


def page_values(evidence: Evidence, url: Url) -> dict[str, Any]:
    """What a page about evidence shows around its form, read before anything is attempted."""
    action = evidence.action
    return {
        "trail": trail(evidence, url),
        "title": evidence.title,
        "shows": evidence.shows,
        "back": url("evidence.show", evidence_id=evidence.id),
        "action_name": f"{action.reference} {action.title}",
    }


def evidence_rows(rows: Iterable[Any], url: Url, today: date) -> list[dict[str, Any]]:
    """The list's rows."""
    return [
        {
            "title": Link(row.title, url("evidence.show", evidence_id=row.id), row.shows),
            "action": Link(
                f"{row.reference} {row.action}",
                url("actions.show", action_id=row.action_id),
                row.plan,
            ),
            "where": "; ".join(filter(None, (row.file, row.place, row.url and "Web page"))),
            "marking": tag(row.marking),
            "check": check_tag(row.checked_on, row.check_again_on, today),
        }
        for row in rows
    ]


def evidence_page(
    page: Page[Any], address: Address, plans: Iterable[Any], url: Url, today: date
) -> ListPage:
    """The list of evidence as its page shows it; ``plans`` are those it can be narrowed to."""
    groups = [
        FilterGroup("plan", "Plan", options=[(str(plan.id), plan.title) for plan in plans]),
        FilterGroup("check", "Check", options=list(CHECK_WORDS.items())),
        FilterGroup("marking", "Marking", options=choices(Marking)),
    ]
    rows = evidence_rows(page.rows, url, today)
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


CSV_HEADER = (
    "Evidence",
    "What it shows",
    "Plan",
    "Action",
    "Action title",
    "Web page",
    "Where it is",
    "File",
    "Version",
    "Size in bytes",
    "SHA-256",
    "Scan",
    "Marking",
    "Checked by",
    "Checked on",
    "Check again by",
)


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601, numbers bare."""
    for row in rows:
        yield (
            row.title,
            row.shows,
            row.plan,
            row.reference,
            row.action,
            row.url or "",
            row.place or "",
            row.file or "",
            str(row.number or ""),
            str(row.size or ""),
            row.sha256 or "",
            label(row.scan),
            label(row.marking),
            row.checked_by or "",
            row.checked_on.isoformat() if row.checked_on else "",
            row.check_again_on.isoformat() if row.check_again_on else "",
        )
