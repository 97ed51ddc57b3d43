"""What stands under embargo is in no answer to anybody who may not see it, on whatever page."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select
from werkzeug.test import TestResponse

from tests.foundations.remnants import EMBARGOED_ACTION, UNDER_EMBARGO
from tests.web.visiting import Visitor
from tests.web.walking import GETS, HOME, Route
from tracker.access.permissions import Permission
from tracker.access.policy import POLICY
from tracker.domain.vocabulary import Role
from tracker.models import Action, Council, Inspection, Ownership, Person, PostHolding

SEEING = {predicate.name for way in POLICY[Permission.SEE_EMBARGOED] for predicate in way}
NOT_SEEING = [role for role in Role if role.value not in SEEING]
SEARCHED = ("marmalade", EMBARGOED_ACTION, "second visit", "review children", "plans", "manager")

CHARTS = ("progress", "ratings-over-time", "slips", "timeline", "judgement-history")

AT_HOME = select(Council.id).where(Council.slug == HOME).scalar_subquery()
EMBARGOED = select(Inspection.id).where(
    Inspection.council_id == AT_HOME, Inspection.title == UNDER_EMBARGO[0]
)


@pytest.fixture
def engine(demonstration_engine: Engine) -> Engine:
    """Aldermere's second monitoring visit is under embargo."""
    return demonstration_engine


def words_of(answer: TestResponse) -> str:
    """All that an answer says: a page, a table, a calendar, or the parts of a document."""
    content = answer.get_data()
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = [file.read(name) for name in file.namelist() if name.endswith(".xml")]
    text = "\n".join(part.decode(errors="replace") for part in parts)
    # A calendar folds its lines, and a document cuts a sentence into runs.
    unfolded = text.replace("\r\n ", "")
    return unfolded + html.unescape(re.sub(r"<[^>]+>", "", unfolded))


def questions(visitor: Visitor, route: Route) -> list[str]:
    """What a route is asked besides its address: for a plan, every form that it can be had in."""
    if route.endpoint == "search.results":
        return [f"?q={words}" for words in SEARCHED]
    if not (route.is_of_council and set(route.identifiers) <= {"plan_id"}):
        return [""]
    visit = visitor.session.scalars(EMBARGOED).one()
    asked = ["", "?format=csv", f"?inspection={visit}", f"?inspection={visit}&format=csv"]
    if route.endpoint == "plan_charts.show":
        asked += ["?format=pptx", *(f"?format=csv&chart={name}" for name in CHARTS)]
    return [*asked, "?format=xlsx"]


def said(visitor: Visitor, route: Route) -> Iterator[tuple[str, str]]:
    """Of every record's page and export, the words under embargo that it says."""
    asked = questions(visitor, route)
    for address in visitor.site.addresses(route, every=True):
        for query in asked if "?" not in address else [""]:
            answer = visitor.ask("GET", address + query, (200, 303, 403, 404))
            if answer.status_code == 403:
                # The whole page is not for this role.
                return
            text = words_of(answer)
            for words in UNDER_EMBARGO:
                if words in text:
                    yield address + query, words


def owner_of_what_is_hidden(visitor: Visitor) -> Person:
    """The service manager whose post leads the action under embargo."""
    query = (
        select(Person)
        .join(PostHolding, PostHolding.person_id == Person.id)
        .join(Ownership, Ownership.post_id == PostHolding.post_id)
        .join(Action, Action.id == Ownership.action_id)
        .where(Action.reference == EMBARGOED_ACTION, Person.council_id == AT_HOME)
    )
    return visitor.session.scalars(query.where(Person.account_id.is_not(None))).one()


@pytest.mark.parametrize("role", NOT_SEEING)
def test_no_page_says_it_to_a_role_that_may_not_see_it(visitor: Visitor, role: Role) -> None:
    visitor.enter(role)
    assert [leak for route in GETS for leak in said(visitor, route)] == []


def test_no_page_says_it_to_the_owner_of_the_action_either(visitor: Visitor) -> None:
    visitor.sign_in_as(person=owner_of_what_is_hidden(visitor))
    assert "Farah" not in visitor.client.get(f"/councils/{HOME}/my-actions").text
    assert [leak for route in GETS for leak in said(visitor, route)] == []


def test_the_walk_would_hear_every_one_of_these_words(visitor: Visitor) -> None:
    visitor.enter(Role.PROGRAMME_LEAD)
    unheard = set(UNDER_EMBARGO)
    for route in GETS:
        if unheard:
            unheard -= {words for _address, words in said(visitor, route)}
    assert not unheard
