"""What a visit said: verdicts and words for what it looks back on, all in one deed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, controls, parsed
from tests.web.scene import (
    INSPECTIONS,
    RECOMMENDATIONS,
    embargoed,
    inspected,
    judged,
    recommended,
    visited,
)
from tests.web.workforce import cells, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role, VerdictKind
from tracker.models import Council, History, Inspection, Recommendation, Verdict
from tracker.presenters.verdicts import VERDICT_KEY


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


@pytest.fixture
def first(session: Session, actor: Actor, full: Inspection) -> Recommendation:
    return recommended(session, full, actor, reference="1")


@pytest.fixture
def second(session: Session, actor: Actor, first: Recommendation) -> Recommendation:
    full = session.get_one(Inspection, first.inspection_id)
    return recommended(session, full, actor, reference="2", text="Hold conferences in time")


@pytest.fixture
def visit(session: Session, actor: Actor, full: Inspection) -> Inspection:
    return visited(session, actor, date(2016, 2, 2), follows_id=full.id)


def address(inspection: Inspection) -> str:
    return f"{INSPECTIONS}/{inspection.id}/verdicts"


def said(recommendation: Recommendation, verdict: str, words: str = "") -> dict[str, str]:
    key = recommendation.id.hex
    return {f"verdict_{key}": verdict, f"words_{key}": words}


def standing(session: Session) -> dict[Any, tuple[str, str | None]]:
    rows = session.scalars(select(Verdict).where(Verdict.removed_on.is_(None)))
    return {row.recommendation_id: (row.verdict.value, row.words) for row in rows}


def opened(client: PageClient, path: str) -> dict[str, Any]:
    page = parsed(client.get(path).text)
    return dict(controls(next(f for f in page.iter("form") if f.get("action") == path)))


def test_are_all_entered_in_one_deed(
    client: PageClient,
    session: Session,
    first: Recommendation,
    second: Recommendation,
    visit: Inspection,
    sign_in_as: SignInAs,
) -> None:
    sign_in_as(Role.ASSURANCE_LEAD)
    sent = {**said(first, "good_progress", "Done daily"), **said(second, "not_looked_at")}
    fill(client, address(visit), sent)
    assert standing(session) == {
        first.id: ("good_progress", "Done daily"),
        second.id: ("not_looked_at", None),
    }
    rows = session.scalars(select(History).where(History.deed == "give_verdicts")).all()
    assert len({row.deed_id for row in rows}) == 1
    assert len(rows) == 2


def test_can_be_changed_and_taken_back(
    client: PageClient,
    session: Session,
    actor: Actor,
    first: Recommendation,
    second: Recommendation,
    visit: Inspection,
    sign_in_as: SignInAs,
) -> None:
    judged(session, actor, first, visit)
    judged(session, actor, second, visit)
    sign_in_as(Role.PROGRAMME_LEAD)
    sent = {**said(first, "resolved", "All within a day"), **said(second, "", "")}
    fill(client, address(visit), sent)
    assert standing(session) == {first.id: ("resolved", "All within a day")}
    # The verdict that was taken back can be given anew.
    fill(client, address(visit), said(second, "no_progress", "Nothing has changed"))
    assert standing(session)[second.id] == ("no_progress", "Nothing has changed")


@pytest.mark.parametrize(
    ("verdict", "words", "message"),
    [
        ("good_progress", "", "Enter what the visit says, in words"),
        ("good_progress", "   ", "Enter what the visit says, in words"),
        ("", "Words without a verdict", "Select a verdict, or clear the words"),
        ("marvellous", "Words", "Select one of the choices on this page"),
        ("resolved", "x" * 5001, "must be 5,000 characters or fewer"),
    ],
)
def test_name_the_row_that_is_wrong_and_none_is_saved(
    client: PageClient,
    session: Session,
    first: Recommendation,
    second: Recommendation,
    visit: Inspection,
    sign_in_as: SignInAs,
    verdict: str,
    words: str,
    message: str,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    sent = {**said(first, "resolved", "Kept as typed"), **said(second, verdict, words)}
    page = fill(client, address(visit), sent, expect=422).text
    assert message in page
    assert "Kept as typed" in page
    assert standing(session) == {}


class TestWhatIsOffered:
    def test_is_what_came_before_the_visit_in_its_line(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        first: Recommendation,
        visit: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        of_visit = recommended(session, visit, actor, text="Asked for by the first visit")
        later = visited(session, actor, date(2016, 6, 7), follows_id=full.id, title="Second visit")
        of_later = recommended(session, later, actor, text="Asked for by the second visit")
        again = visited(session, actor, date(2018, 3, 6), follows_id=later.id, title="After both")
        apart = inspected(
            session,
            actor,
            framework="jtai",
            kind="joint_inspection",
            title="Another line",
        )
        stranger = recommended(session, apart, actor, text="Of another line")
        sign_in_as(Role.PROGRAMME_LEAD)
        offered = {
            visit: {first},
            later: {first, of_visit},
            again: {first, of_visit, of_later},
        }
        for looking, found in offered.items():
            names = set(opened(client, address(looking)))
            shown = {
                r for r in (first, of_visit, of_later, stranger) if f"verdict_{r.id.hex}" in names
            }
            assert shown == found, looking.title

    def test_has_no_embargoed_finding_for_those_who_may_not_see_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        first: Recommendation,
        full: Inspection,
        visit: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        hidden = embargoed(session, actor, follows=full)
        recommended(session, hidden, actor, text="A finding not yet told of")
        judged(session, actor, first, hidden, words="It is worse than before")
        sign_in_as(Role.VIEWER)
        page = client.get(f"{RECOMMENDATIONS}/{first.id}").text
        assert "not yet told of" not in page
        assert "It is worse than before" not in page
        assert "A finding" not in client.get(RECOMMENDATIONS).text
        sign_in_as(Role.ASSURANCE_LEAD)
        assert "It is worse than before" in client.get(address(hidden)).text

    def test_says_what_is_missing_where_there_is_nothing(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        visit: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        alone = visited(session, actor, date(2016, 9, 6), follows_id=None)
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "Nothing to look back on" in client.get(address(visit)).text
        assert "Which inspection does it look back to?" in client.get(address(alone)).text


class TestTwoWriters:
    def test_leave_each_others_rows_alone(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        first: Recommendation,
        second: Recommendation,
        visit: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        mine = {**opened(client, address(visit)), **said(first, "resolved", "Mine")}
        judged(session, actor, second, visit, words="Theirs")
        client.post(address(visit), data=mine, csrf=False)
        assert standing(session) == {
            first.id: ("resolved", "Mine"),
            second.id: ("some_progress", "Theirs"),
        }

    def test_meet_over_one_row_and_the_second_sees_both(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        first: Recommendation,
        visit: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(visit)
        mine = {**opened(client, path), **said(first, "resolved", "Mine")}
        judged(session, actor, first, visit, words="Theirs")
        page = client.post(path, data=mine, csrf=False, expect=409).text
        assert cells(page, "The two versions") == [
            ["Recommendation 1 (differs)", "Some progress: Theirs", "Resolved: Mine"]
        ]
        assert standing(session) == {first.id: ("some_progress", "Theirs")}
        form = next(f for f in parsed(page).iter("form") if f.get("action") == path)
        client.post(path, data=dict(controls(form)), csrf=False)
        assert standing(session) == {first.id: ("resolved", "Mine")}


def test_cost_the_same_for_one_and_for_many(
    client: PageClient,
    session: Session,
    actor: Actor,
    full: Inspection,
    first: Recommendation,
    visit: Inspection,
    sign_in_as: SignInAs,
    statements: Statements,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    with statements() as one:
        client.get(address(visit))
    for number in range(2, 12):
        judged(session, actor, recommended(session, full, actor, reference=str(number)), visit)
    with statements() as many:
        client.get(address(visit))
    assert len(many) == len(one) <= 8


def test_are_given_by_those_who_may(
    client: PageClient,
    visit: Inspection,
    first: Recommendation,
    other_council: Council,
    sign_in_as: SignInAs,
) -> None:
    for role in Role:
        may = role in (Role.PROGRAMME_LEAD, Role.ASSURANCE_LEAD)
        sign_in_as(role)
        client.get(address(visit), expect=200 if may else 403)
        if not may:
            client.post(address(visit), expect=403)
    sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
    client.get(f"/councils/hillbury/inspections/{visit.id}/verdicts", expect=404)
    client.post(f"/councils/hillbury/inspections/{visit.id}/verdicts", expect=404)


def test_the_key_has_every_verdict() -> None:
    assert set(VERDICT_KEY) == set(VerdictKind)
