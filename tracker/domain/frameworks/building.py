"""From checked sections of a file to one framework, and the checks between its parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import yaml

from tracker.domain.frameworks.definitions import (
    ActivityKind,
    ClockRule,
    FindingTerm,
    Framework,
    Grade,
    GradeScale,
    JudgementArea,
    StartsFrom,
    Theme,
    Tone,
    UrgencyTerm,
)
from tracker.domain.frameworks.nodes import Section
from tracker.domain.vocabulary import Addressee, FindingKind, Urgency

_LONGEST_PERIOD = 260
"""Working days: no clock runs for more than about a year."""


def framework_in(file: str, root: yaml.Node) -> tuple[Framework, int]:
    """The framework that the file describes, and the line of its key."""
    top = Section(
        file,
        root,
        "a framework",
        ("key", "name", "short_name", "in_force", "kinds", "findings", "addressees"),
        (
            "inspectorate",
            "on_site_from",
            "on_site_to",
            "scales",
            "areas",
            "themes",
            "urgencies",
            "clocks",
        ),
    )
    scales = _scales(top)
    areas = _areas(top, scales)
    kinds = _kinds(top, areas)
    framework = Framework(
        key=top.slug(),
        name=top.required_text("name"),
        short_name=top.required_text("short_name"),
        inspectorate=top.text("inspectorate"),
        in_force=top.required_text("in_force"),
        on_site_from=top.day("on_site_from"),
        on_site_to=top.day("on_site_to"),
        scales=scales,
        areas=areas,
        kinds=kinds,
        findings=_findings(top),
        urgencies=_urgencies(top),
        addressees=top.choices("addressees", Addressee),
        clocks=_clocks(top, kinds, scales),
    )
    if (framework.on_site_to or date.max) < (framework.on_site_from or date.min):
        top.refuse("on_site_to", '"on_site_to" lies before "on_site_from"')
    return framework, top.line_of("key")


def _scales(top: Section) -> tuple[GradeScale, ...]:
    sections = top.sections("scales", "a grade scale", ("key", "label", "grades"))
    _refuse_twins(sections, "grade scale")
    return tuple(
        GradeScale(section.slug(), section.required_text("label"), _grades(section))
        for section in sections
    )


def _grades(scale: Section) -> tuple[Grade, ...]:
    sections = scale.sections(
        "grades", "a grade", ("key", "label", "tone"), ("also_printed", "rank")
    )
    _refuse_twins(sections, "grade")
    if not sections:
        scale.refuse("grades", "a grade scale needs at least one grade")
    grades: list[Grade] = []
    worst = 0
    for section in sections:
        grade = _grade(section)
        if grade.rank is not None and grade.rank <= worst:
            section.refuse("rank", "grades stand best first: each rank must be above the last")
        worst = grade.rank or worst
        if any(_printed(grade) & _printed(better) for better in grades):
            section.refuse("label", "two grades of one scale are printed in the same words")
        grades.append(grade)
    return tuple(grades)


def _printed(grade: Grade) -> set[str]:
    return {words.casefold() for words in (grade.label, *grade.also_printed)}


def _grade(section: Section) -> Grade:
    return Grade(
        key=section.slug(),
        label=section.required_text("label"),
        also_printed=section.texts("also_printed"),
        rank=section.whole_number("rank", highest=100),
        tone=section.required_choice("tone", Tone),
    )


def _areas(top: Section, scales: tuple[GradeScale, ...]) -> tuple[JudgementArea, ...]:
    sections = top.sections(
        "areas",
        "a judgement area",
        ("key", "label"),
        (
            "short_label",
            "number",
            "parent",
            "overall",
            "as_sentence",
            "expected",
            "separate",
            "heading",
            "scale",
            "addressee",
            "also_printed",
            "strands",
        ),
    )
    _refuse_twins(sections, "judgement area")
    areas: list[JudgementArea] = []
    for section in sections:
        parent = section.text("parent")
        if parent is not None and parent not in [area.key for area in areas]:
            section.refuse("parent", f'the parent "{parent}" is not listed above this area')
        area = _area(section, parent, scales)
        if area.overall and any(earlier.overall for earlier in areas):
            section.refuse("overall", "a framework has at most one overall judgement")
        areas.append(area)
    return tuple(areas)


def _area(section: Section, parent: str | None, scales: tuple[GradeScale, ...]) -> JudgementArea:
    label = section.required_text("label")
    return JudgementArea(
        key=section.slug(),
        label=label,
        short_label=section.text("short_label") or label,
        number=section.text("number"),
        parent=parent,
        overall=section.flag("overall", default=False),
        as_sentence=section.flag("as_sentence", default=False),
        expected=section.flag("expected", default=True),
        separate=section.flag("separate", default=False),
        scale=_scale_of(section, scales),
        addressee=section.choice("addressee", Addressee) or Addressee.LOCAL_AUTHORITY,
        also_printed=section.texts("also_printed"),
        strands=section.texts("strands"),
    )


def _scale_of(section: Section, scales: tuple[GradeScale, ...]) -> str | None:
    """The scale that the area names, or else the first; none for a heading."""
    named = section.text("scale")
    if section.flag("heading", default=False):
        if named is not None or section.flag("overall", default=False):
            section.refuse("heading", "a heading bears no grade, so it has no scale")
        return None
    keys = [scale.key for scale in scales]
    if not keys:
        section.refuse("key", "the area needs a grade scale, and the file has none")
    if named is not None and named not in keys:
        section.refuse("scale", f'there is no grade scale "{named}" in this file')
    return named or keys[0]


def _kinds(top: Section, areas: tuple[JudgementArea, ...]) -> tuple[ActivityKind, ...]:
    themes = {theme.key: theme for theme in _themes(top)}
    sections = top.sections(
        "kinds",
        "a kind of activity",
        ("key", "label", "graded"),
        ("hint", "letter", "looks_back", "themes"),
    )
    _refuse_twins(sections, "kind of activity")
    if not sections:
        top.refuse("kinds", "a framework needs at least one kind of activity")
    kinds = []
    for section in sections:
        kind = _kind(section, themes)
        if kind.graded and not any(area.scale for area in areas):
            section.refuse("graded", "a graded activity needs judgement areas with a scale")
        kinds.append(kind)
    return tuple(kinds)


def _kind(section: Section, themes: dict[str, Theme]) -> ActivityKind:
    return ActivityKind(
        key=section.slug(),
        label=section.required_text("label"),
        hint=section.text("hint"),
        graded=section.flag("graded", default=False),
        letter=section.flag("letter", default=False),
        looks_back=section.flag("looks_back", default=False),
        themes=tuple(themes[key] for key in section.texts_among("themes", themes, "theme")),
    )


def _themes(top: Section) -> list[Theme]:
    sections = top.sections("themes", "a theme", ("key", "label"))
    _refuse_twins(sections, "theme")
    return [Theme(section.slug(), section.required_text("label")) for section in sections]


def _findings(top: Section) -> tuple[FindingTerm, ...]:
    sections = top.sections("findings", "a kind of finding", ("kind", "label"))
    _refuse_twins(sections, "kind of finding", key="kind")
    if not sections:
        top.refuse("findings", "a framework needs at least one kind of finding")
    return tuple(
        FindingTerm(section.required_choice("kind", FindingKind), section.required_text("label"))
        for section in sections
    )


def _urgencies(top: Section) -> tuple[UrgencyTerm, ...]:
    sections = top.sections("urgencies", "an urgency", ("urgency", "label"))
    _refuse_twins(sections, "urgency", key="urgency")
    return tuple(
        UrgencyTerm(section.required_choice("urgency", Urgency), section.required_text("label"))
        for section in sections
    )


def _clocks(
    top: Section, kinds: tuple[ActivityKind, ...], scales: tuple[GradeScale, ...]
) -> tuple[ClockRule, ...]:
    sections = top.sections(
        "clocks",
        "a clock",
        ("key", "label", "starts_from", "kinds", "source"),
        ("working_days", "only_with_finding", "only_with_grades"),
    )
    _refuse_twins(sections, "clock")
    kind_keys = [kind.key for kind in kinds]
    grade_keys = [grade.key for scale in scales for grade in scale.grades]
    return tuple(_clock(section, kind_keys, grade_keys) for section in sections)


def _clock(section: Section, kind_keys: list[str], grade_keys: list[str]) -> ClockRule:
    return ClockRule(
        key=section.slug(),
        label=section.required_text("label"),
        working_days=section.whole_number("working_days", highest=_LONGEST_PERIOD),
        starts_from=section.required_choice("starts_from", StartsFrom),
        kinds=section.texts_among("kinds", kind_keys, "kind of activity"),
        only_with_finding=section.choice("only_with_finding", FindingKind),
        only_with_grades=section.texts_among("only_with_grades", grade_keys, "grade on any scale"),
        source=section.required_text("source"),
    )


def _refuse_twins(sections: Iterable[Section], what: str, *, key: str = "key") -> None:
    seen: set[str] = set()
    for section in sections:
        word = section.required_text(key)
        if word in seen:
            section.refuse(key, f'the {what} "{word}" stands twice')
        seen.add(word)
