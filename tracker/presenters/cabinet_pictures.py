"""The pictures of a cabinet report, drawn as the page of charts draws them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tracker.charts.picture import Picture
from tracker.charts.progress_by_priority import PriorityProgress, progress_by_priority
from tracker.domain.report_material import GradeGiven
from tracker.presenters.cabinet_telling import Telling
from tracker.presenters.judgement_history import judgement_picture
from tracker.presenters.plan_charts import charts_from, progress_bars, progress_title
from tracker.reports.parts import Pictured

MOST_IN_A_PICTURE: Final = 8
"""Priorities in one picture: more would not fit a page beside their words."""

ON_PAPER: Final = ("ratings-over-time", "slips", "timeline")
"""The charts that stand under headings of their own, beside progress by priority."""


def progress_pictures(telling: Telling, ident: str = "progress") -> tuple[Picture, ...]:
    """Progress by priority: one picture as a rule, more where one would not fit a page.

    ``ident`` begins the ids within the pictures, as a paper of several plans has one of each.
    """
    if not telling.actions:
        return ()
    parts = _evenly(progress_bars(telling.snapshot))
    title = progress_title(telling.snapshot)
    return tuple(
        progress_by_priority(
            part, title=_numbered(title, number, len(parts)), ident=f"{ident}-{number}"
        )
        for number, part in enumerate(parts, start=1)
    )


def _evenly(drawn: Sequence[PriorityProgress]) -> list[Sequence[PriorityProgress]]:
    """As few pictures as are needed, none of them with much less than the others."""
    number = -(-len(drawn) // MOST_IN_A_PICTURE)
    size = -(-len(drawn) // number)
    return [drawn[at : at + size] for at in range(0, len(drawn), size)]


def _numbered(title: str, number: int, of: int) -> str:
    return title if of == 1 else f"{title}, {number} of {of}"


def plan_pictures(telling: Telling) -> tuple[Pictured, ...]:
    """Ratings over time, slips and timeline; nothing of a plan without actions."""
    if not telling.actions:
        return ()
    drawn = charts_from(telling.snapshot, telling.material.days, is_past=telling.is_past)
    charts = {chart.name: chart for chart in drawn}
    return tuple(
        Pictured(chart.heading, chart.reading, (chart.picture,))
        if chart.picture
        else Pictured(chart.heading, chart.nothing.text, ())
        for chart in map(charts.__getitem__, ON_PAPER)
    )


def judgement_pictures(telling: Telling) -> tuple[Pictured, ...]:
    """The judgements of the latest graded inspection, and how the council was judged before."""
    return tuple(_judgement_pictures(telling))


def _judgement_pictures(telling: Telling) -> Iterator[Pictured]:
    grades = telling.material.grades
    history = judgement_picture(grades, telling.frameworks)
    latest = _latest(grades, telling)
    if latest is None or history is None:
        yield Pictured("Judgements in pictures", "No grade of the council is recorded.", ())
        return
    yield Pictured(
        "The latest judgements",
        "The picture has each judgement of the council’s latest graded inspection.",
        (latest,),
    )
    if len({one.id for one in grades}) < 2:
        said = "No earlier graded inspection of the council is recorded."
        yield Pictured("Judgements over time", said, ())
        return
    yield Pictured(
        "Judgements over time",
        "The picture has every graded inspection of the council that was known by then, in the "
        "order in which inspectors came.",
        (history,),
    )


def _latest(grades: Sequence[GradeGiven], telling: Telling) -> Picture | None:
    """Of inspections whose framework is not installed or whose grades have no place, none."""
    ordered = sorted(grades, key=lambda one: (one.fieldwork_start_on, one.id), reverse=True)
    for newest in dict.fromkeys((one.id, one.title) for one in ordered):
        its = [one for one in grades if one.id == newest[0]]
        drawn = judgement_picture(
            its, telling.frameworks, ident="latest-judgements", title=f"Judgements of “{newest[1]}”"
        )
        if drawn is not None:
            return drawn
    return None
