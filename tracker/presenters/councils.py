"""A council's page in words: what waits, how its plans go, which clocks run, what was inspected."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.domain.dates import long_date, relative_days
from tracker.domain.frameworks import Framework
from tracker.domain.ratings import RatingWords
from tracker.presenters.clocks import state_tag
from tracker.presenters.inspections import embargo_tag, kind_words, period_words
from tracker.presenters.overview import parts_of
from tracker.presenters.words import Link, Tag, count_words, tag
from tracker.queries.councils import Owed
from tracker.queries.plans import Tally
from tracker.queries.redactions import ASKED

Url = Callable[..., str]
Row = dict[str, Any]

LATEST = 4
"""How many inspections the council's page lists."""


def waiting(
    actor: Actor, owed: Owed, clocks: Sequence[Any], plans: Sequence[Row], url: Url
) -> list[Row]:
    """The figures of what waits for this person; none where nothing does.

    ``clocks`` are those that run, ``plans`` the rows of ``live_plans``. Each figure leads to the
    rows that it counts.
    """
    figures = []
    if can(actor, Permission.POST_UPDATES):
        mine = url("my_actions.show")
        figures.append(_figure(owed.open, "Your open actions", mine, "info"))
        figures.append(_figure(owed.overdue, "Your overdue actions", mine, "serious"))
    if can(actor, Permission.DECIDE_DATE_CHANGES):
        href = f"{url('due_dates.index')}?{urlencode({'state': 'to_decide'})}"
        figures.append(_figure(owed.to_decide, "Date changes to decide", href, "caution"))
    if can(actor, Permission.ASSURE_ACTIONS):
        href = url("assurances.index")
        figures.append(_figure(owed.to_assure, "Actions that wait for assurance", href, "caution"))
    if can(actor, Permission.EDIT_ACTIONS):
        figures += [
            _figure(plan["overdue"], f"Overdue in {plan['title']}", plan["overdue_href"], "serious")
            for plan in plans
        ]
    if can(actor, Permission.KEEP_CLOCKS):
        late = sum(1 for row in clocks if row.due_on < actor.today)
        href = f"{url('clocks.index')}?{urlencode({'state': 'overdue'})}"
        figures.append(_figure(late, "Overdue clocks", href, "serious"))
    asked = f"{url('redactions.index')}?{urlencode({'decision': ASKED})}"
    figures.append(_figure(owed.redactions, "Redactions to decide", asked, "caution"))
    return [figure for figure in figures if figure["number"]]


def _figure(number: int, text: str, href: str, tone: str) -> Row:
    return {"number": number, "text": text, "href": href, "tone": tone}


@dataclass
class LivePlan:
    """A plan that is not closed: its progress as a bar's parts, and how much of it is overdue."""

    id: uuid.UUID
    title: str
    href: str
    note: str
    stage: Tag | None
    tally: Tally = field(default_factory=Tally)
    overdue: int = 0


def live_plans(rows: Iterable[Any], words: RatingWords, url: Url) -> list[Row]:
    """The rows of ``queries.councils.list_live_plans``, one entry for each plan."""
    plans: dict[uuid.UUID, LivePlan] = {}
    for row in rows:
        plan = plans.setdefault(row.id, _plan(row, url))
        if row.delivery is not None:
            plan.tally.add(row.delivery, row, ())
            plan.overdue += row.overdue
    return [_plan_row(plan, words, url) for plan in plans.values()]


def _plan(row: Any, url: Url) -> LivePlan:
    revision = f"Version {row.revision}"
    return LivePlan(
        id=row.id,
        title=row.title,
        href=url("plans.show", plan_id=row.id),
        note=f"{revision}, {row.phase}" if row.phase else revision,
        stage=tag(row.stage),
    )


def _plan_row(plan: LivePlan, words: RatingWords, url: Url) -> Row:
    actions = url("actions.of_plan", plan_id=plan.id)
    return {
        "title": plan.title,
        "href": plan.href,
        "note": plan.note,
        "stage": plan.stage,
        "total": count_words(plan.tally.total, "action", "actions"),
        "actions_href": actions,
        "parts": parts_of(plan.tally, words, actions),
        "overdue": plan.overdue,
        "overdue_href": f"{actions}?{urlencode({'concern': 'overdue'})}",
    }


def open_clocks(rows: Iterable[Any], url: Url, today: date) -> list[Row]:
    """The clocks that run, the first due first, so that what is overdue stands on top."""
    return [
        {
            "clock": Link(
                row.label,
                url("inspections.show", inspection_id=row.inspection_id) + "#clocks",
                row.inspection,
            ),
            "due": long_date(row.due_on),
            "state": state_tag(row.due_on, None, today),
        }
        for row in rows
    ]


def latest_inspections(
    rows: Sequence[Any], frameworks: Mapping[str, Framework], url: Url, today: date
) -> list[Row]:
    """The last inspections and visits, newest first, of ``queries.judgement_history``."""
    newest: dict[uuid.UUID, Any] = {}
    for row in reversed(rows):
        newest.setdefault(row.id, row)
    return [
        {
            "text": row.title,
            "href": url("inspections.show", inspection_id=row.id),
            "kind": kind_words(frameworks, row.framework, row.kind),
            "theme": row.theme or "",
            "period": period_words(row.fieldwork_start_on, row.fieldwork_end_on),
            "embargo": embargo_tag(row.not_before_on, today),
        }
        for row in list(newest.values())[:LATEST]
    ]


def next_meeting_sentence(rows: Sequence[Any], today: date) -> str:
    """When the next board meets, for those of whom nothing else is asked."""
    if not rows:
        return ""
    held_on = rows[0].held_on
    when = f"{long_date(held_on)} ({relative_days(held_on, today)})"
    return f"The next meeting is {rows[0].board} on {when}."
