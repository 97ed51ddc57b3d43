"""Small numbers of people are told as "fewer than 5", and nothing else is touched."""

from __future__ import annotations

import pytest

from tracker.domain.small_numbers import without_small_numbers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("3 children wait", "Fewer than 5 children wait"),
        ("so 3 children wait", "so fewer than 5 children wait"),
        ("It is so. 3 children wait", "It is so. Fewer than 5 children wait"),
        ("Only one child had a visitor", "Only fewer than 5 children had a visitor"),
        ("Three disabled young people moved", "Fewer than 5 disabled young people moved"),
        ("all but two care leavers", "all but fewer than 5 care leavers"),
        ("for 3 or 4 children", "for fewer than 5 children"),
        ("for two to three families", "for fewer than 5 families"),
        ("for 2 (two) children", "for fewer than 5 children"),
        ("for 2 of the children", "for fewer than 5 of the children"),
        ("one of 3 children", "one of fewer than 5 children"),
        ("children (3)", "children (fewer than 5)"),
        ("children: 4, by March", "children: fewer than 5, by March"),
        ("by 4\u00a0children", "by fewer than 5 children"),
        ("12 children and 2 families", "12 children and fewer than 5 families"),
    ],
)
def test_a_small_count_of_people_is_told_otherwise(text: str, told: str) -> None:
    assert without_small_numbers(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "5 children wait",
        "14 children",
        "3,004 children",
        "0 children in unregulated homes",
        "4 per cent of children",
        "4% of children",
        "one in four children",
        "3 in 4 children",
        "1.2 children in care",
        "Priority 2 children in care",
        "Year 2 pupils",
        "children aged 4",
        "aged 4 children",
        "a 4-year-old child",
        "by 3 March 2015 children are seen",
        "within 3 working days children are seen",
        "2 children’s homes",
        "children in 2 homes",
        "children from 1 April",
        "£3 a child",
        "3 social workers",
        "",
    ],
)
def test_what_is_no_small_count_of_people_stays(text: str) -> None:
    assert without_small_numbers(text) == text


def test_a_text_that_was_told_otherwise_stays_as_it_is() -> None:
    once = without_small_numbers(
        "Of 12, 3 children and two families wait. 1 child moved (children: 2)"
    )
    assert without_small_numbers(once) == once
    assert once.lower().count("fewer than 5") == 4
