"""Evidence: added, amended, checked by somebody else, removed; its files kept and erased."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.kept_reports import FILE, KEY
from tests.services.exhibits import another_version, fields_of, file_of, shown, whole
from tests.services.given import (
    ON,
    a_person,
    a_plan,
    a_post,
    an_action,
    bring_to,
    other_council,
    recorded,
    taken_out,
)
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import EvidenceRating, Marking, OwnershipRole, PlanStage
from tracker.models import Action, Evidence, History, Ownership
from tracker.services.deeds import Conflict
from tracker.services.evidence import (
    CheckFields,
    add_evidence,
    amend_evidence,
    check_evidence,
    remove_evidence,
)
from tracker.services.evidence_files import MOST_BYTES, add_evidence_file, erase_evidence_file

pytestmark = pytest.mark.usefixtures("any_engine")

AGAIN = date(2016, 4, 1)
CHECK = CheckFields(checked_on=ON, check_again_on=AGAIN)


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    return an_action(session, a_plan(session, actor), actor)


def owned(session: Session, by: Actor, action: Action, **owner: Any) -> None:
    lead = {"role": OwnershipRole.LEAD, "from_on": ON, **owner}
    recorded(session, by, Ownership, action_id=action.id, **lead)


class TestAdding:
    @pytest.mark.parametrize(
        "where", [{"place": "A folder"}, {"url": "https://example.org/audit", "place": None}]
    )
    def test_a_link_or_a_place_is_enough(
        self, session: Session, actor: Actor, action: Action, where: dict[str, Any]
    ) -> None:
        evidence = shown(session, action, actor, **where)
        assert (evidence.marking, evidence.files) == (Marking.OFFICIAL, [])
        assert evidence.checked_on is None

    def test_so_is_a_file(self, session: Session, actor: Actor, action: Action) -> None:
        evidence = shown(session, action, actor, file_of(), place=None)
        (file,) = evidence.files
        assert (file.number, file.storage_key, file.added_on) == (1, KEY, ON)
        assert file.added_by_id == actor.person_id

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"place": None}, "url"),
            ({"place": " "}, "url"),
            ({"title": " "}, "title"),
            ({"title": "x" * 301}, "title"),
            ({"shows": ""}, "shows"),
            ({"url": "javascript:alert(1)"}, "url"),
            ({"url": "https://exa mple.org"}, "url"),
            ({"marking": "secret"}, "marking"),
        ],
    )
    def test_what_is_wrong_is_named(
        self, session: Session, actor: Actor, action: Action, more: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(RuleError) as refused:
            shown(session, action, actor, **more)
        assert refused.value.field == field

    @pytest.mark.parametrize(
        ("more", "words"),
        [
            ({"size": 0}, "is empty"),
            ({"size": MOST_BYTES + 1}, "30 MB or smaller"),
            ({"name": ""}, "Enter the name"),
            ({"name": "x" * 201}, "200 characters"),
        ],
    )
    def test_so_is_what_is_wrong_with_a_file(
        self, session: Session, actor: Actor, action: Action, more: dict[str, Any], words: str
    ) -> None:
        with pytest.raises(RuleError, match=words):
            shown(session, action, actor, file_of(**more))

    def test_no_action_takes_any_once_its_plan_is_closed(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor)
        bring_to(session, action.plan, PlanStage.CLOSED, by=actor)
        deeds = (
            lambda: shown(session, action, actor),
            lambda: amend_evidence(session, evidence, fields_of(), by=actor, on=ON),
            lambda: check_evidence(session, evidence, CHECK, by=actor, on=ON),
            lambda: remove_evidence(session, evidence, by=actor, on=ON, reason="Wrong"),
            lambda: add_evidence_file(session, evidence, file_of(), by=actor, on=ON),
        )
        for deed in deeds:
            with pytest.raises(RuleError, match="closed"):
                deed()

    def test_nor_one_that_was_removed(self, session: Session, actor: Actor, action: Action) -> None:
        taken_out(session, actor, action)
        with pytest.raises(RuleError, match="was removed"):
            shown(session, action, actor)

    def test_nor_one_of_another_council(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor, file_of())
        stranger = other_council(session, actor)
        with pytest.raises(RuleError, match="another council"):
            add_evidence(session, action, fields_of(), by=stranger, on=ON)
        with pytest.raises(RuleError, match="another council"):
            check_evidence(session, evidence, CHECK, by=stranger, on=ON)
        with pytest.raises(RuleError, match="another council"):
            erase_evidence_file(session, evidence.files[0], by=stranger, on=ON, reason="Mine")

    def test_history_has_it_on_the_page_of_its_action(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor, file_of())
        found = session.scalars(
            select(History).where(History.subject_id == action.id).order_by(History.seq)
        ).all()
        added = [row for row in found if row.deed == "add_evidence"]
        assert [row.record_type for row in added] == ["evidence", "evidence_file", "action"]
        assert json.loads(added[0].payload or "")["record"]["title"] == evidence.title
        assert action.evidence_rating is EvidenceRating.OFFERED


class TestChecking:
    def test_it_says_who_and_until_when(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor)
        check_evidence(session, evidence, CHECK, by=actor, on=ON)
        assert (evidence.checked_by_id, evidence.checked_on) == (actor.person_id, ON)
        assert evidence.check_again_on == AGAIN

    @pytest.mark.parametrize("how", ["person", "post"])
    def test_an_owner_of_the_action_never_does(
        self, session: Session, actor: Actor, action: Action, how: str
    ) -> None:
        evidence = shown(session, action, actor)
        post = a_post(session, actor)
        session.flush()
        owner = {"person_id": actor.person_id} if how == "person" else {"post_id": post.id}
        owned(session, actor, action, **owner)
        whole(session, evidence)
        by = replace(actor, post_ids=frozenset({post.id}))
        with pytest.raises(RuleError, match="somebody who does not own the action"):
            check_evidence(session, evidence, CHECK, by=by, on=ON)

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            (CheckFields(checked_on=date(2015, 10, 2)), "checked_on"),
            (CheckFields(checked_on=date(1980, 1, 1)), "checked_on"),
            (CheckFields(checked_on=ON, check_again_on=ON), "check_again_on"),
            (CheckFields(checked_on=ON, check_again_on=date(2015, 9, 1)), "check_again_on"),
        ],
    )
    def test_the_days_are_in_their_order(
        self, session: Session, actor: Actor, action: Action, fields: CheckFields, field: str
    ) -> None:
        evidence = shown(session, action, actor)
        with pytest.raises(RuleError) as refused:
            check_evidence(session, evidence, fields, by=actor, on=ON)
        assert refused.value.field == field

    @pytest.mark.parametrize(
        ("more", "stands"),
        [
            ({"title": "Another title"}, True),
            ({"marking": Marking.OFFICIAL_SENSITIVE}, True),
            ({"shows": "Another claim"}, False),
            ({"place": "Another folder"}, False),
            ({"url": "https://example.org/another"}, False),
        ],
    )
    def test_a_check_stands_only_for_what_was_checked(
        self, session: Session, actor: Actor, action: Action, more: dict[str, Any], stands: bool
    ) -> None:
        evidence = shown(session, action, actor)
        check_evidence(session, evidence, CHECK, by=actor, on=ON)
        amend_evidence(session, evidence, fields_of(**more), by=actor, on=ON)
        assert (evidence.checked_on == ON) is stands
        assert (evidence.check_again_on == AGAIN) is stands
        assert (evidence.checked_by_id is not None) is stands

    def test_a_new_version_is_to_be_checked_anew(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor, file_of())
        check_evidence(session, evidence, CHECK, by=actor, on=ON)
        assert another_version(session, evidence, actor).number == 2
        assert evidence.checked_on is None

    def test_somebody_who_was_slower_is_told(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor)
        version = evidence.version
        amend_evidence(session, evidence, fields_of(shows="More"), by=actor, on=ON)
        with pytest.raises(Conflict):
            check_evidence(session, evidence, CHECK, by=actor, on=ON, version=version)


class TestAmendingAndRemoving:
    def test_something_says_where_it_is_as_long_as_it_stands(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        nowhere = fields_of(place=None)
        evidence = shown(session, action, actor)
        with pytest.raises(RuleError, match="say where the evidence is"):
            amend_evidence(session, evidence, nowhere, by=actor, on=ON)
        another_version(session, evidence, actor)
        amend_evidence(session, evidence, nowhere, by=actor, on=ON)
        assert evidence.place is None

    @pytest.mark.parametrize("reason", [None, "", "  "])
    def test_it_goes_with_a_reason(
        self, session: Session, actor: Actor, action: Action, reason: str | None
    ) -> None:
        evidence = shown(session, action, actor)
        with pytest.raises(RuleError, match="Enter why"):
            remove_evidence(session, evidence, by=actor, on=ON, reason=reason)

    def test_once_it_is_gone_nothing_is_done_to_it(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor)
        remove_evidence(session, evidence, by=actor, on=ON, reason="Of another action")
        assert evidence.removed_on == ON
        with pytest.raises(RuleError, match="This evidence was removed"):
            check_evidence(session, evidence, CHECK, by=actor, on=ON)


class TestFiles:
    def test_the_same_bytes_are_evidence_of_an_action_once(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor, file_of())
        with pytest.raises(RuleError, match="evidence of this action already"):
            shown(session, action, actor, file_of(name="other.pdf"), title="Another")
        with pytest.raises(RuleError, match="evidence of this action already"):
            add_evidence_file(session, evidence, file_of(), by=actor, on=ON)

    def test_and_may_be_of_another_action(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        shown(session, action, actor, file_of())
        other = an_action(session, action.plan, actor, "1.2")
        assert shown(session, other, actor, file_of()).files[0].storage_key == KEY

    def test_once_the_first_is_removed_or_erased_they_may_come_again(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        first = shown(session, action, actor, file_of())
        remove_evidence(session, first, by=actor, on=ON, reason="Wrong title")
        second = shown(session, action, actor, file_of())
        session.refresh(second.files[0], ["evidence"])
        erase_evidence_file(session, second.files[0], by=actor, on=ON, reason="Names a child")
        assert shown(session, action, actor, file_of()).files[0].number == 1

    def test_an_erased_one_tells_what_may_go_from_the_store(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor, file_of())
        (file,) = evidence.files
        session.refresh(file, ["evidence"])
        with pytest.raises(RuleError, match="Enter why"):
            erase_evidence_file(session, file, by=actor, on=ON, reason=" ")
        assert erase_evidence_file(session, file, by=actor, on=ON, reason="Names a child") == KEY
        assert (file.erased_on, file.sha256) == (ON, file_of(FILE).sha256)
        with pytest.raises(RuleError, match="was erased on 1 October 2015"):
            erase_evidence_file(session, file, by=actor, on=ON, reason="Again")

    def test_what_another_action_has_too_stays_until_it_is_erased_there(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        other = an_action(session, action.plan, actor, "1.2")
        both = [shown(session, one, actor, file_of()) for one in (action, other)]
        keys = []
        for file in [evidence.files[0] for evidence in both]:
            session.refresh(file, ["evidence"])
            keys.append(erase_evidence_file(session, file, by=actor, on=ON, reason="A child"))
        assert keys == [None, KEY]

    def test_only_the_newest_takes_its_check_along(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor, file_of())
        newest = another_version(session, evidence, actor)
        check_evidence(session, evidence, CHECK, by=actor, on=ON)
        oldest = evidence.files[0]
        session.refresh(oldest, ["evidence"])
        erase_evidence_file(session, oldest, by=actor, on=ON, reason="A child")
        assert evidence.checked_on == ON
        erase_evidence_file(session, newest, by=actor, on=ON, reason="A child")
        assert evidence.checked_on is None

    def test_a_duty_to_erase_waits_for_no_plan_to_open(
        self, session: Session, actor: Actor, action: Action
    ) -> None:
        evidence = shown(session, action, actor, file_of())
        remove_evidence(session, evidence, by=actor, on=ON, reason="Wrong")
        bring_to(session, action.plan, PlanStage.CLOSED, by=actor)
        (file,) = evidence.files
        session.refresh(file, ["evidence"])
        assert erase_evidence_file(session, file, by=actor, on=ON, reason="A child") == KEY


def test_whoever_checks_may_leave(session: Session, actor: Actor, action: Action) -> None:
    evidence = shown(session, action, actor)
    other = a_person(session, actor)
    session.flush()
    check_evidence(session, evidence, CHECK, by=replace(actor, person_id=other.id), on=ON)
    assert session.get_one(Evidence, evidence.id).checked_by_id == other.id
