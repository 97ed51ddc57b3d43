"""Boards: the list, one board, adding, amending and ending it."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.boards import BoardForm, EndBoardForm
from tracker.presenters import boards as presenter
from tracker.presenters.board_members import AMENDED, members_of
from tracker.presenters.board_members import COLUMNS as MEMBER_COLUMNS
from tracker.presenters.history import history_entries
from tracker.presenters.lists import Address
from tracker.presenters.meetings import meeting_rows
from tracker.queries import boards as queries
from tracker.queries.board_members import list_members
from tracker.queries.history import list_history
from tracker.queries.meetings import list_meetings_of
from tracker.queries.people import list_people_here
from tracker.services import boards as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("boards", __name__, url_prefix="/councils/<string:council>/boards")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """Every board that oversees the plans."""
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_board(db(), actor(), asked)
        return csv_answer("boards", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_boards(db(), actor(), asked)
    address = Address(url_for(".index"), asked)
    return page(
        "boards/index.html",
        list=presenter.boards_page(found, address, url_for, today()),
        governance=presenter.governance_picture(queries.list_governance(db(), actor())),
    )


@bp.get("/<uuid:board_id>")
@requires(P.VIEW_COUNCIL)
def show(board_id: uuid.UUID) -> ResponseReturnValue:
    """One board: its chair, members and terms, its meetings, the plans that it oversees."""
    board = queries.get_board(db(), actor(), board_id)
    meetings = list_meetings_of(db(), actor(), board_id)
    plans = queries.list_overseen_plans(db(), actor(), board_id)
    return page(
        "boards/show.html",
        board=board,
        facts=presenter.facts(board, url_for),
        ended=presenter.ended_tag(board.ended_on, today()),
        meets=not presenter.has_ended(board.ended_on, today()),
        reporting=presenter.reporting_rows(
            queries.list_reporting_boards(db(), actor(), board_id), url_for, today()
        ),
        members=members_of(list_members(db(), actor(), board_id), url_for, today()),
        member_columns=MEMBER_COLUMNS,
        amended_column=AMENDED,
        meetings=meeting_rows(meetings, url_for, today()),
        plans=presenter.plan_rows(plans, url_for),
        history=history_entries(list_history(db(), actor(), board_id), words()),
    )


@bp.route("/add", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def add() -> ResponseReturnValue:
    """Add a board."""
    form = BoardForm()
    form.offer_chairs(list_people_here(db(), actor()))
    form.offer_boards(queries.list_board_names(db(), actor()), today())
    if form.validate_on_submit():
        fields = form.fields()
        tried = attempt(form, lambda: services.add_board(db(), fields, by=actor(), on=today()))
        if tried:
            return done("Board added", url_for(".show", board_id=tried.result.id))
    return page("boards/add.html", form=form)


@bp.route("/<uuid:board_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def amend(board_id: uuid.UUID) -> ResponseReturnValue:
    """Change a board, its chair or its terms."""
    board = queries.get_board(db(), actor(), board_id)
    allow(P.KEEP_BOARDS, board)
    form, tried = BoardForm(obj=board), Attempt()
    form.offer_chairs(list_people_here(db(), actor()), kept=board.chair)
    form.offer_boards(queries.list_board_names(db(), actor()), today(), board)
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_board(
                db(), board, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Board amended", url_for(".show", board_id=board_id))
    return page("boards/amend.html", form=form, board=board, conflict=tried.conflict)


@bp.route("/<uuid:board_id>/end", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def end(board_id: uuid.UUID) -> ResponseReturnValue:
    """Let a board end; its meetings stay."""
    board = queries.get_board(db(), actor(), board_id)
    allow(P.KEEP_BOARDS, board)
    form, tried = EndBoardForm(version=board.version, ended_on=board.ended_on or today()), Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields_of(board)
        tried = attempt(
            form,
            lambda: services.amend_board(
                db(), board, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("The board’s end is recorded", url_for(".show", board_id=board_id))
    return page("boards/end.html", form=form, board=board, conflict=tried.conflict)
