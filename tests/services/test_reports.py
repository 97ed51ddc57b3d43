"""Reports come in once, are read or refused, amended, dropped, or accepted in one deed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.foundations.chains import rows_of
from tests.foundations.kept_reports import a_draft, recommendation
from tests.services.given import other_council, recorded
from tests.services.received import ON, fields_of, read, received
from tests.services.visits import FRAMEWORKS
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Addressee, BodyKind, DraftState, FindingKind, Urgency
from tracker.intake import editing
from tracker.intake.draft import DraftDate, Fact, Period, Place, ReportDraft
from tracker.models import (
    Body,
    Clock,
    Council,
    DraftOfReport,
    Inspection,
    Judgement,
    Recommendation,
    RecommendationBody,
    Report,
)
from tracker.services.deeds import Conflict
from tracker.services.draft_checks import names_another_council
from tracker.services.inspections import remove_inspection
from tracker.services.report_acceptance import AcceptanceFields, accept_report
from tracker.services.report_drafts import amend_draft, contents_of
from tracker.services.reports import (
    MOST_BYTES,
    drop_report,
    media_type_of,
    receive_report,
)

pytestmark = pytest.mark.usefixtures("any_engine")

ANSWERS = AcceptanceFields(title="Inspection of 2015", received_on=date(2015, 9, 1))
HEAD = Place(1)


def accepted(
    session: Session,
    by: Actor,
    found: ReportDraft | None = None,
    fields: AcceptanceFields = ANSWERS,
    version: int | None = None,
) -> Inspection:
    draft = read(session, by, found)
    return accept_report(
        session, draft, fields, by=by, on=ON, frameworks=FRAMEWORKS, version=version
    )


def refusal(session: Session, by: Actor, *args: Any, **more: Any) -> RuleError:
    with pytest.raises(RuleError) as caught:
        accepted(session, by, *args, **more)
    return caught.value


class TestReceiving:
    def test_it_waits_for_a_worker_and_stands_in_history(
        self, session: Session, actor: Actor
    ) -> None:
        draft = received(session, actor)
        assert draft.state is DraftState.WAITING
        assert draft.uploaded_by_id == actor.person_id
        rows = rows_of(session, draft.council_id)
        assert [(row.deed, row.record_type) for row in rows][-1] == ("receive_report", "report")

    def test_the_same_file_stands_once_for_each_council(
        self, session: Session, actor: Actor
    ) -> None:
        received(session, actor)
        received(session, other_council(session, actor))
        with pytest.raises(IntegrityError), session.begin_nested():
            received(session, actor)

    def test_one_that_was_dropped_can_come_in_again(self, session: Session, actor: Actor) -> None:
        drop_report(session, received(session, actor), by=actor, on=ON)
        assert received(session, actor).state is DraftState.WAITING

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"size": 0}, "empty"),
            ({"size": MOST_BYTES + 1}, "30 MB or smaller"),
            ({"name": ""}, "Enter the name"),
            ({"name": "a\nb.pdf"}, "on one line"),
        ],
    )
    def test_what_cannot_be_kept_is_refused(
        self, session: Session, actor: Actor, more: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(RuleError, match=words):
            receive_report(session, fields_of(**more), by=actor, on=ON)

    def test_the_kind_is_known_by_the_end_of_the_name(self) -> None:
        assert media_type_of("A.PDF") == "application/pdf"
        assert media_type_of("a.exe") is media_type_of("pdf") is media_type_of("") is None


class TestAmending:
    def test_what_was_read_stays_beside_what_was_amended(
        self, session: Session, actor: Actor
    ) -> None:
        draft = read(session, actor)
        before = draft.version
        amend_draft(session, draft, lambda found: editing.drop(found, "r1"), by=actor)
        assert draft.version == before + 1
        assert contents_of(draft).recommendations[0].dropped
        assert draft.as_read is not None
        assert 'dropped":true' not in draft.as_read

    def test_two_who_amend_one_draft_are_told(self, session: Session, actor: Actor) -> None:
        draft = read(session, actor)
        seen = draft.version
        amend_draft(session, draft, lambda found: found, by=actor, version=seen)
        with pytest.raises(Conflict):
            amend_draft(session, draft, lambda found: found, by=actor, version=seen)

    @pytest.mark.parametrize("state", [s for s in DraftState if s is not DraftState.READY])
    def test_only_one_that_is_ready_can_be_amended(
        self, session: Session, actor: Actor, state: DraftState
    ) -> None:
        draft = read(session, actor)
        draft.state = state
        with pytest.raises(RuleError):
            amend_draft(session, draft, lambda found: found, by=actor)

    def test_another_councils_is_refused(self, session: Session, actor: Actor) -> None:
        draft = read(session, actor)
        with pytest.raises(RuleError, match="another council"):
            amend_draft(session, draft, lambda f: f, by=other_council(session, actor))

    def test_a_draft_that_is_not_there_says_so(self, session: Session, actor: Actor) -> None:
        with pytest.raises(RuleError, match="waiting to be read"):
            contents_of(received(session, actor))


class TestDropping:
    def test_it_takes_the_draft_along(self, session: Session, actor: Actor) -> None:
        draft = read(session, actor)
        assert drop_report(session, draft, by=actor, on=ON) == draft.report.storage_key
        assert draft.report.removed_on == ON
        assert (draft.state, draft.as_read) == (DraftState.DROPPED, None)

    @pytest.mark.parametrize("state", [DraftState.ACCEPTED, DraftState.DROPPED])
    def test_what_was_decided_stays(
        self, session: Session, actor: Actor, state: DraftState
    ) -> None:
        draft = read(session, actor)
        draft.state = state
        with pytest.raises(RuleError):
            drop_report(session, draft, by=actor, on=ON)


class TestAccepting:
    def test_one_deed_makes_all_that_the_report_says(self, session: Session, actor: Actor) -> None:
        draft = read(session, actor)
        inspection = accept_report(session, draft, ANSWERS, by=actor, on=ON, frameworks=FRAMEWORKS)
        assert (inspection.framework, inspection.kind) == ("sif", "full_inspection")
        assert inspection.title == "Inspection of 2015"
        assert inspection.fieldwork_end_on == date(2015, 7, 16)
        assert inspection.published_on == inspection.received_on == date(2015, 9, 1)
        assert inspection.lead_inspector == "Jo Green"
        assert draft.report.inspection_id == inspection.id
        assert draft.state is DraftState.ACCEPTED
        made = [
            (row.record_type, row.deed_id)
            for row in rows_of(session, inspection.council_id)
            if row.deed == "accept_report"
        ]
        assert len({deed_id for _type, deed_id in made}) == 1
        assert {kind for kind, _deed_id in made} == {
            *("inspection", "judgement", "recommendation", "clock", "report"),
        }

    def test_its_judgements_and_recommendations_as_printed(
        self, session: Session, actor: Actor
    ) -> None:
        inspection = accepted(session, actor)
        query = select(Judgement.area, Judgement.grade, Judgement.page).order_by(Judgement.position)
        judged = session.execute(query.where(Judgement.inspection_id == inspection.id)).all()
        assert {tuple(row) for row in judged} == {
            ("overall", "inadequate", 1),
            ("adoption", "good", 1),
        }
        asked = session.scalars(
            select(Recommendation)
            .where(Recommendation.inspection_id == inspection.id)
            .order_by(Recommendation.position)
        ).all()
        assert [one.reference for one in asked] == ["1", "2", None]
        assert asked[0].urgency is Urgency.PRIORITY_IMMEDIATE
        assert (asked[0].theme, asked[0].page) == ("Front door", 2)

    def test_the_clocks_that_the_framework_starts(self, session: Session, actor: Actor) -> None:
        inspection = accepted(session, actor)
        clocks = session.scalars(select(Clock).where(Clock.inspection_id == inspection.id)).all()
        assert {clock.rule: clock.due_on for clock in clocks} == {
            "publish_report": date(2015, 10, 13),
            "statement_of_action": date(2015, 12, 8),
        }

    def test_a_printed_day_counts_more_than_a_counted_one(
        self, session: Session, actor: Actor
    ) -> None:
        found = a_draft(statement_due=DraftDate(date(2015, 12, 1), HEAD))
        inspection = accepted(session, actor, found)
        query = select(Clock.due_on).where(
            Clock.inspection_id == inspection.id, Clock.rule == "statement_of_action"
        )
        assert session.scalars(query).one() == date(2015, 12, 1)

    def test_what_was_dropped_is_left_out(self, session: Session, actor: Actor) -> None:
        found = editing.drop(editing.drop(a_draft(), "r2"), "j2")
        inspection = accepted(session, actor, found)
        of = Recommendation.inspection_id == inspection.id
        assert session.scalar(select(func.count()).select_from(Recommendation).where(of)) == 2
        judged = Judgement.inspection_id == inspection.id
        assert session.scalar(select(func.count()).select_from(Judgement).where(judged)) == 1

    def test_a_body_is_known_by_its_name(self, session: Session, actor: Actor) -> None:
        body = recorded(session, actor, Body, name="Riverford Trust", kind=BodyKind.TRUST)
        found = a_draft(
            recommendations=(
                recommendation("r1", "Do", body="riverford  trust", addressee=Addressee.TRUST),
                recommendation("r2", "Do more", body="Somebody else"),
            )
        )
        accepted(session, actor, found)
        assert session.scalars(select(RecommendationBody.body_id)).all() == [body.id]

    def test_a_letter_without_pages_has_no_page_numbers(
        self, session: Session, actor: Actor
    ) -> None:
        inspection = accepted(session, actor, a_draft(pages=()))
        pages = select(Recommendation.page).where(Recommendation.inspection_id == inspection.id)
        assert set(session.scalars(pages)) == {None}


class TestRefusing:
    @pytest.mark.parametrize(
        ("more", "field", "words"),
        [
            ({"framework": None}, "kind", "Select the kind of inspection"),
            ({"framework": Fact("strange", HEAD)}, "kind", "Select the kind of inspection"),
            ({"kind": Fact("strange", HEAD)}, "kind", "Select the kind of inspection"),
            ({"fieldwork": ()}, "fieldwork", "the first and the last day on site"),
            (
                {"recommendations": (recommendation("r1", " "),)},
                "r1",
                "Enter the words of recommendation 1",
            ),
            (
                {"judgements": (replace(a_draft().judgements[0], grade_key=None),)},
                "j1",
                "Select the area and the grade of the judgement “Overall”",
            ),
            (
                {"judgements": (*a_draft().judgements, replace(a_draft().judgements[0], key="j3"))},
                "j3",
                "“Overall” is judged twice",
            ),
            ({"kind": Fact("monitoring_visit", HEAD)}, "j1", "give no grades"),
        ],
    )
    def test_what_is_missing_is_named(
        self, session: Session, actor: Actor, more: dict[str, Any], field: str, words: str
    ) -> None:
        error = refusal(session, actor, a_draft(**more))
        assert words in error.sentence
        assert error.field == field

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"reference": "7" * 41}, "40 characters or fewer"),
            ({"paragraphs": "5, " * 30}, "60 characters or fewer"),
            ({"theme": "x" * 201}, "200 characters or fewer"),
        ],
    )
    def test_what_is_too_long_is_told_of_its_item(
        self, session: Session, actor: Actor, more: dict[str, Any], words: str
    ) -> None:
        error = refusal(
            session, actor, a_draft(recommendations=(recommendation("r1", "Do", **more),))
        )
        assert error.sentence.startswith("Recommendation ")
        assert words in error.sentence

    def test_the_day_of_receipt_is_asked_for(self, session: Session, actor: Actor) -> None:
        error = refusal(session, actor, fields=replace(ANSWERS, received_on=None))
        assert error.field == "received_on"

    def test_days_that_cannot_be_are_refused(self, session: Session, actor: Actor) -> None:
        error = refusal(session, actor, fields=replace(ANSWERS, received_on=date(2015, 7, 1)))
        assert error.field == "received_on"

    def test_nothing_is_half_made(self, session: Session, actor: Actor) -> None:
        found = a_draft(recommendations=(recommendation("r1", "Do", theme="x" * 201),))
        draft = read(session, actor, found)
        session.commit()
        with pytest.raises(RuleError):
            accept_report(session, draft, ANSWERS, by=actor, on=ON, frameworks=FRAMEWORKS)
        session.rollback()
        assert session.scalar(select(func.count()).select_from(Inspection)) == 0

    def test_it_is_accepted_once(self, session: Session, actor: Actor) -> None:
        draft = read(session, actor)
        accept_report(session, draft, ANSWERS, by=actor, on=ON, frameworks=FRAMEWORKS)
        with pytest.raises(RuleError, match="accepted already"):
            accept_report(session, draft, ANSWERS, by=actor, on=ON, frameworks=FRAMEWORKS)

    def test_not_as_somebody_else_has_changed_it(self, session: Session, actor: Actor) -> None:
        with pytest.raises(Conflict):
            accepted(session, actor, version=99)


class TestAnotherCouncil:
    @pytest.mark.parametrize(
        ("named", "is_other"),
        [
            ("Riverford", False),
            ("RIVERFORD COUNTY COUNCIL", False),
            ("Riverford Borough Council", False),
            ("London Borough of Riverford", False),
            ("Hillbury", True),
            ("Hillbury Borough Council", True),
            ("Council", False),
        ],
    )
    def test_it_is_known_by_the_name_that_the_report_prints(
        self, council: Council, named: str, is_other: bool
    ) -> None:
        found = a_draft(council=Fact(named, HEAD))
        assert names_another_council(found, council) is is_other

    def test_a_report_without_a_name_is_taken(self, council: Council) -> None:
        assert not names_another_council(a_draft(), council)

    def test_it_is_accepted_only_once_somebody_has_confirmed_it(
        self, session: Session, actor: Actor
    ) -> None:
        draft = read(session, actor, a_draft(council=Fact("Hillbury", HEAD)))
        with pytest.raises(RuleError, match="Confirm that this report is about") as refused:
            accept_report(session, draft, ANSWERS, by=actor, on=ON, frameworks=FRAMEWORKS)
        assert refused.value.field == "is_ours"
        ours = replace(ANSWERS, is_ours=True)
        accept_report(session, draft, ours, by=actor, on=ON, frameworks=FRAMEWORKS)
        assert draft.state is DraftState.ACCEPTED


def test_a_removed_inspection_takes_its_report_along(session: Session, actor: Actor) -> None:
    found = a_draft(recommendations=())
    inspection = accepted(session, actor, found)
    remove_inspection(session, inspection, by=actor, on=ON)
    report = session.scalars(select(Report)).one()
    assert report.removed_on == ON
    assert received(session, actor).state is DraftState.WAITING
    assert session.scalar(select(func.count()).select_from(DraftOfReport)) == 2


def test_several_stretches_of_fieldwork_are_one(session: Session, actor: Actor) -> None:
    found = a_draft(
        fieldwork=(
            Period(date(2015, 6, 23), date(2015, 6, 26), HEAD),
            Period(date(2015, 7, 7), date(2015, 7, 16), HEAD),
        )
    )
    inspection = accepted(session, actor, found)
    assert inspection.fieldwork_start_on == date(2015, 6, 23)
    assert inspection.fieldwork_end_on == date(2015, 7, 16)


def test_the_kinds_of_findings_decide_which_clocks_run(session: Session, actor: Actor) -> None:
    urgent = recommendation("r1", "At once", kind=FindingKind.PRIORITY_ACTION)
    found = a_draft(
        framework=Fact("ilacs-2023", HEAD),
        kind=Fact("focused_visit", HEAD),
        judgements=(),
        recommendations=(urgent,),
        fieldwork=(Period(date(2024, 6, 3), date(2024, 6, 7), HEAD),),
        published=None,
    )
    fields = replace(ANSWERS, received_on=date(2024, 8, 21))
    inspection = accepted(session, actor, found, fields)
    clocks = select(Clock.rule).where(Clock.inspection_id == inspection.id)
    assert len(session.scalars(clocks).all()) >= 2
