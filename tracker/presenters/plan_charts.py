"""A plan's snapshots as pictures: which days are drawn, what each picture says, and how it is read.

Names and order of the ratings are those of the newest snapshot, so that one picture has one key.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tracker.charts.picture import Picture
from tracker.charts.pieces import Part
from tracker.charts.progress_by_priority import PriorityProgress, progress_by_priority
from tracker.charts.ratings_over_time import Standing, ratings_over_time
from tracker.charts.slips import Slip, slips
from tracker.charts.spans import Band, Span, Step
from tracker.charts.timeline import timeline
from tracker.domain.day_figures import DayFigures, figures_on
from tracker.domain.pictures import ActionPicture, MilestonePicture
from tracker.domain.ratings import RatingWords, read_back
from tracker.domain.slips import is_slip
from tracker.domain.snapshot import PlanSnapshot, is_done, live
from tracker.domain.vocabulary import DateChangeState, Delivery
from tracker.presenters.ratings import tone_of
from tracker.presenters.words import count_words, day_words, due_words


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


def charts_of(snapshots: Sequence[PlanSnapshot], judged: Picture | Nothing) -> list[Chart]:
    """The charts of a plan; ``snapshots`` are of several days, the newest last.

    ``judged`` is the judgement history of the council as far as the reader may see it, or why there
    is none.
    """
    last = snapshots[-1] if snapshots else None
    charts = charts_from(last, [figures_on(snapshot) for snapshot in snapshots])
    return [*charts, _judgements(judged), *NOT_RECORDED]


def charts_from(
    last: PlanSnapshot | None, days: Sequence[DayFigures], *, is_past: bool = False
) -> list[Chart]:
    """The pictures of a plan from its newest snapshot, and its figures up to that day.

    Of a day that ``is_past`` their titles tell in the past tense.
    """
    if last is None or not live(last.actions):
        return [_progress(None), _over_time(None, ()), _slips(None), _timeline(None)]
    return [
        _progress(last),
        _over_time(last, days),
        _slips(last, is_past=is_past),
        _timeline(last, is_past=is_past),
    ]


LOOSE: Final = "Actions without a priority"
NO_ACTIONS: Final = Nothing(
    "No actions yet", "Once the plan has actions, this shows how far they have come."
)
NOT_RECORDED: Final = tuple(
    Chart(name, heading, "", None, Nothing("Not recorded", f"The plan has no {name} yet."))
    for name, heading in (("measures", "Measures"), ("risks", "Risks"))
)
"""What a board asks for and is not recorded yet: it is told, so that nobody takes it for none."""


NO_JUDGEMENTS: Final = Nothing("No judgements yet", "No inspection with grades is recorded.")


def _judgements(judged: Picture | Nothing) -> Chart:
    return Chart(
        "judgement-history",
        "Judgement history",
        "A row for each judgement, a column for each inspection of the council that gave a grade. "
        "A grade that was given for several judgements together spans their rows.",
        judged if isinstance(judged, Picture) else None,
        judged if isinstance(judged, Nothing) else NO_JUDGEMENTS,
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
    title = progress_title(snapshot)
    return progress_by_priority(progress_bars(snapshot), title=title, ident="progress-picture")


def progress_bars(snapshot: PlanSnapshot) -> list[PriorityProgress]:
    """A bar for each standing priority, and last one for the actions without a priority."""
    words = read_back(snapshot.words)
    return [
        PriorityProgress(name, tuple(_parts(actions, words, words.delivery)))
        for name, actions in by_priority(snapshot)
    ]


def progress_title(snapshot: PlanSnapshot) -> str:
    """Such as "3 of 10 actions complete on 8 December 2015"."""
    done = sum(map(is_done, live(snapshot.actions)))
    total = count_words(len(live(snapshot.actions)), "action", "actions")
    return f"{done:,} of {total} complete on {day_words(snapshot.as_at)}"


def by_priority(snapshot: PlanSnapshot) -> list[tuple[str, list[ActionPicture]]]:
    """Every standing priority with its actions, in the plan's order, and last those without one."""
    priorities = sorted(live(snapshot.priorities), key=lambda one: (one.sort_key, one.id))
    names = {one.id: f"{one.letter}: {one.title}" for one in priorities}
    under: dict[uuid.UUID | None, list[ActionPicture]] = defaultdict(list)
    for action in _ordered(live(snapshot.actions)):
        under[action.priority_id if action.priority_id in names else None].append(action)
    found = [(name, under[key]) for key, name in names.items()]
    return [*found, (LOOSE, under[None])] if under[None] else found


def _over_time(last: PlanSnapshot | None, days: Sequence[DayFigures]) -> Chart:
    return Chart(
        "ratings-over-time",
        "Ratings over time",
        "A column for the end of each day, complete actions lowest. The solid line is how many "
        "actions were due by then by the dates first given, the broken line by the dates that "
        "held on that day. Where complete actions stay below a line, the plan is behind it.",
        _over_time_picture(last, days) if last else None,
        NO_ACTIONS,
    )


def _over_time_picture(newest: PlanSnapshot, figures: Sequence[DayFigures]) -> Picture:
    words = read_back(newest.words)
    days = [_standing(one, words) for one in figures]
    if newest.plan.closed_on is not None and _is_as_before(days):
        # What was closed long ago and stands as it was needs no column for today.
        days.pop()
    last = days[-1]
    verb = "was" if last.due_by_first == 1 else "were"
    title = (
        f"{last.parts[0].number:,} of {count_words(last.total, 'action', 'actions')} complete on "
        f"{day_words(last.on)}; {last.due_by_first:,} {verb} due by their first dates"
    )
    return ratings_over_time(days, title=title, ident="ratings-over-time-picture")


def _is_as_before(days: Sequence[Standing]) -> bool:
    return len(days) > 1 and replace(days[-1], on=days[-2].on) == days[-2]


def _standing(day: DayFigures, words: RatingWords) -> Standing:
    # Complete comes first, whatever the council's order: the lines are measured against it.
    order = sorted(words.delivery, key=lambda one: one is not Delivery.COMPLETE)
    parts = (Part(words.name(one), day.number(one), tone_of(one)) for one in order)
    return Standing(day.on, tuple(parts), day.due_by_first, day.due_by_present)


def _parts(
    actions: Sequence[ActionPicture], words: RatingWords, order: Iterable[Delivery]
) -> Iterator[Part]:
    for rating in order:
        number = sum(one.delivery is rating for one in actions)
        yield Part(words.name(rating), number, tone_of(rating))


def _slips(snapshot: PlanSnapshot | None, *, is_past: bool = False) -> Chart:
    found = _slips_of(snapshot) if snapshot else []
    return Chart(
        "slips",
        "Slips",
        "A bar for each action that is due later than first planned, from its first date to its "
        "present one, with a stroke at each date that it was moved to on the way. An action whose "
        "date was taken away has an open bar.",
        _slips_picture(snapshot, found, is_past=is_past) if snapshot and found else None,
        Nothing("No slips", "No action is due later than first planned."),
    )


def _slips_picture(snapshot: PlanSnapshot, found: Sequence[Slip], *, is_past: bool) -> Picture:
    of = count_words(len(live(snapshot.actions)), "action", "actions")
    one, several = ("was", "were") if is_past else ("is", "are")
    verb = one if len(found) == 1 else several
    title = f"{len(found):,} of {of} {verb} due later than first planned"
    furthest = max(found, key=lambda one: one.days or 0)
    title += f", by up to {furthest.length}" if furthest.days else ""
    return slips(found, today=_line_of_today(snapshot), title=title, ident="slips-picture")


def _slips_of(snapshot: PlanSnapshot) -> list[Slip]:
    """The standing actions whose date is later than the first one, or was taken away."""
    moves = defaultdict(list)
    agreed = [one for one in snapshot.date_changes if one.state is DateChangeState.AGREED]
    for change in sorted(agreed, key=lambda one: (one.decided_on or date.min, one.id)):
        moves[change.action_id].append(change.to_on)
    return [
        Slip(_name(action), action.first_due_on, action.due_on, tuple(moves[action.id]))
        for action in _ordered(live(snapshot.actions))
        if action.first_due_on is not None and is_slip(action.first_due_on, action.due_on)
    ]


def _timeline(snapshot: PlanSnapshot | None, *, is_past: bool = False) -> Chart:
    return Chart(
        "timeline",
        "Timeline",
        "Each action from its start to its due date, or only its due date where no start is "
        "stated. A long plan has a row for each priority, with a mark where each action is due.",
        _timeline_picture(snapshot, is_past=is_past) if snapshot else None,
        NO_ACTIONS,
    )


def _timeline_picture(snapshot: PlanSnapshot, *, is_past: bool) -> Picture:
    steps = defaultdict(list)
    for milestone in live(snapshot.milestones):
        if (step := _step(milestone)) is not None:
            steps[milestone.action_id].append(step)
    words = read_back(snapshot.words)
    bands = [
        Band(name, tuple(_span(action, words, steps[action.id]) for action in actions))
        for name, actions in by_priority(snapshot)
    ]
    return timeline(
        bands,
        ratings=[(words.name(rating), tone_of(rating)) for rating in words.delivery],
        today=_line_of_today(snapshot),
        title=_timeline_title(live(snapshot.actions), is_past=is_past),
        ident="timeline-picture",
    )


def _timeline_title(actions: Sequence[ActionPicture], *, is_past: bool) -> str:
    still = [one for one in actions if not is_done(one)]
    due = [one.due_on for one in still or actions if one.due_on is not None]
    of = count_words(len(actions), "action", "actions")
    said = f"{len(still):,} of {of} still to be done" if still else f"{of}, all complete"
    verb = "is" if still and not is_past else "was"
    return f"{said}; the last {verb} due on {day_words(max(due))}" if due else said


def _span(action: ActionPicture, words: RatingWords, steps: Sequence[Step]) -> Span:
    return Span(
        _name(action),
        action.start_on,
        action.due_on,
        words.name(action.delivery),
        tone_of(action.delivery),
        due_words(action.due_on, action.due_text),
        tuple(sorted(steps, key=lambda one: one.on)),
    )


def _step(milestone: MilestonePicture) -> Step | None:
    on = milestone.done_on or milestone.due_on
    return Step(milestone.title, on, is_done=milestone.done_on is not None) if on else None


def _line_of_today(snapshot: PlanSnapshot) -> date | None:
    """The day of the snapshot, unless the plan was closed by then: it needs no room up to today."""
    return snapshot.as_at if snapshot.plan.closed_on is None else None


def _ordered(actions: Iterable[ActionPicture]) -> list[ActionPicture]:
    return sorted(actions, key=lambda one: (one.sort_key, one.id))


def _name(action: ActionPicture) -> str:
    return f"{action.reference} {action.title}"
