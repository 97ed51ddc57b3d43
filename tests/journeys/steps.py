"""What somebody does at a page, in the words that stand on it."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Locator, expect

from tests.journeys.browsing import Window

MOST_TABS = 80

FOCUSED = """() => {
  const element = document.activeElement;
  const label = element.labels && element.labels[0];
  return (label || element).textContent.trim().replace(/\\s+/g, " ");
}"""


def follow(window: Window, name: str) -> None:
    """Follow a link."""
    window.page.get_by_role("link", name=name, exact=True).first.click()


def press(window: Window, name: str) -> None:
    """Press a button, or a link that looks like one."""
    window.page.locator("main").get_by_role("button", name=name, exact=True).click()


def write(window: Window, **fields: str) -> None:
    """Fill in fields by their ids."""
    for name, text in fields.items():
        window.page.locator(f"#{name}").fill(text)


def choose(window: Window, label: str, option: str) -> None:
    """Choose of a list by the words of an option."""
    window.page.get_by_label(label, exact=True).select_option(label=option)


def date_of(window: Window, legend: str, day: date) -> None:
    """Type a date in its three parts."""
    group = window.page.get_by_role("group", name=legend, exact=True)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part, exact=True).fill(str(number))


def heading(window: Window, words: str) -> None:
    """The page is the one with this heading."""
    expect(window.page.get_by_role("heading", level=1)).to_have_text(words)


def told(window: Window, words: str) -> None:
    """The page says that it is done."""
    expect(window.page.locator(".govuk-notification-banner")).to_contain_text(words)


def rows(window: Window, caption: str) -> Locator:
    """The rows of the table of that name."""
    return window.page.get_by_role("table", name=caption, exact=True).locator("tbody tr")


def tab_to(window: Window, words: str) -> None:
    """Go on with the tab key until the focus is on what says these words."""
    for _press in range(MOST_TABS):
        window.page.keyboard.press("Tab")
        if window.page.evaluate(FOCUSED).startswith(words):
            return
    raise AssertionError(f"{MOST_TABS} tabs never reach “{words}”")


REASON = "Two teams have not been coached yet"
RECOVERY = "The rota is covered by the area next door until March."


def say_at_risk(window: Window) -> None:
    """Rate an action at risk in an update, with what such an update has to say."""
    window.page.get_by_label("At risk", exact=True).check()
    write(window, delivery_reason=REASON, recovery=RECOVERY)


def sign_in_again(window: Window, name: str) -> None:
    """Follow the page's own way back in."""
    window.page.locator("main").get_by_role("link", name="Sign in", exact=True).click()
    window.page.get_by_role("button", name=name).click()


def is_open_to_all(window: Window, width: int) -> None:
    """The page keeps nobody out, and needs no scrolling to the side."""
    assert [*window.barriers(), *window.overflow(width)] == []
