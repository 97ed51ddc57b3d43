"""A cabinet report's passages, and its public version in which the exempt ones are withheld.

A passage is a paragraph with its points, or a row of the table of implications. It is known by its
words: a mark that was set on other words than those that are printed marks nothing, so that no
figure is withheld, or shown, by mistake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final

from tracker.domain.exemption import withheld_words
from tracker.reports.parts import IMPLICATIONS, AuthorsPart, CabinetReport, Pictured, Said

KEY_LETTERS: Final = 20

HEADINGS: Final[Mapping[str, str]] = {
    "recommendation": "Recommendation",
    "purpose": "Purpose of the report",
    "reasons": "Reasons",
    "opening": "Findings",
    "rest": "Findings",
    "priorities_said": "Priorities",
    "actions_taken": "Actions already taken",
    "pictures_said": "Progress by priority",
    "recommendations_said": "Recommendations and what answers them",
    "figures_said": "Due dates, slips and obstacles",
    "since": "Since the last report",
    "closing": "Summary of progress",
    "plan": "Appendix: the whole plan",
}
"""Under which heading the paragraphs of a field are printed, where its name does not say it."""

_AUTHORS_TEXTS: Final = ("purpose", "recommendation", "reasons")

Change = Callable[[str, str], str | None]
"""From a heading and a passage to what stands in its place; None leaves it as it is."""


@dataclass(frozen=True)
class Passage:
    """Something that can be marked as exempt: under which heading it stands, and its words."""

    key: str
    heading: str
    text: str


def passages_of(report: CabinetReport) -> list[Passage]:
    """Every passage of a report, in its order; equal words under one heading stand once."""
    found: dict[str, Passage] = {}

    def note(heading: str, text: str) -> None:
        key = key_of(text)
        found.setdefault(key, Passage(key, heading, text))

    _changed(report, note)
    return list(found.values())


def key_of(text: str) -> str:
    """What a passage is known by."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:KEY_LETTERS]


def public_version(report: CabinetReport, marked: Mapping[str, int]) -> CabinetReport:
    """The report with its marked passages withheld: each keeps its place and its number.

    ``marked`` has the paragraph of Schedule 12A (1 to 7) for each passage's key.
    """
    if not marked:
        return report

    def withhold(_heading: str, text: str) -> str | None:
        paragraph = marked.get(key_of(text))
        return None if paragraph is None else withheld_words(paragraph)

    changed: CabinetReport = _changed(report, withhold)
    return changed


def _changed(report: CabinetReport, change: Change) -> Any:
    authors = _changed_authors(report.authors, change)
    rest = (one.name for one in fields(report) if one.name != "authors")
    return replace(_walked(report, change, rest), authors=authors)


def _walked(value: Any, change: Change, names: Iterable[str]) -> Any:
    return replace(value, **{name: _part(getattr(value, name), name, change) for name in names})


def _part(value: Any, name: str, change: Change) -> Any:
    """The same part of a report with its passages changed; what is no passage stays."""
    if isinstance(value, tuple):
        return tuple(_item(item, name, change) for item in value)
    if isinstance(value, Pictured):
        put = change(value.heading, value.said)
        return value if put is None else replace(value, said=put)
    if is_dataclass(value) and _holds_passages(value):
        return _walked(value, change, (one.name for one in fields(value)))
    if isinstance(value, str) and name.endswith("_said"):
        return _text(value, name, change)
    return value


def _item(item: Any, name: str, change: Change) -> Any:
    if isinstance(item, str):
        return _text(item, name, change)
    if isinstance(item, Said):
        put = change(_heading(name), said_text(item))
        return item if put is None else Said(put)
    return _part(item, name, change)


def _text(text: str, name: str, change: Change) -> str:
    put = change(_heading(name), text)
    return text if put is None else put


def _holds_passages(value: Any) -> bool:
    # Rows of tables and pictures hold words too, but no paragraphs of the report.
    return any(
        one.name.endswith("_said") or one.name in HEADINGS for one in fields(value)
    ) and not isinstance(value, AuthorsPart)


def _heading(name: str) -> str:
    return HEADINGS.get(name) or name.replace("_", " ").capitalize()


def said_text(said: Said) -> str:
    """A paragraph with its points, as one text."""
    points = (f"{point.lead}: {point.text}" if point.lead else point.text for point in said.points)
    return "\n".join((said.text, *points))


def _changed_authors(authors: AuthorsPart, change: Change) -> AuthorsPart:
    texts = {
        name: "\n".join(
            _text(line, name, change)
            for line in getattr(authors, name).splitlines()
            if line.strip()
        )
        for name in _AUTHORS_TEXTS
    }
    told = {
        key: _implication(words, authors.implications[key], change)
        for key, words in IMPLICATIONS
        if authors.implications.get(key)
    }
    return replace(authors, implications=told, **texts)


def _implication(subject: str, text: str, change: Change) -> str:
    put = change(f"Implications: {subject}", text)
    return text if put is None else put
