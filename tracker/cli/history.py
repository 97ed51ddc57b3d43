"""Commands about the history chain: is it whole, and how is it handed to somebody else."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli.terminal import open_sessions, settings_of_environment, signing_key_of, stop

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.queries.chains import Chain


@click.command("verify-history")
@click.option("--council", "slug", help="Slug of one council; every chain unless given.")
def verify_history(slug: str | None) -> None:
    """Check that history is whole: no row changed, none missing, none added, the end not cut off.

    For each chain, the installation's and every council's, it says how many rows fit and names the
    head, or names the first row that does not fit and what is wrong with it. Rows that were
    redacted with approval are listed and are no fault. The status is 0 when everything fits and 1
    when something does not.
    """
    from tracker.presenters.chains import lines
    from tracker.queries.chains import find_head, verify_chain

    with open_sessions(settings_of_environment())() as session:
        is_whole = True
        for chain in _chains(session, slug):
            found = verify_chain(session, chain.id)
            for line in lines(chain, found, find_head(session, chain.id)):
                click.echo(line)
            is_whole = is_whole and found.fault is None
    sys.exit(0 if is_whole else 1)


@click.command("export-history")
@click.option("--council", "slug", required=True, help="Slug of the council.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    help="The .zip file to write.",
)
def export_history(slug: str, output: Path) -> None:
    """Write a council's whole history into one .zip that can be checked without the tracker.

    It holds every row, the head signed with the installation's key, the public key, a short program
    that recomputes the chain, and README.txt with the steps. What is under embargo is in it.
    """
    from tracker.services.chains import export_history as export

    settings = settings_of_environment()
    key = signing_key_of(settings)
    with open_sessions(settings)() as session:
        chain = _chains(session, slug)[0]
        draft = output.with_name(f"{output.name}.part")
        try:
            with draft.open("wb") as file:
                draft.chmod(0o600)
                signed = export(session, chain, key, at=datetime.now(UTC), to=file)
            draft.replace(output)
        except OSError as fault:
            draft.unlink(missing_ok=True)
            stop(f"{output} cannot be written: {fault.strerror}")
    click.echo(f"{chain.name}: {signed.statement.seq:,} rows up to {signed.statement.hash}")
    click.echo(f"Fingerprint of the signing key: {signed.fingerprint}")


def _chains(session: Session, slug: str | None) -> list[Chain]:
    from tracker.queries.chains import list_chains

    chains = list_chains(session)
    if slug is None:
        return chains
    chosen = [chain for chain in chains if chain.slug == slug]
    if not chosen:
        stop(f"There is no council {slug}")
    return chosen
