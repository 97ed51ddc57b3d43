"""Who asks, in tests of queries: one actor for each way of seeing a council."""

from __future__ import annotations

import pytest

from tests.foundations.records import ActorAs
from tracker.access.actor import Actor
from tracker.domain.vocabulary import Role
from tracker.models import Council


@pytest.fixture
def viewer(actor_as: ActorAs) -> Actor:
    """Somebody of Riverford who may look and sees nothing under embargo."""
    return actor_as(Role.VIEWER)


@pytest.fixture
def outsider(actor_as: ActorAs, other_council: Council) -> Actor:
    """Hillbury's programme lead, who must see nothing of Riverford."""
    return actor_as(Role.PROGRAMME_LEAD, council=other_council)
