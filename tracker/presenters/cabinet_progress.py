"""Progress on a plan, as the sentences and rows of a cabinet report."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from tracker.domain.pictures import ActionPicture
from tracker.domain.report_questions import (
    Overseer,
    Told,
    begun_on,
    concerned,
    overseers,
    verdicts_on,
)
from tracker.domain.snapshot import is_done, live
from tracker.domain.surroundings import RecommendationPicture
from tracker.domain.vocabulary import Delivery, PlanStage, VerdictKind
from tracker.presenters.cabinet_telling import Telling, listed, nowhere
from tracker.presenters.overview import concern_figures, rating_figures
from tracker.presenters.plan_charts import by_priority
from tracker.presenters.words import LABELS, TONES, count_words, day_words
from tracker.reports.parts import (
    Answered,
    Figure,
    Point,
    PriorityRow,
    Recommendations,
    Said,
    Status,
)

PRESSING: Final = {
    "overdue": "overdue",
    "stuck": "held up by an obstacle",
    "due_soon": "due within 30 days",
}
"""The concerns that the last paragraph names."""

ON_PAPER: Final = {
    "Due in 30 days": "Not complete, and due within the 30 days from the day of this report on",
    "No update in 30 days": "Not complete, and no update in the 30 days before this report",
}
"""What figures mean on paper that a page explains from today."""

MEASURES: Final = ("Not recorded: measures of what has changed for children.",)
RISKS: Final = ("Not recorded: risks to the plan.",)


def priorities(telling: Telling) -> tuple[PriorityRow, ...]:
    """The plan's priorities, in its order."""
    found = sorted(live(telling.snapshot.priorities), key=lambda one: (one.sort_key, one.id))
    return tuple(
        PriorityRow(
            one.letter,
            one.title,
            one.difference or "Not stated",
            telling.shown.director(one) or "Nobody named",
        )
        for one in found
    )


def oversight(telling: Telling) -> tuple[Said, ...]:
    """The boards that oversee the plan, and the other bodies that have met since it began."""
    began = begun_on(telling.snapshot)
    over, others = [], []
    for one in overseers(telling.snapshot):
        ended_on = one.board.ended_on
        ended_before = ended_on is not None and began is not None and ended_on <= began
        if one.oversees and not ended_before:
            over.append(Point(_board(one, telling), lead=one.board.name))
        elif one.held:
            others.append(Point(_met(one, telling), lead=one.board.name))
    verb = "was" if _is_closed(telling) else telling.verb("is", "was")
    said = [
        Said(f"The plan {verb} overseen by:", tuple(over))
        if over
        else Said(f"No board that oversees the plan {telling.verb('is', 'was')} recorded.")
    ]
    if others:
        recorded = telling.verb("are recorded", "were recorded")
        since = f" since {day_words(began)}" if began else ""
        said.append(Said(f"Meetings of other bodies {recorded}{since}:", tuple(others)))
    return tuple(said)


def _is_closed(telling: Telling) -> bool:
    return telling.snapshot.plan.stage is PlanStage.CLOSED


def _board(one: Overseer, telling: Telling) -> str:
    board = one.board
    chair = board.chair_note or (
        f"Chaired by {one.chair}" if one.chair else f"No chair {telling.verb('is', 'was')} recorded"
    )
    said = [chair, _met(one, telling).rstrip(".")]
    if board.ended_on:
        said.append(f"It ended on {day_words(board.ended_on)}")
    elif one.next_on and not _is_closed(telling):
        verb = telling.verb("is", "was to be")
        said.append(f"Its next meeting {verb} on {day_words(one.next_on)}")
    return " ".join(f"{sentence.rstrip('.')}." for sentence in said)


def _met(one: Overseer, telling: Telling) -> str:
    if not one.held:
        return f"No meeting {telling.verb('is', 'was')} recorded yet."
    if one.held == 1:
        return f"One meeting, on {day_words(one.last_on)}."
    return f"{one.held:,} meetings, the last on {day_words(one.last_on)}."


def completions_by_priority(telling: Telling) -> tuple[Said, ...]:
    """The complete actions under each priority, with what their owners said at the end."""
    if not any(map(is_done, telling.actions)):
        return (Said(f"No action of the plan {telling.verb('is', 'was')} complete yet."),)
    words = {one.action_id: one.done for one in telling.snapshot.updates}
    said = []
    for name, actions in by_priority(telling.snapshot):
        points = tuple(_completed(one, words.get(one.id, "")) for one in actions if is_done(one))
        if points:
            counted = f"{len(points):,} of {count_words(len(actions), 'action', 'actions')}"
            one, several = telling.verb("is", "was"), telling.verb("are", "were")
            verb = one if len(points) == 1 else several
            said.append(Said(f"{name}. {counted} {verb} complete:", points))
    return tuple(said)


def _completed(action: ActionPicture, done: str) -> Point:
    since = day_words(action.completed_on)
    when = f"Complete since {since}." if since else ""
    words = " ".join(part for part in (done, when) if part)
    return Point(words, lead=f"{action.reference} {action.title}")


def _answers(telling: Telling) -> Mapping[uuid.UUID, list[str]]:
    """The references of the actions that answer each recommendation, in the plan's order."""
    asked = defaultdict(set)
    for link in live(telling.snapshot.links):
        asked[link.action_id].add(link.recommendation_id)
    found: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    for action in telling.actions:
        for recommendation_id in asked[action.id]:
            found[recommendation_id].append(action.reference)
    return found


def recommendations_said(telling: Telling) -> tuple[str, ...]:
    """How many recommendations there are, how many no action answers, and the latest verdicts."""
    asked = concerned(telling.snapshot)
    if not asked:
        return (f"No recommendation {telling.verb('is', 'was')} recorded.",)
    acted_on = _answers(telling)
    loose = sum(one.id not in acted_on for one in asked)
    number = count_words(len(asked), "recommendation", "recommendations")
    concerns = telling.verb("concerns", "concerned")
    answers, answer = telling.verb("answers", "answered"), telling.verb("answer", "answered")
    said = f"The plan {concerns} {number}. " + (
        f"No action {answers} {loose:,} of them."
        if loose
        else f"Actions {answer} every one of them."
    )
    return (said, *_verdicts_said(asked, verdicts_on(telling.snapshot, asked), telling))


def _verdicts_said(
    asked: Sequence[RecommendationPicture], told: Sequence[Told], telling: Telling
) -> Iterator[str]:
    latest = Counter(one.verdict.verdict for one in told if one.counts)
    if not latest:
        yield f"No visit {telling.verb('has', 'had')} said yet what became of them."
        return
    counted = [
        f"{latest[verdict]:,} {LABELS[verdict].lower()}"
        for verdict in VerdictKind
        if latest[verdict]
    ]
    without = len(asked) - latest.total()
    counted += [f"{without:,} without a verdict"] if without else []
    verb = telling.verb("are", "were")
    yield f"Inspectors’ latest verdicts on them {verb}: {listed(counted)}."


def recommendations(telling: Telling) -> tuple[Recommendations, ...]:
    """Each recommendation with the actions that answer it and what visits said, by inspection."""
    titles = {one.id: one.title for one in telling.snapshot.inspections}
    asked, answers = concerned(telling.snapshot), _answers(telling)
    verdicts: defaultdict[Any, list[Status]] = defaultdict(list)
    for one in verdicts_on(telling.snapshot, asked):
        if one.verdict.verdict is not VerdictKind.NOT_LOOKED_AT or one.counts:
            verdicts[one.verdict.recommendation_id].append(_verdict(one))
    return tuple(
        Recommendations(
            titles[inspection_id],
            tuple(
                Answered(
                    one.reference or "Not numbered",
                    one.text,
                    ", ".join(answers.get(one.id, ())) or "No action",
                    tuple(verdicts[one.id]),
                )
                for one in rows
            ),
        )
        for inspection_id, rows in groupby(asked, key=lambda one: one.inspection_id)
    )


def _verdict(told: Told) -> Status:
    # Most visits are called after their month; the day would only say it again.
    title, visited_on = told.visit.title, told.visit.fieldwork_end_on
    visit = title if str(visited_on.year) in title else f"{title}, {day_words(visited_on)}"
    verdict = told.verdict.verdict
    return Status(LABELS[verdict], TONES.get(verdict, "neutral"), visit)


def figures(telling: Telling) -> tuple[Figure, ...]:
    """The figures of the plan's overview page, with what each means."""
    plan, overview, words = telling.snapshot.plan, telling.overview, telling.words
    rows = [
        *rating_figures(plan, overview, words, nowhere),
        *concern_figures(plan, overview, nowhere),
    ]
    meanings = {
        "Actions": "All actions of the plan",
        **{
            words.name(rating): f"Rated “{words.name(rating)}” by their owners"
            for rating in words.delivery
        },
    }
    return tuple(
        Figure(
            row["text"],
            row["number"],
            ON_PAPER.get(row["text"]) or row.get("note") or meanings.get(row["text"], ""),
        )
        for row in rows
    )


def closing(telling: Telling) -> tuple[str, ...]:
    """The report's last paragraphs: what is done, what is open, and what presses."""
    whole = telling.overview.whole
    if not whole.total:
        return ("The plan has no actions yet, so there is no progress to sum up.",)
    complete = whole.by_delivery.get(Delivery.COMPLETE, 0)
    all_of_them = count_words(whole.total, "action", "actions")
    said = f"On {telling.day}, {complete:,} of {all_of_them} had been completed."
    still_open = whole.total - complete
    return (said, _still_open(still_open, telling) if still_open else _all_complete(telling))


def _still_open(number: int, telling: Telling) -> str:
    concerns = telling.overview.whole.by_concern
    pressing = [
        f"{concerns[name]:,} {words}" for name, words in PRESSING.items() if concerns.get(name)
    ]
    of_them = f", of them {listed(pressing)}" if pressing else ""
    one, several = telling.verb("is", "was"), telling.verb("are", "were")
    to_do = count_words(number, f"action {one}", f"actions {several}")
    return f"{to_do} still to be done{of_them}. The appendix names their owners and dates."


def _all_complete(telling: Telling) -> str:
    return (
        f"All actions {telling.verb('are', 'were')} complete. Whether they have helped children is "
        "for the evidence and for inspectors’ visits to show."
    )
