"""Exempt information: marks kept as text, exempt actions withheld from a snapshot, and passages."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.reports.papers import AUTHORS, report
from tests.rules.pictured import DAY, action, key, snapshot
from tracker.domain.exemption import (
    EXEMPT_PARAGRAPHS,
    Marks,
    marks_from,
    marks_text,
    withheld_words,
    without_exempt_actions,
)
from tracker.domain.pictures import OwnerPicture, UpdatePicture
from tracker.domain.snapshot import count_ratings, to_text
from tracker.domain.vocabulary import Delivery, OwnershipRole
from tracker.reports.exemption import key_of, passages_of, public_version, said_text
from tracker.reports.parts import Point, Said

SECRET = "Words that only the council may read"


def test_marks_come_back_from_their_text() -> None:
    marks = Marks({"abc": 3}, {uuid.UUID(int=7): 1})
    assert marks_from(marks_text(marks)) == marks
    assert not marks_from("")
    assert marks_from(marks_text(Marks())) == Marks()


def test_the_paragraphs_are_the_seven_of_schedule_12a() -> None:
    assert sorted(EXEMPT_PARAGRAPHS) == [1, 2, 3, 4, 5, 6, 7]
    assert "paragraph 5 of Part 1 of Schedule 12A" in withheld_words(5)


class TestActions:
    def test_no_text_of_an_exempt_action_stays_and_every_figure_does(self) -> None:
        secret = action(
            1, title=SECRET, why=SECRET, obstacle=SECRET, success_measure=SECRET, due_text=SECRET
        )
        said = UpdatePicture(
            id=key(301),
            action_id=secret.id,
            author_id=None,
            posted_at=datetime(2026, 9, 1, tzinfo=UTC),
            posted_on=DAY,
            done=SECRET,
            next_steps=SECRET,
            obstacle=SECRET,
            delivery=Delivery.ON_TRACK,
            delivery_reason=SECRET,
            corrects_id=None,
        )
        owner = OwnerPicture(
            id=key(302),
            action_id=secret.id,
            post_id=key(5),
            person_id=None,
            role=OwnershipRole.LEAD,
            position=1,
            from_on=DAY,
        )
        before = snapshot(secret, action(2), said, owner)
        after = without_exempt_actions(before, {secret.id: 4})
        assert SECRET in to_text(before)
        assert SECRET not in to_text(after)
        assert after.owners == ()
        assert count_ratings(after) == count_ratings(before)
        first, second = after.actions
        assert (first.reference, first.due_on) == (secret.reference, secret.due_on)
        assert first.title == "Withheld: exempt, paragraph 4"
        assert bool(first.obstacle) == bool(secret.obstacle)
        assert second == action(2)

    def test_without_a_mark_it_is_the_very_same(self) -> None:
        whole = snapshot(action(1))
        assert without_exempt_actions(whole, {}) is whole


class TestPassages:
    def test_every_paragraph_can_be_marked(self) -> None:
        made = report(authors=replace(AUTHORS, implications={"wards": "All of them"}))
        texts = [passage.text for passage in passages_of(made)]
        for text in (
            *AUTHORS.recommendation.split("\n"),
            AUTHORS.purpose,
            *made.summary,
            *made.closing,
            *made.plan,
            *(said_text(said) for said in made.background),
            *(text for found in made.findings for text in (*found.opening, *found.rest)),
            made.progress.pictures_said,
            made.progress.figures_said,
            "All of them",
        ):
            assert not text or text in texts
        assert len({passage.key for passage in passages_of(made)}) == len(texts)

    def test_marked_ones_are_withheld_in_their_place(self) -> None:
        made = report(
            summary=("Open.", SECRET, "Open too."),
            closing=(SECRET,),
            background=(Said(SECRET, (Point(SECRET, "A lead"),)),),
            authors=replace(AUTHORS, reasons=f"Open.\n{SECRET}", implications={"wards": SECRET}),
        )
        marked = {passage.key: 3 for passage in passages_of(made) if SECRET in passage.text}
        public = public_version(made, marked)
        assert SECRET not in repr(public)
        assert public.summary == ("Open.", withheld_words(3), "Open too.")
        assert public.background == (Said(withheld_words(3)),)
        assert public.authors.reasons == f"Open.\n{withheld_words(3)}"
        assert replace(public, summary=(), closing=(), background=(), authors=AUTHORS) == replace(
            made, summary=(), closing=(), background=(), authors=AUTHORS
        )

    def test_a_mark_on_other_words_withholds_nothing(self) -> None:
        made = report(summary=("3 actions are late.",))
        marked = {key_of("2 actions are late."): 3}
        assert public_version(made, marked).summary == made.summary

    @pytest.mark.parametrize("words", ["a  b", " a b", "a\nb"])
    def test_spaces_make_no_difference_to_a_mark(self, words: str) -> None:
        assert key_of(words) == key_of("a b")
