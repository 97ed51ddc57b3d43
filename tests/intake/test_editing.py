"""Going through a draft: what each change does, and what it leaves as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.foundations.kept_reports import a_draft
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import Addressee, FindingKind
from tracker.intake import editing
from tracker.intake.draft import Box, Doubt, DraftRecommendation, Place, ReportDraft, Sureness
from tracker.intake.editing import FactValues, JudgementValues, RecommendationValues

FACTS = FactValues(
    framework="sif",
    kind="full_inspection",
    theme=None,
    start_on=date(2015, 6, 23),
    end_on=date(2015, 7, 16),
    published=date(2015, 9, 1),
    lead_inspector="Jo Green",
    statement_due=None,
)
WORDS = RecommendationValues(
    text="Answer each contact at once",
    reference="7",
    kind=FindingKind.PRIORITY_ACTION,
    urgency=None,
    addressee=Addressee.TRUST,
    body="Together",
    paragraphs="58, 62",
    theme="Contacts",
)
GRADE = JudgementValues(area_key="overall", grade_key="good", area="Overall", grade="Good")


def item(draft: ReportDraft, key: str) -> DraftRecommendation:
    found = editing.get_item(draft, key)
    assert isinstance(found, DraftRecommendation)
    return found


def keys(draft: ReportDraft) -> list[str]:
    return [one.key for one in editing.items_of(draft)]


def doubted(draft: ReportDraft) -> list[str]:
    return [doubt.about for doubt in draft.doubts]


class TestFacts:
    def test_unchanged_ones_stay_as_they_are_doubts_and_all(self, draft: ReportDraft) -> None:
        assert editing.amend_facts(draft, FACTS) == draft

    def test_a_changed_one_is_certain_and_keeps_its_place(self, draft: ReportDraft) -> None:
        changed = editing.amend_facts(draft, replace(FACTS, published=date(2015, 9, 2)))
        assert changed.published is not None
        assert draft.published is not None
        assert changed.published.on == date(2015, 9, 2)
        assert changed.published.place == draft.published.place
        assert changed.published.sureness is Sureness.CERTAIN
        assert doubted(changed) == ["r2", "whole"]

    def test_one_that_was_not_found_gets_a_place_and_one_can_be_cleared(
        self, draft: ReportDraft
    ) -> None:
        values = replace(
            FACTS, theme="Front door", lead_inspector=None, statement_due=date(2015, 12, 8)
        )
        changed = editing.amend_facts(draft, values)
        assert changed.theme is not None
        assert changed.theme.value == "Front door"
        assert changed.lead_inspector is None
        assert changed.statement_due is not None

    def test_days_on_site_become_one_period(self, draft: ReportDraft) -> None:
        changed = editing.amend_facts(draft, replace(FACTS, end_on=date(2015, 7, 17)))
        assert (changed.start_on, changed.end_on) == (date(2015, 6, 23), date(2015, 7, 17))
        assert editing.amend_facts(draft, replace(FACTS, end_on=None)).end_on == draft.start_on
        none = editing.amend_facts(draft, replace(FACTS, start_on=None, end_on=None))
        assert none.fieldwork == ()

    def test_days_out_of_order_are_refused_by_name(self, draft: ReportDraft) -> None:
        with pytest.raises(RuleError, match="same as or after the first") as refusal:
            editing.amend_facts(draft, replace(FACTS, end_on=date(2015, 6, 1)))
        assert refusal.value.field == "end_on"


class TestItems:
    def test_an_amended_recommendation_is_vouched_for(self, draft: ReportDraft) -> None:
        changed = editing.amend_recommendation(draft, "r2", WORDS)
        amended = item(changed, "r2")
        assert amended.text == "Answer each contact at once"
        assert amended.kind is FindingKind.PRIORITY_ACTION
        assert amended.sureness is Sureness.CERTAIN
        assert amended.place == item(draft, "r2").place
        assert doubted(changed) == ["published", "whole"]

    def test_so_is_a_judgement(self, draft: ReportDraft) -> None:
        changed = editing.amend_judgement(draft, "j2", GRADE)
        assert changed.judgements[1].grade_key == "good"
        assert changed.judgements[1].sureness is Sureness.CERTAIN

    @pytest.mark.parametrize("about", ["r2", "published", "whole"])
    def test_a_confirmed_one_is_no_longer_doubted(self, draft: ReportDraft, about: str) -> None:
        changed = editing.confirm(draft, about)
        assert about not in doubted(changed)
        assert len(changed.doubts) == 2

    def test_each_doubt_is_settled_by_itself(self, draft: ReportDraft) -> None:
        twice = replace(draft, doubts=(*draft.doubts, Doubt("r2", "It is very long")))
        once = editing.settle(twice, "0")
        assert doubted(once) == ["published", "whole", "r2"]
        assert item(once, "r2").sureness is Sureness.UNSURE
        settled = editing.settle(once, "2")
        assert doubted(settled) == ["published", "whole"]
        assert item(settled, "r2").sureness is Sureness.CERTAIN

    @pytest.mark.parametrize("position", ["3", "-1", "", "r2", "٣", "9" * 400])
    def test_one_that_is_settled_already_says_so(self, draft: ReportDraft, position: str) -> None:
        with pytest.raises(RuleError, match="settled already"):
            editing.settle(draft, position)

    def test_confirming_makes_certain(self, draft: ReportDraft) -> None:
        assert item(editing.confirm(draft, "r2"), "r2").sureness is Sureness.CERTAIN
        published = editing.confirm(draft, "published").published
        assert published is not None
        assert published.sureness is Sureness.CERTAIN

    def test_a_dropped_one_can_be_taken_back(self, draft: ReportDraft) -> None:
        dropped = editing.drop(draft, "r2")
        assert item(dropped, "r2").dropped
        assert doubted(dropped) == doubted(draft)
        assert editing.take_back(dropped, "r2") == draft

    @pytest.mark.parametrize("change", [editing.drop, editing.take_back, editing.merge])
    def test_one_that_is_not_there_is_refused(self, draft: ReportDraft, change: Any) -> None:
        with pytest.raises(RuleError, match="not in the draft"):
            change(draft, "r99")

    def test_one_can_be_added(self, draft: ReportDraft) -> None:
        changed = editing.add_recommendation(draft, WORDS, 2)
        assert changed.recommendations[-1].place == Place(2)
        changed = editing.add_judgement(changed, GRADE, 1)
        assert changed.judgements[-1].grade == "Good"
        assert len(set(keys(changed))) == len(keys(changed)) == 7


class TestMerging:
    def test_two_neighbours_become_one(self, draft: ReportDraft) -> None:
        changed = editing.merge(draft, "r2")
        merged, second = item(changed, "r2"), item(changed, "r3")
        assert merged.text == "Review every plan with a manager in the chair"
        assert merged.theme == "Oversight"
        assert merged.place.boxes == (Box(2, 60, 100, 500, 130),) * 2
        assert second.dropped
        assert second.text == item(draft, "r3").text
        assert doubted(changed) == ["published", "whole"]

    def test_a_dropped_one_between_is_passed_over(self, draft: ReportDraft) -> None:
        changed = editing.merge(editing.drop(draft, "r2"), "r1")
        assert item(changed, "r1").text.endswith("with a manager in the chair")

    @pytest.mark.parametrize("key", ["r3", "j1"])
    def test_nothing_to_merge_with_is_said(self, draft: ReportDraft, key: str) -> None:
        with pytest.raises(RuleError, match="no recommendation after this one"):
            editing.merge(draft, key)


class TestSplitting:
    def test_one_becomes_several_in_its_place(self, draft: ReportDraft) -> None:
        changed = editing.split(draft, "r2", ["Review", " ", "every", "plan"])
        assert [one.text for one in changed.recommendations][1:4] == ["Review", "every", "plan"]
        assert [one.reference for one in changed.recommendations][1:4] == ["2", None, None]
        assert len(set(keys(changed))) == len(keys(changed)) == 7

    @pytest.mark.parametrize("texts", [[], ["whole"], ["whole", " "]])
    def test_fewer_than_two_parts_are_refused(self, draft: ReportDraft, texts: list[str]) -> None:
        with pytest.raises(RuleError, match="at least two parts"):
            editing.split(draft, "r2", texts)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["confirm", "drop", "take_back", "merge", "split", "add", "amend"]),
        st.integers(0, 20),
    ),
    max_size=12,
)


@given(CHANGES)
def test_whatever_is_done_no_key_is_there_twice_and_nothing_is_lost(
    changes: list[tuple[str, int]],
) -> None:
    draft = a_draft()
    for what, at in changes:
        known = [one.key for one in draft.recommendations]
        key = known[at % len(known)]
        before = len(draft.recommendations)
        try:
            draft = changed(draft, what, key)
        except RuleError:
            continue
        assert len(draft.recommendations) == before + (what in ("split", "add"))
        assert set(known) <= set(keys(draft))
        assert len(set(keys(draft))) == len(keys(draft))


def changed(draft: ReportDraft, what: str, key: str) -> ReportDraft:
    """One change of the name."""
    match what:
        case "split":
            return editing.split(draft, key, ["One", "Two"])
        case "add":
            return editing.add_recommendation(draft, WORDS, 1)
        case "amend":
            return editing.amend_recommendation(draft, key, WORDS)
    change: Any = getattr(editing, what)
    return change(draft, key)  # type: ignore[no-any-return]
