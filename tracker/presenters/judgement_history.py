"""The judgement history as a picture: which rows it has, and what its message is.

Rows are strands: what frameworks judge under different names. Their order and labels come from the
frameworks themselves, the newest first, so that a framework that is added brings its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from tracker.charts.judgement_history import judgement_history
from tracker.charts.judgements import Judged, Mark, Strand
from tracker.charts.picture import Picture
from tracker.domain.frameworks import Framework, JudgementArea
from tracker.presenters.judgements import grade_tag

Frameworks = Mapping[str, Framework]

IDENT = "judgement-history"
MOST_IN_TITLE = 4


def judgement_picture(
    rows: Iterable[Any], frameworks: Frameworks, *, ident: str = IDENT, title: str = ""
) -> Picture | None:
    """The picture of ``queries.judgement_history``; None while there is nothing to draw.

    Without a ``title`` its message is how the overall judgement went.
    """
    judged = [
        _judged(framework, found, _absent_overall(framework, frameworks))
        for framework, found in _graded(rows, frameworks)
    ]
    drawn = {strand for one in judged for mark in one.marks for strand in mark.strands}
    drawn |= {one.without for one in judged if one.without}
    strands = [strand for strand in strands_of(frameworks) if strand.key in drawn]
    if not strands:
        return None
    message = title or _message(judged, strands)
    return judgement_history(strands, judged, title=message, ident=ident)


def _graded(
    rows: Iterable[Any], frameworks: Frameworks
) -> Iterator[tuple[Framework, Sequence[Any]]]:
    """The inspections that gave a grade, each with its rows, in the rows' order."""
    found: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        if row.area is not None and row.framework in frameworks:
            found.setdefault(row.id, []).append(row)
    for judgements in found.values():
        yield frameworks[judgements[0].framework], judgements


def _judged(framework: Framework, rows: Sequence[Any], without: str) -> Judged:
    return Judged(
        rows[0].fieldwork_start_on,
        framework.short_name,
        tuple(mark for row in rows if (mark := _mark(framework, row)) is not None),
        without=without,
    )


def _mark(framework: Framework, row: Any) -> Mark | None:
    """A judgement as the picture has it; None for an area that belongs to no strand."""
    area = framework.find_area(row.area)
    if area is None or not area.strands:
        return None
    tag = grade_tag(framework, row.area, row.grade)
    scale = framework.scale_of(row.area)
    grade = scale.find_grade(row.grade) if scale else None
    ranks = [one.rank for one in scale.grades if one.rank] if scale else []
    rank = grade.rank if grade else None
    return Mark(area.strands, tag.text, tag.tone, rank, max(ranks, default=0))


def _strands(framework: Framework) -> set[str]:
    return {key for area in framework.areas for key in area.strands}


def _absent_overall(framework: Framework, frameworks: Frameworks) -> str:
    """The strand of the overall grade that frameworks like this one give, and this one does not."""
    if framework.overall_area is not None:
        return ""
    for other in frameworks.values():
        overall = other.overall_area
        if overall is not None and _strands(other) & _strands(framework):
            return next(iter(overall.strands), "")
    return ""


def strands_of(frameworks: Frameworks) -> list[Strand]:
    """Every strand with its label, in the order of the rows.

    First overall judgements, then what they are made of as the newest framework has it, then what
    only older ones judge, last the single outcome of an inspection of something else.
    """
    groups: tuple[dict[str, str], ...] = ({}, {}, {})
    for framework in reversed(list(frameworks.values())):
        is_single = len(_strands(framework)) == 1
        # An area of one strand names it better than one that joins several.
        for area in sorted(framework.areas, key=lambda one: len(one.strands)):
            for key in area.strands:
                group = groups[_group(area, is_single=is_single)]
                group.setdefault(key, framework.short_name if is_single else area.short_label)
    return [Strand(key, label) for group in groups for key, label in group.items()]


def _group(area: JudgementArea, *, is_single: bool) -> int:
    if not area.overall:
        return 1
    return 2 if is_single else 0


def _message(judged: Sequence[Judged], strands: Sequence[Strand]) -> str:
    """The picture's title: how the overall judgement went, or which years it shows."""
    marks = [
        (one.on.year, mark.words)
        for one in sorted(judged, key=lambda one: one.on)
        if (mark := one.by_strand().get(strands[0].key)) is not None
    ]
    if marks:
        latest = [f"{words[:1].lower()}{words[1:]} in {year}" for year, words in marks]
        return f"{strands[0].label}: {', '.join(latest[-MOST_IN_TITLE:])}"
    years = sorted({one.on.year for one in judged})
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return f"How inspectors judged services for children, {span}"
