"""The site's routes, and addresses for each of them that lead to records of the demonstration."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import Date, Engine, Enum, Row, Table, func, select
from sqlalchemy.orm import Session

from tests.foundations.remnants import FEED, INVITATION
from tracker.access.permissions import Permission
from tracker.models import (
    Action,
    AgendaItem,
    AgendaPaper,
    Board,
    BoardMember,
    Body,
    Clock,
    Council,
    DateChange,
    DraftOfReport,
    Evidence,
    EvidenceFile,
    ForwardTheme,
    Inspection,
    Intervention,
    Invitation,
    IssuedFile,
    IssuedReport,
    Meeting,
    Milestone,
    Ownership,
    Pack,
    PackFile,
    Person,
    Plan,
    Post,
    PostHolding,
    Priority,
    Recommendation,
    Redaction,
    Report,
    RoleGrant,
    StandingItem,
    Update,
    Verdict,
    WordTemplate,
)
from tracker.models.base import Instant
from tracker.web.guards import public
from tracker.web.registry import init_pages

HOME: Final = "aldermere"
AWAY: Final = "darlington"
"""The council whose records a walk visits, and the one that they have to stay apart from."""

NOBODY: Final = uuid.UUID("01900000-0000-7000-8000-000000000000")
"""An identifier that nothing has."""

TABLES: Final[Mapping[str, type[Any]]] = {
    "action_id": Action,
    "board_id": Board,
    "body_id": Body,
    "change_id": DateChange,
    "clock_id": Clock,
    "draft_id": DraftOfReport,
    "evidence_id": Evidence,
    "file_id": EvidenceFile,
    "grant_id": RoleGrant,
    "holding_id": PostHolding,
    "inspection_id": Inspection,
    "intervention_id": Intervention,
    "invitation_id": Invitation,
    "issued_file_id": IssuedFile,
    "issued_id": IssuedReport,
    "item_id": AgendaItem,
    "meeting_id": Meeting,
    "member_id": BoardMember,
    "milestone_id": Milestone,
    "pack_file_id": PackFile,
    "pack_id": Pack,
    "paper_id": AgendaPaper,
    "person_id": Person,
    "plan_id": Plan,
    "post_id": Post,
    "priority_id": Priority,
    "recommendation_id": Recommendation,
    "record_id": Action,
    "redaction_id": Redaction,
    "report_id": Report,
    "standing_id": StandingItem,
    "template_id": WordTemplate,
    "theme_id": ForwardTheme,
    "update_id": Update,
}
"""What each identifier in an address is of; a new one needs its line here."""

TEXTS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "council": lambda _endpoint, slug: slug,
    "colour": lambda _endpoint, _slug: "0b5351",
    "key": lambda _endpoint, _slug: "sif",
    "scale": lambda _endpoint, _slug: "delivery",
    "filename": lambda _endpoint, _slug: "favicon.svg",
    "token": lambda endpoint, slug: (FEED if "feed" in endpoint else INVITATION).format(slug),
}
"""What stands for each parameter that is no identifier."""

CHILDREN: Final[Mapping[str, Any]] = {
    "action_id": Update.action_id,
    "board_id": Meeting.board_id,
    "evidence_id": EvidenceFile.evidence_id,
    "inspection_id": Verdict.inspection_id,
    "person_id": Board.chair_id,
    "plan_id": Action.plan_id,
    "post_id": Ownership.post_id,
    "priority_id": Action.priority_id,
    "recommendation_id": Verdict.recommendation_id,
}
"""The column that counts what hangs on a record: the fullest of its kind is visited first."""

PARAMETER = re.compile(r"<(?:(?P<converter>\w+)(?:\([^>]*\))?:)?(?P<name>\w+)>")


@dataclass(frozen=True)
class Route:
    """One rule of the map: its view, its policy and its parameters with their converters."""

    endpoint: str
    rule: str
    methods: frozenset[str]
    policy: Permission | str | None
    writes: bool

    @property
    def parameters(self) -> Mapping[str, str]:
        """Each parameter's name and converter, ``default`` where the rule names none."""
        found = PARAMETER.finditer(self.rule)
        return {match["name"]: match["converter"] or "default" for match in found}

    @property
    def identifiers(self) -> list[str]:
        """The parameters that name a record."""
        return [name for name in self.parameters if name not in TEXTS]

    @property
    def is_of_council(self) -> bool:
        return "council" in self.parameters

    def __str__(self) -> str:
        return self.endpoint


def routes_of(app: Flask) -> list[Route]:
    """Every route of ``app``, by its rule."""
    found = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        view: Any = app.view_functions[rule.endpoint]
        found.append(
            Route(
                endpoint=rule.endpoint,
                rule=rule.rule,
                methods=frozenset(rule.methods or ()) - {"HEAD", "OPTIONS"},
                policy=getattr(view, "policy", None),
                writes=getattr(view, "writes", False),
            )
        )
    return found


def bare_site() -> Flask:
    """The site's blueprints without settings or a database: its map, before any test has begun."""
    app = Flask("tracker")
    public(app.view_functions["static"])
    init_pages(app)
    return app


ROUTES: Final[Sequence[Route]] = routes_of(bare_site())
GETS: Final = [route for route in ROUTES if "GET" in route.methods]
POSTS: Final = [route for route in ROUTES if "POST" in route.methods]


@dataclass
class Specimens:
    """Records to visit, by parameter: of each kind and state that a council has, one."""

    engine: Engine
    _known: dict[tuple[str, str], list[uuid.UUID]] = field(default_factory=dict)

    def of(self, slug: str, name: str) -> list[uuid.UUID]:
        """The records that ``name`` can mean in a council, the fullest first."""
        return self._once(
            f"one of each {name}",
            slug,
            lambda session, council_id: [
                row.id for row in _one_of_each(name, _rows(session, name, council_id))
            ],
        )

    def every(self, slug: str, name: str) -> list[uuid.UUID]:
        """All of them."""
        return self._once(
            f"every {name}",
            slug,
            lambda session, council_id: [row.id for row in _rows(session, name, council_id)],
        )

    def actions_of(self, slug: str, plan_id: uuid.UUID) -> list[uuid.UUID]:
        """The live actions of a plan."""
        query = (
            select(Action.id)
            .where(Action.plan_id == plan_id, Action.removed_on.is_(None))
            .order_by(Action.sort_key)
        )
        return self._once(
            f"actions of {plan_id}", slug, lambda session, _council_id: list(session.scalars(query))
        )

    def _once(
        self, what: str, slug: str, find: Callable[[Session, uuid.UUID], list[uuid.UUID]]
    ) -> list[uuid.UUID]:
        if (what, slug) not in self._known:
            with Session(self.engine) as session:
                council_id = session.scalars(select(Council.id).where(Council.slug == slug)).one()
                self._known[what, slug] = find(session, council_id)
        return self._known[what, slug]


def _rows(session: Session, name: str, council_id: uuid.UUID) -> Sequence[Row[Any]]:
    """The whole rows of the table that ``name`` is of, those with the most children first."""
    table = TABLES[name].__table__
    query = select(table).where(table.c.council_id == council_id)
    children = CHILDREN.get(name)
    if children is not None:
        count = select(func.count()).where(children == table.c.id).scalar_subquery()
        query = query.order_by(count.desc())
    rows = session.execute(query.order_by(table.c.id)).all()
    assert rows, f"{HOME} and {AWAY} need a record for {name}"
    return rows


def _one_of_each(name: str, rows: Sequence[Row[Any]]) -> Iterator[Row[Any]]:
    """The rows that show a value of a vocabulary, or an empty or a filled date, for the first time.

    So that the first removed one, the first draft and the first complete one are among them.
    """
    seen: set[tuple[str, Any]] = set()
    for row in rows:
        shown = set(_features(TABLES[name].__table__, row))
        if shown - seen:
            seen |= shown
            yield row


def _features(table: Table, row: Row[Any]) -> Iterator[tuple[str, Any]]:
    yield "is there", True
    for column in table.columns:
        value = row._mapping[column]
        if isinstance(column.type, Enum) or column.name in ("framework", "kind"):
            yield column.name, value
        elif column.nullable and column.name == "inspection_id":
            # A report that came in is kept with an inspection, or not yet.
            yield column.name, value is None
        elif column.nullable and isinstance(column.type, Date | Instant):
            yield column.name, value is None


@dataclass
class Site:
    """An application whose routes are filled with records of the demonstration."""

    app: Flask
    specimens: Specimens

    def addresses(
        self, route: Route, slug: str = HOME, *, ids_of: str = "", every: bool = False
    ) -> list[str]:
        """Addresses of a route in a council, one for each record worth a visit.

        ``ids_of`` takes the records from another council; ``every`` takes all of them.
        """
        if not route.identifiers:
            return [self.address(route, slug)]
        (name,) = route.identifiers
        found = self.specimens.every if every else self.specimens.of
        return [self.address(route, slug, record) for record in found(ids_of or slug, name)]

    def address(self, route: Route, slug: str = HOME, record: uuid.UUID = NOBODY) -> str:
        """The address of a route for one record."""
        values: dict[str, Any] = {
            name: TEXTS[name](route.endpoint, slug) if name in TEXTS else record
            for name in route.parameters
        }
        built = self.app.url_map.bind("localhost").build(route.endpoint, values)
        asked = QUERIES.get(route.endpoint)
        return built + (asked(self.specimens, slug, record) if asked else "")


def _two_actions(specimens: Specimens, slug: str, plan_id: uuid.UUID) -> str:
    actions = specimens.actions_of(slug, plan_id)[:2]
    return "?" + urlencode([("action", action) for action in actions]) if actions else ""


QUERIES: Final[Mapping[str, Callable[[Specimens, str, uuid.UUID], str]]] = {
    "succession.merge": _two_actions,
    "bulk_edit.choose": _two_actions,
    "bulk_edit.change": lambda *given: _two_actions(*given) + "&change=priority",
    "draft_items.amend": lambda _specimens, _slug, _record: "?item=r1",
    "draft_items.split": lambda _specimens, _slug, _record: "?item=r1",
    "clocks.start": lambda _specimens, _slug, _record: "?rule=statement_of_action",
}
"""What an address needs after its question mark to lead anywhere."""
