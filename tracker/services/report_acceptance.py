"""From a draft to records: one deed makes the inspection and all that its report says."""
# A deed takes `on` and `reason` even where only its history reads them.
# ruff: noqa: ARG001

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.frameworks import ClockRule, Framework, StartsFrom
from tracker.domain.vocabulary import DraftState
from tracker.intake.draft import ReportDraft
from tracker.models import Body, Council, DraftOfReport, Inspection
from tracker.services.clocks import ClockFields, start_clock
from tracker.services.deeds import council_of, deed
from tracker.services.draft_checks import (
    name_of,
    names_another_council,
    short_of,
    shortcomings,
    standing_judgements,
    standing_recommendations,
)
from tracker.services.inspections import (
    InspectionFields,
    JudgementFields,
    record_inspection,
    set_judgement,
)
from tracker.services.recommendations import RecommendationFields, add_recommendation
from tracker.services.report_drafts import contents_of, require_ready

Frameworks = Mapping[str, Framework]


@dataclass(frozen=True, kw_only=True)
class AcceptanceFields:
    """What a draft does not say itself.

    ``follows_id`` is the earlier inspection that this one is compared with or looks back to.
    ``is_ours`` confirms that a report which names another council is about this one.
    """

    title: str
    received_on: date | None
    not_before_on: date | None = None
    follows_id: uuid.UUID | None = None
    is_ours: bool = False


@deed
def accept_report(
    session: Session,
    draft: DraftOfReport,
    fields: AcceptanceFields,
    *,
    by: Actor,
    on: date,
    frameworks: Frameworks,
    version: int | None = None,
    reason: str | None = None,
) -> Inspection:
    """Make records of a draft: the inspection, its judgements, recommendations and clocks.

    ``draft.report`` is loaded; it is kept with the inspection from now on.

    Raises:
        Conflict: somebody else changed the draft after ``version`` was read.
        RuleError: something is missing or does not fit; it names the fact, or the item in words.
    """
    require_ready(draft, by=by, version=version)
    found = contents_of(draft)
    _require_fit(session, found, fields, by=by, frameworks=frameworks)
    inspection = record_inspection(
        session, _inspection_of(found, fields), by=by, on=on, frameworks=frameworks
    )
    session.flush()
    _add_judgements(session, inspection, found, by=by, on=on, frameworks=frameworks)
    _add_recommendations(session, inspection, found, by=by, on=on, frameworks=frameworks)
    _start_clocks(session, inspection, found, by=by, on=on, frameworks=frameworks)
    draft.report.inspection_id = inspection.id
    draft.state = DraftState.ACCEPTED
    return inspection


def _require_fit(
    session: Session,
    found: ReportDraft,
    fields: AcceptanceFields,
    *,
    by: Actor,
    frameworks: Frameworks,
) -> None:
    council = session.get_one(Council, council_of(by))
    if names_another_council(found, council) and not fields.is_ours:
        raise RuleError(
            f"Confirm that this report is about {council.name}: it names another council",
            field="is_ours",
        )
    missing = next(shortcomings(found, frameworks), None)
    if missing is not None:
        raise RuleError(missing.sentence, field=missing.about)
    if fields.received_on is None:
        raise RuleError("Enter the day on which the report was received", field="received_on")


def _inspection_of(found: ReportDraft, fields: AcceptanceFields) -> InspectionFields:
    start_on, end_on = found.start_on, found.end_on
    if found.framework is None or found.kind is None or start_on is None or end_on is None:
        raise RuleError("Enter the facts of the inspection first")
    return InspectionFields(
        framework=found.framework.value,
        kind=found.kind.value,
        title=fields.title,
        fieldwork_start_on=start_on,
        fieldwork_end_on=end_on,
        theme=found.theme.value if found.theme else None,
        received_on=fields.received_on,
        published_on=found.published.on if found.published else None,
        not_before_on=fields.not_before_on,
        follows_id=fields.follows_id,
        lead_inspector=found.lead_inspector.value if found.lead_inspector else None,
    )


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Let a refusal say which item it is about: the page that accepts has no field for it."""
    try:
        yield
    except RuleError as error:
        raise RuleError(f"{name[:1].upper()}{name[1:]}: {error.sentence}") from error


def _page(found: ReportDraft, page: int) -> int | None:
    """A page number, where the document has pages that a person can turn to."""
    return page if found.pages else None


def _add_judgements(
    session: Session,
    inspection: Inspection,
    found: ReportDraft,
    *,
    by: Actor,
    on: date,
    frameworks: Frameworks,
) -> None:
    for one in standing_judgements(found):
        fields = JudgementFields(
            area=one.area_key or "",
            grade=one.grade_key or "",
            page=_page(found, one.place.page),
        )
        with _naming(f"judgement “{short_of(one.area)}”"):
            set_judgement(session, inspection, fields, by=by, on=on, frameworks=frameworks)


def _add_recommendations(
    session: Session,
    inspection: Inspection,
    found: ReportDraft,
    *,
    by: Actor,
    on: date,
    frameworks: Frameworks,
) -> None:
    bodies = _bodies_by_name(session, by)
    for position, one in enumerate(standing_recommendations(found), start=1):
        named = bodies.get(_plain(one.body)) if one.body else None
        fields = RecommendationFields(
            text=one.text,
            kind=one.kind,
            addressee=one.addressee,
            reference=one.reference,
            position=position,
            page=_page(found, one.place.page),
            paragraph=one.paragraphs,
            urgency=one.urgency,
            theme=one.theme,
            body_ids=(named,) if named else (),
        )
        with _naming(name_of(one)):
            add_recommendation(session, inspection, fields, by=by, on=on, frameworks=frameworks)


def _bodies_by_name(session: Session, by: Actor) -> dict[str, uuid.UUID]:
    query = select(Body.id, Body.name).where(Body.council_id == council_of(by)).order_by(Body.id)
    return {_plain(name): body_id for body_id, name in session.execute(query)}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _start_clocks(
    session: Session,
    inspection: Inspection,
    found: ReportDraft,
    *,
    by: Actor,
    on: date,
    frameworks: Frameworks,
) -> None:
    rules = frameworks[inspection.framework].clocks_for(
        inspection.kind,
        findings={one.kind for one in standing_recommendations(found)},
        grades={one.grade_key for one in standing_judgements(found) if one.grade_key},
    )
    # The day that a report prints is that of the plan itself, the longest of its clocks.
    longest = max(rules, key=_length, default=None)
    printed = found.statement_due.on if found.statement_due else None
    for rule in rules:
        starts_on = inspection.received_on
        if rule.starts_from is StartsFrom.PUBLISHED:
            starts_on = inspection.published_on
        due_on = printed if rule is longest else None
        if starts_on is None or (due_on is None and rule.working_days is None):
            continue
        fields = ClockFields(rule=rule.key, label=rule.label, starts_on=starts_on, due_on=due_on)
        with _naming(f"clock “{rule.label}”"):
            start_clock(session, inspection, fields, by=by, on=on, frameworks=frameworks)


def _length(rule: ClockRule) -> int:
    return rule.working_days or 1_000
