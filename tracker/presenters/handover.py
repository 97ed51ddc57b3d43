"""A handover in words: what moves, what stays, and the sentence when it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.ratings import RatingWords
from tracker.models import Person, Post
from tracker.presenters.people import Url, open_words, owned_rows
from tracker.queries.handover import Open
from tracker.services.handover import HandedOver


def name_of(owner: Person | Post) -> str:
    """The name of a person, the title of a post."""
    return owner.name if isinstance(owner, Person) else owner.title


def href_of(owner: Person | Post, url: Url) -> str:
    """The page of a person or of a post."""
    if isinstance(owner, Person):
        return url("people.show", person_id=owner.id)
    return url("posts.show", post_id=owner.id)


def trail(owner: Person | Post, url: Url) -> list[dict[str, str]]:
    """The way to the page of a person or of a post."""
    people = {"text": "People", "href": url("people.index")}
    if isinstance(owner, Person):
        return [people]
    return [people, {"text": "Posts", "href": url("posts.index")}]


@dataclass(frozen=True)
class Moving:
    """What a handover would move, list by list, and in one sentence."""

    sentence: str
    actions: Sequence[Mapping[str, Any]]
    boards: Sequence[str]
    priorities: Sequence[str]


def moving(giver: Person | Post, found: Open, words: RatingWords, today: date, url: Url) -> Moving:
    """Everything that is open in the giver's name."""
    said = open_words(len(found.actions), len(found.boards), len(found.priorities))
    name = name_of(giver)
    return Moving(
        sentence=f"{said} will move." if said else f"Nothing is open in the name of {name}.",
        actions=owned_rows(found.actions, words, today, url, naming_posts=False),
        boards=[row.name for row in found.boards],
        priorities=[f"{row.letter}: {row.title} ({row.plan})" for row in found.priorities],
    )


def done_words(moved: HandedOver, receiver: Person | Post) -> str:
    """The sentence after a handover: how much moved, and to whom."""
    words = open_words(moved.actions, moved.boards, moved.priorities)
    return f"{words or 'Nothing'} handed over to {name_of(receiver)}"
