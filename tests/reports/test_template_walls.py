"""Each wall around the template language holds alone, with the others taken away."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.document import Document as WordDocument
from jinja2 import TemplateError as LanguageError
from jinja2.exceptions import SecurityError, TemplateAssertionError, UndefinedError

from tests.reports.council_templates import small
from tracker.reports.template_errors import TemplateError
from tracker.reports.template_sandbox import _Sandbox, render
from tracker.reports.template_tags import Tag, read_tags

HOSTILE = [
    "''.__class__.__mro__",
    "title.__class__",
    "title.format(1)",
    "lipsum",
    "lipsum()",
    "cycler('a', 'b')",
    "joiner()",
    "namespace(a=1)",
    "range(10)",
    "dict(a=1)",
    "rows.append(1)",
    "rows.pop()",
    "title|attr('format')",
    "rows|map(attribute='x')",
    "title is callable",
    "self.__init__",
    "config",
]


def a_document(words: str) -> WordDocument:
    return Document(io.BytesIO(small(words)))


@pytest.mark.parametrize("words", HOSTILE)
def test_the_language_alone_calls_and_reaches_nothing(words: str) -> None:
    """As if neither tags nor trees had been gone through."""
    with pytest.raises((SecurityError, UndefinedError, TemplateAssertionError)):
        _Sandbox().from_string(f"{{{{ {words} }}}}").render(title="Title", rows=["row"])


@pytest.mark.parametrize("words", [*HOSTILE, "'a' * 1000000000", "2 ** 99", "title[0]", "[1, 2]"])
def test_what_is_compiled_is_gone_through_again(words: str) -> None:
    """As if the grammar had let a tag pass."""
    document = a_document(f"{{{{ {words.replace('*', '+')} }}}}")
    # A name or filter is no strange tree; the language itself does not know it.
    known_to_neither = words in {"config", "lipsum", "title|attr('format')"}
    with pytest.raises(LanguageError if known_to_neither else TemplateError):
        render(document, {document.part.partname: [_passed(document, words)]}, {"title": "Title"})


def _passed(document: WordDocument, words: str) -> Any:
    paragraph = document.element.body.p_lst[0]
    return Tag("", "", words.replace("*", "+"), statement=False, paragraph=paragraph, part="")


def test_tags_that_nobody_has_read_are_not_filled_in() -> None:
    """As if reading the tags had missed one."""
    document = a_document("{{ title }}")
    with pytest.raises(TemplateError, match="cannot be told apart"):
        render(document, {document.part.partname: []}, {"title": "Title"})


def test_tags_that_were_read_are() -> None:
    document = a_document("{{ title }}")
    tags = {document.part.partname: read_tags(document.element, "")}
    made = render(document, tags, {"title": "{{ 7*7 }} & <w:p/>"})
    assert [paragraph.text for paragraph in made.paragraphs] == ["{{ 7*7 }} & <w:p/>"]
