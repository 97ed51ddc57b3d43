"""Say of a role on which day it was ended, so that it can end on the day on which it began.

Revision 0007, after 0006. Roles that were ended before keep the days that they have.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

DAY_BEFORE = {"sqlite": "date(ended_on, '-1 day')", "postgresql": "ended_on - 1"}
"""The day before a role was ended, in the words of each database."""


def upgrade() -> None:
    op.add_column("role_grant", sa.Column("ended_on", sa.Date(), nullable=True))


def downgrade() -> None:
    # A role that is held on no day would be held again without the column: its days move before
    # the one on which it was ended, as they did then.
    before = DAY_BEFORE[op.get_bind().dialect.name]
    op.execute(
        f"UPDATE role_grant SET from_on = {before}, to_on = {before} WHERE ended_on <= from_on"  # noqa: S608
    )
    op.drop_column("role_grant", "ended_on")
