"""A council with so many of everything, so that a page can be asked about one and about fifty.

Everything hangs on the first record of its kind: the first plan has all priorities and actions, the
first action all updates, milestones, owners and moves of its date.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from tests.foundations import published
from tests.foundations.issued import add_many
from tests.foundations.kept_reports import KEY, a_draft
from tests.foundations.packs import add_packs
from tests.foundations.remnants import FEED, INVITATION, edit_together
from tests.web import crowd_of_boards, crowd_of_notes, crowd_of_plans
from tracker.access.actor import Actor, operator
from tracker.domain.board_vocabulary import BoardKind
from tracker.domain.publication_states import PublicationState, Readership
from tracker.domain.vocabulary import (
    Addressee,
    BodyKind,
    DraftState,
    FindingKind,
    InterventionKind,
    Role,
    VerdictKind,
)
from tracker.intake.serialising import to_json
from tracker.models import (
    Account,
    Action,
    Board,
    Body,
    CalendarFeed,
    Clock,
    Council,
    CouncilRecord,
    DraftOfReport,
    Inspection,
    Intervention,
    Invitation,
    Judgement,
    Meeting,
    Person,
    Plan,
    Post,
    PostHolding,
    Publication,
    Recommendation,
    RecommendationBody,
    RedactedRow,
    Redaction,
    Report,
    RoleGrant,
    Verdict,
)
from tracker.models.recording import deed
from tracker.services.rules import add_record
from tracker.services.tokens import digest_of

R = TypeVar("R", bound=CouncilRecord)

FIRST = date(2015, 6, 1)


@dataclass
class Crowd:
    """A council at work: ``count`` of everything."""

    session: Session
    council: Council
    by: Actor
    count: int

    def make(self, model: type[R], *rows: dict[str, Any]) -> list[R]:
        """One record for each of ``rows``."""
        made = [add_record(self.session, model, by=self.by, **row) for row in rows]
        self.session.flush()
        return made

    @property
    def each(self) -> range:
        return range(self.count)

    def day(self, number: int) -> date:
        """A day of its own for each."""
        return FIRST + timedelta(days=10 * number)


def gather(session: Session, slug: str, count: int, at: Any) -> Person:
    """Fill a new council; its one account is given back, with every role and every action."""
    council = Council(slug=slug, name=f"{slug.title()} Council", short_name=slug.title())
    by = operator(at)
    with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=at):
        session.add(council)
        session.flush()
        crowd = Crowd(session, council, by.for_council(council.id), count)
        me, people, posts = _people(crowd)
        boards, meetings = _boards(crowd, me)
        bodies = crowd.make(
            Body, *({"name": f"Body {n}", "kind": BodyKind.HEALTH} for n in crowd.each)
        )
        inspections, recommendations = _findings(crowd, bodies)
        actions = crowd_of_plans.start(crowd, boards[0], posts, inspections)
        crowd_of_plans.answer(crowd, actions, recommendations)
        crowd_of_plans.follow(crowd, actions, me, [*people, me], posts, meetings[0])
        crowd_of_notes.note(
            crowd, boards[0], meetings[0], people[0], actions[0], recommendations[0]
        )
        _redactions(crowd, actions[0], people[0])
        add_packs(session, crowd.by, meetings[0], count)
        add_many(session, crowd.by, session.get_one(Plan, actions[0].plan_id), count)
        _publications(crowd, actions[0], me, people[0])
    edit_together(session, "Plan 0", crowd.by)
    return me


def _somebody(crowd: Crowd, name: str) -> Person:
    """Somebody who can sign in, known by their address: name@council.example."""
    email = f"{name.lower()}@{crowd.council.slug}.example"
    account = Account(name=f"Sam {name}", email=email)
    crowd.session.add(account)
    crowd.session.flush()
    values = {"name": account.name, "email": email, "account_id": account.id}
    (person,) = crowd.make(Person, values)
    return person


def _people(crowd: Crowd) -> tuple[Person, list[Person], list[Post]]:
    # Whoever assures an action may not own it, as the lead here owns them all.
    me, assurer = (_somebody(crowd, name) for name in ("Lead", "Assurer"))
    for person in (me, assurer):
        granted = ({"person_id": person.id, "role": role, "from_on": FIRST} for role in Role)
        crowd.make(RoleGrant, *granted)
    people = crowd.make(
        Person, *({"name": f"Person {n}", "email": f"p{n}@example.org"} for n in crowd.each)
    )
    posts = crowd.make(Post, *({"title": f"Post {n}"} for n in crowd.each))
    for post in posts[1:]:
        post.manager_post_id = posts[0].id
    held: dict[str, Any] = {"from_on": FIRST}
    crowd.make(PostHolding, *({"post_id": posts[0].id, "person_id": p.id, **held} for p in people))
    crowd.make(PostHolding, *({"post_id": post.id, "person_id": me.id, **held} for post in posts))
    ended = {"role": Role.VIEWER, "from_on": FIRST}
    crowd.make(
        RoleGrant,
        *({"person_id": people[0].id, "to_on": crowd.day(n), **ended} for n in crowd.each),
    )
    slug, until = crowd.council.slug, crowd.by.at + timedelta(days=7)
    tokens = [INVITATION.format(slug), *(f"{slug} {n}" for n in crowd.each)]
    crowd.make(
        Invitation,
        *(
            {
                "person_id": person.id,
                "email": person.email,
                "token_hash": digest_of(token),
                "expires_at": until,
            }
            for person, token in zip(people, tokens, strict=False)
        ),
    )
    crowd.make(CalendarFeed, {"person_id": me.id, "token_hash": digest_of(FEED.format(slug))})
    return me, people, posts


def _boards(crowd: Crowd, chair: Person) -> tuple[list[Board], list[Meeting]]:
    kind = BoardKind.IMPROVEMENT_BOARD
    boards = crowd.make(
        Board, *({"name": f"Board {n}", "kind": kind, "chair_id": chair.id} for n in crowd.each)
    )
    of_board = {"board_id": boards[0].id, "title": "A meeting"}
    soon = crowd.by.today
    meetings = crowd.make(
        Meeting, *({"held_on": soon + timedelta(days=n), **of_board} for n in crowd.each)
    )
    crowd.make(
        Intervention,
        *(
            {
                "kind": InterventionKind.IMPROVEMENT_NOTICE,
                "title": f"Notice {n}",
                "from_on": crowd.day(n),
            }
            for n in crowd.each
        ),
    )
    crowd_of_boards.sit(crowd, boards[0], chair)
    crowd_of_boards.meet(crowd, boards[0], meetings, chair)
    return boards, meetings


def _redactions(crowd: Crowd, action: Action, asked_by: Person) -> None:
    of_action = {"record_type": "action", "record_id": action.id, "reason": "A name stood here"}
    asked = {"asked_by_id": asked_by.id, "asked_on": crowd.by.today}
    redactions = crowd.make(Redaction, *({**of_action, **asked} for _ in crowd.each))
    crowd.make(RedactedRow, *({"redaction_id": redactions[0].id, "seq": n + 1} for n in crowd.each))


def _publications(crowd: Crowd, action: Action, me: Person, other: Person) -> None:
    """The first plan, published again and again for the public; the next one is a draft."""
    values = {
        "plan_id": action.plan_id,
        "address": "plan",
        "title": "Plan 0",
        "as_at": crowd.by.today,
        "readership": Readership.PUBLIC,
        "introduction": "What we do",
        "choices": "",
        "prepared_on": crowd.day(0),
        "prepared_by_id": me.id,
    }
    out = {
        "state": PublicationState.SUPERSEDED,
        "storage_key": published.KEY,
        "sha256": published.SHA256,
        "seq": 1,
        "reviewed_on": crowd.day(0),
        "reviewed_by_id": other.id,
        "published_on": crowd.day(0),
        "published_at": crowd.by.at,
        "published_by_id": me.id,
    }
    crowd.make(Publication, {**values, "state": PublicationState.DRAFT})
    crowd.make(Publication, *({**values, **out, "number": n + 1} for n in crowd.each))


def _findings(
    crowd: Crowd, bodies: Sequence[Body]
) -> tuple[list[Inspection], list[Recommendation]]:
    inspections = crowd.make(
        Inspection,
        *(
            {
                "framework": "sif",
                "kind": "full_inspection",
                "title": f"Inspection {n}",
                "fieldwork_start_on": crowd.day(n),
                "fieldwork_end_on": crowd.day(n),
                "received_on": crowd.day(n),
                "published_on": crowd.day(n),
            }
            for n in crowd.each
        ),
    )
    first = inspections[0]
    visits = crowd.make(
        Inspection,
        *(
            {
                "framework": "sif",
                "kind": "monitoring_visit",
                "title": f"Visit {n}",
                "fieldwork_start_on": crowd.day(100 + n),
                "fieldwork_end_on": crowd.day(100 + n),
                "follows_id": first.id,
            }
            for n in crowd.each
        ),
    )
    recommendations = crowd.make(
        Recommendation,
        *(
            {
                "inspection_id": first.id,
                "position": n + 1,
                "reference": str(n + 1),
                "text": f"Do better ({n})",
                "kind": FindingKind.RECOMMENDATION,
                "addressee": Addressee.LOCAL_AUTHORITY,
            }
            for n in crowd.each
        ),
    )
    crowd.make(
        Judgement,
        *(
            {
                "inspection_id": inspection.id,
                "area": "overall",
                "grade": "inadequate",
                "position": 1,
            }
            for inspection in inspections
        ),
    )
    crowd.make(
        RecommendationBody,
        *({"recommendation_id": recommendations[0].id, "body_id": body.id} for body in bodies),
    )
    said = {"verdict": VerdictKind.SOME_PROGRESS, "words": "Better"}
    pairs = {(recommendation.id, visits[0].id) for recommendation in recommendations}
    pairs |= {(recommendations[0].id, visit.id) for visit in visits}
    crowd.make(
        Verdict,
        *(
            {"recommendation_id": recommendation, "inspection_id": visit, **said}
            for recommendation, visit in sorted(pairs)
        ),
    )
    crowd.make(
        Clock,
        *(
            {
                "inspection_id": first.id,
                "rule": "statement_of_action",
                "label": f"Statement {n}",
                "starts_on": FIRST,
                "due_on": crowd.by.today + timedelta(days=n),
            }
            for n in crowd.each
        ),
    )
    _reports(crowd, first)
    return [*inspections, *visits], recommendations


def _reports(crowd: Crowd, inspection: Inspection) -> None:
    """Drafts to be gone through, and the kept report of the first inspection."""
    text = to_json(a_draft())
    kept: dict[str, Any] = {"media_type": "application/pdf", "size": 1, "storage_key": KEY}
    reports = crowd.make(
        Report,
        *(
            {"name": f"Report {n}.pdf", "sha256": digest_of(f"report {n}"), **kept}
            for n in range(2 * crowd.count)
        ),
    )
    reports[-1].inspection_id = inspection.id
    for report in reports:
        accepted = report.inspection_id is not None
        crowd.session.add(
            DraftOfReport(
                council_id=report.council_id,
                report_id=report.id,
                state=DraftState.ACCEPTED if accepted else DraftState.READY,
                as_read=text,
                created_at=crowd.by.at,
            )
        )
    crowd.session.flush()
