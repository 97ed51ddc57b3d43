"""Which later recommendation speaks of the same thing as an earlier one."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.frameworks.guide import load_topics
from tracker.domain.likeness import (
    LIKELY,
    POSSIBLE,
    _bag,
    _cosine,
    _vector,
    alike_pairs,
    likenesses,
    same_pairs,
)

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

WORDS = ("audit", "visit", "placement", "threshold", "police", "carer")


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


class TestSamePairs:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Answer each contact", "answer  EACH contact."),
            ("Audit re-referrals monthly", "Audit: re-referrals, monthly"),
            ("Review the thresholds for referrals", "Review all thresholds of referrals"),
            ("Recruit 10 social workers", "Recruit social workers (10)"),
        ],
    )
    def test_the_same_but_for_how_it_is_written(self, one: str, other: str) -> None:
        assert same_pairs(["Train foster carers", one, other], 0.9)[-1:] == [(1, 2)]

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Train managers in supervision, part 1", "Train managers in supervision, part 2"),
            ("Review the thresholds for referrals", "Review the placements of siblings"),
            ("Audit supervision records", "Audit chronology records"),
        ],
    )
    def test_not_the_same(self, one: str, other: str) -> None:
        assert same_pairs([one, "Train foster carers", other], 0.9) == []

    def test_of_several_equal_ones_each_has_the_first(self) -> None:
        assert same_pairs(["Do it", "Other words", "do it", "DO IT!"], 0.9) == [(0, 2), (0, 3)]

    @given(st.lists(st.lists(st.sampled_from(WORDS))), st.sampled_from([0.3, 0.5, 0.9, 1.0]))
    def test_the_quick_way_finds_what_comparing_all_finds(
        self, words: list[list[str]], least: float
    ) -> None:
        texts = [" ".join(some) for some in words]
        found = set(alike_pairs(texts, least))
        bags = [_bag(text, ()) for text in texts]
        seen_in = Counter(word for bag in bags for word in bag)
        vectors = [_vector(bag, seen_in, len(bags)) for bag in bags]
        every = combinations(range(len(texts)), 2)
        assert found == {(i, j) for i, j in every if _cosine(vectors[j], vectors[i]) >= least}
