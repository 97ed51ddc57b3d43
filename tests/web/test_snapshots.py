"""A plan's past: as at any day, and two days compared; the workbook says what the page says."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.records import Now
from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.services.given import (
    a_board,
    a_post,
    moved,
    recommendations,
    recorded,
    saying,
)
from tests.web.planned import (
    HERE,
    NOT_STARTED,
    action_of,
    answering,
    links,
    plan_of,
    problems,
    words,
)
from tests.web.workforce import NOBODY, cells
from tracker.access.actor import Actor
from tracker.adapters.append_only import release
from tracker.domain.vocabulary import Delivery, OwnershipRole, PlanStage, Role
from tracker.models import Action, Council, History, Meeting, Plan
from tracker.presenters.words import day_words
from tracker.queries.succession import get_whole_action
from tracker.services.actions import ActionFields, amend_action, remove_action
from tracker.services.ownership import OwnerFields, set_owners
from tracker.services.plans import PlanFields, amend_plan
from tracker.services.priorities import PriorityFields, add_priority
from tracker.services.succession import split_action
from tracker.services.updates import post_update

BEGAN = date(2026, 10, 5)
LATER = BEGAN + timedelta(days=30)
NOW = BEGAN + timedelta(days=60)
PAST_SHEETS = [
    *("About", "Key", "Figures", "Plan", "Recommendations", "Coverage", "Slips", "Removed"),
    *("Ratings", "Progress", "Ratings over time", "Slipped actions", "Timeline"),
    *("Judgement history", "Measures", "Risks", "Charts"),
]
WHY = "Two posts are vacant. Recovery: Two people start in March."
FORMULA = '=HYPERLINK("https://example.com")'


def at(actor: Actor, day: date) -> Actor:
    """The actor at work on another day."""
    return replace(actor, at=actor.at + (day - BEGAN))


@pytest.fixture
def plan(session: Session, actor: Actor, now: Now) -> Plan:
    """Written on 5 October, changed on 4 November; today is 4 December."""
    plan = plan_of(session, actor, PlanStage.ADOPTED)
    head = add_priority(
        session, plan, PriorityFields(letter="A", title="Oversight"), by=actor, on=BEGAN
    )
    post = a_post(session, actor, "Head of first contact")
    kept = action_of(
        session, plan, actor, "A1", title=FORMULA, priority_id=head.id, due_on=date(2026, 11, 1)
    )
    gone = action_of(session, plan, actor, "A2", priority_id=head.id)
    parted = action_of(session, plan, actor, "A3", priority_id=head.id)
    done = action_of(session, plan, actor, "A4", due_on=date(2026, 11, 20))
    answering(session, kept, actor, *recommendations(session, actor, 2))
    _own(session, actor, kept, post.id)
    _change(session, at(actor, LATER), plan, kept, gone, parted, done)
    now.pass_by(days=60)
    return plan


def _own(session: Session, by: Actor, action: Action, post_id: Any) -> None:
    session.refresh(action, ["ownerships", "plan"])
    owner = OwnerFields(post_id=post_id, role=OwnershipRole.LEAD)
    set_owners(session, action, [owner], by=by, on=BEGAN)


def _change(
    session: Session,
    by: Actor,
    plan: Plan,
    kept: Action,
    gone: Action,
    parted: Action,
    done: Action,
) -> None:
    moved(session, kept, date(2026, 11, 10), reason="Staff left", by=by, on=LATER)
    post_update(session, kept, saying(Delivery.AT_RISK, done="@cmd"), by=by, on=LATER)
    remove_action(session, gone, reason="Told twice\nin one plan", by=by, on=LATER)
    whole = get_whole_action(session, by, parted.id)
    parts = [
        ActionFields(reference=f"A3.{n}", title=f"Part {n}", due_on=date(2026, 11, 30))
        for n in (1, 2)
    ]
    split_action(session, whole, parts, by=by, on=LATER)
    post_update(session, done, saying(Delivery.COMPLETE), by=by, on=LATER)


def page_of(client: PageClient, plan: Plan, query: str, expect: int = 200) -> TestResponse:
    return client.get(f"{HERE}/plans/{plan.id}/{query}", expect=expect)


def figures(page: TestResponse) -> dict[str, int]:
    """The big figures: words to number."""
    found = {}
    for item in parsed(page.text).iter("li"):
        if "tracker-figures__item" in (item.get("class") or ""):
            number, _, name = text_of(item).partition(" ")
            found[name] = int(number.replace(",", ""))
    return found


def sheets(answer: TestResponse) -> dict[str, list[list[Any]]]:
    """The rows of every sheet of a workbook, its heading first."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


class TestAsAt:
    def test_shows_the_plan_as_it_was(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = page_of(client, plan, f"as-at?on={BEGAN}")
        assert "The plan as at 5 October 2026" in words(page)
        assert cells(page.text, "A: Oversight")[0] == [
            f"A1 {FORMULA}Answers Inspection of 2015",
            "Head of first contact (lead)",
            "1 November 2026",
            NOT_STARTED,
            "Never",
        ]
        assert [row[0] for row in cells(page.text, "A: Oversight")[1:]] == [
            "A2 Do what A2 says",
            "A3 Do what A3 says",
        ]
        assert [row[0] for row in cells(page.text, "Actions without a priority")] == [
            "A4 Do what A4 says"
        ]
        assert "Removed by then" not in words(page)
        assert figures(page) == {
            "Actions": 4,
            "Not started": 4,
            "On track": 0,
            "At risk": 0,
            "Off track": 0,
            "Complete": 0,
            "Overdue": 0,
            "Removed": 0,
        }

    def test_shows_what_was_removed_and_what_took_its_place(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = page_of(client, plan, "as-at?on=4+November+2026")
        assert cells(page.text, "Removed actions") == [
            ["A2 Do what A2 says", "4 November 2026", "Told twice in one plan", "Nothing"],
            ["A3 Do what A3 says", "4 November 2026", "No reason given", "A3.1 Part 1A3.2 Part 2"],
        ]
        assert cells(page.text, "A: Oversight")[0][2:] == [
            "10 November 2026first 1 November 2026",
            f"Delivery At risk{WHY}Evidence NoneImpact Too early",
            "4 November 2026@cmd",
        ]
        shown = figures(page)
        assert (shown["Actions"], shown["Removed"], shown["Complete"]) == (4, 2, 1)

    def test_late_is_judged_on_the_day(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        late = [
            figures(page_of(client, plan, f"as-at?on={day}"))["Overdue"]
            for day in ("2026-11-01", "2026-11-02", "2026-11-04", "2026-11-11", "2026-12-04")
        ]
        assert late == [0, 1, 0, 1, 3]

    def test_today_is_asked_for_by_asking_nothing(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        assert "The plan as at 4 December 2026" in words(page_of(client, plan, "as-at"))

    def test_offers_telling_days(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        board = a_board(session, actor)
        session.refresh(plan, ["board"])
        amend_plan(
            session,
            plan,
            PlanFields(title="Renamed since", board_id=board.id),
            by=at(actor, NOW),
            on=NOW,
        )
        for held_on in (LATER, date(2027, 1, 10)):
            recorded(session, actor, Meeting, board_id=board.id, held_on=held_on, title="Board")
        sign_in_as(Role.VIEWER)
        offered = links(page_of(client, plan, f"as-at?on={BEGAN}"))
        assert offered["4 November 2026: Board"].endswith("as-at?on=2026-11-04")
        assert "5 October 2026: first recorded" in offered
        assert "10 January 2027: Board" not in offered
        assert "It was called “Getting to good” then" in words(
            page_of(client, plan, f"as-at?on={BEGAN}")
        )
        # Nothing asked for: from the board's last meeting until today.
        assert "from 4 November 2026 to 4 December 2026" in words(page_of(client, plan, "compare"))

    def test_an_empty_plan_says_so(
        self, client: PageClient, session: Session, actor: Actor, sign_in_as: SignInAs
    ) -> None:
        empty = plan_of(session, actor)
        sign_in_as(Role.VIEWER)
        assert "Nothing in this plan yet" in words(page_of(client, empty, "as-at"))
        assert "Nothing changed" in words(page_of(client, empty, "compare"))
        assert sheets(page_of(client, empty, "as-at?format=xlsx"))["Plan"][1][0] == "No actions"

    def test_the_plans_page_leads_here(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        found = links(client.get(f"{HERE}/plans/{plan.id}"))
        assert found["As at any day"] == f"{HERE}/plans/{plan.id}/as-at"
        assert found["What changed"] == f"{HERE}/plans/{plan.id}/compare"


class TestCompare:
    def test_tells_what_lies_between_two_days(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = page_of(client, plan, f"compare?from={BEGAN}&to={NOW}")
        assert figures(page) == {
            "Added": 2,
            "Removed": 2,
            "Changed": 2,
            "Newly late": 3,
            "Newly done": 1,
            "Plan and priorities changed": 0,
        }
        assert [row[0] for row in cells(page.text, "Added")] == ["A3.1 Part 1", "A3.2 Part 2"]
        assert [row[0] for row in cells(page.text, "Removed actions")] == [
            "A2 Do what A2 says",
            "A3 Do what A3 says",
        ]
        assert [row[0][:4] for row in cells(page.text, "Newly late")] == ["A1 =", "A3.1", "A3.2"]
        assert [row[0] for row in cells(page.text, "Newly done")] == ["A4 Do what A4 says"]
        assert links(page)["2 Added"] == "#added"
        assert "0 Plan and priorities changed" not in links(page)

    def test_strikes_the_old_value_through_beside_the_new(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = parsed(page_of(client, plan, f"compare?from={BEGAN}&to={NOW}").text)
        assert [text_of(one) for one in page.iter("del")][:2] == ["Not started", "1 November 2026"]
        assert [text_of(one) for one in page.iter("ins")][:3] == [
            "At risk",
            WHY,
            "10 November 2026",
        ]

    def test_the_plan_itself_is_compared(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        by = at(actor, NOW)
        session.refresh(plan, ["board"])
        amend_plan(session, plan, PlanFields(title="Getting to great"), by=by, on=NOW)
        add_priority(session, plan, PriorityFields(letter="B", title="Data"), by=by, on=NOW)
        sign_in_as(Role.VIEWER)
        page = page_of(client, plan, f"compare?from={LATER}&to={NOW}")
        assert figures(page)["Plan and priorities changed"] == 2
        assert "Title: was Getting to good → is now Getting to great" in words(page)
        assert "Priority B: Data" in words(page)

    def test_an_action_that_was_moved_under_a_priority_is_changed(
        self, client: PageClient, session: Session, actor: Actor, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        by = at(actor, NOW)
        action = action_of(session, plan, at(actor, LATER), "Z9")
        head = add_priority(session, plan, PriorityFields(letter="B", title="Data"), by=by, on=NOW)
        fields = ActionFields(
            reference="Z9", title=action.title, due_on=action.due_on, priority_id=head.id
        )
        amend_action(session, action, fields, by=by, on=NOW)
        sign_in_as(Role.VIEWER)
        page = page_of(client, plan, f"compare?from={LATER}&to={NOW}")
        assert "Z9 Do what Z9 says Priority: nothing → is now B: Data" in words(page)

    def test_a_day_and_itself(self, client: PageClient, plan: Plan, sign_in_as: SignInAs) -> None:
        sign_in_as(Role.VIEWER)
        page = page_of(client, plan, f"compare?from={LATER}&to={LATER}")
        assert "Nothing changed" in words(page)
        assert set(figures(page).values()) == {0}


BAD_DAYS = [
    ("as-at?on=31/02/2026", "The date must be a real date, such as 1 September 2026"),
    ("as-at?on=soon", "The date must be a real date, such as 1 September 2026"),
    ("as-at?on=Dec+2026", "The date must be a real date, such as 1 September 2026"),
    (
        "as-at?on=" + quote("\x00\ud7ff<b>"),
        "The date must be a real date, such as 1 September 2026",
    ),
    ("as-at?on=" + "9" * 5000, "The date must be a real date, such as 1 September 2026"),
    ("as-at?on=2027-01-01", "The date must be today or in the past"),
    (
        "as-at?on=2026-10-04",
        "The date must be 5 October 2026 or later, as nothing is recorded of this plan before",
    ),
    ("as-at?on=1900-01-01&format=xlsx", "The date must be 5 October 2026 or later"),
    (
        "compare?from=2026-11-05&to=2026-11-04",
        "The second date must be the same as or after the first date",
    ),
    ("compare?from=x&to=y", "The first date must be a real date"),
    ("compare?from=2026-11-05&to=2030-01-01", "The second date must be today or in the past"),
]


@pytest.mark.parametrize(("query", "sentence"), BAD_DAYS)
def test_a_day_that_cannot_be_shown_is_named(
    client: PageClient, plan: Plan, sign_in_as: SignInAs, query: str, sentence: str
) -> None:
    sign_in_as(Role.VIEWER)
    page = page_of(client, plan, query, expect=422)
    assert problems(page)[0].startswith(sentence)


def test_what_was_typed_stays(client: PageClient, plan: Plan, sign_in_as: SignInAs) -> None:
    sign_in_as(Role.VIEWER)
    page = page_of(client, plan, "compare?from=2026-10-06&to=31+June", expect=422)
    fields = {one.get("name"): one.get("value") for one in parsed(page.text).iter("input")}
    assert (fields["from"], fields["to"]) == ("2026-10-06", "31 June")


def test_a_day_that_a_fast_clock_hides_is_refused(
    client: PageClient, session: Session, actor: Actor, now: Now, sign_in_as: SignInAs
) -> None:
    recorded(
        session,
        at(actor, date(2030, 1, 1)),
        Meeting,
        board_id=a_board(session, actor).id,
        held_on=BEGAN,
        title="Board",
    )
    plan = plan_of(session, actor)
    now.pass_by(days=3)
    sign_in_as(Role.VIEWER)
    page = page_of(client, plan, f"as-at?on={BEGAN}", expect=422)
    assert problems(page) == ["Nothing is recorded of the date"]
    assert "The plan as at 8 October 2026" in words(page_of(client, plan, "as-at"))


@pytest.mark.parametrize("record_type", ["recommendation", "inspection", "post", "priority"])
def test_what_history_tells_nothing_of_any_more_is_left_out(
    client: PageClient, session: Session, plan: Plan, sign_in_as: SignInAs, record_type: str
) -> None:
    session.flush()
    table: Any = History.__table__
    release(session.connection(), "history")
    blanked = table.update().where(table.c.record_type == record_type).values(payload=None)
    session.connection().execute(blanked)
    for role in (Role.VIEWER, Role.PROGRAMME_LEAD):
        sign_in_as(role)
        assert f"A1 {FORMULA}" in words(page_of(client, plan, f"as-at?on={BEGAN}"))
        page_of(client, plan, f"compare?from={BEGAN}&to={NOW}")
        page_of(client, plan, f"as-at?on={BEGAN}&format=xlsx")


def test_a_reader_costs_no_more_statements_than_a_page_may(
    client: PageClient, plan: Plan, statements: Statements, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    for query in (f"as-at?on={BEGAN}", f"compare?from={BEGAN}&to={LATER}"):
        page_of(client, plan, query)
        with statements() as sent:
            page_of(client, plan, query)
        assert len(sent) <= 8


@pytest.mark.parametrize("page", ["as-at", "compare"])
def test_another_councils_plan_is_not_there(
    client: PageClient,
    session: Session,
    actor: Actor,
    other_council: Council,
    sign_in_as: SignInAs,
    page: str,
) -> None:
    plan = plan_of(session, actor)
    sign_in_as(Role.PROGRAMME_LEAD, council=other_council)
    client.get(f"/councils/hillbury/plans/{plan.id}/{page}", expect=404)
    client.get(f"/councils/hillbury/plans/{NOBODY}/{page}", expect=404)


class TestWorkbook:
    def test_says_what_the_page_as_at_a_day_says(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        page = page_of(client, plan, f"as-at?on={LATER}")
        answer = page_of(client, plan, f"as-at?on={LATER}&format=xlsx")
        assert answer.headers["Content-Disposition"] == (
            'attachment; filename="riverford-plan-as-at-2026-11-04.xlsx"'
        )
        found = sheets(answer)
        assert list(found) == PAST_SHEETS
        counted = {text: number for text, number, _note in found["Figures"][1:]}
        assert counted.items() >= figures(page).items()
        heading, *rows = found["Plan"]
        actions = [dict(zip(heading, row, strict=True)) for row in rows]
        assert len(actions) == figures(page)["Actions"]
        assert sum(row["Overdue"] == "Overdue" for row in actions) == figures(page)["Overdue"]
        shown = [
            row
            for name in ("A: Oversight", "Actions without a priority")
            for row in cells(page.text, name)
        ]
        for row, cell in zip(actions, shown, strict=True):
            assert cell[0].startswith(f"{row['Reference']} {row['Action']}")
            assert cell[1] == row["Owners"] or (cell[1], row["Owners"]) == ("No owner", "")
            assert cell[3].startswith(f"Delivery {row['Delivery']}")
            assert cell[4].startswith(day_words(row["Last update"] or None, "Never"))
        assert actions[0]["Action"] == FORMULA
        assert (actions[0]["Due"], actions[0]["First due"]) == (
            date(2026, 11, 10),
            date(2026, 11, 1),
        )
        assert [row[:4] for row in found["Removed"][1:]] == [
            ["A2", "Do what A2 says", LATER, "Told twice\nin one plan"],
            ["A3", "Do what A3 says", LATER, ""],
        ]
        meaning = "Done; whether it helped is another question"
        assert ["Delivery", "Complete", meaning] in found["Key"]

    def test_says_what_the_comparison_says(
        self, client: PageClient, plan: Plan, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        query = f"compare?from={BEGAN}&to={NOW}"
        page = page_of(client, plan, query)
        found = sheets(page_of(client, plan, f"{query}&format=xlsx"))
        assert {text: number for text, number, _note in found["Figures"][1:]} == figures(page)
        for name, caption in (
            ("Added", "Added"),
            ("Newly late", "Newly late"),
            ("Newly done", "Newly done"),
            ("Removed", "Removed actions"),
        ):
            named = [f"{row[0]} {row[1]}" for row in found[name][1:]]
            assert len(named) == figures(page)[name]
            for words_of, cell in zip(named, cells(page.text, caption), strict=True):
                assert cell[0].startswith(words_of)
        changes = [(row[1], row[2], row[3]) for row in found["Changed"][1:]]
        assert ("Due", "1 November 2026", "10 November 2026") in changes
        shown = [text_of(item) for item in parsed(page.text).iter("li")]
        for field, old, new in changes:
            assert any(
                line.startswith(f"{field}:") and old in line and new in line for line in shown
            )
        assert found["Plan and priorities"][1][0] == "None"

    def test_is_the_same_file_every_time_and_takes_nothing_for_a_formula(
        self, client: PageClient, plan: Plan, now: Now, sign_in_as: SignInAs
    ) -> None:
        sign_in_as(Role.VIEWER)
        query = f"as-at?on={LATER}&format=xlsx"
        first = page_of(client, plan, query).get_data()
        now.pass_by(minutes=3)
        assert page_of(client, plan, query).get_data() == first
        with zipfile.ZipFile(io.BytesIO(first)) as file:
            sheet = file.read("xl/worksheets/sheet4.xml").decode()
            assert "hyperlinks" not in "".join(file.namelist())
        assert "<f>" not in sheet
        assert 'state="frozen"' in sheet
