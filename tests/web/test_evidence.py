"""Evidence on its pages: added, seen, checked, amended, removed, listed, searched, counted."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.foundations.kept_reports import keep_files
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient
from tests.services.exhibits import file_of, owned_by, shown, whole
from tests.web.planned import HERE, action_of, links, plan_of, problems, words
from tests.web.scene import an_answer, embargoed, recommended
from tests.web.workforce import TODAY, cells, day, fill
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Marking, PlanStage, Role
from tracker.models import Action, Council, Evidence
from tracker.services.evidence import CheckFields, check_evidence
from tracker.services.plans import close_plan

LINK = {
    "title": "Audit of contacts",
    "shows": "Nine in ten were answered within a day",
    "url": "https://example.org/audit",
}


@pytest.fixture
def action(session: Session, actor: Actor) -> Action:
    return action_of(session, plan_of(session, actor, PlanStage.ADOPTED), actor)


def at(action: Action, deed: str = "") -> str:
    return f"{HERE}/actions/{action.id}{deed}"


def of(evidence: Evidence, deed: str = "") -> str:
    return f"{HERE}/evidence/{evidence.id}{deed}"


def checked(session: Session, by: Actor, evidence: Evidence, again: date | None = None) -> None:
    fields = CheckFields(checked_on=TODAY - timedelta(days=40), check_again_on=again)
    check_evidence(session, whole(session, evidence), fields, by=by, on=TODAY)


class TestAdding:
    def test_a_link_is_added_from_the_page_of_the_action(
        self, client: PageClient, session: Session, action: Action, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(at(action))
        assert "Nothing shows yet that this was done, or that it helped." in words(page)
        answer = fill(client, links(page)["Add evidence"], LINK)
        page = client.get(answer.location)
        for said in (*LINK.values(), "OFFICIAL", "Not checked yet"):
            assert said in words(page)
        assert links(page)[LINK["url"]] == LINK["url"]
        page = client.get(at(action))
        assert links(page)[LINK["title"]] == answer.location
        assert links(page)[f"Open the web page of {LINK['title']}"] == LINK["url"]
        evidence = session.scalars(select(Evidence)).one()
        assert evidence.marking is Marking.OFFICIAL

    @pytest.mark.parametrize(
        ("more", "problem"),
        [
            ({"title": ""}, "Enter a title"),
            ({"shows": " "}, "Enter what it shows"),
            ({"url": ""}, "Enter the address of a web page, say where the evidence is, or choose"),
            ({"url": "javascript:alert(1)"}, "must begin with https:// or http://"),
            ({"marking": "secret"}, "Select one of the choices on this page"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
        self,
        client: PageClient,
        session: Session,
        action: Action,
        sign_in_as: SignInAs,
        more: dict[str, Any],
        problem: str,
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        answer = fill(client, at(action, "/evidence/add"), {**LINK, **more}, expect=422)
        (found,) = problems(answer)
        assert problem in found
        if "shows" not in more:
            assert LINK["shows"] in answer.text
        assert session.scalars(select(Evidence)).all() == []

    @pytest.mark.parametrize("role", [Role.SERVICE_MANAGER, Role.DIRECTOR])
    def test_an_owner_adds_to_their_own_action_and_to_no_other(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
        role: Role,
    ) -> None:
        person = sign_in_as(role)
        client.get(at(action, "/evidence/add"), expect=403)
        client.post(at(action, "/evidence/add"), data=LINK, expect=403)
        owned_by(session, action, actor, person)
        fill(client, at(action, "/evidence/add"), LINK)

    @pytest.mark.parametrize(
        "role", [Role.ASSURANCE_LEAD, Role.BOARD_MEMBER, Role.VIEWER, Role.ADMINISTRATOR]
    )
    def test_others_see_it_and_add_none(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
        role: Role,
    ) -> None:
        evidence = shown(session, action, actor)
        sign_in_as(role)
        assert "Add evidence" not in links(client.get(at(action)))
        page = client.get(of(evidence))
        assert not {"Amend", "Add a file", "Remove"} & set(links(page))
        for path in (at(action, "/evidence/add"), of(evidence, "/amend"), of(evidence, "/remove")):
            client.get(path, expect=403)

    def test_a_closed_plan_takes_none(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        evidence = shown(session, action, actor)
        close_plan(session, action.plan, by=actor, on=TODAY)
        sign_in_as(Role.PROGRAMME_LEAD)
        assert "Add evidence" not in links(client.get(at(action)))
        assert not {"Amend", "Check this evidence"} & set(links(client.get(of(evidence))))
        answer = fill(client, at(action, "/evidence/add"), LINK, expect=422)
        assert "closed" in problems(answer)[0]


class TestChecking:
    def test_it_is_said_with_a_name_and_a_day(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        evidence = shown(session, action, actor)
        sign_in_as(Role.ASSURANCE_LEAD)
        page = client.get(of(evidence))
        path = links(page)["Check this evidence"]
        answer = fill(client, path, day("check_again_on", date(2027, 4, 1)))
        said = words(client.get(answer.location))
        assert "Checked by Robin Marsh on 5 October 2026" in said
        assert "Check again by 1 April 2027" in said

    def test_one_whose_day_has_passed_says_so_in_words(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        evidence = shown(session, action, actor)
        checked(session, actor, evidence, TODAY - timedelta(days=3))
        sign_in_as(Role.VIEWER)
        for path in (at(action), of(evidence)):
            said = words(client.get(path))
            assert "Check overdue" in said
            assert "Check again by 2 October 2026, 3 days ago" in said

    @pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.ASSURANCE_LEAD])
    def test_an_owner_of_the_action_is_not_offered_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
        role: Role,
    ) -> None:
        evidence = shown(session, action, actor)
        person = sign_in_as(role)
        client.get(of(evidence, "/check"))
        owned_by(session, action, actor, person)
        assert "Check this evidence" not in links(client.get(of(evidence)))
        client.get(of(evidence, "/check"), expect=403)
        client.post(of(evidence, "/check"), data={}, expect=403)

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            (day("checked_on", None), "Enter the day of the check"),
            (day("checked_on", date(2026, 10, 6)), "must be today or in the past"),
            (day("check_again_on", TODAY), "The next check must be after this one"),
        ],
    )
    def test_its_days_are_looked_at(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
        fields: dict[str, str],
        problem: str,
    ) -> None:
        evidence = shown(session, action, actor)
        sign_in_as(Role.ASSURANCE_LEAD)
        answer = fill(client, of(evidence, "/check"), fields, expect=422)
        assert problem in problems(answer)[0]


class TestAmendingAndRemoving:
    def test_a_claim_that_changes_is_to_be_checked_again(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        evidence = shown(session, action, actor)
        checked(session, actor, evidence)
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, of(evidence, "/amend"), {"marking": "official_sensitive"})
        said = words(client.get(of(evidence)))
        assert "OFFICIAL-SENSITIVE" in said
        assert "Not checked yet" not in said
        fill(client, of(evidence, "/amend"), {"shows": "All were answered"})
        assert "Not checked yet" in words(client.get(of(evidence)))

    def test_two_people_at_once_both_see_both(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        evidence = shown(session, action, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = of(evidence, "/amend")
        fill(client, path, {"title": "Theirs"})
        answer = fill(client, path, {"title": "Mine", "version": "1"}, expect=409)
        assert "Theirs" in words(answer)
        assert 'value="Mine"' in answer.text

    def test_it_goes_with_a_reason_and_its_page_stays(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        evidence = shown(session, action, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        path = of(evidence, "/remove")
        answer = fill(client, path, expect=422)
        assert problems(answer) == ["Enter why this is no evidence of the action"]
        fill(client, path, {"reason": "It is of the year before"})
        assert evidence.title not in links(client.get(at(action)))
        page = client.get(of(evidence))
        assert "This evidence was removed on 5 October 2026" in words(page)
        assert "It is of the year before" in words(page)
        assert "Amend" not in links(page)
        answer = fill(client, of(evidence, "/amend"), {"title": "Again"}, expect=422)
        assert "This evidence was removed" in problems(answer)[0]


class TestList:
    @pytest.fixture(autouse=True)
    def three(self, session: Session, actor: Actor, action: Action) -> None:
        """One with a file that was checked, one that is overdue, one of another plan."""
        fresh = shown(session, action, actor, file_of(), title="A survey")
        checked(session, actor, fresh)
        late = shown(session, action, actor, title="B audit", marking=Marking.OFFICIAL_SENSITIVE)
        checked(session, actor, late, TODAY - timedelta(days=1))
        other = plan_of(session, actor, title="Another plan")
        shown(session, action_of(session, other, actor, "9.1"), actor, title="C minutes")

    @pytest.mark.parametrize(
        ("asked", "titles"),
        [
            ("", ["A survey", "B audit", "C minutes"]),
            ("?sort=-title", ["C minutes", "B audit", "A survey"]),
            ("?check=overdue", ["B audit"]),
            ("?check=unchecked", ["C minutes"]),
            ("?check=checked", ["A survey"]),
            ("?check=checked&check=overdue", ["A survey", "B audit"]),
            ("?check=forged", ["A survey", "B audit", "C minutes"]),
            ("?marking=official_sensitive", ["B audit"]),
            ("?plan=forged", ["A survey", "B audit", "C minutes"]),
        ],
    )
    def test_it_is_filtered_and_sorted_and_the_file_has_the_same_rows(
        self, client: PageClient, sign_in_as: SignInAs, asked: str, titles: list[str]
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = client.get(f"{HERE}/evidence{asked}")
        found = [row[0] for row in cells(page.text, "Evidence")]
        assert [text[: len(title)] for text, title in zip(found, titles, strict=True)] == titles
        answer = client.get(links(page)["Download this list as CSV"])
        rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
        assert [row["Evidence"] for row in rows] == titles

    def test_a_plan_leads_to_its_own(
        self, client: PageClient, action: Action, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = client.get(links(client.get(f"{HERE}/plans/{action.plan_id}"))["Evidence"])
        assert len(cells(page.text, "Evidence")) == 2
        assert "Plan: Getting to good" in words(page)

    def test_the_file_tells_all_that_is_known(
        self, client: PageClient, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        answer = client.get(f"{HERE}/evidence?format=csv&check=checked")
        text = answer.get_data(as_text=True).lstrip("\ufeff")
        (row,) = csv.DictReader(io.StringIO(text))
        assert row["SHA-256"] == file_of().sha256
        assert row["Scan"] == "No virus found"
        assert (row["Marking"], row["Checked on"]) == ("OFFICIAL", "2026-08-26")


class TestThread:
    def test_coverage_counts_the_actions_that_nothing_shows(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        bare = action_of(session, action.plan, actor, "1.2")
        shown(session, action, actor)
        sign_in_as(Role.VIEWER)
        page = client.get(f"{HERE}/plans/{action.plan_id}/coverage")
        found = client.get(links(page)["1 actions with no evidence"])
        assert bare.title in words(found)
        assert action.title not in words(found)

    def test_search_finds_it_by_its_words(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        evidence = shown(session, action, actor, title="Quince audit", shows="Damsons are ripe")
        sign_in_as(Role.VIEWER)
        for word in ("quince", "damsons"):
            page = client.get(f"{HERE}/search?q={word}")
            assert links(page)["Quince audit"] == of(evidence)
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, at(action, "/remove"), {"reason": "Twice in the plan"})
        assert "Quince audit" not in links(client.get(f"{HERE}/search?q=quince"))

    def test_an_action_that_was_replaced_keeps_its_own(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
    ) -> None:
        evidence = shown(session, action, actor)
        sign_in_as(Role.PROGRAMME_LEAD)
        fill(client, at(action, "/remove"), {"reason": "Done elsewhere"})
        page = client.get(at(action))
        assert links(page)[evidence.title] == of(evidence)
        assert "Add evidence" not in links(page)

    @pytest.mark.parametrize(
        ("role", "status"),
        [(Role.VIEWER, 404), (Role.BOARD_MEMBER, 404), (Role.PROGRAMME_LEAD, 200)],
    )
    def test_an_embargo_on_its_action_reaches_it(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        sign_in_as: SignInAs,
        role: Role,
        status: int,
    ) -> None:
        visit = embargoed(session, actor)
        plan = plan_of(session, actor, PlanStage.ADOPTED)
        action = an_answer(session, actor, plan, recommended(session, visit, actor))
        session.flush()
        evidence = shown(session, action, actor, file_of(), title="Quince audit")
        file = f"{HERE}/evidence-files/{evidence.files[0].id}/file"
        keep_files(client.application.extensions["settings"].files_folder)
        sign_in_as(role)
        client.get(of(evidence), expect=status)
        client.get(file, expect=status)
        is_seen = status == 200
        assert ("Quince audit" in words(client.get(f"{HERE}/evidence"))) is is_seen
        assert ("Quince audit" in words(client.get(f"{HERE}/search?q=quince"))) is is_seen

    def test_another_council_has_it_not(
        self,
        client: PageClient,
        session: Session,
        actor: Actor,
        action: Action,
        sign_in_as: SignInAs,
        other_council: Council,
    ) -> None:
        evidence = shown(session, action, actor, file_of())
        there = "/councils/hillbury"
        paths = (f"/evidence/{evidence.id}", f"/evidence-files/{evidence.files[0].id}/file")
        sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
        for path in paths:
            client.get(there + path, expect=404)
        client.get(of(evidence), expect=404)
