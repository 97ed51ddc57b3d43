"""Pages of a report beside what was read from them, with the place of each fact marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tracker.intake.draft import PageSize, Place, ReportDraft
from tracker.intake.editing import find_item

AROUND: Final = 3
"""So many passages before and after are shown of a document that has no pages."""

MOST_LEAVES: Final = 4
"""No recommendation that was ever printed runs over more pages."""

FACT_WORDS: Final[Mapping[str, str]] = {
    "council": "Council",
    "kind": "Kind of inspection",
    "fieldwork": "On site",
    "published": "Published",
    "statement_due": "Statement of action due",
    "lead_inspector": "Lead inspector",
    "theme": "Theme",
}
"""The facts of the page in its order; framework and kind are one line."""


@dataclass(frozen=True)
class Sought:
    """What the page's address asks to see: an item or fact by its key, or a page by its number."""

    about: str = ""
    page: int = 0


def place_of(found: ReportDraft, about: str) -> Place | None:
    """Where an item, a fact or a doubt stands."""
    item = find_item(found, about)
    if item is not None:
        return item.place
    if about == "fieldwork":
        return found.fieldwork[0].place if found.fieldwork else None
    fact = getattr(found, about, None) if about in FACT_WORDS else None
    if fact is not None:
        return fact.place  # type: ignore[no-any-return]
    return next((doubt.place for doubt in found.doubts if doubt.about == about), None)


def leaf(
    found: ReportDraft, sought: Sought, picture: Callable[[int], str], turn: Callable[[int], str]
) -> dict[str, Any]:
    """The page that is shown beside the draft, or the passages around what was chosen.

    ``picture`` gives the address of a page's picture, or nothing where there is none; ``turn`` that
    of the same page of ours with another leaf.
    """
    place = place_of(found, sought.about) if sought.about else None
    if not found.pages:
        return _around(found, place)
    number = sought.page or (place.page if place else 1)
    number = min(max(number, 1), len(found.pages))
    marked = set(place.passages) if place else set()
    return {
        "number": number,
        "of": len(found.pages),
        **_drawn(found.pages[number - 1], place, number),
        "href": picture(number),
        "previous": turn(number - 1) if number > 1 else "",
        "next": turn(number + 1) if number < len(found.pages) else "",
        "passages": [
            {"text": one.text, "heading": one.heading, "marked": at in marked}
            for at, one in enumerate(found.passages)
            if one.page == number
        ],
    }


def leaves(found: ReportDraft, about: str, picture: Callable[[int], str]) -> list[dict[str, Any]]:
    """Every page that an item or a fact reaches, to stand beside its form."""
    place = place_of(found, about)
    reached = {place.page, *(box.page for box in place.boxes)} if place else {1}
    numbers = sorted(reached) if found.pages else [1]
    return [
        leaf(found, Sought(about, number), picture, lambda _number: "")
        for number in numbers[:MOST_LEAVES]
    ]


def _drawn(size: PageSize, place: Place | None, number: int) -> dict[str, Any]:
    boxes = [box for box in (place.boxes if place else ()) if box.page == number]
    return {
        "width": round(size.width, 1),
        "height": round(size.height, 1),
        "boxes": [
            {
                "x": round(box.left, 1),
                "y": round(box.top, 1),
                "width": round(max(box.right - box.left, 0), 1),
                "height": round(max(box.bottom - box.top, 0), 1),
            }
            for box in boxes
        ],
    }


def _around(found: ReportDraft, place: Place | None) -> dict[str, Any]:
    marked = set(place.passages) if place else set()
    if marked:
        first, last = max(min(marked) - AROUND, 0), max(marked) + AROUND + 1
    else:
        first, last = 0, len(found.passages)
    return {
        "number": 0,
        "is_part": len(found.passages) > last - first,
        "passages": list(_passages(found, first, last, marked)),
    }


def _passages(
    found: ReportDraft, first: int, last: int, marked: set[int]
) -> Iterator[dict[str, Any]]:
    for at, one in enumerate(found.passages[first:last], start=first):
        yield {"text": one.text, "heading": one.heading, "marked": at in marked}
