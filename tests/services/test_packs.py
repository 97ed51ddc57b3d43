"""Packs of boards: frozen in one deed, of one instant, and never changed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.services.asking import refused
from tests.services.boarded import (
    a_seated_board,
    challenged,
    decided,
    followed_up,
    met,
    on_agenda,
)
from tests.services.given import (
    an_action,
    an_inspection,
    other_council,
    rated,
    recorded,
    statements,
)
from tests.services.packed import (
    COMING,
    SECRET,
    Scene,
    a_scene,
    frozen,
    keeping,
    later,
    restricted,
)
from tracker.access.actor import Actor
from tracker.adapters.pictures import png_of
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.pack_material import PackMaterial, digests_of, from_text, to_text
from tracker.domain.pack_sight import without_restricted
from tracker.domain.papers import Audience, PaperFormat
from tracker.domain.vocabulary import Addressee, Delivery, FindingKind
from tracker.models import Pack, PlanInspection, Recommendation
from tracker.models.recording import deed
from tracker.presenters.pack_papers import pack_papers_of, paper_for
from tracker.queries.pack_material import Sealed, Since, read_pack
from tracker.queries.packs import find_successor
from tracker.reports.formats import FORMATS
from tracker.services.packs import Keeping, audiences_of
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

    def test_a_changed_plan_does_not_change_it(
        self, session: Session, actor: Actor, scene: Scene, kept: Keeping
    ) -> None:
        pack = frozen(session, scene.coming, kept, actor)
        before = made(kept, pack)
        rated(session, scene.action, Delivery.COMPLETE, actor)
        with in_a_deed(session, actor):
            scene.item.title = "Another title"
            scene.last.title = "Another meeting"
        session.flush()
        assert made(kept, pack) == before

    def test_the_next_one_tells_from_the_last_one(
        self, session: Session, actor: Actor, scene: Scene, kept: Keeping
    ) -> None:
        first = frozen(session, scene.coming, kept, actor)
        # On the same day, and yet after the pack.
        an_action(session, scene.plan, actor, "1.2", title="Came after the pack")
        by = later(actor, days=30)
        coming = met(
            session, by, scene.board, date(2026, 11, 9), MeetingState.PUBLISHED, title="November"
        )
        rated(session, scene.action, Delivery.COMPLETE, by)
        second = frozen(session, coming, kept, by)
        material = material_of(kept, second)
        assert (second.number, material.since_number) == (2, first.number)
        assert second.since_on == first.as_at
        said = text_of(material)
        assert "Completed (1 action):" in said
        assert "Added (1 action):" in said
        assert "These changes were recorded from 5 October 2026" in said


class TestSuperseding:
    def test_another_one_of_a_meeting_says_why(
        self, session: Session, actor: Actor, scene: Scene, kept: Keeping
    ) -> None:
        first = frozen(session, scene.coming, kept, actor)
        with refused("Enter why another one is needed", field="reason"):
            frozen(session, scene.coming, kept, actor)
        second = frozen(session, scene.coming, kept, actor, reason="Late papers")
        assert (second.number, second.supersedes_id) == (2, first.id)
        assert find_successor(session, actor, first) is second
        assert find_successor(session, actor, second) is None
        # An earlier pack of the same meeting is nothing that changes are told from.
        assert material_of(kept, second).since_number is None
        assert "Pack 1: Late papers" in text_of(material_of(kept, second))

    @pytest.mark.parametrize("state", [MeetingState.DRAFT, MeetingState.CANCELLED])
    def test_only_a_meeting_that_takes_place_has_one(
        self, session: Session, actor: Actor, scene: Scene, kept: Keeping, state: MeetingState
    ) -> None:
        off = met(session, actor, scene.board, date(2026, 11, 9), state)
        with refused("Publish the meeting first", field=None):
            frozen(session, off, kept, actor)
        assert not list((tmp_of(kept)).glob("**/file"))

    def test_another_councils_meeting_is_refused(
        self, session: Session, actor: Actor, scene: Scene, kept: Keeping
    ) -> None:
        with refused("another council", field=None):
            frozen(session, scene.coming, kept, other_council(session, actor))


class TestSight:
    def test_the_open_version_has_no_word_of_what_is_restricted(
        self, session: Session, actor: Actor, scene: Scene, kept: Keeping
    ) -> None:
        item = restricted(session, actor, scene.coming, scene.member)
        noted = restricted(session, actor, scene.last, scene.member)
        challenged(
            session, actor, scene.board, meeting_id=scene.last.id, item_id=noted.id, text=SECRET
        )
        followed_up(session, actor, scene.last, item_id=noted.id, text=SECRET)
        decided(session, actor, scene.last, item_id=noted.id, text=SECRET)
        pack = frozen(session, scene.coming, kept, actor)
        material = material_of(kept, pack)
        assert set(pack.restricted.split()) == {str(item.id), str(noted.id)}
        assert SECRET in text_of(material)
        told = text_of(without_restricted(material))
        assert SECRET not in told
        assert "Not to be shared" not in told
        assert SECRET not in to_text(without_restricted(material))
        assert told.count("Restricted to some members") == 5
        assert audiences_of(material) == (Audience.FULL, Audience.PUBLIC)

    def test_nothing_under_embargo_is_in_it(
        self, session: Session, actor: Actor, scene: Scene, kept: Keeping
    ) -> None:
        hidden = an_inspection(
            session, actor, title="Visit not yet told", not_before_on=date(2026, 12, 1)
        )
        finding = recorded(
            session,
            actor,
            Recommendation,
            inspection_id=hidden.id,
            position=1,
            text="A finding not yet told",
            kind=FindingKind.RECOMMENDATION,
            addressee=Addressee.LOCAL_AUTHORITY,
        )
        recorded(session, actor, PlanInspection, plan_id=scene.plan.id, inspection_id=hidden.id)
        challenged(session, actor, scene.board, recommendation_id=finding.id, text="On that")
        pack = frozen(session, scene.coming, kept, actor)
        stored = kept.files.get(pack.material_key).decode()
        for words in ("not yet told", "On that", str(hidden.id)):
            assert words not in stored

    def test_what_is_missing_says_so(self, session: Session, actor: Actor, kept: Keeping) -> None:
        board = a_seated_board(session, actor)
        meeting = met(session, actor, board, COMING, MeetingState.PUBLISHED)
        said = text_of(material_of(kept, frozen(session, meeting, kept, actor)))
        for sentence in (
            "No agenda of this meeting is recorded.",
            "No earlier meeting of this board is recorded.",
            "No follow-up of an earlier meeting is recorded.",
            "No plan that is open names this board.",
            "No action is called in to this meeting.",
            "No challenge is open.",
            "Not recorded: risks to the plan.",
        ):
            assert sentence in said

    def test_hostile_words_stand_as_they_were_typed(
        self, session: Session, actor: Actor, scene: Scene, kept: Keeping
    ) -> None:
        hostile = "<script>alert(1)</script> =1+1 #set {{ x }} \u202e “Ü”"
        with in_a_deed(session, actor):
            scene.item.title = hostile
        material = material_of(kept, frozen(session, scene.coming, kept, actor))
        assert hostile in [one.title for one in material.items]
        paper = paper_for(material, "0" * 64, Audience.PUBLIC, {})
        html = FORMATS[PaperFormat.HTML].draw(paper, png_of).decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert(1)" in html
        assert FORMATS[PaperFormat.PDF].draw(paper, png_of).startswith(b"%PDF")
        assert FORMATS[PaperFormat.WORD].draw(paper, png_of).startswith(b"PK")


class TestStatements:
    def test_do_not_grow_with_what_is_told(
        self, session: Session, actor: Actor, scene: Scene, kept: Keeping
    ) -> None:
        def read() -> int:
            with statements(session) as found:
                read_pack(session, actor, scene.coming, Since(), Sealed())
            return len(found)

        few = read()
        for number in range(2, 6):
            an_action(session, scene.plan, actor, f"1.{number}")
            on_agenda(session, actor, scene.coming, position=number, title=f"Item {number}")
            challenged(session, actor, scene.board, text=f"Why {number}?")
            followed_up(session, actor, scene.last, text=f"Do {number}")
        session.flush()
        assert read() == few


def material_of(kept: Keeping, pack: Pack) -> PackMaterial:
    return from_text(kept.files.get(pack.material_key).decode())


def made(kept: Keeping, pack: Pack) -> dict[str, str]:
    """The digest of each file that the pack's material makes."""
    material = material_of(kept, pack)
    papers = pack_papers_of(material, pack.material_sha256, audiences_of(material), "pack", {})
    return {one.name: sha256_of(one.content) for one in papers}


def text_of(material: PackMaterial) -> str:
    """All the words of the pack, of its whole version."""
    paper = paper_for(material, "0" * 64, Audience.FULL, {})
    return " ".join(map(str, paper.blocks))


def tmp_of(kept: Keeping) -> Path:
    """The folder of the file store."""
    return Path(str(kept.files._place))


def in_a_deed(session: Session, by: Actor) -> Any:
    return deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at)
