"""What challenges, decisions and follow-ups share, in words: what they are about, and whose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from tracker.domain.board_vocabulary import ChallengeState
from tracker.domain.dates import long_date
from tracker.presenters.ownership import owner_key
from tracker.presenters.recommendations import in_short
from tracker.presenters.words import TONES, Link, Tag, day_words, label

Url = Callable[..., str]

MEMBER: Final = "member"


def party_choices(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Members known by name alone, people and posts as choices: rows of ``list_parties``."""
    return [_party(row) for row in rows]


def _party(row: Any) -> tuple[str, str]:
    if row.kind == MEMBER:
        return f"{MEMBER}:{row.id}", _named(row.name, row.organisation)
    if row.kind == "post":
        return owner_key(row.id, None), f"Post: {row.name}"
    return owner_key(None, row.id), _named(row.name, row.organisation)


def _named(name: str, organisation: str | None) -> str:
    return f"{name}, {organisation}" if organisation else name


def recommendation_choices(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Recommendations as choices: inspection, number as printed, first words."""
    return [
        (str(row.id), f"{row.inspection}: {_numbered(row.reference)}{in_short(row.text)}")
        for row in rows
    ]


def _numbered(reference: str | None) -> str:
    return f"{reference} " if reference else ""


def about(row: Any, url: Url) -> list[Link]:
    """What a note is about: the action, the recommendation, the plan, the measure in words."""
    found = []
    if row.action_id is not None:
        href = url("actions.show", action_id=row.action_id)
        found.append(Link(f"Action {row.action_reference} {row.action}", href))
    if row.recommendation_id is not None:
        href = url("recommendations.show", recommendation_id=row.recommendation_id)
        words = f"{_numbered(row.recommendation_reference)}{in_short(row.recommendation)}"
        found.append(Link(f"Recommendation {words}", href))
    if getattr(row, "plan_id", None) is not None:
        found.append(Link(row.plan, url("plans.show", plan_id=row.plan_id)))
    if getattr(row, "measure", None):
        found.append(Link(f"Measure: {row.measure}"))
    return found


def about_words(row: Any) -> str:
    """What a note is about, in one text."""
    return "; ".join(link.text for link in about(row, lambda *_args, **_values: ""))


def due_by(due_on: date | None, today: date) -> str:
    """By when, and that the day has passed."""
    if due_on is None:
        return ""
    return f"{long_date(due_on)} (overdue)" if due_on < today else long_date(due_on)


def state_tag(state: str, due_on: date | None, today: date) -> Tag:
    """How far a challenge has come; a promise that was not kept says so in words."""
    known = ChallengeState(state)
    if known is ChallengeState.PROMISED and due_on is not None and due_on < today:
        return Tag(label(known), "serious", f"Overdue since {long_date(due_on)}")
    note = f"By {long_date(due_on)}" if known is ChallengeState.PROMISED and due_on else ""
    return Tag(label(known), TONES.get(known, "neutral"), note)


def short_tag(state: str, due_on: date | None, today: date) -> Tag:
    """The same without its note, where the day stands in a column beside it."""
    return replace(state_tag(state, due_on, today), note="")


def carried_out_tag(carried_out_on: date | None, due_on: date | None, today: date) -> Tag:
    """Whether a decision was carried out."""
    if carried_out_on is not None:
        return Tag("Carried out", "done", long_date(carried_out_on))
    if due_on is not None and due_on < today:
        return Tag("Overdue", "serious")
    return Tag("Not carried out yet")


def follow_up_tag(
    closed_on: date | None, because: str | None, due_on: date | None, today: date
) -> Tag:
    """Whether a follow-up was done, or is not needed and why."""
    if closed_on is not None and because:
        return Tag("Not needed", "neutral", because)
    if closed_on is not None:
        return Tag("Done", "done", long_date(closed_on))
    if due_on is not None and due_on < today:
        return Tag("Overdue", "serious")
    return Tag("Open", "info")


def corrections(rows: Iterable[Any]) -> list[dict[str, str]]:
    """What a note said before each correction of agreed minutes, why, when and by whom."""
    return [
        {
            "words": f"Corrected on {long_date(row.corrected_on)} by {row.who or 'the operator'}",
            "reason": row.reason,
            "before": row.before,
        }
        for row in rows
    ]


def note_groups(rows: Iterable[Any], meeting_id: Any, url: Url, today: date) -> dict[str, Any]:
    """What a meeting noted, and what earlier ones left to it, each part with its rows."""
    groups: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("challenges", "carried", "decisions", "follow_ups", "left_over")
    }
    for row in rows:
        here = row.meeting_id == meeting_id
        if row.entry == "challenge":
            groups["challenges" if here else "carried"].append(_challenge(row, url, today))
        elif row.entry == "decision":
            groups["decisions"].append(_decision(row, url, today))
        else:
            groups["follow_ups" if here else "left_over"].append(_follow_up(row, url, today))
    return groups


NOTE_COLUMNS: Final = (
    {"key": "text", "text": "What", "kind": "link", "header": True},
    {"key": "who", "text": "Who"},
    {"key": "due", "text": "By"},
    {"key": "state", "text": "State", "kind": "tag"},
)


def _challenge(row: Any, url: Url, today: date) -> dict[str, Any]:
    return {
        "item_id": row.item_id,
        "text": Link(
            in_short(row.text),
            url("challenges.show", challenge_id=row.id),
            f"Raised by {row.raiser} on {long_date(row.noted_on)}",
        ),
        "who": row.who or "",
        "due": due_by(row.due_on, today),
        "state": short_tag(row.state, row.due_on, today),
    }


def _decision(row: Any, url: Url, today: date) -> dict[str, Any]:
    return {
        "item_id": row.item_id,
        "text": Link(in_short(row.text), url("decisions.show", decision_id=row.id)),
        "who": row.who or "",
        "due": day_words(row.due_on),
        "state": carried_out_tag(row.closed_on, row.due_on, today),
    }


def _follow_up(row: Any, url: Url, today: date) -> dict[str, Any]:
    return {
        "item_id": row.item_id,
        "text": Link(
            in_short(row.text),
            url("follow_ups.show", follow_up_id=row.id),
            f"Set on {long_date(row.noted_on)}",
        ),
        "who": row.who or "",
        "due": day_words(row.due_on),
        "state": follow_up_tag(row.closed_on, row.because, row.due_on, today),
    }
