"""Small numbers of people in published text: "3 children" becomes "fewer than 5 children".

A count of fewer than five can show who is meant where few live. Nought shows nobody, so it stays.
Only counts of people are changed: a number of days, a reference, a date, a share or an age is none.
"""

from __future__ import annotations

import re
from typing import Final

FEWER: Final = "fewer than 5"

_SINGULARS: Final = {
    "child": "children",
    "person": "people",
    "baby": "babies",
    "infant": "infants",
    "toddler": "toddlers",
    "teenager": "teenagers",
    "adolescent": "adolescents",
    "boy": "boys",
    "girl": "girls",
    "pupil": "pupils",
    "student": "students",
    "sibling": "siblings",
    "family": "families",
    "parent": "parents",
    "mother": "mothers",
    "father": "fathers",
    "carer": "carers",
    "leaver": "leavers",
    "adopter": "adopters",
    "victim": "victims",
    "youth": "youths",
    "minor": "minors",
    "adult": "adults",
    "woman": "women",
    "man": "men",
}
"""Words for people, each with its plural."""

_NUMBER: Final = r"(?:[1-4](?:\s*\((?:one|two|three|four)\))?|one|two|three|four)"
_PEOPLE: Final = "|".join(sorted({*_SINGULARS, *_SINGULARS.values(), "persons", "kids"}))
_BETWEEN: Final = (
    "per percent out in to or and on at by from for with within until since after before "
    "hour hours day days week weeks working month months year years time times quarter "
    "quarters term terms visit visits january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
)
"""What no count of people has between its number and its people: "3 March children's homes"."""

_LABELS: Final = (
    "action|priority|recommendation|paragraph|paragraphs|para|paras|section|phase|part|page|stage|"
    "number|no|version|appendix|annex|tier|level|band|step|key stage|objective|theme|year|item|"
    "group|outcome|quarter|schedule|table|figure|standard|workstream|age|aged"
)
"""What makes the number behind it a name or an age: "Priority 2", "aged 3"."""

_WORDS: Final = "one|two|three|four|five|six|seven|eight|nine|ten"

_COUNT: Final = re.compile(
    rf"(?<![\w.,/£$:%+-])(?<!\d )(?P<first>(?:{_NUMBER}\s*(?:or|to|and|-|–)\s*)?{_NUMBER})"
    rf"(?P<between>(?:\s+of\s+(?:the|our|their|these|those))?"
    rf"(?:\s+(?!(?:{'|'.join(_BETWEEN.split())})\b)[a-z][a-z’'-]*){{0,3}}?)"
    rf"\s+(?P<people>{_PEOPLE})\b(?!-|['’]s?\b)",
    re.IGNORECASE,
)
_COUNT_BEHIND: Final = re.compile(
    rf"(?P<people>\b(?:{_PEOPLE})\b)(?P<sign>\s*(?:\(|:|=)\s*){_NUMBER}(?!\w|[.,/–-]\d|%|\s+(?:per|of)\b)",
    re.IGNORECASE,
)
_NO_COUNT_BEHIND: Final = re.compile(
    rf"\b(?:{_LABELS})\.?\s*$|\b(?:{_WORDS}|\d+) in\s*$", re.IGNORECASE
)
"""A name, or a share such as "one in four children"; "one of four children" is a count."""

_SENTENCE_ENDED: Final = re.compile(r"(?:^|[.!?]\s+|\n\s*)$")


def without_small_numbers(text: str) -> str:
    """``text`` with every count of one to four people told as "fewer than 5".

    Capitals at the start of a sentence stay: "Three children" becomes "Fewer than 5 children".
    """
    changed = _COUNT.sub(_told, text)
    return _COUNT_BEHIND.sub(rf"\g<people>\g<sign>{FEWER}", changed)


def _told(match: re.Match[str]) -> str:
    # As much as the longest label needs: a search to the start of a long text would take its time.
    before = match.string[max(match.start() - 40, 0) : match.start()]
    if _NO_COUNT_BEHIND.search(before):
        return match[0]
    begins = match["first"][0].isupper() or _SENTENCE_ENDED.search(before) is not None
    words = FEWER.capitalize() if begins else FEWER
    return f"{words}{match['between']} {_plural(match['people'])}"


def _plural(people: str) -> str:
    plural = _SINGULARS.get(people.lower())
    return people if plural is None else plural
