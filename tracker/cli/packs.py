"""``tracker verify-pack``: whether a board's pack still is as it was frozen."""

from __future__ import annotations

import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.choosing import operator_of
from tracker.cli.terminal import open_sessions, settings_of_environment, signing_key_of, stop

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tracker.access.actor import Actor


@click.command("verify-pack")
@click.option("--council", "slug", required=True, help="Slug of the council.")
@click.option("--pack", "asked", required=True, help="ID of the pack, as its page names it.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Look at the files in this folder, as they were downloaded, and not at the store's.",
)
def verify_pack(slug: str, asked: str, folder: Path | None) -> None:
    """Check that a board's pack is as it was frozen.

    What it was drawn from, its files and its record are held against what was recorded, every row
    of the history against the chain, and the head against its signature. The status is 0 when
    everything fits, 1 when something does not, and 2 for a wrong argument.
    """
    from tracker.adapters.file_store import make_file_store
    from tracker.presenters.pack_checks import is_whole, lines_of
    from tracker.services.pack_checks import Against, check_pack

    settings = settings_of_environment()
    key, files = signing_key_of(settings), make_file_store(settings)
    with open_sessions(settings)() as session:
        pack = _pack(session, operator_of(session, slug), asked)
        against = Against(files, key, whole=True, folder=_content(folder, pack))
        found = check_pack(session, pack, against)
    for line in lines_of(found, pack):
        click.echo(line)
    sys.exit(0 if is_whole(found) else 1)


def _pack(session: Session, by: Actor, asked: str) -> Any:
    from tracker.queries.errors import NotFound
    from tracker.queries.packs import get_pack

    try:
        return get_pack(session, by, uuid.UUID(asked))
    except (NotFound, ValueError):
        stop(f"There is no pack {asked}: its page names the ID to give")


def _content(folder: Path | None, pack: Any) -> dict[str, bytes] | None:
    """The pack's files that a folder has, by name; none without a folder."""
    if folder is None:
        return None
    names = [file.name for file in pack.files if (folder / file.name).is_file()]
    if not names:
        stop(f"{folder} has no file of pack {pack.number} under the name that it was saved by")
    return {name: (folder / name).read_bytes() for name in names}
