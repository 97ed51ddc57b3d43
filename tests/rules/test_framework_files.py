"""An operator adds a framework by dropping a file; a wrong one is refused with line and reason."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracker.domain.frameworks as package
from tracker.domain.frameworks import FrameworkError, Tone, load_frameworks
from tracker.domain.vocabulary import FindingKind

GOOD = """\
key: wales-2030
name: A framework of our own
short_name: Ours
in_force: From 2030
on_site_from: 2030-01-01
on_site_to: 2040-12-31
addressees: [local_authority]
scales:
  - key: words
    label: Words
    grades:
      - {key: fine, label: Fine, rank: 1, tone: positive}
      - {key: poor, label: Poor, rank: 2, tone: serious}
      - key: unclear
        label: Unclear
        tone: neutral
areas:
  - {key: overall, label: Overall, overall: true}
  - {key: care, label: Care, number: 2.10}
  - {key: leaving, label: Leaving care, parent: care}
themes:
  - {key: door, label: Front door}
kinds:
  - {key: visit, label: Visit, graded: true, themes: [door]}
findings:
  - {kind: recommendation, label: Recommendation}
clocks:
  - key: reply
    label: Reply
    working_days: 10
    starts_from: published
    kinds: [visit]
    only_with_grades: [poor]
    source: Our own rule
"""

# What is replaced in the good file, what stands there instead, the line blamed, and why.
FAULTS = [
    ("name: A", "nmae: A", 2, 'unknown key "nmae" in a framework; known keys are key, name'),
    ("name: A framework of our own\n", "", 1, 'a framework needs a value for "name"'),
    ("name: A framework of our own", "name:", 1, 'a framework needs a value for "name"'),
    ("name: A framework of our own", "name: yes", 2, '"name" must be text'),
    ("name: A framework of our own", "name: [a]", 2, '"name" must be text'),
    ("name: A framework of our own", "name: !!str [a]", 2, '"name" must be text'),
    ("name: A framework of our own", "name: ' '", 2, '"name" must be text and not empty'),
    ("name: A framework", "name: " + "A" * 251, 2, '"name" must be 250 characters or fewer'),
    ("short_name: Ours", "name: Ours", 3, 'the key "name" stands twice in a framework'),
    ("key: wales-2030", "key: Wales 2030", 1, '"Wales 2030" cannot be a key'),
    ("key: wales-2030", "key: " + "a" * 61, 1, "cannot be a key"),
    ("2030-01-01", "2030-02-30", 5, '"on_site_from" must be a real date'),
    ("2030-01-01", "January 2030", 5, '"on_site_from" must be a real date'),
    ("2040-12-31", "2029-12-31", 6, '"on_site_to" lies before "on_site_from"'),
    ("[local_authority]", "[the_king]", 7, '"addressees" cannot be "the_king"'),
    ("[local_authority]", "local_authority", 7, '"addressees" must be a list'),
    ("{key: poor, label: Poor", "{key: fine, label: Poor", 13, 'the grade "fine" stands twice'),
    ("label: Poor", "label: FINE", 13, "printed in the same words"),
    ("rank: 2", "rank: 1", 13, "grades stand best first"),
    ("rank: 2", "rank: 0", 13, '"rank" must be a whole number from 1 to 100'),
    ("rank: 2", "rank: 2.5", 13, '"rank" must be a whole number from 1 to 100'),
    ("rank: 2", "rank: 0x2", 13, '"rank" must be a whole number from 1 to 100'),
    ("tone: serious", "tone: red", 13, '"tone" cannot be "red"; it is one of positive, neutral'),
    ("tone: serious", "tome: serious", 13, 'unknown key "tome" in a grade'),
    ("        tone: neutral\n", "", 14, 'a grade needs a value for "tone"'),
    ("{key: care,", "{key: overall,", 19, 'the judgement area "overall" stands twice'),
    ("parent: care", "parent: home", 20, 'the parent "home" is not listed above'),
    ("parent: care", "parent: leaving", 20, 'the parent "leaving" is not listed above'),
    ("parent: care", "scale: numbers", 20, 'there is no grade scale "numbers"'),
    ("parent: care", "overall: true", 20, "at most one overall judgement"),
    ("parent: care", "overall: maybe", 20, '"overall" must be true or false'),
    ("parent: care", "overall: !!bool maybe", 20, '"overall" must be true or false'),
    ("parent: care", "heading: true, scale: words", 20, "a heading bears no grade"),
    ("themes: [door]", "themes: [window]", 24, 'there is no theme "window"'),
    ("graded: true", "graded: 1", 24, '"graded" must be true or false'),
    ("graded: true, ", "", 24, 'a kind of activity needs a value for "graded"'),
    ("{kind: recommendation", "{kind: praise", 26, '"kind" cannot be "praise"'),
    ("working_days: 10", "working_days: ten", 30, '"working_days" must be a whole number'),
    ("working_days: 10", "working_days: 1000", 30, "must be a whole number from 1 to 260"),
    ("starts_from: published", "starts_from: then", 31, '"starts_from" cannot be "then"'),
    ("kinds: [visit]", "kinds: [call]", 32, 'there is no kind of activity "call"'),
    ("[poor]", "\n      - fine\n      - dire", 35, 'there is no grade on any scale "dire"'),
    ("    kinds: [visit]", "    kinds: visit", 32, '"kinds" must be a list'),
    ("  - {key: door, label: Front door}", "  - door", 22, "must be a list of keys and values"),
    ("kinds:\n  - {key: visit", "kinds: [\n  - {key: visit", 24, "this is not YAML"),
    ("in_force: From 2030", "in_force: From: 2030", 4, "this is not YAML"),
    ("in_force: From 2030", "in_force: \x07", None, "characters that YAML forbids"),
    ("themes:\n", "---\nthemes:\n", 21, "this is not YAML"),
]


def folder_with(folder: Path, content: str | bytes, name: str = "ours.yaml") -> Path:
    data = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(data)
    return folder


def test_a_dropped_file_adds_a_framework(tmp_path: Path) -> None:
    frameworks = load_frameworks(folder_with(tmp_path, GOOD))
    ours = frameworks["wales-2030"]
    assert len(frameworks) == len(load_frameworks()) + 1
    assert ours.inspectorate is None
    assert [area.full_label for area in ours.areas] == ["Overall", "2.10 Care", "Leaving care"]
    assert ours.areas[2].parent == "care"
    assert [theme.label for theme in ours.kinds[0].themes] == ["Front door"]
    assert ours.findings[0].kind is FindingKind.RECOMMENDATION
    assert [clock.key for clock in ours.clocks_for("visit", grades=["poor"])] == ["reply"]


def test_an_outcome_may_have_no_rank(tmp_path: Path) -> None:
    unclear = load_frameworks(folder_with(tmp_path, GOOD))["wales-2030"].require_grade(
        "care", "unclear"
    )
    assert (unclear.rank, unclear.tone) == (None, Tone.NEUTRAL)


@pytest.mark.parametrize(("old", "new", "line", "reason"), FAULTS)
def test_a_wrong_file_is_refused_with_its_line_and_reason(
    tmp_path: Path, old: str, new: str, line: int | None, reason: str
) -> None:
    assert old in GOOD
    with pytest.raises(FrameworkError) as refused:
        load_frameworks(folder_with(tmp_path, GOOD.replace(old, new, 1)))
    assert reason in refused.value.reason
    assert (refused.value.file, refused.value.line) == ("ours.yaml", line)
    place = "ours.yaml: " if line is None else f"ours.yaml, line {line}: "
    assert str(refused.value).startswith(place)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 1, "the file is empty"),
        (b"# only a comment\n", 1, "the file is empty"),
        (b"- a\n- b\n", 1, "a framework must be a list of keys and values"),
        (b"just words", 1, "a framework must be a list of keys and values"),
        (b"key: a\nname: \xe9t\xe9\n", 2, "the file must be text in UTF-8"),
        (b"? [a, b]\n: c\n", 1, "unknown key"),
        (b"&a [*a]\n", 1, "a framework must be a list of keys and values"),
    ],
)
def test_what_is_no_framework_at_all_is_refused(
    tmp_path: Path, content: bytes, line: int, reason: str
) -> None:
    with pytest.raises(FrameworkError) as refused:
        load_frameworks(folder_with(tmp_path, content))
    assert reason in refused.value.reason
    assert refused.value.line == line


def test_a_graded_activity_needs_something_to_grade(tmp_path: Path) -> None:
    bare = (
        "key: bare\nname: Bare\nshort_name: Bare\nin_force: Now\naddressees: [other]\n"
        "findings: [{kind: other_finding, label: Finding}]\n"
        "kinds: [{key: visit, label: Visit, graded: true}]\n"
    )
    with pytest.raises(FrameworkError, match="line 7: a graded activity needs judgement areas"):
        load_frameworks(folder_with(tmp_path, bare))
    with pytest.raises(FrameworkError, match="line 8: the area needs a grade scale"):
        load_frameworks(folder_with(tmp_path, f"{bare}areas: [{{key: a, label: A}}]\n"))


def test_a_shipped_framework_is_not_replaced(tmp_path: Path) -> None:
    taken = GOOD.replace("key: wales-2030", "key: jtai", 1)
    with pytest.raises(FrameworkError, match=r'ours.yaml, line 1: the key "jtai" is taken'):
        load_frameworks(folder_with(tmp_path, taken))


def test_two_files_cannot_share_a_key(tmp_path: Path) -> None:
    folder_with(tmp_path, GOOD, "a.yaml")
    folder_with(tmp_path, "# ours\n" + GOOD, "b.yml")
    with pytest.raises(FrameworkError, match=r'b.yml, line 2: the key "wales-2030" is taken'):
        load_frameworks(tmp_path)


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    folder_with(tmp_path, "not: a framework", "README.md")
    folder_with(tmp_path, "not: a framework", ".ours.yaml")
    assert list(load_frameworks(tmp_path)) == list(load_frameworks())


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FrameworkError, match="there is no such folder"):
        load_frameworks(tmp_path / "missing")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(FrameworkError, match=r"folder.yaml: the file cannot be read"):
        load_frameworks(tmp_path)


def loads_or_is_refused(content: bytes) -> None:
    """Any other error than FrameworkError fails the test."""
    with TemporaryDirectory() as folder, suppress(FrameworkError):
        loaded = load_frameworks(folder_with(Path(folder), content))
        assert len(loaded) == len(load_frameworks()) + 1


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_file_is_loaded_or_refused(content: bytes) -> None:
    loads_or_is_refused(content)


SHIPPED_LINES = [
    path.read_text(encoding="utf-8").replace("key: ", "key: our-", 1).splitlines()
    for path in sorted(Path(package.__file__).parent.glob("*.yaml"))
]


@given(st.data())
def test_a_damaged_framework_is_loaded_or_refused(data: st.DataObject) -> None:
    lines = list(data.draw(st.sampled_from(SHIPPED_LINES)))
    place = data.draw(st.integers(0, len(lines) - 1))
    damage = data.draw(st.sampled_from(["drop", "double", "cut", "empty the value"]))
    line = lines[place]
    lines[place : place + 1] = {
        "drop": [],
        "double": [line, line],
        "cut": [line[: len(line) // 2]],
        "empty the value": [line.split(":")[0] + ":"],
    }[damage]
    loads_or_is_refused("\n".join(lines).encode())
