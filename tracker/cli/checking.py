"""``tracker check-plan``: the quality checks of a plan, printed."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.choosing import operator_of, past_day, plans_asked_for
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
        by = operator_of(session, slug)
        as_at = past_day(day, by.today)
        for chosen in plans_asked_for(session, by, plan):
            sections = sections_of(_snapshot(session, by, chosen, as_at), frameworks)
            click.echo(f"{chosen.title}\n")
            for line in lines(sections) if sections else [praise()]:
                click.echo(line)
            click.echo()
            finds = finds or bool(sections)
    sys.exit(1 if finds else 0)


def _snapshot(session: Session, by: Actor, plan: Any, day: date) -> Any:
    from tracker.domain.dates import long_date
    from tracker.queries.errors import NotFound
    from tracker.queries.snapshots import snapshot_at

    try:
        return snapshot_at(session, by, plan.id, day)
    except NotFound:
        stop(f"Nothing is recorded of {plan.title} by {long_date(day)}")
