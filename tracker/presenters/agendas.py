"""Agendas in words: items with their presenters, papers and minutes, and a board's forward plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracker.domain.dates import MONTHS, long_date
from tracker.models import AgendaItem, AgendaPaper, MinuteCorrection, StandingItem
from tracker.presenters.report_drafts import size_words
from tracker.presenters.words import Link, count_words, label

Url = Callable[..., str]

STANDING_COLUMNS: Final = (
    {"key": "number", "text": "No."},
    {"key": "title", "text": "Item", "header": True},
    {"key": "kind", "text": "Kind"},
    {"key": "presenter", "text": "Presented by"},
    {"key": "duration", "text": "Time"},
)

THEME_COLUMNS: Final = (
    {"key": "title", "text": "Theme", "kind": "link", "header": True},
    {"key": "when", "text": "When"},
    {"key": "meeting", "text": "On the agenda of", "kind": "link"},
)


@dataclass(frozen=True)
class Correction:
    """A correction of agreed minutes as the page shows it beside them."""

    words: str
    reason: str
    before: str


@dataclass(frozen=True)
class Item:
    """An item of an agenda as its meeting's page shows it."""

    id: Any
    number: int
    title: str
    facts: str
    note: str
    restricted: str
    papers: Sequence[dict[str, Any]]
    minute: str
    corrections: Sequence[Correction]
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Agenda:
    """A meeting's agenda: its items, how long they take, and how many are not shown here."""

    items: Sequence[Item]
    length: str
    hidden: str


def agenda_of(items: Sequence[AgendaItem], numbers: Mapping[Any, int], url: Url) -> Agenda:
    """The items that a reader may see; ``numbers`` are those of all items,."""
    # Numbered as all see them: a number that is left out says that something is kept back.
    shown = [
        _item(item, numbers[item.id], url, is_last=numbers[item.id] == len(numbers))
        for item in items
    ]
    minutes = sum(item.duration or 0 for item in items)
    hidden = len(numbers) - len(items)
    return Agenda(
        shown,
        f"The items take {duration_words(minutes)} together." if minutes else "",
        f"{count_words(hidden, 'item is', 'items are')} restricted and not shown to you."
        if hidden
        else "",
    )


def _item(
    item: AgendaItem,
    number: int,
    url: Url,
    *,
    is_last: bool,
) -> Item:
    facts = (label(item.kind), presenter_words(item), duration_words(item.duration))
    return Item(
        id=item.id,
        number=number,
        title=item.title,
        facts=", ".join(part for part in facts if part),
        note=item.note or "",
        restricted=_restricted(item),
        papers=[_paper(paper, url) for paper in item.papers if paper.removed_on is None],
        minute=item.minute or "",
        corrections=[_correction(each) for each in item.corrections],
        is_first=number == 1,
        is_last=is_last,
    )


def _restricted(item: AgendaItem) -> str:
    if not item.is_restricted:
        return ""
    who = [
        reader.member.person.name if reader.member.person else reader.member.name or ""
        for reader in item.readers
        if reader.removed_on is None
    ]
    return f"For {', '.join(who)}" if who else "For nobody but those who keep the boards"


def presenter_words(item: AgendaItem | StandingItem) -> str:
    """Who presents an item: a person, a post, or whoever the note says."""
    person = item.presenter.name if isinstance(item, AgendaItem) and item.presenter else ""
    post = item.presenter_post.title if item.presenter_post else ""
    named = person or post
    if named and item.presenter_note:
        return f"{named} ({item.presenter_note})"
    return named or item.presenter_note or ""


def duration_words(minutes: int | None) -> str:
    """Such as "20 minutes" or "2 hours 5 minutes"."""
    if not minutes:
        return ""
    hours, rest = divmod(minutes, 60)
    parts = [count_words(hours, "hour", "hours")] if hours else []
    parts += [count_words(rest, "minute", "minutes")] if rest else []
    return " ".join(parts)


def _paper(paper: AgendaPaper, url: Url) -> dict[str, Any]:
    is_file = paper.storage_key is not None
    return {
        "id": paper.id,
        "text": paper.title,
        "href": url("agenda_papers.download", paper_id=paper.id) if is_file else paper.url,
        "note": f"{paper.name}, {size_words(paper.size or 0)}" if is_file else "Web page",
    }


def _correction(correction: MinuteCorrection) -> Correction:
    who = correction.corrected_by.name if correction.corrected_by else "the operator"
    return Correction(
        words=f"Corrected on {long_date(correction.corrected_on)} by {who}",
        reason=correction.reason,
        before=correction.before or "Nothing",
    )


def standing_rows(items: Sequence[StandingItem]) -> list[dict[str, Any]]:
    """The standing items of a board, in their order."""
    return [
        {
            "id": item.id,
            "number": number,
            "title": item.title,
            "kind": label(item.kind),
            "presenter": presenter_words(item),
            "duration": duration_words(item.duration),
            "is_first": number == 1,
            "is_last": number == len(items),
        }
        for number, item in enumerate(items, start=1)
    ]


def theme_rows(rows: Iterable[Any], url: Url, *, may_keep: bool) -> list[dict[str, Any]]:
    """A board's forward plan, the earliest first."""
    return [
        {
            "when": month_words(row.month_on) if row.month_on else day_of(row.held_on),
            "title": Link(
                row.title,
                url("forward_themes.amend", theme_id=row.id) if may_keep else "",
                row.note or "",
            ),
            "meeting": Link(
                f"{row.meeting_title}, {long_date(row.held_on)}",
                url("meetings.show", meeting_id=row.meeting_id),
            )
            if row.meeting_id
            else Link("No meeting yet"),
        }
        for row in rows
    ]


def month_words(month_on: date) -> str:
    """Such as "October 2026"."""
    return f"{MONTHS[month_on.month - 1]} {month_on.year}"


def day_of(held_on: date | None) -> str:
    """The day of a meeting that a theme is for, where the reader may know it."""
    return long_date(held_on) if held_on else "At a meeting that is not published"
