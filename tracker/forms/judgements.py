"""The grades of an inspection on one page: a choice for each area that its framework grades."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tracker.domain.frameworks import Framework, GradeScale
from tracker.forms.fields import select
from tracker.forms.recommendations import printed_page, whole_number
from tracker.forms.rows import RowsForm, Saved, first_values, with_rows
from tracker.models import Inspection
from tracker.services.findings import GradeEntry


class JudgementsForm(RowsForm):
    """A grade and a page for each area; a row without a grade takes the grade back."""

    parts = ("grade", "page")

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for row in self.touched():
            grade, page = row.values
            if page and not grade:
                self[f"grade_{row.key}"].errors = ["Select a grade, or clear the page"]
                good = False
        return good

    def entries(self) -> Iterator[GradeEntry]:
        """What the deed takes: the rows that were touched."""
        for row in self.touched():
            grade, page = row.values
            yield GradeEntry(
                area=row.key, grade=grade, page=whole_number(page), version=row.version
            )


def saved_grades(inspection: Inspection) -> dict[str, Saved]:
    """The grades that stand, by area."""
    return {
        judgement.area: Saved(
            judgement.version,
            (judgement.grade, None if judgement.page is None else str(judgement.page)),
        )
        for judgement in inspection.judgements
        if judgement.removed_on is None
    }


def judgements_form(inspection: Inspection, framework: Framework) -> JudgementsForm:
    """The form of one inspection, filled with the grades that stand."""
    saved = saved_grades(inspection)
    rows = []
    for area in framework.graded_areas:
        scale = framework.scale_of(area.key)
        if scale is not None:
            rows.append((area.key, _fields(scale, saved.get(area.key))))
    known = [key for key, _fields_of_row in rows]
    blank = Saved(0, (None, None))
    shown = {key: saved.get(key, blank) for key in known}
    form = with_rows(JudgementsForm, rows)
    return form(data=first_values(JudgementsForm.parts, shown))


def _fields(scale: GradeScale, saved: Saved | None) -> dict[str, Any]:
    grades = [(grade.key, grade.label) for grade in scale.grades]
    standing = saved.values[0] if saved else None
    if standing and standing not in dict(grades):
        # A grade that the framework's file had once: it can be kept or replaced.
        grades.append((standing, standing))
    return {
        "grade": select("Grade", grades, none="No grade"),
        "page": printed_page("Page"),
    }
