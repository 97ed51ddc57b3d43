"""The sheet of how many actions stand at each rating, and the charts that are drawn of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from tracker.charts.figures import Figures, Form, Series
from tracker.domain.snapshot import live
from tracker.domain.vocabulary import Rating
from tracker.presenters.ratings import SCALE_WORDS, tone_of
from tracker.presenters.snapshots import Shown
from tracker.presenters.words import count_words
from tracker.reports.native_charts import Placed
from tracker.reports.workbook import Sheet

RATINGS: Final = "Ratings"

RATING_COLUMNS = (("Rating of", 14), ("Rating", 22), ("By the owners", 14), ("As assured", 14))


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


def rating_charts(shown: Shown) -> list[Placed]:
    """A chart of each scale with the owners' ratings; none of a plan without actions."""
    if not live(shown.snapshot.actions):
        return []
    charts, line = [], 1
    for scale, ratings in _counted(shown):
        figures = _rating_figures(scale, ratings)
        charts.append(Placed(figures, RATINGS, names=1, columns=[2], first=line))
        line += len(ratings)
    return charts


def _rating_figures(scale: str, ratings: Sequence[tuple[Rating, str, int, int]]) -> Figures:
    rows = [(name, count_words(own, "action", "actions")) for _r, name, own, _a in ratings]
    own = Series(
        "By the owners",
        tuple(own for _rating, _name, own, _assured in ratings),
        tones=tuple(tone_of(rating) for rating, *_counts in ratings),
    )
    return Figures(
        form=Form.BARS,
        title=f"{scale}, as the owners rate it",
        alt=f"{'; '.join(f'{name}: {number}' for name, number in rows)}.",
        names="Rating",
        categories=tuple(name for name, _number in rows),
        series=(own,),
        header=("Rating", "Actions"),
        rows=tuple(rows),
    )
