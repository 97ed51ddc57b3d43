"""The challenge log: the list, one challenge, the record of a period, raising and amending."""

from __future__ import annotations

import uuid
from typing import Any, Final

from flask import Blueprint, make_response, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.forms.challenges import (
    AmendChallengeForm,
    NoteCorrectionForm,
    OwnChallengeForm,
    RaiseForm,
)
from tracker.forms.parties import Party
from tracker.forms.snapshots import DayAsked, day_asked, in_order, summary_of
from tracker.models import Challenge
from tracker.presenters import challenges as presenter
from tracker.presenters.due_dates import meeting_choices
from tracker.presenters.history import history_entries
from tracker.presenters.lists import Address
from tracker.presenters.notes import corrections
from tracker.presenters.ownership import owner_key
from tracker.queries import challenges as queries
from tracker.queries.boards import list_board_names
from tracker.queries.due_dates import list_deciding_meetings
from tracker.queries.history import list_history
from tracker.queries.notes import list_boards_to_challenge
from tracker.services import challenges as services
from tracker.services.notes import correct_note
from tracker.services.rules import EARLIEST
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.noting import Nameable, action_with
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("challenges", __name__, url_prefix="/councils/<string:council>/challenges")

RECORD: Final = "challenges/record.html"


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """What the boards challenged, and what became of it."""
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_challenge(db(), actor(), asked)
        return csv_answer("challenges", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_challenges(db(), actor(), asked)
    boards = list_board_names(db(), actor())
    address = Address(url_for(".index"), asked)
    recommendations = Nameable().recommendations
    shown = presenter.challenges_page(
        found, address, boards, recommendations, url=url_for, today=today()
    )
    return page("challenges/index.html", list=shown)


@bp.get("/<uuid:challenge_id>")
@requires(P.VIEW_COUNCIL)
def show(challenge_id: uuid.UUID) -> ResponseReturnValue:
    """One challenge with its whole story."""
    challenge = queries.get_challenge(db(), actor(), challenge_id)
    steps = queries.list_steps(db(), actor(), challenge_id)
    mended = queries.list_corrections(db(), actor(), challenge_id)
    return page(
        "challenges/show.html",
        challenge=challenge,
        trail=presenter.trail(challenge, url_for)[:-1],
        state=presenter.state_of(challenge, today()),
        facts=presenter.facts(challenge, url_for, today()),
        story=presenter.story(steps, url_for),
        corrections=corrections(mended),
        history=history_entries(list_history(db(), actor(), challenge_id), words()),
    )


@bp.get("/record")
@requires(P.VIEW_COUNCIL)
def record() -> ResponseReturnValue:
    """The record of a period, to be read or printed (``?from=2026-09-01&to=2026-10-05``)."""
    first, last = _asked_days()
    boards = list_board_names(db(), actor())
    board = next((row for row in boards if str(row.id) == request.args.get("board")), None)
    frame = {"asked": [first, last], "boards": boards, "board": board, "today": today()}
    if first.day is None or last.day is None:
        answer = page(RECORD, error_summary=summary_of(first, last), **frame)
        return make_response(answer, 422)
    found = queries.get_record(db(), actor(), first.day, last.day, board.id if board else None)
    return page(
        RECORD,
        period=presenter.period_words(first.day, last.day),
        entries=presenter.record_entries(found, url_for, today()),
        figures=presenter.record_figures(found, today()),
        **frame,
    )


def _asked_days() -> tuple[DayAsked, DayAsked]:
    year_start = today().replace(month=1, day=1)
    bounds = {"first_on": EARLIEST, "today": today()}
    first = day_asked("from", "From", request.args.get("from", ""), default=year_start, **bounds)
    last = day_asked("to", "To", request.args.get("to", ""), default=today(), **bounds)
    return first, in_order(first, last)


@bp.route("/raise", methods=["GET", "POST"])
@requires(P.RAISE_CHALLENGES)
@writes
def raise_() -> ResponseReturnValue:
    """Raise a challenge: one's own between meetings, or whoever's where one keeps the boards."""
    boards = list_boards_to_challenge(db(), actor())
    named = Nameable()
    form = _raise_form(boards, named)
    if form.validate_on_submit():
        tried = attempt(form, lambda: _raise(form, boards, named))
        if tried:
            return done("Challenge raised", url_for(".show", challenge_id=tried.result.id))
    return page("challenges/raise.html", form=form, may_raise=bool(boards))


def _raise_form(boards: Any, named: Nameable) -> OwnChallengeForm:
    given: dict[str, Any] = {"raised_on": today(), **_from_address()}
    if not can(actor(), P.KEEP_BOARDS):
        form = OwnChallengeForm(**given)
    else:
        form = RaiseForm(meeting_id=request.args.get("meeting", ""), **given)
        meetings = list_deciding_meetings(db(), actor())
        form.offer_meetings(meeting_choices(meetings))
        form.offer_parties("raised_by", named.parties)
    form.offer_boards(boards)
    form.offer_parties("put_to", named.known)
    form.offer_recommendations(named.recommendations)
    return form


def _from_address() -> dict[str, Any]:
    """What a link on the page of an action, a recommendation or a board filled in already."""
    given = {"board_id": request.args.get("board", "")}
    given["recommendation_id"] = request.args.get("recommendation", "")
    given["action"] = request.args.get("action", "")[:40]
    return given


def _raise(form: OwnChallengeForm, boards: Any, named: Nameable) -> Challenge:
    board = next(board for board in boards if str(board.id) == form.board_id.data)
    allow(P.RAISE_CHALLENGES, board)
    fields = form.fields_with(
        board.id,
        _raiser(form, named),
        action_with(form.action.data, board.id),
        raised_on=form.raised_on.data,
        meeting_id=form.chosen_meeting,
    )
    return services.raise_challenge(db(), fields, by=actor(), on=today())


def _raiser(form: Any, named: Nameable) -> Party:
    if "raised_by" not in form:
        return Party(person_id=actor().person_id)
    return form.party("raised_by", named.outsiders)  # type: ignore[no-any-return]


@bp.route("/<uuid:challenge_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def amend(challenge_id: uuid.UUID) -> ResponseReturnValue:
    """Change what a challenge says, until it is over or its minutes were agreed."""
    challenge = queries.get_challenge(db(), actor(), challenge_id)
    allow(P.KEEP_BOARDS, challenge)
    trail, named, tried = presenter.trail(challenge, url_for), Nameable(), Attempt()
    form = _amend_form(challenge, named)
    if form.validate_on_submit():
        tried = attempt(form, lambda: _amend(form, challenge, named))
        if tried:
            return done("Challenge amended", trail[-1]["href"])
    return page("challenges/amend.html", form=form, trail=trail, conflict=tried.conflict)


def _amend_form(challenge: Challenge, named: Nameable) -> AmendChallengeForm:
    raiser = challenge.raised_by_id
    form = AmendChallengeForm(
        version=challenge.version,
        text=challenge.text,
        measure=challenge.measure,
        action=challenge.action.reference if challenge.action else "",
        recommendation_id=challenge.recommendation_id,
        raised_by=owner_key(None, raiser) if raiser else "",
        raised_by_name=challenge.raised_by_name,
        put_to=owner_key(challenge.put_to_post_id, challenge.put_to_id),
    )
    form.offer_parties("raised_by", named.parties)
    form.offer_parties("put_to", named.known)
    form.offer_recommendations(named.recommendations)
    return form


def _amend(form: AmendChallengeForm, challenge: Challenge, named: Nameable) -> None:
    board_id, action = challenge.board_id, challenge.action
    typed = form.action.data
    kept = action is not None and typed == action.reference
    fields = form.fields_with(
        board_id,
        form.party("raised_by", named.outsiders),
        challenge.action_id if kept else action_with(typed, board_id),
        raised_on=challenge.raised_on,
    )
    services.amend_challenge(
        db(), challenge, fields, by=actor(), on=today(), version=form.known_version
    )


@bp.route("/<uuid:challenge_id>/correct", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def correct(challenge_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what agreed minutes say of a challenge."""
    challenge = queries.get_challenge(db(), actor(), challenge_id)
    allow(P.KEEP_BOARDS, challenge)
    return corrected(challenge, presenter.trail(challenge, url_for))


def corrected(note: Any, trail: list[dict[str, str]]) -> ResponseReturnValue:
    """The page of a correction, or the note's own once it was made."""
    form, tried = NoteCorrectionForm(version=note.version, text=note.text), Attempt()
    if form.validate_on_submit():
        version, text, reason = form.known_version, form.text.data, form.reason.data
        tried = attempt(
            form,
            lambda: correct_note(
                db(), note, text, by=actor(), on=today(), reason=reason, version=version
            ),
        )
        if tried:
            return done("Corrected", trail[-1]["href"])
    return page("notes/correct.html", form=form, trail=trail, conflict=tried.conflict)
