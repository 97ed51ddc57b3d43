"""Packs of boards: frozen in one deed, of one instant, and never changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.services.packed import Scene, a_scene, frozen, keeping
from tracker.access.actor import Actor
from tracker.domain.pack_material import digests_of, from_text, to_text
from tracker.services.packs import Keeping
from tracker.services.reports import sha256_of


@pytest.fixture
def kept(tmp_path: Path) -> Keeping:
    return keeping(tmp_path)


@pytest.fixture
def scene(session: Session, actor: Actor) -> Scene:
    return a_scene(session, actor)


@pytest.mark.usefixtures("any_engine")
class TestFreezing:
    def test_keeps_one_text_with_its_digest(
        self, session: Session, actor: Actor, scene: Scene, kept: Keeping
    ) -> None:
        pack = frozen(session, scene.coming, kept, actor)
        text = kept.files.get(pack.material_key).decode()
        assert sha256_of(text.encode()) == pack.material_sha256
        material = from_text(text)
        assert to_text(material) == text
        assert digests_of(json.loads(text)) == json.loads(pack.parts)
        assert (pack.number, material.number) == (1, 1)
        assert [one.now.seq for one in material.plans] == [pack.seq]
        assert [one.row_hash for one in material.plans] == [pack.row_hash]
        assert material.last_meeting is not None
        assert len(material.items) == 2
        assert [one.minute for one in material.agenda_of(material.last_meeting)] == [
            "Caseloads fell to 17."
        ]
        assert len(material.follow_ups) == len(material.decisions) == len(material.challenges) == 1
