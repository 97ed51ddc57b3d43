"""The sentences and rows of a cabinet report, from rows made by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.reports.papers import AUTHORS
from tracker.domain.frameworks import load_frameworks
from tracker.domain.vocabulary import (
    Addressee,
    Delivery,
    EvidenceRating,
    FindingKind,
    ImpactRating,
    InterventionKind,
    PlanStage,
    VerdictKind,
)
from tracker.models import Inspection, Judgement, Plan, Priority
from tracker.presenters.cabinet import cabinet_report, suggested
from tracker.presenters.cabinet_findings import findings_of, inspected
from tracker.queries.cabinet import CabinetRecords, Completion, Opening
from tracker.queries.plans import Overview, Tally
from tracker.reports.parts import CabinetReport, Figure, Status

FRAMEWORKS = load_frameworks()
NOW = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


def row(**values: Any) -> Any:
    return SimpleNamespace(**values)


def inspection(
    framework: str = "sif", kind: str = "full_inspection", grades: Any = (), **more: Any
) -> Inspection:
    """An inspection that was never stored; ``grades`` are pairs of area and grade."""
    values = {
        "id": uuid4(),
        "title": "Inspection of 2015",
        "fieldwork_start_on": date(2015, 6, 23),
        "fieldwork_end_on": date(2015, 7, 16),
        "published_on": date(2015, 9, 1),
        **more,
    }
    found = Inspection(framework=framework, kind=kind, **values)
    found.judgements = [
        Judgement(area=area, grade=grade, position=at) for at, (area, grade) in enumerate(grades)
    ]
    return found


def plan_with(*letters: str, **more: Any) -> Plan:
    """A plan that was never stored, with a priority for each letter."""
    values = {"title": "Getting to good", "revision": "2", "stage": PlanStage.ADOPTED, **more}
    plan = Plan(id=uuid4(), **values)
    plan.priorities = [
        Priority(id=uuid4(), letter=letter, title=f"Priority {letter}", sort_key=letter)
        for letter in letters
    ]
    return plan


def tally(total: int = 0, concerns: dict[str, int] | None = None, **ratings: int) -> Tally:
    by_delivery = {Delivery(name): number for name, number in ratings.items()}
    return Tally(total or sum(ratings.values()), by_delivery, concerns or {})


def records(**more: Any) -> CabinetRecords:
    """Records with nothing in them but what a test gives."""
    standing = row(
        name="Riverford",
        is_demonstration=False,
        ons_code=None,
        rating_words=None,
        seq=849,
        hash="af9a2ee563a4ffff",
    )
    values: dict[str, Any] = {
        "standing": standing,
        "plan": plan_with(),
        "begun_on": None,
        "overview": Overview(Tally(), {}),
        **dict.fromkeys(
            (
                *("inspections", "clocks", "interventions", "boards", "actions", "owners"),
                *("answers", "directors", "completions", "recommendations", "verdicts"),
            ),
            (),
        ),
        **more,
    }
    return CabinetRecords(**values)


def made(**more: Any) -> CabinetReport:
    return cabinet_report(records(**more), AUTHORS, FRAMEWORKS, NOW)


def action(reference: str, priority_id: UUID | None, **more: Any) -> Any:
    values = {
        "id": uuid4(),
        "title": f"Do {reference}",
        "why": None,
        "success_measure": None,
        "start_on": None,
        "due_on": date(2026, 12, 1),
        "due_text": None,
        "first_due_on": date(2026, 12, 1),
        "times_slipped": 0,
        "delivery": Delivery.COMPLETE,
        "delivery_reason": None,
        "recovery": None,
        "evidence_rating": EvidenceRating.NONE,
        "impact_rating": ImpactRating.TOO_EARLY,
        "assured_delivery": None,
        "assured_evidence": None,
        "assured_impact": None,
        "assured_on": None,
        "closed_on": None,
        "obstacle": None,
        "updated_on": None,
        **more,
    }
    return row(reference=reference, priority_id=priority_id, **values)


class TestFindings:
    def test_areas_stand_as_printed_and_the_overall_grade_is_a_sentence(self) -> None:
        grades = [
            ("overall", "inadequate"),
            ("leadership", "inadequate"),
            ("adoption", "good"),
            ("help_and_protection", "requires_improvement"),
            ("lscb", "good"),
        ]
        found = findings_of(inspection(grades=grades), FRAMEWORKS)
        assert found.opening[0] == "The overall judgement was inadequate."
        assert [judged.area for judged in found.judgements] == [
            "1 Children who need help and protection",
            "2.1 Adoption performance",
            "3 Leadership, management and governance",
        ]
        assert found.judgements[0].grade == Status("Requires improvement", "caution")
        assert found.rest == ("The Local Safeguarding Children Board was judged by itself: good.",)

    def test_no_overall_grade_is_made_up(self) -> None:
        every = [(area, "inadequate") for area in ("help_and_protection", "leadership", "adoption")]
        found = findings_of(inspection(grades=every), FRAMEWORKS)
        said = " ".join(
            (*found.opening, *found.rest, inspected(inspection(grades=every), FRAMEWORKS))
        )
        assert "overall" not in said.lower()

    def test_an_overall_grade_that_the_table_has_is_not_said_twice(self) -> None:
        grades = [("overall", "good"), ("leadership", "outstanding")]
        newer = inspection("ilacs-2023", "standard_inspection", grades)
        found = findings_of(newer, FRAMEWORKS)
        assert [judged.area for judged in found.judgements][-1].startswith("Overall")
        assert not [text for text in found.opening if "overall" in text]
        assert inspected(newer, FRAMEWORKS).endswith("The overall judgement was good.")

    def test_one_without_grades_says_so(self) -> None:
        visit = inspection(kind="monitoring_visit", title="A visit", published_on=None)
        assert findings_of(visit, FRAMEWORKS).opening == ("“A visit” gave no grades.",)
        assert inspected(visit, FRAMEWORKS).endswith("Its report has not been published.")

    def test_what_was_found_is_told_in_the_councils_words(self) -> None:
        found = findings_of(inspection(summary="Too slow.", found_good="Kind."), FRAMEWORKS)
        assert found.rest == ("In summary: Too slow.", "What was found good: Kind.")

    def test_of_a_framework_that_is_gone_what_is_stored_is_shown(self) -> None:
        gone = inspection("gone", "visit", [("leaders", "good")])
        assert [judged.area for judged in findings_of(gone, FRAMEWORKS).judgements] == ["leaders"]
        assert inspected(gone, FRAMEWORKS).endswith("Its report was published on 1 September 2015.")


class TestBackground:
    def test_counts_what_was_asked_of_whom(self) -> None:
        one = inspection()
        asked = [
            row(
                id=uuid4(),
                inspection_id=one.id,
                inspection=one.title,
                reference=str(number),
                text="See each child.",
                kind=FindingKind.RECOMMENDATION,
                addressee=addressee,
            )
            for number, addressee in enumerate([Addressee.LOCAL_AUTHORITY] * 2 + [Addressee.LSCB])
        ]
        [said] = made(inspections=[one], recommendations=asked).background
        assert said.text == (
            "“Inspection of 2015” was made by Ofsted under the framework “Single inspection "
            "framework”. It made 2 recommendations to the local authority and 1 recommendation to "
            "the local safeguarding children board."
        )

    def test_names_clocks_and_steps_of_intervention(self) -> None:
        clock = row(label="Publish the report", due_on=date(2015, 10, 13), done_on=None)
        done = row(label="Statement", due_on=date(2015, 12, 8), done_on=date(2015, 12, 8))
        notice = row(
            kind=InterventionKind.IMPROVEMENT_NOTICE,
            title="Notice",
            from_on=date(2015, 9, 3),
            to_on=None,
        )
        review = row(
            kind=InterventionKind.SIX_MONTH_REVIEW,
            title="First review",
            from_on=date(2016, 4, 6),
            to_on=date(2016, 4, 7),
        )
        clocks, steps = made(clocks=[clock, done], interventions=[notice, review]).background
        assert [point.text for point in clocks.points] == [
            "due on 13 October 2015, not marked as done.",
            "due on 8 December 2015, done on 8 December 2015.",
        ]
        assert [point.text for point in steps.points] == [
            "improvement notice, from 3 September 2015.",
            "six-month review, 6 to 7 April 2016.",
        ]


BOARD: dict[str, Any] = {
    "name": "Board",
    "chair_note": None,
    "chair": "Ana Reyes",
    "ended_on": None,
    "held": 2,
    "last_on": date(2016, 3, 1),
    "next_on": date(2026, 11, 1),
    "oversees": True,
}


class TestOversight:
    @pytest.mark.parametrize(
        ("more", "said"),
        [
            (
                {},
                (
                    "Chaired by Ana Reyes. 2 meetings, the last on 1 March 2016. "
                    "Its next meeting is on 1 November 2026."
                ),
            ),
            (
                {"held": 1, "next_on": None, "chair_note": "Externally chaired."},
                "Externally chaired. One meeting, on 1 March 2016.",
            ),
            (
                {"held": 0, "chair": None, "ended_on": date(2026, 1, 1)},
                "No chair is recorded. No meeting is recorded yet. It ended on 1 January 2026.",
            ),
        ],
    )
    def test_a_board_has_its_chair_and_its_meetings(self, more: dict[str, Any], said: str) -> None:
        [over] = made(boards=[row(**{**BOARD, **more})]).progress.oversight
        assert [(point.lead, point.text) for point in over.points] == [("Board", said)]

    def test_one_that_ended_before_the_plan_began_is_left_out(self) -> None:
        gone = row(**{**BOARD, "ended_on": date(2015, 9, 1), "held": 0})
        [said] = made(boards=[gone], begun_on=date(2015, 9, 1)).progress.oversight
        assert said.text == "No board that oversees the plan is recorded."

    def test_others_are_named_when_they_have_met(self) -> None:
        others = [
            row(**{**BOARD, "name": name, "oversees": False, "held": held})
            for name, held in (("Cabinet", 2), ("Council", 0))
        ]
        _over, said = made(boards=others, begun_on=date(2015, 9, 1)).progress.oversight
        assert said.text == "Meetings of other bodies are recorded since 1 September 2015:"
        assert [point.lead for point in said.points] == ["Cabinet"]

    def test_a_closed_plan_has_no_next_meeting(self) -> None:
        plan = plan_with(stage=PlanStage.CLOSED, closed_on=date(2018, 6, 20))
        [over] = made(plan=plan, boards=[row(**BOARD)]).progress.oversight
        assert over.text == "The plan was overseen by:"
        assert "next meeting" not in over.points[0].text


class TestProgress:
    def test_complete_actions_stand_under_their_priority(self) -> None:
        plan = plan_with("A", "B")
        first, second = (priority.id for priority in plan.priorities)
        actions = [action("A1", first), action("A2", first), action("C1", None)]
        completions = [
            Completion(actions[0].id, date(2016, 1, 4), "The team is whole."),
            Completion(actions[2].id, None, ""),
        ]
        overview = Overview(
            tally(complete=2, on_track=2),
            {
                first: tally(complete=1, on_track=1),
                second: tally(on_track=1),
                None: tally(complete=1),
            },
        )
        said = made(
            plan=plan, overview=overview, actions=actions, completions=completions
        ).progress.actions_taken
        assert [one.text for one in said] == [
            "A: Priority A. 1 of 2 actions is complete:",
            "Actions without a priority. 1 of 1 action is complete:",
        ]
        [point] = said[0].points
        assert (point.lead, point.text) == (
            "A1 Do A1",
            "The team is whole. Complete since 4 January 2016.",
        )
        assert said[1].points[0].text == ""

    @pytest.mark.parametrize(("number", "sizes"), [(0, []), (8, [8]), (9, [5, 4]), (17, [6, 6, 5])])
    def test_priorities_are_spread_over_pictures_that_fit_a_page(
        self, number: int, sizes: list[int]
    ) -> None:
        drawn = made(plan=plan_with(*(str(n) for n in range(number)))).progress.pictures
        assert [len(picture.rows) for picture in drawn] == sizes
        assert len({picture.title for picture in drawn}) == len(sizes)
        assert len({picture.svg.partition("-title")[0] for picture in drawn}) == len(sizes)
        assert {picture.header for picture in drawn} <= {
            (
                *("Priority", "Complete", "On track", "At risk", "Off track", "Not started"),
                "Actions",
            )
        }

    def test_figures_are_the_overviews(self) -> None:
        overview = Overview(tally(1_234, {"overdue": 4, "slipped": 12}, complete=1_000), {})
        found = {figure.name: figure for figure in made(overview=overview).progress.figures}
        assert found["Actions"] == Figure("Actions", "1,234", "All actions of the plan")
        assert found["Complete"].number == "1,000"
        assert found["Overdue"].number == "4"
        assert found["Overdue"].meaning == "Not complete, and the due date has passed"
        assert all(figure.meaning for figure in found.values())

    @pytest.mark.parametrize(
        ("figures", "last"),
        [
            (tally(), "The plan has no actions yet, so there is no progress to sum up."),
            (
                tally(complete=2),
                (
                    "All actions are complete. Whether they have helped children is for the "
                    "evidence and for inspectors’ visits to show."
                ),
            ),
            (
                tally(0, {"overdue": 1, "stuck": 0, "due_soon": 2}, complete=1, on_track=3),
                (
                    "3 actions are still to be done, of them 1 overdue and 2 due within 30 days. "
                    "The appendix names their owners and dates."
                ),
            ),
            (
                tally(on_track=1),
                "1 action is still to be done. The appendix names their owners and dates.",
            ),
        ],
    )
    def test_closes_with_what_is_open(self, figures: Tally, last: str) -> None:
        assert made(overview=Overview(figures, {})).closing[-1] == last


class TestRecommendations:
    def test_each_has_its_actions_in_the_plans_order_and_its_verdicts(self) -> None:
        one = inspection()
        ids = [uuid4() for _ in range(3)]
        asked = [
            row(
                id=found,
                inspection_id=one.id,
                inspection=one.title,
                reference=reference,
                text="See each child.",
                kind=FindingKind.RECOMMENDATION,
                addressee=Addressee.LOCAL_AUTHORITY,
            )
            for found, reference in zip(ids, ("1", "2", None), strict=True)
        ]
        actions = [action("A2", None), action("A10", None)]
        answers = [
            row(
                id=ids[0], action_id=a.id, inspection=one.title, inspection_id=one.id, reference="1"
            )
            for a in reversed(actions)
        ]
        verdicts = [
            row(recommendation_id=found, verdict=verdict, visit=visit, visited_on=day, turn=turn)
            for found, verdict, visit, day, turn in (
                (ids[0], VerdictKind.NOT_LOOKED_AT, "First visit", date(2016, 1, 5), 3),
                (ids[0], VerdictKind.SOME_PROGRESS, "Visit of 2016", date(2016, 6, 5), 2),
                (ids[0], VerdictKind.RESOLVED, "Last visit", date(2017, 1, 5), 1),
                (ids[1], VerdictKind.NOT_LOOKED_AT, "First visit", date(2016, 1, 5), 1),
            )
        ]
        progress = made(
            recommendations=asked, actions=actions, answers=answers, verdicts=verdicts
        ).progress
        [group] = progress.recommendations
        first, second, third = group.rows
        assert first.actions == "A2, A10"
        assert first.verdicts == (
            Status("Some progress", "caution", "Visit of 2016"),
            Status("Resolved", "done", "Last visit, 5 January 2017"),
        )
        assert [status.text for status in second.verdicts] == ["Not looked at"]
        assert (third.reference, third.actions, third.verdicts) == ("Not numbered", "No action", ())
        assert progress.recommendations_said == (
            "The plan concerns 3 recommendations. No action answers 2 of them.",
            (
                "Inspectors’ latest verdicts on them are: 1 not looked at, 1 resolved and 1 "
                "without a verdict."
            ),
        )


class TestAppendix:
    def test_an_action_says_when_it_was_first_due_and_what_is_in_the_way(self) -> None:
        late = action(
            "A1",
            None,
            due_on=date(2027, 1, 1),
            delivery=Delivery.OFF_TRACK,
            delivery_reason="Two posts are vacant",
            obstacle="No budget",
        )
        [section] = made(actions=[late]).plan_sections
        [planned] = section.actions
        assert planned.due == "1 January 2027\nFirst due 1 December 2026"
        assert planned.ratings == (
            Status("Delivery Off track", "serious", "Two posts are vacant"),
            Status("Evidence None", "neutral"),
            Status("Impact Too early", "neutral", "In the way: No budget"),
        )
        assert (planned.measure, planned.owners, planned.answers, planned.updated) == (
            "No success measure",
            "No owner",
            "None",
            "Never",
        )

    def test_only_the_less_common_inspection_is_named_in_each_row(self) -> None:
        actions = [action(reference, None) for reference in ("A1", "A2", "A3")]
        answers = [
            row(
                id=uuid4(),
                action_id=one.id,
                reference=number,
                inspection_id=title,
                inspection=title,
            )
            for one, number, title in zip(
                actions, "123", ("Inspection", "Inspection", "Visit"), strict=True
            )
        ]
        report = made(actions=actions, answers=answers)
        [section] = report.plan_sections
        assert [planned.answers for planned in section.actions] == ["1", "2", "3 (Visit)"]
        assert "those of the recommendations of “Inspection”" in report.plan[-1]

    def test_the_key_has_every_rating(self) -> None:
        assert len(made().key) == len(Delivery) + len(EvidenceRating) + len(ImpactRating)


class TestSuggestions:
    def test_name_the_director_in_post_and_whether_they_are_interim(self) -> None:
        post = row(title="Director", holder="Sam Hope", is_interim=True)
        opening = Opening(plan_with(), [inspection()], Overview(Tally(), {}), post)
        found = suggested(opening, "Jo Lund")
        assert (found["director"], found["director_post"]) == ("Sam Hope", "Interim Director")
        assert found["author"] == "Jo Lund"

    def test_a_post_that_nobody_holds_is_named_alone(self) -> None:
        post = row(title="Director", holder=None, is_interim=None)
        found = suggested(Opening(plan_with(), [], Overview(Tally(), {}), post), "Jo Lund")
        assert (found["director"], found["director_post"]) == ("", "Director")


def test_the_stamp_is_of_the_day_in_england() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    stamp = cabinet_report(records(), AUTHORS, FRAMEWORKS, late).stamp
    assert (stamp.as_at, stamp.seq, stamp.code) == ("2 July 2026", 849, "af9a2ee563a4")
