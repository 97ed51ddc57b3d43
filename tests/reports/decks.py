"""Decks for the tests of slides, made of snapshots as the page of charts is."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from pptx import Presentation

from tests.rules.pictured import DAY, action, key, priority, snapshot
from tracker.charts.judgement_history import judgement_history
from tracker.charts.judgements import Judged, Mark, Strand
from tracker.charts.picture import Picture
from tracker.domain.pictures import MilestonePicture
from tracker.domain.ratings import spelt_out, words_of
from tracker.domain.snapshot import PlanSnapshot
from tracker.domain.vocabulary import Delivery
from tracker.presenters.plan_charts import charts_of
from tracker.presenters.plan_slides import Meeting, plan_slides
from tracker.reports.slide_parts import Deck
from tracker.reports.slides import slides

MEETING = Meeting("Riverford Council", "")
ORDER = list(Delivery)
LONG = "Answer every contact within one working day and tell the referrer what was decided, "


def plan(number: int, title: str = LONG, **more: Any) -> PlanSnapshot:
    """A plan of three priorities and so many actions, each fifth without a date."""
    actions = [_action(n, f"{title} {n}", **more) for n in range(number)]
    heads = [priority(n) for n in (1, 2, 3)]
    steps = [_step(n) for n in range(0, min(number, 12), 4)]
    made = snapshot(*heads, *actions, *steps)
    return replace(made, words=spelt_out(words_of(None)))


def _action(number: int, title: str, **more: Any) -> Any:
    first = DAY + timedelta(days=number % 90 - 30)
    values: dict[str, Any] = {
        "priority_id": priority(number % 3 + 1).id,
        "title": title,
        "start_on": first - timedelta(days=60) if number % 2 else None,
        "first_due_on": first,
        "due_on": None if number % 5 == 4 else first + timedelta(days=number % 40),
        "delivery": ORDER[number % len(ORDER)],
        "delivery_reason": "Two of five posts are empty",
        "recovery": "A second round of interviews",
    }
    return action(number, **{**values, **more})


def _step(number: int) -> MilestonePicture:
    return MilestonePicture(
        id=key(9000 + number),
        action_id=key(100 + number),
        title=f"Half of it, {number}",
        due_on=DAY + timedelta(days=number),
        done_on=None,
    )


def judged(inspections: int = 3, strand: str = "Overall") -> Picture:
    """Judgements of so many inspections, one every two years."""
    grades = (("Good", "positive", 2), ("Inadequate", "serious", 4))
    strands = [Strand(str(n), f"{strand} {n}") for n in range(8)]
    found = [
        Judged(
            date(2000 + 2 * at, 6, 1),
            "ILACS",
            tuple(_mark(one.key, *grades[(at + n) % 2]) for n, one in enumerate(strands[:-1])),
        )
        for at in range(inspections)
    ]
    return judgement_history(strands, found, title="Overall: good in 2026", ident="j")


def _mark(strand: str, words: str, tone: str, rank: int) -> Mark:
    return Mark((strand,), words, tone, rank, 4)


def deck(made: PlanSnapshot, history: Picture | None = None, **more: Any) -> Deck:
    """The deck of a plan that stood in the same way a month earlier."""
    before = replace(made, as_at=DAY - timedelta(days=30), actions=made.actions[1:])
    charts = charts_of([before, made], history or judged())
    drawn = plan_slides(charts, made, before, MEETING, lambda *_names, **_values: "/")
    return replace(drawn, **more)


def read(content: bytes) -> Any:
    """The presentation, read back."""
    return Presentation(io.BytesIO(content))


def made(number: int, title: str = LONG, **more: Any) -> bytes:
    """The slides of a plan."""
    return slides(deck(plan(number, title, **more)))
