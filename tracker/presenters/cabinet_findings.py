"""What inspectors found, as sentences of a cabinet report: never a grade that they did not give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tracker.domain.dates import long_date
from tracker.domain.report_questions import Graded, clocks_of, concerned, interventions_of
from tracker.domain.surroundings import ClockPicture, InterventionPicture
from tracker.domain.vocabulary import FindingKind
from tracker.presenters.cabinet_telling import Frameworks, Telling, listed
from tracker.presenters.inspections import period_words
from tracker.presenters.judgements import judgement_table
from tracker.presenters.words import count_words, day_words, label
from tracker.reports.parts import Findings, Judged, Point, Said, Status

FINDINGS: Mapping[FindingKind, tuple[str, str]] = {
    FindingKind.RECOMMENDATION: ("recommendation", "recommendations"),
    FindingKind.AREA_FOR_IMPROVEMENT: ("area for improvement", "areas for improvement"),
    FindingKind.PRIORITY_ACTION: ("area for priority action", "areas for priority action"),
    FindingKind.OTHER_FINDING: ("other finding", "other findings"),
}


def lower_first(words: str) -> str:
    """A label as it stands within a sentence; an abbreviation keeps its capitals."""
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def inspected(graded: Graded, frameworks: Frameworks) -> str:
    """One inspection in a few sentences: what, when, by whom, and the overall judgement if any."""
    inspection = graded.picture
    start, end = inspection.fieldwork_start_on, inspection.fieldwork_end_on
    when = f"on {long_date(start)}" if start == end else f"from {period_words(start, end)}"
    said = [f"“{inspection.title}” took place {when}.", _publication(graded, frameworks)]
    said += overall_sentences(graded, frameworks)
    return " ".join(said)


def _publication(graded: Graded, frameworks: Frameworks) -> str:
    published_on, framework = graded.picture.published_on, frameworks.get(graded.framework)
    if published_on is None:
        return "Its report was not yet published."
    by = (
        f"{framework.inspectorate} published its" if framework and framework.inspectorate else "Its"
    )
    verb = "" if framework and framework.inspectorate else " was published"
    return f"{by} report{verb} on {day_words(published_on)}."


def overall_sentences(graded: Graded, frameworks: Frameworks) -> list[str]:
    """The overall judgement as a sentence, where the inspection gave one."""
    framework = frameworks.get(graded.framework)
    table = judgement_table(graded, frameworks)
    overall = framework.overall_area.key if framework and framework.overall_area else None
    return [
        f"The overall judgement was {lower_first(row['grade'].text)}."
        for row in (*table.sentences, *table.rows)
        if row["key"] == overall and row["grade"] is not None
    ]


def findings_of(graded: Graded, frameworks: Frameworks) -> Findings:
    """The findings of one inspection: its judgements as printed, and what it said in short."""
    inspection, table = graded.picture, judgement_table(graded, frameworks)
    told = [
        *(f"{_judged_separately(row)}." for row in table.separate if row["grade"]),
        *([f"In summary: {inspection.summary}"] if inspection.summary else []),
        *([f"What was found good: {inspection.found_good}"] if inspection.found_good else []),
    ]
    # An overall judgement that the table itself has needs no sentence before it.
    sentences = overall_sentences(graded, frameworks) if table.sentences else []
    return Findings(
        inspection.title,
        (*sentences, _opening(graded, frameworks, is_graded=bool(table.rows))),
        tuple(_judged(row) for row in table.rows),
        tuple(told),
    )


def _opening(graded: Graded, frameworks: Frameworks, *, is_graded: bool) -> str:
    if is_graded:
        return "The table has each judgement in the order in which the report prints it."
    framework = frameworks.get(graded.framework)
    kind = framework.find_kind(graded.picture.kind) if framework else None
    if kind is not None and not kind.graded:
        return f"“{graded.picture.title}” gave no grades."
    return "No judgements are recorded."


def _judged_separately(row: Mapping[str, Any]) -> str:
    return f"{row['area']} was judged by itself: {lower_first(row['grade'].text)}"


def _judged(row: Mapping[str, Any]) -> Judged:
    grade = row["grade"]
    return Judged(row["area"], Status(grade.text, grade.tone) if grade else None)


def background(telling: Telling) -> tuple[Said, ...]:
    """How it came to the plan: the inspections and what they asked for, clocks, intervention."""
    said = [Said(_origin(one, telling)) for one in telling.inspections]
    clocks = tuple(_clock(one) for one in clocks_of(telling.snapshot))
    if clocks:
        said.append(Said("These dates were set for the council:", clocks))
    steps = tuple(_intervention(one) for one in interventions_of(telling.snapshot))
    if steps:
        said.append(Said("Government has supported or directed the work in these steps:", steps))
    return tuple(said) or (Said("The plan was drawn up by the council itself."),)


def _origin(graded: Graded, telling: Telling) -> str:
    """Under which framework an inspection was made, and what it asked for."""
    title, framework = graded.picture.title, telling.frameworks.get(graded.framework)
    by = framework.inspectorate if framework else None
    under = f" was made by {by} under the framework “{framework.name}”" if framework and by else ""
    rows = [one for one in concerned(telling.snapshot) if one.inspection_id == graded.picture.id]
    counted = Counter((row.kind, row.addressee) for row in rows)
    asked = [
        f"{count_words(number, *FINDINGS[kind])} to the {lower_first(label(addressee))}"
        for (kind, addressee), number in counted.items()
    ]
    made = f"made {listed(asked)}" if asked else "made no recommendation that is recorded"
    return f"“{title}”{under}. It {made}." if under else f"“{title}” {made}."


def _clock(clock: ClockPicture) -> Point:
    done = f", done on {day_words(clock.done_on)}" if clock.done_on else ", not marked as done"
    return Point(f"due on {day_words(clock.due_on)}{done}.", lead=clock.label)


def _intervention(step: InterventionPicture) -> Point:
    since = f"from {day_words(step.from_on)}"
    when = period_words(step.from_on, step.to_on) if step.to_on else since
    return Point(f"{lower_first(label(step.kind))}, {when}.", lead=step.title)
