"""A plan's next cabinet report: written, previewed, marked where it is exempt, and issued."""

from __future__ import annotations

import uuid
from typing import Any, Final

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.exemption import Marks, marks_from
from tracker.domain.papers import Audience, PaperFormat
from tracker.forms.cabinet import (
    AuthorsForm,
    CabinetForm,
    ExemptForm,
    exempt_form,
    field_name,
    implication_names,
    standing_of,
)
from tracker.models import Plan
from tracker.presenters import cabinet as presenter
from tracker.presenters import cabinet_drafts as drafts
from tracker.presenters.cabinet_papers import (
    Source,
    drawn,
    paper_name,
    report_for,
    stem_of,
)
from tracker.presenters.conflicts import ConflictRow, conflict_rows
from tracker.presenters.plans import trail
from tracker.queries import cabinet as queries
from tracker.queries.cabinet_reports import find_cabinet_draft, list_word_templates
from tracker.queries.plan_days import get_plan_days
from tracker.queries.plans import get_plan
from tracker.reports.exemption import Passage, passages_of
from tracker.reports.formats import FORMATS
from tracker.reports.template_errors import TemplateError
from tracker.services import cabinet_drafts as services
from tracker.web.addresses import url_for
from tracker.web.answers import attachment, paper_answer
from tracker.web.cabinet_source import source_of
from tracker.web.current import actor, db, frameworks, membership, today
from tracker.web.errors import message
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("cabinet", __name__, url_prefix="/councils/<string:council>/plans")

NOTHING_TYPED: Final = "Enter what only you know first: the report is made from it"
TEMPLATE_FAULT: Final = "The report does not fit into its Word template"


@bp.route("/<uuid:plan_id>/cabinet-report", methods=["GET", "POST"])
@requires(P.MAKE_REPORTS)
@writes
def write(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Enter what only people know of the plan's next report; it is kept for the one after."""
    draft = find_cabinet_draft(db(), actor(), plan_id)
    plan, standing = _begun(plan_id) if draft is None else (_plan(plan_id), standing_of(draft))
    form = CabinetForm(data=standing)
    form.offer_templates(list_word_templates(db(), actor()))
    conflict: Any = ()
    if form.validate_on_submit() and form.check_day(get_plan_days(db(), actor(), plan_id).first_on):
        tried = attempt(
            form,
            lambda: services.save_cabinet_draft(
                db(), plan, draft, form.fields(), by=actor(), on=today(), version=form.known_version
            ),
        )
        if tried:
            return done("Report saved", url_for(".preview", plan_id=plan_id))
        conflict = _both_versions(form, plan_id) if tried.overtaken else ()
    return page(
        "cabinet/write.html",
        form=form,
        conflict=conflict,
        small_fields={name: {"rows": 2} for _key, name in implication_names()},
        **_frame(plan),
    )


def _both_versions(form: AuthorsForm, plan_id: uuid.UUID) -> list[ConflictRow]:
    """What somebody else saved meanwhile beside what was typed here."""
    saved = find_cabinet_draft(db(), actor(), plan_id)
    # A draft keeps its texts as one, so they are spread out under the names of the form's fields.
    return conflict_rows(form, type("SavedDraft", (), standing_of(saved))()) if saved else []


def _plan(plan_id: uuid.UUID) -> Plan:
    plan = get_plan(db(), queries.as_cabinet(actor()), plan_id)
    allow(P.MAKE_REPORTS, plan)
    return plan


def _frame(plan: Plan) -> dict[str, Any]:
    return {"plan": plan, "trail": trail(plan, url_for)}


def _begun(plan_id: uuid.UUID) -> tuple[Plan, dict[str, Any]]:
    """The plan, and what can be suggested where nothing was typed yet."""
    opening = queries.read_opening(db(), actor(), plan_id)
    allow(P.MAKE_REPORTS, opening.plan)
    return opening.plan, dict(presenter.suggested(opening, membership().person_name))


@bp.get("/<uuid:plan_id>/cabinet-report/preview")
@requires(P.MAKE_REPORTS)
def preview(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The report as it would be issued now, what to look at before that, and its files."""
    plan = _plan(plan_id)
    draft = find_cabinet_draft(db(), actor(), plan_id)
    if draft is None:
        return done(NOTHING_TYPED, url_for(".write", plan_id=plan_id))
    source = source_of(draft)
    whole = report_for(source, Audience.FULL, frameworks())
    return page(
        "cabinet/preview.html",
        **drafts.preview_of(source, url_for),
        doubts=_doubts(source, passages_of(whole), plan_id),
        withheld=drafts.told(queries.list_withheld(db(), actor())),
        **_frame(plan),
    )


def _audience(source: Source) -> Audience:
    """The version that is asked for (``?version=public``): the whole one unless."""
    asked_public = request.args.get("version") == Audience.PUBLIC
    return Audience.PUBLIC if asked_public or not source.marks else Audience.FULL


def _doubts(source: Source, passages: list[Passage], plan_id: uuid.UUID) -> list[drafts.Doubt]:
    places = {
        "form": url_for(".write", plan_id=plan_id),
        "exempt": url_for(".exempt", plan_id=plan_id),
        "updates": url_for("actions.of_plan", plan_id=plan_id, sort="updated"),
    }
    return drafts.doubts_of(source, passages, today(), places.__getitem__)


@bp.get("/<uuid:plan_id>/cabinet-report/file")
@requires(P.MAKE_REPORTS)
def file(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The report as it would be issued now, as a file to read or to go on writing in."""
    _plan(plan_id)
    draft = find_cabinet_draft(db(), actor(), plan_id)
    if draft is None:
        return done(NOTHING_TYPED, url_for(".write", plan_id=plan_id))
    source, kind = source_of(draft), _format()
    audience = _audience(source)
    try:
        content = drawn(report_for(source, audience, frameworks()), kind, source.template)
    except TemplateError as fault:
        return message(422, TEMPLATE_FAULT, (str(fault),))  # type: ignore[no-any-return]
    name = paper_name(stem_of(membership().slug, source.material.now.as_at), audience, kind)
    return attachment(content, FORMATS[kind].mimetype, f"draft-{name}")


def _format() -> PaperFormat:
    """The format that is asked for (``?format=pdf``); Word unless."""
    asked = request.args.get("format", "")
    return PaperFormat(asked) if asked in set(PaperFormat) else PaperFormat.WORD


@bp.get("/<uuid:plan_id>/cabinet-report/read")
@requires(P.MAKE_REPORTS)
def read(plan_id: uuid.UUID) -> ResponseReturnValue:
    """The report as it would be issued now, to be read in the browser."""
    _plan(plan_id)
    draft = find_cabinet_draft(db(), actor(), plan_id)
    if draft is None:
        return done(NOTHING_TYPED, url_for(".write", plan_id=plan_id))
    source = source_of(draft)
    report = report_for(source, _audience(source), frameworks())
    return paper_answer(drawn(report, PaperFormat.HTML, None))


@bp.route("/<uuid:plan_id>/cabinet-report/exempt", methods=["GET", "POST"])
@requires(P.MAKE_REPORTS)
@writes
def exempt(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Mark what is exempt from publication, and under which paragraph of Schedule 12A."""
    plan = _plan(plan_id)
    draft = find_cabinet_draft(db(), actor(), plan_id)
    if draft is None:
        return done(NOTHING_TYPED, url_for(".write", plan_id=plan_id))
    source = source_of(draft)
    passages = passages_of(report_for(source, Audience.FULL, frameworks()))
    marked = drafts.marked_passages(passages, source.material.now, source.marks)
    chosen = {field_name(one): one.chosen for one in marked}
    form: ExemptForm = exempt_form(marked)(data={**chosen, "version": draft.version})
    actions = drafts.references_of(source.material.now)
    if form.validate_on_submit() and form.check(actions):
        marks: Marks = form.marks(actions)
        tried = attempt(
            form,
            lambda: services.mark_exempt(
                db(), draft, marks, by=actor(), on=today(), version=form.known_version
            ),
        )
        if tried:
            return done("Exempt information marked", url_for(".exempt", plan_id=plan_id))
    groups = [
        (heading, [field_name(one) for one in found]) for heading, found in drafts.grouped(marked)
    ]
    lost = drafts.lost_keys(marks_from(draft.exempt), passages)
    return page("cabinet/exempt.html", form=form, groups=groups, lost=len(lost), **_frame(plan))
