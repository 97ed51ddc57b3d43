"""Received reports in words: the list of drafts, how far one has come, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from tracker.domain.dates import local_day, long_date
from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import DraftState
from tracker.intake.draft import ReportDraft
from tracker.intake.editing import items_of
from tracker.models import Council, DraftOfReport
from tracker.presenters.inspections import period_words
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import Link, Tag, count_words
from tracker.queries.listing import Page
from tracker.queries.report_drafts import LISTING
from tracker.services.draft_checks import (
    names_another_council,
    shortcomings,
    standing_judgements,
    standing_recommendations,
)

Url = Callable[..., str]
Frameworks = Mapping[str, Framework]

STATES: Final[Mapping[DraftState, Tag]] = {
    DraftState.WAITING: Tag("Waiting"),
    DraftState.READING: Tag("Being read", "info"),
    DraftState.READY: Tag("Ready to check", "caution"),
    DraftState.REFUSED: Tag("Could not be read", "serious"),
    DraftState.ACCEPTED: Tag("Accepted", "done"),
    DraftState.DROPPED: Tag("Dropped"),
}
"""Apart from other words: a response may be "accepted" too, which is another thing."""

COLUMNS = (
    Column("name", "Report", "link", sort="name", header=True),
    Column("state", "State", "tag"),
    Column("received", "Received", sort="received", fixed=True),
    Column("person", "By"),
)
NOUN = ("report", "reports")
CSV_HEADER = ("Report", "State", "Received", "By", "Why it could not be read")


def draft_rows(rows: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """The list's rows."""
    return [
        {
            "name": Link(row.name, url("report_drafts.show", draft_id=row.id), row.refusal or ""),
            "state": STATES[row.state],
            "received": long_date(local_day(row.created_at)),
            "person": row.person or "",
        }
        for row in rows
    ]


def drafts_page(page: Page[Any], address: Address, url: Url) -> ListPage:
    """The list of received reports as its page shows it."""
    states = [(state.value, tag.text) for state, tag in STATES.items()]
    groups = [FilterGroup("state", "State", options=states)]
    rows = draft_rows(page.rows, url)
    return list_page(
        page, rows, COLUMNS, groups, address, default_sort=LISTING.default_sort, noun=NOUN
    )


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet."""
    for row in rows:
        yield (
            row.name,
            STATES[row.state].text,
            local_day(row.created_at).isoformat(),
            row.person or "",
            row.refusal or "",
        )


def progress_words(state: DraftState, done: int, of: int) -> str:
    """How far the reading has come, in a sentence."""
    if state is DraftState.WAITING:
        return "Waiting to be read"
    if state is DraftState.READING:
        return f"Read {done:,} of {count_words(of, 'page', 'pages')}" if of else "Being read"
    return STATES[state].text


def progress_of(row: Any) -> dict[str, Any]:
    """The same for a script: whether it goes on, and how far it has come."""
    return {
        "reading": row.state in (DraftState.WAITING, DraftState.READING),
        "words": progress_words(row.state, row.pages_done, row.pages),
        "done": row.pages_done,
        "of": row.pages,
    }


def received_words(draft: DraftOfReport) -> str:
    """Who sent a report in, and when: "Received on 5 October 2026 from Robin Marsh"."""
    words = f"Received on {long_date(local_day(draft.created_at))}"
    return f"{words} from {draft.uploaded_by.name}" if draft.uploaded_by else words


def size_words(size: int) -> str:
    """Such as "2.1 MB" or "640 KB"."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{max(1, round(size / 1_000)):,} KB"


def came_before(draft: DraftOfReport) -> str:
    """What is said when the very same report is handed in again."""
    return f"This report is here already. {received_words(draft)}"


def other_council(found: ReportDraft, council: Council) -> str:
    """The warning that a report seems to be about somebody else; nothing where it is not."""
    if found.council is None or not names_another_council(found, council):
        return ""
    return f"The report names {found.council.value}, not {council.name}"


def suggested_title(found: ReportDraft, frameworks: Frameworks) -> str:
    """A title from the kind of inspection and its days, which a person may change."""
    framework = frameworks.get(found.framework.value) if found.framework else None
    kind = framework.find_kind(found.kind.value) if framework and found.kind else None
    words = kind.label if kind else ""
    if found.start_on and found.end_on:
        words = f"{words}, {period_words(found.start_on, found.end_on)}"
    return words.removeprefix(", ")[:200]


def suggested_earlier(
    found: ReportDraft, earlier: Iterable[Any], frameworks: Frameworks
) -> str | None:
    """The id of the latest graded inspection of the same services, which a person may change.

    ``earlier`` are the rows of ``queries.inspections.list_earlier_inspections``.
    """
    own = _strands(frameworks.get(found.framework.value) if found.framework else None)
    for row in earlier:
        framework = frameworks.get(row.framework)
        kind = framework.find_kind(row.kind) if framework else None
        if kind is not None and kind.graded and own & _strands(framework):
            return str(row.id)
    return None


def _strands(framework: Framework | None) -> set[str]:
    """What a framework judges, in words that frameworks share."""
    return {strand for area in framework.areas for strand in area.strands} if framework else set()


def counted(found: ReportDraft) -> list[dict[str, Any]]:
    """What accepting makes, as a summary list."""
    graded, asked = standing_judgements(found), standing_recommendations(found)
    return [
        {"key": "Judgements", "value": f"{len(graded):,}"},
        {"key": "Recommendations", "value": f"{len(asked):,}"},
        {
            "key": "Still doubtful",
            "value": count_words(len(found.doubts), "place", "places") if found.doubts else "",
            "missing": "Nothing",
        },
    ]


def obstacles(
    found: ReportDraft, frameworks: Frameworks, draft: DraftOfReport, url: Url
) -> list[Link]:
    """What stands in the way of accepting, each leading to where it is mended."""
    keys = {one.key for one in items_of(found)}
    return [
        Link(
            one.sentence,
            url("draft_items.amend", draft_id=draft.id, item=one.about)
            if one.about in keys
            else url("draft_items.facts", draft_id=draft.id),
        )
        for one in shortcomings(found, frameworks)
    ]
