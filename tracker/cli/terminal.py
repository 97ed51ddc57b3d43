"""What every command stands on: settings, the database behind them, a deed, a sentence at the end.

Commands import what they need when they run, so that ``tracker --help`` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session, sessionmaker

    from tracker.adapters.signing_key import SigningKey
    from tracker.config import Settings
    from tracker.domain.frameworks import Framework


def stop(sentence: str) -> NoReturn:
    """End the command with what is wrong, in one line, and the status 2."""
    click.echo(sentence, err=True)
    sys.exit(2)


def settings_of_environment(**overrides: str) -> Settings:
    """The settings; a wrong one ends the command with its name and what it should be."""
    from tracker.config import WrongSetting, read_settings

    try:
        return read_settings({**os.environ, **overrides})
    except WrongSetting as error:
        stop(str(error))


@contextmanager
def opening_database() -> Iterator[None]:
    """The first touch of the database: where there is none, say which setting leads astray."""
    from sqlalchemy.exc import ArgumentError, DBAPIError

    try:
        yield
    except DBAPIError as error:
        _stop_without_database(str(error.orig))
    except (ArgumentError, ValueError, OSError) as error:
        _stop_without_database(str(error))


def _stop_without_database(why: str) -> NoReturn:
    name, should_be = "TRACKER_INSTANCE", "a folder where the database can be kept"
    if os.environ.get("TRACKER_DATABASE_URL"):
        name, should_be = "TRACKER_DATABASE_URL", "the address of a database that can be opened"
    first_line = (why.strip().splitlines() or ["no reason given"])[0]
    stop(f"{name} is wrong: it should be {should_be} ({first_line})")


def open_sessions(settings: Settings) -> sessionmaker[Session]:
    """Sessions on a database that is up to date; any other ends the command."""
    from tracker.adapters.database import make_engine, make_sessions
    from tracker.adapters.migrations import is_current

    with opening_database():
        engine = make_engine(settings.database_url)
        current = is_current(engine)
    if not current:
        stop("The database is not up to date: run `tracker upgrade` first")
    return make_sessions(engine)


def upgrade_database(settings: Settings) -> None:
    """Bring the database up to date; one of a newer release ends the command."""
    from alembic.util import CommandError

    from tracker.adapters.database import make_engine
    from tracker.adapters.migrations import upgrade

    with opening_database(), make_engine(settings.database_url).connect():
        pass
    try:
        upgrade(settings.database_url)
    except CommandError:
        stop("The database was laid by a newer release of the tracker: install that one")


def signing_key_of(settings: Settings) -> SigningKey:
    """The key that heads of history are signed with; a wrong one ends the command."""
    from tracker.adapters.signing_key import open_signing_key
    from tracker.config import WrongSetting

    try:
        return open_signing_key(settings)
    except WrongSetting as error:
        stop(str(error))


def frameworks_of(settings: Settings) -> Mapping[str, Framework]:
    """The frameworks; a wrong file ends the command with its name, line and reason."""
    from tracker.domain.errors import FrameworkError
    from tracker.domain.frameworks import load_frameworks
    from tracker.domain.frameworks.guide import load_guides

    try:
        frameworks = load_frameworks(settings.frameworks_folder)
        load_guides(frameworks, settings.frameworks_folder)
        return frameworks
    except FrameworkError as error:
        stop(str(error))


@contextmanager
def writing(settings: Settings) -> Iterator[Session]:
    """A session that commits at the end of the block; a rule that refuses ends the command."""
    from tracker.adapters.database import begin_writing
    from tracker.domain.errors import RuleError

    with open_sessions(settings)() as session:
        begin_writing(session)
        try:
            yield session
        except RuleError as error:
            session.rollback()
            stop(error.sentence)
        session.commit()
