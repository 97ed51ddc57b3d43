"""What a cabinet report is drawn from in a request: the plan's snapshot, and what was typed."""

from __future__ import annotations

from tracker.domain.exemption import marks_from
from tracker.models import CabinetDraft
from tracker.presenters.cabinet_papers import Source
from tracker.queries.cabinet import read_material
from tracker.queries.cabinet_reports import find_last_issued
from tracker.reports.authors import authors_from
from tracker.web.current import actor, db, now, today
from tracker.web.kept_files import content_of


def source_of(draft: CabinetDraft) -> Source:
    """The draft's report as it would be issued in this instant; its template is loaded.

    Raises:
        NotFound: nothing was recorded of the plan by its day.
        NoSuchFile: the template's file is gone.
        NotAsKept: it is another than was added.
    """
    on = draft.as_at or today()
    since = find_last_issued(db(), actor(), draft.plan_id, on)
    template = draft.word_template
    return Source(
        read_material(db(), actor(), draft.plan_id, on=on, since=since),
        authors_from(draft.typed),
        marks_from(draft.exempt),
        now(),
        content_of(template) if template else None,
    )
