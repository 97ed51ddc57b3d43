"""What a query raises when there is nothing that this actor may see."""

from __future__ import annotations


class NotFound(LookupError):
    """No such record for this actor: unknown, removed, another council's, or under embargo."""
