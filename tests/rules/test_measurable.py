"""Which success measures look as if they could be measured."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.measurable import may_be_measured


@pytest.mark.parametrize(
    "text",
    [
        "95% of contacts are decided within one working day",
        "Fewer children come back onto a plan",
        "Every child has seen their plan",
        "None waits longer than the rules allow",
        "The re-referral rate",
        "The dip sample by managers shows good supervision",
        "Visits take place by the end of March",
        "Training done by June",
        "Caseloads of newly qualified staff",
        "TWO of three families say that they were heard",
        "Higher attendance of looked-after children",
        "Supervision takes place monthly",
    ],
)
def test_something_to_count_or_compare(text: str) -> None:
    assert may_be_measured(text)


@pytest.mark.parametrize(
    "text",
    [
        "Practice is embedded",
        "Staff are confident and well supported",
        "Partners work together effectively by sharing what they know",
        "Children feel safe and listened to",
        "A culture of high support and high challenge",
        "Plans are of good quality",
        "Recalled honestly, and overall in better shape",
        "",
    ],
)
def test_only_a_hope(text: str) -> None:
    assert not may_be_measured(text)


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    assert may_be_measured(text) in {True, False}
    assert may_be_measured(f"{text} 7")
