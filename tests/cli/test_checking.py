"""``tracker check-plan``: the findings of a plan in words, with the status."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.cli.running import run
from tracker.access.actor import operator
from tracker.adapters.database import make_engine, make_sessions
from tracker.domain.dates import long_date
from tracker.models import Council
from tracker.services.actions import ActionFields, add_action
from tracker.services.plans import PlanFields, adopt_plan, close_plan, start_plan


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Riverford with a plan that has one finding, an empty one, and a closed one; Hillbury."""
    run(tmp_path, "upgrade")
    for slug in ("riverford", "hillbury"):
        run(tmp_path, "create-council", slug.title(), "--slug", slug)
    engine = make_engine(f"sqlite:///{tmp_path}/instance/tracker.sqlite")
    with make_sessions(engine)() as session:
        council = session.scalars(select(Council).where(Council.slug == "riverford")).one()
        by = operator(datetime.now(UTC), council.id)
        plans = [
            start_plan(session, PlanFields(title=title), by=by, on=by.today)
            for title in ("Getting to good", "Nothing yet", "Long over")
        ]
        fields = ActionFields(
            reference="1", title="Hold panels", due_on=date(2099, 1, 1), success_measure="9 of 10"
        )
        add_action(session, plans[0], fields, by=by, on=by.today)
        adopt_plan(session, plans[2], by=by, on=by.today)
        close_plan(session, plans[2], by=by, on=by.today)
        session.commit()
    engine.dispose()
    return tmp_path


def check(folder: Path, *words: str, status: int = 0, council: str = "riverford") -> list[str]:
    """What is printed, or said on standard error with the status 2."""
    done = run(folder, "check-plan", "--council", council, *words, status=status)
    return (done.stderr if status == 2 else done.stdout).splitlines()


def test_findings_are_printed_by_rule(folder: Path) -> None:
    assert check(folder, "--plan", "getting to GOOD", status=1) == [
        "Getting to good",
        "",
        "Nobody to answer for it (1)",
        "  1 Hold panels",
        "    Nobody owns this action.",
        "",
    ]


def test_a_plan_in_order_is_praised(folder: Path) -> None:
    said = check(folder, "--plan", "Nothing yet")
    assert said[2] == "All 11 checks were made, and nothing was found."


def test_every_plan_that_is_not_closed_is_checked_unless_one_is_named(folder: Path) -> None:
    said = check(folder, status=1)
    assert [line for line in said if line in {"Getting to good", "Nothing yet", "Long over"}] == [
        "Getting to good",
        "Nothing yet",
    ]
    assert check(folder, council="hillbury") == [
        "No plan of this council is open: name a closed one with --plan"
    ]
    assert check(folder, "--plan", "Long over")[0] == "Long over"


def test_it_can_be_checked_as_at_a_day(folder: Path) -> None:
    today = operator(datetime.now(UTC)).today
    for day in (today.isoformat(), long_date(today)):
        check(folder, "--plan", "Getting to good", "--as-at", day, status=1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--plan", "Other"), "There is no plan Other. This council’s plans: "),
        (("--as-at", "soon"), "--as-at should be a date such as 2026-09-01 or 1 September 2026"),
        (("--as-at", "March 2026"), "--as-at should be a date such as 2026-09-01"),
        (("--as-at", "31/02/2026"), "--as-at should be a date such as 2026-09-01"),
        (("--as-at", "2099-01-01"), "--as-at should be today or an earlier day"),
        (
            ("--plan", "Getting to good", "--as-at", "2026-03-01"),
            "Nothing is recorded of Getting to good by 1 March 2026",
        ),
    ],
)
def test_a_wrong_argument_is_named(folder: Path, words: tuple[str, ...], sentence: str) -> None:
    (said,) = check(folder, *words, status=2)
    assert said.startswith(sentence)


def test_a_council_that_is_not_there(folder: Path) -> None:
    assert check(folder, council="nowhere", status=2) == ["There is no council nowhere"]
