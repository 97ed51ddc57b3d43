"""Handover: everything that is open moves from one person or post to another, in one deed."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.forms.handover import HandoverForm
from tracker.models import Person, Post
from tracker.presenters import handover as presenter
from tracker.queries.handover import find_open
from tracker.queries.people import get_person, list_people_here
from tracker.queries.posts import get_post, list_open_posts
from tracker.services.people import hand_over
from tracker.web.addresses import url_for
from tracker.web.current import actor, db, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("handover", __name__, url_prefix="/councils/<string:council>")


@bp.route("/people/<uuid:person_id>/hand-over", methods=["GET", "POST"])
@requires(P.HAND_OVER)
@writes
def of_person(person_id: uuid.UUID) -> ResponseReturnValue:
    """Hand over what a person owns and chairs."""
    return _from(get_person(db(), actor(), person_id))


@bp.route("/posts/<uuid:post_id>/hand-over", methods=["GET", "POST"])
@requires(P.HAND_OVER)
@writes
def of_post(post_id: uuid.UUID) -> ResponseReturnValue:
    """Hand over what follows a post."""
    return _from(get_post(db(), actor(), post_id))


def _from(giver: Person | Post) -> ResponseReturnValue:
    allow(P.HAND_OVER, giver)
    moving = presenter.moving(giver, find_open(db(), actor(), giver), words(), today(), url_for)
    back = presenter.href_of(giver, url_for)
    if request.method == "POST" and not (moving.actions or moving.boards or moving.priorities):
        # It was handed over meanwhile; the page would have no form to show an error in.
        return done(moving.sentence, back)
    form = HandoverForm()
    posts, people = list_open_posts(db(), actor()), list_people_here(db(), actor())
    form.offer_receivers(posts, people, but=giver.id)
    if form.validate_on_submit():
        receiver, note = _receiver(form), form.reason.data
        tried = attempt(
            form, lambda: hand_over(db(), giver, receiver, by=actor(), on=today(), reason=note)
        )
        if tried:
            return done(presenter.done_words(tried.result, receiver), back)
    name = presenter.name_of(giver)
    trail = [*presenter.trail(giver, url_for), {"text": name, "href": back}]
    return page("handover/hand_over.html", form=form, name=name, trail=trail, moving=moving)


def _receiver(form: HandoverForm) -> Person | Post:
    kind, key = form.chosen()
    return get_person(db(), actor(), key) if kind is Person else get_post(db(), actor(), key)
