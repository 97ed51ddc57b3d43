"""What looks like data about a child is found, and what a plan is full of is not."""

from __future__ import annotations

import pytest

from tracker.domain.child_traces import TraceKind, traces_in


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("See 943 476 5919 again", TraceKind.NHS_NUMBER, "943 476 5919"),
        ("See 9434765919", TraceKind.NHS_NUMBER, "9434765919"),
        ("Pupil A823432145678", TraceKind.UPN, "A823432145678"),
        ("DOB 3/4/12", TraceKind.DATE_OF_BIRTH, "DOB"),
        ("her date of birth is known", TraceKind.DATE_OF_BIRTH, "date of birth"),
        ("born on 3 May 2012", TraceKind.DATE_OF_BIRTH, "born on 3"),
        ("Child AB was seen", TraceKind.INITIALS, "Child AB"),
        ("young person K moved", TraceKind.INITIALS, "young person K"),
        ("J.S. was seen late", TraceKind.INITIALS, "J.S."),
        ("JS (aged 7)", TraceKind.INITIALS, "JS (aged 7"),
        ("Case number 1234567", TraceKind.CASE_NUMBER, "Case number 1234567"),
        ("Mosaic ID: 98765", TraceKind.CASE_NUMBER, "Mosaic ID: 98765"),
    ],
)
def test_it_is_found(text: str, kind: TraceKind, found: str) -> None:
    assert [(one.kind, one.found) for one in traces_in(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "943 476 5918 fails its check digit",
        "A child in need plan, and a child CP plan",
        "Each child IN care has a plan",
        "The case load fell to 17, from 2,304 cases in 2015",
        "By 8 December 2015 the DCS and the LSCB agree",
        "Children born abroad",
        "Action A1 answers recommendation 12",
        "Call 01325 405000 on any day",
        "",
    ],
)
def test_what_is_none_is_not(text: str) -> None:
    assert traces_in(text) == []
