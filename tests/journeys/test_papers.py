"""Papers as HTML pages in a real browser: kept as a file, they ask nobody and shut nobody out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine

from tests.journeys.browsing import HEIGHT, NARROW, WIDE, Window
from tests.reports.demonstrated import aldermere_paper
from tests.reports.hard_paper import hard_paper
from tracker.reports.html import html_page


@pytest.fixture(scope="module", params=["demonstration", "hard"])
def kept(
    request: pytest.FixtureRequest,
    demonstration_engine: Engine,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A paper that somebody has kept."""
    is_hard = request.param == "hard"
    paper = hard_paper() if is_hard else aldermere_paper(demonstration_engine)
    path = tmp_path_factory.mktemp("kept") / f"{request.param}.html"
    path.write_text(html_page(paper), encoding="utf-8")
    return path


@pytest.fixture
def window(browser: Browser, kept: Path) -> Iterator[Window]:
    context = browser.new_context(viewport={"width": WIDE, "height": HEIGHT}, locale="en-GB")
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    window = Window(context.new_page(), kept.as_uri())
    window.page.goto(kept.as_uri())
    yield window
    context.close()
    assert set(asked) == {kept.as_uri()}
    assert window.faults == []


def test_it_has_no_barrier_at_either_width(window: Window, pictures: Path, kept: Path) -> None:
    for width in (WIDE, NARROW):
        window.resize(width)
        window.screenshot(pictures, f"paper-{kept.stem}-{width}")
        assert window.barriers() == []
        assert window.overflow(width) == []


def test_its_sheet_is_let_in_by_its_own_policy(window: Window) -> None:
    rules = "getComputedStyle(document.querySelector('thead th')).backgroundColor"
    assert window.page.evaluate(rules) == "rgb(232, 234, 235)"


def test_the_first_key_leads_to_the_paper(window: Window) -> None:
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Enter")
    assert window.page.evaluate("document.activeElement.id") == "main"


def test_paragraphs_and_points_show_their_numbers(window: Window) -> None:
    styles = (
        "[...document.querySelectorAll('ol[start], ol ol')].map("
        "one => getComputedStyle(one).listStyleType)"
    )
    assert set(window.page.evaluate(styles)) == {"decimal", "lettered"}


def test_what_is_wider_than_a_telephone_is_scrolled_by_keyboard(window: Window) -> None:
    window.resize(NARROW)
    wide = window.page.locator(".scrolls").evaluate_all(
        "all => all.findIndex(one => one.scrollWidth > one.clientWidth)"
    )
    assert wide >= 0
    region = window.page.locator(".scrolls").nth(wide)
    region.focus()
    window.page.keyboard.press("ArrowRight")
    region.evaluate(
        "one => new Promise(done => { if (one.scrollLeft) done();"
        " one.addEventListener('scroll', done, {once: true}); })"
    )
    assert region.evaluate("one => one.scrollLeft") > 0


def test_it_prints_without_its_contents_and_on_its_side_where_it_should(window: Window) -> None:
    window.page.emulate_media(media="print")
    assert not window.page.locator("nav").is_visible()
    assert window.page.locator(".lying").count() == 1
    lying = "getComputedStyle(document.querySelector('.lying')).page"
    assert window.page.evaluate(lying) == "lying"
