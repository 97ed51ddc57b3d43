"""Bodies: the organisations that can be responsible for recommendations."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.given import recorded
from tests.web.workforce import NOBODY, TODAY, a_plan, an_action, cells, day, embargo, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import BodyKind, Role
from tracker.models import Body, Council, Recommendation, RecommendationBody
from tracker.services.councils import BodyFields, amend_body

BODIES = "/councils/riverford/bodies"


def a_body(session: Session, by: Actor, name: str = "Together Trust", **more: object) -> Body:
    values = {"kind": BodyKind.TRUST, **more}
    return recorded(session, by, Body, name=name, **values)


class TestList:
    def test_lists_filters_and_gives_csv(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        a_body(session, actor, from_on=date(2017, 4, 1))
        a_body(session, actor, "Riverford", kind=BodyKind.COUNCIL)
        sign_in_as(Role.VIEWER)
        rows = cells(client.get(BODIES).text, "Bodies")
        assert rows == [
            ["Riverford", "Council", "", "", "0"],
            ["Together Trust", "Trust", "1 April 2017", "", "0"],
        ]
        assert len(cells(client.get(f"{BODIES}?kind=trust").text, "Bodies")) == 1
        answer = client.get(f"{BODIES}?kind=trust&format=csv")
        assert list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))) == [
            ["Body", "Kind", "From", "To", "Recommendations"],
            ["Together Trust", "Trust", "2017-04-01", "", "0"],
        ]

    def test_counts_recommendations_that_may_be_seen(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        body = a_body(session, actor)
        embargo(session, actor, an_action(session, actor, a_plan(session, actor)))
        finding = session.scalars(select(Recommendation)).one()
        recorded(session, actor, RecommendationBody, recommendation_id=finding.id, body_id=body.id)
        sign_in_as(Role.ADMINISTRATOR)
        assert cells(client.get(BODIES).text, "Bodies")[0][-1] == "0"
        sign_in_as(Role.PROGRAMME_LEAD)
        assert cells(client.get(BODIES).text, "Bodies")[0][-1] == "1"

    def test_needs_as_many_statements_for_fifty_as_for_one(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        statements: Statements,
    ) -> None:
        a_body(session, actor)
        sign_in_as(Role.ADMINISTRATOR)
        with statements() as few:
            client.get(BODIES)
        for number in range(50):
            a_body(session, actor, f"Body {number}")
        session.commit()
        with statements() as many:
            client.get(BODIES)
        assert len(few) == len(many) <= 8


class TestDeeds:
    def test_adds_and_amends_a_body(
        self, client: PageClient, session: Session, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.ADMINISTRATOR)
        fields = {"name": "Together Trust", "kind": "trust", **day("from_on", date(2017, 4, 1))}
        fill(client, f"{BODIES}/add", fields)
        body = session.scalars(select(Body)).one()
        fill(client, f"{BODIES}/{body.id}/amend", {"name": "Together for Riverford"})
        assert (body.name, body.kind, body.from_on) == (
            "Together for Riverford",
            BodyKind.TRUST,
            date(2017, 4, 1),
        )

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"kind": "trust"}, "Enter the name of the body"),
            ({"name": "A trust"}, "Select the kind of body"),
            ({"name": "A trust", "kind": "circus"}, "Select one of the choices on this page"),
            ({"name": "TOGETHER TRUST", "kind": "trust"}, "already a body with this name"),
            (
                {
                    "name": "A trust",
                    "kind": "trust",
                    **day("from_on", TODAY),
                    **day("to_on", date(2020, 1, 1)),
                },
                "must not be before",
            ),
            ({"name": "A trust", "kind": "trust", "from_on-day": "31"}, "must include"),
        ],
    )
    def test_refuses_what_is_wrong(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        fields: dict[str, str],
        words: str,
    ) -> None:
        a_body(session, actor)
        sign_in_as(Role.ADMINISTRATOR)
        assert words in fill(client, f"{BODIES}/add", fields, expect=422).text

    def test_shows_both_versions_when_somebody_was_faster(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        body = a_body(session, actor)
        sign_in_as(Role.ADMINISTRATOR)
        stale = {"version": str(body.version), "name": "Mine", "kind": "trust"}
        theirs = BodyFields(name="Theirs", kind=BodyKind.HEALTH)
        amend_body(session, body, theirs, by=actor, on=TODAY)
        page = client.post(f"{BODIES}/{body.id}/amend", data=stale, expect=409).text
        assert "Theirs" in page
        assert "Mine" in page
        assert "Health body" in page

    @pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.DIRECTOR, Role.VIEWER])
    def test_is_for_administrators(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        role: Role,
    ) -> None:
        body = a_body(session, actor)
        sign_in_as(role)
        for path in (f"{BODIES}/add", f"{BODIES}/{body.id}/amend"):
            client.get(path, expect=403)
            client.post(path, expect=403)
        assert f"/{body.id}/amend" not in client.get(BODIES).text

    def test_is_not_there_for_another_council(
        self,
        client: PageClient,
        session: Session,
        actor_as: ActorAs,
        other_council: Council,
        sign_in_as: SignInAs,
    ) -> None:
        strange = a_body(session, actor_as(Role.VIEWER, council=other_council), "Strange Trust")
        sign_in_as(Role.ADMINISTRATOR)
        assert "Strange Trust" not in client.get(BODIES).text
        for key in (strange.id, NOBODY):
            client.get(f"{BODIES}/{key}/amend", expect=404)
