"""Challenges in words: the log, one with its whole story, and the record of a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from tracker.domain.board_vocabulary import ChallengeState
from tracker.domain.dates import long_date
from tracker.models import Challenge
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.notes import about, about_words, corrections, due_by, short_tag, state_tag
from tracker.presenters.recommendations import in_short
from tracker.presenters.words import Link, Tag, choices, count_words, day_words, label
from tracker.queries.challenges import MINE, OPEN, OVERDUE, Record
from tracker.queries.listing import Page

Url = Callable[..., str]
S = ChallengeState

DEFAULT_SORT: Final = "-raised"
ANY: Final = ("", "Any")
NOUN: Final = ("challenge", "challenges")
COLUMNS: Final = (
    Column("text", "Challenge", "link", header=True),
    Column("raised", "Raised", "link", sort="raised"),
    Column("asked", "Put to"),
    Column("due", "Promised by", sort="due"),
    Column("state", "State", "tag"),
)
CHALLENGE_COLUMNS: Final = tuple(
    {"key": column.key, "text": column.text, "kind": column.kind, "header": column.header}
    for column in COLUMNS
)
"""The same on the page of a recommendation, where nothing sorts."""

STATES: Final = (
    (OPEN, "Open"),
    (OVERDUE, "Promise overdue"),
    (MINE, "Put to me"),
    *choices(ChallengeState),
)

TITLES: Final[Mapping[ChallengeState, str]] = {
    S.ANSWERED: "Answered",
    S.PROMISED: "Evidence promised",
    S.GIVEN: "Evidence given",
    S.VERIFIED: "Verified",
    S.SENT_BACK: "Sent back",
    S.WITHDRAWN: "Withdrawn",
}


def challenges_page(
    page: Page[Any],
    address: Address,
    boards: Iterable[Any],
    recommendations: Iterable[tuple[str, str]],
    *,
    url: Url,
    today: date,
) -> ListPage:
    """The challenge log as its page shows it; ``boards`` are (id, name)."""
    groups = [
        FilterGroup("state", "State", options=STATES),
        FilterGroup("board", "Board", options=[(str(row.id), row.name) for row in boards]),
        FilterGroup("recommendation", "Recommendation", "select", [ANY, *recommendations]),
    ]
    rows = challenge_rows(page.rows, url, today)
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


def challenge_rows(rows: Iterable[Any], url: Url, today: date) -> list[dict[str, Any]]:
    """The rows of the log, of a board's page and of a recommendation's."""
    return [
        {
            "text": Link(
                in_short(row.text),
                url("challenges.show", challenge_id=row.id),
                about_words(row),
            ),
            "raised": Link(
                long_date(row.raised_on), "", f"{row.raiser}, {row.meeting or row.board}"
            ),
            "asked": row.asked,
            "due": due_by(row.due_on, today),
            "state": short_tag(row.state, row.due_on, today),
        }
        for row in rows
    ]


CSV_HEADER: Final = (
    "Board",
    "Meeting",
    "Raised on",
    "Raised by",
    "Put to",
    "Challenge",
    "About",
    "State",
    "Evidence promised by",
    "Settled on",
)


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601."""
    for row in rows:
        yield (
            row.board,
            row.meeting or "Between meetings",
            row.raised_on.isoformat(),
            row.raiser,
            row.asked,
            row.text,
            about_words(row),
            label(row.state),
            row.due_on.isoformat() if row.due_on else "",
            row.settled_on.isoformat() if row.settled_on else "",
        )


def facts(challenge: Challenge, url: Url, today: date) -> list[dict[str, Any]]:
    """The facts of a challenge as a summary list; what it points to is loaded."""
    meeting = challenge.meeting
    where = url("meetings.show", meeting_id=meeting.id) if meeting else ""
    return [
        {
            "key": "Board",
            "value": challenge.board.name,
            "href": url("boards.show", board_id=challenge.board_id),
        },
        {
            "key": "Raised",
            "value": long_date(challenge.raised_on),
            "note": f"by {raiser(challenge)}",
        },
        {
            "key": "Meeting",
            "value": meeting.title if meeting else "",
            "href": where,
            "note": f"Item: {challenge.item.title}" if challenge.item else "",
            "missing": "Between meetings",
        },
        {"key": "Put to", **_asked(challenge, url)},
        *_subjects(challenge, url),
        {
            "key": "Evidence promised by",
            "value": due_by(challenge.due_on, today),
            "missing": "Nothing is promised now",
        },
    ]


def raiser(challenge: Challenge) -> str:
    """Who raised it."""
    return challenge.raised_by.name if challenge.raised_by else challenge.raised_by_name or ""


def _asked(challenge: Challenge, url: Url) -> dict[str, str]:
    person, post = challenge.put_to, challenge.put_to_post
    if person is not None:
        return {"value": person.name, "href": url("people.show", person_id=person.id)}
    href = url("posts.show", post_id=post.id) if post is not None else ""
    return {"value": post.title if post is not None else "", "href": href}


def _subjects(challenge: Challenge, url: Url) -> list[dict[str, Any]]:
    action, recommendation = challenge.action, challenge.recommendation
    found = []
    if action is not None:
        href = url("actions.show", action_id=action.id)
        words = f"{action.reference} {action.title}"
        found.append({"key": "Action", "value": words, "href": href})
    if recommendation is not None:
        href = url("recommendations.show", recommendation_id=recommendation.id)
        note = recommendation.inspection.title
        words = in_short(recommendation.text)
        found.append({"key": "Recommendation", "value": words, "href": href, "note": note})
    if challenge.measure:
        found.append({"key": "Measure", "value": challenge.measure})
    return found


def state_of(challenge: Challenge, today: date) -> Tag:
    """How far a challenge has come."""
    return state_tag(challenge.state, challenge.due_on, today)


def story(steps: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """The steps of a challenge, oldest first, each with what it leads to."""
    return [
        {
            "title": TITLES[row.state],
            "by": _by(row),
            "date": long_date(row.taken_on),
            "datetime": row.taken_on.isoformat(),
            "text": row.words or "",
            "note": f"Promised by {long_date(row.due_on)}" if row.due_on else "",
            "links": _links(row, url),
        }
        for row in steps
    ]


def _by(row: Any) -> str:
    who = row.who or "the operator"
    return f"{who}, chair, for the challenger" if row.is_for_challenger else who


def _links(row: Any, url: Url) -> list[Link]:
    links = []
    if row.evidence_id is not None:
        links.append(Link(row.evidence, url("evidence.show", evidence_id=row.evidence_id)))
    if row.action_id is not None:
        words = f"Action {row.action_reference} {row.action}"
        links.append(Link(words, url("actions.show", action_id=row.action_id)))
    return links


@dataclass(frozen=True)
class RecordEntry:
    """One challenge of a period with its whole story, as the printed record has it."""

    text: str
    href: str
    raised: str
    asked: str
    about: Sequence[Link]
    state: Tag
    steps: Sequence[dict[str, Any]]
    corrections: Sequence[dict[str, str]]


def record_entries(record: Record, url: Url, today: date) -> list[RecordEntry]:
    """The challenges of a period in the order in which they were raised."""
    steps, mended = defaultdict(list), defaultdict(list)
    for row in record.steps:
        steps[row.challenge_id].append(row)
    for row in record.corrections:
        mended[row.subject_id].append(row)
    return [
        RecordEntry(
            text=row.text,
            href=url("challenges.show", challenge_id=row.id),
            raised=f"Raised on {long_date(row.raised_on)} by {row.raiser}, "
            f"{row.board}{f' ({row.meeting})' if row.meeting else ', between meetings'}",
            asked=row.asked,
            about=about(row, url),
            state=state_tag(row.state, row.due_on, today),
            steps=story(steps[row.id], url),
            corrections=corrections(mended[row.id]),
        )
        for row in record.challenges
    ]


def record_figures(record: Record, today: date) -> str:
    """How many were raised, verified, are open, and have an overdue promise: one sentence."""
    rows = record.challenges
    verified = sum(row.state is S.VERIFIED for row in rows)
    withdrawn = sum(row.state is S.WITHDRAWN for row in rows)
    overdue = sum(
        row.state is S.PROMISED and row.due_on is not None and row.due_on < today for row in rows
    )
    still = len(rows) - verified - withdrawn
    return (
        f"{count_words(len(rows), 'challenge was', 'challenges were')} raised: {verified} verified,"
        f" {withdrawn} withdrawn, {still} open, of which {overdue} with a promise that is overdue."
    )


def trail(challenge: Challenge, url: Url) -> list[dict[str, str]]:
    """The way back from the pages of a challenge."""
    return [
        {"text": "Boards", "href": url("boards.index")},
        {"text": "Challenges", "href": url("challenges.index")},
        {
            "text": in_short(challenge.text),
            "href": url("challenges.show", challenge_id=challenge.id),
        },
    ]


def period_words(from_on: date, to_on: date) -> str:
    """Such as "1 September 2026 to 5 October 2026"."""
    return f"{day_words(from_on)} to {day_words(to_on)}"
