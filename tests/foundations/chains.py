"""Reading a chain of history back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from tracker.models import History


def rows_of(session: Session, chain_id: uuid.UUID) -> Sequence[Row[Any]]:
    """The rows of a chain, oldest first."""
    table = History.__table__
    found = select(table).where(table.c.chain_id == chain_id).order_by(table.c.seq)
    return session.execute(found).all()
