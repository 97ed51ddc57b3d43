"""What inspectors found, as sentences of a cabinet report: never a grade that they did not give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tracker.domain.dates import long_date
from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import FindingKind
from tracker.models import Inspection
from tracker.presenters.cabinet_progress import listed
from tracker.presenters.inspections import period_words
from tracker.presenters.judgements import judgement_table
from tracker.presenters.words import count_words, day_words, label
from tracker.queries.cabinet import CabinetRecords
from tracker.reports.parts import Findings, Judged, Point, Said, Status

Frameworks = Mapping[str, Framework]

FINDINGS: Mapping[FindingKind, tuple[str, str]] = {
    FindingKind.RECOMMENDATION: ("recommendation", "recommendations"),
    FindingKind.AREA_FOR_IMPROVEMENT: ("area for improvement", "areas for improvement"),
    FindingKind.PRIORITY_ACTION: ("area for priority action", "areas for priority action"),
    FindingKind.OTHER_FINDING: ("other finding", "other findings"),
}


def lower_first(words: str) -> str:
    """A label as it stands within a sentence; an abbreviation keeps its capitals."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def inspected(inspection: Inspection, frameworks: Frameworks) -> str:
    """One inspection in a few sentences: what, when, by whom, and the overall judgement if any."""
    framework = frameworks.get(inspection.framework)
    start, end = inspection.fieldwork_start_on, inspection.fieldwork_end_on
    when = f"on {long_date(start)}" if start == end else f"from {period_words(start, end)}"
    said = [f"“{inspection.title}” took place {when}.", _publication(inspection, framework)]
    said += overall_sentences(inspection, frameworks)
    return " ".join(said)


def _publication(inspection: Inspection, framework: Framework | None) -> str:
    if inspection.published_on is None:
        return "Its report has not been published."
    by = (
        f"{framework.inspectorate} published its" if framework and framework.inspectorate else "Its"
    )
    verb = "" if framework and framework.inspectorate else " was published"
    return f"{by} report{verb} on {day_words(inspection.published_on)}."


def overall_sentences(inspection: Inspection, frameworks: Frameworks) -> list[str]:
    """The overall judgement as a sentence, where the inspection gave one."""
    framework = frameworks.get(inspection.framework)
    table = judgement_table(inspection, frameworks)
    overall = framework.overall_area.key if framework and framework.overall_area else None
    return [
        f"The overall judgement was {lower_first(row['grade'].text)}."
        for row in (*table.sentences, *table.rows)
        if row["key"] == overall and row["grade"] is not None
    ]


def findings_of(inspection: Inspection, frameworks: Frameworks) -> Findings:
    """The findings of one inspection: its judgements as printed, and what it said in short."""
    table = judgement_table(inspection, frameworks)
    told = [
        *(f"{_judged_separately(row)}." for row in table.separate if row["grade"]),
        *([f"In summary: {inspection.summary}"] if inspection.summary else []),
        *([f"What was found good: {inspection.found_good}"] if inspection.found_good else []),
    ]
    # An overall judgement that the table itself has needs no sentence before it.
    sentences = overall_sentences(inspection, frameworks) if table.sentences else []
    return Findings(
        inspection.title,
        (*sentences, _opening(inspection, frameworks, is_graded=bool(table.rows))),
        tuple(_judged(row) for row in table.rows),
        tuple(told),
    )


def _opening(inspection: Inspection, frameworks: Frameworks, *, is_graded: bool) -> str:
    if is_graded:
        return "The table has each judgement in the order in which the report prints it."
    framework = frameworks.get(inspection.framework)
    kind = framework.find_kind(inspection.kind) if framework else None
    if kind is not None and not kind.graded:
        return f"“{inspection.title}” gave no grades."
    return "No judgements are recorded."


def _judged_separately(row: Mapping[str, Any]) -> str:
    return f"{row['area']} was judged by itself: {lower_first(row['grade'].text)}"


def _judged(row: Mapping[str, Any]) -> Judged:
    grade = row["grade"]
    return Judged(row["area"], Status(grade.text, grade.tone) if grade else None)


def background(records: CabinetRecords, frameworks: Frameworks) -> tuple[Said, ...]:
    """How it came to the plan: the inspections and what they asked for, clocks, intervention."""
    said = [Said(_origin(one, records, frameworks)) for one in records.inspections]
    clocks = tuple(_clock(row) for row in records.clocks)
    if clocks:
        said.append(Said("These dates were set for the council:", clocks))
    steps = tuple(_intervention(row) for row in records.interventions)
    if steps:
        said.append(Said("Government has supported or directed the work in these steps:", steps))
    return tuple(said) or (Said("The plan was drawn up by the council itself."),)


def _origin(inspection: Inspection, records: CabinetRecords, frameworks: Frameworks) -> str:
    """Under which framework an inspection was made, and what it asked for."""
    framework = frameworks.get(inspection.framework)
    by = framework.inspectorate if framework else None
    under = f" was made by {by} under the framework “{framework.name}”" if framework and by else ""
    rows = [row for row in records.recommendations if row.inspection_id == inspection.id]
    counted = Counter((row.kind, row.addressee) for row in rows)
    asked = [
        f"{count_words(number, *FINDINGS[kind])} to the {lower_first(label(addressee))}"
        for (kind, addressee), number in counted.items()
    ]
    made = f"made {listed(asked)}" if asked else "made no recommendation that is recorded"
    return f"“{inspection.title}”{under}. It {made}." if under else f"“{inspection.title}” {made}."


def _clock(row: Any) -> Point:
    done = f", done on {day_words(row.done_on)}" if row.done_on else ", not marked as done"
    return Point(f"due on {day_words(row.due_on)}{done}.", lead=row.label)


def _intervention(row: Any) -> Point:
    when = period_words(row.from_on, row.to_on) if row.to_on else f"from {day_words(row.from_on)}"
    return Point(f"{lower_first(label(row.kind))}, {when}.", lead=row.title)
