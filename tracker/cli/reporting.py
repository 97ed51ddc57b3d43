"""``tracker report``: a plan's papers without a browser, from the same figures as the pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.choosing import operator_of, past_day, plans_asked_for
from tracker.cli.terminal import frameworks_of, open_sessions, settings_of_environment, stop

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from tracker.access.actor import Actor
    from tracker.config import Settings
    from tracker.models import WordTemplate
    from tracker.presenters.cabinet_papers import Source


@click.group("report")
def report() -> None:
    """Write a plan's papers to files, as its pages would give them."""


@report.command("cabinet")
@click.option("--council", "slug", required=True, help="Slug of the council.")
@click.option("--plan", help="ID or title of the plan; needed where several are open.")
@click.option("--as-at", "day", help="Tell of the end of this day; today unless given.")
@click.option(
    "--since", help="Compare with the end of this day; that of the last issued report unless given."
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["docx", "pdf", "html"]),
    default="docx",
    show_default=True,
    help="Format of the file.",
)
@click.option(
    "--public", is_flag=True, help="The public version, which withholds exempt information."
)
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="The file.")
def cabinet(
    slug: str,
    plan: str | None,
    day: str | None,
    since: str | None,
    kind: str,
    *,
    public: bool,
    target: Path | None,
) -> None:
    """Write a plan's cabinet report, with what its author has saved, to a file.

    Nothing that is under embargo is in it. The report is a draft: to issue it, and so keep it with
    its SHA-256, use the plan's page.
    """
    from tracker.domain.papers import Audience, PaperFormat
    from tracker.presenters.cabinet_papers import drawn, paper_name, report_for, stem_of

    settings = settings_of_environment()
    frameworks = frameworks_of(settings)
    with open_sessions(settings)() as session:
        by = operator_of(session, slug)
        chosen = _one_of(plans_asked_for(session, by, plan))
        source = _source(session, settings, by, chosen, (day, since))
    audience = Audience.PUBLIC if public or not source.marks else Audience.FULL
    content = drawn(report_for(source, audience, frameworks), PaperFormat(kind), source.template)
    name = paper_name(stem_of(slug, source.material.now.as_at), audience, PaperFormat(kind))
    _write(target or Path(name), content)


def _one_of(plans: list[Any]) -> Any:
    if len(plans) != 1:
        known = "; ".join(one.title for one in plans)
        stop(f"Several plans are open, so name one with --plan: {known}" if plans else "No plan")
    return plans[0]


def _source(
    session: Session,
    settings: Settings,
    by: Actor,
    plan: Any,
    days: tuple[str | None, str | None],
) -> Source:
    """What the report is drawn from; ``days``: that to tell of and that to compare with."""
    from tracker.domain.exemption import marks_from
    from tracker.presenters.cabinet import suggested
    from tracker.presenters.cabinet_papers import Source
    from tracker.queries.cabinet import read_material, read_opening
    from tracker.queries.cabinet_reports import find_cabinet_draft
    from tracker.queries.errors import NotFound
    from tracker.reports.authors import authors_from
    from tracker.reports.parts import AuthorsPart

    day, since = days
    draft = find_cabinet_draft(session, by, plan.id)
    on = past_day(day, by.today) if day or draft is None else draft.as_at or by.today
    before = _since(session, by, plan, on, since)
    try:
        material = read_material(session, by, plan.id, on=on, since=before)
    except NotFound:
        stop(f"Nothing is recorded of {plan.title} by {on.isoformat()}")
    if draft is None:
        known: dict[str, Any] = dict(suggested(read_opening(session, by, plan.id), ""))
        return Source(material, AuthorsPart(**known), marks_from(None), datetime.now(UTC))
    template = draft.word_template
    return Source(
        material,
        authors_from(draft.typed),
        marks_from(draft.exempt),
        datetime.now(UTC),
        _template(settings, template) if template else None,
    )


def _template(settings: Settings, template: WordTemplate) -> bytes:
    from tracker.adapters.file_store import NoSuchFile, NotAsKept, make_file_store

    try:
        return make_file_store(settings).get_as_kept(template.storage_key, template.sha256)
    except (NoSuchFile, NotAsKept) as fault:
        stop(f"The Word template {template.title} cannot be used. {fault.sentence}")


def _since(session: Session, by: Actor, plan: Any, on: date, since: str | None) -> date | None:
    from tracker.queries.cabinet_reports import find_last_issued

    if since is None:
        return find_last_issued(session, by, plan.id, on)
    day = past_day(since, by.today, "--since")
    if day >= on:
        stop("--since should be before the day that the report tells of")
    return day


def _write(target: Path, content: bytes) -> None:
    try:
        target.write_bytes(content)
    except OSError as fault:
        stop(f"--to should be a file that can be written: {fault.strerror}")
    click.echo(f"Written: {target} ({len(content):,} bytes)")
