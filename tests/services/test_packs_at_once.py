"""While others write, a pack shows one instant, and never a mixture of two."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.foundations.records import START
from tests.services.given import recorded
from tests.services.packed import COMING, a_scene, frozen, keeping
from tracker.access.actor import Actor, operator
from tracker.adapters.database import begin_writing, make_sessions
from tracker.domain.pack_material import PackMaterial, from_text
from tracker.models import Action, AgendaItem, Council, Meeting, Pack
from tracker.models.recording import deed, lock_chain
from tracker.queries.packs import find_newest
from tracker.services.deeds import council_of
from tracker.services.packs import Keeping

pytestmark = pytest.mark.usefixtures("any_engine")

WRITERS, PACKS = 2, 4


@dataclass(frozen=True)
class Site:
    """A council whose agenda and plan bear one word, which every deed changes in both."""

    sessions: sessionmaker[Session]
    by: Actor
    meeting_id: uuid.UUID
    item_id: uuid.UUID
    action_id: uuid.UUID

    def write(self, word: str) -> None:
        """Change the word in both places, in one deed."""
        with self.sessions() as session:
            begin_writing(session)
            by = self.by
            # As every page that writes does; without it one of two writers would be refused.
            lock_chain(session, council_of(by))
            with deed(
                session, "amend_both", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at
            ):
                session.get_one(AgendaItem, self.item_id).note = word
                session.flush()
                session.get_one(Action, self.action_id).title = word
            session.commit()

    def freeze(self, kept: Keeping) -> Pack:
        with self.sessions() as session:
            begin_writing(session)
            meeting = session.get_one(Meeting, self.meeting_id)
            earlier = find_newest(session, self.by, self.meeting_id)
            reason = "Late papers" if earlier else None
            pack = frozen(session, meeting, kept, self.by, reason=reason)
            session.commit()
            return pack


@pytest.fixture
def site(own_engine: Engine) -> Site:
    sessions = make_sessions(own_engine)
    with sessions() as session:
        nobody = operator(START)
        names = {"slug": "riverford", "name": "Riverford", "short_name": "Riverford"}
        council = recorded(session, nobody, Council, **names)
        session.flush()
        by = nobody.for_council(council.id)
        scene = a_scene(session, replace(by, at=START))
        session.commit()
        found = Site(sessions, by, scene.coming.id, scene.item.id, scene.action.id)
    found.write("word")
    return found


def words_of(material: PackMaterial) -> set[str | None]:
    """The word as the agenda has it, and as the plan has it."""
    items = {one.note for one in material.items if one.title == "Progress"}
    return items | {one.title for one in material.plans[0].now.actions}


def test_a_pack_is_of_one_instant(site: Site, tmp_path: Path) -> None:
    kept, stopped = keeping(tmp_path), threading.Event()
    failures: list[BaseException] = []

    def write(writer: int) -> None:
        number = 0
        try:
            while not stopped.is_set():
                number += 1
                site.write(f"{writer}-{number}")
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        packs = [site.freeze(kept) for _ in range(PACKS)]
    finally:
        stopped.set()
        for thread in threads:
            thread.join()
    assert failures == []
    for pack in packs:
        material = from_text(kept.files.get(pack.material_key).decode())
        assert material.meeting.held_on == COMING
        assert len(words_of(material)) == 1
        assert {one.now.seq for one in material.plans} == {pack.seq}
