"""Whom plans are published for, and which step of a publication may follow which.

Stable slugs, as in ``vocabulary.py``.
"""

from __future__ import annotations

from enum import StrEnum


class Readership(StrEnum):
    """Whom a plan is published for; what the public sees, councillors see, too."""

    COUNCILLORS = "councillors"
    PUBLIC = "public"


class PublicationState(StrEnum):
    """How far a publication of a plan has come."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


PUBLICATION_STEPS: frozenset[tuple[PublicationState, PublicationState]] = frozenset(
    {
        (PublicationState.DRAFT, PublicationState.REVIEWED),
        (PublicationState.REVIEWED, PublicationState.PUBLISHED),
        (PublicationState.PUBLISHED, PublicationState.SUPERSEDED),
        *((before, PublicationState.WITHDRAWN) for before in list(PublicationState)[:-1]),
    }
)
"""Every step of a publication, as (from, to); nothing comes back from being withdrawn.

What was superseded can still be read, so it can still be withdrawn.
"""
