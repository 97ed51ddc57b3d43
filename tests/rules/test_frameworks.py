"""The frameworks that ship with the tracker hold what the real reports print."""

from __future__ import annotations

import ast
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from tracker.domain.errors import RuleError
from tracker.domain.frameworks import Framework, Tone, load_frameworks
from tracker.domain.vocabulary import Addressee, FindingKind

FRAMEWORKS = load_frameworks()
FOUR = ["outstanding", "good", "requires_improvement", "inadequate"]
PACKAGE = Path(__file__).resolve().parents[2] / "tracker"

SIF_AREAS = [
    (None, "Overall judgement"),
    ("1", "Children who need help and protection"),
    ("2", "Children looked after and achieving permanence"),
    ("2.1", "Adoption performance"),
    ("2.2", "Experiences and progress of care leavers"),
    ("3", "Leadership, management and governance"),
    (None, "The Local Safeguarding Children Board"),
]
LEADERS = "The impact of leaders on social work practice with children and families"
PROTECTION = "The experiences and progress of children who need help and protection"
IN_CARE = "The experiences and progress of children in care"
LEAVERS = "The experiences and progress of care leavers"
INCONSISTENT = (
    "The local area partnership’s arrangements lead to inconsistent experiences and outcomes \n"
    "for children and young people with special educational needs and/or disabilities (SEND)."
)
COMBINED = "The experiences and progress of children in care and care leavers"


def labels(framework: Framework) -> list[str]:
    return [area.label for area in framework.areas]


def test_these_frameworks_ship_in_the_order_in_which_they_came() -> None:
    assert list(FRAMEWORKS) == [
        "pre-sif",
        "sif",
        "jtai",
        "ilacs-2018",
        "area-send-2023",
        "ilacs-2023",
        "cqc-asc",
        "ilacs-2026",
        "other-sources",
    ]


def test_sif_areas_stand_in_printed_order_with_their_numbers() -> None:
    sif = FRAMEWORKS["sif"]
    assert [(area.number, area.label) for area in sif.areas] == SIF_AREAS
    parents = {area.number: area.parent for area in sif.areas if area.parent}
    assert parents == {"2.1": "looked_after", "2.2": "looked_after"}
    assert sif.areas[3].full_label == "2.1 Adoption performance"
    assert sif.areas[0].full_label == "Overall judgement"


def test_sif_s_overall_judgement_is_a_sentence() -> None:
    overall = FRAMEWORKS["sif"].overall_area
    assert overall is not None
    assert (overall.key, overall.as_sentence) == ("overall", True)


def test_the_safeguarding_board_is_graded_separately_and_has_its_own_recommendations() -> None:
    sif = FRAMEWORKS["sif"]
    separate = [area for area in sif.areas if area.separate]
    assert [(area.key, area.addressee, area.expected) for area in separate] == [
        ("lscb", Addressee.LSCB, False)
    ]
    assert all(area.expected for area in sif.areas if not area.separate)
    assert Addressee.LSCB in sif.addressees


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        ("ilacs-2018", [LEADERS, PROTECTION, COMBINED, "Overall effectiveness"]),
        ("ilacs-2023", [LEADERS, PROTECTION, IN_CARE, LEAVERS, "Overall effectiveness"]),
        ("ilacs-2026", [LEADERS, PROTECTION, IN_CARE, LEAVERS]),
    ],
)
def test_ilacs_areas_stand_in_printed_order(key: str, printed: list[str]) -> None:
    assert labels(FRAMEWORKS[key]) == printed
    assert all(area.expected for area in FRAMEWORKS[key].areas)


def test_from_april_2026_there_is_no_overall_judgement() -> None:
    assert FRAMEWORKS["ilacs-2026"].overall_area is None
    assert FRAMEWORKS["ilacs-2023"].overall_area is not None


def test_pre_sif_reports_of_2013_print_these_five() -> None:
    expected = [area.label for area in FRAMEWORKS["pre-sif"].areas if area.expected]
    assert expected == [
        "Overall effectiveness",
        "Capacity to improve",
        "Outcomes for looked after children and young people",
        "Quality of provision",
        "Leadership and management",
    ]


@pytest.mark.parametrize(
    ("key", "grades"),
    [
        ("pre-sif", ["outstanding", "good", "adequate", "inadequate"]),
        ("sif", FOUR),
        ("ilacs-2018", FOUR),
        ("ilacs-2023", FOUR),
        ("ilacs-2026", FOUR),
        ("area-send-2023", ["typically_positive", "inconsistent", "systemic_failings"]),
        ("jtai", []),
        ("other-sources", []),
    ],
)
def test_grades_stand_best_first(key: str, grades: list[str]) -> None:
    scales = FRAMEWORKS[key].scales
    assert [grade.key for scale in scales for grade in scale.grades] == grades
    ranks = [grade.rank for scale in scales for grade in scale.grades]
    assert ranks == list(range(1, len(grades) + 1))
    if grades:
        assert scales[0].grades[0].tone is Tone.POSITIVE
        assert scales[0].grades[-1].tone is Tone.SERIOUS


@pytest.mark.parametrize(
    ("key", "area", "printed", "grade"),
    [
        ("sif", "overall", "inadequate", "inadequate"),
        ("sif", "overall", "require improvement to be good", "requires_improvement"),
        ("sif", "adoption", "Requires improvement", "requires_improvement"),
        ("sif", "leadership", "Requires \nimprovement to be \ngood", "requires_improvement"),
        ("sif", "lscb", "requires improvement", "requires_improvement"),
        ("pre-sif", "overall", "Grade 4", "inadequate"),
        ("pre-sif", "capacity_to_improve", "Adequate", "adequate"),
        ("ilacs-2018", "overall", "Requires improvement to be good", "requires_improvement"),
        ("ilacs-2018", "leadership", "requires improvement", "requires_improvement"),
        ("ilacs-2023", "care_leavers", "Good ", "good"),
        (
            "area-send-2023",
            "outcome",
            INCONSISTENT,
            "inconsistent",
        ),
        ("cqc-asc", "assessing_needs", "Evidence shows some shortfalls", "score_2"),
        ("cqc-asc", "overall", "Requires improvement", "requires_improvement"),
    ],
)
def test_grades_are_recognised_as_printed(key: str, area: str, printed: str, grade: str) -> None:
    scale = FRAMEWORKS[key].scale_of(area)
    assert scale is not None
    found = scale.find_printed(printed)
    assert found is not None
    assert found.key == grade


def test_adequate_is_a_grade_of_the_old_scale_only() -> None:
    scale = FRAMEWORKS["sif"].scale_of("overall")
    assert scale is not None
    assert scale.find_printed("Adequate") is None


def test_adult_social_care_has_nine_scores_under_four_themes_and_one_rating() -> None:
    cqc = FRAMEWORKS["cqc-asc"]
    headings = [area.key for area in cqc.areas if area.scale is None]
    scored = [area for area in cqc.areas if area.scale == "scores"]
    assert len(headings) == 4
    assert len(scored) == 9
    assert {area.parent for area in scored} == set(headings)
    assert [area.key for area in cqc.areas if area.scale == "ratings"] == ["overall"]
    assert len(cqc.graded_areas) == 10


@pytest.mark.parametrize(
    ("key", "kind", "graded", "letter", "looks_back"),
    [
        ("sif", "full_inspection", True, False, False),
        ("sif", "re_inspection", True, False, True),
        ("sif", "monitoring_visit", False, True, True),
        ("ilacs-2018", "short_inspection", True, False, False),
        ("ilacs-2023", "standard_inspection", True, False, False),
        ("ilacs-2023", "focused_visit", False, True, False),
        ("ilacs-2023", "monitoring_visit", False, True, True),
        ("jtai", "joint_inspection", False, True, False),
        ("area-send-2023", "full_inspection", True, False, False),
        ("area-send-2023", "monitoring_inspection", False, False, True),
        ("other-sources", "dfe_six_month_review", False, True, True),
    ],
)
def test_kinds_of_activity(
    key: str, kind: str, *, graded: bool, letter: bool, looks_back: bool
) -> None:
    found = FRAMEWORKS[key].find_kind(kind)
    assert found is not None
    assert (found.graded, found.letter, found.looks_back) == (graded, letter, looks_back)


def test_visits_offer_themes() -> None:
    for key in ("sif", "ilacs-2018", "ilacs-2023", "ilacs-2026"):
        visit = FRAMEWORKS[key].find_kind("monitoring_visit")
        assert visit is not None
        assert [theme.key for theme in visit.themes] == [
            "front_door",
            "children_in_need_or_plan",
            "children_in_care",
            "care_leavers",
            "achieving_permanence",
            "vulnerable_adolescents",
        ]


def test_other_sources_bear_no_grade_and_start_no_clock() -> None:
    others = FRAMEWORKS["other-sources"]
    assert others.inspectorate is None
    assert len(others.kinds) == 8
    assert not any(kind.graded for kind in others.kinds)
    assert others.clocks == ()


PRIORITY = (FindingKind.PRIORITY_ACTION,)
PUBLISH, STATEMENT = ("publish_report", 30), ("statement_of_action", 70)
DRAFT, FINAL = ("draft_action_plan", 20), ("final_action_plan", 70)


@pytest.mark.parametrize(
    ("key", "kind", "findings", "grades", "clocks"),
    [
        ("pre-sif", "full_inspection", (), (), [PUBLISH, STATEMENT]),
        ("sif", "full_inspection", (), (), [PUBLISH, STATEMENT]),
        ("sif", "re_inspection", (), (), [PUBLISH, STATEMENT]),
        ("sif", "monitoring_visit", PRIORITY, (), []),
        ("ilacs-2018", "standard_inspection", (), (), [PUBLISH, STATEMENT]),
        ("ilacs-2023", "short_inspection", PRIORITY, (), [PUBLISH, STATEMENT]),
        ("ilacs-2023", "focused_visit", (), (), []),
        ("ilacs-2023", "focused_visit", PRIORITY, (), [DRAFT, FINAL]),
        ("ilacs-2026", "focused_visit", PRIORITY, (), [DRAFT, FINAL]),
        ("ilacs-2023", "monitoring_visit", PRIORITY, (), []),
        ("jtai", "joint_inspection", (), (), [STATEMENT]),
        ("area-send-2023", "full_inspection", (), ("inconsistent",), []),
        (
            "area-send-2023",
            "full_inspection",
            (),
            ("systemic_failings",),
            [("priority_action_plan", None)],
        ),
        ("area-send-2023", "monitoring_inspection", (), ("systemic_failings",), []),
        ("cqc-asc", "assessment", (), (), []),
        ("sif", "no-such-kind", (), (), []),
    ],
)
def test_clocks_that_an_activity_starts(
    key: str,
    kind: str,
    findings: tuple[FindingKind, ...],
    grades: tuple[str, ...],
    clocks: list[tuple[str, int | None]],
) -> None:
    started = FRAMEWORKS[key].clocks_for(kind, findings=findings, grades=grades)
    assert [(clock.key, clock.working_days) for clock in started] == clocks
    assert all(clock.source for clock in started)


@pytest.mark.parametrize(
    ("key", "on_site", "covered"),
    [
        ("ilacs-2018", date(2022, 12, 31), True),  # published in 2023, judged as before
        ("ilacs-2018", date(2023, 1, 1), False),
        ("ilacs-2023", date(2023, 1, 1), True),
        ("ilacs-2023", date(2026, 2, 9), True),
        ("ilacs-2026", date(2026, 3, 31), False),
        ("ilacs-2026", date(2030, 1, 1), True),
        ("sif", date(2018, 4, 23), True),  # after the next framework had begun
        ("sif", date(2013, 10, 31), False),
        ("pre-sif", date(2013, 7, 15), True),
        ("other-sources", date(1999, 1, 1), True),
    ],
)
def test_the_window_on_site(key: str, on_site: date, *, covered: bool) -> None:
    assert FRAMEWORKS[key].covers(on_site) is covered


def test_a_grade_of_the_scale_is_taken() -> None:
    assert FRAMEWORKS["sif"].require_grade("adoption", "good").label == "Good"


@pytest.mark.parametrize(
    ("key", "area", "grade", "sentence"),
    [
        (
            "sif",
            "adoption",
            "adequate",
            "Select a grade of SIF: Outstanding, Good, Requires improvement or Inadequate",
        ),
        ("sif", "no-such-area", "good", "Select a judgement area that SIF grades"),
        ("ilacs-2026", "overall", "good", "Select a judgement area that ILACS from April 2026"),
        ("cqc-asc", "leadership", "good", "Select a judgement area that CQC adult social care"),
        (
            "cqc-asc",
            "safeguarding",
            "good",
            "Select a grade of CQC adult social care: 4, 3, 2 or 1",
        ),
    ],
)
def test_a_grade_off_the_scale_is_refused(key: str, area: str, grade: str, sentence: str) -> None:
    with pytest.raises(RuleError) as refused:
        FRAMEWORKS[key].require_grade(area, grade, field="judgements-0-grade")
    assert refused.value.sentence.startswith(sentence)
    assert refused.value.field == "judgements-0-grade"


def test_strands_join_a_council_s_history_across_frameworks() -> None:
    for strand in ("overall", "help_and_protection", "children_in_care", "care_leavers"):
        for key in ("sif", "ilacs-2018", "ilacs-2023"):
            assert [area for area in FRAMEWORKS[key].areas if strand in area.strands]
    assert not [area for area in FRAMEWORKS["ilacs-2026"].areas if "overall" in area.strands]


def test_nobody_can_change_a_framework() -> None:
    with pytest.raises(TypeError):
        FRAMEWORKS["sif"] = FRAMEWORKS["jtai"]  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        FRAMEWORKS["sif"].name = "Another"  # type: ignore[misc]


def named_frameworks(source: str) -> list[str]:
    constants = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return [node.value for node in constants if node.value in list(FRAMEWORKS)]


def test_no_module_names_a_framework() -> None:
    offenders = {
        str(path.relative_to(PACKAGE)): named
        for path in PACKAGE.rglob("*.py")
        if (named := named_frameworks(path.read_text(encoding="utf-8")))
    }
    assert offenders == {}


def test_a_module_that_names_a_framework_would_be_found() -> None:
    assert named_frameworks("if framework == 'sif':\n    pass\n") == ["sif"]
