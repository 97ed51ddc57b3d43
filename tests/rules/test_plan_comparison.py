"""What is derived from snapshots, and what lies between two of them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tracker.domain.concerns import is_finished_late
from tracker.domain.latest_updates import latest_updates
from tracker.domain.picture import picture_of
from tracker.domain.pictures import ActionPicture, MilestonePicture, PlanPicture
from tracker.domain.plan_comparison import apply, compare
from tracker.domain.snapshot import (
    PlanSnapshot,
    arranged,
    count_ratings,
    from_text,
    is_late,
    to_text,
)
from tracker.domain.vocabulary import Delivery, PlanStage

DAY = date(2026, 10, 5)
PLAN = uuid.UUID(int=1)


def action(number: int = 1, **more: Any) -> ActionPicture:
    values: dict[str, Any] = {
        "id": uuid.UUID(int=100 + number),
        "priority_id": None,
        "reference": str(number),
        "sort_key": str(number),
        "title": "Answer each contact",
        "why": None,
        "success_measure": None,
        "start_on": None,
        "due_on": DAY,
        "due_text": None,
        "first_due_on": DAY,
        "times_slipped": 0,
        "delivery": Delivery.ON_TRACK,
        "delivery_reason": None,
        "obstacle": None,
        "updated_on": None,
        "completed_on": None,
    }
    return ActionPicture(**{**values, **more})


def snapshot(*actions: ActionPicture, as_at: date = DAY, seq: int = 7) -> PlanSnapshot:
    plan = PlanPicture(
        id=PLAN,
        title="Getting to good",
        revision="1",
        phase=None,
        stage=PlanStage.ADOPTED,
        purpose=None,
        board_id=None,
        adopted_on=DAY,
        submitted_on=None,
        closed_on=None,
    )
    return PlanSnapshot(
        council_id=uuid.UUID(int=2),
        seq=seq,
        taken_at=datetime(2026, 10, 5, 9, tzinfo=UTC) + timedelta(minutes=seq),
        as_at=as_at,
        plan=plan,
        actions=arranged(actions),
    )


class TestAnswers:
    @pytest.mark.parametrize(
        ("more", "late"),
        [
            ({}, False),
            ({"due_on": DAY - timedelta(days=1)}, True),
            ({"due_on": None}, False),
            ({"due_on": DAY - timedelta(days=1), "delivery": Delivery.COMPLETE}, False),
            ({"due_on": DAY - timedelta(days=1), "removed_on": DAY}, False),
        ],
    )
    def test_late_is_open_and_due_before_the_day(self, more: dict[str, Any], *, late: bool) -> None:
        assert is_late(action(**more), DAY) is late

    def test_finished_late_is_after_the_day_that_was_due(self) -> None:
        assert is_finished_late(action(completed_on=DAY + timedelta(days=1)), DAY)
        assert not is_finished_late(action(completed_on=DAY), DAY)
        assert not is_finished_late(action(completed_on=None), DAY)

    def test_ratings_are_counted_of_what_stands(self) -> None:
        found = snapshot(
            action(1), action(2), action(3, delivery=Delivery.COMPLETE), action(4, removed_on=DAY)
        )
        assert count_ratings(found) == {
            (None, Delivery.ON_TRACK): 2,
            (None, Delivery.COMPLETE): 1,
        }

    def test_a_correction_counts_where_the_wrong_update_stood(self) -> None:
        @dataclass(frozen=True)
        class Update:
            id: int
            action_id: int
            posted_at: int
            corrects_id: int | None = None

        first, second = Update(1, 1, 10), Update(2, 1, 20)
        of_first, of_second = Update(3, 1, 30, 1), Update(4, 1, 40, 2)
        again, other = Update(5, 1, 50, 4), Update(6, 2, 5)
        assert latest_updates([first, second, of_first]) == [second]
        said = [again, of_second, of_first, second, first, other]
        assert set(latest_updates(said)) == {again, other}
        assert latest_updates([]) == []


class TestCompare:
    def test_nothing_lies_between_a_snapshot_and_itself(self) -> None:
        found = snapshot(action())
        between = compare(found, found)
        assert between.is_empty
        assert apply(between, found) == found

    def test_what_came_went_changed_fell_late_and_was_done(self) -> None:
        before = snapshot(
            action(1),
            action(2),
            action(3, title="Old"),
            action(4, due_on=DAY + timedelta(days=1)),
            action(5, removed_on=DAY),
        )
        after = snapshot(
            action(2, removed_on=DAY, removed_because="Told twice"),
            action(3, title="New"),
            action(4, due_on=DAY + timedelta(days=1)),
            action(5),
            action(6, delivery=Delivery.COMPLETE),
            as_at=DAY + timedelta(days=2),
            seq=9,
        )
        between = compare(before, after)
        assert not between.is_empty
        assert [one.reference for one in between.added] == ["5", "6"]
        assert [(one.reference, one.removed_because) for one in between.removed] == [
            ("1", None),
            ("2", "Told twice"),
        ]
        (changed,) = [d for d in between.differences if d.id == action(3).id]
        assert [(one.field, one.old, one.new) for one in changed.changes] == [
            ("title", "Old", "New")
        ]
        assert [one.reference for one in between.newly_late] == ["3", "4", "5"]
        assert [one.reference for one in between.newly_done] == ["6"]
        assert apply(between, before) == after

    def test_time_alone_makes_late(self) -> None:
        before = snapshot(action(1))
        after = replace(before, as_at=DAY + timedelta(days=1))
        between = compare(before, after)
        assert (between.differences, len(between.newly_late)) == ((), 1)
        assert not between.is_empty

    def test_other_plans_and_other_beginnings_are_refused(self) -> None:
        found = snapshot(action())
        other = replace(found, plan=replace(found.plan, id=uuid.UUID(int=9)))
        with pytest.raises(ValueError, match="one plan"):
            compare(found, other)
        with pytest.raises(ValueError, match="another snapshot"):
            apply(compare(found, found), snapshot(seq=8))


class TestText:
    def test_a_snapshot_is_its_text(self) -> None:
        found = replace(
            snapshot(action(redacted=True)),
            words=(("delivery", "on_track", "Going well", "As planned"),),
        )
        assert from_text(to_text(found)) == found
        assert found.sha256 == from_text(to_text(found)).sha256
        assert found.sha256 != snapshot(action()).sha256

    def test_a_newer_text_is_refused_and_an_older_one_lacks_lists(self) -> None:
        text = to_text(snapshot())
        assert from_text(text.replace('"milestones":[],', "")) == snapshot()
        with pytest.raises(ValueError, match="newer"):
            from_text(text.replace('"v":1', '"v":2'))

    def test_a_picture_passes_over_what_it_does_not_show(self) -> None:
        values = {"id": str(PLAN), "action_id": str(PLAN), "title": "x", "version": 3}
        shown = picture_of(MilestonePicture, {**values, "due_on": "2026-10-05", "done_on": None})
        assert (shown.due_on, shown.action_id) == (DAY, PLAN)
        with pytest.raises(TypeError, match="due_on"):
            picture_of(MilestonePicture, values)
