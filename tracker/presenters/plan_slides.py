"""A plan's slides for its board: the charts of the page, what is red and amber, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.domain.snapshot import PlanSnapshot, live
from tracker.domain.vocabulary import Delivery
from tracker.presenters.plan_as_at import figures_as_at, key_as_at
from tracker.presenters.plan_charts import Chart, Nothing
from tracker.presenters.ratings import tone_of
from tracker.presenters.snapshots import ActionRow, Shown, Url
from tracker.presenters.words import count_words, day_words
from tracker.reports.slide_parts import (
    ChartSlide,
    Deck,
    Slide,
    TableCell,
    TableSlide,
    WordSlide,
)

PRESSING: Final = (Delivery.OFF_TRACK, Delivery.AT_RISK)
"""Red and amber, the worse first."""

PRESSING_HEADER: Final = ("Action", "Rating", "Reason and recovery action", "Owners", "Due")
PRESSING_WIDTHS: Final = (0.25, 0.1, 0.33, 0.2, 0.12)
ELSEWHERE: Final = "The workbook of the plan has all of them."
NO_REASON: Final = "No reason recorded"


@dataclass(frozen=True)
class Meeting:
    """For whom slides are made: the council, and its line as a demonstration if it is one."""

    council: str
    demonstration: str


def plan_slides(
    charts: Sequence[Chart],
    now: PlanSnapshot,
    before: PlanSnapshot | None,
    meeting: Meeting,
    url: Url,
) -> Deck:
    """The deck of a plan; ``charts`` are its page's, ``before`` an earlier day to compare with."""
    shown = Shown(now, url)
    day = day_words(now.as_at)
    return Deck(
        title=now.plan.title,
        beneath=tuple(
            line for line in (meeting.council, f"Data as at {day}", meeting.demonstration) if line
        ),
        footer=f"Data as at {day}. {meeting.council}: {now.plan.title}",
        made_at=now.taken_at,
        slides=(
            *_drawn(charts),
            _pressing(shown),
            *_changed(shown, before, url),
            *_not_recorded(charts),
            _key(now),
        ),
    )


def _drawn(charts: Sequence[Chart]) -> Iterator[Slide]:
    for chart in charts:
        if chart.picture is not None:
            yield ChartSlide(chart.picture.figures)
        elif not _is_missing(chart.nothing):
            yield WordSlide(chart.heading, (chart.nothing.title, chart.nothing.text))


def _is_missing(nothing: Nothing) -> bool:
    return nothing.title == "Not recorded"


def _not_recorded(charts: Sequence[Chart]) -> Iterator[Slide]:
    missing = [one for one in charts if one.picture is None and _is_missing(one.nothing)]
    if missing:
        said = tuple(f"{one.heading}: {one.nothing.title}. {one.nothing.text}" for one in missing)
        yield WordSlide(" and ".join(one.heading for one in missing).capitalize(), said)


def _pressing(shown: Shown) -> Slide:
    """The actions that are red or amber, each with its reason and recovery action."""
    names = [shown.words.name(rating) for rating in PRESSING]
    standing = live(shown.snapshot.actions)
    rows = [
        _pressing_row(row, tone_of(rating))
        for rating in PRESSING
        for row in shown.rows_of(one for one in standing if one.delivery is rating)
    ]
    number = count_words(len(rows), "action", "actions")
    heading = f"{names[0]} or {names[1]}: {number}"
    if not rows:
        return WordSlide(heading, (f"No action is rated {names[0]} or {names[1]}.",))
    return TableSlide(
        title=heading,
        alt=f"{number} rated {names[0]} or {names[1]}, with reason, recovery action, owners and "
        "due date.",
        header=PRESSING_HEADER,
        widths=PRESSING_WIDTHS,
        rows=rows,
        elsewhere=ELSEWHERE,
    )


def _pressing_row(row: ActionRow, tone: str) -> tuple[TableCell, ...]:
    return (
        TableCell(row.name),
        TableCell(row.status["text"], tone),
        TableCell(row.status["note"] or NO_REASON),
        TableCell("; ".join(row.owners) or "No owner"),
        TableCell(row.due),
    )


def _changed(shown: Shown, before: PlanSnapshot | None, url: Url) -> Iterator[Slide]:
    """The figures of the plan now and on the earlier day, in the ratings' names of now."""
    if before is None or before.as_at == shown.snapshot.as_at:
        yield WordSlide("Changed figures", ("There is no earlier day to compare with yet.",))
        return
    then = Shown(replace(before, words=shown.snapshot.words), url)
    pairs = zip(figures_as_at(then), figures_as_at(shown), strict=True)
    rows = [
        tuple(map(TableCell, _change(new["text"], old["number"], new["number"])))
        for old, new in pairs
    ]
    moved = sum(row[-1].text != NO_CHANGE for row in rows)
    since = day_words(before.as_at)
    number = count_words(moved, "figure has", "figures have")
    yield TableSlide(
        title=f"{number} changed since {since}",
        alt=f"The figures of the plan on {since} and now, and by how much they changed.",
        header=("Figure", since, day_words(shown.snapshot.as_at), "Change"),
        widths=(0.4, 0.2, 0.2, 0.2),
        rows=rows,
    )


NO_CHANGE: Final = "No change"
MINUS: Final = "\N{MINUS SIGN}"


def _change(name: str, old: int, new: int) -> tuple[str, ...]:
    more = new - old
    said = f"{'+' if more > 0 else MINUS}{abs(more):,}" if more else NO_CHANGE
    return name, f"{old:,}", f"{new:,}", said


def _key(now: PlanSnapshot) -> TableSlide:
    rows = [
        (
            TableCell(scale["title"]),
            TableCell(entry["text"], entry["tone"]),
            TableCell(entry["meaning"]),
        )
        for scale in key_as_at(now)
        for entry in scale["entries"]
    ]
    return TableSlide(
        title="What the ratings mean",
        alt="The key of the ratings: each scale, the council’s names and what they mean.",
        header=("Rating of", "Name", "Meaning"),
        widths=(0.14, 0.26, 0.6),
        rows=rows,
    )
