"""What of a plan is published: only what is on the list, whatever else the snapshot has."""

from __future__ import annotations

import dataclasses
import json
import typing
import uuid
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from types import NoneType
from typing import Any

import pytest

from tests.rules import pictured as given
from tracker.domain.child_traces import TraceKind
from tracker.domain.picture import Picture
from tracker.domain.published_plan import Choices, PublishedPlan, from_text, to_text
from tracker.domain.snapshot import LISTS, PlanSnapshot, live
from tracker.domain.surroundings import CouncilPicture, JudgementPicture
from tracker.domain.vocabulary import Delivery, Seniority
from tracker.domain.withheld import warnings_of, withheld_from
from tracker.domain.withholding import SHOWN, publish, shown_of

TODAY = given.DAY
SECRET = "Quarrelsome"
"""A word that every text of the snapshot has which is not to be seen."""


def council(names_from: Seniority | None = Seniority.DIRECTOR_OF_SERVICE) -> CouncilPicture:
    return CouncilPicture(id=given.key(2), name="Riverford", names_from=names_from)


def published(
    snapshot: PlanSnapshot, choices: Choices | None = None, today: date = TODAY
) -> PublishedPlan:
    return publish(snapshot, choices or Choices(), "What we do", today)


def filled(kind: type[Picture]) -> Any:
    """A picture with a value in every field, each text with the secret in it."""
    hints = typing.get_type_hints(kind)
    return kind(**{one.name: _value(hints[one.name]) for one in dataclasses.fields(kind)})


def _value(hint: Any) -> Any:
    kind = next((part for part in typing.get_args(hint) if part is not NoneType), hint)
    if issubclass(kind, Enum):
        return list(kind)[-1]
    values = {
        str: SECRET,
        bool: True,
        int: 7,
        uuid.UUID: given.key(9),
        date: TODAY,
        datetime: datetime(2026, 10, 5, tzinfo=UTC),
    }
    return values[kind]


class TestTheList:
    """A field that is not on the list is blank, whatever it is; so is one that is to come."""

    @pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: kind.record_type)
    def test_every_other_field_is_blanked(self, kind: type[Picture]) -> None:
        full = filled(kind)
        shown = shown_of(full)
        names = {one.name for one in dataclasses.fields(kind)}
        assert SHOWN[kind] <= names, "the list names a field that is not there"
        for name in names - SHOWN[kind] - {"id"}:
            assert not getattr(shown, name) or name == "addressee", name
        assert [name for name in SHOWN[kind] if getattr(shown, name) != getattr(full, name)] == []

    def test_internal_texts_are_not_on_it(self) -> None:
        listed = {name for names in SHOWN.values() for name in names}
        internal = (
            "why delivery_reason obstacle recovery removed_because reason found place next_steps"
        )
        assert listed.isdisjoint({*internal.split(), "lead_inspector", "author_id", "decision"})

    def test_kinds_that_are_not_on_it_leave_nothing(self) -> None:
        everything = [filled(kind) for kind in LISTS.values() if kind not in SHOWN]
        assert len(everything) > 8
        text = to_text(published(given.snapshot(council(), *everything)))
        assert SECRET not in text

    def test_a_column_to_come_is_withheld_until_somebody_decides(self) -> None:
        @dataclasses.dataclass(frozen=True, kw_only=True)
        class Later(type(given.action())):  # type: ignore[misc]
            worry: str | None = None

        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(SHOWN, Later, SHOWN[type(given.action())])
            later = Later(**{**vars(given.action()), "worry": SECRET})
            assert shown_of(later).worry is None


class TestActions:
    def test_reasons_obstacles_and_evidence_do_not_go_out(self) -> None:
        action = given.action(why=SECRET, delivery_reason=SECRET, obstacle=SECRET, recovery=SECRET)
        evidence = given.evidence(title=SECRET, shows=SECRET, place=SECRET)
        found = published(given.snapshot(council(), action, evidence))
        assert SECRET not in to_text(found)
        assert [one.title for one in found.snapshot.actions] == ["Title of number 1"]

    def test_a_withheld_one_stays_as_a_line_so_that_figures_add_up(self) -> None:
        action = given.complete(title=SECRET, success_measure=SECRET, due_text=SECRET)
        snapshot = given.snapshot(council(), action, given.action(2), given.owner(), given.post())
        found = published(snapshot, Choices(withheld=frozenset({action.id})))
        assert SECRET not in to_text(found)
        assert found.withheld == {action.id}
        assert found.snapshot.owners == ()
        (line, other) = found.snapshot.actions
        assert (line.reference, line.delivery, line.due_on) == (
            "1",
            Delivery.COMPLETE,
            action.due_on,
        )
        assert other.title == "Title of number 2"

    def test_of_a_removed_one_no_word_stays(self) -> None:
        gone = given.action(title=SECRET, removed_on=TODAY, removed_because=SECRET)
        found = published(given.snapshot(council(), gone))
        assert SECRET not in to_text(found)
        assert [(one.reference, one.removed_on) for one in found.snapshot.actions] == [("1", TODAY)]


class TestNames:
    def scene(self, seniority: Seniority | None) -> list[Any]:
        return [
            given.action(),
            given.owner(),
            given.post(seniority=seniority),
            given.holding(),
            given.person(name=SECRET),
        ]

    @pytest.mark.parametrize(
        ("seniority", "names_from", "is_named"),
        [
            (Seniority.CHIEF_EXECUTIVE, Seniority.DIRECTOR_OF_SERVICE, True),
            (Seniority.DIRECTOR_OF_SERVICE, Seniority.DIRECTOR_OF_SERVICE, True),
            (Seniority.ASSISTANT_DIRECTOR, Seniority.DIRECTOR_OF_SERVICE, False),
            (None, Seniority.OFFICER, False),
            (Seniority.CHIEF_EXECUTIVE, None, False),
        ],
    )
    def test_are_shown_from_the_councils_level_up(
        self, seniority: Seniority | None, names_from: Seniority | None, is_named: bool
    ) -> None:
        found = published(given.snapshot(council(names_from), *self.scene(seniority)))
        assert (SECRET in to_text(found)) is is_named
        assert [one.title for one in found.snapshot.posts] == ["Head 1"]

    def test_of_who_held_the_post_before_are_not(self) -> None:
        former = given.holding(to_on=TODAY - timedelta(days=1))
        scene = [
            one for one in self.scene(Seniority.CHIEF_EXECUTIVE) if type(one) is not type(former)
        ]
        assert SECRET not in to_text(published(given.snapshot(council(), former, *scene)))

    def test_somebody_without_a_post_is_nobody_in_particular(self) -> None:
        scene = [given.action(), given.owner(person=1), given.person(name=SECRET)]
        found = published(given.snapshot(council(), *scene))
        assert SECRET not in to_text(found)
        assert [(one.post_id, one.person_id) for one in found.snapshot.owners] == [(None, None)]


class TestFindings:
    def judged(self) -> JudgementPicture:
        return JudgementPicture(
            id=given.key(77), inspection_id=given.key(301), area="overall", grade=SECRET, position=1
        )

    @pytest.mark.parametrize(
        ("published_on", "not_before_on", "is_shown"),
        [
            (TODAY, None, True),
            (TODAY, TODAY, True),
            (None, None, False),
            (TODAY + timedelta(days=1), None, False),
            (None, TODAY + timedelta(days=1), False),
        ],
    )
    def test_are_shown_once_their_report_is_out(
        self, published_on: date | None, not_before_on: date | None, is_shown: bool
    ) -> None:
        inspection = given.inspection(published_on=published_on, not_before_on=not_before_on)
        asked = given.recommendation(text=SECRET)
        snapshot = given.snapshot(council(), inspection, asked, self.judged(), given.answers())
        assert (SECRET in to_text(published(snapshot))) is is_shown

    def test_under_embargo_take_what_answers_nothing_else_with_them(self) -> None:
        inspection = given.inspection(not_before_on=TODAY + timedelta(days=1))
        scene = [inspection, given.recommendation(), given.link(), given.action(title=SECRET)]
        assert published(given.snapshot(council(), *scene)).snapshot.actions == ()

    def test_without_a_published_report_leave_the_actions_that_answer_them(self) -> None:
        scene = [
            given.inspection(),
            given.recommendation(text=SECRET),
            given.link(),
            given.action(),
        ]
        found = published(given.snapshot(council(), *scene))
        assert SECRET not in to_text(found)
        assert len(live(found.snapshot.actions)) == 1
        assert found.snapshot.links == ()


class TestWords:
    def test_small_numbers_are_told_otherwise_but_not_what_inspectors_printed(self) -> None:
        scene = [
            given.action(title="See 3 children", success_measure="All but two children"),
            given.inspection(published_on=TODAY),
            given.recommendation(text="See 3 children"),
        ]
        snapshot = given.snapshot(council(), *scene)
        found = publish(snapshot, Choices(), "We met 4 families", TODAY)
        assert found.introduction == "We met fewer than 5 families"
        assert found.snapshot.actions[0].title == "See fewer than 5 children"
        assert found.snapshot.recommendations[0].text == "See 3 children"
        told = withheld_from(snapshot, found).rewordings
        assert [(one.before, one.after) for one in told] == [
            ("See 3 children", "See fewer than 5 children"),
            ("All but two children", "All but fewer than 5 children"),
        ]

    def test_what_looks_like_data_about_a_child_is_warned_of(self) -> None:
        snapshot = given.snapshot(council(), given.action(title="See child AB", why="Child CD"))
        found = publish(snapshot, Choices(), "DOB", TODAY)
        assert [one.trace.kind for one in warnings_of(found)] == [
            TraceKind.DATE_OF_BIRTH,
            TraceKind.INITIALS,
        ]

    def test_the_text_that_is_kept_gives_the_same_again(self) -> None:
        scene = [given.action(), given.owner(), given.post(), given.priority()]
        found = published(
            given.snapshot(council(), *scene), Choices(withheld=frozenset({given.key(101)}))
        )
        assert from_text(to_text(found)) == found
        assert json.loads(to_text(found))["v"] == 1

    def test_a_text_of_a_later_version_is_refused(self) -> None:
        text = to_text(published(given.snapshot(council()))).replace('"v":1', '"v":9')
        with pytest.raises(ValueError, match="newer"):
            from_text(text)

    def test_what_is_withheld_is_counted(self) -> None:
        scene = [given.action(why="x", obstacle="y"), given.evidence(), given.person()]
        snapshot = given.snapshot(council(), *scene)
        told = withheld_from(snapshot, published(snapshot))
        assert {(one.record_type, one.field, one.number) for one in told.counts} >= {
            ("action", "why", 1),
            ("action", "obstacle", 1),
            ("evidence", "", 1),
        }
        assert told.names == ["Person 1"]
