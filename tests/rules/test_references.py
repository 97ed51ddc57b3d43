"""References as printed: what is one, in which order they stand, and which comes next."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import RuleError
from tracker.domain.references import (
    LONGEST_REFERENCE,
    LONGEST_SORT_KEY,
    next_reference,
    normalise_reference,
    reference_sort_key,
)

VALID = st.text(
    alphabet="ABCXYZabcxyz0123456789 ./()_-", min_size=1, max_size=LONGEST_REFERENCE
).filter(lambda text: any(character.isalnum() for character in text))
PARTS = st.lists(st.integers(min_value=0, max_value=10**12), min_size=1, max_size=6)

IN_ORDER = [
    "1",
    "1.1",
    "1.2",
    "1.2.1",
    "1.10",
    "1a",
    "1b",
    "2",
    "2.1",
    "2.9",
    "2.10",
    "10",
    "24",
    "114",
    "119",
    "1000000",
    "A",
    "A3",
    "A3.1",
    "A10",
    "AB1",
    "WS3P2WP1",
    "WS3P21WP1",
    "WS3P21WP2",
    "WS10",
]


def test_references_sort_as_a_reader_expects() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))  # noqa: S311 - no secret
    assert sorted(shuffled, key=reference_sort_key) == IN_ORDER


@given(PARTS, PARTS)
def test_hierarchical_references_sort_by_their_numbers(one: list[int], other: list[int]) -> None:
    keys = [reference_sort_key(".".join(map(str, parts))) for parts in (one, other)]
    assert (keys[0] < keys[1]) == (one < other)
    assert (keys[0] == keys[1]) == (one == other)


@given(PARTS)
def test_a_parent_comes_before_its_children(parts: list[int]) -> None:
    parent = ".".join(map(str, parts))
    assert reference_sort_key(parent) < reference_sort_key(f"{parent}.0")
    assert reference_sort_key(parent) < reference_sort_key(f"{parent}a")


@given(VALID)
def test_the_key_knows_neither_case_nor_separators_nor_leading_noughts(reference: str) -> None:
    key = reference_sort_key(reference)
    assert reference_sort_key(reference.lower()) == reference_sort_key(reference.upper()) == key
    assert reference_sort_key(f" {reference} ") == key
    assert reference_sort_key("01.02") == reference_sort_key("1-2")


@given(st.text(max_size=400) | VALID | st.text(alphabet="0123456789aé٣½", max_size=400))
def test_any_text_has_a_short_plain_key(text: str) -> None:
    key = reference_sort_key(text)
    assert len(key) <= LONGEST_SORT_KEY
    assert set(key) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")


@given(VALID)
def test_no_key_of_a_valid_reference_is_cut(reference: str) -> None:
    longest = reference_sort_key("1a" * (LONGEST_REFERENCE // 2))
    assert len(reference_sort_key(reference)) <= len(longest) == 80 < LONGEST_SORT_KEY


@given(VALID)
def test_a_valid_reference_is_kept_as_printed(reference: str) -> None:
    kept = normalise_reference(reference)
    assert kept.split() == reference.split()
    assert normalise_reference(kept) == kept


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Enter a reference, for example 1.1 or A3"),
        (" \n\t ", "Enter a reference, for example 1.1 or A3"),
        ("1" * 41, "Reference must be 40 characters or fewer"),
        ("1.1;2", "Reference must only include"),
        ("<b>1</b>", "Reference must only include"),
        ("é1", "Reference must only include"),
        ("1\x00", "Reference must only include"),
        ("٣", "Reference must only include"),
        ("...", "Reference must include a letter or a number"),
    ],
)
def test_what_is_no_reference_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence) as refused:
        normalise_reference(text, field="number")
    assert refused.value.sentence.startswith(sentence)
    assert refused.value.field == "number"


@pytest.mark.parametrize(
    ("existing", "prefix", "following"),
    [
        ([], "", "1"),
        (["1", "2", "2.10"], "", "3"),
        ([], "1", "1.1"),
        (["1.1", "1.2"], "1", "1.3"),
        (["1.1", "1.2.3", "11.9"], "1", "1.3"),
        (["1.1", "1.5"], "1", "1.6"),  # the gap is not filled
        (["1.9", "1.10"], "1", "1.11"),
        (["A1", "A3", "B9"], "A", "A4"),
        (["a1"], "A", "A2"),
        (["A1.1", "A1.2"], "A1", "A1.3"),
        (["WS3P21WP1"], "WS3P21WP", "WS3P21WP2"),
        (["1.1"], "1.", "1.2"),
        (["(a).1"], "(a)", "(a).2"),
        (["A", "B", "free text"], "", "1"),
    ],
)
def test_the_next_reference(existing: list[str], prefix: str, following: str) -> None:
    assert next_reference(existing, prefix) == following


@given(st.lists(st.integers(1, 500), max_size=20), st.sampled_from(["", "1", "2.4", "A", "WS3P"]))
def test_the_next_reference_is_new_and_sorts_last(numbers: list[int], prefix: str) -> None:
    stem = f"{prefix}." if prefix[-1:].isdigit() else prefix
    existing = [f"{stem}{number}" for number in numbers]
    following = next_reference(existing, prefix)
    assert following not in existing
    assert all(reference_sort_key(used) < reference_sort_key(following) for used in existing)
