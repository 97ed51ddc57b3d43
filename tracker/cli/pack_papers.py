"""How the worker makes the files of a board's pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.cli.making import Making
from tracker.domain.pack_material import from_text
from tracker.models import Council, Pack
from tracker.presenters.cabinet_papers import MadePaper
from tracker.presenters.pack_papers import pack_papers_of, pack_stem
from tracker.services.packs import audiences_of, keep_pack_files
from tracker.services.paper_jobs import KeptFile, TakenJob


def made_of_pack(work: Making, taken: TakenJob) -> Iterator[MadePaper]:
    """The files of a pack, one after the other."""
    with work.sessions() as session:
        pack = session.get_one(Pack, taken.record_id)
        slug = session.get_one(Council, taken.council_id).slug
    material = from_text(work.files.get_as_kept(pack.material_key, pack.material_sha256).decode())
    return pack_papers_of(
        material,
        pack.material_sha256,
        audiences_of(material),
        pack_stem(slug, material),
        work.frameworks,
    )


def keep_of_pack(session: Session, taken: TakenJob, kept: Sequence[KeptFile], by: Actor) -> None:
    """Record the files that were made."""
    pack = session.get_one(Pack, taken.record_id)
    keep_pack_files(session, pack, kept, by=by, on=by.today)
