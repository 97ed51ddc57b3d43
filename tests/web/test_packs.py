"""Packs of boards on pages: frozen with one press, kept as they were, and for whom they are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.packed import Scene, a_scene
from tests.web.planned import HERE, words
from tracker.access.actor import Actor
from tracker.cli.papers import Making, make_next_paper
from tracker.domain.papers import Audience, PaperFormat
from tracker.domain.vocabulary import Role
from tracker.models import Pack, PackFile

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
            answer = client.get(f"{page}/files/{file.id}")
            assert hashlib.sha256(answer.data).hexdigest() == file.sha256
            assert file.sha256 in words(shown)
        html = kept(session, PaperFormat.HTML)
        read = client.get(f"{page}/files/{html.id}/read")
        assert "Caseloads fell to 17." in words(read)
