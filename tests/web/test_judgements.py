"""The grades of one inspection on one page: one deed, and never over somebody else's grade."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, controls, parsed
from tests.web.scene import FRAMEWORKS, INSPECTIONS, ON, embargoed, inspected
from tests.web.workforce import cells, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Council, History, Inspection, Judgement
from tracker.services.inspections import JudgementFields, remove_judgement, set_judgement


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


def address(inspection: Inspection) -> str:
    return f"{INSPECTIONS}/{inspection.id}/judgements"


def graded(session: Session, by: Actor, inspection: Inspection, area: str, grade: str) -> Judgement:
    fields = JudgementFields(area=area, grade=grade, page=7)
    return set_judgement(session, inspection, fields, by=by, on=ON, frameworks=FRAMEWORKS)


def standing(session: Session) -> dict[str, tuple[str, int | None]]:
    rows = session.scalars(select(Judgement).where(Judgement.removed_on.is_(None)))
    return {row.area: (row.grade, row.page) for row in rows}


def opened(client: PageClient, path: str) -> dict[str, Any]:
    """What a browser that has opened the page would send."""
    page = parsed(client.get(path).text)
    return dict(controls(next(f for f in page.iter("form") if f.get("action") == path)))


def test_asks_for_every_graded_area_in_printed_order(
    client: PageClient, full: Inspection, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    asked = [name for name in opened(client, address(full)) if name.startswith("grade_")]
    areas = [area.key for area in FRAMEWORKS["sif"].graded_areas]
    assert asked == [f"grade_{area}" for area in areas]


def test_sets_changes_and_takes_back_in_one_deed(
    client: PageClient, session: Session, actor: Actor, full: Inspection, sign_in_as: SignInAs
) -> None:
    graded(session, actor, full, "overall", "good")
    graded(session, actor, full, "adoption", "good")
    graded(session, actor, full, "lscb", "good")
    sign_in_as(Role.PROGRAMME_LEAD)
    fill(
        client,
        address(full),
        {
            "grade_overall": "inadequate",
            "grade_leadership": "inadequate",
            "page_leadership": "21",
            "grade_lscb": "",
            "page_lscb": "",
        },
    )
    assert standing(session) == {
        "overall": ("inadequate", 7),
        "adoption": ("good", 7),
        "leadership": ("inadequate", 21),
    }
    rows = session.scalars(select(History).where(History.deed == "set_judgements")).all()
    assert len({row.deed_id for row in rows}) == 1
    # One row for each area that was touched, and none for the others.
    assert len(rows) == 3


def test_of_an_untouched_page_writes_nothing(
    client: PageClient, session: Session, actor: Actor, full: Inspection, sign_in_as: SignInAs
) -> None:
    graded(session, actor, full, "overall", "good")
    sign_in_as(Role.PROGRAMME_LEAD)
    fill(client, address(full))
    assert session.scalars(select(History).where(History.deed == "set_judgements")).all() == []


@pytest.mark.parametrize(
    ("wrong", "field", "message"),
    [
        ({"page_overall": "3"}, "grade_overall", "Select a grade, or clear the page"),
        (
            {"grade_overall": "good", "page_overall": "three"},
            "page_overall",
            "Page must be a whole number",
        ),
        ({"grade_overall": "good", "page_overall": "0"}, "page_overall", "whole number from 1"),
        ({"grade_overall": "brilliant"}, "grade_overall", "Select one of the choices on this page"),
    ],
)
def test_names_the_row_that_is_wrong_and_saves_none(
    client: PageClient,
    session: Session,
    full: Inspection,
    sign_in_as: SignInAs,
    wrong: dict[str, str],
    field: str,
    message: str,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    page = fill(client, address(full), {"grade_adoption": "good", **wrong}, expect=422).text
    links = [a for a in parsed(page).iter("a") if a.get("href") == f"#{field}"]
    assert message in "".join("".join(link.itertext()) for link in links)
    assert standing(session) == {}


class TestTwoWriters:
    def test_leave_each_others_areas_alone(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        mine = opened(client, address(full))
        graded(session, actor, full, "adoption", "good")
        client.post(address(full), data={**mine, "grade_leadership": "inadequate"}, csrf=False)
        assert standing(session) == {"adoption": ("good", 7), "leadership": ("inadequate", None)}

    @pytest.mark.parametrize("before", [None, "good"])
    def test_meet_over_one_area_and_the_second_sees_both(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
        before: str | None,
    ) -> None:
        if before:
            graded(session, actor, full, "adoption", before)
        graded(session, actor, full, "lscb", "good")
        sign_in_as(Role.PROGRAMME_LEAD)
        path = address(full)
        mine = {**opened(client, path), "grade_adoption": "inadequate"}
        graded(session, actor, full, "adoption", "outstanding")
        graded(session, actor, full, "lscb", "inadequate")
        page = client.post(path, data=mine, csrf=False, expect=409).text
        assert [row[:2] for row in cells(page, "The two versions")] == [
            ["2.1 Adoption performance (differs)", "Outstanding, page 7"]
        ]
        assert standing(session)["adoption"] == ("outstanding", 7)
        form = next(f for f in parsed(page).iter("form") if f.get("action") == path)
        again = dict(controls(form))
        # What was chosen stays; what was not touched shows what somebody else has saved.
        assert again["grade_adoption"] == "inadequate"
        assert again["grade_lscb"] == "inadequate"
        client.post(path, data=again, csrf=False)
        assert standing(session)["adoption"][0] == "inadequate"
        assert standing(session)["lscb"] == ("inadequate", 7)

    def test_may_both_take_a_grade_back(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        judgement = graded(session, actor, full, "adoption", "good")
        sign_in_as(Role.PROGRAMME_LEAD)
        mine = {**opened(client, address(full)), "grade_adoption": "", "page_adoption": ""}
        remove_judgement(session, judgement, by=actor, on=ON)
        client.post(address(full), data=mine, csrf=False)
        assert standing(session) == {}

    def test_cannot_pass_by_a_forged_mark(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        full: Inspection,
        sign_in_as: SignInAs,
    ) -> None:
        graded(session, actor, full, "adoption", "good")
        sign_in_as(Role.PROGRAMME_LEAD)
        mine = {**opened(client, address(full)), "grade_adoption": "inadequate"}
        for forged in ("", "x", "999:abc", "-1:", "1" * 50, "\u0661:abc"):
            sent = {**mine, "seen_adoption": forged}
            client.post(address(full), data=sent, csrf=False, expect=409)
        assert standing(session)["adoption"] == ("good", 7)


def test_costs_one_statement_beside_the_sign_in(
    client: PageClient,
    session: Session,
    actor: Actor,
    full: Inspection,
    sign_in_as: SignInAs,
    statements: Statements,
) -> None:
    sign_in_as(Role.PROGRAMME_LEAD)
    with statements() as none:
        client.get(address(full))
    for area in FRAMEWORKS["sif"].graded_areas:
        graded(session, actor, full, area.key, "good")
    with statements() as all_of_them:
        client.get(address(full))
    assert len(all_of_them) == len(none) <= 8


def test_is_for_the_programme_lead_of_this_council(
    client: PageClient,
    session: Session,
    actor: Actor,
    full: Inspection,
    other_council: Council,
    sign_in_as: SignInAs,
) -> None:
    for role in (Role.ASSURANCE_LEAD, Role.DIRECTOR, Role.VIEWER):
        sign_in_as(role)
        client.get(address(full), expect=403)
        client.post(address(full), expect=403)
    sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
    foreign = f"/councils/hillbury/inspections/{full.id}/judgements"
    client.get(foreign, expect=404)
    client.post(foreign, expect=404)


def test_is_not_there_for_what_gives_no_grades(
    client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
) -> None:
    letter = embargoed(session, actor)
    sign_in_as(Role.PROGRAMME_LEAD)
    assert "/judgements" not in client.get(f"{INSPECTIONS}/{letter.id}").text
    client.get(address(letter), expect=404)
    client.post(address(letter), expect=404)
