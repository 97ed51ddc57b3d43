"""Verdicts: what a later visit says of a recommendation."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.foundations.records import ActorAs
from tests.services.asking import last_told, refused, told
from tests.services.visits import ON, inspected, recommended, visited
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role, VerdictKind
from tracker.models import Council, Inspection, Recommendation
from tracker.services.deeds import Conflict
from tracker.services.verdicts import VerdictFields, give_verdict, remove_verdict

SOME = VerdictFields(verdict=VerdictKind.SOME_PROGRESS, words="A start was made")


@pytest.fixture
def full(session: Session, actor: Actor) -> Inspection:
    return inspected(session, actor)


@pytest.fixture
def asked(session: Session, actor: Actor, full: Inspection) -> Recommendation:
    return recommended(session, full, actor)


@pytest.fixture
def visit(session: Session, actor: Actor, full: Inspection) -> Inspection:
    return visited(session, actor, date(2016, 2, 1), follows_id=full.id)


def test_a_verdict_is_given_and_mended(
    session: Session, actor: Actor, asked: Recommendation, visit: Inspection
) -> None:
    verdict = give_verdict(session, asked, visit, SOME, by=actor, on=ON)
    good = VerdictFields(verdict=VerdictKind.GOOD_PROGRESS, words="Better since")
    assert give_verdict(session, asked, visit, good, by=actor, on=ON) is verdict
    assert told(session, verdict) == [("give_verdict", "created"), ("give_verdict", "changed")]
    assert last_told(session, verdict)["old"]["verdict"] == "some_progress"


def test_an_old_version_is_a_conflict(
    session: Session, actor: Actor, asked: Recommendation, visit: Inspection
) -> None:
    read = give_verdict(session, asked, visit, SOME, by=actor, on=ON).version
    good = VerdictFields(verdict=VerdictKind.GOOD_PROGRESS, words="Better since")
    give_verdict(session, asked, visit, good, by=actor, on=ON, version=read)
    with pytest.raises(Conflict):
        give_verdict(session, asked, visit, SOME, by=actor, on=ON, version=read)


def test_a_removed_verdict_can_be_given_again(
    session: Session, actor: Actor, asked: Recommendation, visit: Inspection
) -> None:
    verdict = give_verdict(session, asked, visit, SOME, by=actor, on=ON)
    remove_verdict(session, verdict, by=actor, on=ON)
    with refused("This verdict was removed", field=None):
        remove_verdict(session, verdict, by=actor, on=ON)
    assert give_verdict(session, asked, visit, SOME, by=actor, on=ON).removed_on is None


@pytest.mark.parametrize("kind", VerdictKind)
def test_every_verdict_but_one_comes_in_words(
    session: Session, actor: Actor, asked: Recommendation, visit: Inspection, kind: VerdictKind
) -> None:
    wordless = VerdictFields(verdict=kind, words="  ")
    if kind is VerdictKind.NOT_LOOKED_AT:
        assert give_verdict(session, asked, visit, wordless, by=actor, on=ON).words is None
        return
    with refused("Enter what the visit says", field="words"):
        give_verdict(session, asked, visit, wordless, by=actor, on=ON)


def test_a_verdict_comes_at_any_distance_and_without_following(
    session: Session, actor: Actor, asked: Recommendation, visit: Inspection
) -> None:
    second = visited(session, actor, date(2016, 6, 1), follows_id=visit.id)
    unrelated = visited(session, actor, date(2017, 6, 1))
    for inspection in (second, unrelated):
        verdict = give_verdict(session, asked, inspection, SOME, by=actor, on=ON)
        assert verdict.inspection_id == inspection.id


def test_only_a_later_inspection_gives_one(
    session: Session, actor: Actor, asked: Recommendation, full: Inspection
) -> None:
    earlier = visited(session, actor, date(2015, 6, 1))
    same_day = visited(session, actor, full.fieldwork_start_on)
    for inspection in (full, earlier, same_day):
        with refused("came after the one that made", field="inspection_id"):
            give_verdict(session, asked, inspection, SOME, by=actor, on=ON)


def test_councils_do_not_judge_each_other(
    session: Session,
    actor: Actor,
    asked: Recommendation,
    visit: Inspection,
    actor_as: ActorAs,
    other_council: Council,
) -> None:
    by = actor_as(Role.PROGRAMME_LEAD, council=other_council)
    foreign = visited(session, by, date(2016, 2, 1))
    theirs = recommended(session, foreign, by)
    for recommendation, inspection in ((asked, foreign), (theirs, visit)):
        with refused("another council", field=None):
            give_verdict(session, recommendation, inspection, SOME, by=actor, on=ON)
