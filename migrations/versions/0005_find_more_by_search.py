"""Let search find updates, verdicts, people, posts, boards and meetings.

Revision 0005, after 0004.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _joined(*columns: str) -> str:
    """The columns that have words, each on a line of its own."""
    lines = " || ".join(f"coalesce(nullif({column}, '') || '\n', '')" for column in columns)
    return f"rtrim({lines}, '\n')"


UPDATES = f"""
    INSERT INTO search_entry
        (council_id, record_type, record_id, reference, title, body, leads_to_id)
    SELECT u.council_id, 'action_update', u.id, '', u.done,
        {_joined("u.next_steps", "u.obstacle", "u.delivery_reason")}, u.action_id
    FROM action_update u JOIN action a ON a.id = u.action_id
    WHERE a.removed_on IS NULL
"""  # noqa: S608 - made of the names above alone
VERDICTS = """
    INSERT INTO search_entry
        (council_id, record_type, record_id, reference, title, body, inspection_id, leads_to_id)
    SELECT v.council_id, 'verdict', v.id, '', coalesce(v.words, ''), '',
        v.inspection_id, v.recommendation_id
    FROM verdict v JOIN recommendation r ON r.id = v.recommendation_id
    WHERE v.removed_on IS NULL AND r.removed_on IS NULL
"""
PAGES = (
    ("person", "name", _joined("organisation"), "1 = 1"),
    ("post", "title", "''", "1 = 1"),
    ("board", "name", _joined("chair_note", "terms"), "1 = 1"),
    ("meeting", "title", _joined("place", "note"), "removed_on IS NULL"),
)
"""What has a page of its own: table, title, body, and which rows."""


def upgrade() -> None:
    # Not by a batch: SQLite would rebuild the table and lose the triggers of the search index.
    op.add_column("search_entry", sa.Column("leads_to_id", sa.Uuid(), nullable=True))
    op.execute(UPDATES)
    op.execute(VERDICTS)
    for table, title, body, rows in PAGES:
        op.execute(
            "INSERT INTO search_entry (council_id, record_type, record_id, reference, title, body)"  # noqa: S608
            f" SELECT council_id, '{table}', id, '', {title}, {body} FROM {table} WHERE {rows}"
        )


def downgrade() -> None:
    kinds = ("action_update", "verdict", *(table for table, *_ in PAGES))
    op.execute(
        f"DELETE FROM search_entry WHERE record_type IN ({', '.join(map(repr, kinds))})"  # noqa: S608
    )
    op.execute("ALTER TABLE search_entry DROP COLUMN leads_to_id")
