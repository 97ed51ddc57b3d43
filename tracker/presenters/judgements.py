"""Judgements in words: each area in printed order and hierarchy, with its grade as a tag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from tracker.domain.frameworks import Framework, JudgementArea
from tracker.models import Inspection
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.words import Tag

Row = dict[str, Any]


class Judged(Protocol):
    """As much of an inspection as its judgements need: a record, or a picture of one."""

    @property
    def framework(self) -> Any: ...
    @property
    def judgements(self) -> Any: ...


@dataclass(frozen=True)
class JudgementTable:
    """The judgements as a report prints them.

    ``sentences`` are overall judgements that are printed as a sentence, ``rows`` the table, and
    ``separate`` what is graded by itself, as a safeguarding board is. ``depth`` of a row counts the
    areas above it; a row without a ``grade`` is a heading.
    """

    sentences: Sequence[Row]
    rows: Sequence[Row]
    separate: Sequence[Row]


def grade_tag(framework: Framework | None, area: str, grade: str) -> Tag:
    """A grade in the framework's own words and tone."""
    scale = framework.scale_of(area) if framework else None
    known = scale.find_grade(grade) if scale else None
    return Tag(known.label, known.tone.value) if known else Tag(grade)


def area_words(framework: Framework | None, area: str | None) -> str:
    """An area with its printed number: "2.1 Adoption performance"; nothing for none."""
    known = framework.find_area(area) if framework and area else None
    return known.full_label if known else area or ""


def judgement_rows(inspection: Judged, frameworks: Mapping[str, Framework]) -> list[dict[str, Any]]:
    """The judgements that stand, in printed order, each area with its grade as a tag."""
    framework = frameworks.get(inspection.framework)
    standing = [judgement for judgement in inspection.judgements if judgement.removed_on is None]
    return [_row(framework, judgement) for judgement in standing]


def _row(framework: Framework | None, judgement: Any) -> Row:
    return {
        "key": judgement.area,
        "area": area_words(framework, judgement.area),
        "grade": grade_tag(framework, judgement.area, judgement.grade),
        "page": "" if judgement.page is None else str(judgement.page),
        "depth": 0,
    }


def judgement_table(inspection: Judged, frameworks: Mapping[str, Framework]) -> JudgementTable:
    """The judgements of an inspection, laid out as its framework prints them."""
    framework = frameworks.get(inspection.framework)
    by_area = {row["key"]: row for row in judgement_rows(inspection, frameworks)}
    if framework is None:
        return JudgementTable([], list(by_area.values()), [])
    sentences, rows, separate = [], [], []
    for area in framework.areas:
        row = by_area.pop(area.key, None) or _heading(framework, area, by_area)
        if row is None:
            continue
        if area.separate:
            separate.append(row)
        elif area.overall and area.as_sentence:
            sentences.append(row)
        else:
            rows.append({**row, "depth": _depth(framework, area)})
    # Areas of a framework's file that was changed since stand at the end.
    return JudgementTable(sentences, [*rows, *by_area.values()], separate)


def _heading(framework: Framework, area: JudgementArea, judged: Mapping[str, Row]) -> Row | None:
    """A heading over areas that were judged; nothing where none of them was."""
    if area.scale is not None or not _judged_under(framework, area.key, judged):
        return None
    return {"key": area.key, "area": area.full_label, "grade": None, "page": "", "depth": 0}


def _judged_under(framework: Framework, key: str, judged: Mapping[str, Row]) -> bool:
    return any(
        child.key in judged or _judged_under(framework, child.key, judged)
        for child in framework.areas
        if child.parent == key
    )


def _depth(framework: Framework, area: JudgementArea) -> int:
    above = framework.find_area(area.parent) if area.parent else None
    return 0 if above is None else 1 + _depth(framework, above)


def conflict_rows(
    touched: Mapping[str, Sequence[str | None]],
    inspection: Inspection,
    framework: Framework,
) -> list[ConflictRow]:
    """The grades that were typed beside those that are saved now, area by area."""
    saved = {j.area: (j.grade, j.page) for j in inspection.judgements if j.removed_on is None}
    rows = []
    for area, (grade, page) in touched.items():
        theirs = _graded_words(framework, area, *saved.get(area, (None, None)))
        yours = _graded_words(framework, area, grade, page)
        rows.append(ConflictRow(area_words(framework, area), theirs, yours, theirs != yours))
    return rows


def _graded_words(
    framework: Framework, area: str, grade: str | None, page: int | str | None
) -> str:
    if not grade:
        return "No grade"
    words = grade_tag(framework, area, grade).text
    return f"{words}, page {page}" if page else words
