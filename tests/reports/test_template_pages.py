"""The page for officers says what the vocabulary says, word for word."""

from __future__ import annotations

import pytest

from tests.architecture.source import ROOT
from tracker.reports.template_filters import FILTERS
from tracker.reports.template_grammar import LOOP, MOST_IN_LOOPS, MOST_LOOPS
from tracker.reports.template_kinds import Record, Rows, Section, Text, Word
from tracker.reports.template_package import MOST_BYTES
from tracker.reports.template_tags import MOST_TAGS
from tracker.reports.template_vocabulary import VOCABULARY
from tracker.reports.word_styles import STYLES

PAGE = (ROOT / "docs/cabinet-templates.md").read_text(encoding="utf-8")


def lines_of(name: str, kind: Word) -> list[str]:
    """The rows of the page that tell of a name."""
    if isinstance(kind, Section):
        return [f"| `{{{{p {name} }}}}` | {kind.meaning} |"]
    if isinstance(kind, Record):
        fields = [f"`{{{{ {name}.{field} }}}}` {of.meaning}" for field, of in kind.fields.items()]
        return [f"| `{name}` | {kind.meaning}: {', '.join(fields)} |"]
    if isinstance(kind, Rows):
        fields = [f"`{field}` {of.meaning}" for field, of in kind.fields.items()]
        return [f"| `{name}` | {kind.meaning}: {', '.join(fields)} |"]
    shown = f"{{{{ {name} }}}}" if isinstance(kind, Text) else name
    return [f"| `{shown}` | {kind.meaning} |"]


@pytest.mark.parametrize("name", VOCABULARY)
def test_every_name_is_told(name: str) -> None:
    for line in lines_of(name, VOCABULARY[name]):
        assert line in PAGE.splitlines()


def test_no_name_is_told_that_there_is_not() -> None:
    told = [line for line in PAGE.splitlines() if line.startswith("| `") and not _an_example(line)]
    known = [line for name, kind in VOCABULARY.items() for line in lines_of(name, kind)]
    filters = [f"| `{known.written}` | {known.meaning} |" for known in FILTERS.values()]
    assert told == [*known, *filters]


def _an_example(line: str) -> bool:
    return line.count(" | ") != 1 or "{%tr" in line or "`{{ action." in line


def test_bounds_and_styles_are_told() -> None:
    assert f"more than {MOST_TAGS} tags, {MOST_LOOPS} loops, or {MOST_IN_LOOPS} tags" in PAGE
    assert f"larger than {MOST_BYTES // 1_000_000} MB" in PAGE
    for style in STYLES:
        if style.ours and style.key != "SectionEnd":
            assert style.name.lower() in " ".join(PAGE.split()).lower()
    assert all(f"loop.{name}" in PAGE for name in LOOP)
