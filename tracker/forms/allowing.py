"""Naming the decision of a board that allowed what a form does."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from tracker.forms.fields import offer, select


def decision_choice(hint: str = "Where a meeting’s decision is recorded") -> Any:
    """The recorded decision that allowed it, if one did."""
    return select("Decision that allowed it", none="No recorded decision", hint=hint)


def offer_decisions(form: Any, choices: Sequence[tuple[str, str]]) -> None:
    """Offer the recorded decisions; where there are none, nothing is asked."""
    if choices:
        offer(form.decision_id, choices)
    else:
        del form.decision_id


def chosen_decision(form: Any) -> uuid.UUID | None:
    """The decision that was chosen, if one was."""
    if "decision_id" not in form or not form.decision_id.data:
        return None
    return uuid.UUID(form.decision_id.data)
