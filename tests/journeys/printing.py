"""Plans of any length in a served tracker, and what a browser prints of a page, read by poppler."""

from __future__ import annotations

import re
import subprocess
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import START
from tests.journeys.browsing import Window
from tracker.access.actor import Actor, operator
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage
from tracker.models import Action, Board, Council, Meeting, Ownership, Plan, Post, Priority
from tracker.models.recording import deed
from tracker.services.rules import add_record

A3_LANDSCAPE = (1191, 842)
A4_LANDSCAPE = (842, 595)
"""Width and height in points."""

TITLE = "Look again at every contact that was closed in the last six months"
LONG = "Bring the teams of every district together so that nobody waits for an answer any longer, "
REASON = "Two of the five posts have been vacant since the summer, and nobody has applied for them."
RECOVERY = "An agency covers both posts until March, when two people from the neighbours start."


@dataclass(frozen=True)
class Wanted:
    """A plan to be made: so many actions under so many priorities, so many of them exceptions."""

    name: str
    actions: int
    priorities: int = 6
    exceptions: int = 5
    title: str = TITLE
    owner: str = "Head of first contact and assessment"
    difference: str = "Every child about whom somebody worries is seen in good time."
    purpose: str = "Makes help and protection safe first, and then good."


@dataclass(frozen=True)
class Printed:
    """A PDF as poppler reads it: sizes of pages in points, each laid out, and all in one line."""

    sizes: Sequence[tuple[int, int]]
    pages: Sequence[str]
    text: str


def printed(window: Window, path: Path) -> Printed:
    """What the browser's print gives of the page that is open, on the paper that it asks for."""
    window.page.pdf(path=path, prefer_css_page_size=True)
    told = _poppler("pdfinfo", "-f", "1", "-l", "-1", path)
    sizes = re.findall(r"size: +([\d.]+) x ([\d.]+) pts", told)
    laid_out = _poppler("pdftotext", "-layout", path, "-")
    return Printed(
        [(round(float(width)), round(float(height))) for width, height in sizes],
        laid_out.split("\f")[: len(sizes)],
        " ".join(_poppler("pdftotext", path, "-").split()),
    )


def _poppler(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def add_plans(
    session: Session, wanted: Sequence[Wanted], slug: str = "aldermere"
) -> dict[str, str]:
    """Make plans in a council; the addresses of their pages by name."""
    council = session.scalars(select(Council).where(Council.slug == slug)).one()
    by = operator(START).for_council(council.id)
    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=START):
        found = {one.name: _add_plan(session, by, one) for one in wanted}
    session.commit()
    return {name: f"/councils/{slug}/plans/{plan_id}" for name, plan_id in found.items()}


def _add_plan(session: Session, by: Actor, wanted: Wanted) -> uuid.UUID:
    def make(model: Any, **values: Any) -> Any:
        record = add_record(session, model, by=by, **values)
        session.flush()
        return record

    name = f"Board of {wanted.name}"
    board = make(Board, name=name, kind=BoardKind.IMPROVEMENT_BOARD)
    meets = {"held_on": by.today + timedelta(days=20), "title": "Board", "place": "Town hall"}
    make(Meeting, board_id=board.id, **meets)
    plan = make(
        Plan,
        title=wanted.name,
        purpose=wanted.purpose,
        stage=PlanStage.ADOPTED,
        adopted_on=by.today - timedelta(days=90),
        board_id=board.id,
    )
    post = make(Post, title=f"{wanted.owner} of {wanted.name}"[:200])
    heads = [
        make(
            Priority,
            plan_id=plan.id,
            letter=chr(ord("A") + number),
            sort_key=f"{number:03}",
            title=f"Priority {number} of those that there are",
            difference=wanted.difference,
            director_post_id=post.id,
        )
        for number in range(wanted.priorities)
    ]
    for number in range(wanted.actions):
        values = _action(by, wanted, number)
        action = make(Action, plan_id=plan.id, priority_id=heads[number % len(heads)].id, **values)
        owned = {"role": OwnershipRole.LEAD, "from_on": by.today}
        make(Ownership, action_id=action.id, post_id=post.id, **owned)
    return plan.id  # type: ignore[no-any-return]


def _action(by: Actor, wanted: Wanted, number: int) -> dict[str, Any]:
    usual = (Delivery.ON_TRACK, Delivery.COMPLETE, Delivery.NOT_STARTED)
    worse = (Delivery.OFF_TRACK, Delivery.AT_RISK)
    is_exception = number < wanted.exceptions
    due_on = by.today + timedelta(days=number % 60 - 10)
    return {
        "reference": f"R{number + 1}",
        "sort_key": f"{number:05}",
        "title": wanted.title,
        "due_on": due_on,
        "first_due_on": due_on - timedelta(days=30),
        "times_slipped": 2 if is_exception else number % 2,
        "delivery": (worse if is_exception else usual)[number % (2 if is_exception else 3)],
        "delivery_reason": REASON if is_exception else None,
        "recovery": RECOVERY if is_exception else None,
    }
