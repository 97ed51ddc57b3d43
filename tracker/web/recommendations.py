"""Recommendations: the list over all inspections, one with its golden thread, and its deeds."""

from __future__ import annotations

import uuid

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.access.policy import can
from tracker.forms.base import PageForm
from tracker.forms.inspections import RemoveForm
from tracker.forms.recommendations import (
    NewRecommendationForm,
    RecommendationForm,
    ResponseForm,
)
from tracker.models import Recommendation
from tracker.presenters import golden_thread, verdicts
from tracker.presenters import recommendations as presenter
from tracker.presenters.challenges import CHALLENGE_COLUMNS, challenge_rows
from tracker.presenters.history import history_entries
from tracker.presenters.inspections import embargo_tag
from tracker.presenters.lists import Address
from tracker.queries import recommendations as queries
from tracker.queries.challenges import list_challenges_on
from tracker.queries.golden_thread import list_answers
from tracker.queries.history import list_history
from tracker.queries.inspections import get_inspection, list_answering_plans
from tracker.queries.verdicts import list_verdicts_on
from tracker.services import recommendations as services
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import ask, wants_csv
from tracker.web.current import actor, db, frameworks, today, words
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page

bp = Blueprint("recommendations", __name__, url_prefix="/councils/<string:council>")


@bp.get("/recommendations")
@requires(P.VIEW_COUNCIL)
def index() -> ResponseReturnValue:
    """The recommendations of all inspections."""
    asked = ask(queries.FILTERS)
    if wants_csv():
        rows = queries.every_recommendation(db(), actor(), asked)
        cells = presenter.csv_rows(rows, frameworks())
        return csv_answer("recommendations", presenter.CSV_HEADER, cells)
    found = queries.page_of_recommendations(db(), actor(), asked)
    inspections = queries.list_recommending_inspections(db(), actor())
    address = Address(url_for(".index"), asked)
    shown = presenter.recommendations_page(
        found, address, inspections, frameworks(), url_for, today=today()
    )
    return page("recommendations/index.html", list=shown, key=verdicts.verdict_key())


@bp.get("/recommendations/<uuid:recommendation_id>")
@requires(P.VIEW_COUNCIL)
def show(recommendation_id: uuid.UUID) -> ResponseReturnValue:
    """The golden thread of one recommendation, from the report's page to the latest verdict."""
    recommendation = queries.get_recommendation(db(), actor(), recommendation_id)
    answers = list_answers(db(), actor(), recommendation_id)
    said = list_verdicts_on(db(), actor(), recommendation_id)
    plans = list_answering_plans(db(), actor(), recommendation.inspection_id)
    siblings = queries.list_siblings(db(), actor(), recommendation.inspection_id)
    challenges = list_challenges_on(db(), actor(), recommendation_id)
    framework = frameworks().get(recommendation.inspection.framework)
    respond_href = None
    if can(actor(), P.RESPOND_TO_RECOMMENDATIONS, recommendation):
        respond_href = url_for(".respond", recommendation_id=recommendation_id)
    return page(
        "recommendations/show.html",
        recommendation=recommendation,
        name=_name(recommendation),
        embargo=embargo_tag(recommendation.inspection.not_before_on, today()),
        thread=golden_thread.thread(
            recommendation, answers, said, frameworks=frameworks(), words=words(), url=url_for
        ),
        response=presenter.response_facts(recommendation, respond_href),
        facts=presenter.facts(recommendation, frameworks()),
        answers=golden_thread.answer_rows(answers, words(), url_for, today()),
        plans=golden_thread.open_plans(recommendation_id, plans, url_for),
        verdicts=verdicts.timeline(said, url_for, today()),
        challenge_columns=CHALLENGE_COLUMNS,
        challenges=challenge_rows(challenges, url_for, today()),
        neighbours=presenter.neighbours(recommendation_id, siblings, framework, url_for),
        history=history_entries(list_history(db(), actor(), recommendation_id), words()),
    )


def _name(recommendation: Recommendation) -> str:
    framework = frameworks().get(recommendation.inspection.framework)
    return presenter.name_of(framework, recommendation.kind, recommendation.reference)


@bp.route("/inspections/<uuid:inspection_id>/recommendations/add", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def add(inspection_id: uuid.UUID) -> ResponseReturnValue:
    """Add a recommendation to an inspection, and the next one after it."""
    inspection = get_inspection(db(), actor(), inspection_id)
    allow(P.RECORD_INSPECTIONS, inspection)
    form = NewRecommendationForm(another=request.args.get("another") == "yes")
    framework = frameworks().get(inspection.framework)
    form.offer_choices(framework, queries.list_bodies(db(), actor()))
    if form.validate_on_submit() and attempt(
        form,
        lambda: services.add_recommendation(
            db(), inspection, form.fields(), by=actor(), on=today(), frameworks=frameworks()
        ),
    ):
        to = url_for("inspections.show", inspection_id=inspection_id)
        if form.another.data:
            to = url_for(".add", inspection_id=inspection_id, another="yes")
        return done("Recommendation added", to)
    return page("recommendations/add.html", form=form, inspection=inspection)


@bp.route("/recommendations/<uuid:recommendation_id>/amend", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def amend(recommendation_id: uuid.UUID) -> ResponseReturnValue:
    """Amend a recommendation."""
    recommendation = queries.get_recommendation(db(), actor(), recommendation_id)
    allow(P.RECORD_INSPECTIONS, recommendation)
    bodies = [str(link.body_id) for link in recommendation.bodies]
    form = RecommendationForm(obj=recommendation, body_ids=bodies)
    framework = frameworks().get(recommendation.inspection.framework)
    form.offer_choices(framework, queries.list_bodies(db(), actor()))
    tried = None
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: services.amend_recommendation(
                db(),
                recommendation,
                form.fields(),
                by=actor(),
                on=today(),
                frameworks=frameworks(),
                version=form.known_version,
            ),
        )
        if tried:
            return _back(recommendation, "Recommendation amended")
    return _edit("recommendations/amend.html", form, recommendation, tried)


@bp.route("/recommendations/<uuid:recommendation_id>/respond", methods=["GET", "POST"])
@requires(P.RESPOND_TO_RECOMMENDATIONS)
@writes
def respond(recommendation_id: uuid.UUID) -> ResponseReturnValue:
    """Say whether the council accepts a recommendation."""
    recommendation = queries.get_recommendation(db(), actor(), recommendation_id)
    allow(P.RESPOND_TO_RECOMMENDATIONS, recommendation)
    form = ResponseForm(obj=recommendation)
    tried = None
    if form.validate_on_submit():
        tried = attempt(
            form,
            lambda: services.respond(
                db(),
                recommendation,
                form.fields(),
                by=actor(),
                on=today(),
                version=form.known_version,
            ),
        )
        if tried:
            return _back(recommendation, "Response saved")
    return _edit("recommendations/respond.html", form, recommendation, tried)


@bp.route("/recommendations/<uuid:recommendation_id>/remove", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def remove(recommendation_id: uuid.UUID) -> ResponseReturnValue:
    """Take a recommendation out that was entered in error."""
    recommendation = queries.get_recommendation(db(), actor(), recommendation_id)
    allow(P.RECORD_INSPECTIONS, recommendation)
    form = RemoveForm(version=recommendation.version)
    if form.validate_on_submit() and attempt(
        form,
        lambda: services.remove_recommendation(
            db(),
            recommendation,
            by=actor(),
            on=today(),
            version=form.known_version,
            reason=form.reason.data,
        ),
    ):
        to = url_for("inspections.show", inspection_id=recommendation.inspection_id)
        return done("Recommendation removed", to)
    return _edit("recommendations/remove.html", form, recommendation)


def _back(recommendation: Recommendation, sentence: str) -> ResponseReturnValue:
    return done(sentence, url_for(".show", recommendation_id=recommendation.id))


def _edit(
    template: str, form: PageForm, recommendation: Recommendation, tried: Attempt | None = None
) -> ResponseReturnValue:
    return page(
        template,
        form=form,
        recommendation=recommendation,
        name=_name(recommendation),
        conflict=tried.conflict if tried is not None else (),
    )
