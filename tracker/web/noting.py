"""What the pages of challenges, decisions and the meeting share: who and what a note can name."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from tracker.domain.errors import RuleError
from tracker.models import Plan
from tracker.presenters.decisions import decision_choices
from tracker.presenters.notes import MEMBER, party_choices, recommendation_choices
from tracker.queries.decisions import list_decisions_to_choose
from tracker.queries.notes import (
    list_actions_with,
    list_parties,
    list_recommendations_to_choose,
)
from tracker.services.plans import is_in_force
from tracker.web.current import actor, db


class Nameable:
    """Whom and what the notes of a page can name, each read once."""

    @cached_property
    def _rows(self) -> list[Any]:
        return list(list_parties(db(), actor()))

    @cached_property
    def outsiders(self) -> Mapping[str, str]:
        """The names of members who are known by name alone, by their ids."""
        return {str(row.id): row.name for row in self._rows if row.kind == MEMBER}

    @cached_property
    def parties(self) -> list[tuple[str, str]]:
        """Members known by name, people, then posts, as choices."""
        return party_choices(self._rows)

    @cached_property
    def known(self) -> list[tuple[str, str]]:
        """People and posts, as choices."""
        return [each for each in self.parties if not each[0].startswith(MEMBER)]

    @cached_property
    def recommendations(self) -> list[tuple[str, str]]:
        """Recommendations that this person may see, as choices."""
        return recommendation_choices(list_recommendations_to_choose(db(), actor()))


def recorded_decisions(plan: Plan | None = None) -> list[tuple[str, str]]:
    """The decisions that a change can name; of a plan, once it is in force."""
    if plan is not None and not is_in_force(plan):
        return []
    return decision_choices(list_decisions_to_choose(db(), actor()))


def action_with(reference: str | None, board_id: uuid.UUID | None = None) -> uuid.UUID | None:
    """The live action that was meant by its reference; none where none was typed.

    Raises:
        RuleError: there is none that this person may see, or several plans have one.
    """
    if reference is None:
        return None
    found = list_actions_with(db(), actor(), reference, board_id)
    if not found:
        raise RuleError(f"There is no action {reference}", field="action")
    if len(found) > 1:
        plans = " and ".join(f"“{row.plan}”" for row in found)
        raise RuleError(
            f"There are several actions {reference}, in {plans}. Start from the page of the one "
            "that is meant",
            field="action",
        )
    return found[0].id  # type: ignore[no-any-return]
