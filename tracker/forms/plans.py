"""Plans: starting and amending one, what it answers, and its steps from draft to closed."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from tracker.domain.dates import long_date
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, offered, paragraphs, select, ticks
from tracker.models import Board
from tracker.services.plans import PlanFields


class PlanForm(PageForm):
    """What a plan is called, what it is for, and which board oversees it."""

    version = hidden()
    title = line("Title", required="Enter a title", hint="As the board will know it")
    purpose = paragraphs("Purpose", hint="What will be different when the plan has worked")
    revision = line("Version", most=40, hint="As you count it, such as 1 or V9")
    phase = line("Phase", most=100, hint="If the plan has phases, such as “Phase 2: embedding”")
    board_id = select("Board that oversees it", none="No board yet")

    def offer_boards(self, boards: Iterable[Any], kept: Board | None = None) -> None:
        """Offer the boards (id, name); ``kept`` stays a choice though it has ended."""
        offered = {str(row.id): row.name for row in boards}
        if kept is not None:
            offered.setdefault(str(kept.id), kept.name)
        offer(self.board_id, list(offered.items()))

    def fields(self) -> PlanFields:
        """What the deed takes."""
        board = self.board_id.data
        return PlanFields(
            title=self.title.data,
            revision=self.revision.data or "1",
            phase=self.phase.data,
            purpose=self.purpose.data,
            board_id=uuid.UUID(board) if board else None,
        )


class AnswersForm(PageForm):
    """Which inspections a plan answers. ``seen`` is a digest of those that it did when drawn."""

    seen = hidden()
    inspections = ticks("Which inspections does this plan answer?")

    def offer_inspections(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer the inspections as (id, words)."""
        offer(self.inspections, list(choices))

    def changes(self, standing: Collection[str]) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
        """What to answer from now on, and what no longer; what is not offered stays as it is."""
        ticked = set(self.inspections.data or ())
        known = offered(self.inspections)
        joining = sorted(ticked - set(standing))
        leaving = sorted((set(standing) & known.keys()) - ticked)
        return [uuid.UUID(key) for key in joining], [uuid.UUID(key) for key in leaving]

    def is_outdated(self, standing: Collection[str]) -> bool:
        """Whether somebody else has changed the answers since the page was drawn.

        If so, what they left is taken for seen, and the next press saves.
        """
        now = digest_of(standing)
        outdated = self.seen.data != now
        self.seen.data = now
        return bool(outdated)


def digest_of(ids: Collection[str]) -> str:
    """A short digest of a set of identifiers."""
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()[:16]


class StepForm(PageForm):
    """The day on which a plan takes its next step."""

    version = hidden()
    taken_on = day("Date", required="Enter the date")

    def ask_for(self, label: str, earliest: date | None, today: date) -> None:
        """Ask for the day called ``label``, from ``earliest`` to ``today``."""
        self.taken_on.label.text = label
        self._earliest, self._today = earliest, today

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        chosen: date | None = self.taken_on.data
        label = self.taken_on.label.text
        if not good or chosen is None:
            return good
        if chosen > self._today:
            self.taken_on.errors = [f"{label} must be today or in the past"]
        elif self._earliest is not None and chosen < self._earliest:
            self.taken_on.errors = [f"{label} must be {long_date(self._earliest)} or later"]
        return not self.taken_on.errors

    def take_over(self, version: int) -> None:
        """Somebody changed the plan meanwhile: there is nothing here to be compared."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this plan in the meantime. Look at it again before you go on"
        )
