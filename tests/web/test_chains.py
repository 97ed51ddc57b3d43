"""The page about the chain, and the whole history to take away: who may, and what they get."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from itertools import combinations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tracker.access.actor import Actor
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.adapters import append_only
from tracker.domain.vocabulary import Role
from tracker.models import Council
from tracker.web import chains

CHECK = "/councils/riverford/administration/history/check"
EXPORT = "/councils/riverford/administration/history/export"


def said(client: PageClient, path: str) -> str:
    return text_of(parsed(client.get(path).text))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PROGRAMME_LEAD])
def test_the_head_is_shown_with_its_signature(
    client: PageClient, sign_in_as: SignInAs, role: Role
) -> None:
    sign_in_as(role)
    words = said(client, CHECK)
    for part in ("Rows", "Fingerprint of the key", '"council":"Riverford Borough Council"', "=="):
        assert part in words
    assert "The history is whole" not in words


def test_a_short_history_is_checked_at_once(client: PageClient, sign_in_as: SignInAs) -> None:
    sign_in_as(Role.ADMINISTRATOR)
    words = said(client, f"{CHECK}?now=yes")
    assert "The history is whole" in words
    assert "rows fit." in words


def test_a_long_one_is_left_to_the_terminal(
    client: PageClient, sign_in_as: SignInAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chains, "MOST_CHECKED", 1)
    sign_in_as(Role.ADMINISTRATOR)
    words = said(client, f"{CHECK}?now=yes")
    assert "too long to check while you wait" in words
    assert "The history is" not in words
    assert "tracker verify-history --council riverford" in words


def test_a_row_that_does_not_fit_is_named(
    client: PageClient, sign_in_as: SignInAs, session: Session, council: Council
) -> None:
    sign_in_as(Role.ADMINISTRATOR)
    session.flush()
    append_only.release(session.connection(), "history")
    session.execute(text("update history set payload = '{}' where seq = 2"))
    words = said(client, f"{CHECK}?now=yes")
    assert "The history is not whole" in words
    assert "Row 2 does not fit: its payload" in words


def test_the_programme_lead_takes_the_whole_away(client: PageClient, sign_in_as: SignInAs) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    answer = client.get(EXPORT)
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="riverford-history-2026-10-05.zip"'
    )
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        head = json.loads(archive.read("head.json"))
        rows = archive.read("history.jsonl").decode().rstrip("\n").split("\n")
    assert head["seq"] == len(rows)
    assert head["hash"] == json.loads(rows[-1])["hash"]


@pytest.mark.parametrize(
    ("roles", "status"),
    [
        ((Role.ADMINISTRATOR,), 403),
        ((Role.DIRECTOR,), 403),
        ((Role.ASSURANCE_LEAD,), 403),
        ((Role.BOARD_MEMBER,), 403),
        ((Role.ADMINISTRATOR, Role.DIRECTOR), 200),
        ((Role.ADMINISTRATOR, Role.ASSURANCE_LEAD), 200),
    ],
)
def test_others_only_when_they_see_what_is_under_embargo(
    client: PageClient, sign_in_as: SignInAs, roles: tuple[Role, ...], status: int
) -> None:
    sign_in_as(*roles)
    client.get(EXPORT, expect=status)


def test_whoever_exports_sees_what_is_under_embargo(actor: Actor) -> None:
    for roles in combinations(Role, 2):
        somebody = replace(actor, roles=frozenset(roles))
        if can(somebody, Permission.EXPORT_HISTORY):
            assert can(somebody, Permission.SEE_EMBARGOED)
