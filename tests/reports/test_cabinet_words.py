"""The sentences and rows of a cabinet report, from material made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from tests.reports.materials import (
    FRAMEWORKS,
    NOW,
    board,
    graded,
    inspected_in_2015,
    judgement,
    made,
    material,
    meeting,
    planned,
)
from tests.reports.papers import AUTHORS
from tests.rules.pictured import (
    DAY,
    action,
    answers,
    complete,
    inspection,
    key,
    link,
    owner,
    person,
    post,
    priority,
    recommendation,
    succession,
    verdict,
)
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.pictures import ActionPicture, DateChangePicture, UpdatePicture
from tracker.domain.report_material import GradeGiven
from tracker.domain.surroundings import ClockPicture, InterventionPicture, OtherPlanPicture
from tracker.domain.vocabulary import (
    Addressee,
    DateChangeState,
    Delivery,
    EvidenceRating,
    ImpactRating,
    InterventionKind,
    PlanStage,
    SuccessionKind,
    VerdictKind,
)
from tracker.models import Inspection, Plan
from tracker.presenters.cabinet import cabinet_report, suggested
from tracker.presenters.cabinet_findings import findings_of, inspected
from tracker.queries.cabinet import Opening
from tracker.reports.parts import CabinetReport, Figure, Said, Status

LAST_REPORT = date(2026, 9, 1)


def points(said: Said) -> list[tuple[str, str]]:
    return [(point.lead, point.text) for point in said.points]


def said_of(action_number: int, done: str) -> UpdatePicture:
    """The update that counts for that action."""
    return UpdatePicture(
        id=key(6000 + action_number),
        action_id=key(100 + action_number),
        author_id=None,
        posted_at=NOW,
        posted_on=DAY,
        done=done,
        next_steps=None,
        obstacle=None,
        delivery=Delivery.COMPLETE,
        delivery_reason=None,
        corrects_id=None,
    )


class TestFindings:
    def test_areas_stand_as_printed_and_the_overall_grade_is_a_sentence(self) -> None:
        found = findings_of(
            graded(
                ("overall", "inadequate"),
                ("leadership", "inadequate"),
                ("adoption", "good"),
                ("help_and_protection", "requires_improvement"),
                ("lscb", "good"),
            ),
            FRAMEWORKS,
        )
        assert found.opening[0] == "The overall judgement was inadequate."
        assert [judged.area for judged in found.judgements] == [
            "1 Children who need help and protection",
            "2.1 Adoption performance",
            "3 Leadership, management and governance",
        ]
        assert found.judgements[0].grade == Status("Requires improvement", "caution")
        assert found.rest == ("The Local Safeguarding Children Board was judged by itself: good.",)

    def test_no_overall_grade_is_made_up(self) -> None:
        areas = ("help_and_protection", "leadership", "adoption")
        every = graded(*((area, "inadequate") for area in areas))
        found = findings_of(every, FRAMEWORKS)
        said = " ".join((*found.opening, *found.rest, inspected(every, FRAMEWORKS)))
        assert "overall" not in said.lower()

    def test_an_overall_grade_that_the_table_has_is_not_said_twice(self) -> None:
        kind = {"framework": "ilacs-2023", "kind": "standard_inspection"}
        newer = graded(("overall", "good"), ("leadership", "outstanding"), **kind)
        found = findings_of(newer, FRAMEWORKS)
        assert [judged.area for judged in found.judgements][-1].startswith("Overall")
        assert not [text for text in found.opening if "overall" in text]
        assert inspected(newer, FRAMEWORKS).endswith("The overall judgement was good.")

    def test_one_without_grades_says_so(self) -> None:
        visit = graded(kind="monitoring_visit", title="A visit", published_on=None)
        assert findings_of(visit, FRAMEWORKS).opening == ("“A visit” gave no grades.",)
        assert inspected(visit, FRAMEWORKS).endswith("Its report was not yet published.")

    def test_what_was_found_is_told_in_the_councils_words(self) -> None:
        found = findings_of(graded(summary="Too slow.", found_good="Kind."), FRAMEWORKS)
        assert found.rest == ("In summary: Too slow.", "What was found good: Kind.")

    def test_of_a_framework_that_is_gone_what_is_stored_is_shown(self) -> None:
        gone = graded(("leaders", "good"), framework="gone", kind="visit")
        assert [judged.area for judged in findings_of(gone, FRAMEWORKS).judgements] == ["leaders"]
        assert inspected(gone, FRAMEWORKS).endswith("Its report was published on 1 September 2015.")

    def test_only_inspections_that_the_plan_answers_are_told(self) -> None:
        pictures = (inspected_in_2015(), judgement("overall", "good"), inspection(2), answers(1))
        report = made(*pictures)
        assert [one.inspection for one in report.findings] == ["Inspection of 2015"]
        assert report.findings[0].opening[0] == "The overall judgement was good."
        assert report.background_papers == ("Inspection of 2015, published 1 September 2015",)


class TestBackground:
    def test_counts_what_was_asked_of_whom(self) -> None:
        addressees = [Addressee.LOCAL_AUTHORITY] * 2 + [Addressee.LSCB]
        asked = [
            recommendation(number, addressee=addressee)
            for number, addressee in enumerate(addressees, start=1)
        ]
        [said] = made(inspected_in_2015(), answers(1), *asked).background
        assert said.text == (
            "“Inspection of 2015” was made by Ofsted under the framework “Single inspection "
            "framework”. It made 2 recommendations to the local authority and 1 recommendation to "
            "the local safeguarding children board."
        )

    def test_names_clocks_and_steps_of_intervention(self) -> None:
        due = ((None, date(2015, 10, 13)), (date(2015, 12, 8), date(2015, 12, 8)))
        clocks = [
            ClockPicture(
                id=key(7000 + number),
                inspection_id=key(301),
                label=f"Clock {number}",
                due_on=due_on,
                done_on=done_on,
            )
            for number, (done_on, due_on) in enumerate(due)
        ]
        steps = [
            InterventionPicture(id=key(7100 + number), kind=kind, title=title, from_on=on, to_on=to)
            for number, (kind, title, on, to) in enumerate(
                (
                    (InterventionKind.IMPROVEMENT_NOTICE, "Notice", date(2015, 9, 3), None),
                    (
                        *(InterventionKind.SIX_MONTH_REVIEW, "First review"),
                        *(date(2016, 4, 6), date(2016, 4, 7)),
                    ),
                    # Over before the report was out, and yet to come.
                    (InterventionKind.ADVISER, "Old", date(2014, 1, 1), date(2015, 8, 31)),
                    (InterventionKind.ADVISER, "New", DAY + timedelta(days=1), None),
                )
            )
        ]
        _origin, told, steps_told = made(
            inspected_in_2015(), answers(1), *clocks, *steps
        ).background
        assert [point.text for point in told.points] == [
            "due on 13 October 2015, not marked as done.",
            "due on 8 December 2015, done on 8 December 2015.",
        ]
        assert [point.text for point in steps_told.points] == [
            "improvement notice, from 3 September 2015.",
            "six-month review, 6 to 7 April 2016.",
        ]


class TestOversight:
    @pytest.mark.parametrize(
        ("more", "days", "said"),
        [
            (
                {"chair_id": key(1101)},
                (date(2016, 2, 1), date(2016, 3, 1), date(2026, 11, 1), date(2026, 12, 1)),
                (
                    "Chaired by Person 1. 2 meetings, the last on 1 March 2016. "
                    "Its next meeting is on 1 November 2026."
                ),
            ),
            (
                {"chair_note": "Externally chaired."},
                (date(2016, 3, 1),),
                "Externally chaired. One meeting, on 1 March 2016.",
            ),
            (
                {"ended_on": date(2026, 1, 1)},
                (),
                "No chair is recorded. No meeting is recorded yet. It ended on 1 January 2026.",
            ),
        ],
    )
    def test_a_board_has_its_chair_and_its_meetings(
        self, more: dict[str, Any], days: tuple[date, ...], said: str
    ) -> None:
        meetings = [meeting(number, day) for number, day in enumerate(days)]
        gone = meeting(90, date(2016, 4, 1), removed_on=DAY)
        report = made(board(**more), person(), *meetings, gone, adopted_on=date(2016, 1, 1))
        assert [points(one) for one in report.progress.oversight] == [[("Board", said)]]

    def test_one_that_ended_before_the_plan_began_is_left_out(self) -> None:
        [said] = made(
            board(ended_on=date(2015, 9, 1)), inspected_in_2015(), answers(1)
        ).progress.oversight
        assert said.text == "No board that oversees the plan is recorded."

    def test_its_own_comes_first_and_another_plans_is_not_its(self) -> None:
        boards = [
            board(1, name="A group of officers", kind=BoardKind.INTERNAL_GROUP),
            board(2, name="Own"),
            board(3, name="Other"),
        ]
        other = OtherPlanPicture(id=key(9), board_id=key(5003))
        met = [meeting(1, date(2026, 1, 1), of=3)]
        over, others = made(*boards, other, *met, board_id=key(5002)).progress.oversight
        assert [lead for lead, _text in points(over)] == ["Own", "A group of officers"]
        assert [lead for lead, _text in points(others)] == ["Other"]

    def test_others_are_named_when_they_have_met(self) -> None:
        others = [
            board(number, name=name, kind=BoardKind.CABINET)
            for number, name in enumerate(("Cabinet", "Council"), start=1)
        ]
        before, since = (meeting(n, day) for n, day in enumerate((date(2015, 8, 31), DAY)))
        early = meeting(2, date(2015, 8, 31), of=2)
        report = made(*others, before, since, early, inspected_in_2015(), answers(1))
        _over, said = report.progress.oversight
        assert said.text == "Meetings of other bodies are recorded since 1 September 2015:"
        assert points(said) == [("Cabinet", "One meeting, on 5 October 2026.")]

    def test_a_closed_plan_has_no_next_meeting(self) -> None:
        closed: dict[str, Any] = {"stage": PlanStage.CLOSED, "closed_on": date(2018, 6, 20)}
        [over] = made(board(), meeting(1, date(2026, 11, 1)), **closed).progress.oversight
        assert over.text == "The plan was overseen by:"
        assert "next meeting" not in over.points[0].text


class TestProgress:
    def test_complete_actions_stand_under_their_priority(self) -> None:
        actions = [
            complete(1, priority_id=key(3001), completed_on=date(2016, 1, 4)),
            action(2, priority_id=key(3001)),
            action(3, priority_id=key(3002)),
            complete(4, completed_on=None),
        ]
        said = made(
            priority(1), priority(2), *actions, said_of(1, "The team is whole.")
        ).progress.actions_taken
        assert [one.text for one in said] == [
            "A: Oversight. 1 of 2 actions is complete:",
            "Actions without a priority. 1 of 1 action is complete:",
        ]
        assert points(said[0]) == [
            ("1 Title of number 1", "The team is whole. Complete since 4 January 2016.")
        ]
        assert said[1].points[0].text == ""

    @pytest.mark.parametrize(("number", "sizes"), [(8, [8]), (9, [5, 4]), (17, [6, 6, 5])])
    def test_priorities_are_spread_over_pictures_that_fit_a_page(
        self, number: int, sizes: list[int]
    ) -> None:
        heads = [
            replace(priority(1), id=key(3000 + n), letter=str(n), sort_key=f"{n:02}")
            for n in range(number)
        ]
        actions = [action(n, priority_id=key(3000 + n)) for n in range(number)]
        drawn = made(*heads, *actions).progress.pictures
        assert [len(picture.rows) for picture in drawn] == sizes
        assert len({picture.title for picture in drawn}) == len(sizes)
        assert {picture.header for picture in drawn} == {
            (
                *("Priority", "Complete", "On track", "At risk", "Off track", "Not started"),
                "Actions",
            )
        }

    def test_figures_are_of_the_reports_day(self) -> None:
        actions = [
            *(complete(n, completed_on=DAY, due_on=DAY) for n in range(1, 4)),
            complete(4, completed_on=DAY, first_due_on=DAY - timedelta(days=1)),
            action(5, due_on=DAY - timedelta(days=1), times_slipped=1),
            action(6, due_on=DAY, updated_on=DAY, obstacle="No money", times_slipped=2),
            action(7, due_on=DAY + timedelta(days=31), updated_on=DAY - timedelta(days=30)),
            action(8, removed_on=DAY),
        ]
        found = {figure.name: figure for figure in made(*actions).progress.figures}
        assert found["Actions"] == Figure("Actions", "7", "All actions of the plan")
        assert found["Overdue"].meaning == "Not complete, and the due date has passed"
        assert all(figure.meaning for figure in found.values())
        assert {name: figure.number for name, figure in found.items()} == {
            "Actions": "7",
            "Complete": "4",
            "On track": "3",
            "At risk": "0",
            "Off track": "0",
            "Not started": "0",
            "Overdue": "1",
            "Due in 30 days": "1",
            "Stuck": "1",
            "No update in 30 days": "1",
            "Slipped": "2",
            "Slipped more than once": "1",
            "Finished late": "1",
        }

    @pytest.mark.parametrize(
        ("actions", "last"),
        [
            ((), "The plan has no actions yet, so there is no progress to sum up."),
            (
                (complete(1), complete(2)),
                (
                    "All actions are complete. Whether they have helped children is for the "
                    "evidence and for inspectors’ visits to show."
                ),
            ),
            (
                (
                    *(complete(1), action(2, due_on=date(2026, 1, 1))),
                    *(action(n, due_on=DAY) for n in (3, 4)),
                ),
                (
                    "3 actions are still to be done, of them 1 overdue and 2 due within 30 days. "
                    "The appendix names their owners and dates."
                ),
            ),
            (
                (action(1, due_on=None),),
                "1 action is still to be done. The appendix names their owners and dates.",
            ),
        ],
    )
    def test_closes_with_what_is_open(self, actions: tuple[ActionPicture, ...], last: str) -> None:
        assert made(*actions).closing[-1] == last

    def test_measures_and_risks_are_not_passed_over_in_silence(self) -> None:
        progress = made().progress
        for said in (progress.measures, progress.risks):
            assert [text.startswith("Not recorded: ") for text in said] == [True]


class TestRecommendations:
    def test_each_has_its_actions_in_the_plans_order_and_its_verdicts(self) -> None:
        visits = [
            inspection(number, title=title, fieldwork_end_on=day, fieldwork_start_on=day)
            for number, title, day in (
                (2, "First visit", date(2016, 1, 5)),
                (3, "Visit of 2016", date(2016, 6, 5)),
                (4, "Last visit", date(2017, 1, 5)),
            )
        ]
        first = (VerdictKind.NOT_LOOKED_AT, VerdictKind.SOME_PROGRESS, VerdictKind.RESOLVED)
        told = [verdict(kind, visit) for visit, kind in enumerate(first, start=2)]
        other = verdict(VerdictKind.NOT_LOOKED_AT, id=key(990), recommendation_id=key(502))
        progress = made(
            *(inspected_in_2015(), answers(1), *visits, *told, other),
            *(recommendation(number) for number in (1, 2)),
            recommendation(3, reference=None),
            *(action(10, sort_key="0010"), action(2, sort_key="0002")),
            *(link(10, 1), link(2, 1)),
        ).progress
        [group] = progress.recommendations
        one, two, three = group.rows
        assert one.actions == "2, 10"
        assert one.verdicts == (
            Status("Some progress", "caution", "Visit of 2016"),
            Status("Resolved", "done", "Last visit, 5 January 2017"),
        )
        assert [status.text for status in two.verdicts] == ["Not looked at"]
        assert (three.reference, three.actions, three.verdicts) == ("Not numbered", "No action", ())
        assert progress.recommendations_said == (
            "The plan concerns 3 recommendations. No action answers 2 of them.",
            (
                "Inspectors’ latest verdicts on them are: 1 not looked at, 1 resolved and 1 "
                "without a verdict."
            ),
        )

    def test_those_of_other_inspections_that_the_plan_acts_on_come_too(self) -> None:
        elsewhere = [recommendation(n, inspection_id=key(302)) for n in (2, 3)]
        found = made(
            *(inspected_in_2015(), inspection(2), answers(1), recommendation(1), *elsewhere),
            *(action(1), link(1, 2), action(4, removed_on=DAY), link(4, 3)),
        ).progress.recommendations
        assert [[row.reference for row in one.rows] for one in found] == [["1"], ["2"]]


class TestAppendix:
    def test_an_action_says_when_it_was_first_due_and_what_is_in_the_way(self) -> None:
        late = action(
            due_on=date(2027, 1, 1),
            first_due_on=date(2026, 12, 1),
            success_measure=None,
            delivery=Delivery.OFF_TRACK,
            delivery_reason="Two posts are vacant",
            obstacle="No budget",
        )
        [section] = made(late).plan_sections
        [planned_] = section.actions
        assert planned_.due == "1 January 2027\nFirst due 1 December 2026"
        assert planned_.ratings == (
            Status("Delivery Off track", "serious", "Two posts are vacant"),
            Status("Evidence None", "neutral"),
            Status("Impact Too early", "neutral", "In the way: No budget"),
        )
        assert (planned_.measure, planned_.owners, planned_.answers, planned_.updated) == (
            *("No success measure", "No owner"),
            *("None", "Never"),
        )

    def test_nothing_is_in_the_way_of_what_is_complete(self) -> None:
        [section] = made(complete(obstacle="No budget")).plan_sections
        assert [status.note for status in section.actions[0].ratings] == ["", "", ""]

    def test_a_priority_has_who_answers_for_it_and_an_action_its_owners(self) -> None:
        head = priority(1, difference="Children are seen.", director_post_id=key(1001))
        [section] = made(head, action(1, priority_id=key(3001)), owner(1), post(1)).plan_sections
        assert (section.heading, section.about) == (
            "A: Oversight",
            "Children are seen. Accountable: Head 1.",
        )
        assert section.actions[0].owners == "Head 1 (lead)"

    def test_only_the_less_common_inspection_is_named_in_each_row(self) -> None:
        report = made(
            *(inspected_in_2015(title="Inspection"), inspection(2, title="Visit")),
            *(recommendation(1), recommendation(2), recommendation(3, inspection_id=key(302))),
            *(action(number) for number in (1, 2, 3)),
            *(link(number, number) for number in (1, 2, 3)),
        )
        [section] = report.plan_sections
        assert [planned_.answers for planned_ in section.actions] == ["1", "2", "3 (Visit)"]
        assert "those of the recommendations of “Inspection”" in report.plan[-1]

    def test_the_key_has_every_rating(self) -> None:
        assert len(made().key) == len(Delivery) + len(EvidenceRating) + len(ImpactRating)


def changed(before: tuple[Any, ...], now: tuple[Any, ...]) -> dict[str, list[tuple[str, str]]]:
    """What is told since the last report: each group's sentence, and its points."""
    said = made(*now, before=planned(*before, on=LAST_REPORT)).progress.since
    return {one.text: points(one) for one in said[1:]}


class TestSinceTheLastReport:
    def test_without_one_it_says_so(self) -> None:
        [said] = made(action()).progress.since
        assert said.text.startswith("There is no earlier report to compare with")

    def test_that_nothing_changed_is_said(self) -> None:
        [said] = made(action(), before=planned(action(), on=LAST_REPORT)).progress.since
        assert said.text == (
            "Nothing of what this section tells has changed since 1 September 2026."
        )

    def test_says_from_which_day_to_which(self) -> None:
        said, _done = made(complete(), before=planned(action(), on=LAST_REPORT)).progress.since
        assert said.text == ("These changes were recorded from 1 September 2026 to 5 October 2026.")

    def test_completed_and_overdue(self) -> None:
        due = date(2026, 9, 30)
        assert changed(
            (action(1), action(2, due_on=due), action(3, due_on=date(2026, 8, 1))),
            (
                complete(1, completed_on=due),
                action(2, due_on=due),
                action(3, due_on=date(2026, 8, 1)),
            ),
        ) == {
            "Completed (1 action):": [("1 Title of number 1", "Complete since 30 September 2026.")],
            "Fell overdue (1 action):": [("2 Title of number 2", "Due 30 September 2026.")],
        }

    def test_ratings_that_went_down_and_up(self) -> None:
        off = {"delivery": Delivery.OFF_TRACK, "delivery_reason": "No staff", "recovery": "Hire"}
        assert changed(
            (
                *(action(1), action(2, delivery=Delivery.NOT_STARTED), complete(3)),
                action(4, delivery=Delivery.AT_RISK, impact_rating=ImpactRating.EARLY_SIGNS),
            ),
            (
                *(action(1, **off), action(2), action(3)),
                action(4, evidence_rating=EvidenceRating.OFFERED, impact_rating=ImpactRating.WORSE),
            ),
        ) == {
            "Rated lower (3 ratings):": [
                (
                    "1 Title of number 1",
                    "Delivery from “On track” to “Off track”. No staff. Recovery: Hire",
                ),
                ("3 Title of number 3", "Delivery from “Complete” to “On track”."),
                ("4 Title of number 4", "Impact from “Early signs” to “Worse”."),
            ],
            "Rated higher (2 ratings):": [
                ("4 Title of number 4", "Delivery from “At risk” to “On track”."),
                ("4 Title of number 4", "Evidence from “None” to “Offered”."),
            ],
        }

    def test_dates_that_were_moved_with_the_reason(self) -> None:
        change = DateChangePicture(
            id=key(8000),
            action_id=key(101),
            from_on=date(2026, 12, 1),
            to_on=date(2027, 2, 1),
            reason="Staff are missing",
            meeting_id=None,
            state=DateChangeState.AGREED,
            to_text=None,
            recovery=None,
            requested_on=DAY,
            requested_by_id=None,
            decided_on=DAY,
            decided_by_id=None,
            decision_note=None,
        )
        asked = replace(change, state=DateChangeState.REQUESTED)
        told = {
            "Due dates moved (1 change):": [
                (
                    "1 Title of number 1",
                    "From 1 December 2026 to 1 February 2027. Staff are missing.",
                )
            ]
        }
        assert changed((action(), asked), (action(), change)) == told
        assert changed((action(),), (action(), change)) == told
        assert changed((action(),), (action(), asked)) == {}
        assert changed((action(), change), (action(), change)) == {}

    def test_added_removed_and_merged_are_each_told_once(self) -> None:
        gone = {"removed_on": DAY, "removed_because": "Not needed"}
        merged = replace(succession(3, 5), kind=SuccessionKind.MERGED)
        also = replace(succession(4, 5), id=key(4001), kind=SuccessionKind.MERGED)
        assert changed(
            tuple(action(number) for number in (1, 3, 4)),
            (
                *(action(1, **gone), action(2)),
                *(action(3, removed_on=DAY), action(4, removed_on=DAY), action(5), merged, also),
            ),
        ) == {
            "Added (1 action):": [("2 Title of number 2", "Due 4 November 2026.")],
            "Removed (1 action):": [("1 Title of number 1", "Not needed")],
            "Merged, split or followed by another (1 action):": [
                (
                    "5 Title of number 5",
                    "Merged from 3 Title of number 3 and 4 Title of number 4.",
                )
            ],
        }

    def test_verdicts_of_new_visits(self) -> None:
        around = (inspected_in_2015(), answers(1), recommendation(), inspection(2, title="Visit"))
        assert changed(around, (*around, verdict(VerdictKind.RESOLVED))) == {
            "Judged by visits (1 verdict):": [("Recommendation 1, Visit", "Resolved.")]
        }


def grade(number: int, area: str, value: str, **more: Any) -> GradeGiven:
    values: dict[str, Any] = {
        "id": key(300 + number),
        "framework": "sif",
        "title": f"Inspection {number}",
        "fieldwork_start_on": date(2015 + number, 1, 1),
        **more,
    }
    return GradeGiven(area=area, grade=value, **values)


class TestPictures:
    def everything(self) -> CabinetReport:
        slipped = action(2, first_due_on=DAY, due_on=DAY + timedelta(days=9))
        grades = [grade(1, "overall", "inadequate"), grade(2, "overall", "good")]
        return made(priority(1), complete(1, priority_id=key(3001)), slipped, grades=grades)

    def all_of(self, report: CabinetReport) -> list[Any]:
        pictured = [*report.judged, *report.progress.pictured]
        return [*report.progress.pictures, *(p for one in pictured for p in one.pictures)]

    def test_there_are_six_each_with_its_message_its_words_and_its_table(self) -> None:
        report = self.everything()
        assert [one.title for one in self.all_of(report)] == [
            "1 of 2 actions complete on 5 October 2026",
            "Judgements of “Inspection 2”",
            "Overall: inadequate in 2016, good in 2017",
            ("1 of 2 actions complete on 5 October 2026; 1 was due by their first dates"),
            "1 of 2 actions is due later than first planned, by up to 9 days",
            "1 of 2 actions still to be done; the last is due on 14 October 2026",
        ]
        for picture in self.all_of(report):
            assert picture.alt
            assert picture.rows
            assert {len(row) for row in picture.rows} == {len(picture.header)}

    def test_no_two_share_an_id(self) -> None:
        drawn = self.all_of(self.everything())
        assert len({picture.svg.partition("-title")[0] for picture in drawn}) == len(drawn) == 6

    def test_a_plan_without_actions_or_grades_has_none_and_says_so(self) -> None:
        report = made()
        assert self.all_of(report) == []
        assert report.progress.pictures_said == "There is no progress to show yet."
        assert [one.said for one in report.judged] == ["No grade of the council is recorded."]

    def test_where_nothing_slipped_it_says_so(self) -> None:
        slips = made(action()).progress.pictured[1]
        assert (slips.said, slips.pictures) == (
            "No action is due later than first planned.",
            (),
        )

    def test_a_single_inspection_is_not_drawn_twice(self) -> None:
        _latest, history = made(grades=[grade(1, "overall", "good")]).judged
        assert history.pictures == ()
        assert history.said == "No earlier graded inspection of the council is recorded."

    def test_the_latest_inspection_is_one_whose_grades_can_be_drawn(self) -> None:
        grades = [grade(1, "overall", "good"), grade(2, "overall", "good", framework="gone")]
        [latest, _history] = made(grades=grades).judged
        assert [one.title for one in latest.pictures] == ["Judgements of “Inspection 1”"]


class TestPastDays:
    """A report of an earlier day speaks of that day."""

    def test_its_sentences_are_in_the_past(self) -> None:
        later = datetime(2026, 12, 1, 9, tzinfo=UTC)
        slipped = action(2, first_due_on=DAY, due_on=DAY + timedelta(days=9))
        pictures = (
            *(priority(1), complete(1), slipped, board(), meeting(1, date(2026, 11, 1))),
            *(inspected_in_2015(), answers(1), recommendation()),
        )
        report = made(*pictures, made_at=later)
        progress = report.progress
        titles = [one.title for pictured in progress.pictured for one in pictured.pictures]
        told = (progress.priorities_said, progress.oversight, progress.recommendations_said)
        said = repr([report.summary, report.closing, report.plan, *told, titles])
        assert not [
            now for now in (" is ", " are ", " has ", " concerns ", " answers ") if now in said
        ]
        assert report.stamp.as_at == "5 October 2026"
        assert "Its next meeting was to be on 1 November 2026." in said
        assert made(*pictures).closing != report.closing

    def test_an_empty_one_too(self) -> None:
        report = made(made_at=datetime(2026, 12, 1, 9, tzinfo=UTC), stage=PlanStage.DRAFT)
        progress = report.progress
        assert progress.priorities_said == ("The plan had no priorities yet.",)
        assert progress.recommendations_said == ("No recommendation was recorded.",)
        assert [one.text for one in (*progress.oversight, *progress.actions_taken)] == [
            "No board that oversees the plan was recorded.",
            "No action of the plan was complete yet.",
        ]


class TestSuggestions:
    def opening(self, post: Any) -> Opening:
        plan = Plan(title="Getting to good", stage=PlanStage.ADOPTED)
        return Opening(plan, [Inspection(title="Inspection of 2015")], post)

    def test_name_the_director_in_post_and_whether_they_are_interim(self) -> None:
        post = SimpleNamespace(title="Director", holder="Sam Hope", is_interim=True)
        found = suggested(self.opening(post), "Jo Lund")
        assert (found["director"], found["director_post"]) == ("Sam Hope", "Interim Director")
        assert found["author"] == "Jo Lund"

    def test_a_post_that_nobody_holds_is_named_alone(self) -> None:
        post = SimpleNamespace(title="Director", holder=None, is_interim=None)
        found = suggested(self.opening(post), "Jo Lund")
        assert (found["director"], found["director_post"]) == ("", "Director")


def test_the_stamp_is_of_the_snapshots_day_and_row() -> None:
    late = datetime(2026, 10, 7, 23, 30, tzinfo=UTC)
    found = material(replace(planned(), seq=849))
    stamp = cabinet_report(found, AUTHORS, FRAMEWORKS, late).stamp
    assert (stamp.as_at, stamp.seq, stamp.code) == ("5 October 2026", 849, "af9a2ee563a4")
    assert stamp.made_at == late
