"""The demonstration: its files, their replay, and what a new user then sees."""

from __future__ import annotations

import dataclasses
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tracker.access.actor import Actor, operator
from tracker.access.reader import reader_of
from tracker.access.visibility import visible
from tracker.adapters.database import make_engine, make_sessions
from tracker.adapters.file_store import FileStore
from tracker.demo import DemonstrationError, is_empty, load_demonstration
from tracker.demo.loading import COUNCILS
from tracker.domain.board_vocabulary import AgendaKind, BoardRole, ChallengeState, MeetingState
from tracker.domain.chain import GENESIS, Link, digest_of, hash_of
from tracker.domain.clocks import computed_due
from tracker.domain.dates import LONDON, local_day
from tracker.domain.frameworks import load_frameworks
from tracker.domain.vocabulary import (
    ActorKind,
    DateChangeState,
    Delivery,
    Door,
    Marking,
    PlanStage,
    Role,
    SuccessionKind,
)
from tracker.models import (
    Account,
    Action,
    ActionRecommendation,
    AgendaItem,
    Board,
    BoardMember,
    ChainHead,
    Challenge,
    ChallengeStep,
    Clock,
    Council,
    DateChange,
    Decision,
    Evidence,
    FollowUp,
    History,
    Inspection,
    Judgement,
    Meeting,
    OutboxMail,
    Ownership,
    Person,
    Plan,
    PostHolding,
    Recommendation,
    RoleGrant,
    Succession,
    Update,
    Verdict,
)
from tracker.models.history import INSTALLATION_CHAIN
from tracker.queries.concerns import is_called_in

pytestmark = pytest.mark.xdist_group("demonstration")

TODAY = date(2026, 11, 22)
"""A Sunday, so that relative days have to be moved to working days."""

AFTER_HOLIDAYS = date(2027, 1, 4)
"""Christmas and New Year lie among the relative days just before it."""

FRAMEWORKS = load_frameworks()
FILES = sorted(COUNCILS.glob("*.yaml"))
SLUGS = [path.stem for path in FILES]

Sessions = sessionmaker[Session]


@pytest.fixture(scope="module")
def new_sessions(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Sessions]]:
    """Makes sessions on a migrated, empty database of their own."""
    engines = []

    def make() -> Sessions:
        path = tmp_path_factory.mktemp("demonstration") / "own.sqlite"
        engine = make_engine(f"sqlite:///{shutil.copy(sqlite_template, path)}")
        engines.append(engine)
        return make_sessions(engine)

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> FileStore:
    """Where the texts of what is published are kept."""
    return FileStore(tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="module")
def loaded(new_sessions: Callable[[], Sessions], files: FileStore) -> Sessions:
    """The whole demonstration, as it is loaded on a Sunday."""
    sessions = new_sessions()
    load_demonstration(sessions, FRAMEWORKS, today=TODAY, files=files)
    return sessions


@pytest.fixture
def reader(loaded: Sessions) -> Iterator[Session]:
    with loaded() as session:
        yield session


def folder_with(tmp_path: Path, *paths: Path) -> Path:
    for path in paths:
        shutil.copy(path, tmp_path)
    return tmp_path


def council_id_of(session: Session, slug: str) -> uuid.UUID:
    return session.scalars(select(Council.id).where(Council.slug == slug)).one()


def chain(session: Session, chain_id: uuid.UUID) -> list[History]:
    return list(
        session.scalars(select(History).where(History.chain_id == chain_id).order_by(History.seq))
    )


def broken_at(rows: list[History], head: tuple[int, str]) -> int | None:
    """The first place where a chain does not verify, counted from 1; None when it does."""
    previous = GENESIS
    for seq, row in enumerate(rows, 1):
        link = Link(**{name.name: getattr(row, name.name) for name in dataclasses.fields(Link)})
        digest = digest_of(row.salt, row.payload or "")
        expected = (seq, previous, digest, hash_of(link, digest, previous))
        if (row.seq, row.previous, row.digest, row.hash) != expected:
            return seq
        previous = row.hash
    return None if head == (len(rows), previous) else len(rows)


def head_of(session: Session, chain_id: uuid.UUID) -> tuple[int, str]:
    head = session.get_one(ChainHead, chain_id)
    return head.seq, head.hash


# The replay.


def test_four_councils_are_loaded_and_say_that_they_are_a_demonstration(reader: Session) -> None:
    councils = reader.execute(select(Council.slug, Council.is_demonstration)).all()
    assert sorted(tuple(row) for row in councils) == [
        ("aldermere", True),
        ("darlington", True),
        ("suffolk", True),
        ("sunderland", True),
    ]


@pytest.mark.parametrize("slug", [*SLUGS, None])
def test_history_verifies_from_its_first_row_to_its_head(reader: Session, slug: str | None) -> None:
    chain_id = council_id_of(reader, slug) if slug else INSTALLATION_CHAIN
    rows = chain(reader, chain_id)
    assert rows
    assert broken_at(rows, head_of(reader, chain_id)) is None


@pytest.mark.parametrize("fault", ["payload", "at", "missing", "shortened"])
def test_a_history_that_was_tampered_with_does_not_verify(reader: Session, fault: str) -> None:
    chain_id = council_id_of(reader, "darlington")
    rows = chain(reader, chain_id)
    reader.expunge_all()
    if fault == "payload":
        rows[4].payload = (rows[4].payload or "").replace("Darlington", "Doncaster") + " "
    elif fault == "at":
        rows[4].at = rows[5].at
    elif fault == "missing":
        del rows[4]
    else:
        del rows[-1]
    with reader.no_autoflush:
        broken = broken_at(rows, head_of(reader, chain_id))
    assert broken == (len(rows) if fault == "shortened" else 5)


@pytest.mark.parametrize("slug", SLUGS)
def test_deeds_are_dated_oldest_first_and_none_lies_after_the_day_of_loading(
    reader: Session, slug: str
) -> None:
    rows = chain(reader, council_id_of(reader, slug))
    instants = [row.at for row in rows]
    assert instants == sorted(instants)
    assert local_day(instants[-1]) <= TODAY
    assert {row.door for row in rows} == {Door.DEMONSTRATION}


def test_history_begins_in_2015(reader: Session) -> None:
    first = chain(reader, council_id_of(reader, "darlington"))[0]
    assert (first.deed, first.record_type) == ("create_council", "council")
    assert first.actor_kind is ActorKind.SYSTEM
    assert first.at == datetime.combine(date(2015, 6, 1), time(10), tzinfo=LONDON)


def test_an_update_is_recorded_as_its_author_s_deed_of_that_day(reader: Session) -> None:
    update = reader.scalars(
        select(Update)
        .join(Action, Action.id == Update.action_id)
        .where(Action.reference == "B2", Update.posted_on == date(2015, 11, 12))
    ).one()
    rao = reader.scalars(select(Person).where(Person.name == "Anita Rao")).one()
    row = reader.scalars(select(History).where(History.record_id == update.id)).one()
    assert (row.deed, row.actor_kind, row.actor_id) == ("post_update", ActorKind.PERSON, rao.id)
    assert local_day(row.at) == date(2015, 11, 12)


def test_loading_says_how_far_it_is_and_ends_emptiness(
    new_sessions: Callable[[], Sessions], tmp_path: Path
) -> None:
    sessions, lines = new_sessions(), list[str]()
    with sessions() as session:
        assert is_empty(session)
    load_demonstration(
        sessions,
        FRAMEWORKS,
        today=date(2016, 1, 1),
        files=FileStore(tmp_path / "files"),
        folder=folder_with(tmp_path, COUNCILS / "darlington.yaml"),
        progress=lines.append,
    )
    assert len(lines) == 1
    assert lines[0].startswith("darlington: ")
    with sessions() as session:
        assert not is_empty(session)
        # What the file dates later than the day of loading has not happened yet.
        assert session.scalar(select(func.count()).select_from(Inspection)) == 1
        assert session.scalars(select(Plan.stage)).all() == [PlanStage.SUBMITTED]


# Darlington, as the public documents have it.


def inspection_of(session: Session, slug: str, fieldwork_on: date) -> Inspection:
    return session.scalars(
        select(Inspection)
        .join(Council, Council.id == Inspection.council_id)
        .where(Council.slug == slug, Inspection.fieldwork_start_on == fieldwork_on)
    ).one()


DARLINGTON = {
    date(2015, 6, 23): (
        [*map(str, range(1, 19)), *map(str, range(114, 120))],
        "requires_improvement",
    ),
    date(2018, 2, 27): (list(map(str, range(1, 15))), "requires_improvement"),
    date(2022, 10, 10): ([None, None, None], "good"),
    date(2026, 2, 9): ([], "outstanding"),
}


@pytest.mark.parametrize("fieldwork_on", DARLINGTON)
def test_darlington_has_its_recommendations_in_printed_order(
    reader: Session, fieldwork_on: date
) -> None:
    inspection = inspection_of(reader, "darlington", fieldwork_on)
    found = reader.scalars(
        select(Recommendation.reference)
        .where(Recommendation.inspection_id == inspection.id)
        .order_by(Recommendation.position)
    ).all()
    assert found == DARLINGTON[fieldwork_on][0]


def test_darlington_s_grades_are_those_of_2015_2018_2022_and_2026(reader: Session) -> None:
    grades = [
        dict(
            reader.execute(
                select(Judgement.area, Judgement.grade).where(
                    Judgement.inspection_id == inspection_of(reader, "darlington", day).id
                )
            ).all()
        )
        for day in DARLINGTON
    ]
    assert [found["overall"] for found in grades] == [
        "inadequate",
        "requires_improvement",
        "good",
        "outstanding",
    ]
    assert [len(found) for found in grades] == [7, 6, 4, 1]
    assert grades[0]["lscb"] == "requires_improvement"
    assert grades[2]["children_in_care_and_care_leavers"] == "outstanding"


def test_darlington_s_clocks_stand_on_the_days_that_the_rules_give(reader: Session) -> None:
    found = reader.execute(
        select(Clock.rule, Clock.starts_on, Clock.due_on, Clock.done_on, Inspection.framework)
        .join(Inspection, Inspection.id == Clock.inspection_id)
        .join(Council, Council.id == Clock.council_id)
        .where(Council.slug == "darlington")
        .order_by(Clock.due_on)
    ).all()
    assert [row.due_on for row in found][:2] == [date(2015, 10, 13), date(2015, 12, 8)]
    assert date(2023, 3, 15) in [row.due_on for row in found]
    for row in found:
        rule = FRAMEWORKS[row.framework].find_clock(row.rule)
        assert computed_due(rule, row.starts_on) == row.due_on
        assert row.done_on <= row.due_on


def test_every_recommendation_to_darlington_in_2015_has_an_action_and_a_verdict(
    reader: Session,
) -> None:
    inspection = inspection_of(reader, "darlington", date(2015, 6, 23))
    later = inspection_of(reader, "darlington", date(2018, 2, 27))
    assert later.follows_id == inspection.id
    wanted = set(
        reader.scalars(
            select(Recommendation.id).where(Recommendation.inspection_id == inspection.id)
        )
    )
    answered = set(reader.scalars(select(ActionRecommendation.recommendation_id)))
    judged = set(
        reader.scalars(select(Verdict.recommendation_id).where(Verdict.inspection_id == later.id))
    )
    assert len(wanted) == 24
    assert wanted <= answered
    assert wanted <= judged


def test_aldermere_s_board_has_members_meetings_on_their_way_and_agendas(reader: Session) -> None:
    of_council = council_id_of(reader, "aldermere")
    board = reader.scalars(select(Board).where(Board.name == "Aldermere Improvement Board")).one()
    seats = reader.scalars(select(BoardMember).where(BoardMember.board_id == board.id)).all()
    assert {seat.role for seat in seats} == set(BoardRole)
    assert sum(seat.person_id is None for seat in seats) == 3
    assert board.chair_id in {seat.person_id for seat in seats if seat.role is BoardRole.CHAIR}
    meetings = reader.scalars(select(Meeting).where(Meeting.council_id == of_council)).all()
    assert {meeting.state for meeting in meetings} == set(MeetingState)
    moved = [meeting for meeting in meetings if meeting.moved_from_on is not None]
    assert [meeting.title for meeting in moved] == ["Fifth meeting of the Improvement Board"]
    for meeting in meetings:
        if meeting.board_id == board.id:
            query = select(AgendaItem.kind).where(AgendaItem.meeting_id == meeting.id)
            assert reader.scalars(query).all().count(AgendaKind.STANDING) == 7
    themes = select(AgendaItem.title).where(AgendaItem.theme_id.is_not(None))
    assert len(reader.scalars(themes).all()) == 2
    # A demonstration writes to nobody.
    assert reader.scalars(select(OutboxMail)).all() == []


def test_aldermere_s_board_challenged_and_decided_and_saw_to_it(reader: Session) -> None:
    states = select(Challenge.state).where(
        Challenge.council_id == council_id_of(reader, "aldermere")
    )
    # What is sent back is answered anew, so none stands there for long.
    assert set(reader.scalars(states)) == set(ChallengeState) - {ChallengeState.SENT_BACK}
    assert ChallengeState.SENT_BACK in set(reader.scalars(select(ChallengeStep.state)))
    late = select(Challenge.due_on).where(Challenge.state == ChallengeState.PROMISED)
    assert {due_on < TODAY for due_on in reader.scalars(late) if due_on} == {True, False}
    carried_out = set(reader.scalars(select(Decision.carried_out_on)))
    assert None in carried_out
    assert len(carried_out) > 1
    why = set(reader.scalars(select(FollowUp.not_needed_because)))
    assert None in why
    assert len(why) > 1
    moved = select(DateChange.id).where(DateChange.decision_id.is_not(None))
    assert len(reader.scalars(moved).all()) == 2


def test_darlington_s_improvement_board_met_twice_in_2015(reader: Session) -> None:
    held = reader.scalars(
        select(Meeting.held_on)
        .join(Board, Board.id == Meeting.board_id)
        .join(Council, Council.id == Meeting.council_id)
        .where(
            Council.slug == "darlington",
            Board.kind == "improvement_board",
            Meeting.held_on < date(2016, 1, 1),
        )
        .order_by(Meeting.held_on)
    ).all()
    assert held == [date(2015, 10, 13), date(2015, 12, 9)]


def test_darlington_s_plan_of_2015_was_merged_split_corrected_and_handed_over(
    reader: Session,
) -> None:
    council_id = council_id_of(reader, "darlington")
    kinds = set(reader.scalars(select(Succession.kind).where(Succession.council_id == council_id)))
    deeds = set(reader.scalars(select(History.deed).where(History.chain_id == council_id)))
    assert kinds == {SuccessionKind.MERGED, SuccessionKind.SPLIT}
    assert {"correct_update", "hand_over", "leave", "agree_date_change", "close_plan"} <= deeds
    unfinished = reader.scalars(
        select(Action.reference)
        .join(Plan, Plan.id == Action.plan_id)
        .where(
            Plan.council_id == council_id,
            Plan.stage == PlanStage.CLOSED,
            Action.removed_on.is_(None),
            Action.delivery != Delivery.COMPLETE,
        )
        .order_by(Action.sort_key)
    ).all()
    # The reason for closing the plan speaks of four.
    assert unfinished == ["A7", "A9", "C6", "D3"]


# Aldermere: what a new user sees.


@pytest.fixture(scope="module", params=[TODAY, AFTER_HOLIDAYS], ids=["sunday", "after-holidays"])
def live(
    request: pytest.FixtureRequest,
    new_sessions: Callable[[], Sessions],
    tmp_path_factory: pytest.TempPathFactory,
    files: FileStore,
) -> Iterator[tuple[Session, date]]:
    """The invented council alone, as loaded on a day."""
    today: date = request.param
    if today == TODAY:
        sessions: Sessions = request.getfixturevalue("loaded")
    else:
        sessions = new_sessions()
        folder = folder_with(tmp_path_factory.mktemp("live"), COUNCILS / "aldermere.yaml")
        load_demonstration(sessions, FRAMEWORKS, today=today, folder=folder, files=files)
    with sessions() as session:
        yield session, today


def live_actions(session: Session, *conditions: Any, delivery: bool = True) -> list[str]:
    """The references of the live plan's unfinished actions that meet the conditions."""
    wanted = [*conditions, *([Action.delivery != Delivery.COMPLETE] if delivery else [])]
    query = (
        select(Action.reference)
        .join(Plan, Plan.id == Action.plan_id)
        .join(Council, Council.id == Plan.council_id)
        .where(Council.slug == "aldermere", Action.removed_on.is_(None), *wanted)
    )
    return list(session.scalars(query.order_by(Action.sort_key, Action.id)))


def test_the_live_plan_shows_every_figure_of_the_overview(live: tuple[Session, date]) -> None:
    session, today = live
    day = today.toordinal()
    ago, ahead = date.fromordinal(day - 30), date.fromordinal(day + 30)
    assert live_actions(session, Action.due_on < today) == ["A3", "B3", "C3", "F2"]
    assert live_actions(session, Action.due_on.between(today, ahead)) == [
        "A4",
        "B2",
        "D2",
        "E2",
        "F3",
    ]
    assert live_actions(session, Action.times_slipped == 1) == ["B2"]
    assert live_actions(session, Action.times_slipped == 2) == ["C2"]
    assert live_actions(session, Action.times_slipped == 3) == ["D3"]
    council_id = council_id_of(session, "aldermere")
    by = operator(datetime.combine(today, time(12), tzinfo=LONDON), council_id)
    assert live_actions(session, is_called_in(reader_of(by))) == ["D3"]
    asked = select(DateChange.action_id).where(DateChange.state == DateChangeState.REQUESTED)
    assert live_actions(session, Action.id.in_(asked)) == ["A3", "A4", "B2", "F2"]
    assert live_actions(session, Action.obstacle.is_not(None)) == ["A3", "C2", "E3"]
    assert live_actions(session, Action.updated_on < ago) == ["A5", "C4", "E2", "F2"]
    ratings = {
        rating: len(live_actions(session, Action.delivery == rating, delivery=False))
        for rating in Delivery
    }
    assert ratings == {
        Delivery.NOT_STARTED: 5,
        Delivery.ON_TRACK: 10,
        Delivery.AT_RISK: 3,
        Delivery.OFF_TRACK: 3,
        Delivery.COMPLETE: 7,
    }


def test_the_live_plan_has_one_gap_of_each_kind(live: tuple[Session, date]) -> None:
    session, _ = live
    owned = select(Ownership.action_id).where(Ownership.removed_on.is_(None))
    linked = select(ActionRecommendation.action_id).where(ActionRecommendation.removed_on.is_(None))
    assert live_actions(session, Action.id.not_in(owned)) == ["E4"]
    assert live_actions(session, Action.due_on.is_(None)) == ["C5"]
    assert live_actions(session, Action.success_measure.is_(None)) == ["B4"]
    assert live_actions(session, Action.id.not_in(linked)) == ["F4"]
    unanswered = session.scalars(
        select(Recommendation.reference)
        .join(Council, Council.id == Recommendation.council_id)
        .where(
            Council.slug == "aldermere",
            Recommendation.id.not_in(select(ActionRecommendation.recommendation_id)),
        )
    ).all()
    assert unanswered == ["11"]


def test_one_clock_of_the_live_council_still_runs(live: tuple[Session, date]) -> None:
    session, today = live
    council_id = council_id_of(session, "aldermere")
    running = session.scalars(
        select(Clock).where(Clock.council_id == council_id, Clock.done_on.is_(None))
    ).one()
    assert running.due_on > today


def somebody(session: Session, slug: str, role: Role, today: date) -> Actor:
    council_id = council_id_of(session, slug)
    person = session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(Person.council_id == council_id, RoleGrant.role == role)
        .order_by(Person.id)
        .limit(1)
    ).one()
    at = datetime.combine(today, time(12), tzinfo=LONDON)
    return Actor(
        ActorKind.PERSON, Door.WEB, at, council_id, person_id=person.id, roles=frozenset({role})
    )


def test_evidence_is_unchecked_checked_and_to_be_checked_again(
    live: tuple[Session, date],
) -> None:
    session, today = live
    council_id = session.scalars(select(Council.id).where(Council.slug == "aldermere")).one()
    found = session.scalars(select(Evidence).where(Evidence.council_id == council_id)).all()
    assert {one.marking for one in found} == set(Marking)
    assert any(one.checked_on is None for one in found)
    assert any(one.check_again_on is not None and one.check_again_on < today for one in found)
    assert any(one.checked_on is not None and one.check_again_on is None for one in found)
    assert all(one.url or one.place for one in found)


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.PROGRAMME_LEAD, True), (Role.BOARD_MEMBER, False)]
)
def test_what_is_under_embargo_is_seen_by_the_programme_lead_only(
    live: tuple[Session, date], role: Role, sees: bool
) -> None:
    session, today = live
    actor = somebody(session, "aldermere", role, today)
    titles = session.scalars(select(Inspection.title).where(visible(actor, Inspection))).all()
    references = session.scalars(select(Action.reference).where(visible(actor, Action))).all()
    numbers = session.scalars(select(Recommendation.theme).where(visible(actor, Recommendation)))
    assert "First monitoring visit" in titles
    assert ("Second monitoring visit" in titles) is sees
    assert ("B6" in references) is sees
    assert ("Children in need" in numbers.all()) is sees
    assert "B5" in references


def test_nothing_that_all_may_read_tells_what_is_under_embargo(
    live: tuple[Session, date],
) -> None:
    session, today = live
    actor = somebody(session, "aldermere", Role.BOARD_MEMBER, today)
    said = [
        *session.scalars(select(Update.done).where(visible(actor, Update))),
        *session.scalars(select(Action.why).where(visible(actor, Action))),
        *session.scalars(select(Meeting.note).where(Meeting.council_id == actor.council_id)),
    ]
    assert said
    assert not [words for words in said if words and "second monitoring" in words.lower()]


# Who may sign in.


@pytest.mark.parametrize("slug", SLUGS)
def test_every_council_has_somebody_to_sign_in_as_for_its_roles(reader: Session, slug: str) -> None:
    held = set(
        reader.scalars(
            select(RoleGrant.role)
            .join(Person, Person.id == RoleGrant.person_id)
            .where(
                Person.council_id == council_id_of(reader, slug),
                Person.account_id.is_not(None),
                Person.left_on.is_(None),
                RoleGrant.to_on.is_(None),
            )
        )
    )
    assert held == set(Role)


def test_the_independent_chair_has_one_account_for_two_councils(reader: Session) -> None:
    account = reader.scalars(
        select(Account).where(Account.email == "helen.ashworth@example.org")
    ).one()
    councils = reader.scalars(
        select(Council.slug)
        .join(Person, Person.council_id == Council.id)
        .where(Person.account_id == account.id)
        .order_by(Council.slug)
    ).all()
    assert councils == ["aldermere", "darlington"]


def test_no_account_has_a_password_and_every_address_is_an_example(reader: Session) -> None:
    accounts = reader.execute(select(Account.email, Account.password_hash)).all()
    assert accounts
    assert {row.password_hash for row in accounts} == {None}
    assert all(re.search(r"[@.]example\.org$", row.email) for row in accounts)


def test_people_whom_the_sources_name_cannot_be_signed_in_as(reader: Session) -> None:
    named = ["Ada Burns", "Councillor Cyndi Hughes", "Alison Murphy", "Suzanne Joyner"]
    found = reader.scalars(select(Person).where(Person.name.in_(named))).all()
    assert len(found) == len(named)
    assert {person.account_id for person in found} == {None}
    wrote = (
        select(func.count())
        .select_from(Update)
        .where(Update.author_id.in_([person.id for person in found]))
    )
    assert reader.scalar(wrote) == 0


def test_a_post_is_held_by_an_interim_and_then_by_a_substantive_holder(reader: Session) -> None:
    holdings = reader.execute(
        select(PostHolding.from_on, PostHolding.to_on, PostHolding.is_interim)
        .join(Person, Person.id == PostHolding.person_id)
        .where(Person.name.in_(["Alison Murphy", "Suzanne Joyner"]))
        .order_by(PostHolding.from_on)
    ).all()
    assert [(row.to_on, row.is_interim) for row in holdings] == [
        (date(2015, 12, 6), True),
        (date(2020, 3, 31), False),
    ]


# The files.


def header_of(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    end = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join(lines[:end])


ADDRESS = re.compile(r"https?://\S+")
PATH = re.compile(r"[\w.~-]*/[A-Za-z.~]|\b[A-Z]:\\")


def names_a_path(text: str) -> bool:
    return bool(PATH.search(ADDRESS.sub("", text)))


@pytest.mark.parametrize("path", FILES, ids=SLUGS)
def test_every_file_says_what_is_invented_and_names_no_path(path: Path) -> None:
    header = header_of(path).lower()
    assert "invented" in header
    assert path.stem == "aldermere" or "ofsted" in header
    assert not names_a_path(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("planted", ["see /plan", "from seeds/old", "C:\\files", "../x", "~/plan"])
def test_the_check_for_paths_finds_one(planted: str) -> None:
    assert names_a_path(planted)


def test_and_takes_no_address_for_one() -> None:
    assert not names_a_path("https://files.ofsted.gov.uk/v1/file/50004294 (2015/16)")


@pytest.mark.parametrize("path", FILES, ids=SLUGS)
def test_only_the_invented_council_counts_its_days_from_the_day_of_loading(path: Path) -> None:
    relative = re.findall(r": today[+-]", path.read_text(encoding="utf-8"))
    assert bool(relative) is (path.stem == "aldermere")


MINIMAL = """\
council: {slug: nowhere, name: Nowhere Council, short_name: Nowhere, colour: "#123456",
          starts_on: 2020-01-01}
people:
  - {key: lead, name: Ann Example, roles: [{role: programme_lead, from_on: 2020-01-01}]}
timeline:
"""


@pytest.mark.parametrize(
    ("deed", "line", "reason"),
    [
        ("{on: 2020-02-01, deed: dance}", 6, "there is no deed dance"),
        ("{on: 2020-02-01, key: x}", 6, "a deed needs deed"),
        (
            "{on: 2020-02-01, deed: start_plan, key: p, title: P,\n     colour: red}",
            7,
            "unknown key colour in start_plan",
        ),
        ("{on: 2020-02-01, deed: start_plan, key: p}", 6, "start_plan needs title"),
        ("{on: 2020-02-30, deed: start_plan, key: p, title: P}", 6, "on must be a day such as"),
        ("{on: 2020-02-01, deed: adopt_plan, plan: q}", 6, "there is no plan q yet"),
        (
            "{on: 2020-02-01, deed: start_plan, key: p, title: P, by: nobody}",
            6,
            "there is no person nobody yet",
        ),
        (
            "{on: 2020-02-01, deed: record_intervention, kind: hug, title: T, from_on: 2020-01-01}",
            6,
            "kind cannot be hug",
        ),
        (
            (
                "{on: 2020-02-01, deed: record_intervention, kind: adviser, title: T,\n"
                "     from_on: 2020-02-01, to_on: 2020-01-01}"
            ),
            6,
            "The last day must not be before the first day",
        ),
        ("{on: 2020-02-01, deed: [", 7, "this is not YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_nothing_of_it_is_kept(
    new_sessions: Callable[[], Sessions], tmp_path: Path, deed: str, line: int, reason: str
) -> None:
    (tmp_path / "nowhere.yaml").write_text(f"{MINIMAL}  - {deed}\n", encoding="utf-8")
    sessions = new_sessions()
    with pytest.raises(DemonstrationError) as refused:
        load_demonstration(
            sessions, FRAMEWORKS, today=TODAY, folder=tmp_path, files=FileStore(tmp_path)
        )
    assert (refused.value.file, refused.value.line) == ("nowhere.yaml", line)
    assert refused.value.reason.startswith(reason)
    with sessions() as session:
        assert is_empty(session)
