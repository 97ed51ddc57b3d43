"""Page, workbook and slides draw the same charts: title, words, order, colours and figures."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from pptx import Presentation
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.reports.reading_charts import ReadChart, excel_charts, slide_charts, texts_of
from tracker.domain.dates import MONTHS, long_date
from tracker.domain.vocabulary import Role
from tracker.models import Council, Plan

NAMES = ("progress", "ratings-over-time", "slips", "timeline", "judgement-history")
SLUGS = ("aldermere", "sunderland")
SVG = "{http://www.w3.org/2000/svg}"


class Shown:
    """A chart as the page has it."""

    def __init__(self, section: Element) -> None:
        (svg,) = (one for one in section.iter() if one.get("role") == "img")
        self.shapes = [one for one in svg.iter() if one is not svg]
        self.title = text_of(next(section.iter("figcaption")))
        self.alt = next(text_of(one) for one in self.shapes if one.tag.endswith("desc"))
        header, *self.rows = [[text_of(cell) for cell in row] for row in section.iter("tr")]
        self.columns = {
            name: [row[at] for row in self.rows] for at, name in enumerate(header) if at
        }
        self.names = [row[0] for row in self.rows]

    def key(self) -> dict[str, str]:
        """The colour of each swatch, by the words beside it."""
        found, fill = {}, ""
        for one in self.shapes:
            if one.tag.endswith("rect") and one.get("width") == "11":
                fill = one.get("fill", "")
            elif one.tag.endswith("text") and fill:
                found[text_of(one)], fill = fill, ""
        return found

    def fills(self, **attributes: str) -> set[str]:
        return {
            one.get("fill", "")
            for one in self.shapes
            if one.tag.endswith("rect") and all(one.get(k) == v for k, v in attributes.items())
        }


@pytest.fixture
def engine(demonstration_engine: Engine) -> Engine:
    """Plans of every stage, with much in them."""
    return demonstration_engine


@pytest.fixture(params=SLUGS)
def address(request: pytest.FixtureRequest, session: Session, sign_in_as: SignInAs) -> str:
    """A council's oldest plan, for somebody who sees all of it."""
    council = session.scalars(select(Council).where(Council.slug == request.param)).one()
    sign_in_as(Role.PROGRAMME_LEAD, council=council)
    plan = session.scalars(
        select(Plan.id).where(Plan.council_id == council.id).order_by(Plan.id).limit(1)
    ).one()
    return f"/councils/{council.slug}/plans/{plan}"


def sections(client: PageClient, address: str) -> dict[str, Element]:
    page = parsed(client.get(f"{address}/charts").text)
    return {one.get("aria-labelledby", ""): one for one in page.iter("section")}


def numbers(texts: list[str]) -> list[float]:
    return [float(text.replace(",", "")) for text in texts]


def day(text: str) -> date:
    number, month, year = text.split()
    return date(int(year), MONTHS.index(month) + 1, int(number))


def on(serial: float | None) -> date:
    return date(1899, 12, 30) + timedelta(days=int(serial or 0))


def check_progress(page: Shown, drawn: ReadChart, same: Callable[[Any, Any], None]) -> None:
    same(drawn.categories, page.names)
    assert [one.name for one in drawn.series] == list(page.columns)[:-1]
    for one in drawn.series:
        assert list(one.values) == numbers(page.columns[one.name])
    key = {
        words.split(" ", 1)[1].lower(): fill for words, fill in page.key().items() if " " in words
    }
    for one in drawn.series:
        if one.name.lower() in key:
            assert set(one.colours) == {key[one.name.lower()]}
    assert len(key) >= 3


def check_ratings(page: Shown, drawn: ReadChart, same: Callable[[Any, Any], None]) -> None:
    days = [day(name) for name in page.names]
    same(drawn.categories, [f"{d.day} {MONTHS[d.month - 1][:3]} {d.year}" for d in days])
    names = [name for name in page.columns if name != "Actions"]
    assert [one.name for one in drawn.series] == names
    key = page.key()
    for one in drawn.series:
        assert list(one.values) == numbers(page.columns[one.name])
        if not one.name.startswith("Due by"):
            assert set(one.colours) == {key[one.name]}


def check_slips(page: Shown, drawn: ReadChart, same: Callable[[Any, Any], None]) -> None:
    shown = len(drawn.categories)
    assert shown == min(len(page.rows), 20)
    same(drawn.categories, page.names[:shown])
    first, later = drawn.series[:2]
    assert [long_date(on(value)) for value in first.values] == page.columns["First date"][:shown]
    told = page.columns["Days later"][:shown]
    assert [value for value in later.values if value] == numbers([t for t in told if t])
    assert set(later.colours) == page.fills(height="12") - {"#ffffff"}
    assert set(first.colours) == {None}


def check_timeline(page: Shown, drawn: ReadChart, same: Callable[[Any, Any], None]) -> None:
    rows = [row for row in zip(*_pieces(drawn), strict=True) if "Milestone:" not in row[0]]
    same([row[0] for row in rows], page.names)
    key = page.key()
    dated = 0
    for (_name, start, length, rating, colour), due, begins, rated in zip(
        rows,
        page.columns["Due"],
        page.columns["Starts"],
        page.columns["Rating"],
        strict=True,
    ):
        if rating == "No due date":
            assert colour == "#ffffff"
            continue
        assert due.endswith(f"{long_date(on(start) + timedelta(days=length))}") or "(" in due
        assert rating == rated
        assert colour == key[rating]
        if begins != "Not stated":
            assert long_date(on(start)) == begins
        dated += 1
    assert dated > 10
    steps = [name for name in drawn.categories if name.startswith("Milestone:")]
    told = [row for row in page.columns["Milestones"] if row]
    assert not steps or len(steps) >= len(told)


def _pieces(drawn: ReadChart) -> tuple[Any, ...]:
    """Of each bar its name, first day, length, what it is, and its colour."""
    starts, *pieces = drawn.series
    found = []
    for at, name in enumerate(drawn.categories):
        (one,) = (piece for piece in pieces if piece.values[at] is not None)
        found.append((name, starts.values[at], one.values[at], one.name, one.colours[at]))
    return tuple(zip(*found, strict=True))


def check_judgements(page: Shown, drawn: ReadChart, same: Callable[[Any, Any], None]) -> None:
    columns = list(page.columns.items())[-len(drawn.series) :]
    assert [one.name.split(",")[0] for one in drawn.series] == [
        n.split(",")[0] for n, _c in columns
    ]
    heads = [at for at, name in enumerate(drawn.categories) if name == "Inspection"]
    rows = [at for at in range(len(drawn.categories)) if at not in heads]
    same([drawn.categories[at] for at in rows], page.names)
    for one, (_name, cells) in zip(drawn.series, columns, strict=True):
        said = [cell.split(" (judged")[0].replace("No grade recorded", "") for cell in cells]
        same([one.words[at] for at in rows], said)
    painted = {one.colours[at] for one in drawn.series for at in rows}
    assert painted - {"#ffffff"} == page.fills(width="115") - {"#ffffff"}


CHECKS = dict(
    zip(
        NAMES,
        (check_progress, check_ratings, check_slips, check_timeline, check_judgements),
        strict=True,
    )
)


def exactly(found: Any, expected: Any) -> None:
    assert list(found) == list(expected)


def as_far_as_it_fits(found: Any, expected: Any) -> None:
    """The same words; what is cut ends with an ellipsis."""
    assert len(found) == len(expected)
    for cut, whole in zip(found, expected, strict=True):
        assert cut == whole or (cut.endswith("…") and whole.startswith(cut[:-1].rstrip()))


def test_every_chart_is_the_same_on_the_page_in_excel_and_in_powerpoint(
    client: PageClient, address: str
) -> None:
    found = sections(client, address)
    excel = excel_charts(client.get(f"{address}/whole?format=xlsx").get_data())
    slides = slide_charts(client.get(f"{address}/charts?format=pptx").get_data())
    # Behind the page's charts the workbook has one for each scale of ratings.
    assert len(excel) == len(NAMES) + 3
    assert len(slides) == len(NAMES)
    for name, in_excel, on_slides in zip(NAMES, excel[: len(NAMES)], slides, strict=True):
        page = Shown(found[name])
        assert in_excel.title == on_slides.title == page.title
        assert in_excel.alt == on_slides.alt == page.alt
        CHECKS[name](page, in_excel, exactly)
        CHECKS[name](page, on_slides, as_far_as_it_fits)


def test_what_is_not_recorded_is_told(client: PageClient, address: str) -> None:
    found = sections(client, address)
    deck = Presentation(io.BytesIO(client.get(f"{address}/charts?format=pptx").get_data()))
    said = "\n".join(text for slide in deck.slides for text in texts_of(slide))
    for name in ("measures", "risks"):
        assert text_of(found[name]).count("Not recorded") == 1
        assert f"{name.capitalize()}: Not recorded. The plan has no {name} yet." in said


def test_the_figures_that_changed_are_those_of_the_two_days(
    client: PageClient, address: str
) -> None:
    content = client.get(f"{address}/charts?format=pptx").get_data()
    tables = [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in Presentation(io.BytesIO(content)).slides
        for shape in slide.shapes
        if shape.has_table
    ]
    (changed,) = (rows for rows in tables if rows[0][0] == "Figure")
    for place in (1, 2):
        when = day(changed[0][place]).isoformat()
        page = parsed(client.get(f"{address}/as-at?on={when}").text)
        words = " ".join(text_of(page).split())
        for name, *figures, _change in changed[1:]:
            assert (
                f"{figures[place - 1]} {name}" in words or f"{name} {figures[place - 1]}" in words
            )
