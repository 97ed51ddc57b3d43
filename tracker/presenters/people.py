"""People in words: the list's rows, their roles and posts through the years, what they own."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.domain.dates import local_day, long_date
from tracker.domain.ratings import RatingWords
from tracker.domain.vocabulary import Delivery, Role
from tracker.models import Person, RoleGrant
from tracker.presenters.lists import Address, Column, FilterGroup, ListPage, list_page
from tracker.presenters.ratings import both_sides
from tracker.presenters.words import Link, choices, count_words, day_words, due_words, label
from tracker.queries.accounts import AccountState
from tracker.queries.listing import Page
from tracker.queries.people import EVERYONE, LEFT
from tracker.services.people import LeftBehind

Url = Callable[..., str]

NOUN = ("person", "people")
DEFAULT_SORT = "name"
COLUMNS = (
    Column("name", "Name", "link", sort="name", header=True),
    Column("organisation", "Organisation", sort="organisation"),
    Column("roles", "Roles here"),
    Column("posts", "Posts"),
)


def role_words(found: str | None) -> str:
    """The roles of a list's row, in the order of the vocabulary."""
    return roles_in_words([Role(slug) for slug in (found or "").split("\n") if slug])


def roles_in_words(roles: Collection[Role]) -> str:
    """Roles in the order of the vocabulary."""
    return ", ".join(label(role) for role in Role if role in roles)


def post_words(found: str | None) -> str:
    """The posts of a list's row, in the order of the alphabet."""
    return ", ".join(sorted(filter(None, (found or "").split("\n")), key=str.lower))


def people_rows(rows: Iterable[Any], url: Url) -> list[dict[str, Any]]:
    """The list's rows."""
    return [
        {
            "name": Link(
                row.name,
                url("people.show", person_id=row.id),
                f"Left on {long_date(row.left_on)}" if row.left_on else "",
            ),
            "organisation": row.organisation or "",
            "roles": role_words(row.roles),
            "posts": post_words(row.posts),
        }
        for row in rows
    ]


def people_page(page: Page[Any], address: Address, posts: Iterable[Any], url: Url) -> ListPage:
    """The list of people as its page shows it; ``posts`` are those to filter by."""
    groups = [
        FilterGroup("name", "Name", kind="text"),
        FilterGroup("role", "Role here", options=choices(Role)),
        FilterGroup(
            "post",
            "Post",
            kind="select",
            options=[("", "Any post"), *((str(row.id), row.title) for row in posts)],
        ),
        FilterGroup(
            "state",
            "Who",
            kind="select",
            options=[("", "Those who are here"), (LEFT, "Those who left"), (EVERYONE, "Everybody")],
        ),
    ]
    rows = people_rows(page.rows, url)
    return list_page(page, rows, COLUMNS, groups, address, default_sort=DEFAULT_SORT, noun=NOUN)


CSV_HEADER = ("Name", "Organisation", "Email", "Roles", "Posts", "Left")


def csv_rows(rows: Iterable[Any]) -> Iterable[Sequence[str]]:
    """The list's rows for a spreadsheet: dates as ISO 8601."""
    for row in rows:
        yield (
            row.name,
            row.organisation or "",
            row.email or "",
            role_words(row.roles),
            post_words(row.posts),
            row.left_on.isoformat() if row.left_on else "",
        )


def span_words(from_on: date, to_on: date | None, today: date) -> str:
    """From when to when: "Since 1 October 2015", "1 October 2015 to 31 March 2016"."""
    if to_on is None:
        return f"{'From' if from_on > today else 'Since'} {long_date(from_on)}"
    return long_date(from_on) if from_on == to_on else f"{long_date(from_on)} to {long_date(to_on)}"


def grant_words(grant: RoleGrant, today: date) -> str:
    """From when to when a role is held; of one that was ended before a day of it was over, that."""
    if grant.ended_on is not None and grant.ended_on < grant.from_on:
        return f"Taken back before it was to begin on {long_date(grant.from_on)}"
    if grant.ended_on == grant.from_on:
        return f"Ended on its first day, {long_date(grant.from_on)}"
    return span_words(grant.from_on, grant.to_on, today)


def role_entries(person: Person, today: date, url: Url) -> list[dict[str, Any]]:
    """A person's roles of all times, the newest first; ``end_href`` where one has not ended."""
    return [
        {
            "role": label(grant.role),
            "when": grant_words(grant, today),
            "ended": not grant.unended_on(today),
            "administrator": grant.role is Role.ADMINISTRATOR,
            "end_href": url("people.end_role", grant_id=grant.id),
        }
        for grant in _newest_first(person.grants)
    ]


def post_entries(person: Person, today: date, url: Url) -> list[dict[str, Any]]:
    """A person's posts of all times, the newest first."""
    return [
        {
            "post": holding.post.title,
            "href": url("posts.show", post_id=holding.post_id),
            "how": "Interim" if holding.is_interim else "Substantive",
            "when": span_words(holding.from_on, holding.to_on, today),
        }
        for holding in _newest_first(person.holdings)
    ]


def _newest_first(records: Sequence[Any]) -> list[Any]:
    return sorted(records, key=lambda record: (record.from_on, record.id), reverse=True)


def account_words(state: AccountState, today: date) -> str:
    """Whether a person can sign in, or has been asked to."""
    if state.email and state.has_password:
        return f"Signs in as {state.email}"
    if state.invited_until is not None:
        until = local_day(state.invited_until)
        if until < today:
            return f"Invited; the link expired on {long_date(until)}"
        return f"Invited; the link works until {long_date(until)}"
    if state.email:
        return f"{state.email}, without a password: the operator can set one"
    return "No account"


def facts(person: Person, state: AccountState | None, today: date) -> list[dict[str, Any]]:
    """What is known of a person, as a summary list; without ``state``, not how they sign in."""
    rows: list[dict[str, Any]] = [
        {"key": "Organisation", "value": person.organisation},
        {"key": "Email address", "value": person.email},
    ]
    if state is not None:
        rows.append({"key": "Account", "value": account_words(state, today)})
    if person.left_on is not None:
        verb = "Leaves" if person.left_on > today else "Left"
        rows.append({"key": verb, "value": long_date(person.left_on)})
    return rows


OWNED_COLUMNS = (
    Column("action", "Action", "link", header=True),
    Column("how", "Owned as"),
    Column("ratings", "Ratings", "ratings"),
    Column("due", "Due"),
)


def owned_rows(
    rows: Iterable[Any], words: RatingWords, today: date, url: Url, *, naming_posts: bool = True
) -> list[Mapping[str, Any]]:
    """Owned actions: how they are owned, how they are going and when they are due.

    ``naming_posts`` says through which post; on a post's own page that goes without saying.
    """
    return [
        {
            "action": Link(
                f"{row.reference} {row.title}", url("actions.show", action_id=row.id), row.plan
            ),
            "how": f"{label(row.role)}, as {row.post}"
            if row.post and naming_posts
            else label(row.role),
            "ratings": both_sides(words, row),
            "due": due_words(row.due_on, row.due_text) + _lateness(row, today),
        }
        for row in rows
    ]


def _lateness(row: Any, today: date) -> str:
    is_late = row.due_on is not None and row.due_on < today
    return " – overdue" if is_late and row.delivery is not Delivery.COMPLETE else ""


def owned_page(
    page: Page[Any],
    address: Address,
    words: RatingWords,
    today: date,
    url: Url,
    *,
    naming_posts: bool = True,
) -> ListPage:
    """One page of owned actions; ``address`` is that of the page on which they stand."""
    rows = owned_rows(page.rows, words, today, url, naming_posts=naming_posts)
    return list_page(
        page,
        rows,
        OWNED_COLUMNS,
        (),
        address,
        default_sort="due",
        noun=("action", "actions"),
    )


def board_entries(rows: Iterable[Any], url: Url) -> list[dict[str, str]]:
    """The boards that a person chairs, or chaired until they ended."""
    return [
        {
            "text": row.name,
            "href": url("boards.show", board_id=row.id),
            "kind": label(row.kind),
            "ended": day_words(row.ended_on),
        }
        for row in rows
    ]


def open_words(actions: int, boards: int, priorities: int = 0) -> str:
    """How much is open in somebody's name: "12 actions and 1 board"; empty when nothing is."""
    parts = [
        count_words(number, one, several)
        for number, one, several in (
            (actions, "action", "actions"),
            (boards, "board", "boards"),
            (priorities, "priority", "priorities"),
        )
        if number
    ]
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def left_words(person: Person, behind: LeftBehind) -> str:
    """The sentence after somebody left: what stays open in their name, and which posts wait."""
    sentences = [f"{person.name} has left"]
    words = open_words(behind.actions, behind.boards)
    if words:
        sentences.append(f"still open in their name: {words}")
    if behind.vacant_posts:
        sentences.append(f"nobody holds {', '.join(behind.vacant_posts)} now")
    return "; ".join(sentences)
