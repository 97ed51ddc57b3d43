"""The deeds of a timeline: each hands what the file says to the service of the same name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

from tracker.access.actor import Actor
from tracker.demo import (
    assurance_verbs,
    board_verbs,
    challenge_verbs,
    date_verbs,
    plan_verbs,
    publication_verbs,
)
from tracker.demo.founding import appoint, end_holding
from tracker.demo.reading import Entry
from tracker.demo.shapes import HOLDER
from tracker.demo.stage import Stage, fields_of
from tracker.domain.vocabulary import FindingKind
from tracker.models import (
    Body,
    Clock,
    Inspection,
    Intervention,
    Person,
    Post,
    PostHolding,
    Recommendation,
)
from tracker.services import (
    clocks,
    inspections,
    interventions,
    people,
    recommendations,
    verdicts,
)

Verb = Callable[[Stage, Entry, Actor, date], None]


def _record_inspection(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    follows_id = stage.find_id(Inspection, "inspection", entry, "follows")
    inspection = inspections.record_inspection(
        stage.session,
        fields_of(inspections.InspectionFields, entry, follows_id=follows_id),
        by=by,
        on=on,
        frameworks=stage.frameworks,
    )
    stage.keep("inspection", entry, inspection)


def _set_judgement(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    inspections.set_judgement(
        stage.session,
        stage.find(Inspection, "inspection", entry, "inspection"),
        fields_of(inspections.JudgementFields, entry),
        by=by,
        on=on,
        frameworks=stage.frameworks,
    )


def _add_recommendation(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    bodies = [stage.find(Body, "body", entry, "bodies", name) for name in entry.texts("bodies")]
    given = {} if "kind" in entry else {"kind": FindingKind.RECOMMENDATION}
    recommendation = recommendations.add_recommendation(
        stage.session,
        stage.find(Inspection, "inspection", entry, "inspection"),
        fields_of(
            recommendations.RecommendationFields,
            entry,
            body_ids=tuple(body.id for body in bodies),
            **given,
        ),
        by=by,
        on=on,
        frameworks=stage.frameworks,
    )
    stage.keep("recommendation", entry, recommendation)


def _respond(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    recommendation = stage.find(Recommendation, "recommendation", entry, "recommendation")
    given = fields_of(recommendations.ResponseFields, entry)
    recommendations.respond(stage.session, recommendation, given, by=by, on=on)


def _give_verdict(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    verdicts.give_verdict(
        stage.session,
        stage.find(Recommendation, "recommendation", entry, "recommendation"),
        stage.find(Inspection, "inspection", entry, "inspection"),
        fields_of(verdicts.VerdictFields, entry),
        by=by,
        on=on,
    )


def _start_clock(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    inspection = stage.find(Inspection, "inspection", entry, "inspection")
    rule = stage.frameworks[inspection.framework].find_clock(entry.text("rule"))
    label = entry.find_text("label") or (rule.label if rule else "")
    clock = clocks.start_clock(
        stage.session,
        inspection,
        fields_of(clocks.ClockFields, entry, label=label),
        by=by,
        on=on,
        frameworks=stage.frameworks,
    )
    if "key" in entry:
        stage.keep("clock", entry, clock)


def _stop_clock(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    clock = stage.find(Clock, "clock", entry, "clock")
    clocks.stop_clock(stage.session, clock, entry.day("done_on"), by=by, on=on)


def _record_intervention(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    given = fields_of(interventions.InterventionFields, entry)
    intervention = interventions.record_intervention(stage.session, given, by=by, on=on)
    if "key" in entry:
        stage.keep("intervention", entry, intervention)


def _end_intervention(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    intervention = stage.find(Intervention, "intervention", entry, "intervention")
    given = interventions.InterventionFields(
        kind=intervention.kind,
        title=intervention.title,
        from_on=intervention.from_on,
        to_on=entry.day("to_on"),
        description=intervention.description,
        document_url=intervention.document_url,
    )
    interventions.amend_intervention(stage.session, intervention, given, by=by, on=on)


def _hand_over(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    people.hand_over(
        stage.session,
        _holder(stage, entry, "giver"),
        _holder(stage, entry, "receiver"),
        by=by,
        on=on,
        reason=entry.text("reason"),
    )


def _holder(stage: Stage, entry: Entry, key: str) -> Person | Post:
    holder = entry.entry(key, HOLDER)
    if "person" in holder:
        return stage.find(Person, "person", holder, "person")
    return stage.find(Post, "post", holder, "post")


def _appoint(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    person = stage.find(Person, "person", entry, "person")
    holding = appoint(stage, entry, person, entry.day("from_on"), by=by)
    if "to_on" in entry:
        later = replace(by, at=stage.at(on))
        end_holding(stage, holding, entry.day("to_on"), by=later)


def _end_appointment(stage: Stage, entry: Entry, by: Actor, on: date) -> None:  # noqa: ARG001
    person = stage.find(Person, "person", entry, "person")
    post = stage.find(Post, "post", entry, "post")
    holding = stage.records.get(f"holding {person.id} {post.id}")
    if not isinstance(holding, PostHolding):
        entry.refuse("this person does not hold the post", "post")
    end_holding(stage, holding, entry.day("to_on"), by=by)


def _leave(stage: Stage, entry: Entry, by: Actor, on: date) -> None:
    person = stage.find(Person, "person", entry, "person")
    people.leave(stage.session, person, by=by, on=on, reason=entry.find_text("reason"))
    stage.roles.pop(person.id, None)
    stage.posts.pop(person.id, None)


VERBS: Final[Mapping[str, Verb]] = MappingProxyType(
    {
        "record_inspection": _record_inspection,
        "set_judgement": _set_judgement,
        "add_recommendation": _add_recommendation,
        "respond": _respond,
        "give_verdict": _give_verdict,
        "start_clock": _start_clock,
        "stop_clock": _stop_clock,
        "record_intervention": _record_intervention,
        "end_intervention": _end_intervention,
        "hand_over": _hand_over,
        "appoint": _appoint,
        "end_appointment": _end_appointment,
        "leave": _leave,
        **assurance_verbs.VERBS,
        **board_verbs.VERBS,
        **challenge_verbs.VERBS,
        **date_verbs.VERBS,
        **plan_verbs.VERBS,
        **publication_verbs.VERBS,
    }
)
