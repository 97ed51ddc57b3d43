"""Going through the draft of a report: each change is checked against what its writer had seen."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from tracker.access.actor import Actor
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import DraftState
from tracker.intake.draft import ReportDraft
from tracker.intake.serialising import from_json, to_json
from tracker.models import DraftOfReport
from tracker.services.belonging import require_own
from tracker.services.deeds import require_version

NOT_READY = {
    DraftState.WAITING: "This report is still waiting to be read",
    DraftState.READING: "This report is still being read",
    DraftState.REFUSED: "This report could not be read",
    DraftState.ACCEPTED: "This draft was accepted already. Amend its inspection instead",
    DraftState.DROPPED: "This draft was dropped",
}


def contents_of(draft: DraftOfReport) -> ReportDraft:
    """The draft as people have left it, or as it was read when nobody has changed it.

    Raises:
        RuleError: it was not read yet, or is there no longer.
    """
    text = draft.amended or draft.as_read
    if text is None:
        raise RuleError(NOT_READY.get(draft.state, NOT_READY[DraftState.WAITING]))
    return from_json(text)


def require_ready(draft: DraftOfReport, *, by: Actor, version: int | None = None) -> None:
    """Refuse a draft that nobody can work on now, or that was changed since ``version``.

    Raises:
        Conflict: somebody changed it after ``version`` was read.
    """
    require_own(draft, by)
    if draft.state is not DraftState.READY:
        raise RuleError(NOT_READY[draft.state])
    require_version(draft, version)


def amend_draft(
    session: Session,
    draft: DraftOfReport,
    change: Callable[[ReportDraft], ReportDraft],
    *,
    by: Actor,
    version: int | None = None,
) -> None:
    """Put ``change`` of ``intake.editing`` to the draft.

    Raises:
        Conflict: somebody else changed it after ``version`` was read.
        RuleError: it cannot be changed, or the change itself refuses.
    """
    require_ready(draft, by=by, version=version)
    draft.amended = to_json(change(contents_of(draft)))
    draft.version += 1
    session.flush()
