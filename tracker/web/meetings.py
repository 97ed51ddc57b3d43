"""Meetings: the list, one meeting and what it decided, adding, amending and removing it."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.inspections import RemoveForm
from tracker.forms.meetings import MeetingForm, NewMeetingForm
from tracker.presenters import meetings as presenter
from tracker.presenters.agendas import agenda_of
from tracker.presenters.board_members import (
    ATTENDANCE_COLUMNS,
    attendance_rows,
    quorum_sentence,
)
from tracker.presenters.history import history_entries
from tracker.presenters.lists import Address
from tracker.presenters.meeting_steps import steps_of
from tracker.presenters.notes import NOTE_COLUMNS, note_groups
from tracker.queries import meetings as queries
from tracker.queries.agendas import see_agenda
from tracker.queries.board_members import list_attendance
from tracker.queries.boards import list_board_names
from tracker.queries.history import list_history
from tracker.queries.meeting_notes import list_notes
from tracker.services import meetings as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.meeting_steps import meeting_mail
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("meetings", __name__, url_prefix="/councils/<string:council>/meetings")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """The meetings of every board."""
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_meeting(db(), actor(), asked)
        return csv_answer("meetings", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_meetings(db(), actor(), asked)
    boards = list_board_names(db(), actor())
    address = Address(url_for(".index"), asked)
    shown = presenter.meetings_page(found, address, boards, url_for, today())
    return page("meetings/index.html", list=shown)


@bp.get("/<uuid:meeting_id>")
@requires(P.VIEW_COUNCIL)
def show(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """One meeting: the slips that it hears of, and the due dates that were decided there."""
    meeting = queries.get_meeting(db(), actor(), meeting_id)
    allow(P.READ_MEETINGS, meeting)
    changes = queries.list_changes(db(), actor(), meeting)
    notes = list_notes(db(), actor(), meeting)
    agenda = see_agenda(db(), actor(), meeting_id)
    attendance = list_attendance(db(), actor(), meeting_id, meeting.board_id, meeting.held_on)
    return page(
        "meetings/show.html",
        meeting=meeting,
        state=presenter.state_tag(meeting.state),
        steps=steps_of(meeting, today()),
        agenda=agenda_of(agenda.items, agenda.numbers, url_for),
        attendance_columns=ATTENDANCE_COLUMNS,
        attendance=attendance_rows(attendance, url_for),
        quorum=quorum_sentence(attendance, meeting.board.quorum),
        facts=presenter.facts(meeting, url_for, today()),
        called_in_columns=presenter.CALLED_IN_COLUMNS,
        called_in=presenter.called_in_rows((row for row in changes if row.is_called_in), url_for),
        note_columns=NOTE_COLUMNS,
        notes=note_groups(notes, meeting_id, url_for, today()),
        decision_columns=presenter.DECISION_COLUMNS,
        decisions=presenter.decision_rows((row for row in changes if row.was_decided), url_for),
        history=history_entries(list_history(db(), actor(), meeting_id), words()),
    )


@bp.route("/add", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def add() -> ResponseReturnValue:
    """Add a meeting, of the board that the address names if it names one."""
    form = NewMeetingForm(board_id=request.args.get("board", ""))
    form.offer_boards(list_board_names(db(), actor()), today())
    if form.validate_on_submit():
        fields, as_draft, mail = form.fields(), form.as_draft.data, meeting_mail()
        tried = attempt(
            form,
            lambda: services.add_meeting(
                db(), fields, by=actor(), on=today(), as_draft=as_draft, mail=mail
            ),
        )
        if tried:
            return done("Meeting added", url_for(".show", meeting_id=tried.result.id))
    return page("meetings/add.html", form=form)


@bp.route("/<uuid:meeting_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def amend(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is said of a meeting."""
    meeting = queries.get_meeting(db(), actor(), meeting_id)
    allow(P.KEEP_BOARDS, meeting)
    form, tried = MeetingForm(obj=meeting), Attempt()
    form.offer_boards(list_board_names(db(), actor()), today(), kept=meeting.board_id)
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_meeting(
                db(), meeting, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Meeting amended", url_for(".show", meeting_id=meeting_id))
    return page("meetings/amend.html", form=form, meeting=meeting, conflict=tried.conflict)


@bp.route("/<uuid:meeting_id>/remove", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def remove(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Take a meeting out at which nothing was decided."""
    meeting = queries.get_meeting(db(), actor(), meeting_id)
    allow(P.KEEP_BOARDS, meeting)
    form = RemoveForm(version=meeting.version)
    if form.validate_on_submit():
        sent = {"version": form.known_version, "reason": form.reason.data, "mail": meeting_mail()}
        if attempt(
            form,
            lambda: services.remove_meeting(db(), meeting, by=actor(), on=today(), **sent),
        ):
            return done("Meeting removed", url_for(".index"))
    date = presenter.date_words(meeting.held_on, today())
    return page("meetings/remove.html", form=form, meeting=meeting, date=date)
