"""Guides: how reports are printed, in files that are refused when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.domain.errors import FrameworkError
from tracker.domain.frameworks import load_frameworks
from tracker.domain.frameworks.guide import load_guides, load_topics

GOOD = """
frameworks: [sif]
kinds:
  - {kind: full_inspection, titles: ["Look at {council}"]}
"""


def load(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "guides"
    folder.mkdir()
    (folder / "own.yaml").write_text(text)
    load_guides(load_frameworks(), tmp_path)


def test_every_shipped_framework_that_prints_reports_has_one() -> None:
    guided = {key for guide in load_guides(load_frameworks()) for key in guide.frameworks}
    # Adult social care and what is no inspectorate's are recorded by hand.
    assert set(load_frameworks()) - guided == {"cqc-asc", "other-sources"}


def test_an_operator_s_guide_is_read_after_the_shipped_ones(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    titles = load_guides(load_frameworks(), tmp_path)[-1].kinds[0].titles
    assert titles == ("Look at {council}",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (GOOD.replace("sif", "sif-9"), '"frameworks" must name installed ones, not sif-9'),
        (GOOD.replace("[sif]", "[]"), '"frameworks" must name installed ones, not none'),
        (GOOD.replace("full_inspection", "peek"), 'no framework of it has the kind "peek"'),
        (GOOD + "sentences:\n  - {area: moon, beginnings: [It is]}\n", 'the area "moon"'),
        (GOOD + "colour: red\n", 'line 5: unknown key "colour" in a guide'),
        (GOOD + "urgencies:\n  - {headings: [Soon], urgency: soon}\n", "it is one of"),
        ("frameworks: [sif]\n", 'a guide needs a value for "kinds"'),
        ("- not a guide\n", "a guide must be a list of keys and values"),
    ],
)
def test_a_wrong_guide_is_refused_with_its_reason(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(FrameworkError, match=r"own\.yaml") as refusal:
        load(tmp_path, text)
    assert reason in str(refusal.value)


def test_no_word_stands_in_two_subjects_of_one_topic() -> None:
    for topic in load_topics():
        words = [word.casefold() for word in topic.words]
        assert len(words) == len(set(words)), topic.label
