"""People: the list, one person, their roles, and how they leave and come back."""

from __future__ import annotations

import uuid

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.domain.vocabulary import Role
from tracker.forms.people import ConfirmForm, LeaveForm, PersonForm, RoleForm
from tracker.models import Person
from tracker.presenters import people as presenter
from tracker.presenters.handover import moving
from tracker.presenters.history import history_entries
from tracker.presenters.lists import Address
from tracker.presenters.words import label
from tracker.queries import people as queries
from tracker.queries.accounts import account_state
from tracker.queries.handover import find_open, list_posts_left_vacant
from tracker.queries.history import list_history
from tracker.queries.posts import list_open_posts
from tracker.services import people as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("people", __name__, url_prefix="/councils/<string:council>/people")


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """Everybody whom the council works with and who has not left, unless others are asked for."""
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_person(db(), actor(), asked)
        return csv_answer("people", presenter.CSV_HEADER, presenter.csv_rows(rows))
    found = queries.page_of_people(db(), actor(), asked)
    address = Address(url_for(".index"), asked)
    posts = list_open_posts(db(), actor())
    return page("people/index.html", list=presenter.people_page(found, address, posts, url_for))


@bp.get("/<uuid:person_id>")
@requires(P.VIEW_COUNCIL)
def show(person_id: uuid.UUID) -> ResponseReturnValue:
    """One person: roles, posts, what they own and chair, and their history."""
    person = queries.get_person(db(), actor(), person_id)
    asked = ask(())
    owned = queries.page_of_owned(db(), actor(), person, asked)
    may_keep = can(actor(), P.KEEP_PEOPLE, person)
    state = account_state(db(), actor(), person_id) if may_keep else None
    here = Address(url_for(".show", person_id=person_id), asked)
    return page(
        "people/show.html",
        person=person,
        is_self=person_id == actor().person_id,
        has_left=person.left_on is not None and person.left_on <= today(),
        facts=presenter.facts(person, state, today()),
        roles=presenter.role_entries(person, today(), url_for),
        posts=presenter.post_entries(person, today(), url_for),
        owned=presenter.owned_page(owned, here, words(), today(), url_for),
        boards=presenter.board_entries(queries.list_chaired(db(), actor(), person_id), url_for),
        history=history_entries(list_history(db(), actor(), person_id), words()),
    )


@bp.route("/add", methods=["GET", "POST"])
@requires(P.KEEP_PEOPLE)
@writes
def add() -> ResponseReturnValue:
    """Add a person, who has no role and no account yet."""
    form = PersonForm()
    if form.validate_on_submit():
        tried = attempt(
            form, lambda: services.add_person(db(), form.fields(), by=actor(), on=today())
        )
        if tried:
            return done("Person added", url_for(".show", person_id=tried.result.id))
    return page("people/edit.html", form=form, heading="Add a person")


@bp.route("/<uuid:person_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_PEOPLE)
@writes
def amend(person_id: uuid.UUID) -> ResponseReturnValue:
    """Change a person's name, organisation or address."""
    person = queries.get_person(db(), actor(), person_id)
    allow(P.KEEP_PEOPLE, person)
    form = PersonForm(obj=person)
    tried = Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_person(
                db(), person, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Person amended", url_for(".show", person_id=person_id))
    heading = "Amend this person"
    return page(
        "people/edit.html", form=form, person=person, heading=heading, conflict=tried.conflict
    )


@bp.route("/<uuid:person_id>/roles/grant", methods=["GET", "POST"])
@requires(P.KEEP_PEOPLE)
@writes
def grant_role(person_id: uuid.UUID) -> ResponseReturnValue:
    """Give a person a role."""
    person = queries.get_person(db(), actor(), person_id)
    allow(P.KEEP_PEOPLE, person)
    form = RoleForm(from_on=today())
    form.offer_roles(role for role in Role if _may_give(role))
    if form.validate_on_submit():
        role, first = form.chosen()
        tried = attempt(
            form,
            lambda: services.grant_role(
                db(), person, role, by=actor(), on=first, to_on=form.to_on.data
            ),
        )
        if tried:
            return done("Role granted", url_for(".show", person_id=person_id))
    return page("people/grant_role.html", form=form, person=person)


def _may_give(role: Role) -> bool:
    # Otherwise whoever keeps people could make themselves an administrator.
    return role is not Role.ADMINISTRATOR or can(actor(), P.ADMINISTER_COUNCIL)


@bp.route("/roles/<uuid:grant_id>/end", methods=["GET", "POST"])
@requires(P.KEEP_PEOPLE)
@writes
def end_role(grant_id: uuid.UUID) -> ResponseReturnValue:
    """Take a role back, from today on."""
    grant = queries.get_grant(db(), actor(), grant_id)
    person = grant.person
    allow(P.KEEP_PEOPLE if _may_give(grant.role) else P.ADMINISTER_COUNCIL, grant)
    form = ConfirmForm()
    if form.validate_on_submit():
        tried = attempt(form, lambda: services.end_role(db(), grant, by=actor(), on=today()))
        if tried:
            return done("Role ended", url_for(".show", person_id=person.id))
    return page("people/end_role.html", form=form, person=person, role=label(grant.role))


def _administers(person: Person) -> bool:
    return any(
        grant.role is Role.ADMINISTRATOR and grant.unended_on(today()) for grant in person.grants
    )


@bp.route("/<uuid:person_id>/leave", methods=["GET", "POST"])
@requires(P.KEEP_PEOPLE)
@writes
def leave(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody go, after a look at what would stay open."""
    person = queries.get_person(db(), actor(), person_id)
    allow(P.ADMINISTER_COUNCIL if _administers(person) else P.KEEP_PEOPLE, person)
    found = find_open(db(), actor(), person)
    still_open = moving(person, found, words(), today(), url_for)
    vacant = list_posts_left_vacant(db(), actor(), person)
    form = LeaveForm(left_on=today())
    if form.validate_on_submit():
        left_on, reason = form.left_on.data, form.reason.data
        tried = attempt(
            form, lambda: services.leave(db(), person, by=actor(), on=left_on, reason=reason)
        )
        if tried:
            return done(
                presenter.left_words(person, tried.result), url_for(".show", person_id=person_id)
            )
    return page("people/leave.html", form=form, person=person, still_open=still_open, vacant=vacant)


@bp.route("/<uuid:person_id>/come-back", methods=["GET", "POST"])
@requires(P.KEEP_PEOPLE)
@writes
def come_back(person_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody who has left return, without any role."""
    person = queries.get_person(db(), actor(), person_id)
    allow(P.KEEP_PEOPLE, person)
    form = ConfirmForm()
    if form.validate_on_submit():
        tried = attempt(form, lambda: services.come_back(db(), person, by=actor(), on=today()))
        if tried:
            return done("Back again, without any role yet", url_for(".show", person_id=person_id))
    return page("people/come_back.html", form=form, person=person)
