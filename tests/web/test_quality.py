"""Quality checks: what the page finds, where each finding is mended, and for whom."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.exhibits import owned_by, shown
from tests.services.given import (
    a_person,
    a_plan,
    a_post,
    a_priority,
    an_inspection,
    recommendations,
    recorded,
    saying,
)
from tests.web.planned import HERE, THERE, action_of, answering, links, looks_back, words
from tests.web.scene import embargoed, recommended
from tests.web.workforce import a_holding, cells
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage, Role, VerdictKind
from tracker.models import Ownership, Plan, Verdict
from tracker.presenters.quality import RULE_WORDS
from tracker.services.plans import close_plan
from tracker.services.updates import post_update

TODAY = date(2026, 10, 5)
PAST = TODAY - timedelta(days=20)
MEASURE = "9 of 10 contacts answered"
TITLES = {name: one.title for name, one in RULE_WORDS.items()}


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    return a_plan(session, actor, PlanStage.ADOPTED)


def address(plan: Plan, here: str = HERE) -> str:
    return f"{here}/plans/{plan.id}/quality"


def figures(page: str) -> dict[str, int]:
    """The numbers of the checks that found something."""
    found = {}
    for item in parsed(page).iter("li"):
        if "tracker-figures__item" in (item.get("class") or ""):
            number, _, name = text_of(item).partition(" ")
            found[name] = int(number)
    assert set(found) == set(TITLES.values())
    return {name: number for name, number in found.items() if number}


def everything_wrong(session: Session, actor: Actor, plan: Plan) -> None:
    """One finding of every check, and two of one."""
    a_priority(session, plan, actor, "Z")
    unanswered, back = recommendations(session, actor, 2)
    looks_back(session, plan, actor, unanswered)
    person = a_person(session, actor)
    own = {"success_measure": MEASURE}
    for number in range(11):
        busy = action_of(session, plan, actor, f"9.{number}", title=f"Step {number}", **own)
        owned_by(session, busy, actor, person)
    silent = action_of(session, plan, actor, "1", title="Write to schools", due_on=PAST, **own)
    hoped = action_of(session, plan, actor, "2", title="Train", success_measure="Embedded")
    gone = a_person(session, actor, "Lee Gone", left_on=PAST)
    for action in (silent, hoped):
        owned_by(session, action, actor, gone)
    action_of(session, plan, actor, "3", title="Hold panels")
    action_of(session, plan, actor, "4", title="hold PANELS.", **own)
    for reference, title in (("5", "Buy laptops"), ("6", "Close files")):
        done = action_of(session, plan, actor, reference, title=title, **own)
        by = replace(actor, at=actor.at - timedelta(days=100))
        post_update(session, done, saying(Delivery.COMPLETE), by=by, on=by.today)
        if reference == "6":
            shown(session, done, actor)
    visit = an_inspection(
        session,
        actor,
        title="Visit",
        fieldwork_start_on=TODAY + timedelta(days=1),
        fieldwork_end_on=TODAY + timedelta(days=1),
    )
    answering(session, silent, actor, back)
    values = {"recommendation_id": back.id, "inspection_id": visit.id, "words": "No better"}
    recorded(session, actor, Verdict, verdict=VerdictKind.BACK_AGAIN, **values)


class TestFindings:
    def test_every_check_is_counted_and_told(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        everything_wrong(session, actor, plan)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(address(plan))
        counted = figures(page.text)
        assert counted == dict.fromkeys(TITLES.values(), 1) | {TITLES["owner_left"]: 3}
        for name, number in counted.items():
            assert len(cells(page.text, name)) == number
        assert cells(page.text, TITLES["overdue_without_update"]) == [
            [
                "1 Write to schools",
                "Was due on 15 September 2026; no update since.",
                "Post an update: 1 Write to schools",
            ]
        ]
        assert cells(page.text, TITLES["owner_left"])[0][1:] == [
            "Left on 15 September 2026 and still owns 2 open actions.",
            "Hand over: Lee Gone",
        ]
        assert cells(page.text, TITLES["back_again_nothing_new"])[0][1] == (
            "Back again, said “Visit” on 6 October 2026. "
            "Nothing new was recorded in this plan since."
        )
        assert cells(page.text, TITLES["evidence_without_impact"])[0][:2] == [
            "6 Close files",
            "“Complete” since 27 June 2026 with evidence, and its impact is still “too early”.",
        ]

    def test_each_mend_opens_and_none_is_a_due_date(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        everything_wrong(session, actor, plan)
        sign_in_as(Role.PROGRAMME_LEAD)
        mends = {
            words.partition(":")[0]: href
            for words, href in links(client.get(address(plan))).items()
            if ": " in words
        }
        assert {one.mend for one in RULE_WORDS.values()} - set(mends) == {
            RULE_WORDS["owner_left"].mend
        }
        for href in mends.values():
            assert "due-date" not in href
            client.get(href)
        assert "Write to schools" in words(client.get(mends["Post an update"]))
        merged = client.get(mends["Merge the two"])
        ticked = [
            one for one in parsed(merged.text).iter("input") if one.get("checked") is not None
        ]
        assert len(ticked) == 2

    def test_a_vacant_post_and_an_action_of_nobody(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        vacant, held = a_post(session, actor), a_post(session, actor, "Head of care")
        a_holding(session, actor, held, a_person(session, actor))
        for reference, post in (("1", vacant), ("2", held)):
            action = action_of(
                session, plan, actor, reference, title=reference * 9, success_measure=MEASURE
            )
            lead = {"role": OwnershipRole.LEAD, "from_on": TODAY}
            recorded(session, actor, Ownership, action_id=action.id, post_id=post.id, **lead)
        action_of(session, plan, actor, "3", title="Loose", success_measure=MEASURE)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(address(plan))
        assert cells(page.text, TITLES["owner_left"]) == [
            [
                "Head of first contact",
                "Nobody holds this post, and it owns 1 open action.",
                "Appoint somebody: Head of first contact",
            ],
            ["3 Loose", "Nobody owns this action.", "Name an owner: 3 Loose"],
        ]
        for text, href in links(page).items():
            if text.startswith(("Appoint", "Name")):
                client.get(href)

    def test_an_update_mends_silence(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        silent = action_of(session, plan, actor, "1", due_on=PAST, success_measure=MEASURE)
        owned_by(session, silent, actor, a_person(session, actor))
        sign_in_as(Role.PROGRAMME_LEAD)
        assert figures(client.get(address(plan)).text) == {TITLES["overdue_without_update"]: 1}
        post_update(session, silent, saying(Delivery.AT_RISK), by=actor, on=TODAY)
        page = client.get(address(plan))
        assert figures(page.text) == {}
        assert "Nothing found" in words(page)
        assert "All 11 checks were made, and nothing was found." in words(page)

    def test_it_is_led_to_from_the_plan(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        assert links(client.get(f"{HERE}/plans/{plan.id}"))["Quality checks"] == address(plan)


class TestWhoMayMend:
    def test_a_viewer_reads_and_mends_nothing(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        everything_wrong(session, actor, plan)
        sign_in_as(Role.VIEWER)
        page = client.get(address(plan))
        assert len(figures(page.text)) == 11
        assert "What to do" not in page.text
        assert [text for text in links(page) if text.startswith(("Add ", "Post ", "Merge "))] == []

    def test_a_manager_mends_their_own_actions(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        manager = sign_in_as(Role.SERVICE_MANAGER)
        mine, other = (
            action_of(session, plan, actor, reference, title=title, due_on=PAST)
            for reference, title in (("1", "Hold panels"), ("2", "Buy laptops"))
        )
        owned_by(session, mine, actor, manager)
        owned_by(session, other, actor, a_person(session, actor))
        page = client.get(address(plan))
        assert cells(page.text, TITLES["overdue_without_update"]) == [
            [
                "1 Hold panels",
                "Was due on 15 September 2026; no update since.",
                "Post an update: 1 Hold panels",
            ],
            ["2 Buy laptops", "Was due on 15 September 2026; no update since.", ""],
        ]
        assert "Add a success measure" not in page.text

    def test_nothing_in_a_closed_plan_is_mended(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        everything_wrong(session, actor, plan)
        close_plan(session, plan, by=actor, on=TODAY)
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(address(plan))
        assert "This plan is closed" in words(page)
        assert "What to do" not in page.text

    def test_what_is_under_embargo_is_not_told(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        (known,) = recommendations(session, actor, 1)
        visit = embargoed(session, actor)
        secret = recommended(session, visit, actor, text="Nobody may know of this")
        looks_back(session, plan, actor, known, secret)
        hidden = action_of(session, plan, actor, "S1", title="Told to nobody")
        answering(session, hidden, actor, secret)
        another = recommended(session, visit, actor, text="Nor of this")
        back = {"verdict": VerdictKind.BACK_AGAIN, "words": "No better"}
        ids = {"recommendation_id": known.id, "inspection_id": visit.id}
        recorded(session, actor, Verdict, **back, **ids)
        sign_in_as(Role.VIEWER)
        for query in ("", "?format=csv"):
            said = client.get(address(plan) + query).text
            for withheld in ("Nobody may know", "Told to nobody", "Nor of this", visit.title):
                assert withheld not in said
        assert figures(client.get(address(plan)).text) == {TITLES["recommendation_unanswered"]: 1}
        sign_in_as(Role.PROGRAMME_LEAD)
        page = client.get(address(plan))
        assert another.text in page.text
        assert figures(page.text)[TITLES["back_again_nothing_new"]] == 1

    def test_not_of_another_council_or_of_nothing(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.PROGRAMME_LEAD)
        client.get(address(plan, THERE), expect=404)
        client.get(f"{HERE}/plans/{TODAY}/quality", expect=404)


def test_the_csv_has_what_the_page_says(
    client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
) -> None:
    everything_wrong(session, actor, plan)
    sums = action_of(session, plan, actor, "10", title="Sums", success_measure=MEASURE)
    owned_by(session, sums, actor, a_person(session, actor, "=1+1", left_on=PAST))
    sign_in_as(Role.VIEWER)
    answer = client.get(f"{address(plan)}?format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    page = client.get(address(plan))
    said = [cell for title in figures(page.text) for cell in cells(page.text, title)]
    shown_rows = [[row["About"].removeprefix("'"), row["What was found"]] for row in rows]
    assert shown_rows == said
    assert {row["Check"] for row in rows} == set(TITLES.values())
    assert "'=1+1" in {row["About"] for row in rows}


@pytest.mark.parametrize("role", [Role.PROGRAMME_LEAD, Role.VIEWER])
def test_one_finding_or_many_cost_the_same(
    client: PageClient,
    session: Session,
    actor: Actor,
    plan: Plan,
    sign_in_as: SignInAs,
    statements: Statements,
    role: Role,
) -> None:
    owned_by(session, action_of(session, plan, actor, "0"), actor, a_person(session, actor))
    sign_in_as(role)
    counts = []
    for more in (None, everything_wrong):
        if more is not None:
            more(session, actor, plan)
        client.get(address(plan))
        with statements() as sent:
            client.get(address(plan))
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 8
