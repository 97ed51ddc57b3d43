"""Publications of plans: the list, one of them as its readers see it, and the way to it."""

from __future__ import annotations

import uuid
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.errors import RuleError
from tracker.domain.publication_states import PublicationState
from tracker.domain.published_plan import to_text
from tracker.domain.withheld import shown_updates, warnings_of, withheld_from
from tracker.forms.publications import (
    ChoicesForm,
    PublicationForm,
    PublishForm,
    ReviewForm,
    WithdrawForm,
)
from tracker.models import Publication
from tracker.presenters import publications as presenter
from tracker.presenters.plans import trail
from tracker.queries import publications as queries
from tracker.queries.cabinet import as_cabinet
from tracker.queries.plans import get_plan
from tracker.queries.snapshots import snapshots_at
from tracker.services import publications as services
from tracker.services.reports import sha256_of
from tracker.web.addresses import url_for
from tracker.web.answers import csv_answer
from tracker.web.asking import wants_csv
from tracker.web.current import actor, db, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page
from tracker.web.published_plans import (
    actions_to_withhold,
    choices_of,
    drafted,
    page_of,
    page_of_draft,
)
from tracker.web.receiving import kept_with

bp = Blueprint("publications", __name__, url_prefix="/councils/<string:council>")

NOTHING_YET = "Nothing was recorded of this plan by the end of that day"
CHANGED = "The plan changed since this page was made. Look at it again before you agree"
OVERTAKEN = "Somebody else changed this in the meantime. Look at it again before you go on"
NOT_READ = "Tick that you have read all of it"


@bp.get("/publications")
@requires(P.SEE_PUBLICATIONS)
def index() -> ResponseReturnValue:
    """What the council published of its plans, and to whoever makes it, what is on its way."""
    found = queries.list_publications(db(), actor())
    if wants_csv():
        return csv_answer("published-plans", presenter.CSV_HEADER, presenter.csv_rows(found))
    groups = presenter.publication_groups(found, url_for)
    return page("publications/index.html", groups=groups)


@bp.get("/publications/<uuid:publication_id>")
@requires(P.SEE_PUBLICATIONS)
def show(publication_id: uuid.UUID) -> ResponseReturnValue:
    """A publication as its readers see it, and what can be done with it next."""
    found = queries.get_publication(db(), actor(), publication_id)
    return page("publications/show.html", shown=page_of(found), **_frame(found))


@bp.route("/plans/<uuid:plan_id>/publications/prepare", methods=["GET", "POST"])
@requires(P.PREPARE_PUBLICATIONS)
@writes
def prepare(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Begin a publication of a plan."""
    plan = get_plan(db(), actor(), plan_id)
    allow(P.PREPARE_PUBLICATIONS, plan)
    form = PublicationForm(data={"as_at": today()})
    if form.validate_on_submit() and _is_told(form, plan_id):
        fields = form.fields()
        tried = attempt(
            form, lambda: services.prepare_publication(db(), plan, fields, by=actor(), on=today())
        )
        if tried:
            return done("Prepared", url_for(".show", publication_id=tried.result.id))
    return page("publications/prepare.html", form=form, plan=plan, trail=trail(plan, url_for))


@bp.route("/publications/<uuid:publication_id>/amend", methods=["GET", "POST"])
@requires(P.PREPARE_PUBLICATIONS)
@writes
def amend(publication_id: uuid.UUID) -> ResponseReturnValue:
    """Change a draft, by whoever prepared it."""
    found = queries.get_publication(db(), actor(), publication_id)
    allow(P.PREPARE_PUBLICATIONS, found)
    form, tried = PublicationForm(obj=found), Attempt()
    if form.validate_on_submit() and _is_told(form, found.plan_id):
        fields, given = form.fields(), _given(form)
        tried = attempt(form, lambda: services.amend_publication(db(), found, fields, **given))
        if tried:
            return done("Amended", _back(publication_id))
    return _form_page("publications/amend.html", form, found, tried)


@bp.route("/publications/<uuid:publication_id>/choose", methods=["GET", "POST"])
@requires(P.REVIEW_PUBLICATIONS)
@writes
def choose(publication_id: uuid.UUID) -> ResponseReturnValue:
    """Choose which actions are withheld, and which updates are shown."""
    found = queries.get_publication(db(), actor(), publication_id)
    allow(P.REVIEW_PUBLICATIONS, found)
    snapshot, _published = drafted(found)
    form, tried = ChoicesForm(data=choices_of(found)), Attempt()
    form.offer_actions(actions_to_withhold(snapshot))
    form.offer_updates(shown_updates(snapshot))
    if form.validate_on_submit():
        fields, given = form.fields(), _given(form)
        tried = attempt(form, lambda: services.choose_shown(db(), found, fields, **given))
        if tried:
            return done("Saved. Look at the page again", url_for(".review", **_known(found)))
    return _form_page("publications/choose.html", form, found, tried)


@bp.route("/publications/<uuid:publication_id>/review", methods=["GET", "POST"])
@requires(P.REVIEW_PUBLICATIONS)
def review(publication_id: uuid.UUID) -> ResponseReturnValue:
    """Look at exactly what will be seen, and at what will not, and agree to it."""
    found = queries.get_publication(db(), actor(), publication_id)
    allow(P.REVIEW_PUBLICATIONS, found)
    snapshot, published = drafted(found)
    content = to_text(published).encode()
    form = ReviewForm(data={"version": found.version, "seen": sha256_of(content)})
    tried = Attempt()
    if form.validate_on_submit() and _is_agreed(form, content):
        tried = _agree(form, found, content)
        if tried:
            return done("Reviewed. It can be published now", _back(publication_id))
        found = queries.get_publication(db(), actor(), publication_id)
        _tell_overtaken(form, tried)
    form.seen.data = sha256_of(content)
    return page(
        "publications/review.html",
        form=form,
        conflict=tried.conflict,
        shown=page_of_draft(found, published),
        withheld=presenter.withheld_words(withheld_from(snapshot, published, found.introduction)),
        warnings=presenter.warning_words(warnings_of(published)),
        **_frame(found),
    )


@bp.route("/publications/<uuid:publication_id>/publish", methods=["GET", "POST"])
@requires(P.PUBLISH_PLANS)
@writes
def publish(publication_id: uuid.UUID) -> ResponseReturnValue:
    """Publish what was reviewed."""
    found = queries.get_publication(db(), actor(), publication_id)
    allow(P.PUBLISH_PLANS, found)
    form, tried = PublishForm(obj=found), Attempt()
    if form.validate_on_submit():
        given = _given(form)
        tried = attempt(form, lambda: services.publish_plan(db(), found, **given))
        if tried:
            return done("Published", _back(publication_id))
    return _form_page("publications/publish.html", form, found, tried)


@bp.route("/publications/<uuid:publication_id>/withdraw", methods=["GET", "POST"])
@requires(P.PUBLISH_PLANS)
@writes
def withdraw(publication_id: uuid.UUID) -> ResponseReturnValue:
    """Take a publication back, published or not."""
    found = queries.get_publication(db(), actor(), publication_id)
    allow(P.PUBLISH_PLANS, found)
    form, tried = WithdrawForm(obj=found), Attempt()
    if form.validate_on_submit():
        given = {**_given(form), "reason": form.reason.data}
        tried = attempt(form, lambda: services.withdraw_publication(db(), found, **given))
        if tried:
            return done("Withdrawn", _back(publication_id))
    return _form_page("publications/withdraw.html", form, found, tried)


def _known(found: Publication) -> dict[str, uuid.UUID]:
    return {"publication_id": found.id}


def _back(publication_id: uuid.UUID) -> str:
    return url_for(".show", publication_id=publication_id)


def _given(form: Any) -> dict[str, Any]:
    return {"by": actor(), "on": today(), "version": form.known_version}


def _form_page(template: str, form: Any, found: Publication, tried: Attempt) -> ResponseReturnValue:
    _tell_overtaken(form, tried)
    return page(template, form=form, conflict=tried.conflict, **_frame(found))


def _tell_overtaken(form: Any, tried: Attempt) -> None:
    """Say so where somebody else was quicker, and the form has nothing to show side by side."""
    if tried.overtaken and not tried.conflict:
        form.refuse(RuleError(OVERTAKEN))


def _frame(found: Publication) -> dict[str, Any]:
    is_out = found.state is PublicationState.PUBLISHED
    public_href = ""
    if is_out and found.readership.value == "public":
        slug = url_for(".index").split("/")[2]
        public_href = url_for("public_plans.show", council_slug=slug, plan_slug=found.address)
    is_maker = queries.makes_publications(actor())
    return {
        "publication": found,
        "name": presenter.name_of(found),
        "facts": presenter.facts_of(found, public_href) if is_maker else [],
        "public_href": public_href,
        "as_readers": not is_maker,
        "is_preparer": found.prepared_by_id == actor().person_id,
    }


def _is_told(form: PublicationForm, plan_id: uuid.UUID) -> bool:
    """Whether anything is recorded of the plan by the end of the form's day."""
    day = form.as_at.data
    if day <= today():
        (snapshot,) = snapshots_at(db(), as_cabinet(actor()), plan_id, [day])
        if snapshot is None:
            form.refuse(RuleError(NOTHING_YET, field="as_at"))
            return False
    return True


def _is_agreed(form: ReviewForm, content: bytes) -> bool:
    """Whether the very text that was looked at is agreed to."""
    if not form.agreed.data:
        form.refuse(RuleError(NOT_READ, field="agreed"))
        return False
    if form.seen.data != sha256_of(content):
        form.refuse(RuleError(CHANGED))
        return False
    return True


def _agree(form: ReviewForm, found: Publication, content: bytes) -> Attempt:
    """Keep the text while only reading, and then do the deed; the file goes if it is refused."""
    snapshot, known, given = drafted(found)[0], found.id, _given(form)

    def deed(key: str) -> None:
        kept = services.KeptText(
            storage_key=key,
            sha256=sha256_of(content),
            seq=snapshot.seq,
            title=snapshot.plan.title,
        )
        _reviewed(known, kept, given)

    return kept_with(form, content, deed)


def _reviewed(known: uuid.UUID, kept: services.KeptText, given: dict[str, Any]) -> None:
    found = queries.get_publication(db(), actor(), known)
    allow(P.REVIEW_PUBLICATIONS, found)
    services.review_publication(db(), found, kept, **given)
