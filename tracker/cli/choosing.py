"""What a command is asked about: the council, a past day, one of the council's plans."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.terminal import stop

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.access.actor import Actor


def operator_of(session: Session, slug: str) -> Actor:
    """The person at the terminal, at work for the council; an unknown one ends the command."""
    from tracker.access.actor import operator
    from tracker.queries.councils import find_council

    council = find_council(session, slug)
    if council is None:
        stop(f"There is no council {slug}")
    return operator(datetime.now(UTC), council.id)


def past_day(typed: str | None, today: date, option: str = "--as-at") -> date:
    """The day that was typed for an option, or today; one to come ends the command."""
    from tracker.domain.dates import parse_uk_date

    if typed is None:
        return today
    written = parse_uk_date(typed)
    if written.on is None or written.approximate:
        stop(f"{option} should be a date such as 2026-09-01 or 1 September 2026, not {typed}")
    if written.on > today:
        stop(f"{option} should be today or an earlier day")
    return written.on


def plans_asked_for(session: Session, by: Actor, asked: str | None) -> list[Any]:
    """The plans to check: the one asked for, or all that are not closed."""
    from tracker.domain.vocabulary import PlanStage
    from tracker.queries.listing import Ask
    from tracker.queries.plans import every_plan

    plans = every_plan(session, by, Ask())
    if asked is None:
        chosen = [one for one in plans if one.stage is not PlanStage.CLOSED]
        if not chosen:
            click.echo("No plan of this council is open: name a closed one with --plan")
        return chosen
    wanted = " ".join(asked.split()).casefold()
    chosen = [one for one in plans if wanted in {str(one.id), one.title.casefold()}]
    if not chosen:
        known = "; ".join(one.title for one in plans) or "none"
        stop(f"There is no plan {asked}. This council’s plans: {known}")
    if len(chosen) > 1:
        ids = ", ".join(str(one.id) for one in chosen)
        stop(f"Several plans have this title. Give the ID of one: {ids}")
    return chosen
