"""Page and paper cannot disagree: the figures and rows of the demonstration's plans, compared."""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from docx import Document
from docx.document import Document as WordDocument
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.reports.papers import table_of
from tracker.domain.vocabulary import Role
from tracker.models import Council, Plan

SLUGS = ("aldermere", "darlington", "suffolk", "sunderland")


@pytest.fixture
def engine(demonstration_engine: Engine) -> Engine:
    """Plans of every stage, with much in them."""
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


def paper_at(client: PageClient, address: str) -> WordDocument:
    path = f"{address}/cabinet-report"
    client.submit(path, form=path, expect=303)
    return Document(io.BytesIO(client.get(f"{path}/file").data))


def figures_on(page: Element) -> dict[str, str]:
    """The figures of the overview: what each is called, and its number."""
    found = {}
    for item in page.iter("li"):
        if "tracker-figures__item" in (item.get("class") or ""):
            link = item.find("a")
            assert link is not None
            number, label = (text_of(span) for span in link.iter("span"))
            found[label] = number
    return found


def progress_on(page: Element) -> Iterator[tuple[str, str, dict[str, int]]]:
    """Each priority: its words, how many actions it has, and how many stand at each rating."""
    for section in page.iter("section"):
        heading = section.find("h3")
        if heading is None:
            continue
        link, total = heading.find("a"), heading.find("span")
        assert link is not None
        assert total is not None
        parts = [
            text_of(item).partition(" ")
            for bar in section.iter("div")
            if bar.get("class") == "tracker-progress"
            for item in bar.iter("li")
        ]
        yield text_of(link), text_of(total), {words: int(n) for n, _space, words in parts}


def test_every_figure_is_the_pages(
    client: PageClient, sign_in_as: SignInAs, council: Council, addresses: list[str]
) -> None:
    # A viewer's page: the paper is for cabinet, and leaves out what is under embargo.
    viewer = sign_in_as(Role.VIEWER, council=council)
    lead = sign_in_as(Role.PROGRAMME_LEAD, council=council)
    for address in addresses:
        sign_in_as(person=viewer, council=council)
        page = parsed(client.get(address).text)
        sign_in_as(person=lead, council=council)
        paper = paper_at(client, address)

        on_page = figures_on(page)
        assert len(on_page) > 10
        assert {name: number for name, number, _meaning in table_of(paper, "Figure")[1:]} == on_page
        assert all(meaning.strip("–") for _n, _number, meaning in table_of(paper, "Figure")[1:])

        drawn = dict(_progress_in(paper))
        for words, total, parts in progress_on(page):
            figures = drawn.pop(words)
            assert f"{figures.pop('actions')} " in f"{total} "
            assert {name: number for name, number in figures.items() if number} == parts
        assert not drawn


def _progress_in(paper: WordDocument) -> Iterator[tuple[str, dict[str, int]]]:
    for table in paper.tables:
        header, *rows = [[cell.text for cell in row.cells] for row in table.rows]
        if header[-1] == "Actions":
            names = [name.lower() for name in header[1:]]
            for label, *numbers in rows:
                yield label, dict(zip(names, map(int, numbers), strict=True))


def test_every_action_is_the_whole_plans(
    client: PageClient, sign_in_as: SignInAs, council: Council, addresses: list[str]
) -> None:
    viewer = sign_in_as(Role.VIEWER, council=council)
    director = sign_in_as(Role.DIRECTOR, council=council)
    for address in addresses:
        sign_in_as(person=viewer, council=council)
        page = parsed(client.get(f"{address}/whole").text)
        sign_in_as(person=director, council=council)
        on_paper = list(_actions_in(paper_at(client, address)))
        assert on_paper == list(_actions_on(page))


def _actions_on(page: Element) -> Iterator[tuple[str, ...]]:
    for section in page.iter("section"):
        for row in (row for body in section.iter("tbody") for row in body.iter("tr")):
            head = row.find("th/a")
            assert head is not None
            owners, due, measure, status = (text_of(cell) for cell in row.findall("td"))
            yield tuple(_plain(words) for words in (text_of(head), owners, due, measure, status))


def _actions_in(paper: WordDocument) -> Iterator[tuple[str, ...]]:
    for table in paper.tables:
        header, *rows = [[cell.text for cell in row.cells] for row in table.rows]
        if header[1] == "Action":
            for reference, title, measure, owners, due, status, _answers, _updated in rows:
                name, days = f"{reference} {title}", due.replace("First due", "first")
                yield tuple(_plain(words) for words in (name, owners, days, measure, status))


def _plain(words: str) -> str:
    """Words without their spaces: a page sets beside each other what a paper sets beneath."""
    return "".join(words.split())
