"""A draft goes out as text and comes back the same; whatever else comes is refused."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.foundations.kept_reports import a_draft
from tracker.domain.text import showable
from tracker.intake.draft import Passage, ReportDraft
from tracker.intake.serialising import NotADraft, from_json, to_json

LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    # Words as a page can show them: a draft holds no others.
    str: st.text(max_size=20).map(showable),
    float: st.floats(allow_nan=False, allow_infinity=False),
    int: st.integers(),
    bool: st.booleans(),
    date: st.dates(),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Every value that an annotation of the draft's classes allows."""
    if kind in LEAVES:
        return LEAVES[kind]
    if typing.get_origin(kind) is types.UnionType:
        return st.none() | any_of(typing.get_args(kind)[0])
    if typing.get_origin(kind) is tuple:
        return st.lists(any_of(typing.get_args(kind)[0]), max_size=3).map(tuple)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{f.name: any_of(hints[f.name]) for f in dataclasses.fields(kind)})
    return st.sampled_from(kind)


@given(any_of(ReportDraft))
def test_every_draft_comes_back_the_same(draft: ReportDraft) -> None:
    text = to_json(draft)
    assert from_json(text) == draft
    assert to_json(from_json(text)) == text


def test_the_same_draft_gives_the_same_text_with_its_version() -> None:
    assert to_json(a_draft()) == to_json(a_draft())
    assert json.loads(to_json(a_draft()))["v"] == 1


def test_what_no_page_can_show_stays_behind() -> None:
    draft = a_draft(passages=(Passage(1, "a\x02b\x00c\ufffe"),))
    assert from_json(to_json(draft)).passages == (Passage(1, "abc"),)


def spoilt(*path: Any, value: Any) -> str:
    """A draft's text with one value put in another's place."""
    found = json.loads(to_json(a_draft()))
    place = found
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return json.dumps(found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nothing",
        "[]",
        "{}",
        "[" * 100_000,
        '{"v": 1}',
        '{"v": 1, "draft": []}',
        spoilt("v", value=2),
        spoilt("draft", "source", value="stone"),
        spoilt("draft", "strange", value=1),
        spoilt("draft", "passages", value="words"),
        spoilt("draft", "passages", 0, "page", value="1"),
        spoilt("draft", "passages", 0, "page", value=True),
        spoilt("draft", "passages", 0, "heading", value=1),
        spoilt("draft", "passages", 0, "text", value=None),
        spoilt("draft", "pages", 0, "width", value="wide"),
        spoilt("draft", "pages", 0, "width", value=float("nan")),
        spoilt("draft", "pages", 0, "width", value=float("inf")),
        spoilt("draft", "published", "on", value="yesterday"),
        spoilt("draft", "published", value=5),
        spoilt("draft", "judgements", 0, value=None),
    ],
)
def test_what_is_no_draft_is_refused(text: str) -> None:
    with pytest.raises(NotADraft):
        from_json(text)
