"""Papers as HTML pages: words, order, numbers and what no page may do. Browsers: journeys."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from tests.page_contract import page_faults, parsed, text_of
from tests.reports.hard_paper import MARKUP, paper
from tests.reports.papers import progress, saying
from tests.reports.read_back import Expected, bare, said_by_html
from tests.reports.test_pdf import HOSTILE
from tracker.charts.palette import PAINTS
from tracker.reports.blocks import (
    Bullets,
    Drawing,
    Heading,
    Numbered,
    Paper,
    Plain,
    SignatureLine,
    Table,
    Title,
    TurnToLandscape,
)
from tracker.reports.html import html_page
from tracker.reports.parts import Point, Status


def policy_of(page: str) -> str:
    [policy] = (
        meta.get("content") or ""
        for meta in parsed(page).iter("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    )
    return policy


def test_everything_that_the_paper_says_is_there_in_order(any_paper: Paper) -> None:
    assert said_by_html(html_page(any_paper)) == Expected(any_paper).said()


def test_it_is_a_sound_page(any_paper: Paper) -> None:
    page = html_page(any_paper)
    # A file that stands alone brings its sheet along; its policy names it.
    assert page_faults(page) == ["the page has a style element"]
    tree = parsed(page)
    assert tree.get("lang") == "en-GB"
    assert [text_of(title) for title in tree.findall("head/title")] == [
        " ".join(any_paper.title.split())
    ]
    assert len(list(tree.iter("h1"))) == 1
    assert {"header", "main", "footer", "nav"} <= {str(element.tag) for element in tree.iter()}
    levels = [int(str(e.tag)[1]) for e in tree.iter() if re.fullmatch(r"h\d", str(e.tag))]
    assert all(below <= above + 1 for above, below in pairwise(levels))


def test_the_contents_lead_to_every_chapter_and_section(any_paper: Paper) -> None:
    tree = parsed(html_page(any_paper))
    [contents] = tree.iter("nav")
    led = [((link.get("href") or "")[1:], text_of(link)) for link in contents.iter("a")]
    headings = {e.get("id"): text_of(e) for e in tree.iter() if str(e.tag) in ("h2", "h3")}
    headings.pop("contents")
    assert dict(led) == headings
    assert len(led) == len(headings)


def test_no_address_is_asked_but_those_that_one_follows(any_paper: Paper) -> None:
    page = html_page(any_paper)
    tree = parsed(page)
    for element in tree.iter():
        assert element.tag not in ("script", "link", "img", "iframe", "object", "base", "form")
        assert not {"src", "style", "srcset", "data"} & set(element.attrib)
        assert not [name for name in element.attrib if str(name).startswith("on")]
        if "href" in element.attrib:
            assert element.tag == "a"
            assert element.attrib["href"].startswith(("#", "https://", "http://", "mailto:"))
    [sheet] = tree.iter("style")
    assert not re.search(r"url\(|@import", sheet.text or "")


def test_its_policy_lets_in_its_own_sheet_alone(any_paper: Paper) -> None:
    page = html_page(any_paper)
    found = re.search(r"<style>(.*?)</style>", page, flags=re.DOTALL)
    assert found is not None
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert policy_of(page) == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_numbers_run_on_over_headings_and_whatever_else_stands_between() -> None:
    blocks = (Numbered("a"), Heading(1, "h"), Numbered("b", (Point("p"),)), Plain("Withheld."))
    page = html_page(paper(*blocks, Numbered("c"), Numbered("d")))
    values = [item.get("value") for item in parsed(page).iter("li") if item.get("value")]
    assert values == ["1", "2", "3", "4"]
    starts = [ordered.get("start") for ordered in parsed(page).iter("ol") if ordered.get("start")]
    assert starts == ["1", "2", "3"]


def test_a_table_is_named_and_can_be_scrolled_by_keyboard(any_paper: Paper) -> None:
    tree = parsed(html_page(any_paper))
    tables = [block for block in any_paper.blocks if isinstance(block, Table)]
    captions = {e.get("id"): bare("".join(e.itertext())) for e in tree.iter("caption")}
    assert len(captions) == len(tables)
    for table, words in zip(tables, captions.values(), strict=True):
        assert words.endswith(bare(table.caption))
    for drawn in tree.iter("table"):
        assert [str(kid.tag) for kid in drawn] == ["caption", "colgroup", "thead", "tbody"]
    around = [e for e in tree.iter("div") if e.get("class") == "scrolls"]
    assert all(e.get("role") == "region" and e.get("tabindex") == "0" for e in around)
    assert len({e.get("aria-labelledby") for e in around}) == len(around)
    assert set(captions) < {e.get("aria-labelledby") for e in around}


def test_a_status_is_a_word_and_its_colour_only_repeats_it() -> None:
    rows = tuple((tone, Status(f"Is {tone}", tone, "Note")) for tone in (*PAINTS, "strange"))
    page = html_page(paper(Table("T", ("A", "B"), rows, (1, 1))))
    found = {
        text_of(span): (span.get("class") or "").split()[1]
        for span in parsed(page).iter("span")
        if (span.get("class") or "").startswith("status ")
    }
    assert found == {f"Is {tone}": tone for tone in PAINTS} | {"Is strange": "neutral"}
    for tone, painted in PAINTS.items():
        assert f".{tone} {{ background: {painted.fill}; color: {painted.ink}; }}" in page


def test_pictures_with_the_same_ids_do_not_get_in_each_others_way() -> None:
    same = progress('id="x"')
    tree = parsed(html_page(paper(Drawing(same, "One"), Drawing(same, "Two"))))
    pictures = [element for element in tree.iter() if str(element.tag).endswith("svg")]
    known = {element.get("id") for element in tree.iter() if element.get("id")}
    named = [(picture.get("aria-labelledby") or "").split() for picture in pictures]
    assert len(named) == 2
    assert not set(named[0]) & set(named[1])
    assert all(set(names) <= known and len(names) == 2 for names in named)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_any_text_gives_a_sound_page(text: str) -> None:
    status = Status(text, text, text)
    table = Table(text, ("A", text, "C"), ((text, status, (status, status)),), (10, 20, 30))
    page = html_page(
        paper(
            Plain(text, lead=text),
            Title(text),
            Heading(1, text),
            Numbered(text, (Point(text, text), Point("", text))),
            Bullets((text,)),
            SignatureLine((text,)),
            table,
            replace(table, captioned=False),
            Drawing(saying(progress(text[:200] or "x"), alt=text), text or "Caption"),
            TurnToLandscape(),
            title=text,
            author=text,
            subject=text,
            head=(text, text),
            foot=text,
        )
    )
    page.encode()
    tree = parsed(page)
    assert text_of(next(tree.iter("title")))
    assert text_of(next(tree.iter("h1")))


def test_text_is_never_read_as_markup() -> None:
    page = html_page(paper(Title(MARKUP), Plain("{{ 7*7 }}</style><script>alert(1)</script>")))
    assert "{{ 7*7 }}" in text_of(parsed(page))
    assert not list(parsed(page).iter("script"))
    assert not list(parsed(page).iter("b"))


def test_the_same_paper_is_the_same_page(any_paper: Paper) -> None:
    assert html_page(any_paper) == html_page(any_paper)


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="not a cell for each column"):
        html_page(paper(Table("T", ("A", "B"), (("a",),), (1, 1))))


@pytest.mark.parametrize(("header", "said"), [(("A", "B"), 1), ((), 1)])
def test_an_empty_table_says_that_it_is(header: tuple[str, ...], said: int) -> None:
    page = html_page(paper(Table("T", header, (), (1.0,) * len(header))))
    assert page.count("There is nothing in this table.") == said
