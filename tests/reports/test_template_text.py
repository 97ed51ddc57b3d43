"""Any text in any field of a report stands in the filled template as text, and nothing else."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.reports.council_templates import small
from tests.reports.papers import AUTHORS, findings, planned, report, texts
from tests.reports.test_hostile_text import TEXTS
from tracker.adapters.pictures import png_of
from tracker.reports.characters import writable
from tracker.reports.parts import CabinetReport, PlanSection, PriorityRow
from tracker.reports.shipped_template import shipped_template
from tracker.reports.word_template import fill_template

TAGS = [
    "{{ 7*7 }}",
    "{% for a in b %}",
    "{_{ title }_} {_% if %_}",
    "{{ ''.__class__.__mro__ }}",
    "{# hidden #}",
    "a\x07b\x0cc",
    "]]></w:t><w:br/>",
    "{",
    "}} %} #}",
    "{%p if x %}",
    "\u202e\u200f\u2066",
]

TEMPLATE = small(
    "Title: {{ title }}",
    "{{ title }}{{ title }}",
    "{{ purpose|join(' / ') }}",
    "{{ reasons }}",
    "{% for row in implications %}{{ row.text }}{% endfor %}",
    "{%p for row in actions %}",
    "{{ row.title }}",
    "{{ row.owners }}",
    "{%p endfor %}",
    "{{p plan }}",
)


def made_of(text: str) -> CabinetReport:
    """A report that says ``text`` wherever it can."""
    authors = replace(
        AUTHORS, title=text, reasons=text, recommendation=text, implications={"wards": text}
    )
    action = planned(1, title=text, owners=text, measure=text)
    return report(
        council=text,
        authors=authors,
        summary=(text,),
        findings=(findings(text, rest=(text,)),),
        plan_sections=(PlanSection(text, text, (action,)),),
    )


def said(content: bytes) -> list[str]:
    """The paragraphs of a document, as a reader of Word files gives them."""
    return [
        "".join("\n" if e.tag == qn("w:br") else e.text or "" for e in p.iter(*_WORDS))
        for p in Document(io.BytesIO(content)).element.body.iter(qn("w:p"))
    ]


_WORDS = (qn("w:t"), qn("w:br"))


def shown(text: str) -> str:
    """``text`` as a paper has it: what no document can hold is left out, a tab is a space."""
    return writable(text).replace("\t", " ")


def check(text: str) -> None:
    """Every field of the template reads back as it was typed."""
    lines = said(fill_template(TEMPLATE, made_of(text), png_of))
    title = shown(text) if text.strip() else "To be completed by the author"
    assert lines[0] == f"Title: {title}"
    assert lines[1] == title * 2
    assert lines[3] == "\n".join(shown(one.strip()) for one in text.splitlines() if one.strip())
    assert lines[5:7] == [shown(text), shown(text)]


@pytest.mark.parametrize("text", [*TEXTS, *TAGS], ids=lambda text: ascii(text)[:12])
def test_text_that_wants_to_break_out_stays_text(text: str) -> None:
    check(text)
    ours = fill_template(shipped_template(), made_of(text), png_of)
    assert said(ours).count(shown(text)) >= 2


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=60))
@example("\ud800")
@example("\r\n\x85\u2028")
def test_any_text_reads_back_equal(text: str) -> None:
    check(text)


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet="{}%# \n_ptrfoendi.()'\"|<>&", max_size=40))
def test_pieces_of_tags_read_back_equal(text: str) -> None:
    check(text)


def test_every_row_and_field_reads_back() -> None:
    words = "{% for row in priorities %}{{ row.letter }}{{ row.title }}{% endfor %}"
    hostile = PriorityRow("{{ 7*7 }}", "<w:p/>", "", "")
    given_report: Any = report()
    made = replace(given_report, progress=replace(given_report.progress, priorities=(hostile,)))
    document = Document(io.BytesIO(fill_template(small(words), made, png_of)))
    assert texts(document) == "{{ 7*7 }}<w:p/>"
