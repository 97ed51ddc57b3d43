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

STEPS: Final[Mapping[tuple[str, int], Step]] = {}
"""By record type and the version that a step starts from; a missing step changes nothing."""


def upcast(record_type: str, payload: Payload) -> Payload:
    """``payload`` of a record of ``record_type`` as today's tracker would have written it."""
    version = int(payload.get("v", 1))
    for known in range(version, SCHEMA_VERSION):
        step = STEPS.get((record_type, known))
        if step is not None:
            payload = step(payload)
    return {**payload, "v": SCHEMA_VERSION}
