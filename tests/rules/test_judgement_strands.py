"""Which rows the judgement history has, and its message: taken from the frameworks alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tracker.domain.frameworks import Framework, load_frameworks
from tracker.presenters.judgement_history import judgement_picture, strands_of

FRAMEWORKS: Mapping[str, Framework] = load_frameworks()


def rows(framework: str, on: date, **grades: str) -> list[Any]:
    """An inspection as the query gives it: a row for each judgement, or one without any."""
    base = {"id": f"{framework}{on}", "framework": framework, "fieldwork_start_on": on}
    judged = [SimpleNamespace(**base, area=area, grade=grade) for area, grade in grades.items()]
    return judged or [SimpleNamespace(**base, area=None, grade=None)]


DARLINGTON = [
    *rows(
        "sif",
        date(2015, 6, 23),
        overall="inadequate",
        help_and_protection="inadequate",
        looked_after="requires_improvement",
        adoption="good",
        care_leavers="good",
        leadership="inadequate",
        lscb="requires_improvement",
    ),
    *rows("sif", date(2016, 11, 8)),
    *rows("sif", date(2018, 2, 27), overall="requires_improvement", adoption="good"),
    *rows(
        "ilacs-2018",
        date(2022, 10, 10),
        leadership="good",
        children_in_care_and_care_leavers="outstanding",
        overall="good",
    ),
    *rows("ilacs-2023", date(2026, 2, 9), overall="outstanding"),
]


def test_rows_come_from_the_frameworks_in_order() -> None:
    assert [(strand.key, strand.label) for strand in strands_of(FRAMEWORKS)] == [
        ("overall", "Overall"),
        ("leadership", "Impact of leaders"),
        ("help_and_protection", "Help and protection"),
        ("children_in_care", "Children in care"),
        ("care_leavers", "Care leavers"),
        ("adoption", "Adoption"),
        ("lscb", "LSCB"),
        ("adult_social_care", "CQC adult social care"),
        ("area_send", "Area SEND"),
    ]


def test_darlington_from_2015_to_2026() -> None:
    picture = judgement_picture(DARLINGTON, FRAMEWORKS)
    assert picture is not None
    assert picture.title == (
        "Overall: inadequate in 2015, requires improvement in 2018, good in 2022, "
        "outstanding in 2026"
    )
    assert picture.header[1:] == (
        "June 2015, SIF",
        "February 2018, SIF",
        "October 2022, ILACS to 2022",
        "February 2026, ILACS from 2023",
    )
    table = {row[0]: row[1:] for row in picture.rows}
    assert list(table) == [
        "Overall",
        "Impact of leaders",
        "Help and protection",
        "Children in care",
        "Care leavers",
        "Adoption",
        "LSCB",
    ]
    assert table["Overall"] == ("Inadequate", "Requires improvement", "Good", "Outstanding")
    assert table["Care leavers"][2] == "Outstanding (judged together with: Children in care)"


def test_an_outcome_of_something_else_has_a_row_of_its_own() -> None:
    suffolk = [
        *rows("area-send-2023", date(2023, 11, 13), outcome="systemic_failings"),
        *rows("ilacs-2023", date(2024, 6, 3), overall="requires_improvement"),
    ]
    picture = judgement_picture(suffolk, FRAMEWORKS)
    assert picture is not None
    assert picture.rows == (
        ("Overall", "No grade recorded", "Requires improvement to be good"),
        ("Area SEND", "Widespread and/or systemic failings", "No grade recorded"),
    )


def test_a_framework_without_an_overall_grade_says_so_and_none_is_made_up() -> None:
    judged = rows("ilacs-2026", date(2026, 6, 15), leadership="inadequate", care_leavers="good")
    picture = judgement_picture(judged, FRAMEWORKS)
    assert picture is not None
    assert picture.rows[0] == ("Overall", "No overall grade")
    assert picture.title == "How inspectors judged services for children, 2026"


def test_an_overall_grade_that_is_not_recorded_is_not_called_absent() -> None:
    picture = judgement_picture(rows("sif", date(2015, 6, 23), adoption="good"), FRAMEWORKS)
    assert picture is not None
    assert [row[0] for row in picture.rows] == ["Adoption"]


@pytest.mark.parametrize(
    "judged",
    [
        [],
        rows("sif", date(2016, 11, 8)),
        rows("a-framework-that-was-taken-out", date(2016, 11, 8), overall="good"),
        rows("pre-sif", date(2012, 3, 1), capacity_to_improve="good"),
        rows("sif", date(2015, 6, 23), an_area_that_was_taken_out="good"),
    ],
)
def test_there_is_no_picture_while_there_is_nothing_to_draw(judged: list[Any]) -> None:
    assert judgement_picture(judged, FRAMEWORKS) is None


def test_a_grade_that_was_taken_out_of_its_scale_keeps_its_word() -> None:
    picture = judgement_picture(rows("sif", date(2015, 6, 23), overall="splendid"), FRAMEWORKS)
    assert picture is not None
    assert picture.rows == (("Overall", "splendid"),)
