"""Page and workbook cannot disagree: every figure, row and tag of the demonstration's plans."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.foundations.requests import Statements
from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.web.test_reports_agree import figures_on, progress_on
from tracker.domain.vocabulary import Role
from tracker.models import Council, Inspection, Plan
from tracker.presenters.words import day_words

SLUGS = ("aldermere", "darlington", "suffolk", "sunderland")
NOT_RECORDED = ("Measures", "Risks")
SCALES = ("Delivery", "Evidence", "Impact")
Rows = list[dict[str, Any]]


@pytest.fixture
def engine(demonstration_engine: Engine) -> Engine:
    """Plans of every stage, with much in them, and an embargo."""
    return demonstration_engine


@pytest.fixture(params=SLUGS)
def council(request: pytest.FixtureRequest, session: Session) -> Council:
    """Each council of the demonstration."""
    return session.scalars(select(Council).where(Council.slug == request.param)).one()


@pytest.fixture
def addresses(app: Flask, session: Session, council: Council) -> list[str]:
    """The addresses of its plans."""
    plans = session.scalars(select(Plan.id).where(Plan.council_id == council.id).order_by(Plan.id))
    return [f"/councils/{council.slug}/plans/{plan_id}" for plan_id in plans]


@pytest.fixture(params=[Role.VIEWER, Role.PROGRAMME_LEAD])
def reader(request: pytest.FixtureRequest, sign_in_as: SignInAs, council: Council) -> Role:
    """Somebody from whom embargoed findings are withheld, and somebody who sees them."""
    sign_in_as(request.param, council=council)
    return Role(request.param)


def workbook_at(client: PageClient, address: str) -> dict[str, Rows]:
    """Every sheet of the plan's workbook: its rows by their headings."""
    content = client.get(f"{address}/whole?format=xlsx").get_data()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    found: dict[str, Rows] = {}
    for name in book.sheet_names:
        heading, *rows = book.get_sheet_by_name(name).to_python() or [[]]
        found[name] = [dict(zip(map(str, heading), row, strict=True)) for row in rows]
        if len(rows) == 1 and not any(rows[0][1:]) and name not in (*NOT_RECORDED, "Charts"):
            # A sheet without rows says so in their place.
            found[name] = []
    return found


def table_on(page: Element) -> Iterator[list[str]]:
    """The cells of every row of the page's tables."""
    for body in page.iter("tbody"):
        for row in body.iter("tr"):
            yield [text_of(cell) for cell in row]


def plain(words: str) -> str:
    """Words without their spaces and the marks that only join them."""
    return "".join(words.replace(";", "").split())


def test_every_figure_is_the_overviews(
    client: PageClient, reader: Role, addresses: list[str]
) -> None:
    for address in addresses:
        page, book = parsed(client.get(address).text), workbook_at(client, address)
        figures = {row["Figure"]: f"{row['Number']:,.0f}" for row in book["Figures"]}
        on_page = figures_on(page)
        shared = figures.keys() & on_page.keys()
        assert {"Actions", "Overdue", "Complete"} <= shared
        assert {name: figures[name] for name in shared} == {name: on_page[name] for name in shared}
        drawn = {row.pop("Priority"): row for row in book["Progress"]}
        for words, total, parts in progress_on(page):
            counts = drawn.pop(words)
            assert f"{counts.pop('Actions'):,.0f} " in f"{total} "
            assert {name.lower(): n for name, n in counts.items() if n} == parts
        assert not drawn


def test_every_action_is_the_whole_plans(
    client: PageClient, reader: Role, addresses: list[str]
) -> None:
    for address in addresses:
        page, book = parsed(client.get(f"{address}/whole").text), workbook_at(client, address)
        assert list(_actions_on(page)) == [_action_in(row) for row in book["Plan"]]


def _actions_on(page: Element) -> Iterator[tuple[str, ...]]:
    for section in page.iter("section"):
        for row in (row for body in section.iter("tbody") for row in body.iter("tr")):
            yield tuple(plain(text_of(cell)) for cell in row)


def _action_in(row: dict[str, Any]) -> tuple[str, ...]:
    """The row as the cells of the page's table."""
    answers = "".join(f"Answers {words}" for words in row["Answers"].split("; ") if words)
    due, first = row["Due"] or None, row["First due"] or None
    written = f"{row['Due as written']} ({day_words(due)})" if row["Due as written"] else ""
    when = (written if due else row["Due as written"]) or day_words(due, "No date")
    moved = f"first {day_words(first)}" if first and first != due else ""
    ratings = "".join(_rating_in(row, scale) for scale in SCALES)
    stuck = f"In the way: {row['In the way']}" if row["In the way"] else ""
    stuck = "" if row["Delivery"] == "Complete" else stuck
    cells = (
        f"{row['Reference']} {row['Action']} {answers}",
        row["Owners"] or "No owner",
        f"{when} {moved}",
        row["How we will know"] or "No success measure",
        f"{ratings}{stuck}",
    )
    return tuple(plain(cell) for cell in cells)


def _rating_in(row: dict[str, Any], scale: str) -> str:
    assured = row[f"{scale} as assured"]
    note = row["Reason and recovery"] if scale == "Delivery" else ""
    return f"{scale} {row[scale]} {f'assured: {assured}' if assured else ''} {note}"


def test_everything_that_hangs_loose_is_coverages(
    client: PageClient, reader: Role, addresses: list[str]
) -> None:
    for address in addresses:
        page, book = parsed(client.get(f"{address}/coverage").text), workbook_at(client, address)
        figures = {row["Figure"]: (row["Number"], row["What it counts"]) for row in book["Figures"]}
        listed = Counter(row["What hangs loose"] for row in book["Coverage"])
        counted = [row for row in table_on(page) if len(row) == 2]
        assert len(counted) == 6
        for words, number in counted:
            [name] = [
                name for name, (_n, note) in figures.items() if plain(name + note) == plain(words)
            ]
            assert int(number.split()[0].replace(",", "")) == figures[name][0] == listed[name]
        unanswered = [row[0] for row in table_on(page) if len(row) > 2]
        told = [row for row in book["Coverage"] if row["What hangs loose"].startswith("Recomm")]
        assert len(unanswered) == len(told)
        for shown, row in zip(unanswered, told, strict=True):
            assert shown.startswith(f"{row['Number']}: ")
            assert shown.endswith(row["Where"])


def test_every_recommendation_is_the_lists(
    client: PageClient, session: Session, reader: Role, council: Council, addresses: list[str]
) -> None:
    titles = {
        title: key
        for key, title in session.execute(
            select(Inspection.id, Inspection.title).where(Inspection.council_id == council.id)
        )
    }
    for address in addresses:
        rows = workbook_at(client, address)["Recommendations"]
        for title in {row["Inspection"] for row in rows}:
            mine = [row for row in rows if row["Inspection"] == title]
            query = f"/councils/{council.slug}/recommendations?inspection={titles[title]}"
            read = [
                tuple(cells)
                for number in range(1, 3 + len(mine) // 25)
                for cells in table_on(parsed(client.get(f"{query}&page={number}").text))
                if len(cells) == 4
            ]
            # A page beyond the last one is the last one.
            shown = list(dict.fromkeys(read))
            assert len(shown) == len(mine)
            for (name, response, actions, verdict), row in zip(shown, mine, strict=True):
                assert name.startswith(f"{row['Kind']} {row['Number']}".strip())
                assert response == row["Response"]
                assert actions == _actions_words(int(row["Actions"]))
                assert plain(verdict) == plain(f"{row['Latest verdict']}{row['Visit']}") or (
                    not row["Latest verdict"]
                )
            exported = _exported(client, f"{query}&format=csv")
            assert [row["Recommendation"] for row in exported] == [
                r["Recommendation"] for r in mine
            ]
            assert [row["Visit ended"] for row in exported] == [
                _iso(r["Visit ended"]) for r in mine
            ]


def _actions_words(number: int) -> str:
    return {0: "No action", 1: "1 action"}.get(number, f"{number:,} actions")


def _exported(client: PageClient, address: str) -> Rows:
    return list(csv.DictReader(io.StringIO(client.get(address).text.removeprefix("\ufeff"))))


def _iso(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def test_every_slip_is_the_ledgers(client: PageClient, reader: Role, addresses: list[str]) -> None:
    names = {"Reference": "Reference", "First due": "First due", "From": "From", "To": "To"}
    names |= {"Days later": "Days later", "Why": "Why", "Recovery action": "Recovery action"}
    names |= {"Requested by": "Asked for by", "Requested on": "Asked for on", "State": "State"}
    names |= {"Decided by": "Decided by", "Decided on": "Decided on"}
    for address in addresses:
        rows = workbook_at(client, address)["Slips"]
        exported = _exported(client, f"{address}/date-changes?format=csv")
        assert len(rows) == len(exported)
        for row, other in zip(rows, exported, strict=True):
            told = {there: _told(row[here]) for there, here in names.items()}
            assert told == {there: other[there].lstrip("'") for there in names}
        shown = list(table_on(parsed(client.get(f"{address}/date-changes").text)))
        for row, cells in zip(rows, shown, strict=False):
            assert cells[0].startswith(f"{row['Reference']} {row['Action']}")
            assert cells[3].startswith(row["State"])
            board, _comma, day = row["Meeting"].rpartition(", ")
            assert board in cells[3]
            assert day in cells[3]


def _told(cell: Any) -> str:
    return f"{cell:.0f}" if isinstance(cell, float) else _iso(cell)


def test_the_workbook_says_where_it_comes_from(
    client: PageClient, reader: Role, council: Council, addresses: list[str]
) -> None:
    for address in addresses:
        book = workbook_at(client, address)
        about = {row["What"]: row["Value"] for row in book["About"]}
        assert about["Council"] == council.name
        assert about["Data as at"] == "5 October 2026"
        assert about["Taken from"].startswith("Row ")
        assert about["About this data"].startswith("Demonstration: ")
        for name in NOT_RECORDED:
            assert book[name][0][name].startswith("Not recorded")
        links = [link.get("href") for link in parsed(client.get(f"{address}/whole").text).iter("a")]
        assert f"{address}/whole?format=xlsx" in links


def test_a_past_day_has_the_workbook_of_its_page(
    client: PageClient, reader: Role, addresses: list[str]
) -> None:
    address = f"{addresses[0]}/whole?format=xlsx&on="
    there = client.get(f"{address}2026-10-05", expect=303).headers["Location"]
    assert there.endswith("/as-at?on=2026-10-05&format=xlsx")
    client.get(there)
    wrong = client.get(f"{address}1066-10-14", expect=303).headers["Location"]
    assert "The date must be " in client.get(wrong, expect=422).text


def test_the_same_plan_is_the_same_file_from_the_tables_and_from_history(
    client: PageClient, reader: Role, addresses: list[str]
) -> None:
    for address in addresses:
        now = client.get(f"{address}/whole?format=xlsx").get_data()
        assert now == client.get(f"{address}/as-at?format=xlsx").get_data()


def test_costs_as_many_statements_for_a_large_plan_as_for_a_small_one(
    client: PageClient, reader: Role, addresses: list[str], statements: Statements
) -> None:
    costs = set()
    for address in addresses:
        workbook_at(client, address)
        with statements() as sent:
            workbook_at(client, address)
        costs.add(len(sent))
    # A plan without an inspection has no list of recommendations to ask for, and one without people
    # or posts none of these: of the present day, and of the days that its charts look back on.
    assert max(costs) <= 19
    assert max(costs) - min(costs) <= 3
