"""Members of boards in words: as what, since when, with a vote or without."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracker.domain.board_vocabulary import Presence
from tracker.domain.dates import long_date
from tracker.domain.meetings import Count, count_of
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.words import Link, Tag, count_words, label

Url = Callable[..., str]

COLUMNS: Final = (
    {"key": "name", "text": "Member", "kind": "link", "header": True},
    {"key": "role", "text": "Role"},
    {"key": "vote", "text": "Vote"},
    {"key": "when", "text": "From and to"},
)

AMENDED: Final = {"key": "amend", "text": "Change", "kind": "link"}
"""The column that leads those who keep the boards on."""

ATTENDANCE_COLUMNS: Final = (
    {"key": "name", "text": "Member", "kind": "link", "header": True},
    {"key": "role", "text": "Role"},
    {"key": "presence", "text": "Attendance", "kind": "tag"},
)

_TONES: Final = {
    Presence.PRESENT: "positive",
    Presence.SUBSTITUTE: "info",
    Presence.APOLOGIES: "caution",
    Presence.ABSENT: "serious",
}


@dataclass(frozen=True)
class Members:
    """The rows of a board's members: who sits there today, who will, and who did before."""

    now: Sequence[dict[str, Any]]
    later: Sequence[dict[str, Any]]
    before: Sequence[dict[str, Any]]


def members_of(rows: Iterable[Any], url: Url, today: date) -> Members:
    """The members of a board by when they sit there; whoever left the council is a former one."""
    now: list[dict[str, Any]] = []
    later: list[dict[str, Any]] = []
    before: list[dict[str, Any]] = []
    for row in rows:
        gone = row.to_on is not None and row.to_on < today
        gone = gone or (row.left_on is not None and row.left_on <= today)
        part = before if gone else later if row.from_on > today else now
        part.append(_row(row, url))
    return Members(now, later, before)


def _row(row: Any, url: Url) -> dict[str, Any]:
    return {
        "name": _name(row, url),
        "role": label(row.role),
        "vote": "Voting" if row.is_voting else "No vote",
        "when": tenure_words(row.from_on, row.to_on, row.left_on),
        "amend": Link(f"Amend {row.name}", url("board_members.amend", member_id=row.id)),
    }


def _name(row: Any, url: Url) -> Link:
    href = url("people.show", person_id=row.person_id) if row.person_id else ""
    return Link(row.name, href, row.organisation or "")


def tenure_words(from_on: date, to_on: date | None, left_on: date | None = None) -> str:
    """From when to when somebody sits on a board."""
    if to_on is None and left_on is not None:
        return f"From {long_date(from_on)}; left on {long_date(left_on)}"
    if to_on is None:
        return f"From {long_date(from_on)}"
    return f"{long_date(from_on)} to {long_date(to_on)}"


def attendance_rows(rows: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """Who was at a meeting, each with what was recorded of them."""
    return [
        {
            "name": _name(row, url),
            "role": label(row.role) + ("" if row.is_voting else ", no vote"),
            "presence": presence_tag(row.presence, row.substitute),
        }
        for row in rows
    ]


def presence_tag(presence: Presence | None, substitute: str | None) -> Tag:
    """Whether somebody was there, and who came in their place."""
    if presence is None:
        return Tag("Not recorded")
    return Tag(label(presence), _TONES[presence], substitute or "")


def quorum_sentence(rows: Iterable[Any], needed: int | None) -> str:
    """Whether enough voting members came, in words."""
    return count_sentence(count_of([(row.is_voting, row.presence) for row in rows], needed))


def count_sentence(count: Count) -> str:
    """A count of members in words."""
    came = count_words(count.came, "voting member", "voting members")
    if not count.recorded:
        need = f" It needs {count.needed} voting members." if count.needed else ""
        return f"Nobody’s attendance is recorded yet.{need}"
    if count.needed is None:
        return f"{came} came or sent a substitute. No quorum is set for this board."
    met = "The quorum was met" if count.is_met else "The quorum was not met"
    return f"{met}: {came} came or sent a substitute, and {count.needed} are needed."


def member_choices(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Members as choices: name and role."""
    return [(str(row.id), f"{row.name} ({label(row.role).lower()})") for row in rows]


def attendance_conflict(
    typed: Mapping[str, tuple[str | None, ...]], rows: Iterable[Any]
) -> list[ConflictRow]:
    """What was typed beside what is saved now, for each member whose line was touched."""
    return [
        ConflictRow(
            row.name,
            _line_words(row.presence, row.substitute),
            _line_words(*typed[row.id.hex]),
            differs=_line_words(*typed[row.id.hex]) != _line_words(row.presence, row.substitute),
        )
        for row in rows
        if row.id.hex in typed
    ]


def _line_words(presence: str | None, substitute: str | None) -> str:
    words = label(Presence(presence)) if presence else "Not recorded"
    return f"{words}: {substitute}" if substitute else words
