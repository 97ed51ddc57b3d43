"""Text that wants to break a paper: it stands there as text, and nothing else happens."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from tests.reports.papers import (
    AUTHORS,
    findings,
    planned,
    progress,
    progress_part,
    report,
    saying,
    styled,
    texts,
    word_of,
)
from tracker.reports.characters import writable
from tracker.reports.parts import PlanSection, Status

TEXTS = [
    '=HYPERLINK("http://example.org","x")',
    "+1-1",
    "-2+3",
    "@SUM(A1)",
    "<w:p><w:r><w:t>no markup</w:t></w:r></w:p>",
    "&amp; &lt; ]]> <!-- -->",
    '{ INCLUDETEXT "/etc/passwd" } {{ 7*7 }} {% for x in y %}',
    "مرحبا \u200f שלום \u202eturned round\u202c",
    "👩🏽‍👧 日本語 Ω",
    "a" * 10_000,
    "word " * 2_000,
    "a\tb",
]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:12])
def test_stands_in_the_paper_as_it_was_typed(text: str) -> None:
    authors = replace(AUTHORS, title=text[:300], reasons=text, implications={"wards": text})
    section = PlanSection(
        text[:300],
        text,
        (planned(1, title=text, owners=text, ratings=(Status("At risk", "caution", text),)),),
    )
    document = word_of(
        report(
            council=text[:200],
            authors=authors,
            findings=(findings(text[:200], rest=(text,)),),
            plan_sections=(section,),
        )
    )
    shown = text.strip().replace("\t", " ")
    assert shown in styled(document, "Numbered paragraph")
    assert texts(document).count(shown) >= 5


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\x00b\x08c\x1bd\x7fe\x9ff", "abcdef"),
        (
            "one\r\ntwo\rthree\x0bfour\x0cfive\u2028six\u2029seven\x85",
            "one\ntwo\nthree\nfour\nfive\nsix\nseven\n",
        ),
        ("half \ud83d a pair \udc00", "half  a pair "),
        ("not\ufffea\uffffcharacter", "notacharacter"),
        ("kept\ttab", "kept\ttab"),
    ],
)
def test_characters_that_no_document_can_hold_are_left_out(text: str, written: str) -> None:
    assert writable(text) == written


def test_such_characters_harm_no_part_of_a_paper() -> None:
    bad = "a\x00\x1b\ud800\ufffez"
    picture = saying(progress(), alt=bad, title=bad)
    document = word_of(
        report(
            council=bad,
            demonstration=bad,
            authors=replace(AUTHORS, title=bad, author=bad),
            progress=progress_part(pictures=(picture,)),
            plan_sections=(PlanSection(bad, bad, (planned(1, title=bad),)),),
        )
    )
    assert document.core_properties.title == "az"
    assert document.core_properties.author == "az"
    described = [e.get("descr") for e in document.element.body.iter() if e.get("descr")]
    assert described == ["az"]


def test_a_picture_of_such_words_is_drawn() -> None:
    picture = progress("A: a\x00b <script> & \ud800")
    assert word_of(report(progress=progress_part(pictures=(picture,)))).inline_shapes


def test_lines_stay_lines_within_a_paragraph() -> None:
    document = word_of(report(summary=("first\nsecond",)))
    [paragraph] = [p for p in document.paragraphs if p.text == "first\nsecond"]
    assert len(list(paragraph._p.iter(qn("w:br")))) == 1


def test_a_title_without_end_is_shortened_only_among_the_properties() -> None:
    document = word_of(report(authors=replace(AUTHORS, title="long " * 200)))
    assert len(document.core_properties.title) == 255
    assert styled(document, "Title") == ["long " * 200]


def test_no_relation_of_the_paper_leads_outside_it() -> None:
    document = word_of(report(summary=("http://example.org/ and file:///etc/passwd",)))
    assert not [relation for relation in document.part.rels.values() if relation.is_external]
