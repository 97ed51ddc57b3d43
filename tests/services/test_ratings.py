"""A council's own names of its ratings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.ratings import SHIPPED, words_of
from tracker.domain.vocabulary import Delivery, RatingScale
from tracker.models import Council, History
from tracker.services.ratings import name_ratings

ON = date(2026, 10, 5)
SCALE = RatingScale.DELIVERY


def test_names_meanings_and_order_are_the_councils_own(
    session: Session, actor: Actor, council: Council
) -> None:
    words = [
        replace(word, name=f"RAG {number}", meaning=f"Means {number}")
        for number, word in enumerate(reversed(SHIPPED[SCALE]))
    ]
    name_ratings(session, council, SCALE, words, by=actor, on=ON)
    key = words_of(council.rating_words)
    assert [word.name for word in key.scales[SCALE]] == [f"RAG {n}" for n in range(5)]
    assert key.delivery[0] is SHIPPED[SCALE][-1].rating
    assert key.scales[RatingScale.IMPACT] == SHIPPED[RatingScale.IMPACT]
    rows = session.scalars(select(History).where(History.deed == "name_ratings")).all()
    assert [row.record_type for row in rows] == ["council"]
    name_ratings(session, council, SCALE, SHIPPED[SCALE], by=actor, on=ON)
    assert words_of(council.rating_words) == words_of(None)


@pytest.mark.parametrize(
    ("name", "meaning", "field"),
    [
        ("", "Something", "name_at_risk"),
        ("x" * 41, "Something", "name_at_risk"),
        ("On TRACK", "The same name twice", "name_"),
        ("Amber", " ", "meaning_at_risk"),
        ("Amber", "x" * 301, "meaning_at_risk"),
        ("Am\nber", "Two lines", "name_at_risk"),
    ],
)
def test_wrong_words_are_refused_by_name(
    session: Session, actor: Actor, council: Council, name: str, meaning: str, field: str
) -> None:
    words = [
        replace(word, name=name, meaning=meaning) if word.rating is Delivery.AT_RISK else word
        for word in SHIPPED[SCALE]
    ]
    with pytest.raises(RuleError) as refused:
        name_ratings(session, council, SCALE, words, by=actor, on=ON)
    assert (refused.value.field or "").startswith(field)
    assert council.rating_words is None


def test_each_rating_is_named_once(session: Session, actor: Actor, council: Council) -> None:
    for words in (SHIPPED[SCALE][:-1], [*SHIPPED[SCALE], SHIPPED[SCALE][0]], ()):
        with pytest.raises(RuleError, match="once"):
            name_ratings(session, council, SCALE, words, by=actor, on=ON)
