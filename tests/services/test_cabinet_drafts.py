"""Drafts of cabinet reports: kept for the next, marked where exempt, with a template."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.reports.papers import AUTHORS
from tests.services.given import ON, a_plan, other_council
from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.exemption import Marks, marks_from
from tracker.models import CabinetDraft, Plan, WordTemplate
from tracker.reports.authors import authors_from
from tracker.services.cabinet_drafts import CabinetFields, mark_exempt, save_cabinet_draft
from tracker.services.deeds import Conflict
from tracker.services.word_templates import (
    TemplateFields,
    add_word_template,
    remove_word_template,
)

pytestmark = pytest.mark.usefixtures("any_engine")

FIELDS = CabinetFields(authors=AUTHORS)
FILE = TemplateFields(title="Cabinet", name="ours.docx", sha256="0" * 64, storage_key="a/file")


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    return a_plan(session, actor)


def saved(session: Session, plan: Plan, by: Actor, **more: Any) -> CabinetDraft:
    fields = replace(FIELDS, **more)
    return save_cabinet_draft(session, plan, None, fields, by=by, on=ON)


def a_template(session: Session, by: Actor, **more: Any) -> WordTemplate:
    return add_word_template(session, replace(FILE, **more), size=9_000, by=by, on=ON)


class TestSaving:
    def test_what_was_typed_comes_back(self, session: Session, actor: Actor, plan: Plan) -> None:
        typed = replace(AUTHORS, implications={"wards": "All", "carbon": " "}, item_number=" 7 ")
        draft = saved(session, plan, actor, authors=typed)
        assert authors_from(draft.typed) == replace(
            AUTHORS, implications={"wards": "All"}, item_number="7"
        )
        assert marks_from(draft.exempt) == Marks()

    def test_the_present_day_is_not_kept_and_another_is(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        draft = saved(session, plan, actor, as_at=ON)
        assert draft.as_at is None
        fields = replace(FIELDS, as_at=date(2015, 9, 1))
        save_cabinet_draft(session, plan, draft, fields, by=actor, on=ON)
        assert draft.as_at == date(2015, 9, 1)

    def test_a_day_to_come_is_refused(self, session: Session, actor: Actor, plan: Plan) -> None:
        with pytest.raises(RuleError, match="today or earlier") as refused:
            saved(session, plan, actor, as_at=ON + timedelta(days=1))
        assert refused.value.field == "as_at"

    def test_two_who_write_meet(self, session: Session, actor: Actor, plan: Plan) -> None:
        draft = saved(session, plan, actor)
        save_cabinet_draft(
            session,
            plan,
            draft,
            replace(FIELDS, authors=replace(AUTHORS, item_number="8")),
            by=actor,
            on=ON,
            version=draft.version,
        )
        with pytest.raises(Conflict):
            save_cabinet_draft(session, plan, draft, FIELDS, by=actor, on=ON, version=1)

    def test_saving_keeps_the_marks(self, session: Session, actor: Actor, plan: Plan) -> None:
        draft = saved(session, plan, actor)
        marks = Marks({"abc": 3}, {uuid.uuid4(): 4})
        mark_exempt(session, draft, marks, by=actor, on=ON)
        save_cabinet_draft(session, plan, draft, FIELDS, by=actor, on=ON)
        assert marks_from(draft.exempt) == marks

    @pytest.mark.parametrize("number", [0, 8])
    def test_a_paragraph_that_is_none_is_refused(
        self, session: Session, actor: Actor, plan: Plan, number: int
    ) -> None:
        draft = saved(session, plan, actor)
        with pytest.raises(RuleError, match="from 1 to 7"):
            mark_exempt(session, draft, Marks({"abc": number}), by=actor, on=ON)

    def test_another_councils_plan_is_refused(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        with pytest.raises(RuleError, match="another council"):
            saved(session, plan, other_council(session, actor))


class TestTemplates:
    def test_one_is_chosen_for_a_report(self, session: Session, actor: Actor, plan: Plan) -> None:
        template = a_template(session, actor)
        draft = saved(session, plan, actor, word_template_id=template.id)
        assert draft.word_template_id == template.id

    def test_another_councils_and_a_removed_one_are_refused_alike(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        theirs = a_template(session, other_council(session, actor))
        gone = a_template(session, actor)
        remove_word_template(session, gone, by=actor, on=ON)
        for template in (theirs, gone):
            with pytest.raises(RuleError, match="Choose a template of this council"):
                saved(session, plan, actor, word_template_id=template.id)

    def test_a_removed_one_leaves_the_drafts(
        self, session: Session, actor: Actor, plan: Plan
    ) -> None:
        template = a_template(session, actor)
        draft = saved(session, plan, actor, word_template_id=template.id)
        remove_word_template(session, template, by=actor, on=ON)
        assert draft.word_template_id is None

    def test_two_may_not_have_one_title_while_both_stand(
        self, session: Session, actor: Actor
    ) -> None:
        first = a_template(session, actor)
        with pytest.raises(RuleError, match="has this title"):
            a_template(session, actor, title="CABINET", storage_key="b/file")
        remove_word_template(session, first, by=actor, on=ON)
        assert a_template(session, actor, storage_key="b/file").title == "Cabinet"
