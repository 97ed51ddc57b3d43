"""Posts: the line of management, one post, and who holds it."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.posts import AppointmentForm, EndAppointmentForm, PostForm
from tracker.presenters import posts as presenter
from tracker.presenters.history import history_entries
from tracker.presenters.lists import Address
from tracker.presenters.people import owned_page
from tracker.queries import posts as queries
from tracker.queries.history import list_history
from tracker.queries.people import list_people_here
from tracker.services import posts as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("posts", __name__, url_prefix="/councils/<string:council>/posts")

AS_LIST = "list"
"""The view of the posts one below the other; without it they stand as a tree."""


@bp.get("")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """The line of management, or the posts as a list that filters and sorts."""
    asked = ask(queries.FILTERS)
    holders = queries.list_holders(db(), actor())
    if wants_csv():
        rows = queries.list_posts(db(), actor(), asked)
        return csv_answer("posts", presenter.CSV_HEADER, presenter.csv_rows(rows, holders))
    if request.args.get("view") == AS_LIST or asked.filters:
        found = queries.page_of_posts(db(), actor(), asked)
        here = Address(url_for(".index"), asked, fixed={"view": AS_LIST})
        shown = presenter.posts_page(found, holders, here, today(), url_for)
        return page("posts/list.html", list=shown)
    posts = queries.list_posts(db(), actor())
    return page(
        "posts/index.html",
        line=presenter.line_of_management(posts, holders, today(), url_for),
        closed=presenter.closed_entries(posts, today(), url_for),
        list_href=url_for(".index", view=AS_LIST),
        csv_href=url_for(".index", format="csv"),
    )


@bp.get("/<uuid:post_id>")
@requires(P.VIEW_COUNCIL)
def show(post_id: uuid.UUID) -> ResponseReturnValue:
    """One post: its holders over time, and the actions that follow it."""
    post = queries.get_post(db(), actor(), post_id)
    asked = ask(())
    following = queries.page_of_following(db(), actor(), post_id, asked)
    here = Address(url_for(".show", post_id=post_id), asked)
    return page(
        "posts/show.html",
        post=post,
        is_closed=post.closed_on is not None and post.closed_on <= today(),
        facts=presenter.facts(post, today(), url_for),
        holders=presenter.holder_entries(post, today(), url_for),
        owned=owned_page(following, here, words(), today(), url_for, naming_posts=False),
        reports=queries.list_reports(db(), actor(), post_id),
        priorities=queries.list_accountable(db(), actor(), post_id),
        history=history_entries(list_history(db(), actor(), post_id), words()),
    )


@bp.route("/add", methods=["GET", "POST"])
@requires(P.KEEP_PEOPLE)
@writes
def add() -> ResponseReturnValue:
    """Add a post to the line of management."""
    form = PostForm()
    form.offer_posts(queries.list_open_posts(db(), actor()))
    if form.validate_on_submit():
        tried = attempt(
            form, lambda: services.add_post(db(), form.fields(), by=actor(), on=today())
        )
        if tried:
            return done("Post added", url_for(".show", post_id=tried.result.id))
    return page("posts/edit.html", form=form, heading="Add a post")


@bp.route("/<uuid:post_id>/amend", methods=["GET", "POST"])
@requires(P.KEEP_PEOPLE)
@writes
def amend(post_id: uuid.UUID) -> ResponseReturnValue:
    """Change a post's title or line, or close it."""
    post = queries.get_post(db(), actor(), post_id)
    allow(P.KEEP_PEOPLE, post)
    form = PostForm(obj=post)
    form.offer_posts(queries.list_open_posts(db(), actor(), but=post.id), kept=post.manager)
    tried = Attempt()
    if form.validate_on_submit():
        version, fields = form.known_version, form.fields()
        tried = attempt(
            form,
            lambda: services.amend_post(
                db(), post, fields, by=actor(), on=today(), version=version
            ),
        )
        if tried:
            return done("Post amended", url_for(".show", post_id=post_id))
    return page(
        "posts/edit.html",
        form=form,
        post=post,
        heading="Amend this post",
        conflict=tried.conflict,
    )


@bp.route("/<uuid:post_id>/appoint", methods=["GET", "POST"])
@requires(P.KEEP_PEOPLE)
@writes
def appoint(post_id: uuid.UUID) -> ResponseReturnValue:
    """Put a person into the post."""
    post = queries.get_post(db(), actor(), post_id)
    allow(P.KEEP_PEOPLE, post)
    form = AppointmentForm(from_on=today())
    form.offer_people(list_people_here(db(), actor()))
    if form.validate_on_submit():
        fields = form.fields()
        tried = attempt(form, lambda: services.appoint(db(), post, fields, by=actor(), on=today()))
        if tried:
            return done("Appointed", url_for(".show", post_id=post_id))
    return page("posts/appoint.html", form=form, post=post)


@bp.route("/appointments/<uuid:holding_id>/end", methods=["GET", "POST"])
@requires(P.KEEP_PEOPLE)
@writes
def end_appointment(holding_id: uuid.UUID) -> ResponseReturnValue:
    """Let an appointment end after its last day."""
    holding = queries.get_holding(db(), actor(), holding_id)
    allow(P.KEEP_PEOPLE, holding)
    post, person = holding.post, holding.person
    form = EndAppointmentForm(version=holding.version, to_on=today())
    tried = Attempt()
    if form.validate_on_submit():
        version, last = form.known_version, form.to_on.data
        tried = attempt(
            form,
            lambda: services.end_appointment(
                db(), holding, by=actor(), on=today(), to_on=last, version=version
            ),
        )
        if tried:
            return done("Appointment ended", url_for(".show", post_id=post.id))
    return page(
        "posts/end_appointment.html", form=form, post=post, person=person, conflict=tried.conflict
    )
