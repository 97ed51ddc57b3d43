"""Packs of boards on pages: frozen with one press, kept as they were, and for whom they are."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from csv import DictReader
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import InADeed, Now
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.boarded import seated
from tests.services.given import recorded
from tests.services.packed import SECRET, Scene, a_scene, restricted
from tests.web.planned import HERE, THERE, looks_back, problems, words
from tests.web.scene import inspected, recommended
from tracker.access.actor import Actor
from tracker.cli.papers import Making, make_next_paper
from tracker.domain.board_vocabulary import MeetingState
from tracker.domain.pack_material import from_text
from tracker.domain.papers import Audience, PaperFormat
from tracker.domain.vocabulary import Role
from tracker.models import AgendaReader, Council, Pack, PackFile, Person
from tracker.presenters.pack_papers import pack_papers_of, pack_stem
from tracker.services.packs import audiences_of

Make = Callable[[], bool]


@pytest.fixture
def scene(session: Session, actor: Actor) -> Scene:
    return a_scene(session, actor)


@pytest.fixture
def make(app: Flask) -> Make:
    """A worker that makes the paper that waits longest."""
    known = app.extensions
    work = Making(known["sessions"], known["files"], known["frameworks"], known["now"])
    return lambda: make_next_paper(work)


@pytest.fixture(autouse=True)
def lead(sign_in_as: SignInAs) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)


def freeze(client: PageClient, scene: Scene, **fields: str) -> str:
    """Freeze the pack of the coming meeting; the address of its page."""
    page = f"{HERE}/meetings/{scene.coming.id}/pack"
    return str(client.submit(page, fields, form=page, expect=303).location)


def only(session: Session) -> Pack:
    """The newest pack, which there is."""
    session.expire_all()
    return session.scalars(select(Pack).order_by(Pack.number.desc())).all()[0]


def kept(session: Session, kind: PaperFormat, audience: Audience = Audience.PUBLIC) -> PackFile:
    query = select(PackFile).where(PackFile.format == kind, PackFile.audience == audience)
    return session.scalars(query.order_by(PackFile.id.desc())).all()[0]


class TestFreezing:
    def test_one_press_keeps_the_pack_with_its_files(
        self, client: PageClient, session: Session, scene: Scene, make: Make
    ) -> None:
        asked = words(client.get(f"{HERE}/meetings/{scene.coming.id}/pack"))
        assert "Minutes of the last meeting" in asked
        page = freeze(client, scene)
        assert "0 of 3 files made" in words(client.get(page))
        assert make() is True
        assert make() is False
        shown = client.get(page)
        for kind in PaperFormat:
            file = kept(session, kind)
            answer = client.get(f"{HERE}/pack-files/{file.id}")
            assert hashlib.sha256(answer.data).hexdigest() == file.sha256
            assert file.sha256 in words(shown)
        html = kept(session, PaperFormat.HTML)
        read = client.get(f"{HERE}/pack-files/{html.id}/read")
        assert "Caseloads fell to 17." in words(read)

    def test_a_second_one_asks_why_and_the_old_one_says_so(
        self, client: PageClient, scene: Scene, session: Session
    ) -> None:
        first = freeze(client, scene)
        page = f"{HERE}/meetings/{scene.coming.id}/pack"
        refused = client.submit(page, {"reason": ""}, form=page, expect=422)
        assert "Enter why another one is needed" in problems(refused)[0]
        second = freeze(client, scene, reason="Late <papers>")
        assert "This pack is superseded by pack 2" in words(client.get(first))
        shown = words(client.get(second))
        assert "This pack supersedes pack 1" in shown
        assert "Late <papers>" in shown
        index = f"{HERE}/boards/{scene.board.id}/packs"
        assert "Superseded" in words(client.get(index))
        older, newer = reversed(
            list(DictReader(client.get(f"{index}?format=csv").text.splitlines()))
        )
        assert (older["State"], newer["State"]) == ("Superseded", "")
        assert newer["SHA-256 of all it was drawn from"] == only(session).material_sha256

    def test_only_those_who_keep_boards_freeze(
        self, client: PageClient, scene: Scene, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.BOARD_MEMBER)
        client.get(f"{HERE}/meetings/{scene.coming.id}/pack", expect=403)
        assert "Freeze" not in words(client.get(f"{HERE}/meetings/{scene.coming.id}"))

    def test_a_meeting_in_draft_has_none(
        self, client: PageClient, scene: Scene, session: Session, in_a_deed: InADeed
    ) -> None:
        with in_a_deed():
            scene.coming.state = MeetingState.DRAFT
        page = f"{HERE}/meetings/{scene.coming.id}/pack"
        refused = client.submit(page, form=page, expect=422)
        assert "Publish the meeting first" in problems(refused)[0]


class TestSight:
    @pytest.fixture
    def page(
        self, client: PageClient, session: Session, actor: Actor, scene: Scene, make: Make
    ) -> str:
        """A pack with a restricted item, and its files."""
        restricted(session, actor, scene.coming, scene.member)
        page = freeze(client, scene)
        make()
        return page

    def test_the_whole_one_is_for_keepers_and_those_whom_every_item_names(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        scene: Scene,
        page: str,
        sign_in_as: SignInAs,
    ) -> None:
        whole = kept(session, PaperFormat.HTML, Audience.FULL)
        opened = kept(session, PaperFormat.HTML)
        assert SECRET in words(client.get(f"{HERE}/pack-files/{whole.id}/read"))
        sign_in_as(Role.BOARD_MEMBER)
        assert whole.sha256 not in client.get(page).text
        for path in (f"{HERE}/pack-files/{whole.id}", f"{HERE}/pack-files/{whole.id}/read"):
            client.get(path, expect=404)
        said = words(client.get(f"{HERE}/pack-files/{opened.id}/read"))
        assert SECRET not in said
        assert "Restricted to some members" in said
        named(session, actor, scene, sign_in_as(Role.BOARD_MEMBER))
        assert SECRET in words(client.get(f"{HERE}/pack-files/{whole.id}/read"))

    def test_an_item_that_is_restricted_later_hides_it(
        self,
        client: PageClient,
        session: Session,
        scene: Scene,
        page: str,
        sign_in_as: SignInAs,
        in_a_deed: InADeed,
    ) -> None:
        with in_a_deed():
            scene.item.is_restricted = True
        assert_hidden(client, session, scene, page, sign_in_as)

    def test_an_embargo_that_is_set_later_hides_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        scene: Scene,
        make: Make,
        sign_in_as: SignInAs,
        in_a_deed: InADeed,
        now: Now,
    ) -> None:
        inspection = inspected(session, actor)
        looks_back(session, scene.plan, actor, recommended(session, inspection, actor))
        page = freeze(client, scene)
        make()
        with in_a_deed():
            inspection.not_before_on = now().date() + timedelta(days=9)
        assert_hidden(client, session, scene, page, sign_in_as)

    def test_is_not_there_for_another_council(
        self,
        client: PageClient,
        session: Session,
        page: str,
        sign_in_as: SignInAs,
        other_council: Council,
    ) -> None:
        file = kept(session, PaperFormat.HTML)
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        for path in paths_of(page, file):
            client.get(path.replace(HERE, THERE), expect=404)


def named(session: Session, by: Actor, scene: Scene, person: Person) -> None:
    """Seat somebody on the board, and name them on the restricted item of its agenda."""
    member = seated(session, by, scene.board, person)
    recorded(
        session,
        by,
        AgendaReader,
        item_id=uuid.UUID(only(session).restricted),
        meeting_id=scene.coming.id,
        member_id=member.id,
    )


def paths_of(page: str, file: PackFile) -> list[str]:
    """Every address of a pack that answers to reading."""
    files = f"{HERE}/pack-files/{file.id}"
    return [page, f"{page}/progress", f"{page}/check", files, f"{files}/read"]


def assert_hidden(
    client: PageClient, session: Session, scene: Scene, page: str, sign_in_as: SignInAs
) -> None:
    """A member sees nothing of the pack on any page; its keeper still does."""
    file = kept(session, PaperFormat.HTML)
    client.get(page)
    sign_in_as(Role.BOARD_MEMBER)
    for path in paths_of(page, file):
        client.get(path, expect=404)
    assert "No packs yet" in words(client.get(f"{HERE}/boards/{scene.board.id}/packs"))


class TestKept:
    def test_a_swapped_file_is_not_given_out_and_its_check_says_so(
        self, client: PageClient, session: Session, scene: Scene, make: Make, app: Flask
    ) -> None:
        page = freeze(client, scene)
        make()
        assert "Pack 1 is as it was frozen" in words(client.get(f"{page}/check"))
        file = kept(session, PaperFormat.HTML)
        store = app.extensions["files"]
        store.put(b"<p>another", key=file.storage_key)
        client.get(f"{HERE}/pack-files/{file.id}", expect=502)
        client.get(f"{HERE}/pack-files/{file.id}/read", expect=502)
        said = words(client.get(f"{page}/check"))
        assert "is not as it was frozen" in said
        assert f"The file {file.name} of pack 1" in said
        store.delete(file.storage_key)
        client.get(f"{HERE}/pack-files/{file.id}/read", expect=404)

    def test_the_same_release_makes_the_same_bytes_again(
        self, client: PageClient, session: Session, scene: Scene, make: Make, app: Flask
    ) -> None:
        freeze(client, scene)
        make()
        pack = only(session)
        material = from_text(app.extensions["files"].get(pack.material_key).decode())
        again = pack_papers_of(
            material,
            pack.material_sha256,
            audiences_of(material),
            pack_stem("riverford", material),
            app.extensions["frameworks"],
        )
        before = {one.name: one.sha256 for one in session.scalars(select(PackFile))}
        assert {one.name: hashlib.sha256(one.content).hexdigest() for one in again} == before
        assert len(before) == len(PaperFormat)

    def test_what_cannot_be_made_is_said_and_made_again(
        self, client: PageClient, session: Session, scene: Scene, make: Make, app: Flask
    ) -> None:
        page, store = freeze(client, scene), app.extensions["files"]
        key = only(session).material_key
        content = store.get(key)
        store.delete(key)
        assert (make(), make(), make()) == (True, True, False)
        assert "could not be made" in words(client.get(page))
        store.put(content, key=key)
        again = f"{page}/make-again"
        client.submit(again, form=again, expect=303)
        assert make() is True
        assert kept(session, PaperFormat.PDF).size > 0

    def test_only_a_web_page_is_read_in_the_browser(
        self, client: PageClient, session: Session, scene: Scene, make: Make
    ) -> None:
        freeze(client, scene)
        make()
        client.get(f"{HERE}/pack-files/{kept(session, PaperFormat.PDF).id}/read", expect=404)
