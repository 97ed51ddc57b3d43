"""``tracker check-plan``: the quality checks of a plan, printed."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.terminal import frameworks_of, open_sessions, settings_of_environment, stop

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.access.actor import Actor


@click.command("check-plan")
@click.option("--council", "slug", required=True, help="Slug of the council.")
@click.option("--plan", help="ID or title of one plan; every plan not closed unless given.")
@click.option("--as-at", "day", help="Check it as it stood at the end of this day; today unless.")
def check_plan(slug: str, plan: str | None, day: str | None) -> None:
    """Print what the quality checks find in a council's plans, check by check.

    What is under embargo is checked as well. The status is 0 when nothing is found, 1 when
    something is, and 2 for a wrong argument.
    """
    from tracker.presenters.quality import lines, praise, sections_of

    settings = settings_of_environment()
    frameworks = frameworks_of(settings)
    finds = False
    with open_sessions(settings)() as session:
        by = _operator(session, slug)
        as_at = _day(day, by.today)
        for chosen in _plans(session, by, plan):
            sections = sections_of(_snapshot(session, by, chosen, as_at), frameworks)
            click.echo(f"{chosen.title}\n")
            for line in lines(sections) if sections else [praise()]:
                click.echo(line)
            click.echo()
            finds = finds or bool(sections)
    sys.exit(1 if finds else 0)


def _operator(session: Session, slug: str) -> Actor:
    from tracker.access.actor import operator
    from tracker.queries.councils import find_council

    council = find_council(session, slug)
    if council is None:
        stop(f"There is no council {slug}")
    return operator(datetime.now(UTC), council.id)


def _day(typed: str | None, today: date) -> date:
    from tracker.domain.dates import parse_uk_date

    if typed is None:
        return today
    written = parse_uk_date(typed)
    if written.on is None or written.approximate:
        stop(f"--as-at should be a date such as 2026-09-01 or 1 September 2026, not {typed}")
    if written.on > today:
        stop("--as-at should be today or an earlier day")
    return written.on


def _plans(session: Session, by: Actor, asked: str | None) -> list[Any]:
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


def _snapshot(session: Session, by: Actor, plan: Any, day: date) -> Any:
    from tracker.domain.dates import long_date
    from tracker.queries.errors import NotFound
    from tracker.queries.snapshots import snapshot_at

    try:
        return snapshot_at(session, by, plan.id, day)
    except NotFound:
        stop(f"Nothing is recorded of {plan.title} by {long_date(day)}")
