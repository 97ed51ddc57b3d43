"""Posts: the line, the holders of today, and what follows a post."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.services.given import recorded
from tests.web.workforce import TODAY, a_holding, a_person, a_plan, a_post, an_action, embargo
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Delivery
from tracker.models import Post, Priority
from tracker.queries.errors import NotFound
from tracker.queries.listing import Ask
from tracker.queries.posts import (
    get_holding,
    get_post,
    list_accountable,
    list_holders,
    list_open_posts,
    list_posts,
    list_reports,
    page_of_following,
    page_of_posts,
)

pytestmark = pytest.mark.usefixtures("any_engine")
YESTERDAY, TOMORROW = date(2026, 10, 4), date(2026, 10, 6)


@pytest.fixture
def head(session: Session, actor: Actor) -> Post:
    return a_post(session, actor)


def test_open_actions_are_counted_as_far_as_they_may_be_seen(
    session: Session, actor: Actor, viewer: Actor, head: Post
) -> None:
    plan = a_plan(session, actor)
    an_action(session, actor, plan, "1", head)
    an_action(session, actor, plan, "2", head, delivery=Delivery.COMPLETE)
    an_action(session, actor, plan, "3", head, removed_on=TODAY)
    embargo(session, actor, an_action(session, actor, plan, "4", head))
    assert [row.actions for row in list_posts(session, viewer)] == [1]
    assert [row.actions for row in list_posts(session, actor)] == [2]
    assert page_of_following(session, viewer, head.id, Ask()).total == 2
    assert page_of_following(session, actor, head.id, Ask()).total == 3


def test_holders_are_those_of_today(session: Session, actor: Actor, head: Post) -> None:
    for name, days in {
        "First": {"to_on": YESTERDAY},
        "Last day": {"to_on": TODAY},
        "Now": {},
        "Next": {"from_on": TOMORROW},
    }.items():
        a_holding(session, actor, head, a_person(session, actor, name), **days)
    assert {row.name for row in list_holders(session, actor)} == {"Last day", "Now"}


def test_a_closed_post_is_no_choice_and_no_report(
    session: Session, actor: Actor, head: Post
) -> None:
    a_post(session, actor, "Closed today", manager_post_id=head.id, closed_on=TODAY)
    a_post(session, actor, "Closes tomorrow", manager_post_id=head.id, closed_on=TOMORROW)
    reports = [row.title for row in list_reports(session, actor, head.id)]
    assert reports == ["Closes tomorrow"]
    offered = [row.title for row in list_open_posts(session, actor, but=head.id)]
    assert offered == ["Closes tomorrow"]


def test_priorities_answered_for_leave_out_the_removed(
    session: Session, actor: Actor, head: Post
) -> None:
    plan = a_plan(session, actor)
    for letter, removed_on in (("B", None), ("A", None), ("C", TODAY)):
        recorded(
            session,
            actor,
            Priority,
            plan_id=plan.id,
            letter=letter,
            sort_key=letter,
            title="Oversight",
            director_post_id=head.id,
            removed_on=removed_on,
        )
    assert [row.letter for row in list_accountable(session, actor, head.id)] == ["A", "B"]


def test_nothing_is_seen_from_another_council(
    session: Session, actor: Actor, outsider: Actor, head: Post
) -> None:
    holding = a_holding(session, actor, head, a_person(session, actor))
    session.flush()
    assert not list_posts(session, outsider)
    assert not list_holders(session, outsider)
    assert not list_open_posts(session, outsider)
    with pytest.raises(NotFound):
        get_post(session, outsider, head.id)
    with pytest.raises(NotFound):
        get_holding(session, outsider, holding.id)


def test_the_list_finds_posts_by_title_holder_and_state(
    session: Session, actor: Actor, head: Post
) -> None:
    below = a_post(session, actor, "Team manager", manager_post_id=head.id)
    a_holding(session, actor, below, a_person(session, actor, "Now"))
    a_holding(session, actor, head, a_person(session, actor, "First"), to_on=YESTERDAY)
    a_post(session, actor, "Old", closed_on=TODAY)
    a_post(session, actor, "Closing", closed_on=TOMORROW)

    def found(sort: str = "", **filters: str) -> list[str]:
        asked = {name: (value,) for name, value in filters.items()}
        page = page_of_posts(session, actor, Ask(asked, sort))
        assert page.total == len(page.rows)
        return [row.title for row in page.rows]

    assert found(title="TEAM") == ["Team manager"]
    assert found(title="%") == []
    assert found(holder="now") == ["Team manager"]
    assert found(holder="first") == []
    assert found(state="held") == ["Team manager"]
    assert found(state="vacant") == ["Closing", head.title]
    assert found(state="closed") == ["Old"]
    assert found("manager")[0] == "Team manager"
    assert len(found("-actions")) == 4
