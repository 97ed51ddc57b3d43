"""Members of a board: letting somebody sit there, amending that, and taking out a mistake."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.board_members import MemberForm
from tracker.forms.inspections import RemoveForm
from tracker.presenters.boards import page_values
from tracker.queries.board_members import get_member
from tracker.queries.boards import get_board
from tracker.queries.people import list_people_here
from tracker.services import board_members as services
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("board_members", __name__, url_prefix="/councils/<string:council>")


@bp.route("/boards/<uuid:board_id>/members/add", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def add(board_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody sit on a board."""
    board = get_board(db(), actor(), board_id)
    allow(P.KEEP_BOARDS, board)
    shown = page_values(board, url_for, "members")
    form = MemberForm(from_on=today(), is_voting=True)
    form.offer_people(list_people_here(db(), actor()))
    if form.validate_on_submit() and attempt(
        form, lambda: services.add_member(db(), board, form.fields(), by=actor(), on=today())
    ):
        return done("Member added", shown["back"])
    return page("board_members/add.html", form=form, **shown)


@bp.route("/board-members/<uuid:member_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def amend(member_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is said of a member, or enter their last day."""
    member = get_member(db(), actor(), member_id)
    allow(P.KEEP_BOARDS, member)
    shown = page_values(member.board, url_for, "members")
    form, tried = MemberForm(obj=member), Attempt()
    form.offer_people(list_people_here(db(), actor()), kept=member.person)
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_member(
                db(), member, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Member amended", shown["back"])
    remove_href = url_for(".remove", member_id=member_id)
    return page(
        "board_members/amend.html",
        form=form,
        conflict=tried.conflict,
        remove_href=remove_href,
        **shown,
    )


@bp.route("/board-members/<uuid:member_id>/remove", methods=["GET", "POST"])
@requires(P.KEEP_BOARDS)
@writes
def remove(member_id: uuid.UUID) -> ResponseReturnValue:
    """Take out a member who was entered by mistake."""
    member = get_member(db(), actor(), member_id)
    allow(P.KEEP_BOARDS, member)
    shown = page_values(member.board, url_for, "members")
    who = member.person.name if member.person else member.name
    form = RemoveForm(version=member.version)
    if form.validate_on_submit():
        version, reason = form.known_version, form.reason.data
        if attempt(
            form,
            lambda: services.remove_member(
                db(), member, by=actor(), on=today(), version=version, reason=reason
            ),
        ):
            return done("Member removed", shown["back"])
    return page("board_members/remove.html", form=form, who=who, **shown)
