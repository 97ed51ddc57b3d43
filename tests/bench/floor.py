"""The floor: bare Flask views, without sign-in, that read the same rows and put them in a table.

They share the database and its engine settings with the tracker, and nothing else. What the tracker
needs beyond them is the price of sign-in, policy, history, and a page that a person can use.
"""

from __future__ import annotations

import csv
import io
import os
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask, request
from jinja2 import Environment
from sqlalchemy import Table, and_, func, insert, or_, select, text, update

from tracker.adapters.database import make_engine
from tracker.models import (
    Action,
    ActionRecommendation,
    History,
    Ownership,
    Person,
    Post,
    Priority,
    Recommendation,
    SearchEntry,
    Update,
)

PAGE = Environment(autoescape=True).from_string("""<!doctype html><title>Floor</title><table>
{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</table>""")

ACTION: Table = Action.__table__  # type: ignore[assignment]
OWNERSHIP: Table = Ownership.__table__  # type: ignore[assignment]
PRIORITY: Table = Priority.__table__  # type: ignore[assignment]
POST: Table = Post.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]
UPDATE: Table = Update.__table__  # type: ignore[assignment]
HISTORY: Table = History.__table__  # type: ignore[assignment]
LINK: Table = ActionRecommendation.__table__  # type: ignore[assignment]
RECOMMENDATION: Table = Recommendation.__table__  # type: ignore[assignment]
ENTRY: Table = SearchEntry.__table__  # type: ignore[assignment]

LIST = (
    select(
        ACTION.c.reference,
        ACTION.c.title,
        ACTION.c.due_on,
        ACTION.c.delivery,
        ACTION.c.updated_on,
        PRIORITY.c.letter,
        POST.c.title,
        PERSON.c.name,
    )
    .outerjoin(PRIORITY, PRIORITY.c.id == ACTION.c.priority_id)
    .outerjoin(OWNERSHIP, and_(OWNERSHIP.c.action_id == ACTION.c.id, OWNERSHIP.c.role == "lead"))
    .outerjoin(POST, POST.c.id == OWNERSHIP.c.post_id)
    .outerjoin(PERSON, PERSON.c.id == OWNERSHIP.c.person_id)
)


def make_floor(url: str) -> Flask:
    """The floor's application on the database at ``url``."""
    app = Flask(__name__)
    engine = make_engine(url)
    is_sqlite = engine.dialect.name == "sqlite"

    def rows(*statements: Any) -> str:
        with engine.connect() as connection:
            found = [row for statement in statements for row in connection.execute(statement)]
        return PAGE.render(rows=found)

    def in_plan(plan_id: uuid.UUID) -> Any:
        return and_(ACTION.c.plan_id == plan_id, ACTION.c.removed_on.is_(None))

    @app.get("/list/<uuid:plan_id>")
    def listed(plan_id: uuid.UUID) -> str:
        chosen = and_(in_plan(plan_id), ACTION.c.delivery == request.args["status"])
        page = LIST.where(chosen).order_by(ACTION.c.sort_key, ACTION.c.id).limit(25)
        return rows(select(func.count()).select_from(ACTION).where(chosen), page)

    @app.get("/action/<uuid:action_id>")
    def action(action_id: uuid.UUID) -> str:
        answered = (
            select(RECOMMENDATION)
            .join(LINK, LINK.c.recommendation_id == RECOMMENDATION.c.id)
            .where(LINK.c.action_id == action_id)
        )
        said = select(UPDATE).where(UPDATE.c.action_id == action_id)
        told = select(HISTORY).where(HISTORY.c.subject_id == action_id)
        with engine.connect() as connection:
            council_id = connection.execute(
                select(ACTION.c.council_id).where(ACTION.c.id == action_id)
            ).scalar_one()
        told = told.where(HISTORY.c.chain_id == council_id).order_by(HISTORY.c.seq.desc()).limit(20)
        owners = select(OWNERSHIP).where(OWNERSHIP.c.action_id == action_id)
        return rows(select(ACTION).where(ACTION.c.id == action_id), owners, answered, said, told)

    @app.get("/overview/<uuid:plan_id>")
    def overview(plan_id: uuid.UUID) -> str:
        today = date.today()  # noqa: DTZ011 - the floor has no time zone
        is_open = ACTION.c.delivery != "complete"
        soon, quiet = today + timedelta(days=30), today - timedelta(days=30)
        return rows(
            select(
                ACTION.c.priority_id,
                ACTION.c.delivery,
                func.count(),
                func.count().filter(and_(is_open, ACTION.c.due_on < today)),
                func.count().filter(
                    and_(is_open, ACTION.c.due_on >= today, ACTION.c.due_on <= soon)
                ),
                func.count().filter(and_(is_open, ACTION.c.has_obstacle)),
                func.count().filter(
                    and_(is_open, or_(ACTION.c.updated_on.is_(None), ACTION.c.updated_on < quiet))
                ),
                func.count().filter(ACTION.c.times_slipped >= 1),
                func.count().filter(ACTION.c.times_slipped > 1),
            )
            .where(in_plan(plan_id))
            .group_by(ACTION.c.priority_id, ACTION.c.delivery)
        )

    @app.post("/update/<uuid:action_id>")
    def post(action_id: uuid.UUID) -> tuple[str, int]:
        now = datetime.now(UTC)
        with engine.connect().execution_options(begin="immediate") as connection:
            council_id = connection.execute(
                select(ACTION.c.council_id).where(ACTION.c.id == action_id)
            ).scalar_one()
            connection.execute(
                insert(UPDATE).values(
                    id=uuid.uuid4(),
                    council_id=council_id,
                    version=1,
                    action_id=action_id,
                    posted_at=now,
                    posted_on=now.date(),
                    done=request.form["done"],
                    delivery=request.form["delivery"],
                )
            )
            connection.execute(
                update(ACTION)
                .where(ACTION.c.id == action_id)
                .values(delivery=request.form["delivery"], updated_on=now.date())
            )
            connection.commit()
        return "", 204

    @app.get("/search")
    def search() -> str:
        words = request.args["q"].split()
        if is_sqlite:
            found = text(
                "select e.reference, e.title, e.body from search_entry_fts f"
                " join search_entry e on e.id = f.rowid where search_entry_fts match :words"
                " order by rank limit 25"
            ).bindparams(words=" ".join(f'"{word}"' for word in words))
        else:
            found = text(
                "select reference, title, body from search_entry,"
                " websearch_to_tsquery('english', :words) q where words @@ q"
                " order by ts_rank(words, q) desc limit 25"
            ).bindparams(words=" ".join(words))
        return rows(found)

    @app.get("/export/<uuid:plan_id>")
    def export(plan_id: uuid.UUID) -> str:
        out = io.StringIO()
        with engine.connect() as connection:
            query = LIST.where(in_plan(plan_id)).order_by(ACTION.c.sort_key)
            csv.writer(out).writerows(connection.execute(query))
        return out.getvalue()

    return app


def application() -> Flask:
    """For gunicorn: the floor on the database that the bench names."""
    return make_floor(os.environ["TRACKER_DATABASE_URL"])
