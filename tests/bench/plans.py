"""Councils to measure on: plans of many actions, each with an owner and five updates.

Rows are written in bulk, past the recording listener, for speed: a bench measures reading and one
update at a time, and a history of the same length is written beside them.
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, insert

from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.chain import GENESIS, Link, canonical, digest_of, hash_of, new_salt
from tracker.domain.identifiers import uuid7
from tracker.domain.references import reference_sort_key
from tracker.domain.vocabulary import (
    ActorKind,
    Addressee,
    ChangeKind,
    Delivery,
    Door,
    FindingKind,
    InterventionKind,
    OwnershipRole,
    PlanStage,
    Role,
)
from tracker.models import (
    Account,
    Action,
    ActionRecommendation,
    Board,
    ChainHead,
    Clock,
    Council,
    History,
    Inspection,
    Intervention,
    Judgement,
    Meeting,
    Ownership,
    Person,
    Plan,
    PlanInspection,
    Post,
    PostHolding,
    Priority,
    Recommendation,
    RoleGrant,
    SearchEntry,
    SignIn,
    Update,
)

TODAY = date(2026, 10, 5)
UPDATES = 5
PRIORITIES = 6
POSTS = 40
JUDGEMENTS, CLOCKS, INTERVENTIONS = 5, 3, 6
BOARDS, MEETINGS = 5, 24
WORDS = [
    "assessment",
    "supervision",
    "audit",
    "threshold",
    "conference",
    "visit",
    "plan",
    "review",
    "placement",
    "permanence",
    "manager",
    "caseload",
    "recruitment",
    "training",
    "partner",
    "referral",
    "risk",
    "child",
    "family",
    "school",
    "health",
    "police",
    "timely",
    "recorded",
    "chronology",
    "decision",
    "oversight",
    "quality",
    "practice",
    "evidence",
]


@dataclass(frozen=True)
class Loaded:
    """A council that was loaded: where its plan is, and a cookie's token of its programme lead."""

    slug: str
    plan_id: uuid.UUID
    action_id: uuid.UUID
    token: str


def load(engine: Engine, size: int, *, token: str, token_hash: str) -> Loaded:
    """Load one council with one plan of ``size`` actions."""
    chance = random.Random(size)  # noqa: S311 - the same plan every time
    rows = Rows(size, chance, token_hash)
    with engine.begin() as connection:
        for table, values in rows.all():
            for at in range(0, len(values), 5_000):
                connection.execute(insert(table), values[at : at + 5_000])
    if engine.dialect.name == "postgresql":
        # What autovacuum does within the minute. SQLite is left without statistics, as the tracker
        # never gathers any there.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("vacuum analyze")
    return Loaded(rows.slug, rows.plan_id, rows.actions[size // 2]["id"], token)


def _phrase(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(words)).capitalize()


class Rows:
    """The rows of one council, table by table, in the order in which they refer to each other."""

    def __init__(self, size: int, chance: random.Random, token_hash: str) -> None:
        self.chance, self.size, self.slug = chance, size, f"bench-{size}"
        self.council_id, self.plan_id = uuid7(), uuid7()
        self.account_id, self.person_id = uuid7(), uuid7()
        self.token_hash = token_hash
        self.posts = [self._own(title=f"Head of service {n}") for n in range(POSTS)]
        self.priorities = [
            self._own(
                plan_id=self.plan_id, letter=letter, sort_key=letter, title=_phrase(chance, 5)
            )
            for letter in "ABCDEF"
        ]
        self.inspection = self._own(
            framework="ilacs-2023",
            kind="standard-inspection",
            title="Inspection of services for children",
            fieldwork_start_on=date(2026, 3, 2),
            fieldwork_end_on=date(2026, 3, 13),
            published_on=date(2026, 4, 20),
        )
        self.recommendations = [self._recommendation(n) for n in range(1, 13)]
        self.actions = [self._action(n) for n in range(1, size + 1)]
        self.updates = [row for action in self.actions for row in self._updates(action)]

    def _own(self, **values: Any) -> dict[str, Any]:
        return {"id": uuid7(), "council_id": self.council_id, "version": 1, **values}

    def _recommendation(self, number: int) -> dict[str, Any]:
        return self._own(
            inspection_id=self.inspection["id"],
            reference=str(number),
            position=number,
            text=_phrase(self.chance, 20),
            page=4,
            kind=FindingKind.AREA_FOR_IMPROVEMENT,
            addressee=Addressee.LOCAL_AUTHORITY,
        )

    def _action(self, number: int) -> dict[str, Any]:
        priority = self.priorities[number % PRIORITIES]
        reference = f"{priority['letter']}{number}"
        due = TODAY + timedelta(days=self.chance.randint(-200, 300))
        delivery = self.chance.choice(list(Delivery))
        return self._own(
            plan_id=self.plan_id,
            priority_id=priority["id"],
            reference=reference,
            sort_key=reference_sort_key(reference),
            title=_phrase(self.chance, 9),
            why=_phrase(self.chance, 20),
            success_measure=_phrase(self.chance, 12) if number % 7 else None,
            due_on=due,
            first_due_on=due,
            times_slipped=self.chance.choice((0, 0, 0, 1, 2)),
            delivery=delivery,
            obstacle=_phrase(self.chance, 8) if number % 9 == 0 else None,
            updated_on=TODAY - timedelta(days=self.chance.randint(0, 90)),
        )

    def _updates(self, action: dict[str, Any]) -> Iterable[dict[str, Any]]:
        for number in range(UPDATES):
            day = TODAY - timedelta(days=30 * (UPDATES - number))
            yield self._own(
                action_id=action["id"],
                author_id=self.person_id,
                posted_at=datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
                posted_on=day,
                done=_phrase(self.chance, 25),
                next_steps=_phrase(self.chance, 12),
                delivery=Delivery.ON_TRACK,
            )

    def all(self) -> Iterable[tuple[Any, list[dict[str, Any]]]]:
        """Every table with its rows."""
        yield Council, [self._council()]
        yield Account, [self._account()]
        yield SignIn, [self._sign_in()]
        yield Person, [{**self._own(name="Bench Lead"), **self._lead()}]
        yield RoleGrant, [self._grant()]
        yield Post, self.posts
        yield PostHolding, [self._holding()]
        yield Inspection, [self.inspection]
        yield Judgement, [self._judgement(n) for n in range(JUDGEMENTS)]
        yield Clock, [self._clock(n) for n in range(CLOCKS)]
        yield Intervention, [self._intervention(n) for n in range(INTERVENTIONS)]
        boards = [self._board(n) for n in range(BOARDS)]
        yield Board, boards
        yield Meeting, [self._meeting(n, board) for board in boards for n in range(MEETINGS)]
        yield Recommendation, self.recommendations
        yield Plan, [self._plan()]
        yield (
            PlanInspection,
            [self._own(plan_id=self.plan_id, inspection_id=self.inspection["id"])],
        )
        yield Priority, self.priorities
        yield Action, self.actions
        yield Ownership, [self._ownership(n, a) for n, a in enumerate(self.actions)]
        yield ActionRecommendation, [self._link(n, a) for n, a in enumerate(self.actions)]
        yield Update, self.updates
        yield SearchEntry, [self._entry(a) for a in self.actions]
        history, head = self._history()
        yield History, history
        yield ChainHead, [head]

    def _council(self) -> dict[str, Any]:
        return {
            "id": self.council_id,
            "version": 1,
            "slug": self.slug,
            "name": f"Bench council of {self.size}",
            "short_name": "Bench",
            "colour": "#1d4f76",
            "is_demonstration": False,
        }

    def _account(self) -> dict[str, Any]:
        return {
            "id": self.account_id,
            "version": 1,
            "email": f"lead@{self.slug}.example",
            "name": "Bench Lead",
        }

    def _sign_in(self) -> dict[str, Any]:
        return {
            "id": uuid7(),
            "account_id": self.account_id,
            "token_hash": self.token_hash,
            "created_at": datetime(2026, 10, 5, tzinfo=UTC),
            "expires_at": datetime(2099, 1, 1, tzinfo=UTC),
        }

    def _lead(self) -> dict[str, Any]:
        return {"id": self.person_id, "account_id": self.account_id}

    def _grant(self) -> dict[str, Any]:
        return self._own(
            person_id=self.person_id, role=Role.PROGRAMME_LEAD, from_on=date(2020, 1, 1)
        )

    def _holding(self) -> dict[str, Any]:
        return self._own(
            post_id=self.posts[0]["id"],
            person_id=self.person_id,
            from_on=date(2020, 1, 1),
            is_interim=False,
        )

    def _judgement(self, number: int) -> dict[str, Any]:
        area, inspection_id = f"area-{number}", self.inspection["id"]
        return self._own(inspection_id=inspection_id, area=area, grade="good", position=number)

    def _clock(self, number: int) -> dict[str, Any]:
        return self._own(
            inspection_id=self.inspection["id"],
            rule="statement_of_action",
            label=f"Statement {number}",
            starts_on=TODAY,
            due_on=TODAY + timedelta(days=100),
        )

    def _intervention(self, number: int) -> dict[str, Any]:
        kind = InterventionKind.SIX_MONTH_REVIEW
        return self._own(kind=kind, title=f"Review {number}", from_on=TODAY)

    def _board(self, number: int) -> dict[str, Any]:
        kind = BoardKind.IMPROVEMENT_BOARD
        return self._own(name=f"Board {number}", kind=kind, chair_id=self.person_id)

    def _meeting(self, number: int, board: dict[str, Any]) -> dict[str, Any]:
        held_on = TODAY - timedelta(days=30 * number)
        return self._own(board_id=board["id"], held_on=held_on, title=f"Meeting {number}")

    def _plan(self) -> dict[str, Any]:
        return {
            **self._own(
                title="Improvement plan", revision="1", stage=PlanStage.ADOPTED, adopted_on=TODAY
            ),
            "id": self.plan_id,
        }

    def _ownership(self, number: int, action: dict[str, Any]) -> dict[str, Any]:
        return self._own(
            action_id=action["id"],
            post_id=self.posts[number % POSTS]["id"],
            role=OwnershipRole.LEAD,
            position=0,
            from_on=TODAY,
        )

    def _link(self, number: int, action: dict[str, Any]) -> dict[str, Any]:
        recommendation = self.recommendations[number % len(self.recommendations)]
        return self._own(action_id=action["id"], recommendation_id=recommendation["id"])

    def _entry(self, action: dict[str, Any]) -> dict[str, Any]:
        return {
            "council_id": self.council_id,
            "record_type": "action",
            "record_id": action["id"],
            "plan_id": self.plan_id,
            "inspection_id": None,
            "reference": action["reference"],
            "title": action["title"],
            "body": action["why"],
        }

    def _history(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        rows, previous = [], GENESIS
        for seq, update in enumerate(self.updates, start=1):
            link = Link(
                chain_id=self.council_id,
                seq=seq,
                deed_id=uuid7(),
                deed="post_update",
                actor_kind=ActorKind.PERSON,
                actor_id=self.person_id,
                door=Door.WEB,
                at=update["posted_at"],
                record_type="action_update",
                record_id=update["id"],
                subject_id=update["action_id"],
                change=ChangeKind.CREATED,
            )
            record = {"done": update["done"], "delivery": "on_track"}
            payload = canonical({"v": 1, "reason": None, "old": {}, "new": {}, "record": record})
            salt = new_salt()
            digest = digest_of(salt, payload)
            row_hash = hash_of(link, digest, previous)
            rows.append(
                {
                    **vars(link),
                    "payload": payload,
                    "salt": salt,
                    "digest": digest,
                    "previous": previous,
                    "hash": row_hash,
                }
            )
            previous = row_hash
        head = {"chain_id": self.council_id, "seq": len(rows), "hash": previous}
        return rows, head


def as_json(loaded: Loaded) -> str:
    """What was loaded, for the processes that measure."""
    return json.dumps(
        {
            "slug": loaded.slug,
            "plan_id": str(loaded.plan_id),
            "action_id": str(loaded.action_id),
            "token": loaded.token,
        }
    )
