"""Progress on a plan, as the sentences, rows and pictures of a cabinet report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from tracker.charts.picture import Picture
from tracker.charts.pieces import Part
from tracker.charts.progress_by_priority import PriorityProgress, progress_by_priority
from tracker.domain.ratings import RatingWords
from tracker.domain.vocabulary import Delivery, PlanStage, VerdictKind
from tracker.presenters.overview import concern_figures, progress_rows, rating_figures
from tracker.presenters.ratings import tone_of
from tracker.presenters.words import LABELS, TONES, count_words, day_words
from tracker.queries.cabinet import CabinetRecords, Completion
from tracker.queries.plans import Tally
from tracker.reports.parts import (
    Answered,
    Figure,
    Point,
    PriorityRow,
    Recommendations,
    Said,
    Status,
)

MOST_IN_A_PICTURE = 8
"""Priorities in one picture: more would not fit a page beside their words."""

PRESSING = {
    "overdue": "overdue",
    "stuck": "held up by an obstacle",
    "due_soon": "due within 30 days",
}
"""The concerns that the last paragraph names."""


def nowhere(_endpoint: str, **_values: Any) -> str:
    """Addresses of pages, as a paper has them: none."""
    return ""


def listed(words: Sequence[str]) -> str:
    """Such as "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def priorities(records: CabinetRecords) -> tuple[PriorityRow, ...]:
    """The plan's priorities, in its order."""
    accountable = {row.id: row.title for row in records.directors}
    return tuple(
        PriorityRow(
            priority.letter,
            priority.title,
            priority.difference or "Not stated",
            accountable.get(priority.id, "Nobody named"),
        )
        for priority in records.plan.priorities
    )


def oversight(records: CabinetRecords) -> tuple[Said, ...]:
    """The boards that oversee the plan, and the other bodies that have met since it began."""
    is_closed = records.plan.stage is PlanStage.CLOSED
    over, others = [], []
    for row in records.boards:
        if row.oversees and not _ended_before(row, records.begun_on):
            over.append(Point(_board(row, is_closed=is_closed), lead=row.name))
        elif row.held:
            others.append(Point(_met(row), lead=row.name))
    verb = "was" if is_closed else "is"
    said = [
        Said(f"The plan {verb} overseen by:", tuple(over))
        if over
        else Said("No board that oversees the plan is recorded.")
    ]
    if others:
        since = f" since {day_words(records.begun_on)}" if records.begun_on else ""
        said.append(Said(f"Meetings of other bodies are recorded{since}:", tuple(others)))
    return tuple(said)


def _ended_before(board: Any, begun_on: date | None) -> bool:
    return bool(board.ended_on and begun_on and board.ended_on <= begun_on)


def _board(row: Any, *, is_closed: bool) -> str:
    chair = row.chair_note or (f"Chaired by {row.chair}" if row.chair else "No chair is recorded")
    said = [chair, _met(row).rstrip(".")]
    if row.ended_on:
        said.append(f"It ended on {day_words(row.ended_on)}")
    elif row.next_on and not is_closed:
        said.append(f"Its next meeting is on {day_words(row.next_on)}")
    return " ".join(f"{sentence.rstrip('.')}." for sentence in said)


def _met(row: Any) -> str:
    if not row.held:
        return "No meeting is recorded yet."
    if row.held == 1:
        return f"One meeting, on {day_words(row.last_on)}."
    return f"{row.held:,} meetings, the last on {day_words(row.last_on)}."


def completions_by_priority(records: CabinetRecords) -> tuple[Said, ...]:
    """The complete actions under each priority, with what their owners said at the end."""
    done = {completion.action_id: completion for completion in records.completions}
    if not done:
        return (Said("No action of the plan is complete yet."),)
    by_priority: defaultdict[Any, list[Point]] = defaultdict(list)
    for action in records.actions:
        if action.id in done:
            by_priority[action.priority_id].append(_completed(action, done[action.id]))
    said = []
    for row in progress_rows(records.plan, records.overview, records.words, nowhere):
        points = tuple(by_priority.get(row["priority_id"], ()))
        total = records.overview.by_priority.get(row["priority_id"], Tally()).total
        if points:
            counted = f"{len(points):,} of {count_words(total, 'action', 'actions')}"
            verb = "is" if len(points) == 1 else "are"
            said.append(Said(f"{row['label']}. {counted} {verb} complete:", points))
    return tuple(said)


def _completed(action: Any, completion: Completion) -> Point:
    since = day_words(completion.completed_on)
    when = f"Complete since {since}." if since else ""
    words = " ".join(part for part in (completion.done, when) if part)
    return Point(words, lead=f"{action.reference} {action.title}")


def pictures(records: CabinetRecords) -> tuple[Picture, ...]:
    """Progress by priority as pictures: one as a rule, more where one would not fit a page."""
    rows = progress_rows(records.plan, records.overview, records.words, nowhere)
    drawn = [PriorityProgress(row["label"], _bar(row, records.words)) for row in rows]
    parts = _evenly(drawn)
    return tuple(
        progress_by_priority(part, title=_title(number, len(parts)), ident=f"progress-{number}")
        for number, part in enumerate(parts, start=1)
    )


def _evenly(drawn: Sequence[PriorityProgress]) -> list[Sequence[PriorityProgress]]:
    """As few pictures as are needed, none of them with much less than the others."""
    number = -(-len(drawn) // MOST_IN_A_PICTURE)
    size = -(-len(drawn) // number) if number else 1
    return [drawn[at : at + size] for at in range(0, len(drawn), size)]


def _bar(row: dict[str, Any], words: RatingWords) -> tuple[Part, ...]:
    """Every rating, also those without actions: so each picture's table has the same columns."""
    numbers = {part["rating"]: part["number"] for part in row["parts"]}
    return tuple(
        Part(words.name(rating), numbers.get(rating, 0), tone_of(rating))
        for rating in words.delivery
    )


def _title(number: int, of: int) -> str:
    return "Progress by priority" if of == 1 else f"Progress by priority, {number} of {of}"


def recommendations_said(records: CabinetRecords) -> tuple[str, ...]:
    """How many recommendations there are, how many no action answers, and the latest verdicts."""
    number = len(records.recommendations)
    if not number:
        return ("No recommendation is recorded.",)
    acted_on = {row.id for row in records.answers}
    loose = sum(row.id not in acted_on for row in records.recommendations)
    said = [
        f"The plan concerns {count_words(number, 'recommendation', 'recommendations')}. "
        + (
            f"No action answers {loose:,} of them."
            if loose
            else "Actions answer every one of them."
        )
    ]
    return (*said, *_verdicts_said(records))


def _verdicts_said(records: CabinetRecords) -> Iterator[str]:
    latest = Counter(row.verdict for row in records.verdicts if row.turn == 1)
    if not latest:
        yield "No visit has said yet what became of them."
        return
    counted = [
        f"{latest[verdict]:,} {LABELS[verdict].lower()}"
        for verdict in VerdictKind
        if latest[verdict]
    ]
    without = len(records.recommendations) - latest.total()
    counted += [f"{without:,} without a verdict"] if without else []
    yield f"Inspectors’ latest verdicts on them are: {listed(counted)}."


def recommendations(records: CabinetRecords) -> tuple[Recommendations, ...]:
    """Each recommendation with the actions that answer it and what visits said, by inspection."""
    references = {action.id: action.reference for action in records.actions}
    answers: defaultdict[Any, list[str]] = defaultdict(list)
    for row in records.answers:
        answers[row.id].append(references[row.action_id])
    order = {reference: at for at, reference in enumerate(references.values())}
    verdicts: defaultdict[Any, list[Status]] = defaultdict(list)
    for row in records.verdicts:
        if row.verdict is not VerdictKind.NOT_LOOKED_AT or row.turn == 1:
            verdicts[row.recommendation_id].append(_verdict(row))
    groups = groupby(records.recommendations, key=lambda row: (row.inspection_id, row.inspection))
    return tuple(
        Recommendations(
            inspection,
            tuple(
                Answered(
                    row.reference or "Not numbered",
                    row.text,
                    ", ".join(sorted(answers[row.id], key=order.__getitem__)) or "No action",
                    tuple(verdicts[row.id]),
                )
                for row in rows
            ),
        )
        for (_id, inspection), rows in groups
    )


def _verdict(row: Any) -> Status:
    # Most visits are called after their month; the day would only say it again.
    is_dated = str(row.visited_on.year) in row.visit
    visit = row.visit if is_dated else f"{row.visit}, {day_words(row.visited_on)}"
    return Status(LABELS[row.verdict], TONES.get(row.verdict, "neutral"), visit)


def figures(records: CabinetRecords) -> tuple[Figure, ...]:
    """The figures of the plan's overview page, with what each means."""
    plan, overview = records.plan, records.overview
    rows = [
        *rating_figures(plan, overview, records.words, nowhere),
        *concern_figures(plan, overview, nowhere),
    ]
    meanings = {
        "Actions": "All actions of the plan",
        **{
            records.words.name(rating): f"Rated “{records.words.name(rating)}” by their owners"
            for rating in records.words.delivery
        },
    }
    return tuple(
        Figure(row["text"], row["number"], row.get("note") or meanings.get(row["text"], ""))
        for row in rows
    )


def closing(records: CabinetRecords, as_at: str) -> tuple[str, ...]:
    """The report's last paragraphs: what is done, what is open, and what presses."""
    whole = records.overview.whole
    complete = whole.by_delivery.get(Delivery.COMPLETE, 0)
    if not whole.total:
        return ("The plan has no actions yet, so there is no progress to sum up.",)
    open_now = whole.total - complete
    all_of_them = count_words(whole.total, "action", "actions")
    said = [f"On {as_at}, {complete:,} of {all_of_them} had been completed."]
    if open_now:
        pressing = [
            f"{whole.by_concern[name]:,} {words}"
            for name, words in PRESSING.items()
            if whole.by_concern.get(name)
        ]
        of_them = f", of them {listed(pressing)}" if pressing else ""
        said.append(
            f"{count_words(open_now, 'action is', 'actions are')} still to be done{of_them}. "
            "The appendix names their owners and dates."
        )
    else:
        said.append(
            "All actions are complete. Whether they have helped children is for the evidence and "
            "for inspectors’ visits to show."
        )
    return tuple(said)
