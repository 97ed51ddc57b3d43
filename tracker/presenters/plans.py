"""Plans in words: the list, the head of a plan's page, and its steps from draft to closed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.references import next_reference
from tracker.domain.vocabulary import PLAN_STEPS, PlanStage
from tracker.models import Plan
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.words import (
    LABELS,
    Link,
    choices,
    count_words,
    day_words,
    tag,
)
from tracker.queries.listing import Page

Url = Callable[..., str]

NOUN = ("plan", "plans")
DEFAULT_SORT = "stage"
COLUMNS = (
    Column("plan", "Plan", "link", sort="title", header=True),
    Column("stage", "Stage", "tag", sort="stage"),
    Column("board", "Board"),
    Column("adopted", "Adopted", sort="adopted"),
    Column("actions", "Actions", "link", fixed=True),
    Column("overdue", "Overdue", "link", fixed=True),
)
CSV_HEADER = (
    "Plan",
    "Version",
    "Phase",
    "Stage",
    "Board",
    "Adopted",
    "Submitted",
    "Closed",
    "Actions",
    "Complete",
    "Overdue",
)


def revision_words(revision: str, phase: str | None) -> str:
    """Such as "Version 2, phase 1: stabilise"; a version that names itself is left as it is."""
    words = revision if revision[:1].isalpha() else f"Version {revision}"
    return f"{words}, {phase}" if phase else words


def plan_rows(rows: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """The list's rows; the numbers lead to exactly the actions that they count."""
    return [_row(row, url("actions.of_plan", plan_id=row.id), url) for row in rows]


def _row(row: Any, actions: str, url: Url) -> dict[str, Any]:
    href = url("plans.show", plan_id=row.id)
    done = f"{row.complete:,} complete" if row.actions else ""
    overdue = f"{actions}?concern=overdue" if row.overdue else ""
    return {
        "plan": Link(row.title, href, revision_words(row.revision, row.phase)),
        "stage": tag(row.stage),
        "board": row.board or "No board",
        "adopted": day_words(row.adopted_on, "Not yet"),
        "actions": Link(count_words(row.actions, "action", "actions"), actions, done),
        "overdue": Link(f"{row.overdue:,} overdue" if row.overdue else "None", overdue),
    }


def plans_page(page: Page[Any], address: Address, url: Url) -> ListPage:
    """The list of plans as its page shows it."""
    groups = [FilterGroup("stage", "Stage", options=choices(PlanStage))]
    return list_page(
        page,
        plan_rows(page.rows, url),
        COLUMNS,
        groups,
        address,
        default_sort=DEFAULT_SORT,
        noun=NOUN,
    )


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet."""
    for row in rows:
        days = (row.adopted_on, row.submitted_on, row.closed_on)
        yield (
            row.title,
            row.revision,
            row.phase or "",
            LABELS[row.stage],
            row.board or "",
            *(day.isoformat() if day else "" for day in days),
            str(row.actions),
            str(row.complete),
            str(row.overdue),
        )


def trail(plan: Plan, url: Url) -> list[dict[str, str]]:
    """The way to a page beneath a plan."""
    return [
        {"text": "Plans", "href": url("plans.index")},
        {"text": plan.title, "href": url("plans.show", plan_id=plan.id)},
    ]


def head(plan: Plan, answered: Sequence[Any], today: date, url: Url) -> dict[str, Any]:
    """The head of a plan's page: its stage as a tag, its version, and the facts beneath."""
    dates = [
        ("Adopted", plan.adopted_on),
        ("Submitted", plan.submitted_on),
        ("Closed", plan.closed_on),
    ]
    facts: list[dict[str, Any]] = [
        {
            "key": "Overseen by",
            "value": plan.board.name if plan.board else "",
            "href": url("boards.show", board_id=plan.board_id) if plan.board_id else "",
            "missing": "No board yet",
        },
        *({"key": key, "value": day_words(day)} for key, day in dates if day is not None),
    ]
    return {
        "stage": tag(plan.stage),
        "revision": revision_words(plan.revision, plan.phase),
        "facts": facts,
        "answers": [
            Link(row.title, url("inspections.show", inspection_id=row.id)) for row in answered
        ],
        "as_at": day_words(today),
        "is_open": plan.stage is not PlanStage.CLOSED,
        "is_draft": plan.stage is PlanStage.DRAFT,
    }


@dataclass(frozen=True)
class Step:
    """A plan's step to another stage, as its confirmation page words it."""

    to: PlanStage
    endpoint: str
    question: str
    button: str
    done: str
    date: str
    consequences: tuple[str, ...]
    final: bool = False


STEPS: Mapping[PlanStage, Step] = {
    step.to: step
    for step in (
        Step(
            PlanStage.ADOPTED,
            "plans.adopt",
            "Adopt this plan?",
            "Adopt this plan",
            "Plan adopted",
            "Date of adoption",
            (
                "From now on the plan is in force, and its owners see their actions.",
                "The due dates as they stand now are kept for ever as the first dates.",
                "Each later move needs a reason, and the board sees it.",
            ),
        ),
        Step(
            PlanStage.SUBMITTED,
            "plans.submit",
            "Was this plan submitted?",
            "Note that it was submitted",
            "Plan submitted",
            "Date of submission",
            (
                "Say on which day it was sent off as the council’s statement of action.",
                "It can still be changed afterwards.",
            ),
        ),
        Step(
            PlanStage.CLOSED,
            "plans.close",
            "Close this plan?",
            "Close this plan",
            "Plan closed",
            "Date of closing",
            (
                "A closed plan stays to be read, but nothing in it changes any more.",
                "No update, no date, no owner: this cannot be undone.",
            ),
            final=True,
        ),
    )
}
"""Each step by the stage to which it leads."""


def next_steps(plan: Plan, url: Url) -> list[dict[str, Any]]:
    """The steps that the plan may take from its stage, as links."""
    return [
        {"text": step.button, "href": url(step.endpoint, plan_id=plan.id), "final": step.final}
        for step in STEPS.values()
        if (plan.stage, step.to) in PLAN_STEPS
    ]


def day_before(plan: Plan, to: PlanStage) -> date | None:
    """The day of the latest step that the plan has taken; none for a draft's first."""
    days = [day for day in (plan.adopted_on, plan.submitted_on) if day is not None]
    return max(days) if days and to is not PlanStage.ADOPTED else None


def inspection_choices(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Inspections as choices, each with the day of its publication."""
    return [
        (
            str(row.id),
            f"{row.title}, published {day_words(row.published_on)}"
            if row.published_on
            else row.title,
        )
        for row in rows
    ]


def answer_versions(
    saved: Collection[str], ticked: Collection[str], choices: Sequence[tuple[str, str]]
) -> list[ConflictRow]:
    """Which inspections are saved as answered beside those that were ticked."""
    theirs, yours = (
        "\n".join(words for key, words in choices if key in keys) or "None"
        for keys in (saved, ticked)
    )
    return [ConflictRow("Inspections", theirs, yours, theirs != yours)]


def next_letter(plan: Plan) -> str:
    """The letter or number that a new priority is likely to have."""
    letters = [priority.letter for priority in plan.priorities]
    if not letters:
        return "A"
    last = letters[-1]
    if len(last) == 1 and last.isascii() and last.isalpha() and last.upper() != "Z":
        return chr(ord(last) + 1)
    return next_reference(letters) if last.isdigit() else ""
