"""What a cabinet report is drawn from: a plan on a day, kept whole, and nothing under embargo."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.requests import Statements
from tests.reports.papers import AUTHORS
from tests.services.given import a_board, a_post, recorded
from tests.services.visits import FULL
from tests.web.planned import action_of, answering, looks_back, plan_of
from tests.web.scene import LATER, embargoed, inspected, judged, recommended
from tracker.access.actor import Actor, operator
from tracker.access.permissions import Permission
from tracker.access.policy import can
from tracker.adapters.pictures import png_of
from tracker.domain.day_figures import figures_on
from tracker.domain.frameworks import load_frameworks
from tracker.domain.report_material import MATERIAL_VERSION, from_text, to_text
from tracker.domain.vocabulary import Delivery, InterventionKind, PlanStage, Role
from tracker.models import (
    Action,
    ChainHead,
    Council,
    History,
    Intervention,
    Judgement,
    Meeting,
    Plan,
    PostHolding,
    Priority,
    Update,
)
from tracker.presenters.cabinet import cabinet_report
from tracker.presenters.cabinet_telling import nowhere
from tracker.presenters.plan_as_at import figures_as_at, sections_as_at
from tracker.presenters.snapshots import Shown
from tracker.queries.cabinet import as_cabinet, list_withheld, read_material, read_opening
from tracker.queries.errors import NotFound
from tracker.queries.snapshots import snapshot_at
from tracker.reports.cabinet import cabinet_word
from tracker.reports.parts import CabinetReport
from tracker.services.actions import remove_action
from tracker.services.councils import CouncilFields, amend_council
from tracker.services.inspections import amend_inspection
from tracker.services.updates import UpdateFields, correct_update, post_update

pytestmark = pytest.mark.usefixtures("any_engine")

FRAMEWORKS = load_frameworks()
MADE_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """An adopted plan with nothing in it yet."""
    return plan_of(session, actor, PlanStage.ADOPTED)


def later(by: Actor, days: int) -> Actor:
    return replace(by, at=by.at + timedelta(days=days))


def of_today(session: Session, by: Actor, plan: Plan, since: date | None = None) -> Any:
    """The material of a report of the actor's day, which its text tells as well."""
    session.commit()
    found = read_material(session, by, plan.id, on=by.today, since=since)
    assert from_text(to_text(found)) == found
    return found


def drawn(material: Any, made_at: datetime = MADE_AT) -> CabinetReport:
    return cabinet_report(material, AUTHORS, FRAMEWORKS, made_at)


def said(
    session: Session, action: Action, by: Actor, done: str, delivery: Delivery, *, days: int = 0
) -> Update:
    """An update through its deed, ``days`` after the tests' day."""
    fields = UpdateFields(done=done, delivery=delivery)
    return post_update(session, action, fields, by=later(by, days), on=later(by, days).today)


class TestEmbargo:
    @pytest.mark.parametrize("role", list(Role))
    def test_whoever_makes_it_reads_as_a_viewer(self, actor_as: ActorAs, role: Role) -> None:
        reader = as_cabinet(actor_as(role))
        assert not can(reader, Permission.SEE_EMBARGOED)
        assert can(reader, Permission.VIEW_COUNCIL)

    def test_so_does_the_operator_at_the_terminal(self, actor: Actor) -> None:
        at_terminal = operator(actor.at, actor.council_id)
        assert can(at_terminal, Permission.SEE_EMBARGOED)
        assert not can(as_cabinet(at_terminal), Permission.SEE_EMBARGOED)

    def secret(self, session: Session, actor: Actor, plan: Plan) -> None:
        """A graded visit under embargo: its verdict, recommendation, action, grade and words."""
        report = inspected(session, actor)
        known = recommended(session, report, actor)
        visit = embargoed(session, actor, report)
        hidden = recommended(session, visit, actor, text="Secret words")
        judged(session, actor, known, visit)
        values = {"inspection_id": visit.id, "position": 1}
        recorded(session, actor, Judgement, area="overall", grade="secret_grade", **values)
        open_action = action_of(session, plan, actor, "1.1")
        answering(session, open_action, actor, known, hidden)
        answering(session, action_of(session, plan, actor, "6.6"), actor, hidden)
        looks_back(session, plan, actor, known, hidden)

    def test_nothing_of_it_is_in_the_material_of_anybody(
        self, session: Session, actor: Actor, actor_as: ActorAs, plan: Plan
    ) -> None:
        self.secret(session, actor, plan)
        tomorrow = actor.today + timedelta(days=1)
        session.commit()
        whoever = [actor_as(role) for role in Role] + [operator(actor.at, actor.council_id)]
        for by in whoever:
            for since in (None, actor.today):
                text = to_text(
                    read_material(session, later(by, 1), plan.id, on=tomorrow, since=since)
                )
                for secret in ("not yet told of", "Secret words", "6.6", "secret_grade"):
                    assert secret not in text, by.roles
                assert "1.1" in text
        assert [one.title for one in read_opening(session, actor, plan.id).inspections] == [
            "Inspection of 2015"
        ]

    def test_an_embargo_that_was_set_since_hides_a_past_day_too(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        report = inspected(session, actor)
        values = {"inspection_id": report.id, "area": "overall", "grade": "good", "position": 1}
        recorded(session, actor, Judgement, **values)
        assert len(of_today(session, actor, plan).grades) == 1
        tomorrow = later(actor, 1)
        fields = replace(FULL, not_before_on=LATER, published_on=None)
        amend_inspection(
            session, report, fields, by=tomorrow, on=tomorrow.today, frameworks=FRAMEWORKS
        )
        session.commit()
        found = read_material(session, tomorrow, plan.id, on=actor.today, since=None)
        assert found.grades == ()

    def test_once_it_may_be_told_all_of_it_is_there(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        self.secret(session, actor, plan)
        after = later(actor, (LATER - actor.today).days)
        text = to_text(of_today(session, after, plan, since=actor.today))
        for told in ("not yet told of", "Secret words", "6.6", "secret_grade"):
            assert told in text

    def test_the_author_is_told_what_is_left_out_if_they_may_know_it(
        self, session: Session, actor: Actor, actor_as: ActorAs
    ) -> None:
        embargoed(session, actor)
        session.commit()
        told_of = [tuple(row) for row in list_withheld(session, actor)]
        assert told_of == [("A visit not yet told of", LATER)]
        assert list_withheld(session, actor_as(Role.BOARD_MEMBER)) == []


class TestDays:
    """A report of a past day tells what was recorded by its end, and no more."""

    @pytest.fixture
    def lived(self, session: Session, actor: Actor, plan: Plan) -> Plan:
        """Two actions on the first day; a month on, one is complete and the other gone."""
        for reference in ("1", "2"):
            action_of(session, plan, actor, reference, due_on=date(2026, 10, 20))
        ids = {one.reference: one for one in session.scalars(select(Action))}
        said(session, ids["1"], actor, "Begun", Delivery.ON_TRACK)
        update = said(session, ids["1"], actor, "Dun", Delivery.COMPLETE, days=20)
        correction = UpdateFields(done="Done", delivery=Delivery.COMPLETE)
        by = later(actor, 21)
        correct_update(session, update, correction, by=by, on=by.today)
        remove_action(session, ids["2"], reason="Told twice", by=by, on=by.today)
        session.commit()
        return plan

    def test_figures_and_rows_are_those_of_the_page_as_at_that_day(
        self, session: Session, actor: Actor, actor_as: ActorAs, lived: Plan
    ) -> None:
        now, viewer = later(actor, 28), actor_as(Role.VIEWER)
        for days in (0, 20, 21, 28):
            on = actor.today + timedelta(days=days)
            report = drawn(read_material(session, now, lived.id, on=on, since=None))
            shown = Shown(snapshot_at(session, later(viewer, 28), lived.id, on), nowhere)
            page = {row["text"]: f"{row['number']:,}" for row in figures_as_at(shown)}
            paper = {figure.name: figure.number for figure in report.progress.figures}
            common = page.keys() & paper.keys()
            assert {"Actions", "Complete", "Overdue"} <= common
            assert {name: page[name] for name in common} == {name: paper[name] for name in common}
            rows = [row.name for section in sections_as_at(shown) for row in section["rows"]]
            assert [
                f"{one.reference} {one.title}"
                for part in report.plan_sections
                for one in part.actions
            ] == rows
            assert report.stamp.seq == shown.snapshot.seq

    def test_words_are_of_the_update_that_counted_then(
        self, session: Session, actor: Actor, lived: Plan
    ) -> None:
        now, told = later(actor, 28), []
        for days in (0, 20, 21):
            on = actor.today + timedelta(days=days)
            report = drawn(read_material(session, now, lived.id, on=on, since=None))
            told.append(
                [one.text for group in report.progress.actions_taken for one in group.points]
            )
        assert told == [
            [],
            ["Dun Complete since 25 October 2026."],
            ["Done Complete since 25 October 2026."],
        ]

    def test_what_lies_between_two_days_is_told(
        self, session: Session, actor: Actor, lived: Plan
    ) -> None:
        now = later(actor, 28)
        report = drawn(of_today(session, now, lived, since=actor.today))
        _days, *groups = report.progress.since
        assert [(one.text, [point.lead for point in one.points]) for one in groups] == [
            ("Completed (1 action):", ["1 Do what 1 says"]),
            ("Removed (1 action):", ["2 Do what 2 says"]),
        ]

    def test_ratings_over_time_are_those_of_each_day(
        self, session: Session, actor: Actor, lived: Plan
    ) -> None:
        now = later(actor, 28)
        material = of_today(session, now, lived)
        assert [one.on for one in material.days] == [date(2026, 10, 31), now.today]
        for one in material.days:
            assert one == figures_on(snapshot_at(session, now, lived.id, one.on))

    def test_before_anything_was_recorded_there_is_none(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        session.commit()
        before = actor.today - timedelta(days=1)
        with pytest.raises(NotFound):
            read_material(session, actor, plan.id, on=before, since=None)
        assert of_today(session, actor, plan, since=before).before is None

    def test_days_out_of_order_are_refused(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        session.commit()
        tomorrow = actor.today + timedelta(days=1)
        for on, since in ((tomorrow, None), (actor.today, actor.today)):
            with pytest.raises(ValueError, match="a day before it"):
                read_material(session, actor, plan.id, on=on, since=since)

    def test_a_judgement_is_known_from_the_day_of_its_recording(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        report = inspected(session, actor)
        tomorrow = later(actor, 1)
        values = {"inspection_id": report.id, "area": "overall", "grade": "good", "position": 1}
        recorded(session, tomorrow, Judgement, **values)
        assert [one.grade for one in of_today(session, tomorrow, plan).grades] == ["good"]
        early = read_material(session, tomorrow, plan.id, on=actor.today, since=None)
        assert early.grades == ()

    def test_the_councils_name_is_that_of_the_day(
        self, session: Session, actor: Actor, plan: Plan, council: Council
    ) -> None:
        tomorrow = later(actor, 1)
        fields = CouncilFields(slug=council.slug, name="Renamed", short_name="Renamed")
        amend_council(session, council, fields, by=tomorrow, on=tomorrow.today)
        assert of_today(session, tomorrow, plan).council == "Renamed"
        early = read_material(session, tomorrow, plan.id, on=actor.today, since=None)
        assert early.council == "Riverford Borough Council"


class TestKept:
    def test_the_same_material_makes_the_same_report_and_the_same_file(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        looks_back(session, plan, actor, recommended(session, inspected(session, actor), actor))
        action = action_of(session, plan, actor)
        said(session, action, actor, "Done", Delivery.COMPLETE)
        first = of_today(session, actor, plan)
        again = from_text(to_text(first))
        assert (again, to_text(again)) == (first, to_text(first))
        assert drawn(again) == drawn(first)
        files = [cabinet_word(drawn(one), png_of) for one in (first, again)]
        assert files[0] == files[1]
        with zipfile.ZipFile(io.BytesIO(files[0])) as package:
            # Two files of one second would be equal, whatever they told of their packing.
            assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}

    def test_what_is_done_later_changes_nothing_of_a_past_day(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        action = action_of(session, plan, actor)
        first, now = of_today(session, actor, plan), later(actor, 3)
        said(session, action, actor, "Done", Delivery.COMPLETE, days=2)
        session.commit()
        again = read_material(session, now, plan.id, on=actor.today, since=None)
        assert to_text(again) == to_text(first)

    def test_a_later_version_is_refused(self, session: Session, actor: Actor, plan: Plan) -> None:
        stored = json.loads(to_text(of_today(session, actor, plan)))
        stored["v"] = MATERIAL_VERSION + 1
        with pytest.raises(ValueError, match="newer than this tracker"):
            from_text(json.dumps(stored))

    def test_it_names_the_newest_row_of_the_days_history(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        action_of(session, plan, later(actor, 1))
        head = self.head(session, later(actor, 1), plan)
        found = of_today(session, later(actor, 1), plan)
        assert (found.now.seq, found.row_hash) == head
        early = read_material(session, later(actor, 1), plan.id, on=actor.today, since=None)
        row = select(History.hash).where(
            History.chain_id == actor.council_id, History.seq == early.now.seq
        )
        assert early.now.seq < found.now.seq
        assert early.row_hash == session.scalars(row).one()

    def head(self, session: Session, by: Actor, plan: Plan) -> tuple[int, str]:
        session.commit()
        head = session.get_one(ChainHead, by.council_id, populate_existing=True)
        return head.seq, head.hash


class TestSurroundings:
    def test_boards_meetings_and_intervention_are_told(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        looks_back(session, plan, actor, recommended(session, inspected(session, actor), actor))
        board = a_board(session, actor, chair_id=actor.person_id)
        for day in (date(2015, 8, 31), date(2015, 9, 1), actor.today + timedelta(days=1)):
            recorded(session, actor, Meeting, board_id=board.id, held_on=day, title="Meeting")
        values = {"kind": InterventionKind.ADVISER, "from_on": date(2015, 10, 1)}
        recorded(session, actor, Intervention, title="Adviser", **values)
        report = drawn(of_today(session, actor, plan), actor.at)
        said_of_it = (
            f"Chaired by {actor.name}. One meeting, on 1 September 2015. Its next meeting is on "
            "6 October 2026."
        )
        [over] = report.progress.oversight
        assert [(point.lead, point.text) for point in over.points] == [
            ("Improvement Board", said_of_it)
        ]
        assert [point.lead for point in report.background[-1].points] == ["Adviser"]

    def test_the_post_that_answers_for_most_priorities_is_suggested(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        assert read_opening(session, actor, plan.id).accountable is None
        director, assistant = (a_post(session, actor, title) for title in ("Director", "Assistant"))
        for letter, post in (("A", assistant), ("B", director), ("C", director)):
            values = {"sort_key": letter, "title": letter, "director_post_id": post.id}
            recorded(session, actor, Priority, plan_id=plan.id, letter=letter, **values)
        session.commit()
        found = read_opening(session, actor, plan.id).accountable
        assert found is not None
        assert (found.title, found.holder, found.is_interim) == ("Director", None, None)
        held = {"from_on": actor.today, "is_interim": True, "person_id": actor.person_id}
        recorded(session, actor, PostHolding, post_id=director.id, **held)
        session.commit()
        found = read_opening(session, actor, plan.id).accountable
        assert found is not None
        assert (found.title, found.holder, found.is_interim) == ("Director", actor.name, True)

    def test_a_plan_with_nothing_around_it_makes_a_whole_report(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        report = drawn(of_today(session, actor, plan), actor.at)
        assert (report.findings, report.plan_sections) == ((), ())
        assert cabinet_word(report, png_of)

    def test_another_councils_plan_is_not_there(
        self, session: Session, plan: Plan, actor_as: ActorAs, other_council: Council
    ) -> None:
        stranger = actor_as(Role.PROGRAMME_LEAD, council=other_council)
        session.commit()
        with pytest.raises(NotFound):
            read_opening(session, stranger, plan.id)
        with pytest.raises(NotFound):
            read_material(session, stranger, plan.id, on=stranger.today, since=None)


def test_asks_as_much_of_a_large_plan_as_of_a_small_one(
    session: Session, actor: Actor, plan: Plan, statements: Statements
) -> None:
    report = inspected(session, actor)
    asked = recommended(session, report, actor)
    looks_back(session, plan, actor, asked)
    sent = []
    for number in (1, 49):
        for at in range(number):
            action = action_of(session, plan, actor, f"{number}.{at}")
            answering(session, action, actor, asked)
            said(session, action, actor, "Done", Delivery.COMPLETE)
            recommended(session, report, actor, text=f"Another, {number}.{at}")
        session.commit()
        now = later(actor, 400)
        with statements() as these:
            found = read_material(session, now, plan.id, on=now.today, since=actor.today)
        assert (len(found.now.actions), len(found.days)) == (1 if number == 1 else 50, 8)
        sent.append(len(these))
    assert sent == [8, 8]
