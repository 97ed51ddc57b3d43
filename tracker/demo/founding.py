"""Setting up a council: its bodies, posts, people and boards, each on its first day."""

# A deed takes who and when, which only history reads.
# ruff: noqa: ARG001

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.demo import shapes
from tracker.demo.reading import Entry
from tracker.demo.stage import Stage, fields_of
from tracker.domain.vocabulary import Role
from tracker.models import Account, Board, Person, Post, PostHolding, RoleGrant
from tracker.services import accounts, boards, councils, people, posts
from tracker.services.deeds import deed

MORNING, NOON, EVENING = range(3)
"""Within a day people come before the deeds of the timeline, and go after them."""

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """A deed that waits for its day; ``entry`` is the place of the file that asks for it."""

    on: date
    turn: int
    entry: Entry
    do: Callable[[], None]


def founding_steps(stage: Stage, file: Entry) -> Iterator[Step]:
    """Everything about a council that is no deed of its timeline."""
    council = file.entry("council", shapes.COUNCIL)
    start = council.day("starts_on")
    yield Step(start, MORNING, council, lambda: _found(stage, council, start))
    for entry in file.entries("bodies", shapes.BODY):
        yield _body(stage, entry, start)
    for entry in file.entries("posts", shapes.POST):
        yield _post(stage, entry, start)
    firsts: dict[str, date] = {}
    for entry in file.entries("people", shapes.PERSON):
        yield from _person(stage, entry, start, firsts)
    for entry in file.entries("boards", shapes.BOARD):
        chair_on = firsts.get(entry.find_text("chair") or "", start)
        yield _board(stage, entry, max(start, chair_on, entry.find_day("from_on") or start))


@deed
def share_account(
    session: Session,
    person: Person,
    account: Account,
    *,
    by: Actor,
    on: date,
) -> None:
    """Let somebody who has an account already use it for a second council.

    Elsewhere an invitation does this, which asks for the account's password; here there is none.
    """
    person.account_id = account.id
    person.email = person.email or account.email


def _found(stage: Stage, entry: Entry, on: date) -> None:
    council = councils.create_council(
        stage.session,
        fields_of(councils.CouncilFields, entry),
        by=stage.tracker(on),
        on=on,
        is_demonstration=True,
    )
    stage.council_id = council.id
    stage.slug = council.slug


def _body(stage: Stage, entry: Entry, start: date) -> Step:
    on = max(start, entry.find_day("from_on") or start)

    def do() -> None:
        given = fields_of(councils.BodyFields, entry)
        body = councils.add_body(stage.session, given, by=stage.tracker(on), on=on)
        stage.keep("body", entry, body)

    return Step(on, MORNING, entry, do)


def _post(stage: Stage, entry: Entry, on: date) -> Step:
    def do() -> None:
        manager_id = stage.find_id(Post, "post", entry, "reports_to")
        given = fields_of(posts.PostFields, entry, manager_post_id=manager_id)
        post = posts.add_post(stage.session, given, by=stage.tracker(on), on=on)
        stage.keep("post", entry, post)

    return Step(on, MORNING, entry, do)


def _board(stage: Stage, entry: Entry, on: date) -> Step:
    def do() -> None:
        chair_id = stage.find_id(Person, "person", entry, "chair")
        above_id = stage.find_id(Board, "board", entry, "reports_to")
        given = fields_of(boards.BoardFields, entry, chair_id=chair_id, reports_to_id=above_id)
        board = boards.add_board(stage.session, given, by=stage.tracker(on), on=on)
        stage.keep("board", entry, board)

    return Step(on, MORNING, entry, do)


def _person(stage: Stage, entry: Entry, start: date, firsts: dict[str, date]) -> Iterator[Step]:
    """A person comes on the first day of their roles and posts, unless the file says otherwise."""
    roles = entry.entries("roles", shapes.ROLE)
    held = entry.entries("posts", shapes.HOLDING)
    days = [part.day("from_on") for part in (*roles, *held)]
    first = max(start, entry.find_day("from_on") or min(days, default=start))
    firsts[entry.text("key")] = first
    yield Step(first, MORNING, entry, lambda: _add_person(stage, entry, first))
    for role in roles:
        yield from _role(stage, entry, role, first)
    for holding in held:
        yield from _holding(stage, entry, holding, first)


def _add_person(stage: Stage, entry: Entry, on: date) -> None:
    session = stage.session
    given = fields_of(people.PersonFields, entry)
    person = people.add_person(session, given, by=stage.tracker(on), on=on)
    stage.keep("person", entry, person)
    if not entry.flag("account"):
        return
    email = given.email or _email(given.name, stage.slug)
    known = stage.accounts.get(email)
    if known is not None:
        share_account(session, person, known, by=stage.tracker(on), on=on)
    else:
        stage.accounts[email] = accounts.create_account(
            session, person, email, None, by=stage.tracker(on), on=on
        )


def _email(name: str, slug: str) -> str:
    """An invented address; example.org is kept for examples (RFC 2606)."""
    plain = re.sub(r"^(Councillor|Dr|Professor) ", "", name).lower()
    return f"{re.sub('[^a-z]+', '.', plain)}@{slug}.example.org"


def _role(stage: Stage, whose: Entry, entry: Entry, first: date) -> Iterator[Step]:
    role = entry.choice("role", Role)
    from_on, to_on = max(first, entry.day("from_on")), entry.find_day("to_on")
    granted: list[RoleGrant] = []

    def begin() -> None:
        person = stage.find(Person, "person", whose, "key")
        by = stage.tracker(from_on)
        granted.append(people.grant_role(stage.session, person, role, by=by, on=from_on))
        stage.roles.setdefault(person.id, set()).add(role)
        if role is Role.PROGRAMME_LEAD and person not in stage.leads:
            stage.leads.append(person)

    def end(on: date) -> None:
        grant = granted[0]
        if grant.ended_on is None:
            people.end_role(stage.session, grant, by=stage.tracker(on), on=on)
            stage.roles[grant.person_id].discard(role)

    yield Step(from_on, MORNING, entry, begin)
    if to_on is not None:
        # A role ended on a day is no longer held on that day: the day after its last one.
        yield Step(to_on + ONE_DAY, MORNING, entry, lambda: end(to_on + ONE_DAY))


def _holding(stage: Stage, whose: Entry, entry: Entry, first: date) -> Iterator[Step]:
    from_on, to_on = entry.day("from_on"), entry.find_day("to_on")
    begins_on = max(first, from_on)
    holdings: list[PostHolding] = []

    def begin() -> None:
        person = stage.find(Person, "person", whose, "key")
        by = stage.tracker(begins_on)
        holdings.append(appoint(stage, entry, person, from_on, by=by))

    def end(on: date) -> None:
        if holdings[0].to_on is None:
            end_holding(stage, holdings[0], on, by=stage.tracker(on))

    yield Step(begins_on, MORNING, entry, begin)
    if to_on is not None:
        yield Step(to_on, EVENING, entry, lambda: end(to_on))


def appoint(stage: Stage, entry: Entry, person: Person, from_on: date, *, by: Actor) -> PostHolding:
    """Put a person into the post that ``entry`` names; the end, if known, is a later deed."""
    post = stage.find(Post, "post", entry, "post")
    given = posts.AppointmentFields(
        person_id=person.id, from_on=from_on, is_interim=entry.flag("interim")
    )
    holding = posts.appoint(stage.session, post, given, by=by, on=by.today)
    stage.posts.setdefault(person.id, set()).add(post.id)
    stage.records[f"holding {person.id} {post.id}"] = holding
    return holding


def end_holding(stage: Stage, holding: PostHolding, to_on: date, *, by: Actor) -> None:
    """Let a person hold a post no longer than to the day ``to_on``."""
    posts.end_appointment(stage.session, holding, by=by, on=by.today, to_on=to_on)
    stage.posts[holding.person_id].discard(holding.post_id)
