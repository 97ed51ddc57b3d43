"""A plan's snapshots as pictures: which days are drawn, what each picture says, and how it is read.

Names and order of the ratings are those of the newest snapshot, so that one picture has one key.
"""

from __future__ import annotations

import uuid
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.charts.picture import Picture
from tracker.charts.pieces import Part
from tracker.charts.progress_by_priority import PriorityProgress, progress_by_priority
from tracker.charts.ratings_over_time import Standing, ratings_over_time
from tracker.domain.pictures import ActionPicture
from tracker.domain.ratings import RatingWords, read_back
from tracker.domain.snapshot import PlanSnapshot, count_ratings, is_done, live
from tracker.domain.vocabulary import Delivery
from tracker.presenters.ratings import tone_of
from tracker.presenters.words import count_words, day_words

MOST_DAYS: Final = 12
"""Columns that can be read beside each other, today's among them."""


@dataclass(frozen=True)
class Nothing:
    """What a page says where there is nothing to draw yet."""

    title: str
    text: str


@dataclass(frozen=True)
class Chart:
    """A picture on the page of charts; ``name`` is its anchor and what its table is asked for by.

    ``reading`` tells how it is read; without anything to draw there is only ``nothing``.
    """

    name: str
    heading: str
    reading: str
    picture: Picture | None
    nothing: Nothing


def days_to_draw(first_on: date, today: date) -> list[date]:
    """The ends of months from the plan's first day on, and today as the last.

    Of a long time every second, third, … month is taken, counted back from the last one, so that
    there are never more than ``MOST_DAYS``.
    """
    first, last = _month(first_on), _month(today)
    step = max(-(-(last - first) // (MOST_DAYS - 1)), 1)
    months = range(last - 1, first - 1, -step)
    return [*sorted(_end_of(month) for month in months), today]


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _end_of(month: int) -> date:
    year, of_year = divmod(month, 12)
    return date(year, of_year + 1, monthrange(year, of_year + 1)[1])


def charts_of(snapshots: Sequence[PlanSnapshot]) -> list[Chart]:
    """The pictures of a plan; ``snapshots`` are of several days, the newest last."""
    if not snapshots or not live(snapshots[-1].actions):
        return [_progress(None), _over_time(())]
    return [_progress(snapshots[-1]), _over_time(snapshots)]


NO_ACTIONS: Final = Nothing(
    "No actions yet", "Once the plan has actions, this shows how far they have come."
)


def _progress(snapshot: PlanSnapshot | None) -> Chart:
    return Chart(
        "progress",
        "Progress by priority",
        "A bar for each priority, as long as it has actions.",
        _progress_picture(snapshot) if snapshot else None,
        NO_ACTIONS,
    )


def _progress_picture(snapshot: PlanSnapshot) -> Picture:
    words, counted = read_back(snapshot.words), count_ratings(snapshot)
    known: list[tuple[uuid.UUID | None, str]] = list(priority_names(snapshot).items())
    if any(priority_id is None for priority_id, _rating in counted):
        known.append((None, "Actions without a priority"))
    bars = [
        PriorityProgress(
            name,
            tuple(
                Part(words.name(rating), counted[priority_id, rating], tone_of(rating))
                for rating in words.delivery
            ),
        )
        for priority_id, name in known
    ]
    done = sum(map(is_done, live(snapshot.actions)))
    total = count_words(len(live(snapshot.actions)), "action", "actions")
    title = f"{done:,} of {total} complete on {day_words(snapshot.as_at)}"
    return progress_by_priority(bars, title=title, ident="progress-picture")


def priority_names(snapshot: PlanSnapshot) -> dict[uuid.UUID, str]:
    """The name of every standing priority, in the plan's order."""
    ordered = sorted(live(snapshot.priorities), key=lambda one: (one.sort_key, one.id))
    return {one.id: f"{one.letter}: {one.title}" for one in ordered}


def _over_time(snapshots: Sequence[PlanSnapshot]) -> Chart:
    return Chart(
        "ratings-over-time",
        "Ratings over time",
        "A column for the end of each day, complete actions lowest. The solid line is how many "
        "actions were due by then by the dates first given, the broken line by the dates that "
        "held on that day. Where complete actions stay below a line, the plan is behind it.",
        _over_time_picture(snapshots) if snapshots else None,
        NO_ACTIONS,
    )


def _over_time_picture(snapshots: Sequence[PlanSnapshot]) -> Picture:
    words = read_back(snapshots[-1].words)
    days = [_standing(snapshot, words) for snapshot in snapshots]
    last = days[-1]
    title = (
        f"{last.parts[0].number:,} of {count_words(last.total, 'action', 'actions')} complete on "
        f"{day_words(last.on)}; by their first dates it would be {last.due_by_first:,}"
    )
    return ratings_over_time(days, title=title, ident="ratings-over-time-picture")


def _standing(snapshot: PlanSnapshot, words: RatingWords) -> Standing:
    actions = live(snapshot.actions)
    return Standing(
        snapshot.as_at,
        tuple(_parts(actions, words)),
        _due_by(snapshot.as_at, (one.first_due_on for one in actions)),
        _due_by(snapshot.as_at, (one.due_on for one in actions)),
    )


def _parts(actions: Sequence[ActionPicture], words: RatingWords) -> Iterable[Part]:
    """Complete first, whatever the council's order: the lines are measured against it."""
    for rating in sorted(words.delivery, key=lambda one: one is not Delivery.COMPLETE):
        number = sum(one.delivery is rating for one in actions)
        yield Part(words.name(rating), number, tone_of(rating))


def _due_by(day: date, dates: Iterable[date | None]) -> int:
    return sum(one is not None and one <= day for one in dates)
