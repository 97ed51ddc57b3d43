"""Commands that lay the database and serve the tracker."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.terminal import (
    frameworks_of,
    open_sessions,
    settings_of_environment,
    signing_key_of,
    stop,
    upgrade_database,
)

if TYPE_CHECKING:
    from tracker.config import Settings


@click.command()
def upgrade() -> None:
    """Bring the database up to date; safe to run again, and before every new release."""
    upgrade_database(settings_of_environment())
    click.echo("The database is up to date")


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing, without complaint, if councils exist.")
def demo(*, if_empty: bool) -> None:
    """Load the demonstration councils into an empty demonstration database.

    They are retold from public documents: Darlington, Sunderland and Suffolk, and one invented
    council with a live plan. The database is the file demonstration.sqlite in the instance folder.
    """
    settings = settings_of_environment(TRACKER_DEMONSTRATION="yes")
    if not _load_demonstration(settings) and not if_empty:
        stop("There are councils in the demonstration database already; nothing was loaded")


def _load_demonstration(settings: Settings) -> bool:
    from tracker.adapters.file_store import make_file_store
    from tracker.demo import is_empty, load_demonstration
    from tracker.domain.dates import local_day

    frameworks = frameworks_of(settings)
    upgrade_database(settings)
    sessions = open_sessions(settings)
    with sessions() as session:
        if not is_empty(session):
            return False
    load_demonstration(
        sessions,
        frameworks,
        today=local_day(datetime.now(UTC)),
        files=make_file_store(settings),
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
    settings = settings_of_environment(**overrides)
    if settings.demonstration:
        _load_demonstration(settings)
    else:
        open_sessions(settings)
    app = _make(settings)
    server = _listening(app, settings)
    from tracker.cli.worker import start_worker

    start_worker(settings)
    click.echo(
        f"Improvement plan tracker: http://{settings.host}:{settings.port}/ (Ctrl+C stops it)"
    )
    server.run()


def _listening(app: Any, settings: Settings) -> Any:
    """The server with its port taken, so that no address is told which nobody can open."""
    from waitress import create_server

    try:
        return create_server(app, host=settings.host, port=settings.port, threads=8, ident=None)
    except OSError as error:
        stop(
            f"Cannot serve on {settings.host}:{settings.port}: {error.strerror or error}; "
            "set TRACKER_HOST or TRACKER_PORT to what is free"
        )


def _make(settings: Settings) -> Any:
    from tracker import create_app
    from tracker.config import WrongSetting
    from tracker.domain.errors import FrameworkError

    try:
        return create_app(settings)
    except (FrameworkError, WrongSetting) as error:
        stop(str(error))


@click.command()
def check() -> None:
    """Check settings, frameworks, database, file store and scanner, and say what is wrong."""
    settings = settings_of_environment()
    click.echo("Settings are right")
    click.echo(f"Frameworks: {', '.join(frameworks_of(settings))}")
    click.echo(f"Fingerprint of the signing key: {signing_key_of(settings).fingerprint}")
    open_sessions(settings)
    click.echo("The database is up to date")
    _check_files(settings)


def _check_files(settings: Settings) -> None:
    """Put a small file into the store and take it out again, and ask the scanner whether it is."""
    from tracker.adapters.file_store import StoreAway, make_file_store
    from tracker.adapters.scanner import ScannerAway, make_scanner
    from tracker.domain.vocabulary import ScanResult

    files = make_file_store(settings)
    try:
        files.delete_beside(files.put(b"tracker check"))
    except StoreAway as fault:
        stop(f"The file store does not do its part: {fault}")
    click.echo("The file store answers")
    try:
        scan = make_scanner(settings.clamav).scan(b"tracker check")
    except ScannerAway as fault:
        stop(f"The virus scanner of TRACKER_CLAMAV does not answer: {fault}")
    is_scanned = scan is ScanResult.CLEAN
    click.echo("The scanner answers" if is_scanned else "Files are not scanned for viruses")


@click.command()
@click.option("--once", is_flag=True, help="Do what waits now, then stop.")
def work(*, once: bool) -> None:
    """Send waiting mail, read the reports that were handed in, and make papers, until stopped.

    `tracker serve` does this by itself. Beside gunicorn, run one `tracker work`, or several.
    """
    from tracker.cli.worker import work_for_ever, work_once

    settings = settings_of_environment()
    open_sessions(settings)
    if once:
        done = work_once(settings)
        click.echo(f"Sent: {done.sent}")
        click.echo(f"Read: {done.read}")
        click.echo(f"Made: {done.made}")
    else:
        work_for_ever(settings)
