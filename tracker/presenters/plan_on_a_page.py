"""The plan on a page: all that a board wants on one A3 sheet, in the words of the other pages.

What is told of each action depends on the room. Where all actions fit, they are listed in the
largest type that they fit in; where they do not, they are counted by priority. Whatever is left
out or shortened is said, with where it stands in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any, Final

from tracker.domain.pictures import ActionPicture
from tracker.domain.snapshot import live
from tracker.domain.text import in_a_sentence
from tracker.domain.vocabulary import Delivery
from tracker.presenters.one_page import (
    LEAST,
    SIZES,
    SMALLEST,
    OnePage,
    ShortAction,
    ShortException,
    ShortPriority,
    TypeSize,
    lines_of,
    lines_of_exception,
    shortened,
)
from tracker.presenters.overview import CONCERN_TONES, actions_href, parts_of
from tracker.presenters.plan_as_at import Standing, by_priority, facts_as_at, figures_as_at
from tracker.presenters.plans import revision_words
from tracker.presenters.ratings import CONCERN_KEY, CONCERN_WORDS, rating_key, why_words
from tracker.presenters.snapshots import Shown
from tracker.presenters.words import Link, count_words, day_words, tag
from tracker.queries.plans import Tally

Url = Callable[..., str]

EXCEPTIONS: Final = (Delivery.OFF_TRACK, Delivery.AT_RISK)
"""What a board hears a reason and a recovery of, the worst first."""

FEWEST_EXCEPTIONS: Final = 6
"""Where not even as many have room beside a list of all actions, these are counted instead."""

_PURPOSE, _DIFFERENCE, _NAME = 320, 170, 110
"""The most letters of a plan's purpose, of a priority's difference, and of names."""


class OnAPage:
    """A snapshot on its way to a sheet: the same plan at every type size, listed or counted.

    ``meeting`` is the board's next one, a row of ``queries.meetings``, or None. Figures of today
    lead to the rows that they count; of a past day there is no such list.
    """

    def __init__(self, shown: Shown, meeting: Any, url: Url, *, is_past: bool) -> None:
        self._shown, self._meeting, self._url, self._is_past = shown, meeting, url, is_past
        self._plan = shown.snapshot.plan
        self._standing = by_priority(shown)
        actions = [action for one in self._standing for action in one.actions]
        self._exceptions = [
            one for rating in EXCEPTIONS for one in actions if one.delivery is rating
        ]
        self._actions = len(actions)

    def made(self) -> OnePage:
        """The page that tells most in the largest type that fits."""
        few = min(FEWEST_EXCEPTIONS, len(self._exceptions))
        if self._actions * LEAST < SMALLEST.room:
            listed = self._fitting(is_listed=True)
            if listed is not None and len(listed.exceptions) >= few:
                return listed
        return self._fitting(is_listed=False) or self._at(SMALLEST, 0, is_listed=False)

    def _fitting(self, *, is_listed: bool) -> OnePage | None:
        """The largest page with all exceptions, else the smallest with as many as have room."""
        for size in SIZES:
            page = self._at(size, len(self._exceptions), is_listed=is_listed)
            if lines_of(page) <= size.room:
                return page
        spare = SMALLEST.room - lines_of(self._at(SMALLEST, 0, is_listed=is_listed))
        shown = (self._exception(one, SMALLEST) for one in self._exceptions)
        taken = accumulate(lines_of_exception(one, SMALLEST) for one in shown)
        number = sum(lines <= spare for lines in taken)
        return self._at(SMALLEST, number, is_listed=is_listed) if spare >= 0 else None

    def _at(self, size: TypeSize, exceptions: int, *, is_listed: bool) -> OnePage:
        return OnePage(
            size=size,
            title=self._plan.title,
            head=self._head(),
            purpose=shortened(self._plan.purpose or "", _PURPOSE),
            figures=self._figures(),
            facts=self._facts(),
            priorities=[self._priority(one, size, is_listed=is_listed) for one in self._standing],
            exceptions=[self._exception(one, size) for one in self._exceptions[:exceptions]],
            exceptions_of=len(self._exceptions),
            key=self._key(),
            no_exceptions=self._no_exceptions(),
            left_out=list(self._left_out(exceptions, is_listed=is_listed)),
            whole=self._whole(),
        )

    def _head(self) -> dict[str, Any]:
        return {
            "stage": tag(self._plan.stage),
            "revision": revision_words(self._plan.revision, self._plan.phase),
            "as_at": self._shown.day,
        }

    def _facts(self) -> list[dict[str, Any]]:
        facts = [one for one in facts_as_at(self._shown) if one["key"] != "Taken from"]
        if self._is_past:
            # What the board has set since was not known then.
            return facts
        held = day_words(self._meeting.held_on) if self._meeting else ""
        place = self._meeting.place or "" if self._meeting else ""
        fact = {"key": "Next meeting", "value": held, "note": place, "missing": "None is set"}
        return [*facts, fact]

    def _list(self, **filters: str) -> str:
        return "" if self._is_past else actions_href(self._plan, self._url, **filters)

    def _figures(self) -> list[dict[str, Any]]:
        slipped = sum(one.times_slipped > 0 for one in live(self._shown.snapshot.actions))
        tone = CONCERN_TONES["slipped"] if slipped else "neutral"
        counted = [
            *figures_as_at(self._shown)[:-1],
            {"text": CONCERN_WORDS["slipped"], "number": slipped, "tone": tone},
        ]
        asked: list[dict[str, str]] = [
            {},
            *({"status": rating.value} for rating in self._shown.words.delivery),
            {"concern": "overdue"},
            {"concern": "slipped"},
        ]
        return [
            {**figure, "number": f"{figure['number']:,}", "href": self._list(**filters)}
            for figure, filters in zip(counted, asked, strict=True)
        ]

    def _priority(self, one: Standing, size: TypeSize, *, is_listed: bool) -> ShortPriority:
        href = self._list(priority=str(one.priority.id) if one.priority else "none")
        tally = Tally(len(one.actions), dict(Counter(action.delivery for action in one.actions)))
        return ShortPriority(
            heading=shortened(one.heading, _NAME),
            href=href,
            difference=shortened(
                (one.priority.difference or "") if one.priority else "", _DIFFERENCE
            ),
            director=shortened(self._shown.director(one.priority), _NAME) if one.priority else "",
            total=count_words(tally.total, "action", "actions"),
            parts=parts_of(tally, self._shown.words, href),
            actions=[self._action(action, size) for action in one.actions] if is_listed else [],
        )

    def _action(self, action: ActionPicture, size: TypeSize) -> ShortAction:
        row, owners = self._shown.rows[action.id], self._shown.owner_names(action)
        more = f" and {len(owners) - 1} more" if owners[1:] else ""
        times = count_words(row.times_slipped, "time", "times")
        return ShortAction(
            reference=shortened(row.reference, size.title),
            title=shortened(row.title, size.title),
            href=row.href,
            owner=shortened(owners[0], size.title) + more if owners else "",
            due=shortened(row.due, size.title),
            late=row.late,
            slipped=f"Slipped {times}" if row.times_slipped else "",
            rating=row.status,
        )

    def _exception(self, action: ActionPicture, size: TypeSize) -> ShortException:
        row = self._shown.rows[action.id]
        reason, recovery = (
            shortened(text or "", size.reason) for text in (action.delivery_reason, action.recovery)
        )
        return ShortException(
            reference=shortened(row.reference, size.title),
            title=shortened(row.title, size.title),
            href=row.href,
            due=shortened(row.due, size.title),
            late=row.late,
            rating=row.status,
            why=why_words(reason, recovery),
        )

    def _key(self) -> list[dict[str, Any]]:
        delivery = rating_key(self._shown.words)[0]["entries"]
        marks = [
            {"text": CONCERN_WORDS[name], "tone": "", "meaning": CONCERN_KEY[name]}
            for name in ("overdue", "slipped")
        ]
        return [*delivery, *marks]

    def _no_exceptions(self) -> str:
        names = [in_a_sentence(self._shown.words.name(rating)) for rating in EXCEPTIONS]
        return f"No action is rated {' or '.join(names)}."

    def _left_out(self, exceptions: int, *, is_listed: bool) -> Iterator[str]:
        if not is_listed and self._actions:
            total = count_words(self._actions, "action is", "actions are")
            yield f"The plan’s {total} counted by priority, as a list has no room on one sheet."
        left = len(self._exceptions) - exceptions
        if left:
            verb = "has" if left == 1 else "have"
            yield f"{count_words(left, 'exception', 'exceptions')} more {verb} no room here."
        yield "What ends in … is shortened. In full:"

    def _whole(self) -> Link:
        if self._is_past:
            day = self._shown.snapshot.as_at
            href = self._url("snapshots.as_at", plan_id=self._plan.id, on=day.isoformat())
            return Link(f"The plan as at {self._shown.day}", href)
        return Link("The whole plan", self._url("plans.whole", plan_id=self._plan.id))
