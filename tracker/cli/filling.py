"""Commands that put councils, people and bank holidays into the database."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from tracker.cli.terminal import settings_of_environment, stop, writing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.config import Settings

ROLES = (
    "programme_lead",
    "service_manager",
    "assurance_lead",
    "director",
    "board_member",
    "viewer",
    "councillor",
    "administrator",
)


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

    settings = settings_of_environment()
    by = operator(datetime.now(UTC))
    fields = CouncilFields(
        slug=slug, name=name, short_name=short_name or name, ons_code=ons_code, colour=colour
    )
    with writing(settings) as session:
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
    settings = settings_of_environment()
    with writing(settings) as session:
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
        stop(f"There is no council {slug}")
    by = operator(datetime.now(UTC), council.id)
    fields = people.PersonFields(name=name, email=email)
    person = people.add_person(session, fields, by=by, on=by.today)
    for role in roles:
        people.grant_role(session, person, Role(role), by=by, on=by.today)
    _invitation, token = accounts.invite(
        session, person, email, link=_link(settings), by=by, on=by.today
    )
    return token


@click.command("set-password")
@click.argument("email")
def set_password(email: str) -> None:
    """Set a new password for the account EMAIL, whose owner has forgotten theirs.

    The password is asked for, or read from standard input where nobody sits at a terminal. Every
    browser is signed out. Tell the person to choose their own under their name, "Your account".
    """
    from tracker.access.actor import operator
    from tracker.queries.accounts import find_account
    from tracker.services.accounts import reset_password

    settings = settings_of_environment()
    by = operator(datetime.now(UTC))
    # Asked for before anything is locked: nobody should wait while somebody thinks of a password.
    password = _new_password()
    with writing(settings) as session:
        account = find_account(session, email)
        if account is None:
            stop(f"There is no account with the email address {email}")
        reset_password(session, account, password, by=by, on=by.today)
    click.echo(f"{account.name} signs in as {account.email} with the new password")


def _new_password() -> str:
    if sys.stdin.isatty():
        asked: str = click.prompt("New password", hide_input=True, confirmation_prompt=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")


@click.command("proclaim-bank-holiday")
@click.argument("day", metavar="DAY", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("name")
def proclaim_bank_holiday(day: datetime, name: str) -> None:
    """Add a bank holiday in England that was proclaimed after this release, such as 2027-05-07.

    Working days of every council's clocks leave it out from then on. Stored due dates stay.
    """
    from tracker.access.actor import operator
    from tracker.services.councils import proclaim_bank_holiday as deed

    settings = settings_of_environment()
    by = operator(datetime.now(UTC))
    with writing(settings) as session:
        deed(session, day.date(), name, by=by, on=by.today)
    click.echo(f"{name} is a bank holiday")
