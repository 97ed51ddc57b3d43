"""A plan's next cabinet report: what its author types, its preview, what is exempt, its files."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.records import InADeed
from tests.foundations.requests import Statements
from tests.foundations.site import INSIDERS, SignInAs
from tests.page_contract import PageClient, controls, parsed, text_of
from tests.reports.papers import styled, table_of, texts
from tests.services.given import a_priority, rated
from tests.web.planned import (
    HERE,
    THERE,
    action_of,
    answering,
    form_at,
    links,
    looks_back,
    plan_of,
    problems,
    words,
)
from tests.web.scene import embargoed, inspected, recommended
from tests.web.workforce import NOBODY
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, PlanStage, Role
from tracker.models import CabinetDraft, ChainHead, Council, Plan
from tracker.reports.cabinet import TO_COMPLETE

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAKERS = (
    Role.PROGRAMME_LEAD,
    Role.DIRECTOR,
    Role.ASSURANCE_LEAD,
    Role.ADMINISTRATOR,
    Role.BOARD_MEMBER,
)


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """An adopted plan that answers the inspection of 2015."""
    plan = plan_of(session, actor, PlanStage.ADOPTED)
    asked = recommended(session, inspected(session, actor), actor, reference="1")
    looks_back(session, plan, actor, asked)
    answering(session, action_of(session, plan, actor, "1.1"), actor, asked)
    return plan


def address(plan: Plan) -> str:
    return f"{HERE}/plans/{plan.id}/cabinet-report"


def sent(
    client: PageClient, plan: Plan, fields: dict[str, Any] | None = None, expect: int = 303
) -> TestResponse:
    """Fill in the page's form and press its button."""
    return client.submit(address(plan), fields, form=address(plan), expect=expect)


def filed(
    client: PageClient, plan: Plan, fields: dict[str, Any] | None = None, asked: str = ""
) -> TestResponse:
    """Save the form, and ask for the report as a file."""
    sent(client, plan, fields)
    return client.get(f"{address(plan)}/file{asked}")


def opened(answer: TestResponse) -> WordDocument:
    assert answer.content_type == WORD
    return Document(io.BytesIO(answer.data))


class TestPage:
    def test_is_led_to_from_the_plan_by_those_who_may_make_it(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        for role in INSIDERS:
            sign_in_as(role)
            page = client.get(f"{HERE}/plans/{plan.id}")
            there = links(page).get("Write the cabinet report")
            assert there == (address(plan) if role in MAKERS else None)
            client.get(address(plan), expect=200 if role in MAKERS else 403)

    def test_suggests_what_the_tracker_knows(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        person = sign_in_as(Role.PROGRAMME_LEAD)
        said = {
            name: value
            for name, value in _controls(client, plan).items()
            if value and name != "csrf_token"
        }
        assert said["title"] == "Getting to good"
        assert said["author"] == person.name
        assert "“Inspection of 2015”" in said["purpose"]
        assert said["recommendation"].splitlines() == [
            "Note the findings of “Inspection of 2015”.",
            "Note the progress set out in this report.",
            "Endorse the plan in the appendix.",
        ]
        assert said["reasons"]
        assert set(said) == {"title", "author", "purpose", "recommendation", "reasons"}

    @pytest.mark.parametrize(
        ("stage", "asked"),
        [
            (PlanStage.DRAFT, "Agree the plan in the appendix, so that it can be adopted."),
            (PlanStage.SUBMITTED, "Endorse the plan in the appendix."),
            (PlanStage.CLOSED, "Note that the plan in the appendix is closed."),
        ],
    )
    def test_asks_cabinet_for_what_fits_the_plans_stage(
        self,
        client: PageClient,
        sign_in_as: SignInAs,
        session: Session,
        actor: Actor,
        stage: PlanStage,
        asked: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        plan = plan_of(session, actor, stage)
        assert _controls(client, plan)["recommendation"].splitlines()[-1] == asked

    def test_is_not_there_for_another_council_or_another_plan(
        self,
        client: PageClient,
        sign_in_as: SignInAs,
        plan: Plan,
        other_council: Council,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        client.get(f"{HERE}/plans/{NOBODY}/cabinet-report", expect=404)
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        client.get(f"{THERE}/plans/{plan.id}/cabinet-report", expect=404)
        client.post(f"{THERE}/plans/{plan.id}/cabinet-report", data={}, expect=404)
        client.get(address(plan), expect=404)

    def test_those_who_may_not_make_it_get_no_file_either(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.VIEWER)
        client.post(address(plan), data={"title": "x"}, expect=403)
        for page in ("/file", "/read", "/preview", "/exempt", "/issue"):
            client.get(f"{address(plan)}{page}", expect=403)


def _controls(client: PageClient, plan: Plan) -> dict[str, Any]:
    return dict(controls(form_at(client, address(plan))))


class TestFile:
    def test_is_a_word_file_named_after_the_council_and_the_day(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.BOARD_MEMBER)
        answer = filed(client, plan)
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="draft-riverford-cabinet-report-2026-10-05.docx"'
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
        assert opened(answer).core_properties.title == "Getting to good"

    def test_has_what_was_typed_and_what_the_tracker_knows(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        typed = {
            "item_number": "7",
            "title": "After the inspection",
            "member": "Councillor Ana Reyes",
            "portfolio": "Children and Young People",
            "recommendation": "First\r\n\r\n  Second  ",
            "implication_wards": "All",
            "implication_carbon": "=1+1",
        }
        document = opened(filed(client, plan, typed))
        said = texts(document)
        assert "Item number: 7" in said
        assert "Councillor Ana Reyes, Children and Young People" in said
        assert styled(document, "Lettered point")[:2] == ["First", "Second"]
        rows = dict(table_of(document, "Subject"))
        assert (rows["Wards affected"], rows["Carbon impact"]) == ("All", "=1+1")
        assert rows["Efficiency"] == TO_COMPLETE
        assert "“Inspection of 2015” took place from 23 June to 16 July 2015." in said
        assert "Data as at 5 October 2026" in _foot(document)
        assert table_of(document, "Number")[1][0] == "1"

    def test_names_the_state_of_the_record(
        self, client: PageClient, sign_in_as: SignInAs, session: Session, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        foot = _foot(opened(filed(client, plan)))
        head = session.get_one(ChainHead, plan.council_id)
        assert f"Record {head.seq}, {head.hash[:12]}" in foot

    @pytest.mark.parametrize("is_demonstration", [True, False])
    def test_says_that_it_is_a_demonstration_where_it_is_one(
        self,
        client: PageClient,
        sign_in_as: SignInAs,
        in_a_deed: InADeed,
        council: Council,
        plan: Plan,
        is_demonstration: bool,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        with in_a_deed():
            council.is_demonstration = is_demonstration
            council.ons_code = "E06000005"
        head = _head(opened(filed(client, plan)))
        assert ("Demonstration: retold from public documents" in head) is is_demonstration

    def test_of_an_empty_draft_is_sound(
        self, client: PageClient, sign_in_as: SignInAs, session: Session, actor: Actor
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        said = texts(opened(filed(client, plan_of(session, actor))))
        for sentence in (
            "It is a draft and has not been adopted.",
            "The plan does not name an inspection that it answers.",
            "The plan has no priorities yet.",
            "No board that oversees the plan is recorded.",
            "No action of the plan is complete yet.",
            "There is no progress to show yet.",
            "No recommendation is recorded.",
        ):
            assert sentence in said

    def test_of_each_format_is_what_it_says(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        assert filed(client, plan, asked="?format=pdf").data.startswith(b"%PDF-")
        page = client.get(f"{address(plan)}/file?format=html")
        assert page.data.lstrip().lower().startswith(b"<!doctype html>")
        assert client.get(f"{address(plan)}/file?format=exe").content_type == WORD

    def test_of_a_day_before_the_plan_was_recorded_is_refused(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        day = {"as_at-day": "4", "as_at-month": "10", "as_at-year": "2026"}
        page = sent(client, plan, day, expect=422)
        assert problems(page) == [
            "Nothing was recorded of this plan by then. Enter 5 October 2026 or later"
        ]

    def test_is_not_made_before_anything_was_typed(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        for page in ("/file", "/read", "/preview", "/exempt"):
            answer = client.get(f"{address(plan)}{page}", expect=303)
            assert answer.location.endswith("/cabinet-report")


class TestKeeping:
    def test_what_was_typed_is_there_for_the_next_report(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent(client, plan, {"item_number": "7", "implication_wards": "All", "reasons": ""})
        sign_in_as(Role.DIRECTOR)
        said = _controls(client, plan)
        assert (said["item_number"], said["implication_wards"]) == ("7", "All")
        assert not said["reasons"]

    def test_two_authors_meet_and_lose_nothing(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent(client, plan, {"item_number": "7"})
        mine = _controls(client, plan)
        sent(client, plan, {"item_number": "8"})
        late = client.post(address(plan), data={**mine, "reasons": "Mine"}, csrf=False, expect=409)
        assert "Somebody else changed this report" in words(late)
        form = next(f for f in parsed(late.text).iter("form") if f.get("action") == address(plan))
        assert dict(controls(form))["reasons"] == "Mine"
        assert "8" in words(late)

    def test_another_words_history_is_not_told_to_viewers(
        self, client: PageClient, sign_in_as: SignInAs, session: Session, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent(client, plan, {"reasons": "Words that may be exempt"})
        draft = session.scalars(select(CabinetDraft)).one()
        sign_in_as(Role.VIEWER)
        client.get(f"{HERE}/history/{draft.id}", expect=404)
        assert "may be exempt" not in client.get(f"{HERE}/history/{plan.id}").text


class TestPreview:
    def test_says_what_is_missing_and_leads_to_it(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(
            sent(client, plan, {"reasons": "", "member": "Councillor Reyes"}).location
        )
        said = words(page)
        assert "Reasons: nothing is entered" in said
        assert "Responsible cabinet member" not in said
        assert "implications are not stated" in said
        assert links(page)["Reasons: nothing is entered"] == address(plan)

    def test_shows_the_report_in_the_browser(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent(client, plan, {"reasons": "Read <b>me</b>"})
        answer = client.get(f"{address(plan)}/read")
        assert "Read &lt;b&gt;me&lt;/b&gt;" in answer.text
        assert "sandbox" in answer.headers["Content-Security-Policy"]


class TestExempt:
    def test_a_marked_paragraph_is_withheld_from_the_public_and_keeps_its_place(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent(client, plan, {"reasons": "Open words\r\nSecret words\r\nMore open words"})
        mark(client, plan, "Secret words", "3")
        whole = texts(opened(client.get(f"{address(plan)}/file")))
        public = texts(opened(client.get(f"{address(plan)}/file?version=public")))
        assert "Secret words" in whole
        assert "Secret words" not in public
        reasons = public[public.index("Open words") : public.index("More open words")]
        assert "paragraph 3 of Part 1 of Schedule 12A" in reasons

    def test_an_exempt_action_is_in_no_part_of_the_public_version(
        self, client: PageClient, sign_in_as: SignInAs, session: Session, actor: Actor, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        hidden = action_of(session, plan, actor, "2.7", title="Dismiss the manager")
        rated(session, hidden, Delivery.COMPLETE, actor)
        sent(client, plan)
        exempt = f"{address(plan)}/exempt"
        fields = {"add_reference": "2.7", "add_paragraph": "1"}
        client.submit(exempt, fields, form=exempt, expect=303)
        public = client.get(f"{address(plan)}/read?version=public").text
        assert "Dismiss the manager" in client.get(f"{address(plan)}/read").text
        assert "Dismiss the manager" not in public
        assert "Withheld: exempt, paragraph 1" in public
        assert "2.7" in public

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"add_reference": "9.9", "add_paragraph": "1"}, "The plan has no action 9.9"),
            ({"add_reference": "1.1"}, "Choose the paragraph"),
            ({"add_paragraph": "1"}, "Enter the reference of the action"),
            ({"add_reference": "1.1", "add_paragraph": "9"}, "Select one of the choices"),
        ],
    )
    def test_what_cannot_be_marked_is_named(
        self,
        client: PageClient,
        sign_in_as: SignInAs,
        plan: Plan,
        fields: dict[str, str],
        message: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent(client, plan)
        exempt = f"{address(plan)}/exempt"
        page = client.submit(exempt, fields, form=exempt, expect=422)
        assert problems(page)[0].startswith(message)

    def test_a_mark_whose_words_have_changed_is_pointed_out(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent(client, plan, {"reasons": "Secret words"})
        mark(client, plan, "Secret words", "3")
        page = client.get(sent(client, plan, {"reasons": "Secret words, mended"}).location)
        assert "reads otherwise now, and so would be published" in words(page)


def mark(client: PageClient, plan: Plan, words_: str, paragraph: str) -> None:
    """Mark the passage with these words as exempt."""
    exempt = f"{address(plan)}/exempt"
    page = client.get(exempt)
    labels = {
        label.get("for"): text_of(label)
        for label in parsed(page.text).iter("label")
        if words_ in text_of(label)
    }
    (name,) = labels
    client.submit(exempt, {str(name): paragraph}, form=exempt, expect=303)


class TestBadInput:
    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            ({"title": " "}, "Enter the title of the report"),
            ({"item_number": "7" * 41}, "Item number must be 40 characters or fewer"),
            ({"reasons": "x" * 20_001}, "Reasons must be 20,000 characters or fewer"),
            (
                {"implication_wards": "x" * 2_001},
                "Wards affected must be 2,000 characters or fewer",
            ),
        ],
    )
    def test_is_named_and_what_was_typed_stays(
        self,
        client: PageClient,
        sign_in_as: SignInAs,
        plan: Plan,
        fields: dict[str, Any],
        message: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = sent(client, plan, {"portfolio": "Typed before", **fields}, expect=422)
        assert problems(page) == [message]
        form = next(f for f in parsed(page.text).iter("form") if f.get("action") == address(plan))
        assert dict(controls(form))["portfolio"] == "Typed before"

    def test_a_field_that_the_page_does_not_have_is_refused(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        fields = {**_controls(client, plan), "template": "x"}
        page = client.post(address(plan), data=fields, csrf=False, expect=422)
        assert "does not know the field “template”" in problems(page)[0]

    def test_a_forged_token_makes_no_file(
        self, client: PageClient, sign_in_as: SignInAs, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        client.post(address(plan), data={"title": "x"}, csrf=False, expect=400)


class TestEmbargo:
    def test_what_may_not_be_told_is_in_nobodys_report(
        self, client: PageClient, sign_in_as: SignInAs, session: Session, actor: Actor, plan: Plan
    ) -> None:
        visit = embargoed(session, actor)
        secret = recommended(session, visit, actor, text="Secret words", reference="99")
        looks_back(session, plan, actor, secret)
        hidden = action_of(session, plan, actor, "6.6", title="Hidden action")
        answering(session, hidden, actor, secret)
        for role in MAKERS:
            sign_in_as(role)
            said = texts(opened(filed(client, plan)))
            for words_ in ("A visit not yet told of", "Secret words", "Hidden action", "6.6"):
                assert words_ not in said, role
            assert "1 action" in said

    def test_its_author_is_told_who_may_know_it_and_nobody_else(
        self, client: PageClient, sign_in_as: SignInAs, session: Session, actor: Actor, plan: Plan
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent(client, plan)
        preview = f"{address(plan)}/preview"
        assert "Left out of the report" not in words(client.get(preview))
        embargoed(session, actor)
        said = words(client.get(preview))
        assert "A visit not yet told of, not before 5 January 2027" in said
        sign_in_as(Role.BOARD_MEMBER)
        assert "Left out of the report" not in words(client.get(preview))


class TestStatements:
    def test_are_as_many_for_a_large_plan_as_for_a_small_one(
        self,
        client: PageClient,
        sign_in_as: SignInAs,
        session: Session,
        actor: Actor,
        plan: Plan,
        statements: Statements,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        sent(client, plan)
        counts = []
        for number in (1, 30):
            for at in range(number):
                action = action_of(session, plan, actor, f"{number}.2.{at}")
                rated(session, action, Delivery.COMPLETE, actor)
            a_priority(session, plan, actor, letter=str(number))
            session.commit()
            with statements() as shown:
                client.get(address(plan))
            with statements() as made:
                client.get(f"{address(plan)}/file")
            counts.append((len(shown), len(made)))
        assert counts[0] == counts[1]
        assert counts[0][0] <= 8
        assert counts[0][1] <= 24


def _foot(document: WordDocument) -> str:
    return "".join(document.sections[0].footer._element.itertext())


def _head(document: WordDocument) -> str:
    return "".join(document.sections[0].header._element.itertext())
