"""What an action's page lists by day: milestones, what came before and after it, its closing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tracker.domain.board_vocabulary import ChallengeState, Rescoping
from tracker.domain.vocabulary import SuccessionKind
from tracker.presenters.words import day_words, label, tag

Url = Callable[..., str]

SUCCESSION_WORDS = {
    SuccessionKind.MERGED: "merged",
    SuccessionKind.SPLIT: "split",
    SuccessionKind.FAILED_TEST: "its test after closing failed",
}


def dated_entries(rows: Iterable[Any], url: Url) -> dict[str, list[dict[str, Any]]]:
    """Milestones, what came before and after, closing, challenges and decisions, by kind."""
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in _PRESENTED}
    for row in rows:
        if row.entry in _PRESENTED:
            found[row.entry].append(_PRESENTED[row.entry](row, url))
    return found


def _milestone(row: Any, url: Url) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.text,
        "due": day_words(row.from_on, "No date"),
        "done": day_words(row.to_on, "Not yet"),
        "href": url("milestones.amend", milestone_id=row.id),
    }


def _predecessor(row: Any, url: Url) -> dict[str, Any]:
    return {
        "text": f"Action {row.text}",
        "href": url("actions.show", action_id=row.id),
        "how": SUCCESSION_WORDS[SuccessionKind(row.who)],
    }


def _closure(row: Any, _url: Url) -> dict[str, Any]:
    return {
        "on": day_words(row.on),
        "decision": row.text or "",
        "who": row.who or "",
        "place": f"{row.place} of {day_words(row.from_on)}" if row.place else "",
    }


def _challenge(row: Any, url: Url) -> dict[str, Any]:
    return {
        "text": row.text,
        "href": url("challenges.show", challenge_id=row.id),
        "raised": f"Raised on {day_words(row.on)} by {row.who}, {row.place}",
        "state": tag(ChallengeState(row.state)),
        "promised": f"Evidence promised by {day_words(row.to_on)}" if row.to_on else "",
    }


def _rescoping(row: Any, url: Url) -> dict[str, Any]:
    return {
        "text": row.text,
        "href": url("decisions.show", decision_id=row.id),
        "how": f"{label(Rescoping(row.who))} on {day_words(row.on)}, decided by the {row.place}",
    }


_PRESENTED: dict[str, Callable[[Any, Url], dict[str, Any]]] = {
    "milestone": _milestone,
    "predecessor": _predecessor,
    "successor": _predecessor,
    "closure": _closure,
    "challenge": _challenge,
    "rescoping": _rescoping,
}
