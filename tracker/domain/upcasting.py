"""Old payloads of history in today's shape.

History is never rewritten, so a payload keeps the fields that its record had on the day. A release
that renames or re-cuts a field brings a function here that turns a payload of the version before
into one of its own, and raises ``chain.SCHEMA_VERSION``; readers of history ask ``upcast`` and know
one shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from tracker.domain.chain import SCHEMA_VERSION

Payload = dict[str, Any]
"""What ``models.recording`` writes: ``v``, ``reason``, ``old``, ``new`` and ``record``."""

Step = Callable[[Payload], Payload]

_DECIDED: Final = {"moved_on": "decided_on", "moved_by_id": "decided_by_id"}


def _requested_and_decided(payload: Payload) -> Payload:
    """A move of a due date from before requests: agreed, and nobody is known to have asked."""
    told = {
        part: {_DECIDED.get(name, name): value for name, value in payload[part].items()}
        for part in ("old", "new", "record")
    }
    unknown = dict.fromkeys(("to_text", "recovery", "requested_by_id", "decision_note"))
    asked = {"state": "agreed", "requested_on": told["record"].get("decided_on"), **unknown}
    return {**payload, **told, "record": {**told["record"], **asked}}


def _with_freeze(payload: Payload) -> Payload:
    """A council from before the freeze, which every council was given as five working days."""
    return {**payload, "record": {**payload["record"], "freeze_days": 5}}


def _published(payload: Payload) -> Payload:
    """A meeting from before drafts, which everybody knew."""
    return {**payload, "record": {"state": "published", **payload["record"]}}


STEPS: Final[Mapping[tuple[str, int], Step]] = {
    ("council", 1): _with_freeze,
    ("date_change", 1): _requested_and_decided,
    ("meeting", 2): _published,
}
"""By record type and the version that a step starts from; a missing step changes nothing."""


def upcast(record_type: str, payload: Payload) -> Payload:
    """``payload`` of a record of ``record_type`` as today's tracker would have written it."""
    version = int(payload.get("v", 1))
    for known in range(version, SCHEMA_VERSION):
        step = STEPS.get((record_type, known))
        if step is not None:
            payload = step(payload)
    return {**payload, "v": SCHEMA_VERSION}
