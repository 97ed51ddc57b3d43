"""The commands, one function each."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from tracker.config import Settings

ROLES = (
    "programme_lead",
    "service_manager",
    "assurance_lead",
    "director",
    "board_member",
    "viewer",
    "administrator",
)


def _stop(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(2)


def _settings(**overrides: str) -> Settings:
    from tracker.config import WrongSetting, read_settings

    try:
        return read_settings({**os.environ, **overrides})
    except WrongSetting as error:
        _stop(str(error))


def _sessions(settings: Settings) -> sessionmaker[Session]:
    from tracker.adapters.database import make_engine, make_sessions
    from tracker.adapters.migrations import is_current

    engine = make_engine(settings.database_url)
    if not is_current(engine):
        _stop("The database is not up to date: run `tracker upgrade` first")
    return make_sessions(engine)


@contextmanager
def _deed(settings: Settings) -> Iterator[Session]:
    from tracker.adapters.database import begin_writing
    from tracker.domain.errors import RuleError

    with _sessions(settings)() as session:
        begin_writing(session)
        try:
            yield session
        except RuleError as error:
            session.rollback()
            _stop(error.sentence)
        session.commit()


@click.command()
def upgrade() -> None:
    """Bring the database up to date; safe to run again, and before every new release."""
    from tracker.adapters.migrations import upgrade as bring_up_to_date

    settings = _settings()
    bring_up_to_date(settings.database_url)
    click.echo("The database is up to date")


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing, without complaint, if councils exist.")
def demo(*, if_empty: bool) -> None:
    """Load the demonstration councils into an empty demonstration database.

    They are retold from public documents: Darlington, Sunderland and Suffolk, and one invented
    council with a live plan. The database is the file demonstration.sqlite in the instance folder.
    """
    settings = _settings(TRACKER_DEMONSTRATION="yes")
    if not _load_demonstration(settings) and not if_empty:
        _stop("There are councils in the demonstration database already; nothing was loaded")


def _load_demonstration(settings: Settings) -> bool:
    from tracker.adapters.migrations import upgrade as bring_up_to_date
    from tracker.demo import is_empty, load_demonstration
    from tracker.domain.dates import local_day
    from tracker.domain.frameworks import load_frameworks

    bring_up_to_date(settings.database_url)
    sessions = _sessions(settings)
    with sessions() as session:
        if not is_empty(session):
            return False
    load_demonstration(
        sessions,
        load_frameworks(settings.frameworks_folder),
        today=local_day(datetime.now(UTC)),
        progress=click.echo,
    )
    return True


@click.command()
@click.option(
    "--demo", "demonstration", is_flag=True, help="Try it with demonstration councils, here only."
)
@click.option("--host", help="Address to serve on; 127.0.0.1 unless set.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to serve on; 5000 unless set.")
def serve(*, demonstration: bool, host: str | None, port: int | None) -> None:
    """Serve the tracker on this machine.

    With --demo the database is brought up to date, the demonstration councils are loaded if it is
    empty, and the sign-in page offers their people by role. For many users put a web server before
    it, or use gunicorn: see the operator's guide.
    """
    overrides = {"TRACKER_DEMONSTRATION": "yes"} if demonstration else {}
    overrides |= {"TRACKER_HOST": host} if host else {}
    overrides |= {"TRACKER_PORT": str(port)} if port else {}
    settings = _settings(**overrides)
    if settings.demonstration:
        _load_demonstration(settings)
    else:
        _sessions(settings)
    app = _make(settings)
    from waitress import serve as waitress_serve

    from tracker.cli.worker import start_worker

    start_worker(settings)
    click.echo(
        f"Improvement plan tracker: http://{settings.host}:{settings.port}/ (Ctrl+C stops it)"
    )
    try:
        waitress_serve(app, host=settings.host, port=settings.port, threads=8, ident=None)
    except OSError as error:
        _stop(f"Cannot serve on {settings.host}:{settings.port}: {error.strerror or error}")


def _make(settings: Settings) -> Any:
    from tracker import create_app
    from tracker.domain.errors import FrameworkError

    try:
        return create_app(settings)
    except FrameworkError as error:
        _stop(str(error))


@click.command()
def check() -> None:
    """Check the settings, the frameworks and the database, and say what is wrong."""
    from tracker.adapters.database import make_engine
    from tracker.adapters.migrations import is_current
    from tracker.domain.errors import FrameworkError
    from tracker.domain.frameworks import load_frameworks

    settings = _settings()
    click.echo("Settings are right")
    try:
        frameworks = load_frameworks(settings.frameworks_folder)
    except FrameworkError as error:
        _stop(str(error))
    click.echo(f"Frameworks: {', '.join(frameworks)}")
    if not is_current(make_engine(settings.database_url)):
        _stop("The database is not up to date: run `tracker upgrade`")
    click.echo("The database is up to date")


@click.command("create-council")
@click.argument("name")
@click.option("--slug", required=True, help="Short name for addresses, such as darlington.")
@click.option("--short-name", help="Name for tight places; the name itself unless given.")
@click.option("--ons-code", help="Code of the Office for National Statistics, such as E06000005.")
@click.option("--colour", default="#1d4f76", show_default=True, help="Header colour as #rrggbb.")
def create_council(
    name: str, slug: str, short_name: str | None, ons_code: str | None, colour: str
) -> None:
    """Add the council NAME to this installation."""
    from tracker.access.actor import operator
    from tracker.services.councils import CouncilFields
    from tracker.services.councils import create_council as deed

    settings = _settings()
    by = operator(datetime.now(UTC))
    fields = CouncilFields(
        slug=slug, name=name, short_name=short_name or name, ons_code=ons_code, colour=colour
    )
    with _deed(settings) as session:
        deed(session, fields, by=by, on=by.today)
    click.echo(f"{name} is at {settings.public_url}/councils/{slug}")


@click.command("create-person")
@click.argument("name")
@click.argument("email")
@click.option("--council", "slug", required=True, help="Slug of the council.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice(ROLES),
    help="May be given several times.",
)
def create_person(name: str, email: str, slug: str, roles: tuple[str, ...]) -> None:
    """Add a person to a council and print the link with which they set their password, once.

    The first administrator of a council is made here; they invite everybody else from its pages.
    """
    settings = _settings()
    with _deed(settings) as session:
        token = _invite(session, settings, name=name, email=email, slug=slug, roles=roles)
    click.echo(f"{name} can set a password within 7 days at:")
    click.echo(_link(settings)(token))


def _link(settings: Settings) -> Callable[[str], str]:
    return lambda token: f"{settings.public_url}/invitations/{token}"


def _invite(
    session: Session,
    settings: Settings,
    *,
    name: str,
    email: str,
    slug: str,
    roles: tuple[str, ...],
) -> str:
    from tracker.access.actor import operator
    from tracker.domain.vocabulary import Role
    from tracker.queries.councils import find_council
    from tracker.services import accounts, people

    council = find_council(session, slug)
    if council is None:
        _stop(f"There is no council {slug}")
    by = operator(datetime.now(UTC), council.id)
    fields = people.PersonFields(name=name, email=email)
    person = people.add_person(session, fields, by=by, on=by.today)
    for role in roles:
        people.grant_role(session, person, Role(role), by=by, on=by.today)
    _invitation, token = accounts.invite(
        session, person, email, link=_link(settings), by=by, on=by.today
    )
    return token


@click.command()
@click.option("--once", is_flag=True, help="Do what waits now, then stop.")
def work(*, once: bool) -> None:
    """Send waiting mail and read the reports that were handed in, until stopped.

    `tracker serve` does this by itself. Beside gunicorn, run one `tracker work`, or several.
    """
    from tracker.cli.worker import work_for_ever, work_once

    settings = _settings()
    _sessions(settings)
    if once:
        done = work_once(settings)
        click.echo(f"Sent: {done.sent}")
        click.echo(f"Read: {done.read}")
    else:
        work_for_ever(settings)


@click.command("proclaim-bank-holiday")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("name")
def proclaim_bank_holiday(day: datetime, name: str) -> None:
    """Add a bank holiday in England that was proclaimed after this release, such as 2027-05-07.

    Working days of every council's clocks leave it out from then on. Stored due dates stay.
    """
    from tracker.access.actor import operator
    from tracker.services.councils import proclaim_bank_holiday as deed

    settings = _settings()
    by = operator(datetime.now(UTC))
    with _deed(settings) as session:
        deed(session, day.date(), name, by=by, on=by.today)
    click.echo(f"{name} is a bank holiday")


COMMANDS = (
    serve,
    work,
    upgrade,
    demo,
    create_council,
    create_person,
    proclaim_bank_holiday,
    check,
)
