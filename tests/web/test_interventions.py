"""Steps of intervention and reviews: the list, one of them, recording, amending, removing."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.requests import Statements
from tests.foundations.site import INSIDERS, SignInAs
from tests.page_contract import PageClient, controls, parsed
from tests.services.given import recorded
from tests.web.workforce import NOBODY, TODAY, cells, day, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import InterventionKind as Kind
from tracker.domain.vocabulary import Role
from tracker.models import Council, Intervention
from tracker.presenters.interventions import period_words, state_tag
from tracker.services.interventions import InterventionFields, amend_intervention

STEPS = "/councils/riverford/interventions"
CAPTION = "Steps of intervention and reviews"


def a_step(session: Session, by: Actor, title: str = "The notice", **more: Any) -> Intervention:
    values = {"kind": Kind.IMPROVEMENT_NOTICE, "from_on": date(2026, 1, 5), **more}
    return recorded(session, by, Intervention, title=title, **values)


def address(step: Intervention, deed: str = "") -> str:
    return f"{STEPS}/{step.id}{deed}"


def sent_of(page: str, path: str) -> dict[str, Any]:
    """What the page's own form would send, untouched."""
    return dict(controls(next(f for f in parsed(page).iter("form") if f.get("action") == path)))


@pytest.mark.parametrize(
    ("kind", "from_on", "to_on", "words", "in_force"),
    [
        (Kind.ADVISER, date(2026, 1, 5), None, "From 5 January 2026", True),
        (Kind.ADVISER, date(2026, 1, 5), TODAY, "5 January 2026 to 5 October 2026", True),
        (Kind.ADVISER, date(2026, 1, 5), date(2026, 10, 4), "5 January 2026 to 4 October 2026", 0),
        (Kind.ADVISER, date(2026, 11, 2), None, "From 2 November 2026", False),
        (Kind.ADVISER, TODAY, TODAY, "5 October 2026", True),
        (Kind.SIX_MONTH_REVIEW, date(2026, 1, 5), None, "5 January 2026", False),
        (Kind.REVOKED, date(2026, 1, 5), None, "5 January 2026", False),
    ],
)
def test_a_step_is_in_force_from_its_first_day_to_its_last(
    kind: Kind, from_on: date, to_on: date | None, words: str, in_force: bool
) -> None:
    assert period_words(kind, from_on, to_on) == words
    assert (state_tag(kind, from_on, to_on, TODAY) is not None) == bool(in_force)


class TestList:
    def test_lists_the_newest_first_and_gives_csv(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        a_step(session, actor, document_url="https://example.gov.uk/notice")
        values = {"kind": Kind.SIX_MONTH_REVIEW, "from_on": date(2026, 7, 1)}
        a_step(session, actor, "The review", **values)
        a_step(session, actor, "Taken back", removed_on=TODAY)
        sign_in_as(Role.VIEWER)
        assert cells(client.get(STEPS).text, CAPTION) == [
            ["The review", "Six-month review", "1 July 2026", ""],
            ["The notice", "Improvement notice", "From 5 January 2026", "In force"],
        ]
        asked = f"{STEPS}?kind=improvement_notice"
        assert len(cells(client.get(asked).text, CAPTION)) == 1
        assert len(cells(client.get(f"{STEPS}?kind=circus").text, CAPTION)) == 2
        answer = client.get(f"{asked}&format=csv")
        assert list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))) == [
            ["Step or review", "Kind", "From", "To", "Description", "Document"],
            [
                "The notice",
                "Improvement notice",
                "2026-01-05",
                "",
                "",
                "https://example.gov.uk/notice",
            ],
        ]

    def test_needs_as_many_statements_for_fifty_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        a_step(session, actor)
        sign_in_as(Role.VIEWER)
        with statements() as few:
            client.get(STEPS)
        for number in range(50):
            a_step(session, actor, f"Step {number}")
        session.commit()
        with statements() as many:
            client.get(STEPS)
        assert len(few) == len(many) <= 8


class TestDeeds:
    def test_records_shows_amends_and_removes_a_step(
        self, client: PageClient, session: Session, sign_in_as: SignInAs, council: Council
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        typed = {
            "kind": "improvement_notice",
            "title": "The notice",
            **day("from_on", date(2026, 1, 5)),
            "description": "Asks for a board with an independent chair.",
            "document_url": "https://example.gov.uk/notice",
        }
        fill(client, f"{STEPS}/record", typed)
        step = session.scalars(select(Intervention)).one()
        page = client.get(address(step)).text
        assert "Asks for a board with an independent chair." in page
        assert 'href="https://example.gov.uk/notice"' in page
        assert "From 5 January 2026" in page
        fill(client, address(step, "/amend"), day("to_on", date(2026, 9, 30)))
        assert (step.to_on, step.kind, step.title) == (
            date(2026, 9, 30),
            Kind.IMPROVEMENT_NOTICE,
            "The notice",
        )
        fill(client, address(step, "/remove"), {"reason": "Another council’s"})
        assert step.removed_on == TODAY
        client.get(address(step), expect=404)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"kind": ""}, "Select the kind of step"),
            ({"kind": "circus"}, "Select one of the choices on this page"),
            ({"title": ""}, "Enter a title"),
            (day("from_on", None), "Enter the first day"),
            (day("to_on", date(2025, 1, 5)), "must not be before"),
            ({"document_url": "javascript:alert(1)"}, "must begin with https:// or http://"),
        ],
    )
    def test_refuses_what_is_wrong_and_keeps_what_was_typed(
        self,
        client: PageClient,
        session: Session,
        council: Council,
        sign_in_as: SignInAs,
        fields: dict[str, str],
        words: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        good = {"kind": "adviser", "title": "An adviser", **day("from_on", date(2026, 1, 5))}
        typed = {**good, "description": "Typed at length", **fields}
        page = fill(client, f"{STEPS}/record", typed, expect=422).text
        assert words in page
        assert "Typed at length" in page
        assert session.scalars(select(Intervention)).all() == []

    @pytest.mark.parametrize(("deed", "status"), [("/amend", 409), ("/remove", 422)])
    def test_tells_when_somebody_was_faster_and_takes_it_on_purpose(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        deed: str,
        status: int,
    ) -> None:
        step = a_step(session, actor)
        path = address(step, deed)
        sign_in_as(Role.PROGRAMME_LEAD)
        sent = sent_of(client.get(path).text, path)
        theirs = InterventionFields(kind=Kind.ADVISER, title="Theirs", from_on=TODAY)
        amend_intervention(session, step, theirs, by=actor, on=TODAY)
        page = client.post(path, data=sent, csrf=False, expect=status).text
        assert "Somebody else " in page
        assert "Theirs" in page
        assert (step.title, step.removed_on) == ("Theirs", None)
        client.post(path, data=sent_of(page, path), csrf=False)
        assert (step.title, step.removed_on) == (
            ("The notice", None) if deed == "/amend" else ("Theirs", TODAY)
        )


class TestScope:
    @pytest.mark.parametrize("role", sorted(set(INSIDERS) - {Role.PROGRAMME_LEAD}))
    def test_deeds_are_for_programme_leads(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs, role: Role
    ) -> None:
        step = a_step(session, actor)
        sign_in_as(role)
        assert "/amend" not in client.get(address(step)).text
        for path in (f"{STEPS}/record", address(step, "/amend"), address(step, "/remove")):
            client.get(path, expect=403)
            client.post(path, data={"title": "Mine"}, expect=403)
        assert (step.title, step.removed_on) == ("The notice", None)

    def test_is_not_there_for_another_council(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        strange = a_step(session, actor_as(Role.PROGRAMME_LEAD, council=other_council), "Strange")
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "Strange" not in client.get(STEPS).text
        for key in (str(strange.id), NOBODY):
            for deed in ("", "/amend", "/remove"):
                client.get(f"{STEPS}/{key}{deed}", expect=404)
            client.post(f"{STEPS}/{key}/remove", expect=404)
