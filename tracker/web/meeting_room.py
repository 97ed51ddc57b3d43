"""The page in the meeting: the agenda item by item, with everything that is noted on each."""

from __future__ import annotations

import uuid
from typing import Any, Final

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.errors import RuleError
from tracker.forms.board_members import attendance_form, saved_attendance
from tracker.forms.meeting_room import RoomForm, mark_of_minute, read_draft, within
from tracker.models import AgendaItem, Meeting, NoteDraft
from tracker.presenters import meeting_room as presenter
from tracker.presenters.administration import time_words
from tracker.presenters.board_members import attendance_conflict
from tracker.presenters.conflicts import ConflictRow
from tracker.presenters.meetings import page_values
from tracker.queries.agendas import get_item, list_stops
from tracker.queries.board_members import list_attendance
from tracker.queries.meeting_notes import list_notes
from tracker.queries.meetings import get_meeting
from tracker.services import attendances, challenges, decisions, follow_ups, minutes
from tracker.services import note_drafts as drafts
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.noting import Nameable, action_with
from tracker.web.pages import attempt, done, page

bp = Blueprint("meeting_room", __name__, url_prefix="/councils/<string:council>")

JSON: Final = "application/json"


@bp.route("/meetings/<uuid:meeting_id>/room", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def door(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Who came in: the attendance, where the page in the meeting begins."""
    meeting = get_meeting(db(), actor(), meeting_id)
    allow(P.KEEP_BOARDS, meeting)
    shown = _frame(meeting, None)
    rows = list_attendance(db(), actor(), meeting_id, meeting.board_id, meeting.held_on)
    form = attendance_form(rows)
    conflict: list[ConflictRow] = []
    if form.validate_on_submit():
        lines, deed = list(form.lines()), attendances.record_attendance
        if attempt(form, lambda: deed(db(), meeting, lines, by=actor(), on=today())):
            after = shown["room"].after
            return done("Attendance recorded", after.href if after else request.path)
        if not form.errors:
            rows = list_attendance(db(), actor(), meeting_id, meeting.board_id, meeting.held_on)
            conflict = attendance_conflict(form.typed(), rows)
            form.follow(saved_attendance(rows))
    return page("meeting_room/door.html", form=form, members=rows, conflict=conflict, **shown)


@bp.route("/agenda-items/<uuid:item_id>/room", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def show(item_id: uuid.UUID) -> ResponseReturnValue:
    """One item of the agenda with all that is noted on it, saved together."""
    item = get_item(db(), actor(), item_id)
    allow(P.READ_AGENDA_ITEMS, item)
    allow(P.KEEP_BOARDS, item)
    shown, named = _frame(item.meeting, item), Nameable()
    form, draft = _form(item, named), None
    if form.save_draft.data:
        return _keep_draft(form, item, shown)
    conflict = _conflict(form, item) if form.is_submitted() else []
    if (
        not conflict
        and form.validate_on_submit()
        and attempt(form, lambda: _note(form, item, named))
    ):
        return done("Notes saved", _next(form, shown["room"]))
    if not form.is_submitted():
        draft = _give_back(form, item)
    return page("meeting_room/show.html", form=form, conflict=conflict, draft=draft, **shown)


def _form(item: AgendaItem, named: Nameable) -> RoomForm:
    form = RoomForm(minute=item.minute, minute_mark=mark_of_minute(item.minute))
    form.offer_choices(named.parties, named.recommendations)
    return form


def _give_back(form: RoomForm, item: AgendaItem) -> dict[str, Any] | None:
    draft = drafts.find_note_draft(db(), item, by=actor())
    form.draft.data = drafts.mark_of(draft)
    if draft is None:
        return None
    kept = read_draft(draft.fields)
    form.give_back(kept)
    return {
        "saved": time_words(draft.saved_at),
        "changed": kept.get("minute_mark") != mark_of_minute(item.minute),
        "minute": item.minute or "",
    }


def _conflict(form: RoomForm, item: AgendaItem) -> list[ConflictRow]:
    """Both texts where somebody else wrote these minutes since the page was made, and so did we.

    The page then knows what is saved now, so that the next press puts what was typed in its place.
    """
    saved, read = mark_of_minute(item.minute), form.minute_mark.data
    typed = mark_of_minute(form.minute.data)
    if saved == read or typed in (saved, read):
        return []
    form.minute_mark.data = saved
    return presenter.minute_conflict(item.minute, form.minute.data)


def _note(form: RoomForm, item: AgendaItem, named: Nameable) -> None:
    """Save each part in which something was typed as a record of its own."""
    meeting, typed = item.meeting, mark_of_minute(form.minute.data)
    if typed not in (form.minute_mark.data, mark_of_minute(item.minute)):
        fields = minutes.MinuteFields(minute=form.minute.data)
        minutes.write_minute(db(), item, fields, by=actor(), on=today())
    if form.began("challenge"):
        _part("challenge", lambda: _challenge(form, item, named))
    if form.began("decision"):
        _part("decision", lambda: _decision(form, item))
    if form.began("follow_up"):
        given, deed = form.follow_up(item.id), follow_ups.set_follow_up
        _part("follow_up", lambda: deed(db(), meeting, given, by=actor(), on=today()))
    drafts.drop_note_draft(db(), item, by=actor())


def _part(name: str, deed: Any) -> None:
    try:
        deed()
    except RuleError as error:
        raise within(name, error) from error


def _challenge(form: RoomForm, item: AgendaItem, named: Nameable) -> None:
    board_id, meeting = item.meeting.board_id, item.meeting
    fields = form.challenge(
        board_id,
        named.outsiders,
        action_with(form.challenge_action.data, board_id),
        meeting_id=meeting.id,
        item_id=item.id,
        raised_on=meeting.held_on,
    )
    challenges.raise_challenge(db(), fields, by=actor(), on=today())


def _decision(form: RoomForm, item: AgendaItem) -> None:
    action_id = action_with(form.decision_action.data, item.meeting.board_id)
    fields = form.decision(item.id, action_id)
    decisions.record_decision(db(), item.meeting, fields, by=actor(), on=today())


def _next(form: RoomForm, room: presenter.Room) -> str:
    if form.go_on.data and room.after is not None:
        return room.after.href
    return request.path


def _keep_draft(form: RoomForm, item: AgendaItem, shown: dict[str, Any]) -> ResponseReturnValue:
    """Keep what is in the form; a script is told so in a word, a person on the same page."""
    seen, typed = form.draft.data or "", form.typed()
    deed = drafts.save_note_draft
    kept = attempt(form, lambda: deed(db(), item, typed, by=actor(), seen=seen))
    if request.accept_mimetypes.best == JSON:
        return _word_for_script(form, kept.result)
    if kept:
        return done("Draft kept", request.path)
    return page("meeting_room/show.html", form=form, conflict=[], draft=None, **shown)


def _word_for_script(form: RoomForm, draft: NoteDraft | None) -> ResponseReturnValue:
    if draft is None:
        return make_response({"said": " ".join(form.form_errors)}, 422)
    said = f"Draft kept at {time_words(draft.saved_at)}"
    return make_response({"said": said, "draft": drafts.mark_of(draft)}, 200)


def _frame(meeting: Meeting, item: AgendaItem | None) -> dict[str, Any]:
    """What the room shows beside its form, read before anything is attempted."""
    stops = list_stops(db(), actor(), meeting.id)
    notes = list_notes(db(), actor(), meeting)
    item_id = item.id if item else None
    return {
        **page_values(meeting, url_for, today()),
        "room": presenter.room_of(meeting, stops, item, url_for, today()),
        "notes": presenter.noted_here(notes, meeting.id, item_id, url_for, today()),
        "columns": presenter.NOTE_COLUMNS,
        "parts": presenter.PARTS,
        "keys": presenter.KEYS,
    }
