"""Kinds of records that the demonstration's files lack, put beside them for walks over every page.

What is removed, ended or closed; a plan in draft; an invitation, a feed; and, where Aldermere's
second visit is still under embargo, more that hangs on it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarResult, select
from sqlalchemy.orm import Session, selectinload

from tests.foundations.issued import add_cabinet_reports
from tests.foundations.kept_reports import FILE, KEY, PAGES, a_draft
from tests.foundations.noted import add_embargoed_notes, add_notes
from tests.foundations.packs import add_packs
from tests.foundations.redacted import add_redactions, redaction
from tracker.access.actor import Actor, operator
from tracker.domain.board_vocabulary import AgendaKind, BoardKind, BoardRole, MeetingState
from tracker.domain.publication_states import PublicationState, Readership
from tracker.domain.vocabulary import (
    Addressee,
    DateChangeState,
    Delivery,
    DraftState,
    FindingKind,
    InterventionKind,
    Marking,
    PlanStage,
    Role,
    ScanResult,
)
from tracker.intake.serialising import to_json
from tracker.models import (
    Action,
    AgendaItem,
    AgendaPaper,
    AgendaReader,
    BankHoliday,
    Board,
    BoardMember,
    CalendarFeed,
    Clock,
    Council,
    DateChange,
    DraftOfReport,
    Evidence,
    EvidenceFile,
    ForwardTheme,
    History,
    Inspection,
    Intervention,
    Invitation,
    Meeting,
    Milestone,
    Person,
    Plan,
    Post,
    Priority,
    Publication,
    Recommendation,
    Report,
    RoleGrant,
    StandingItem,
    Update,
)
from tracker.models.recording import deed
from tracker.queries.bulk_edit import list_to_edit
from tracker.services.bulk_edit import BulkChange, BulkKind, bulk_edit
from tracker.services.reports import sha256_of
from tracker.services.rules import add_record
from tracker.services.tokens import digest_of

COUNCILS = ("aldermere", "darlington")
INVITATION = "invitation-of-{}"
FEED = "feed-of-{}"
"""The tokens of the open invitation and of the open feed of one of these councils, by its slug."""

EMBARGOED_ACTION = "B6"
"""The reference of Aldermere's action that answers nothing but the embargoed recommendation."""

UNDER_EMBARGO = (
    "Second monitoring visit",
    "Children in need are not reviewed as they should be",
    "at least every three months, with a manager in the chair",
    "Newer assessments name fathers and history",
    "The panel has ended drift for most children",
    "Review every child in need plan that is older",
    "The second monitoring visit found reviews missing",
    "Marmalade",
)
"""What only Aldermere's second visit and what hangs on it says; each record added below says the
last of these words, which the demonstration never does."""


def add_what_the_files_lack(session: Session, at: datetime) -> None:
    """Add it to Aldermere and Darlington, as of ``at``."""
    for slug in COUNCILS:
        council = session.scalars(select(Council).where(Council.slug == slug)).one()
        by = operator(at, council.id)
        with deed(session, "given", actor_kind=by.kind, actor_id=None, door=by.door, at=at):
            _removed(session, by)
            _plans(session, by)
            _ended(session, by)
            _people(session, by, slug)
            _reports(session, by)
            add_redactions(session, by)
            _evidence(session, by)
            _boards(session, by)
            add_cabinet_reports(session, by)
            _publications(session, by)
            if slug == COUNCILS[0]:
                session.add(BankHoliday(day=date(2026, 12, 29), name="A day of thanks"))
                _under_embargo(session, by)
        edit_together(session, "What comes next", by)


def _removed(session: Session, by: Actor) -> None:
    gone: dict[str, Any] = {"by": by, "removed_on": by.today}
    live = select(Inspection).where(
        Inspection.council_id == by.council_id, Inspection.removed_on.is_(None)
    )
    inspection = session.scalars(live.order_by(Inspection.id).limit(1)).one()
    board = session.scalars(select(Board).where(Board.council_id == by.council_id).limit(1)).one()
    values = {
        column.key: getattr(inspection, column.key)
        for column in Inspection.__table__.columns
        if column.key not in ("id", "council_id", "version", "removed_on", "title", "not_before_on")
    }
    add_record(session, Inspection, **gone, **values, title="Recorded twice by mistake")
    of_inspection = {**gone, "inspection_id": inspection.id}
    add_record(session, Recommendation, **of_inspection, **_finding(900, "Withdrawn"))
    add_record(
        session,
        Clock,
        **of_inspection,
        rule="publish_report",
        label="By mistake",
        starts_on=by.today,
        due_on=by.today,
    )
    add_record(
        session, Meeting, **gone, board_id=board.id, held_on=by.today, title="Never took place"
    )
    add_record(
        session,
        Intervention,
        **gone,
        kind=InterventionKind.IMPROVEMENT_NOTICE,
        title="Never given",
        from_on=by.today,
    )


def _finding(position: int, text: str) -> dict[str, Any]:
    return {
        "position": position,
        "text": text,
        "kind": FindingKind.RECOMMENDATION,
        "addressee": Addressee.LOCAL_AUTHORITY,
    }


def edit_together(session: Session, title: str, by: Actor) -> None:
    """A bulk edit of all actions of the plan of that title, in a deed of its own."""
    plan = Plan.council_id == by.council_id, Plan.title == title
    query = select(Action.plan_id, Action.id).join(Plan, Plan.id == Action.plan_id).where(*plan)
    rows = session.execute(query.where(Action.removed_on.is_(None))).all()
    actions = list_to_edit(session, by, rows[0].plan_id, [row.id for row in rows])
    change = BulkChange(kind=BulkKind.ADD_TO_MEASURE, text="Children say that they were asked")
    bulk_edit(session, actions, change, reason="Agreed by the board", by=by, on=by.today)


def _plans(session: Session, by: Actor) -> None:
    draft = add_record(session, Plan, by=by, title="What comes next", stage=PlanStage.DRAFT)
    adopted = add_record(
        session,
        Plan,
        by=by,
        title="Fewer moves for children",
        stage=PlanStage.ADOPTED,
        adopted_on=by.today - timedelta(days=20),
    )
    days = ("adopted_on", "submitted_on", "closed_on")
    ends = {name: by.today - timedelta(days=10) for name in days}
    closed = add_record(
        session, Plan, by=by, title="What came before", stage=PlanStage.CLOSED, **ends
    )
    session.flush()
    for plan in (draft, adopted, closed):
        _fill(session, plan, by)


def _fill(session: Session, plan: Plan, by: Actor) -> None:
    of_plan: dict[str, Any] = {"by": by, "plan_id": plan.id}
    priority = add_record(
        session, Priority, **of_plan, letter="Z", sort_key="Z", title="Stable homes"
    )
    add_record(
        session,
        Priority,
        **of_plan,
        letter="Y",
        sort_key="Y",
        title="Taken out",
        removed_on=by.today,
    )
    session.flush()
    for number in (1, 2, 3):
        action = add_record(
            session,
            Action,
            **of_plan,
            priority_id=priority.id,
            reference=f"Z{number}",
            sort_key=f"Z{number}",
            title=f"Ask children where they want to live ({number})",
            delivery=Delivery.NOT_STARTED,
            times_slipped=0,
            removed_on=by.today if number == 3 else None,
        )
        session.flush()
        for title, removed_on in (("The first ten asked", None), ("By mistake", by.today)):
            add_record(
                session,
                Milestone,
                by=by,
                action_id=action.id,
                title=title,
                due_on=by.today,
                removed_on=removed_on,
            )


def _ended(session: Session, by: Actor) -> None:
    before = by.today - timedelta(days=3)
    add_record(
        session, Board, by=by, name="Former board", kind=BoardKind.INTERNAL_GROUP, ended_on=before
    )
    add_record(session, Post, by=by, title="Former head of service", closed_on=before)


def _boards(session: Session, by: Actor) -> None:
    """A board with a meeting in each state, and everything that hangs on the one in draft."""
    board = add_record(session, Board, by=by, name="Partners", kind=BoardKind.TASK_GROUP)
    session.flush()
    of_board: dict[str, Any] = {"by": by, "board_id": board.id}
    member = add_record(
        session,
        BoardMember,
        **of_board,
        name="Partner Without Account",
        role=BoardRole.MEMBER,
        is_voting=True,
        from_on=by.today,
    )
    add_record(
        session, StandingItem, **of_board, position=1, title="Risks", kind=AgendaKind.STANDING
    )
    add_record(session, ForwardTheme, **of_board, title="Neglect", month_on=by.today.replace(day=1))
    for state in MeetingState:
        in_days = 9 if state is MeetingState.DRAFT else 0
        values = {"held_on": by.today + timedelta(days=in_days), "state": state}
        of_state: dict[str, Any] = {**of_board, **values}
        meeting = add_record(session, Meeting, **of_state, title=f"{state} meeting")
        session.flush()
        _agenda(session, by, meeting, member)
        if state is MeetingState.AGREED:
            add_packs(session, by, meeting, 1)
    add_notes(session, by, board)


def _agenda(session: Session, by: Actor, meeting: Meeting, member: BoardMember) -> None:
    """Two items, of which one is restricted, each with a paper that has a file."""
    for position, is_restricted in ((1, False), (2, True)):
        item = add_record(
            session,
            AgendaItem,
            by=by,
            meeting_id=meeting.id,
            position=position,
            title=f"Chutney of the {meeting.title}" if is_restricted else "Figures",
            kind=AgendaKind.DECISION,
            minute="Chutney was agreed" if is_restricted else None,
            is_restricted=is_restricted,
        )
        session.flush()
        on_item: dict[str, Any] = {"by": by, "item_id": item.id, "meeting_id": meeting.id}
        if is_restricted:
            add_record(session, AgendaReader, **on_item, member_id=member.id)
        add_record(
            session,
            AgendaPaper,
            **on_item,
            title="Chutney paper" if is_restricted else "Figures paper",
            name="figures.pdf",
            media_type="application/pdf",
            size=len(FILE),
            sha256=sha256_of(FILE),
            storage_key=KEY,
            scan=ScanResult.NOT_SCANNED,
            added_on=by.today,
        )


def _people(session: Session, by: Actor, slug: str) -> None:
    asked = add_record(session, Person, by=by, name="Invited Guest", email=f"guest@{slug}.example")
    left = add_record(
        session, Person, by=by, name="Former Colleague", left_on=by.today - timedelta(days=2)
    )
    session.flush()
    add_record(
        session,
        Invitation,
        by=by,
        person_id=asked.id,
        email=asked.email,
        token_hash=digest_of(INVITATION.format(slug)),
        expires_at=by.at + timedelta(days=7),
    )
    add_record(
        session,
        Invitation,
        by=by,
        person_id=left.id,
        email="former@example.org",
        token_hash=digest_of(f"withdrawn {slug}"),
        expires_at=by.at + timedelta(days=7),
        withdrawn_at=by.at,
    )
    # A viewer sees nothing under embargo, through a calendar program neither.
    owner = session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(Person.council_id == by.council_id, RoleGrant.role == Role.VIEWER)
        .order_by(Person.name)
        .limit(1)
    ).one()
    add_record(
        session,
        CalendarFeed,
        by=by,
        person_id=owner.id,
        token_hash=digest_of(FEED.format(slug)),
    )


def _reports(session: Session, by: Actor) -> None:
    """Reports that came in, one in each state; those that are ready come first."""
    inspection_id = _live_inspections(session, by).first()
    for state in (DraftState.READY, *(s for s in DraftState if s is not DraftState.READY)):
        gone = state in (DraftState.REFUSED, DraftState.DROPPED)
        kept: dict[str, Any] = {"inspection_id": None, "removed_on": by.today if gone else None}
        if state is DraftState.ACCEPTED:
            kept |= {"inspection_id": inspection_id, "name": "A report that all may read.pdf"}
        _report(session, by, state, **kept)


def _publications(session: Session, by: Actor) -> None:
    """A draft that nobody who can sign in has prepared, so that each of them may review it."""
    plans = select(Plan).where(Plan.council_id == by.council_id, Plan.adopted_on.is_not(None))
    plan = session.scalars(plans.order_by(Plan.id).limit(1)).one()
    people = select(Person).where(Person.council_id == by.council_id, Person.account_id.is_(None))
    add_record(
        session,
        Publication,
        by=by,
        plan_id=plan.id,
        title=plan.title,
        address="next",
        as_at=by.today,
        readership=Readership.COUNCILLORS,
        state=PublicationState.DRAFT,
        introduction="What the tracker’s own tests say of this plan",
        choices="",
        prepared_by_id=session.scalars(people.order_by(Person.id).limit(1)).one().id,
        prepared_on=by.today,
    )


def _live_inspections(session: Session, by: Actor) -> ScalarResult[UUID]:
    live = select(Inspection.id).where(
        Inspection.council_id == by.council_id,
        Inspection.removed_on.is_(None),
        Inspection.not_before_on.is_(None),
    )
    return session.scalars(live.order_by(Inspection.id))


def _report(session: Session, by: Actor, state: DraftState, **more: Any) -> None:
    is_read = state in (DraftState.READY, DraftState.ACCEPTED)
    name = more.pop("name", f"Marmalade, {state}.pdf")
    report = add_record(
        session,
        Report,
        by=by,
        name=name,
        media_type="application/pdf",
        size=len(FILE),
        sha256=digest_of(f"{by.council_id} {name}"),
        storage_key=KEY,
        **more,
    )
    session.flush()
    session.add(
        DraftOfReport(
            council_id=report.council_id,
            report_id=report.id,
            state=state,
            created_at=by.at,
            pages_done=PAGES,
            pages=PAGES,
            refusal="The file is no report" if state is DraftState.REFUSED else None,
            as_read=to_json(a_draft()) if is_read else None,
            drawn_at=by.at if is_read else None,
        )
    )


def _evidence(session: Session, by: Actor) -> None:
    """Evidence with two versions of a file, with none and unchecked, and removed."""
    action = session.scalars(
        select(Action)
        .where(Action.council_id == by.council_id, Action.reference == "Z1")
        .order_by(Action.id)
        .limit(1)
    ).one()
    before = by.today - timedelta(days=40)
    overdue: dict[str, Any] = {"checked_on": before, "check_again_on": by.today - timedelta(days=1)}
    _a_piece(session, by, action, title="Survey of children", **overdue)
    _a_piece(session, by, action, title="Audit", marking=Marking.OFFICIAL_SENSITIVE, files=0)
    _a_piece(session, by, action, title="Added by mistake", removed_on=by.today, files=0)
    # An owner's own: the assistant director's and a service manager's, who may add to no other.
    owned = select(Action).where(
        Action.council_id == by.council_id, Action.reference.in_(("A4", "B2"))
    )
    for one in session.scalars(owned.order_by(Action.id)):
        _a_piece(session, by, one, title=f"Notes on {one.reference}")


def _a_piece(session: Session, by: Actor, action: Action, files: int = 2, **more: Any) -> None:
    values = {"shows": "Most were asked", "place": "The service folder", **more}
    values = {"marking": Marking.OFFICIAL, **values}
    evidence = add_record(session, Evidence, by=by, action_id=action.id, **values)
    session.flush()
    for number in range(1, files + 1):
        add_record(
            session,
            EvidenceFile,
            by=by,
            evidence_id=evidence.id,
            action_id=action.id,
            number=number,
            name=f"{evidence.title}.pdf",
            media_type="application/pdf",
            size=len(FILE),
            sha256=sha256_of(FILE),
            storage_key=KEY,
            scan=ScanResult.NOT_SCANNED,
            added_on=by.today,
            erased_on=by.today if number == 1 else None,
        )
    session.flush()


def _under_embargo(session: Session, by: Actor) -> None:
    visit = session.scalars(
        select(Inspection).where(
            Inspection.council_id == by.council_id, Inspection.title == UNDER_EMBARGO[0]
        )
    ).one()
    action = session.scalars(
        select(Action)
        .where(Action.council_id == by.council_id, Action.reference == EMBARGOED_ACTION)
        .options(selectinload(Action.milestones))
    ).one()
    of_visit: dict[str, Any] = {"by": by, "inspection_id": visit.id}
    of_action: dict[str, Any] = {"by": by, "action_id": action.id}
    add_record(
        session,
        Clock,
        **of_visit,
        rule="publish_report",
        label="Marmalade letter",
        starts_on=by.today,
        due_on=by.today + timedelta(days=20),
    )
    finding = add_record(
        session, Recommendation, **of_visit, **_finding(2, "Marmalade for every child")
    )
    session.flush()
    add_embargoed_notes(session, by, action, finding)
    add_record(session, Milestone, **of_action, title="Marmalade reviews begun", due_on=by.today)
    add_record(
        session,
        DateChange,
        **of_action,
        from_on=action.due_on,
        to_on=by.today + timedelta(days=200),
        reason="Marmalade sets slowly",
        recovery="More marmalade pans",
        state=DateChangeState.REQUESTED,
        requested_on=by.today,
    )
    add_record(
        session,
        Update,
        **of_action,
        posted_at=by.at,
        posted_on=by.today,
        done="Marmalade plans were reviewed",
        obstacle="Marmalade is scarce",
        delivery=Delivery.OFF_TRACK,
        delivery_reason="Marmalade plans take longer",
        recovery="Marmalade will be bought elsewhere",
    )
    _report(session, by, DraftState.ACCEPTED, name="Marmalade letter.pdf", inspection_id=visit.id)
    row = select(History).where(History.subject_id == action.id).order_by(History.seq).limit(1)
    redaction(session, by, session.scalars(row).one(), reason="Marmalade stood here")
    _a_piece(session, by, action, title="Marmalade audit", shows="Marmalade plans have fathers")
    action.obstacle = "Marmalade is scarce"
    action.delivery = Delivery.OFF_TRACK
    action.delivery_reason = "Marmalade plans take longer"
    action.recovery = "Marmalade will be bought elsewhere"
    action.updated_on = by.today
