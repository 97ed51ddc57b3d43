"""How the making of a paper's files goes on, in words and for a script."""

from __future__ import annotations

from typing import Any

from tracker.domain.papers import MakingState
from tracker.models import PaperJob
from tracker.presenters.words import count_words


def making(job: PaperJob | None) -> dict[str, Any]:
    """Whether files are still being made, how far that has come, and what stood in the way.

    ``reading`` is what the script of every page that waits looks at.
    """
    if job is None:
        return {"reading": False, "words": "", "done": 0, "of": 0, "failed": False, "fault": ""}
    of = count_words(job.steps, "file", "files")
    return {
        "reading": job.state in (MakingState.WAITING, MakingState.MAKING),
        "words": f"{job.steps_done:,} of {of} made",
        "done": job.steps_done,
        "of": job.steps,
        "failed": job.state is MakingState.FAILED,
        "fault": job.fault or "",
    }
