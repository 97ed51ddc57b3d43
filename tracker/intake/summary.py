"""A draft as the one JSON object that ``tracker read`` prints."""

from __future__ import annotations

from datetime import date
from typing import Any

from tracker.domain.vocabulary import Addressee, Urgency
from tracker.intake.draft import DraftJudgement, DraftRecommendation, ReportDraft

_URGENCIES = {
    Urgency.PRIORITY_IMMEDIATE: "priority/immediate",
    Urgency.IMMEDIATE: "immediate",
    Urgency.THREE_MONTHS: "three months",
    Urgency.SIX_MONTHS: "six months",
}
_ADDRESSEES = {Addressee.LSCB: "LSCB"}


def as_json(draft: ReportDraft) -> dict[str, Any]:
    """Plain values: days as ``2015-07-20``, what was not found as None."""
    return {
        "council": draft.council.value if draft.council else None,
        "framework": draft.framework.value if draft.framework else None,
        "kind": draft.kind.value if draft.kind else None,
        "theme": draft.theme.value if draft.theme else None,
        "inspection_start": _day(draft.start_on),
        "inspection_end": _day(draft.end_on),
        "fieldwork": [
            {"start": _day(period.start_on), "end": _day(period.end_on)}
            for period in draft.fieldwork
        ],
        "published": _day(draft.published.on if draft.published else None),
        "lead_inspector": draft.lead_inspector.value if draft.lead_inspector else None,
        "statement_due": _day(draft.statement_due.on if draft.statement_due else None),
        "judgements": [_judgement(judgement) for judgement in draft.judgements],
        "recommendations": [_recommendation(item) for item in draft.recommendations],
        "uncertain": [
            {
                "about": doubt.about,
                "says": doubt.sentence,
                "page": doubt.place.page if doubt.place else None,
            }
            for doubt in draft.doubts
        ],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _judgement(judgement: DraftJudgement) -> dict[str, Any]:
    return {
        "area": judgement.area,
        "grade": judgement.grade,
        "page": judgement.place.page,
        "sureness": judgement.sureness.value,
    }


def _recommendation(item: DraftRecommendation) -> dict[str, Any]:
    return {
        "ref": item.reference,
        "text": item.text,
        "kind": item.kind.value,
        "urgency": _URGENCIES[item.urgency] if item.urgency else None,
        "addressee": _ADDRESSEES.get(item.addressee, item.addressee.value.replace("_", " ")),
        "body": item.body,
        "tags": list(item.tags),
        "paragraphs": item.paragraphs,
        "theme": item.theme,
        "page": item.place.page,
        "sureness": item.sureness.value,
    }
