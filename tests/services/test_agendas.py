"""Agendas: standing items, themes and items, their minutes and corrections, papers and readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.services.asking import NOBODY, last_told, refused
from tests.services.given import a_board, a_person, a_post, recorded
from tracker.access.actor import Actor
from tracker.domain.board_vocabulary import AgendaKind, BoardRole, MeetingState
from tracker.domain.vocabulary import Role, ScanResult
from tracker.models import (
    AgendaItem,
    AgendaReader,
    Board,
    BoardMember,
    Council,
    ForwardTheme,
    Meeting,
    StandingItem,
)
from tracker.models.recording import deed as open_deed
from tracker.queries.agendas import get_item, see_agenda
from tracker.services.agenda_items import (
    AgendaItemFields,
    add_agenda_item,
    amend_agenda_item,
    move_agenda_item,
    remove_agenda_item,
)
from tracker.services.agenda_papers import PaperFields, add_paper, remove_paper
from tracker.services.deeds import Conflict
from tracker.services.evidence_files import FileFields
from tracker.services.forward_themes import ThemeFields, amend_theme, drop_theme, plan_theme
from tracker.services.meeting_steps import MoveFields, agree_minutes, hold_meeting, move_meeting
from tracker.services.meetings import MeetingFields, add_meeting
from tracker.services.minutes import (
    CorrectionFields,
    MinuteFields,
    correct_minute,
    write_minute,
)
from tracker.services.standing_items import (
    StandingItemFields,
    add_standing_item,
    amend_standing_item,
    move_standing_item,
    remove_standing_item,
)

ON = date(2026, 10, 5)
NOVEMBER = date(2026, 11, 2)
RISKS = AgendaItemFields(title="Risks", kind=AgendaKind.INFORMATION, duration=10)
S = MeetingState


@pytest.fixture
def board(session: Session, actor: Actor) -> Board:
    return a_board(session, actor)


@pytest.fixture
def meeting(session: Session, actor: Actor, board: Board) -> Meeting:
    return a_meeting(session, actor, board)


def a_meeting(session: Session, by: Actor, board: Board, **more: Any) -> Meeting:
    values = {"board_id": board.id, "held_on": ON, "title": "October", **more}
    return recorded(session, by, Meeting, **values)


def a_member(session: Session, by: Actor, board: Board, **more: Any) -> BoardMember:
    values = {"role": BoardRole.MEMBER, "is_voting": True, "from_on": date(2026, 1, 5), **more}
    return recorded(session, by, BoardMember, board_id=board.id, **values)


def titles(session: Session, by: Actor, meeting: Meeting) -> list[str]:
    session.expire_all()
    return [item.title for item in see_agenda(session, by, meeting.id).items]


def standing(session: Session, by: Actor, board: Board, *names: str) -> list[StandingItem]:
    fields = [StandingItemFields(title=name) for name in names]
    return [add_standing_item(session, board, each, by=by, on=ON) for each in fields]


def added(session: Session, by: Actor, meeting: Meeting, *names: str) -> list[AgendaItem]:
    fields = [replace(RISKS, title=name) for name in names]
    return [add_agenda_item(session, meeting, each, by=by, on=ON) for each in fields]


def called(session: Session, by: Actor, board: Board, held_on: date = NOVEMBER) -> Meeting:
    fields = MeetingFields(board_id=board.id, held_on=held_on, title="November")
    return add_meeting(session, fields, by=by, on=ON, as_draft=True)


# Standing items.


def test_a_new_meeting_begins_with_the_standing_items(
    session: Session, actor: Actor, board: Board
) -> None:
    minutes, risks, plan = standing(session, actor, board, "Minutes", "Risks", "Forward plan")
    first = called(session, actor, board)
    assert titles(session, actor, first) == ["Minutes", "Risks", "Forward plan"]
    move_standing_item(session, plan, up=True, by=actor, on=ON)
    remove_standing_item(session, minutes, by=actor, on=ON, reason="Elsewhere")
    amend_standing_item(session, risks, StandingItemFields(title="All risks"), by=actor, on=ON)
    second = called(session, actor, board, date(2026, 12, 7))
    assert titles(session, actor, second) == ["Forward plan", "All risks"]
    assert titles(session, actor, first) == ["Minutes", "Risks", "Forward plan"]


def test_a_standing_item_is_changed_by_one_at_a_time(
    session: Session, actor: Actor, board: Board
) -> None:
    (item,) = standing(session, actor, board, "Minutes")
    read = item.version
    fields = StandingItemFields(title="Last minutes")
    amend_standing_item(session, item, fields, by=actor, on=ON, version=read)
    for deed in (amend_standing_item, remove_standing_item):
        more = (fields,) if deed is amend_standing_item else ()
        with pytest.raises(Conflict):
            deed(session, item, *more, by=actor, on=ON, version=read)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"duration": 0}, "duration"),
        ({"duration": 601}, "duration"),
        ({"presenter_post_id": NOBODY}, "presenter_post_id"),
        ({"presenter_note": "two\nlines"}, "presenter_note"),
    ],
)
def test_a_wrong_item_is_refused_of_a_board_and_of_a_meeting(
    session: Session, actor: Actor, board: Board, meeting: Meeting, change: Any, field: str
) -> None:
    with refused("", field=field):
        fields = replace(StandingItemFields(title="Risks"), **change)
        add_standing_item(session, board, fields, by=actor, on=ON)
    with refused("", field=field):
        add_agenda_item(session, meeting, replace(RISKS, **change), by=actor, on=ON)


# The order of items.


def test_items_change_places_and_stay_at_the_ends(
    session: Session, actor: Actor, meeting: Meeting
) -> None:
    one, two, three = added(session, actor, meeting, "One", "Two", "Three")
    move_agenda_item(session, three, up=True, by=actor, on=ON)
    assert titles(session, actor, meeting) == ["One", "Three", "Two"]
    move_agenda_item(session, one, up=True, by=actor, on=ON)
    move_agenda_item(session, two, up=False, by=actor, on=ON)
    assert titles(session, actor, meeting) == ["One", "Three", "Two"]
    move_agenda_item(session, one, up=False, by=actor, on=ON)
    assert titles(session, actor, meeting) == ["Three", "One", "Two"]


def test_items_of_one_place_part_and_numbers_have_no_gap(
    session: Session, actor: Actor, meeting: Meeting
) -> None:
    one, two, three = added(session, actor, meeting, "One", "Two", "Three")
    remove_agenda_item(session, two, by=actor, on=ON, reason="x")
    assert see_agenda(session, actor, meeting.id).numbers == {one.id: 1, three.id: 2}
    values = {"meeting_id": meeting.id, "position": 1, "kind": AgendaKind.THEME}
    recorded(session, actor, AgendaItem, title="Same place", is_restricted=False, **values)
    move_agenda_item(session, three, up=True, by=actor, on=ON)
    assert titles(session, actor, meeting) == ["One", "Three", "Same place"]


# Presenters.


def test_an_item_has_one_presenter_at_most(
    session: Session, actor: Actor, meeting: Meeting
) -> None:
    person, post = a_person(session, actor), a_post(session, actor)
    both = replace(RISKS, presenter_id=person.id, presenter_post_id=post.id)
    with refused("not both", field="presenter_id"):
        add_agenda_item(session, meeting, both, by=actor, on=ON)
    item = add_agenda_item(session, meeting, replace(both, presenter_post_id=None), by=actor, on=ON)
    assert item.presenter_id == person.id


# Restricted items.


def test_a_restricted_item_is_for_the_members_that_it_names(
    session: Session, actor: Actor, board: Board, meeting: Meeting, actor_as: ActorAs
) -> None:
    seen, unseen, director = (
        actor_as(role) for role in (Role.BOARD_MEMBER, Role.BOARD_MEMBER, Role.DIRECTOR)
    )
    named = a_member(session, actor, board, person_id=seen.person_id)
    a_member(session, actor, board, person_id=unseen.person_id)
    fields = replace(RISKS, title="Secret", is_restricted=True, reader_ids=(named.id,))
    item = add_agenda_item(session, meeting, fields, by=actor, on=ON)
    added(session, actor, meeting, "Open")
    for who, wanted in (
        (actor, ["Secret", "Open"]),
        (seen, ["Secret", "Open"]),
        (unseen, ["Open"]),
        (director, ["Open"]),
    ):
        assert titles(session, who, meeting) == wanted
    loaded = get_item(session, actor, item.id)
    amend_agenda_item(session, loaded, replace(fields, reader_ids=()), by=actor, on=ON)
    assert titles(session, seen, meeting) == ["Open"]
    loaded = get_item(session, actor, item.id)
    amend_agenda_item(session, loaded, fields, by=actor, on=ON)
    assert titles(session, seen, meeting) == ["Secret", "Open"]
    assert len(session.scalars(select(AgendaReader)).all()) == 1
    # Whoever no longer sits on the board no longer sees it.
    recorded_end(session, actor, named)
    assert titles(session, seen, meeting) == ["Open"]


def recorded_end(session: Session, by: Actor, member: BoardMember) -> None:
    with open_deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=by.at):
        member.to_on = date(2026, 10, 4)


def test_readers_are_members_of_the_very_board(
    session: Session, actor: Actor, meeting: Meeting
) -> None:
    other = a_board(session, actor, name="Other")
    stranger = a_member(session, actor, other, name="Stranger")
    for reader in (stranger.id, NOBODY):
        fields = replace(RISKS, is_restricted=True, reader_ids=(reader,))
        with refused("Choose members of this board", field="reader_ids"):
            add_agenda_item(session, meeting, fields, by=actor, on=ON)


# Themes.


def test_a_theme_goes_to_the_first_meeting_of_its_month(
    session: Session, actor: Actor, board: Board
) -> None:
    fields = ThemeFields(title="Neglect", month_on=date(2026, 11, 17))
    theme = plan_theme(session, board, fields, by=actor, on=ON)
    assert theme.month_on == date(2026, 11, 1)
    first = called(session, actor, board)
    second = called(session, actor, board, date(2026, 11, 30))
    assert titles(session, actor, first) == ["Neglect"]
    assert titles(session, actor, second) == []
    december = called(session, actor, board, date(2026, 12, 7))
    later = ThemeFields(title="Neglect again", month_on=date(2026, 12, 1))
    amend_theme(session, theme, later, by=actor, on=ON)
    assert titles(session, actor, first) == []
    assert titles(session, actor, december) == ["Neglect again"]
    drop_theme(session, theme, by=actor, on=ON, reason="Done elsewhere")
    assert titles(session, actor, december) == []


def test_a_theme_goes_to_its_own_meeting_and_a_moved_one_takes_in_its_month(
    session: Session, actor: Actor, board: Board
) -> None:
    meeting = a_meeting(session, actor, board, held_on=NOVEMBER)
    own = ThemeFields(title="Neglect", meeting_id=meeting.id)
    plan_theme(session, board, own, by=actor, on=ON)
    december = ThemeFields(title="Caseloads", month_on=date(2026, 12, 1))
    plan_theme(session, board, december, by=actor, on=ON)
    assert titles(session, actor, meeting) == ["Neglect"]
    to = MoveFields(held_on=date(2026, 12, 1))
    move_meeting(session, meeting, to, by=actor, on=ON, reason="Half term")
    assert titles(session, actor, meeting) == ["Neglect", "Caseloads"]


def test_what_a_meeting_has_looked_at_stays(session: Session, actor: Actor, board: Board) -> None:
    meeting = a_meeting(session, actor, board)
    fields = ThemeFields(title="Neglect", meeting_id=meeting.id)
    theme = plan_theme(session, board, fields, by=actor, on=ON)
    hold_meeting(session, meeting, by=actor, on=ON)
    with refused("A meeting has looked at this theme", field=None):
        drop_theme(session, theme, by=actor, on=ON)
    with refused("A meeting has looked at this theme", field=None):
        amend_theme(session, theme, fields, by=actor, on=ON)


def test_a_theme_is_for_a_month_or_for_a_meeting_of_the_board(
    session: Session, actor: Actor, board: Board, meeting: Meeting
) -> None:
    other = a_board(session, actor, name="Other")
    theirs = a_meeting(session, actor, other)
    held = a_meeting(session, actor, board, state=S.HELD)
    for change, field, words in (
        ({}, "month_on", "one of the two"),
        ({"month_on": ON, "meeting_id": meeting.id}, "month_on", "one of the two"),
        ({"meeting_id": theirs.id}, "meeting_id", "a meeting of this board"),
        ({"meeting_id": NOBODY}, "meeting_id", "a meeting of this board"),
        ({"meeting_id": held.id}, "meeting_id", "still to come"),
    ):
        with refused(words, field=field):
            plan_theme(session, board, ThemeFields(title="x", **change), by=actor, on=ON)
    assert session.scalars(select(ForwardTheme)).all() == []


# Minutes.


def test_minutes_are_written_agreed_and_then_only_corrected(
    session: Session, actor: Actor, meeting: Meeting
) -> None:
    (item,) = added(session, actor, meeting, "Risks")
    said = CorrectionFields(minute="Three risks were heard.", reason="One was forgotten")
    with refused("not agreed yet", field=None):
        correct_minute(session, item, said, by=actor, on=ON)
    read = item.version
    two = MinuteFields(minute="Two risks were heard.")
    write_minute(session, item, two, by=actor, on=ON, version=read)
    with pytest.raises(Conflict):
        write_minute(session, item, two, by=actor, on=ON, version=read)
    with refused("so it stays on the agenda", field=None):
        remove_agenda_item(session, item, by=actor, on=ON)
    hold_meeting(session, meeting, by=actor, on=ON)
    agree_minutes(session, meeting, ON, by=actor, on=ON)
    loaded = get_item(session, actor, item.id)
    for deed in (
        lambda: write_minute(session, loaded, MinuteFields(minute="x"), by=actor, on=ON),
        lambda: amend_agenda_item(session, loaded, RISKS, by=actor, on=ON),
        lambda: move_agenda_item(session, loaded, up=True, by=actor, on=ON),
        lambda: add_agenda_item(session, meeting, RISKS, by=actor, on=ON),
        lambda: add_paper(
            session, loaded, PaperFields(title="x", url="https://x"), by=actor, on=ON
        ),
    ):
        with refused("agreed on 5 October 2026, so nothing of it changes", field=None):
            deed()
    correction = correct_minute(session, loaded, said, by=actor, on=ON)
    assert (correction.before, correction.after) == (two.minute, said.minute)
    assert (correction.corrected_by_id, correction.corrected_on) == (actor.person_id, ON)
    assert loaded.minute == "Three risks were heard."
    assert last_told(session, correction)["record"]["reason"] == "One was forgotten"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"minute": " "}, "minute"), ({"reason": ""}, "reason"), ({"minute": "Said"}, "minute")],
)
def test_a_correction_says_something_else_and_why(
    session: Session, actor: Actor, board: Board, change: dict[str, str], field: str
) -> None:
    agreed = a_meeting(session, actor, board, state=S.AGREED, agreed_on=ON)
    values = {"meeting_id": agreed.id, "position": 1, "kind": AgendaKind.THEME}
    item = recorded(
        session, actor, AgendaItem, title="x", minute="Said", is_restricted=False, **values
    )
    loaded = get_item(session, actor, item.id)
    fields = replace(CorrectionFields(minute="Other", reason="Wrong"), **change)
    with refused("", field=field):
        correct_minute(session, loaded, fields, by=actor, on=ON)


def test_minutes_are_not_written_before_the_day(
    session: Session, actor: Actor, board: Board
) -> None:
    meeting = a_meeting(session, actor, board, held_on=NOVEMBER)
    (item,) = added(session, actor, meeting, "Risks")
    with refused("from the day of the meeting on", field="minute"):
        write_minute(session, item, MinuteFields(minute="x"), by=actor, on=ON)


# Papers.

FILE = FileFields(
    name="risks.pdf",
    media_type="application/pdf",
    size=9,
    sha256="0" * 64,
    storage_key="ab/file",
    scan=ScanResult.CLEAN,
)


def test_a_paper_is_an_address_or_a_file_which_goes_with_it(
    session: Session, actor: Actor, meeting: Meeting
) -> None:
    (item,) = added(session, actor, meeting, "Risks")
    page = PaperFields(title="Risk register", url="https://example.gov.uk/risks")
    web = add_paper(session, item, page, by=actor, on=ON)
    file = add_paper(session, item, PaperFields(title="Risks"), by=actor, on=ON, file=FILE)
    for paper, key in ((web, None), (file, "ab/file")):
        paper.item = item
        assert remove_paper(session, paper, by=actor, on=ON, reason="Old") == key
        assert paper.removed_on == ON


@pytest.mark.parametrize(
    ("url", "file", "field"),
    [
        (None, None, "url"),
        ("https://example.gov.uk", FILE, "url"),
        ("javascript:alert(1)", None, "url"),
        (None, replace(FILE, size=0), "file"),
        (None, replace(FILE, size=30_000_001), "file"),
    ],
)
def test_a_paper_without_sense_is_refused(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    url: str | None,
    file: FileFields | None,
    field: str,
) -> None:
    (item,) = added(session, actor, meeting, "Risks")
    with refused("", field=field):
        add_paper(session, item, PaperFields(title="x", url=url), by=actor, on=ON, file=file)


def test_another_council_keeps_its_hands_off(
    session: Session, actor: Actor, meeting: Meeting, actor_as: ActorAs, other_council: Council
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    (item,) = added(session, actor, meeting, "Risks")
    board = session.get_one(Board, meeting.board_id)
    for deed in (
        lambda: add_agenda_item(session, meeting, RISKS, by=by, on=ON),
        lambda: move_agenda_item(session, item, up=True, by=by, on=ON),
        lambda: write_minute(session, item, MinuteFields(minute="x"), by=by, on=ON),
        lambda: add_standing_item(session, board, StandingItemFields(title="x"), by=by, on=ON),
        lambda: plan_theme(session, board, ThemeFields(title="x", month_on=ON), by=by, on=ON),
    ):
        with refused("another council", field=None):
            deed()
