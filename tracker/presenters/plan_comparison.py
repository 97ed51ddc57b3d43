"""Two days of a plan compared, in words: what came, went, changed, fell late and was done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tracker.domain.plan_comparison import PlanComparison, compare
from tracker.domain.snapshot import PlanSnapshot, live
from tracker.presenters.plans import revision_words
from tracker.presenters.snapshots import ActionRow, Shown
from tracker.presenters.words import day_words, label

Url = Callable[..., str]


@dataclass(frozen=True)
class WordChange:
    """A field with its old words and its new ones; an absent value is empty text."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class Changed:
    """An action, a priority or the plan, and what changed of it."""

    name: str
    href: str
    changes: Sequence[WordChange]


@dataclass(frozen=True)
class ComparisonPage:
    """What the page and the workbook show of two days."""

    added: Sequence[ActionRow]
    removed: Sequence[ActionRow]
    changed: Sequence[Changed]
    newly_late: Sequence[ActionRow]
    newly_done: Sequence[ActionRow]
    plan: Sequence[Changed]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not any(getattr(self, name) for name, _words, _tone in SECTIONS)


SECTIONS: Final = (
    ("added", "Added", "info"),
    ("removed", "Removed", "neutral"),
    ("changed", "Changed", "neutral"),
    ("newly_late", "Newly late", "serious"),
    ("newly_done", "Newly done", "done"),
    ("plan", "Plan and priorities changed", "neutral"),
)
"""The sections of a comparison in their order: name, words, and the tone of its figure."""

FIELDS: Final = (
    ("Reference", "reference"),
    ("Title", "title"),
    ("Priority", "priority"),
    ("Delivery", "delivery"),
    ("Reason and recovery", "reason"),
    ("Evidence, as rated", "evidence_rating"),
    ("Impact", "impact"),
    ("Delivery as assured", "assured_delivery"),
    ("Evidence as assured", "assured_evidence"),
    ("Impact as assured", "assured_impact"),
    ("Closed", "closed"),
    ("Evidence", "evidence"),
    ("In the way", "obstacle"),
    ("Owners", "owners"),
    ("Starts", "starts"),
    ("Due", "due"),
    ("First due", "first_due_on"),
    ("Times slipped", "times_slipped"),
    ("Completed", "completed"),
    ("Why", "why"),
    ("How we will know", "measure"),
    ("Answers", "answers"),
    ("Milestones", "milestones"),
    ("Last update", "updated"),
    ("What it says", "said"),
)
"""What is compared of an action, and what it is called."""

RATING_FIELDS: Final = {
    "delivery": ("delivery", "own"),
    "evidence_rating": ("evidence", "own"),
    "impact": ("impact", "own"),
    "assured_delivery": ("delivery", "assured"),
    "assured_evidence": ("evidence", "assured"),
    "assured_impact": ("impact", "assured"),
}
"""Where a row has each of its ratings: the scale, and whose."""


def comparison_page(before: PlanSnapshot, after: PlanSnapshot, url: Url) -> ComparisonPage:
    """What lies between two days, each row as the page shows it."""
    found = compare(before, after)
    old, new = Shown(before, url), Shown(after, url)
    return ComparisonPage(
        added=new.rows_of(found.added),
        removed=[*new.rows_of(found.removed), *_only_before(found, old, new)],
        changed=list(_changed_actions(before, after, old, new)),
        newly_late=new.rows_of(found.newly_late),
        newly_done=new.rows_of(found.newly_done),
        plan=[*_changed_plan(old, new, url), *_changed_priorities(old, new, url)],
    )


def _only_before(found: PlanComparison, old: Shown, new: Shown) -> list[ActionRow]:
    return old.rows_of(one for one in found.removed if one.id not in new.rows)


def _changed_actions(
    before: PlanSnapshot, after: PlanSnapshot, old: Shown, new: Shown
) -> Iterator[Changed]:
    stood = {one.id for one in live(before.actions)}
    stands = {one.id for one in live(after.actions)}
    for key, row in new.rows.items():
        if key in stood and key in stands and (changes := _between(old.rows[key], row)):
            yield Changed(row.name, row.href, changes)


def _between(old: ActionRow, new: ActionRow) -> list[WordChange]:
    pairs = ((field, _words(old, name), _words(new, name)) for field, name in FIELDS)
    return [WordChange(*pair) for pair in pairs if pair[1] != pair[2]]


def _words(row: ActionRow, name: str) -> str:
    if name in RATING_FIELDS:
        scale, side = RATING_FIELDS[name]
        tag = row.ratings[scale][side]
        return tag["text"] if tag else ""
    if name == "reason":
        return row.status["note"]
    if name == "first_due_on":
        return day_words(row.first_due_on)
    value = getattr(row, name)
    return value if isinstance(value, str) else _joined(value)


def _joined(value: Any) -> str:
    return str(value) if isinstance(value, int) else "; ".join(value)


def _changed_plan(old: Shown, new: Shown, url: Url) -> Iterator[Changed]:
    before, after = _plan_words(old), _plan_words(new)
    changes = [
        WordChange(field, words, after[field])
        for field, words in before.items()
        if words != after[field]
    ]
    if changes:
        plan = new.snapshot.plan
        yield Changed(plan.title, url("plans.show", plan_id=plan.id), changes)


def _plan_words(shown: Shown) -> dict[str, str]:
    plan = shown.snapshot.plan
    return {
        "Title": plan.title,
        "Version": revision_words(plan.revision, plan.phase),
        "Stage": label(plan.stage),
        "Purpose": plan.purpose or "",
        "Overseen by": shown.board,
        "Adopted": day_words(plan.adopted_on),
        "Submitted": day_words(plan.submitted_on),
        "Closed": day_words(plan.closed_on),
        "Answers": "; ".join(shown.answered),
    }


def _changed_priorities(old: Shown, new: Shown, url: Url) -> Iterator[Changed]:
    before, after = _priority_words(old), _priority_words(new)
    href = url("plans.show", plan_id=new.snapshot.plan.id) + "#priorities"
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key, {}), after.get(key, {})
        changes = [
            WordChange(field, was.get(field, ""), now.get(field, ""))
            for field in (now or was)
            if was.get(field, "") != now.get(field, "")
        ]
        if changes:
            name = (now or was)["Priority"]
            yield Changed(f"Priority {name}", href, changes)


def _priority_words(shown: Shown) -> dict[Any, dict[str, str]]:
    return {
        one.id: {
            "Priority": shown.priorities[one.id],
            "What will be different": one.difference or "",
            "Accountable": shown.director(one),
        }
        for one in sorted(live(shown.snapshot.priorities), key=lambda p: (p.sort_key, p.id))
    }


def figures_of(page: ComparisonPage) -> list[dict[str, Any]]:
    """The counts, each a link to its section of the page."""
    return [
        {
            "text": words,
            "number": len(getattr(page, name)),
            "tone": tone,
            "href": f"#{anchor_of(name)}" if getattr(page, name) else "",
        }
        for name, words, tone in SECTIONS
    ]


def sections_of(page: ComparisonPage) -> list[dict[str, Any]]:
    """The sections in their order, each with its rows."""
    return [
        {"name": name, "id": anchor_of(name), "text": words, "rows": getattr(page, name)}
        for name, words, _tone in SECTIONS
    ]


def anchor_of(name: str) -> str:
    """The id of a section on the page."""
    return name.replace("_", "-")
