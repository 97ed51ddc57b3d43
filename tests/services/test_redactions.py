"""Redactions: two people, rows without payload and salt, a chain that stays whole, no old text."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.services.given import a_plan, an_action
from tracker.access.actor import Actor, operator
from tracker.adapters.signing_key import open_signing_key
from tracker.config import Settings
from tracker.domain.errors import RuleError
from tracker.domain.ratings import words_of
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import Action, Council, History, Redaction, SearchEntry, Update
from tracker.models.recording import UnrecordedWrite, blank_rows
from tracker.presenters.chains import fault_words
from tracker.presenters.history import history_entries
from tracker.queries.chains import get_chain, verify_chain
from tracker.queries.history import list_history
from tracker.queries.redactions import (
    get_redaction,
    get_subject,
    list_rows_holding,
)
from tracker.services.chains import export_history
from tracker.services.deeds import Conflict
from tracker.services.redactions import (
    RedactionFields,
    approve_redaction,
    ask_redaction,
    refuse_redaction,
)
from tracker.services.updates import UpdateFields, correct_update, post_update

pytestmark = pytest.mark.usefixtures("any_engine")

NAME = "Jamie Marmalade"
WHY = "The name of a child"


@pytest.fixture
def asker(actor_as: ActorAs) -> Actor:
    return actor_as(Role.ADMINISTRATOR, Role.PROGRAMME_LEAD, name="Ada Asker")


@pytest.fixture
def decider(actor_as: ActorAs) -> Actor:
    return actor_as(Role.DIRECTOR, name="Dee Decider")


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    """An action with an update that names a child, and one that corrects it."""
    action = an_action(session, a_plan(session, actor, PlanStage.ADOPTED), actor)
    said = UpdateFields(
        done=f"Visited {NAME} at home", delivery=Delivery.ON_TRACK, obstacle="No car"
    )
    update = post_update(session, action, said, by=actor, on=actor.today)
    session.flush()
    better = UpdateFields(
        done="Visited a child at home", delivery=Delivery.ON_TRACK, obstacle="No car"
    )
    correct_update(session, update, better, by=actor, on=actor.today, reason="It named a child")
    session.commit()
    return action


def places(session: Session, by: Actor, action: Action, words: str = NAME) -> list[int]:
    subject = get_subject(session, by, action.id)
    return [row.seq for row in list_rows_holding(session, by, subject, words)]


def ask(
    session: Session,
    by: Actor,
    action: Action,
    *,
    words: str = NAME,
    rows: Sequence[int] | None = None,
    reason: str = WHY,
) -> Redaction:
    subject = get_subject(session, by, action.id)
    chosen = places(session, by, action) if rows is None else rows
    fields = RedactionFields(words, chosen, reason)
    asked = ask_redaction(session, subject, fields, by=by, on=by.today)
    return get_redaction(session, by, asked.id)


def test_an_approved_redaction_leaves_no_trace_of_the_words(
    session: Session, council: Council, action: Action, asker: Actor, decider: Actor
) -> None:
    gone = places(session, asker, action, "jamie  MARMALADE")
    assert len(gone) == 1
    redaction = ask(session, asker, action)
    approve_redaction(session, redaction, by=decider, on=decider.today)
    session.commit()
    session.expire_all()
    found = verify_chain(session, council.id)
    assert (found.fault, found.redacted) == (None, tuple(gone))
    row = session.execute(select(History).where(History.seq == gone[0])).scalar_one()
    assert (row.payload, row.salt) == (None, "")
    for payload in session.scalars(select(History.payload)):
        assert "Marmalade" not in (payload or "")
    for entry in session.scalars(select(SearchEntry)):
        assert "Marmalade" not in f"{entry.title}{entry.body}"
    wrong = session.scalars(select(Update).where(Update.corrects_id.is_(None))).one()
    assert (wrong.done, wrong.obstacle) == ("Redacted", "No car")


def test_an_export_names_the_gap_and_still_fits(
    session: Session,
    action: Action,
    asker: Actor,
    decider: Actor,
    settings: Settings,
    tmp_path: Path,
) -> None:
    gone = places(session, asker, action)
    approve_redaction(session, ask(session, asker, action), by=decider, on=decider.today)
    session.commit()
    with (tmp_path / "history.zip").open("wb") as to:
        chain = get_chain(session, action.council_id)
        export_history(session, chain, open_signing_key(settings), at=asker.at, to=to)
    with zipfile.ZipFile(tmp_path / "history.zip") as archive:
        archive.extractall(tmp_path)
    assert "Marmalade" not in (tmp_path / "history.jsonl").read_text("utf-8")
    command = [sys.executable, "-I", "check_history.py"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.endswith(f"Redacted with approval: {gone}\n")


def test_history_ends_with_the_record_as_it_stands(
    session: Session, action: Action, asker: Actor, decider: Actor
) -> None:
    rows = places(session, asker, action, "No car")
    redaction = ask(session, asker, action, words="No car", rows=rows)
    approve_redaction(session, redaction, by=decider, on=decider.today)
    session.commit()
    newest = select(History.payload).where(History.record_id == action.id)
    payload = session.scalars(newest.order_by(History.seq.desc()).limit(1)).one()
    assert payload is not None
    record = json.loads(payload)["record"]
    session.refresh(action)
    assert (record["obstacle"], record["title"]) == ("Redacted", action.title)
    assert json.loads(payload)["old"] == {"obstacle": "(redacted)"}


def test_a_record_without_a_live_field_to_clear_is_stated_again(
    session: Session, council: Council, action: Action, asker: Actor, decider: Actor
) -> None:
    # The reason of the deed is in its row, and in no live record.
    (gone,) = places(session, asker, action, "named a child")
    redaction = ask(session, asker, action, words="named a child", rows=[gone])
    approve_redaction(session, redaction, by=decider, on=decider.today)
    session.commit()
    correction = session.scalars(select(Update).where(Update.corrects_id.is_not(None))).one()
    rows = select(History).where(History.record_id == correction.id).order_by(History.seq)
    blanked, again = session.scalars(rows).all()
    assert (blanked.seq, blanked.payload) == (gone, None)
    assert again.payload is not None
    payload = json.loads(again.payload)
    assert (payload["old"], payload["new"]) == ({}, {})
    assert payload["record"]["done"] == correction.done == "Visited a child at home"
    assert verify_chain(session, council.id).fault is None


def test_what_was_amended_before_the_approval_stays(
    session: Session, action: Action, asker: Actor, decider: Actor
) -> None:
    rows = places(session, asker, action, "No car")
    redaction = ask(session, asker, action, words="No car", rows=rows)
    said = UpdateFields(done="Got one", delivery=Delivery.ON_TRACK, obstacle="Snow")
    post_update(session, action, said, by=asker, on=asker.today)
    approve_redaction(session, redaction, by=decider, on=decider.today)
    assert action.obstacle == "Snow"


def test_history_tells_of_the_gap(
    session: Session, action: Action, asker: Actor, decider: Actor
) -> None:
    approve_redaction(session, ask(session, asker, action), by=decider, on=decider.today)
    session.commit()
    entries = history_entries(list_history(session, asker, action.id), words_of(None))
    assert [entry.redacted for entry in entries if entry.redacted] == [
        f"Redacted on 5 October 2026: {WHY}"
    ]


def test_a_refused_one_changes_no_row(
    session: Session, council: Council, action: Action, asker: Actor, decider: Actor
) -> None:
    redaction = ask(session, asker, action)
    refuse_redaction(session, redaction, "It is no child's name", by=decider, on=decider.today)
    session.commit()
    assert verify_chain(session, council.id).redacted == ()
    assert places(session, asker, action) != []
    again = ask(session, asker, action)
    assert again.decision is None


@pytest.mark.parametrize(
    ("fields", "sentence", "field"),
    [
        ({"words": " "}, "at least two characters", "words"),
        ({"words": "x"}, "at least two characters", "words"),
        ({"rows": []}, "Select at least one row", "places"),
        ({"rows": [1]}, "Select rows that hold the words", "places"),
        ({"rows": [999_999]}, "Select rows that hold the words", "places"),
        ({"reason": " "}, "Enter why the words must go", "reason"),
        ({"reason": f"It names  {NAME.upper()}"}, "must not repeat the words", "reason"),
    ],
)
def test_what_cannot_be_asked_for(
    session: Session,
    action: Action,
    asker: Actor,
    fields: dict[str, object],
    sentence: str,
    field: str,
) -> None:
    with pytest.raises(RuleError, match=sentence) as refused:
        ask(session, asker, action, **fields)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_the_same_row_is_not_asked_for_twice(
    session: Session, action: Action, asker: Actor
) -> None:
    ask(session, asker, action)
    with pytest.raises(RuleError, match="waits for a decision already"):
        ask(session, asker, action)


def test_a_redaction_is_not_itself_redacted(session: Session, action: Action, asker: Actor) -> None:
    ask(session, asker, action)
    session.flush()
    assert places(session, asker, action, WHY) == []


def test_nobody_decides_their_own(session: Session, action: Action, asker: Actor) -> None:
    redaction = ask(session, asker, action)
    with pytest.raises(RuleError, match="Somebody else than who asked"):
        approve_redaction(session, redaction, by=asker, on=asker.today)


def test_nor_does_an_operator(session: Session, action: Action, asker: Actor) -> None:
    by = operator(asker.at, asker.council_id)
    with pytest.raises(RuleError, match="two people of the council"):
        ask(session, by, action)
    redaction = ask(session, asker, action)
    with pytest.raises(RuleError, match="two people of the council"):
        approve_redaction(session, redaction, by=by, on=by.today)


def test_it_is_decided_once(session: Session, action: Action, asker: Actor, decider: Actor) -> None:
    redaction = ask(session, asker, action)
    read = redaction.version
    approve_redaction(session, redaction, by=decider, on=decider.today, version=read)
    with pytest.raises(RuleError, match="decided already"):
        refuse_redaction(session, redaction, "No", by=decider, on=decider.today)
    with pytest.raises(Conflict):
        approve_redaction(session, redaction, by=decider, on=decider.today, version=read)


def test_rows_are_blanked_in_a_deed_only(session: Session, council: Council) -> None:
    with pytest.raises(UnrecordedWrite):
        blank_rows(session, council.id, [1])


def test_a_row_that_was_blanked_without_approval_is_a_fault(
    session: Session, council: Council, action: Action, asker: Actor
) -> None:
    ask(session, asker, action)
    session.flush()
    gone = places(session, asker, action)[0]
    order = text("update history set payload = null, salt = '' where seq = :seq and chain_id = :id")
    session.execute(
        order.bindparams(seq=gone, id=council.id.hex)
        if session.get_bind().dialect.name == "sqlite"
        else order.bindparams(seq=gone, id=council.id)
    )
    found = verify_chain(session, council.id)
    assert found.fault is not None
    assert fault_words(found.fault).startswith(f"row {gone} does not fit: its payload is gone")
    # A record of approval that no deed wrote stands in no row of the chain.
    session.execute(text("update redaction set decision = 'approved'"))
    assert verify_chain(session, council.id).fault is not None
