"""What the parts of a cabinet report share: the day that it tells of, its figures and its tense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from tracker.domain.concerns import CONCERNS
from tracker.domain.dates import local_day
from tracker.domain.frameworks import Framework
from tracker.domain.pictures import ActionPicture
from tracker.domain.ratings import RatingWords, read_back
from tracker.domain.report_material import ReportMaterial
from tracker.domain.report_questions import Graded, answered_inspections
from tracker.domain.snapshot import PlanSnapshot, live
from tracker.presenters.snapshots import Shown
from tracker.presenters.words import day_words
from tracker.queries.plans import Overview, Tally

Frameworks = Mapping[str, Framework]


def nowhere(_endpoint: str, **_values: Any) -> str:
    """Addresses of pages, as a paper has them: none."""
    return ""


def listed(words: Sequence[str]) -> str:
    """Such as "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


class Telling:
    """A report's material, as its parts read it; ``made_at`` is an instant in UTC."""

    def __init__(self, material: ReportMaterial, frameworks: Frameworks, made_at: datetime) -> None:
        self.material, self.frameworks, self.made_at = material, frameworks, made_at
        self.shown = Shown(material.now, nowhere)

    @property
    def snapshot(self) -> PlanSnapshot:
        """The plan on the report's day."""
        return self.material.now

    @property
    def day(self) -> str:
        """The report's day in words."""
        return day_words(self.snapshot.as_at)

    @property
    def words(self) -> RatingWords:
        """The council's names of its ratings on that day."""
        return read_back(self.snapshot.words)

    @property
    def is_past(self) -> bool:
        """Whether the report tells of an earlier day than the one on which it is made."""
        return self.snapshot.as_at < local_day(self.made_at)

    def verb(self, present: str, past: str) -> str:
        """``present`` in a report of its own day, ``past`` in one of an earlier day."""
        return past if self.is_past else present

    @cached_property
    def inspections(self) -> list[Graded]:
        """The inspections that the plan answers, oldest first."""
        return answered_inspections(self.snapshot)

    @cached_property
    def actions(self) -> list[ActionPicture]:
        """The actions that stand, in the plan's order."""
        return sorted(live(self.snapshot.actions), key=lambda one: (one.sort_key, one.id))

    @cached_property
    def overview(self) -> Overview:
        """The figures of the plan's overview page, counted on the snapshot."""
        overview = Overview(Tally(), {})
        for action in self.actions:
            own = overview.by_priority.setdefault(action.priority_id, Tally())
            for tally in (overview.whole, own):
                self._count(action, tally)
        return overview

    def _count(self, action: ActionPicture, tally: Tally) -> None:
        tally.total += 1
        tally.by_delivery[action.delivery] = tally.by_delivery.get(action.delivery, 0) + 1
        for name, holds in CONCERNS.items():
            number = int(holds(action, self.snapshot.as_at))
            tally.by_concern[name] = tally.by_concern.get(name, 0) + number
