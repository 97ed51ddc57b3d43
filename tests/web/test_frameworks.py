"""Frameworks: the list, and what each of them judges by, as its file says it."""

from __future__ import annotations

import csv
import io

from tests.foundations.site import SignInAs
from tests.page_contract import PageClient, parsed, text_of
from tests.web.planned import links
from tests.web.scene import FRAMEWORKS, INSPECTIONS
from tests.web.workforce import cells
from tracker.domain.vocabulary import Role

HERE = "/councils/riverford/frameworks"


def test_everybody_finds_each_framework_from_the_inspections(
    client: PageClient, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    assert links(client.get(INSPECTIONS))["Frameworks"] == HERE
    page = client.get(HERE)
    assert len(cells(page.text, "Frameworks")) == len(FRAMEWORKS)
    for key, framework in FRAMEWORKS.items():
        assert links(page)[framework.name] == f"{HERE}/{key}"
        body = text_of(parsed(client.get(f"{HERE}/{key}").text))
        labels = [area.label for area in framework.areas]
        labels += [kind.label for kind in framework.kinds]
        labels += [clock.label for clock in framework.clocks]
        assert all(label in body for label in labels)
        for scale in framework.scales:
            assert all(grade.label in body for grade in scale.grades)


def test_says_how_areas_stand_and_what_a_clock_counts(
    client: PageClient, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.BOARD_MEMBER)
    page = client.get(f"{HERE}/sif").text
    areas = cells(page, "What it judges")
    assert ["Adoption performance", "2.1", "Ofsted's four grades"] in areas
    assert any("70 working days" in row[1] for row in cells(page, "Clocks"))
    assert links(client.get(f"{HERE}/sif"))["Inspections by SIF"].endswith("?framework=sif")


def test_one_may_give_no_overall_judgement_and_no_grades(
    client: PageClient, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    overall = {row[0]: row[2] for row in cells(client.get(HERE).text, "Frameworks")}
    for framework in FRAMEWORKS.values():
        (said,) = [words for name, words in overall.items() if name.startswith(framework.name)]
        assert (said == "None") == (framework.overall_area is None)
    assert "It gives no grades" in client.get(f"{HERE}/jtai").text


def test_one_that_is_not_installed_is_not_there(client: PageClient, sign_in_as: SignInAs) -> None:
    sign_in_as(Role.VIEWER)
    for key in ("no-such", "%00", "sif%2f"):
        client.get(f"{HERE}/{key}", expect=404)


def test_they_sort_filter_by_inspectorate_and_export(
    client: PageClient, sign_in_as: SignInAs
) -> None:
    sign_in_as(Role.VIEWER)
    in_force = [framework.name for framework in FRAMEWORKS.values()]
    none = [one.name for one in FRAMEWORKS.values() if one.inspectorate is None]
    ofsted = [one.name for one in FRAMEWORKS.values() if one.inspectorate == "Ofsted"]
    asked = {
        "": in_force,
        "sort=-in_force": in_force[::-1],
        "sort=name": sorted(in_force, key=str.casefold),
        "sort=-name": sorted(in_force, key=str.casefold, reverse=True),
        "sort=forged&inspectorate=forged&page=9": in_force,
        "inspectorate=Ofsted": ofsted,
        "inspectorate=Ofsted&inspectorate=none": [*ofsted, *none],
    }
    for query, expected in asked.items():
        page = client.get(f"{HERE}?{query}")
        rows = cells(page.text, "Frameworks")
        assert len(rows) == len(expected)
        for row, name in zip(rows, expected, strict=True):
            assert row[0].startswith(name), query
        answer = client.get(links(page)["Download this list as CSV"])
        exported = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
        assert [row["Framework"] for row in exported] == expected, query
