"""Every page, as each role: no barrier, nothing in the console, nothing beside a narrow window."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import NARROW, WIDE, Window
from tests.journeys.conftest import new_window
from tests.journeys.serving import COOKIE, Installation
from tests.web.visiting import roles_refused
from tests.web.walking import GETS, HOME, Route, Site, Specimens
from tracker.access.permissions import Permission
from tracker.domain.vocabulary import Role

PEOPLE = {
    Role.PROGRAMME_LEAD: "Farah Siddiqui",
    Role.SERVICE_MANAGER: "Sunita Rawal",
    Role.ASSURANCE_LEAD: "Beatrice Holm",
    Role.DIRECTOR: "Claire Whitcombe",
    Role.BOARD_MEMBER: "Helen Ashworth",
    Role.VIEWER: "Lucy Hart",
    Role.COUNCILLOR: "Councillor Denis Farrow",
    Role.ADMINISTRATOR: "Owen Pritchard",
}
"""Somebody of Aldermere for each role."""

NO_PAGES = {
    "agenda_papers.download",
    "brand.sheet",
    "cabinet.file",
    "cabinet.read",
    "chains.export",
    "clocks.calendar",
    "evidence_files.download",
    "feeds.read",
    "feeds.read_meetings",
    "home.healthy",
    "home.start",
    "issued_reports.file",
    "issued_reports.progress",
    "kept_reports.download",
    "kept_reports.picture",
    "packs.file",
    "packs.progress",
    "packs.read",
    "report_drafts.picture",
    "report_drafts.progress",
    "static",
    "word_templates.file",
    "word_templates.standard",
}
"""What a GET of these gives is a file, a paper of its own, a sheet or another address."""

PAGES = [route for route in GETS if route.endpoint not in NO_PAGES]
OF_NOBODY = [route for route in PAGES if route.policy == "public"]
WRITTEN = [
    route for route in PAGES if "POST" in route.methods and isinstance(route.policy, Permission)
]
VISITS = [
    (role, route)
    for role in Role
    for route in PAGES
    if route.policy != "public" and role not in roles_refused(route.policy)
]


NARROW_TOO = Role.PROGRAMME_LEAD
"""This role's pages are looked at for barriers in a narrow window as well."""

PICTURED = {
    "councils.show",
    "plans.show",
    "plans.whole",
    "snapshots.on_a_page",
    "actions.of_plan",
    "actions.show",
    "updates.post",
    "inspections.index",
    "inspections.show",
    "recommendations.index",
    "recommendations.show",
    "verdicts.give",
    "coverage.show",
    "evidence.index",
    "evidence.show",
    "evidence.add",
    "evidence.check",
    "evidence_files.add",
    "evidence_files.erase",
    "clocks.index",
    "boards.show",
    "people.show",
    "administration.history",
    "cabinet.write",
    "cabinet.preview",
    "cabinet.exempt",
    "issued_reports.show",
    "packs.freeze",
    "packs.show",
    "packs.check",
    "word_templates.index",
    "report_drafts.show",
    "draft_items.amend",
    "kept_reports.show",
}
"""Pages of which that role's pictures are kept, at both widths."""

STRANGE = """form => {
  form.querySelectorAll("input[type=text], input[type=email], textarea").forEach(
    field => { field.value = ""; });
  const strange = document.createElement("input");
  strange.type = "hidden";
  strange.name = "strange";
  form.append(strange);
  form.submit();
}"""
"""Sends a form with what it cannot take, so that every page of errors is seen and none is saved."""


@dataclass
class Tour:
    """A window for each person, kept for the whole module, on an installation to look at."""

    browser: Browser
    installation: Installation
    windows: dict[str, Window] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.site = Site(self.installation.app, Specimens(self.installation.engine))

    def window(self, name: str) -> Window:
        """The window of the person of that name, as if nothing had happened in it."""
        if name not in self.windows:
            self.windows[name] = new_window(self.browser, self.installation, name)
        window = self.windows[name]
        window.resize(WIDE)
        window.faults.clear()
        return window

    def address(self, route: Route, name: str, *, has_form: bool = False) -> str:
        """The address of the fullest record that this person has the page for."""
        return self.find(route, name, has_form=has_form)[0]

    def find(self, route: Route, name: str, *, has_form: bool = False) -> tuple[str, str]:
        """That address, and its page without what differs from one answer to the next.

        With ``has_form`` it is one whose page has its form: there may be nothing to undo.
        """
        client = self.installation.app.test_client()
        if name:
            client.set_cookie(COOKIE, self.installation.cookie_of(name, HOME))
        for address in self.site.addresses(route, every=True):
            answer = client.get(address)
            form = f'action="{address.partition("?")[0]}'
            if answer.status_code == 200 and (form in answer.text or not has_form):
                page = re.sub(r'nonce="[^"]+"|name="csrf_token" value="[^"]+"', "", answer.text)
                return address, page.replace(name, "")
        raise AssertionError(f"{name or 'nobody'} has no page of {route.rule}")


@pytest.fixture(scope="module")
def tour(browser: Browser, standing_installation: Installation) -> Iterator[Tour]:
    tour = Tour(browser, standing_installation)
    yield tour
    for window in tour.windows.values():
        window.page.context.close()


def faults_of(window: Window, *, narrow: bool) -> list[str]:
    """Barriers at a desk's width, what sticks out of a narrow window, and barriers there."""
    found = window.barriers()
    found += window.overflow(NARROW)
    if narrow:
        found += [f"narrow: {barrier}" for barrier in window.barriers()]
    return [*found, *window.faults]


@pytest.mark.parametrize(("role", "route"), VISITS, ids=str)
def test_a_page_has_no_barrier_and_no_fault(
    tour: Tour, pictures: Path, role: Role, route: Route
) -> None:
    address, page = tour.find(route, PEOPLE[role])
    if page in tour.seen:
        # Another role has the very same page.
        return
    window = tour.window(PEOPLE[role])
    assert window.go(address) == 200
    for width in (WIDE, NARROW) if role is NARROW_TOO and route.endpoint in PICTURED else ():
        window.resize(width)
        window.screenshot(pictures, f"{route.endpoint}-{width}")
    window.resize(WIDE)
    assert faults_of(window, narrow=role is NARROW_TOO) == []
    tour.seen.add(page)


@pytest.mark.parametrize("route", OF_NOBODY, ids=str)
def test_neither_has_a_page_for_everybody(tour: Tour, route: Route) -> None:
    window = tour.window("")
    assert window.go(tour.address(route, "")) == 200
    assert faults_of(window, narrow=True) == []


@pytest.mark.parametrize("route", WRITTEN, ids=str)
def test_neither_has_a_page_that_says_what_is_wrong(tour: Tour, route: Route) -> None:
    name = next(PEOPLE[role] for role in Role if role not in roles_refused(route.policy))
    window = tour.window(name)
    address = tour.address(route, name, has_form=True)
    window.go(address)
    form = window.page.locator(f'form[method="post"][action^="{address.partition("?")[0]}"]')
    with window.page.expect_navigation() as navigation:
        form.last.evaluate(STRANGE)
    assert navigation.value.status == 422
    assert window.page.title().startswith("Error: ")
    assert faults_of(window, narrow=False) == []


MESSAGES = {
    "/nowhere": ("Farah Siddiqui", 404),
    "/councils/aldermere/invitations": ("Farah Siddiqui", 403),
    "/sign-out": ("", 405),
}


@pytest.mark.parametrize(("address", "name", "status"), [(a, *b) for a, b in MESSAGES.items()])
def test_neither_has_a_message(tour: Tour, address: str, name: str, status: int) -> None:
    window = tour.window(name)
    assert window.go(address) == status
    assert faults_of(window, narrow=True) == []


PLANTED = {
    "a label that is gone": ("document.querySelector('label').remove()", "label: "),
    "pale words": ("document.querySelector('h1').style.color = '#ccc'", "color-contrast: "),
    "a wide heading": ("document.querySelector('h1').style.width = '330px'", "the page is "),
    "an inline style": ("document.querySelector('h1').setAttribute('style', 'x: y')", "console: "),
    "an inline script": (
        "const s = document.createElement('script'); s.text = '1'; document.body.append(s)",
        "console: ",
    ),
    "an error": ("setTimeout(() => { throw new Error('planted') })", "script: planted"),
    "a picture that is not there": (
        "document.body.append(Object.assign(new Image(), {src: '/static/no.png', alt: ''}))",
        "answered 404",
    ),
    "somebody else's picture": (
        "document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:1/', alt: ''}))",
        "console: ",
    ),
}


@pytest.mark.parametrize(("script", "words"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(tour: Tour, script: str, words: str) -> None:
    window = tour.window("")
    window.go("/sign-in")
    window.page.evaluate(f"() => {{ {script} }}")
    window.page.wait_for_timeout(200)
    assert any(words in fault for fault in faults_of(window, narrow=False))
