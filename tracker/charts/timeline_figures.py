"""The figures of a plan's timeline: bars on an axis of days, each as long as its action.

A bar begins where the empty room before it ends. A milestone has a row of its own under its action,
as far as there is room for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tracker.charts.figures import Figures, Form, Role, Series
from tracker.charts.pieces import count
from tracker.charts.spans import MARKS, MOST_ROWS, NO_DATE, Band, Span, Step
from tracker.domain.dates import long_date

HEADER: Final = ("Action", "Priority", "Starts", "Due", "Rating", "Milestones")
STARTS: Final = "Starts"
MILESTONE: Final = "Milestone: {}"
WITHOUT: Final = "No due date"
TOGETHER: Final = "First to last day"
SHORT: Final = 40
"""A bar without a length of its own takes this part of the axis."""


@dataclass(frozen=True)
class _Bar:
    """A row: its name, where it begins, for how many days, as what, and its words if any."""

    name: str
    start_on: date
    days: int
    kind: str
    words: str = ""


def timeline_figures(
    bands: Sequence[Band],
    *,
    ratings: Sequence[tuple[str, str]],
    today: date | None,
    title: str,
) -> Figures:
    """What the chart shows: a row for each action, or for each priority of a long plan."""
    spans = [span for band in bands for span in band.spans]
    days = [*(day for span in spans for day in span.days), *([today] if today else [])]
    ends = (min(days), max(days)) if days else None
    bars, left_out = _bars(bands, spans, ends) if ends else ([], "")
    kinds = [*ratings, (TOGETHER, "info"), (MARKS[0], "open"), (MARKS[1], "ink")]
    starts = tuple(bar.start_on for bar in bars)
    return Figures(
        form=Form.DAYS,
        title=title,
        alt=_in_words(bands, spans),
        names="Action",
        categories=tuple(bar.name for bar in bars),
        series=(Series(STARTS, starts, role=Role.ROOM), *_series(bars, kinds)),
        header=HEADER,
        rows=tuple(_table_row(band, span) for band in bands for span in band.spans),
        unit="",
        left_out=left_out,
        days=ends,
    )


def _series(bars: Sequence[_Bar], kinds: Sequence[tuple[str, str]]) -> Iterator[Series]:
    for kind, tone in (*kinds, (WITHOUT, "open")):
        if any(bar.kind == kind for bar in bars):
            lengths = tuple(bar.days if bar.kind == kind else None for bar in bars)
            said = tuple(bar.words for bar in bars) if kind == WITHOUT else ()
            yield Series(kind, lengths, tone, words=said, is_numbered=False)


def _bars(
    bands: Sequence[Band], spans: Sequence[Span], ends: tuple[date, date]
) -> tuple[list[_Bar], str]:
    """The rows, and what they leave out."""
    if len(spans) > MOST_ROWS:
        said = f"{count(len(spans))}, drawn together by priority. The table has each of them."
        return [_of_band(band, ends) for band in bands], said
    steps = sum(len(span.steps) for span in spans)
    has_steps = len(spans) + steps <= MOST_ROWS
    said = "" if has_steps else f"{steps:,} milestones are left out. The table has them."
    return [bar for span in spans for bar in _of_span(span, ends, has_steps=has_steps)], said


def _short(ends: tuple[date, date]) -> int:
    return max((ends[1] - ends[0]).days // SHORT, 1)


def _of_span(span: Span, ends: tuple[date, date], *, has_steps: bool) -> Iterator[_Bar]:
    short = _short(ends)
    if span.due_on is None:
        yield _without_date(span.name, span.due, ends)
    else:
        # Whose start is not known, and what begins and ends on one day, has a short piece.
        least = max((span.due_on - date.min).days - short, 0)
        start = min(span.start_on or date.max, date.min + timedelta(least))
        yield _Bar(span.name, start, (span.due_on - start).days, span.rating)
    for step in span.steps if has_steps else ():
        yield _Bar(MILESTONE.format(step.title), step.on, short, MARKS[step.is_done])


def _of_band(band: Band, ends: tuple[date, date]) -> _Bar:
    days = [day for span in band.spans for day in (span.start_on, span.due_on) if day is not None]
    name = f"{band.label} – {count(len(band.spans))}"
    if not days:
        return _without_date(name, NO_DATE, ends)
    return _Bar(name, min(days), max((max(days) - min(days)).days, _short(ends)), TOGETHER)


def _without_date(name: str, words: str, ends: tuple[date, date]) -> _Bar:
    return _Bar(name, ends[0], max((ends[1] - ends[0]).days, 1), WITHOUT, words)


def _table_row(band: Band, span: Span) -> tuple[str, ...]:
    steps = (f"{one.title} ({_when(one)})" for one in span.steps)
    start = long_date(span.start_on) if span.start_on else "Not stated"
    return (span.name, band.label, start, span.due, span.rating, "; ".join(steps))


def _when(step: Step) -> str:
    return f"{'done' if step.is_done else 'due'} {long_date(step.on)}"


def _in_words(bands: Sequence[Band], spans: Sequence[Span]) -> str:
    if not spans:
        return "The plan has no actions yet."
    return " ".join(_sentence(band) for band in bands if band.spans)


def _sentence(band: Band) -> str:
    due = sorted(span.due_on for span in band.spans if span.due_on is not None)
    said = f"{band.label}: {count(len(band.spans))}"
    if not due:
        return f"{said}, none with a due date."
    dates = f"due {long_date(due[0])}"
    if due[-1] != due[0]:
        dates = f"due from {long_date(due[0])} to {long_date(due[-1])}"
    loose = len(band.spans) - len(due)
    return f"{said}, {dates}{f'; {loose:,} without a due date' if loose else ''}."
