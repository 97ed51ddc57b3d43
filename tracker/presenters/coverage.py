"""Coverage in words: what hangs loose in a plan, and the recommendations that nothing answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from tracker.domain.frameworks import Framework
from tracker.models import Plan
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.overview import actions_href
from tracker.presenters.ratings import CONCERN_KEY, CONCERN_WORDS
from tracker.presenters.recommendations import in_short, name_of, place_words, response_tag
from tracker.presenters.words import label
from tracker.queries.concerns import LOOSE

Url = Callable[..., str]
Frameworks = Mapping[str, Framework]

UNANSWERED = "unanswered"
"""The place on the coverage page where the recommendations stand that nothing answers."""


def loose_ends(plan: Plan, loose: Any, unanswered: int, url: Url) -> list[dict[str, Any]]:
    """What hangs loose, each number leading to exactly the rows that it counts."""
    first = {
        "text": "Recommendations with no action",
        "note": "Of the inspections that this plan answers",
        "number": unanswered,
        "href": f"#{UNANSWERED}",
    }
    return [
        first,
        *(
            {
                "text": f"Actions with {CONCERN_WORDS[name].lower()}",
                "note": CONCERN_KEY[name],
                "number": getattr(loose, name),
                "href": actions_href(plan, url, concern=name),
            }
            for name in LOOSE
        ),
    ]


def unanswered_rows(
    rows: Iterable[Any], plan: Plan, frameworks: Frameworks, url: Url
) -> list[dict[str, Any]]:
    """The recommendations that no action answers, each with the address that adds one."""
    return [
        {
            "name": name_of(frameworks.get(row.framework), row.kind, row.reference),
            "text": in_short(row.text),
            "href": url("recommendations.show", recommendation_id=row.id),
            "place": ", ".join(
                filter(None, [row.inspection, place_words(row.page, row.paragraph)])
            ),
            "addressee": label(row.addressee),
            "response": response_tag(row.response),
            "add_href": url("actions.add", plan_id=plan.id, recommendation=str(row.id)),
        }
        for row in rows
    ]


def recommendation_choices(
    rows: Iterable[Any], frameworks: Frameworks
) -> list[tuple[Any, str, bool, list[tuple[str, str]]]]:
    """Recommendations by inspection: (id, title, whether the plan answers it, choices)."""
    groups = []
    for key, members in groupby(rows, key=lambda row: row.inspection_id):
        found = list(members)
        chosen = [(str(row.id), _words(row, frameworks)) for row in found]
        groups.append((key, found[0].inspection, bool(found[0].of_plan), chosen))
    return groups


def single_choices(rows: Iterable[Any], frameworks: Frameworks) -> list[tuple[str, str]]:
    """The recommendations of the inspections that the plan answers, as one list of choices."""
    return [(str(row.id), _words(row, frameworks, 90)) for row in rows if row.of_plan]


def _words(row: Any, frameworks: Frameworks, most: int = 220) -> str:
    name = name_of(frameworks.get(row.framework), row.kind, row.reference)
    text = in_short(row.text)
    short = text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
    return f"{name}: {short}"


def group_names(
    groups: Iterable[Any], standing: Collection[Any], name: Callable[[Any], str]
) -> tuple[list[str], list[str]]:
    """The form's groups that come first, and the others.

    First come the inspections that the plan answers, and those that the action answers already.
    """
    first: list[str] = []
    others: list[str] = []
    for key, _title, of_plan, choices in groups:
        is_first = of_plan or any(UUID(value) in standing for value, _words in choices)
        (first if is_first else others).append(name(key))
    return (first, others) if first else (others, [])


def answer_versions(
    groups: Iterable[Any], saved: Collection[Any], ticked: Collection[Any]
) -> list[ConflictRow]:
    """What an action answers as it is saved beside what was ticked, inspection by inspection."""
    rows = []
    for _key, title, _of_plan, choices in groups:
        theirs, yours = (
            "\n".join(words for value, words in choices if UUID(value) in keys) or "None"
            for keys in (saved, ticked)
        )
        if theirs != yours:
            rows.append(ConflictRow(title, theirs, yours, differs=True))
    return rows or [ConflictRow("Recommendations", "The same", "The same", differs=False)]
