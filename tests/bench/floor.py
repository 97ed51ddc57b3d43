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

from flask import Flask, current_app, request
from jinja2 import Environment
from sqlalchemy import Connection, Engine, Table, and_, func, insert, or_, select, text, update

from tracker.adapters.database import make_engine
from tracker.models import (
    Action,
    ActionRecommendation,
    History,
    Ownership,
    Person,
    Plan,
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
PLAN: Table = Plan.__table__  # type: ignore[assignment]
PRIORITY: Table = Priority.__table__  # type: ignore[assignment]
POST: Table = Post.__table__  # type: ignore[assignment]
PERSON: Table = Person.__table__  # type: ignore[assignment]
UPDATE: Table = Update.__table__  # type: ignore[assignment]
HISTORY: Table = History.__table__  # type: ignore[assignment]
LINK: Table = ActionRecommendation.__table__  # type: ignore[assignment]
RECOMMENDATION: Table = Recommendation.__table__  # type: ignore[assignment]
ENTRY: Table = SearchEntry.__table__  # type: ignore[assignment]

ON_SQLITE = text(
    "select e.reference, e.title, e.body from search_entry_fts f"
    " join search_entry e on e.id = f.rowid where search_entry_fts match :words"
    " order by rank limit 25"
)
ON_POSTGRESQL = text(
    "select reference, title, body from search_entry, websearch_to_tsquery('english', :words) q"
    " where words @@ q order by ts_rank(words, q) desc limit 25"
)

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


def _rows(*statements: Any) -> str:
    with _engine().connect() as connection:
        found = [row for statement in statements for row in connection.execute(statement)]
    return PAGE.render(rows=found)


def _engine() -> Engine:
    engine: Engine = current_app.extensions["engine"]
    return engine


def _in_plan(plan_id: uuid.UUID) -> Any:
    council_id = select(PLAN.c.council_id).where(PLAN.c.id == plan_id).scalar_subquery()
    return and_(
        ACTION.c.council_id == council_id,
        ACTION.c.plan_id == plan_id,
        ACTION.c.removed_on.is_(None),
    )


def _council_of(connection: Connection, action_id: uuid.UUID) -> Any:
    query = select(ACTION.c.council_id).where(ACTION.c.id == action_id)
    return connection.execute(query).scalar_one()


def listed(plan_id: uuid.UUID) -> str:
    """The first page of a plan's actions with one status, and their number."""
    chosen = and_(_in_plan(plan_id), ACTION.c.delivery == request.args["status"])
    page = LIST.where(chosen).order_by(ACTION.c.sort_key, ACTION.c.id).limit(25)
    return _rows(select(func.count()).select_from(ACTION).where(chosen), page)


def action(action_id: uuid.UUID) -> str:
    """One action with its owners, recommendations, updates and history."""
    with _engine().connect() as connection:
        council_id = _council_of(connection, action_id)
    answered = (
        select(RECOMMENDATION)
        .join(LINK, LINK.c.recommendation_id == RECOMMENDATION.c.id)
        .where(LINK.c.action_id == action_id)
    )
    told = select(HISTORY).where(
        HISTORY.c.chain_id == council_id, HISTORY.c.subject_id == action_id
    )
    return _rows(
        select(ACTION).where(ACTION.c.id == action_id),
        select(OWNERSHIP).where(OWNERSHIP.c.action_id == action_id),
        answered,
        select(UPDATE).where(UPDATE.c.action_id == action_id),
        told.order_by(HISTORY.c.seq.desc()).limit(20),
    )


def overview(plan_id: uuid.UUID) -> str:
    """How many actions stand where, by priority."""
    today = date.today()  # noqa: DTZ011 - the floor has no time zone
    is_open = ACTION.c.delivery != "complete"
    soon, quiet = today + timedelta(days=30), today - timedelta(days=30)
    last, due = ACTION.c.updated_on, ACTION.c.due_on
    return _rows(
        select(
            ACTION.c.priority_id,
            ACTION.c.delivery,
            func.count(),
            func.count().filter(and_(is_open, due < today)),
            func.count().filter(and_(is_open, due >= today, due <= soon)),
            func.count().filter(and_(is_open, ACTION.c.has_obstacle)),
            func.count().filter(and_(is_open, or_(last.is_(None), last < quiet))),
            func.count().filter(ACTION.c.times_slipped >= 1),
            func.count().filter(ACTION.c.times_slipped > 1),
        )
        .where(_in_plan(plan_id))
        .group_by(ACTION.c.priority_id, ACTION.c.delivery)
    )


def post(action_id: uuid.UUID) -> tuple[str, int]:
    """An update, and the action's repeat of it, with no history."""
    now = datetime.now(UTC)
    rating = request.form["delivery"]
    with _engine().connect().execution_options(begin="writing") as connection:
        said = {
            "id": uuid.uuid4(),
            "council_id": _council_of(connection, action_id),
            "version": 1,
            "action_id": action_id,
            "posted_at": now,
            "posted_on": now.date(),
            "done": request.form["done"],
            "delivery": rating,
        }
        connection.execute(insert(UPDATE), said)
        repeat = update(ACTION).where(ACTION.c.id == action_id)
        connection.execute(repeat.values(delivery=rating, updated_on=now.date()))
        connection.commit()
    return "", 204


def search() -> str:
    """The best 25 entries for the words."""
    words = request.args["q"].split()
    if _engine().dialect.name == "sqlite":
        return _rows(ON_SQLITE.bindparams(words=" ".join(f'"{word}"' for word in words)))
    return _rows(ON_POSTGRESQL.bindparams(words=" ".join(words)))


def export(plan_id: uuid.UUID) -> str:
    """All of a plan's actions as CSV."""
    out = io.StringIO()
    with _engine().connect() as connection:
        query = LIST.where(_in_plan(plan_id)).order_by(ACTION.c.sort_key)
        csv.writer(out).writerows(connection.execute(query))
    return out.getvalue()


def make_floor(url: str) -> Flask:
    """The floor's application on the database at ``url``."""
    app = Flask(__name__)
    app.extensions["engine"] = make_engine(url)
    app.add_url_rule("/list/<uuid:plan_id>", view_func=listed)
    app.add_url_rule("/action/<uuid:action_id>", view_func=action)
    app.add_url_rule("/overview/<uuid:plan_id>", view_func=overview)
    app.add_url_rule("/update/<uuid:action_id>", view_func=post, methods=["POST"])
    app.add_url_rule("/search", view_func=search)
    app.add_url_rule("/export/<uuid:plan_id>", view_func=export)
    return app


def application() -> Flask:
    """For gunicorn: the floor on the database that the bench names."""
    return make_floor(os.environ["TRACKER_DATABASE_URL"])
