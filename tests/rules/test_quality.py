"""Each quality check: what it finds, and what it passes over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.rules.pictured import (
    DAY,
    LONG_AGO,
    action,
    answers,
    complete,
    evidence,
    holding,
    inspection,
    key,
    link,
    owner,
    person,
    post,
    priority,
    recommendation,
    snapshot,
    succession,
    verdict,
)
from tracker.domain import quality
from tracker.domain.plan_questions import Gap, Subject
from tracker.domain.quality import IMPACT_DUE, MANY_ACTIONS, RULES, Finding, Rule, check
from tracker.domain.vocabulary import ImpactRating, OwnershipRole, Response, VerdictKind

VISITED = inspection(2).fieldwork_end_on
AFTER = VISITED + timedelta(days=1)
OWNED = (owner(), post(), holding(), person())
"""The first action's owner: a post that somebody holds."""


def found(rule: Rule, *pictures: Any) -> list[int]:
    """The numbers of the records that a rule finds, as ``pictured`` counts them."""
    findings = list(rule(snapshot(*pictures)))
    assert {one.rule for one in findings} <= {rule.__name__}
    return [one.subject_id.int for one in findings]


def test_a_plan_in_order_has_no_findings() -> None:
    answered = (recommendation(), inspection(), answers(), link())
    assert check(snapshot(priority(), action(priority_id=key(3001)), *answered, *OWNED)) == []


def test_an_empty_plan_has_no_findings() -> None:
    assert check(snapshot()) == []


def test_every_rule_is_listed_and_says_why_it_matters() -> None:
    rules = {
        name
        for name, one in vars(quality).items()
        if getattr(one, "__annotations__", {}).get("return") == "Iterator[Finding]"
    }
    assert {rule.__name__ for rule in RULES} == rules
    assert len(RULES) == 11
    for rule in RULES:
        assert len((rule.__doc__ or "").split()) > 15


class TestEvidence:
    def test_complete_without_any(self) -> None:
        rule = quality.complete_without_evidence
        assert found(rule, complete()) == [101]
        assert found(rule, complete(), evidence(removed_on=DAY)) == [101]
        assert found(rule, complete(), evidence(2)) == [101]

    @pytest.mark.parametrize(
        "pictures",
        [
            (action(),),
            (complete(), evidence()),
            (complete(removed_on=DAY),),
            (complete(closed_on=DAY),),
        ],
    )
    def test_not_where_it_is_shown_or_not_claimed(self, pictures: Any) -> None:
        assert found(quality.complete_without_evidence, *pictures) == []

    @pytest.mark.parametrize("done_on", [DAY - IMPACT_DUE, LONG_AGO, None])
    def test_impact_is_asked_after_three_months(self, done_on: Any) -> None:
        pictures = complete(completed_on=done_on), evidence()
        assert found(quality.evidence_without_impact, *pictures) == [101]

    @pytest.mark.parametrize(
        "pictures",
        [
            (complete(),),
            (complete(completed_on=DAY - IMPACT_DUE + timedelta(days=1)), evidence()),
            (complete(impact_rating=ImpactRating.NO_CHANGE), evidence()),
            (complete(closed_on=DAY), evidence()),
            (action(), evidence()),
        ],
    )
    def test_impact_is_not_asked_too_early_or_twice(self, pictures: Any) -> None:
        assert found(quality.evidence_without_impact, *pictures) == []


class TestRecommendations:
    rule = staticmethod(quality.recommendation_unanswered)
    asked = (recommendation(), inspection(), answers())

    @pytest.mark.parametrize(
        "more",
        [
            (),
            (action(),),
            (action(), link(removed_on=DAY)),
            (action(removed_on=DAY), link()),
            (inspection(2), verdict(VerdictKind.SOME_PROGRESS)),
            (inspection(2), verdict(VerdictKind.RESOLVED, removed_on=DAY)),
            (inspection(2, removed_on=DAY), verdict(VerdictKind.RESOLVED)),
        ],
    )
    def test_unanswered(self, more: Any) -> None:
        assert found(self.rule, *self.asked, *more) == [501]

    def test_answered_or_settled_in_another_way(self) -> None:
        assert found(self.rule, *self.asked, action(), link()) == []
        refused = recommendation(response=Response.NOT_ACCEPTED)
        assert found(self.rule, refused, *self.asked[1:]) == []
        resolved = inspection(2), verdict(VerdictKind.RESOLVED)
        assert found(self.rule, *self.asked, *resolved) == []

    def test_not_of_what_the_plan_does_not_answer(self) -> None:
        assert found(self.rule, recommendation(), inspection()) == []
        assert found(self.rule, recommendation(), inspection(), answers(removed_on=DAY)) == []
        assert found(self.rule, recommendation(), inspection(removed_on=DAY), answers()) == []
        assert found(self.rule, recommendation(removed_on=DAY), inspection(), answers()) == []

    def test_in_the_order_in_which_they_are_printed(self) -> None:
        asked = [recommendation(n, position=9 - n) for n in (1, 2, 3)]
        assert found(self.rule, *asked, *self.asked[1:]) == [503, 502, 501]


class TestVerdicts:
    rule = staticmethod(quality.back_again_nothing_new)
    asked = (recommendation(), inspection(), inspection(2))
    worked = (action(updated_on=VISITED), link())

    @pytest.mark.parametrize(
        "kind", [VerdictKind.BACK_AGAIN, VerdictKind.STILL_THERE, VerdictKind.NO_PROGRESS]
    )
    def test_nothing_new_since_the_visit(self, kind: VerdictKind) -> None:
        (one,) = self.rule(snapshot(*self.asked, *self.worked, verdict(kind)))
        assert one == Finding(
            rule="back_again_nothing_new",
            subject=Subject.RECOMMENDATION,
            subject_id=key(501),
            other_id=key(302),
            on=VISITED,
            verdict=kind,
        )

    @pytest.mark.parametrize(
        "more",
        [
            (action(updated_on=AFTER), link()),
            (action(), link(linked_on=AFTER)),
            (*worked, action(2), link(2, linked_on=AFTER)),
        ],
    )
    def test_something_new(self, more: Any) -> None:
        back = verdict(VerdictKind.BACK_AGAIN)
        assert found(self.rule, *self.asked, back, *more) == []

    @pytest.mark.parametrize(
        "more",
        [
            (),
            (action(2, updated_on=AFTER),),
            (action(updated_on=AFTER), link(removed_on=DAY)),
            (action(updated_on=AFTER, removed_on=DAY), link(linked_on=AFTER)),
            (action(), link(linked_on=None)),
        ],
    )
    def test_what_is_no_answer_is_nothing_new(self, more: Any) -> None:
        assert found(self.rule, *self.asked, verdict(VerdictKind.BACK_AGAIN), *more) == [501]

    def test_an_action_for_the_repeated_recommendation_is_new(self) -> None:
        again = recommendation(2, inspection_id=key(302))
        back = verdict(VerdictKind.BACK_AGAIN, repeated_as_id=key(502))
        new = action(2), link(2, 2, linked_on=AFTER)
        assert found(self.rule, *self.asked, *self.worked, again, back) == [501]
        assert found(self.rule, *self.asked, *self.worked, again, back, *new) == []

    def test_the_latest_visit_that_looked_counts(self) -> None:
        back, third = verdict(VerdictKind.BACK_AGAIN), inspection(3)
        asked = (*self.asked, *self.worked, back, third)
        assert found(self.rule, *asked, verdict(VerdictKind.GOOD_PROGRESS, 3)) == []
        assert found(self.rule, *asked, verdict(VerdictKind.NOT_LOOKED_AT, 3)) == [501]
        removed = verdict(VerdictKind.GOOD_PROGRESS, 3, removed_on=DAY)
        assert found(self.rule, *asked, removed) == [501]


class TestMeasures:
    @pytest.mark.parametrize("measure", [None, "", "  \n"])
    def test_none(self, measure: Any) -> None:
        assert found(quality.no_success_measure, action(success_measure=measure)) == [101]
        assert found(quality.unmeasurable, action(success_measure=measure)) == []

    def test_one_that_is_a_hope(self) -> None:
        hoped = action(success_measure="Practice is embedded")
        assert found(quality.unmeasurable, hoped) == [101]
        assert found(quality.no_success_measure, hoped) == []

    def test_not_of_what_is_over(self) -> None:
        over = [action(closed_on=DAY), action(2, removed_on=DAY)]
        for measure in (None, "Practice is embedded"):
            gone = [replace(one, success_measure=measure) for one in over]
            assert found(quality.no_success_measure, *gone) == []
            assert found(quality.unmeasurable, *gone) == []


class TestOwners:
    def gaps(self, *pictures: Any) -> list[tuple[int, Gap | None, int]]:
        findings = quality.owner_left(snapshot(*pictures))
        return [(one.subject_id.int, one.gap, one.number) for one in findings]

    def test_a_person_who_has_left(self) -> None:
        mine = [action(1), action(2), owner(1, person=1), owner(2, person=1)]
        assert self.gaps(*mine, person(left_on=DAY)) == [(1101, Gap.LEFT, 2)]
        assert self.gaps(*mine, person(left_on=DAY + timedelta(days=1))) == []
        assert self.gaps(*mine, person()) == []

    def test_a_closed_post(self) -> None:
        closed = post(closed_on=DAY)
        assert self.gaps(action(), owner(), closed, holding(), person()) == [(1001, Gap.CLOSED, 1)]

    @pytest.mark.parametrize(
        "holders",
        [
            (),
            (holding(to_on=DAY - timedelta(days=1)), person()),
            (holding(from_on=DAY + timedelta(days=1)), person()),
            (holding(), person(left_on=DAY)),
        ],
    )
    def test_a_post_that_nobody_holds(self, holders: Any) -> None:
        assert self.gaps(action(), owner(), post(), *holders) == [(1001, Gap.VACANT, 1)]

    def test_a_post_is_held_on_its_last_day(self) -> None:
        assert self.gaps(action(), owner(), post(), holding(to_on=DAY), person()) == []

    def test_nobody_at_all(self) -> None:
        assert self.gaps(action()) == [(101, Gap.NOBODY, 0)]
        assert self.gaps(action(), owner(removed_on=DAY), post()) == [(101, Gap.NOBODY, 0)]

    def test_not_of_what_is_complete_or_over(self) -> None:
        for over in (complete(), action(removed_on=DAY), action(closed_on=DAY)):
            assert self.gaps(over) == []
            assert self.gaps(over, owner(person=1), person(left_on=DAY)) == []

    def test_an_owner_of_whom_nothing_is_known_is_no_gap(self) -> None:
        assert self.gaps(action(), owner(person=1)) == []


class TestLoad:
    def led(self, number: int, **more: Any) -> list[Any]:
        return [one for n in range(1, number + 1) for one in (action(n), owner(n, **more))]

    def test_more_than_ten_on_one(self) -> None:
        (one,) = quality.many_on_one_owner(snapshot(*self.led(MANY_ACTIONS + 1)))
        assert (one.subject, one.subject_id, one.number) == (Subject.POST, key(1001), 11)
        assert found(quality.many_on_one_owner, *self.led(11, person=1)) == [1101]

    def test_ten_are_not_too_many(self) -> None:
        assert found(quality.many_on_one_owner, *self.led(MANY_ACTIONS)) == []

    def test_only_open_actions_and_leads_count(self) -> None:
        rule = quality.many_on_one_owner
        assert found(rule, *self.led(10), complete(11), owner(11)) == []
        assert found(rule, *self.led(11, role=OwnershipRole.OWNER)) == []
        assert found(rule, *self.led(11, removed_on=DAY)) == []


class TestSilence:
    late = DAY - timedelta(days=10)

    @pytest.mark.parametrize("said", [None, LONG_AGO, late])
    def test_overdue_and_silent_since(self, said: Any) -> None:
        one = action(due_on=self.late, updated_on=said)
        assert found(quality.overdue_without_update, one) == [101]

    @pytest.mark.parametrize(
        "one",
        [
            action(due_on=late, updated_on=late + timedelta(days=1)),
            action(due_on=DAY),
            action(due_on=None),
            complete(due_on=late),
            action(due_on=late, removed_on=DAY),
            action(due_on=late, closed_on=DAY),
        ],
    )
    def test_explained_or_not_late(self, one: Any) -> None:
        assert found(quality.overdue_without_update, one) == []


class TestTexts:
    rule = staticmethod(quality.same_text)

    def test_the_same_twice(self) -> None:
        twice = [action(1, title="Answer each contact"), action(2, title="answer each  contact.")]
        (one,) = self.rule(snapshot(*twice))
        assert (one.subject_id, one.other_id) == (key(102), key(101))

    def test_once_for_each_that_repeats(self) -> None:
        titles = ["Answer each contact", "Train carers", "Answer each contact", "Answer contacts"]
        actions = [action(n, title=title) for n, title in enumerate(titles, start=1)]
        assert found(self.rule, *actions) == [103, 104]

    def test_not_what_came_of_the_other_or_is_over(self) -> None:
        same = [action(n, title="Answer each contact") for n in (1, 2)]
        assert found(self.rule, *same) == [102]
        assert found(self.rule, *same, succession(1, 2)) == []
        assert found(self.rule, same[0], replace(same[1], removed_on=DAY)) == []
        assert found(self.rule, replace(same[0], closed_on=DAY), same[1]) == []

    def test_different_numbers_are_different_actions(self) -> None:
        assert found(self.rule, action(1, title="Phase 1"), action(2, title="Phase 2")) == []


class TestPriorities:
    rule = staticmethod(quality.priority_without_action)

    def test_nothing_is_done_for_it(self) -> None:
        gone = action(priority_id=key(3001), removed_on=DAY)
        assert found(self.rule, priority(2), priority(1), gone) == [3001, 3002]

    def test_something_is_or_it_was_removed(self) -> None:
        assert found(self.rule, priority(), complete(priority_id=key(3001))) == []
        assert found(self.rule, priority(removed_on=DAY)) == []
