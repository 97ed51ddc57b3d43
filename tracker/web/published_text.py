"""The text of what was published, as the file store has it: compared before it is believed."""

from __future__ import annotations

import logging
from typing import Any, Final

from flask import current_app

from tracker.adapters.file_store import NoSuchFile, NotAsKept
from tracker.domain.published_plan import PublishedPlan, from_text
from tracker.web.current import files

log = logging.getLogger(__name__)

MOST_KEPT: Final = 16
"""How many publications are kept as read: the newest of each plan is asked for again and again."""

GONE: Final = (
    "The publication is not where it was kept",
    (
        "It was published, but the file store has no file for it.",
        "Tell the council’s administrator of the tracker: a backup may have it.",
    ),
)


class NotAsPublished(Exception):
    """What the file store has is not what was published, or it has nothing: it is not shown."""


def published_text(row: Any) -> PublishedPlan:
    """What was published; ``row`` has ``storage_key`` and ``sha256`` of it.

    Raises:
        NotAsPublished: the store has nothing under that key, or something else.
        StoreAway: the store does not answer.
    """
    shelf: dict[str, PublishedPlan] = current_app.extensions.setdefault("published_plans", {})
    found = shelf.get(row.sha256)
    if found is None:
        found = _read(row)
        if len(shelf) >= MOST_KEPT:
            shelf.clear()
        shelf[row.sha256] = found
    return found


def _read(row: Any) -> PublishedPlan:
    try:
        content = files().get_as_kept(row.storage_key, row.sha256)
    except NoSuchFile as error:
        log.warning("The file store has nothing for publication %s", row.id)
        raise NotAsPublished from error
    except NotAsKept as error:
        log.error("What the file store has for publication %s is not that publication", row.id)  # noqa: TRY400
        raise NotAsPublished from error
    return from_text(content.decode())
