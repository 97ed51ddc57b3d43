"""What one report or letter says, entered on one page: its grades, or its verdicts.

Each page is one deed, made of the deeds for single grades and verdicts: all are done, or none. A
refusal names the field of its own row, such as ``grade_leadership``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import VerdictKind
from tracker.models import Inspection, Judgement, Recommendation, Verdict
from tracker.services.belonging import chosen
from tracker.services.deeds import deed
from tracker.services.inspections import JudgementFields, remove_judgement, set_judgement
from tracker.services.rules import require_standing
from tracker.services.verdicts import VerdictFields, give_verdict, remove_verdict


@dataclass(frozen=True, kw_only=True)
class GradeEntry:
    """An area's grade as it was entered; without a grade the one that stands is taken back.

    ``version`` is that of the judgement that the writer saw, 0 where there was none.
    """

    area: str
    grade: str | None
    page: int | None
    version: int


@dataclass(frozen=True, kw_only=True)
class VerdictEntry:
    """A verdict as it was entered; without one the verdict that stands is taken back.

    ``version`` is that of the verdict that the writer saw, 0 where there was none.
    """

    recommendation_id: uuid.UUID
    verdict: VerdictKind | None
    words: str | None
    version: int
    repeated_as_id: uuid.UUID | None = None


@deed
def set_judgements(
    session: Session,
    inspection: Inspection,
    entries: Sequence[GradeEntry],
    *,
    by: Actor,
    on: date,
    frameworks: Mapping[str, Framework],
) -> None:
    """Set and take back the grades that a report prints, area by area, in one deed.

    Raises:
        Conflict: somebody else changed one of these grades since the writer read it.
    """
    require_standing(inspection, by=by)
    for entry in entries:
        with _row(entry.area):
            if entry.grade is None:
                query = select(Judgement).where(
                    Judgement.inspection_id == inspection.id, Judgement.area == entry.area
                )
                _take_back(remove_judgement, session, query, entry.version, by=by, on=on)
                continue
            fields = JudgementFields(area=entry.area, grade=entry.grade, page=entry.page)
            set_judgement(
                session,
                inspection,
                fields,
                by=by,
                on=on,
                frameworks=frameworks,
                version=entry.version,
            )


@deed
def give_verdicts(
    session: Session,
    inspection: Inspection,
    entries: Sequence[VerdictEntry],
    *,
    by: Actor,
    on: date,
) -> None:
    """Record what one visit says of several recommendations, in one deed.

    Raises:
        Conflict: somebody else changed one of these verdicts since the writer read it.
    """
    require_standing(inspection, by=by)
    spoken_of = chosen(
        session,
        Recommendation,
        {entry.recommendation_id for entry in entries},
        by=by,
        on=on,
        field="",
        sentence="Reload the page: a recommendation on it was removed",
    )
    by_id = {recommendation.id: recommendation for recommendation in spoken_of}
    for entry in entries:
        with _row(entry.recommendation_id.hex):
            if entry.verdict is None:
                query = select(Verdict).where(
                    Verdict.inspection_id == inspection.id,
                    Verdict.recommendation_id == entry.recommendation_id,
                )
                _take_back(remove_verdict, session, query, entry.version, by=by, on=on)
                continue
            fields = VerdictFields(
                verdict=entry.verdict, words=entry.words, repeated_as_id=entry.repeated_as_id
            )
            recommendation = by_id[entry.recommendation_id]
            give_verdict(
                session, recommendation, inspection, fields, by=by, on=on, version=entry.version
            )


def _take_back(
    remove: Any, session: Session, query: Any, version: int, *, by: Actor, on: date
) -> None:
    """Remove what stands; what somebody else has taken back already need not be."""
    standing = session.scalars(query).one_or_none()
    if standing is not None and standing.removed_on is None:
        remove(session, standing, by=by, on=on, version=version)


@contextmanager
def _row(key: str) -> Iterator[None]:
    """Name the row's own field when a rule refuses."""
    try:
        yield
    except RuleError as error:
        field = f"{error.field}_{key}" if error.field else None
        raise RuleError(error.sentence, field=field) from error
