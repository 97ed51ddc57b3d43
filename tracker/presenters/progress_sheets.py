"""Sheets of a plan's progress, by priority and by rating, and the charts that are drawn of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from tracker.charts.pieces import Part
from tracker.charts.progress_by_priority import PriorityProgress, progress_by_priority
from tracker.domain.snapshot import live
from tracker.domain.vocabulary import Rating
from tracker.presenters.plan_as_at import sections_as_at
from tracker.presenters.ratings import SCALE_WORDS, tone_of
from tracker.presenters.snapshots import ActionRow, Shown
from tracker.presenters.words import count_words
from tracker.reports.workbook import Cell, Sheet
from tracker.reports.workbook_charts import Chart, Series

PROGRESS: Final = "Progress"
RATINGS: Final = "Ratings"

WITHOUT: Final = "Actions without a priority"

RATING_COLUMNS = (("Rating of", 14), ("Rating", 22), ("By the owners", 14), ("As assured", 14))


def progress_of(shown: Shown) -> list[PriorityProgress]:
    """Each priority with its actions by rating of delivery, in the plan's and council's order."""
    names = [shown.words.name(rating) for rating in shown.words.delivery]
    tones = [tone_of(rating) for rating in shown.words.delivery]
    priorities = len(live(shown.snapshot.priorities))
    return [
        PriorityProgress(
            section["heading"] if number < priorities else WITHOUT,
            tuple(
                Part(name, _standing_at(section["rows"], name), tone)
                for name, tone in zip(names, tones, strict=True)
            ),
        )
        for number, section in enumerate(sections_as_at(shown))
    ]


def _standing_at(rows: Sequence[ActionRow], name: str) -> int:
    return sum(row.status["text"] == name for row in rows)


def progress_sheet(shown: Shown, progress: Sequence[PriorityProgress]) -> Sheet:
    """How many actions of each priority stand at each rating."""
    names = [shown.words.name(rating) for rating in shown.words.delivery]
    columns = [("Priority", 50), *((name, 14) for name in names), ("Actions", 10)]
    rows: list[Sequence[Cell]] = [
        (one.label, *(part.number for part in one.parts), one.total) for one in progress
    ]
    return Sheet(PROGRESS, columns, rows, "No priorities and no actions")


def progress_chart(shown: Shown, progress: Sequence[PriorityProgress]) -> list[Chart]:
    """Progress by priority as the page's bars; no chart of a plan without actions."""
    if not any(one.total for one in progress):
        return []
    title = "Progress by priority"
    return [
        Chart(
            title=title,
            alt=progress_by_priority(progress, title=title, ident="progress").alt,
            sheet=PROGRESS,
            names=0,
            first=1,
            last=len(progress),
            series=[
                Series(place, tone_of(rating))
                for place, rating in enumerate(shown.words.delivery, start=1)
            ],
            stacked=True,
        )
    ]


def _counted(shown: Shown) -> list[tuple[str, list[tuple[Rating, str, int, int]]]]:
    """For each scale its ratings with their names, and how many actions have them from whom."""
    found = []
    for scale, words in shown.words.scales.items():
        own, assured = (_count(shown, scale.value, side) for side in ("own", "assured"))
        rows = [(word.rating, word.name, own[word.name], assured[word.name]) for word in words]
        found.append((SCALE_WORDS[scale], rows))
    return found


def _count(shown: Shown, scale: str, side: str) -> Counter[str]:
    standing: Any = shown.rows_of(live(shown.snapshot.actions))
    tags = (row.ratings[scale][side] for row in standing)
    return Counter(tag["text"] for tag in tags if tag)


def ratings_sheet(shown: Shown) -> Sheet:
    """How many actions stand at each rating of the three scales, by both raters."""
    rows = [
        (scale, name, own, assured)
        for scale, ratings in _counted(shown)
        for _rating, name, own, assured in ratings
    ]
    return Sheet(RATINGS, RATING_COLUMNS, rows)


def rating_charts(shown: Shown) -> list[Chart]:
    """A chart of each scale with the owners' ratings; none of a plan without actions."""
    if not live(shown.snapshot.actions):
        return []
    charts, line = [], 1
    for scale, ratings in _counted(shown):
        said = "; ".join(
            f"{name}: {count_words(own, 'action', 'actions')}" for _r, name, own, _a in ratings
        )
        charts.append(
            Chart(
                title=f"{scale}, as the owners rate it",
                alt=f"{said}.",
                sheet=RATINGS,
                names=1,
                first=line,
                last=line + len(ratings) - 1,
                series=[Series(2, tones=[tone_of(rating) for rating, *_counts in ratings])],
            )
        )
        line += len(ratings)
    return charts
