"""What in a text looks as if it were data about a child, which the tracker must not hold.

A hint for a person to look at, and no judgement: each pattern takes in more than it should rather
than less. What was found is told, so that somebody can look for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class TraceKind(StrEnum):
    """What a part of a text looks like."""

    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    DATE_OF_BIRTH = "date_of_birth"
    INITIALS = "initials"
    CASE_NUMBER = "case_number"


@dataclass(frozen=True)
class Trace:
    """A part of a text, and what it looks like."""

    kind: TraceKind
    found: str


_TEN_DIGITS: Final = re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])")
_PUPIL: Final = re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[0-9A-HJ-NP-RT-Z]\b")
_BIRTH: Final = re.compile(
    r"\bd\.?o\.?b\b\.?|\bdate[s]? of birth\b|\bborn (?:on |in )?(?:the )?\d{1,2}", re.IGNORECASE
)
_CASE: Final = re.compile(
    r"\b(?:case|client|person|child|liquidlogic|mosaic|lcs|ics|eclipse|protocol)"
    r"(?: ?(?:number|no\.?|id|ref(?:erence)?\.?))?[ :#]{1,3}[A-Z]{0,3}\d{4,}",
    re.IGNORECASE,
)
_NOT_INITIALS: Final = (
    "CP CIN LAC CLA SEN SEND EHC EHCP CSE CE DV DA IRO LA GP IN OF AND TO AT ON NHS MASH UASC LADO"
    " FGC PLO ICPC RCPC YOT YJS YP OK"
)
_INITIALS: Final = re.compile(
    r"\b(?i:child|young person|yp|baby|sibling|boy|girl|pupil|mother of|father of|case of)\s+"
    rf"(?!(?:{'|'.join(_NOT_INITIALS.split())})\b)[A-Z]{{1,3}}\b(?!['’])"
    r"|(?<![\w.])(?:[A-Z]\.\s?){2,3}(?=\s*(?:\(|,)?\s*(?i:aged?|was|is|has|had)\b)"
    r"|\b[A-Z]{2,3}\s*(?:\(|,)\s*(?i:aged?)\s*\d"
)


def traces_in(text: str) -> list[Trace]:
    """Whatever in ``text`` looks like data about a child, in the order of the kinds."""
    return [*_numbers(text), *_words(text)]


def _numbers(text: str) -> Iterator[Trace]:
    for match in _TEN_DIGITS.finditer(text):
        if _is_nhs_number(re.sub(r"[ -]", "", match[0])):
            yield Trace(TraceKind.NHS_NUMBER, match[0])
    for match in _PUPIL.finditer(text):
        yield Trace(TraceKind.UPN, match[0])


def _words(text: str) -> Iterator[Trace]:
    for kind, pattern in (
        (TraceKind.DATE_OF_BIRTH, _BIRTH),
        (TraceKind.INITIALS, _INITIALS),
        (TraceKind.CASE_NUMBER, _CASE),
    ):
        for match in pattern.finditer(text):
            yield Trace(kind, match[0].strip())


def _is_nhs_number(digits: str) -> bool:
    """Whether the tenth digit checks the others (NHS Data Dictionary, NHS NUMBER: modulus 11)."""
    weights = range(10, 1, -1)
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], weights, strict=True))
    return (11 - total % 11) % 11 == int(digits[9])
