"""The way of a meeting: scheduled, published, moved or cancelled, held, and its minutes agreed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.errors import RuleError
from tracker.forms.board_members import attendance_form, saved_attendance
from tracker.forms.meetings import AgreeForm, CancelForm, MoveForm, PublishForm, ScheduleForm
from tracker.models import Board, Meeting
from tracker.presenters import meeting_steps as presenter
from tracker.presenters.board_members import attendance_conflict
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.meetings import page_values
from tracker.queries.board_members import list_attendance
from tracker.queries.boards import get_board
from tracker.queries.meetings import get_meeting
from tracker.services import attendances, meeting_schedules
from tracker.services import meeting_steps as services
from tracker.services.meeting_mail import MeetingMail, list_invited
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, settings, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("meeting_steps", __name__, url_prefix="/councils/<string:council>")


def meeting_mail() -> MeetingMail:
    """Who invites to meetings here, and where the page of each is."""
    site = settings().public_url.rstrip("/")
    sender = settings().mail_from or f"no-reply@{urlsplit(site).hostname}"
    return MeetingMail(sender, lambda key: site + url_for("meetings.show", meeting_id=key))


@bp.route("/boards/<uuid:board_id>/schedule", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def schedule(board_id: uuid.UUID) -> ResponseReturnValue:
    """Add a board's meetings for a while: shown first, and added when that is sent again."""
    board = get_board(db(), actor(), board_id)
    allow(P.KEEP_BOARDS, board)
    form = ScheduleForm(every_weeks=board.meets_every)
    preview = None
    if form.validate_on_submit():
        preview = _preview(form, board)
        if preview is not None and form.previewed.data == preview.mark:
            fields = form.fields()
            deed = meeting_schedules.schedule_meetings
            tried = attempt(form, lambda: deed(db(), board, fields, by=actor(), on=today()))
            if tried:
                said = presenter.scheduled_words(len(tried.result))
                return done(said, f"{url_for('boards.show', board_id=board_id)}#meetings")
    form.previewed.data = preview.mark if preview else ""
    return page("meetings/schedule.html", form=form, board=board, preview=preview)


def _preview(form: ScheduleForm, board: Board) -> presenter.Preview | None:
    fields = form.fields()
    try:
        days = meeting_schedules.preview_schedule(db(), board, fields)
    except RuleError as error:
        form.refuse(error)
        return None
    return presenter.preview_of(days, fields)


@bp.route("/meetings/<uuid:meeting_id>/publish", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def publish(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Let everybody know of a meeting, and invite its members."""
    meeting = _loaded(meeting_id)
    mail = meeting_mail()
    return _taken(
        meeting,
        PublishForm(version=meeting.version),
        lambda _form, **with_: services.publish_meeting(db(), meeting, mail=mail, **with_),
        "publish",
        presenter.invited_words,
    )


@bp.route("/meetings/<uuid:meeting_id>/hold", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def hold(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Record that a meeting was held."""
    meeting = _loaded(meeting_id)
    return _taken(
        meeting,
        PublishForm(version=meeting.version),
        lambda _form, **with_: services.hold_meeting(db(), meeting, **with_),
        "hold",
        lambda _result: "The meeting was held",
    )


@bp.route("/meetings/<uuid:meeting_id>/agree", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def agree(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Say that the minutes were agreed, which locks the meeting."""
    meeting = _loaded(meeting_id)
    return _taken(
        meeting,
        AgreeForm(version=meeting.version, agreed_on=today()),
        lambda form, **with_: services.agree_minutes(db(), meeting, form.agreed_on.data, **with_),
        "agree",
        lambda _result: "The minutes are agreed and locked",
    )


@bp.route("/meetings/<uuid:meeting_id>/move", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def move(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Move a meeting, and tell its members why."""
    meeting = _loaded(meeting_id)
    mail = meeting_mail()
    return _taken(
        meeting,
        MoveForm(obj=meeting),
        lambda form, **with_: services.move_meeting(
            db(), meeting, form.fields(), reason=form.reason.data, mail=mail, **with_
        ),
        "move",
        presenter.told_words("The meeting was moved"),
    )


@bp.route("/meetings/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def cancel(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Cancel a meeting, and tell its members why."""
    meeting = _loaded(meeting_id)
    mail = meeting_mail()
    return _taken(
        meeting,
        CancelForm(version=meeting.version),
        lambda form, **with_: services.cancel_meeting(
            db(), meeting, reason=form.reason.data, mail=mail, **with_
        ),
        "cancel",
        presenter.told_words("The meeting was cancelled"),
    )


@bp.route("/meetings/<uuid:meeting_id>/attendance", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def attendance(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Record who was there, sent apologies, or came in somebody's place."""
    meeting = _loaded(meeting_id)
    rows = list_attendance(db(), actor(), meeting_id, meeting.board_id, meeting.held_on)
    form = attendance_form(rows)
    conflict: list[ConflictRow] = []
    if form.validate_on_submit():
        lines, deed = list(form.lines()), attendances.record_attendance
        if attempt(form, lambda: deed(db(), meeting, lines, by=actor(), on=today())):
            return done("Attendance recorded", _back(meeting_id) + "#attendance")
        if not form.errors:
            rows = list_attendance(db(), actor(), meeting_id, meeting.board_id, meeting.held_on)
            conflict = attendance_conflict(form.typed(), rows)
            form.follow(saved_attendance(rows))
    shown = page_values(meeting, url_for, today())
    return page("meetings/attendance.html", form=form, members=rows, conflict=conflict, **shown)


def _loaded(meeting_id: uuid.UUID) -> Meeting:
    meeting = get_meeting(db(), actor(), meeting_id)
    allow(P.KEEP_BOARDS, meeting)
    return meeting


def _back(meeting_id: uuid.UUID) -> str:
    return url_for("meetings.show", meeting_id=meeting_id)


def _taken(
    meeting: Meeting,
    form: Any,
    step: Callable[..., Any],
    name: str,
    said: Callable[[Any], str],
) -> ResponseReturnValue:
    """The page of a step, or the meeting's own once it was taken."""
    back, tried = _back(meeting.id), Attempt()
    shown = page_values(meeting, url_for, today())
    if form.validate_on_submit():
        version = form.known_version
        tried = attempt(form, lambda: step(form, by=actor(), on=today(), version=version))
        if tried:
            return done(said(tried.result), back)
    invited = list_invited(db(), meeting.council_id, meeting.board_id, meeting.held_on)
    return page(
        f"meetings/{name}.html",
        form=form,
        conflict=tried.conflict,
        invited=presenter.invited_names(invited, meeting.held_on, today()),
        **shown,
    )
