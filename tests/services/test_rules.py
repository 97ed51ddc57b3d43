"""What every deed keeps: text that fits, sane dates, members of the vocabulary, own records."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine, Enum, String, Text, inspect
from sqlalchemy.orm import Session

from tests.services.asking import refused
from tracker.access.actor import Actor, operator
from tracker.adapters.database import begin_writing, make_sessions
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.errors import RuleError
from tracker.models import (
    Board,
    Body,
    Clock,
    Council,
    Inspection,
    Intervention,
    Judgement,
    Meeting,
    Person,
    Post,
    PostHolding,
    Recommendation,
    Verdict,
)
from tracker.services.boards import BoardFields, add_board
from tracker.services.clocks import ClockFields
from tracker.services.councils import BodyFields, CouncilFields, create_council
from tracker.services.inspections import InspectionFields, JudgementFields
from tracker.services.interventions import InterventionFields
from tracker.services.meetings import MeetingFields
from tracker.services.people import PersonFields
from tracker.services.posts import AppointmentFields, PostFields
from tracker.services.recommendations import RecommendationFields, ResponseFields
from tracker.services.rules import MOST_TEXT, check_text, checked, checked_address, label
from tracker.services.verdicts import VerdictFields

PAGES: list[tuple[type[Any], type[Any]]] = [
    (AppointmentFields, PostHolding),
    (BoardFields, Board),
    (BodyFields, Body),
    (ClockFields, Clock),
    (CouncilFields, Council),
    (InspectionFields, Inspection),
    (InterventionFields, Intervention),
    (JudgementFields, Judgement),
    (MeetingFields, Meeting),
    (PersonFields, Person),
    (PostFields, Post),
    (RecommendationFields, Recommendation),
    (ResponseFields, Recommendation),
    (VerdictFields, Verdict),
]

TEXTS = [
    pytest.param(fields, model, field.name, id=f"{fields.__name__}.{field.name}")
    for fields, model in PAGES
    for field in dataclasses.fields(fields)
    if field.name in inspect(model).columns
    and isinstance(inspect(model).columns[field.name].type, String)
    and not isinstance(inspect(model).columns[field.name].type, Enum)
]


@dataclass(frozen=True, kw_only=True)
class Jotting:
    """Fields of a page that a test fills at will."""

    title: str
    place: str | None = None
    note: str | None = None
    held_on: Any = date(2016, 1, 1)


def only(fields: type[Any], name: str, value: Any) -> Any:
    """A page's fields with nothing but one of them filled in."""
    return fields(**{field.name: None for field in dataclasses.fields(fields)} | {name: value})


@pytest.mark.parametrize(("fields", "model"), PAGES)
def test_a_page_asks_for_columns_only(fields: type[Any], model: type[Any]) -> None:
    names = {field.name for field in dataclasses.fields(fields)}
    assert names - set(inspect(model).columns.keys()) <= {"body_ids"}


@pytest.mark.parametrize(("fields", "model", "name"), TEXTS)
def test_text_that_a_column_cannot_hold_is_refused(
    fields: type[Any], model: type[Any], name: str
) -> None:
    kind = inspect(model).columns[name].type
    most = MOST_TEXT if isinstance(kind, Text) else kind.length
    with refused(f"must be {most:,} characters or fewer", field=name):
        check_text(only(fields, name, "x" * (most + 1)), model)
    check_text(only(fields, name, "x" * most), model)


@pytest.mark.parametrize("character", ["\x00", "\x02", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_characters_that_cannot_be_kept_are_refused(character: str) -> None:
    with refused("The note has an invisible character", field="note"):
        check_text(Jotting(title="October", note=f"a{character}b"), Meeting)


def test_other_characters_are_kept_as_they_are() -> None:
    text = "Zoë’s team –\tcafé 🙂\nsecond line"
    assert checked(Jotting(title="October", note=text), Meeting)["note"] == text


def test_a_heading_is_one_line() -> None:
    for line_break in ("\n", "\r", "\u2028", "\x85"):
        with refused("The title must be on one line", field="title"):
            check_text(Jotting(title=f"a{line_break}b"), Meeting)


def test_text_is_stripped_and_empty_text_is_none() -> None:
    values = checked(Jotting(title="  October  ", place="   ", note=""), Meeting)
    assert (values["title"], values["place"], values["note"]) == ("October", None, None)


@pytest.mark.parametrize("title", ["", "   ", None])
def test_a_field_without_a_default_is_required(title: Any) -> None:
    with refused("Enter the title", field="title"):
        checked(Jotting(title=title), Meeting)


@pytest.mark.parametrize("day", [date(1989, 12, 31), date(2101, 1, 1), date.min, date.max])
def test_a_date_outside_a_working_life_is_refused(day: date) -> None:
    with refused("The date of the meeting must be between 1990 and 2100", field="held_on"):
        check_text(Jotting(title="October", held_on=day), Meeting)


@pytest.mark.parametrize("page", [0, -1, 100_001, 2**63])
def test_a_number_that_no_report_has_is_refused(page: int) -> None:
    with refused("The page must be a whole number from 1 to 100,000", field="page"):
        check_text(JudgementFields(area="overall", grade="good", page=page), Judgement)


def test_a_slug_becomes_a_member_and_a_strange_one_is_refused() -> None:
    kind: Any = "scrutiny"
    assert checked(BoardFields(name="Scrutiny", kind=kind), Board)["kind"] is BoardKind.SCRUTINY
    kind = "tea_party"
    with refused("Choose the kind from the list", field="kind"):
        checked(BoardFields(name="Scrutiny", kind=kind), Board)


def test_an_identifier_that_is_none_is_refused() -> None:
    chair: Any = "not-an-id"
    with refused("Choose the chair from the list", field="chair_id"):
        checked(BoardFields(name="Board", kind=BoardKind.CABINET, chair_id=chair), Board)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//example.org", "ftp://example.org", "https://", "a b"]
)
def test_an_address_that_no_browser_should_follow_is_refused(address: str) -> None:
    with refused("must begin with https:// or http://", field="report_url"):
        checked_address("report_url", address)


def test_an_address_of_the_web_is_taken() -> None:
    checked_address("report_url", "https://reports.example.gov.uk/50004398")
    checked_address("report_url", None)


def test_every_field_has_words() -> None:
    for fields, _model in PAGES:
        for field in dataclasses.fields(fields):
            assert not label(field.name).endswith((" on", " url", " id", " ids"))


@pytest.mark.usefixtures("any_engine")
def test_the_longest_text_is_stored(session: Session, actor: Actor) -> None:
    fields = BoardFields(name="ß" * 200, kind=BoardKind.CABINET, terms="x" * 20_000)
    board = add_board(session, fields, by=actor, on=actor.today)
    session.expire_all()
    assert (board.name, len(board.terms or "")) == ("ß" * 200, 20_000)


@pytest.mark.parametrize("_attempt", range(3))
@pytest.mark.usefixtures("any_engine")
def test_two_deeds_at_once_cannot_take_the_same_name(own_engine: Engine, _attempt: int) -> None:
    sessions = make_sessions(own_engine)
    at = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
    fields = CouncilFields(slug="riverford", name="Riverford Council", short_name="Riverford")
    with sessions() as session:
        council = create_council(session, fields, by=operator(at), on=at.date())
        session.commit()
    by = operator(at, council.id)
    together = Barrier(2)

    def add() -> str:
        with sessions() as session:
            together.wait(timeout=10)
            begin_writing(session)
            try:
                wanted = BoardFields(name="Improvement Board", kind=BoardKind.CABINET)
                add_board(session, wanted, by=by, on=at.date())
            except RuleError as error:
                return error.sentence
            session.commit()
            return "added"

    with ThreadPoolExecutor(2) as pool:
        found = sorted(future.result() for future in [pool.submit(add), pool.submit(add)])
    assert found == ["There is already a board with this name", "added"]
