"""Which later recommendation speaks of the same thing as an earlier one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.frameworks.guide import load_topics
from tracker.domain.likeness import LIKELY, POSSIBLE, likenesses

EARLIER = (
    "Increase what the MASH can do so that every contact is looked at on the day",
    "Find more people who want to become adopters",
    "Give care leavers more chances of work, training and apprenticeships",
    "Write down why supervised contact is thought to be best",
)
LATER = (
    "Young people who have left care and are NEET need more chances of employment and training",
    "Thresholds at the front door are to be applied in the same way by all who screen referrals",
    "Life-story work is to be done sooner",
)


def best(text: str) -> int | None:
    found = likenesses([text], LATER, load_topics())[0]
    return found[0].position if found else None


@pytest.mark.parametrize(
    ("earlier", "later"), [(EARLIER[0], 1), (EARLIER[1], None), (EARLIER[2], 0), (EARLIER[3], None)]
)
def test_the_same_thing_in_other_words_is_found(earlier: str, later: int | None) -> None:
    assert best(earlier) == later


def test_the_same_words_are_as_like_as_can_be() -> None:
    found = likenesses(EARLIER, EARLIER, load_topics())
    for position, likest in enumerate(row[0] for row in found):
        assert likest.position == position
        assert likest.measure == pytest.approx(1.0)


def test_a_reference_in_brackets_is_no_likeness() -> None:
    one, other = "Visit children sooner (Paras 31, 33)", "Pay invoices sooner (Paras 31, 33)"
    without = likenesses([one[:22]], [other[:20]], load_topics())
    assert likenesses([one], [other], load_topics()) == without


@given(st.lists(st.text(max_size=80), max_size=4), st.lists(st.text(max_size=80), max_size=4))
def test_any_texts_can_be_compared(earlier: list[str], later: list[str]) -> None:
    found = likenesses(earlier, later, load_topics())
    assert len(found) == len(earlier)
    for row in found:
        assert [one.measure for one in row] == sorted((one.measure for one in row), reverse=True)
        assert all(POSSIBLE <= one.measure <= 1.000001 for one in row)


def test_what_is_likely_is_possible() -> None:
    assert POSSIBLE < LIKELY < 1
