"""Going through a draft: its facts and items, each with its form beside the page it is from."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import DraftState
from tracker.forms.base import PageForm
from tracker.forms.draft_items import (
    PARTS,
    ChangeForm,
    FactsForm,
    ItemForm,
    JudgementForm,
    NewItemForm,
    NewJudgementForm,
    SplitForm,
)
from tracker.intake import editing
from tracker.intake.draft import DraftJudgement, DraftRecommendation, ReportDraft
from tracker.models import DraftOfReport
from tracker.presenters import draft_forms
from tracker.presenters.draft_page import DraftView
from tracker.presenters.leaves import leaves as leaves_of
from tracker.queries.report_drafts import get_draft
from tracker.services.report_drafts import NOT_READY, amend_draft, contents_of
from tracker.web.addresses import url_for
from tracker.web.asking import ask
from tracker.web.current import actor, db, frameworks
from tracker.web.errors import message, typed
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import Attempt, attempt, done, page
from tracker.web.report_drafts import draft_answer, picture_href, turning

bp = Blueprint("draft_items", __name__, url_prefix="/councils/<string:council>/report-drafts")

Change = Callable[[ReportDraft], ReportDraft]

BUTTONS: Final[Mapping[str, tuple[Callable[[ReportDraft, str], ReportDraft], str]]] = {
    "confirm": (editing.confirm, "Confirmed"),
    "settle": (editing.settle, "Confirmed"),
    "drop": (editing.drop, "Dropped. It stays in the draft, so that you can take it back"),
    "take_back": (editing.take_back, "Taken back"),
    "merge": (editing.merge, "Merged with the next one"),
}
"""The deeds of one button: what each does to the draft, and what is said afterwards."""


def _open(draft_id: uuid.UUID) -> DraftOfReport:
    draft = get_draft(db(), actor(), draft_id)
    allow(P.RECORD_INSPECTIONS, draft)
    return draft


def _closed(draft: DraftOfReport) -> ResponseReturnValue:
    """What is answered when nobody can work on the draft: how it is, and what was typed."""
    to = url_for("report_drafts.show", draft_id=draft.id)
    if request.method != "POST":
        return redirect(to, 303)
    actions = [{"text": "Go to the report", "href": to}]
    heading, sentence = "This draft cannot be changed", f"{NOT_READY[draft.state]}."
    return message(409, heading, (sentence,), kept=typed(), actions=actions)  # type: ignore[no-any-return]


def _asked_item(found: ReportDraft) -> DraftJudgement | DraftRecommendation:
    key = "".join(ask(("item",)).filters.get("item", ())[:1])
    item = editing.find_item(found, key)
    if item is None:
        abort(404)
    return item


def _view(draft: DraftOfReport) -> DraftView:
    return DraftView(draft.id, contents_of(draft), frameworks(), url_for)


def _try(form: PageForm, draft: DraftOfReport, change: Change) -> Attempt:
    version = form.known_version
    return attempt(form, lambda: amend_draft(db(), draft, change, by=actor(), version=version))


def _edit(template: str, form: PageForm, draft: DraftOfReport, **more: Any) -> ResponseReturnValue:
    about = more.pop("about", "")
    picture = picture_href(draft.report, turning(draft))
    return page(
        template,
        form=form,
        draft=draft,
        leaves=leaves_of(contents_of(draft), about, picture),
        back=_view(draft).href(about)
        if about
        else url_for("report_drafts.show", draft_id=draft.id),
        **more,
    )


@bp.route("/<uuid:draft_id>/facts", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def facts(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Amend what the report says of the inspection itself."""
    draft = _open(draft_id)
    if draft.state is not DraftState.READY:
        return _closed(draft)
    form = FactsForm(version=draft.version, **draft_forms.fact_values(contents_of(draft)))
    form.offer_choices(frameworks().values())
    tried = Attempt()
    if form.validate_on_submit():
        tried = _try(form, draft, lambda found: editing.amend_facts(found, form.values()))
        if tried:
            return done("Facts saved", url_for("report_drafts.show", draft_id=draft.id))
    saved = draft_forms.fact_values(contents_of(draft))
    conflict = draft_forms.versions(form, saved) if tried.overtaken else ()
    return _edit("report_drafts/facts.html", form, draft, about="kind", conflict=conflict)


@bp.route("/<uuid:draft_id>/amend", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def amend(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Amend a judgement or a recommendation of the draft."""
    draft = _open(draft_id)
    if draft.state is not DraftState.READY:
        return _closed(draft)
    item = _asked_item(contents_of(draft))
    form = _form_of(item, draft)
    tried = Attempt()
    if form.validate_on_submit():
        tried = _try(form, draft, _change_of(form, item.key, _view(draft)))
        if tried:
            return done("Saved", _view(draft).href(item.key))
    saved = draft_forms.item_values(editing.get_item(contents_of(draft), item.key))
    conflict = draft_forms.versions(form, saved) if tried.overtaken else ()
    return _edit(
        "report_drafts/amend.html",
        form,
        draft,
        about=item.key,
        conflict=conflict,
        what="judgement" if isinstance(item, DraftJudgement) else "recommendation",
    )


def _form_of(
    item: DraftJudgement | DraftRecommendation, draft: DraftOfReport
) -> ItemForm | JudgementForm:
    kind = JudgementForm if isinstance(item, DraftJudgement) else ItemForm
    form: ItemForm | JudgementForm = kind(version=draft.version, **draft_forms.item_values(item))
    form.offer_choices(_view(draft).framework)
    return form


def _change_of(form: ItemForm | JudgementForm, key: str, view: DraftView) -> Change:
    if isinstance(form, JudgementForm):
        return lambda found: editing.amend_judgement(found, key, form.values(view.framework))
    return lambda found: editing.amend_recommendation(found, key, form.values())


@bp.route("/<uuid:draft_id>/add-recommendation", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def add_recommendation(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add a recommendation that the reader has missed."""
    draft = _open(draft_id)
    if draft.state is not DraftState.READY:
        return _closed(draft)
    form = NewItemForm(version=draft.version)
    form.offer_choices(_view(draft).framework)
    return _add(
        form,
        draft,
        "recommendation",
        lambda found: editing.add_recommendation(found, form.values(), form.page_number),
    )


@bp.route("/<uuid:draft_id>/add-judgement", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def add_judgement(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Add a judgement that the reader has missed."""
    draft = _open(draft_id)
    if draft.state is not DraftState.READY:
        return _closed(draft)
    form = NewJudgementForm(version=draft.version)
    framework = _view(draft).framework
    form.offer_choices(framework)
    return _add(
        form,
        draft,
        "judgement",
        lambda found: editing.add_judgement(found, form.values(framework), form.page_number),
    )


def _add(
    form: NewItemForm | NewJudgementForm, draft: DraftOfReport, what: str, change: Change
) -> ResponseReturnValue:
    tried = Attempt()
    if form.validate_on_submit():
        tried = _try(form, draft, change)
        if tried:
            to = url_for("report_drafts.show", draft_id=draft.id)
            return done(f"{what.capitalize()} added", to)
    conflict = draft_forms.versions(form, {"text": "", "area_key": ""}) if tried.overtaken else ()
    return _edit("report_drafts/add.html", form, draft, conflict=conflict, what=what)


@bp.route("/<uuid:draft_id>/split", methods=["GET", "POST"])
@requires(P.RECORD_INSPECTIONS)
@writes
def split(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Make several recommendations of one."""
    draft = _open(draft_id)
    if draft.state is not DraftState.READY:
        return _closed(draft)
    item = _asked_item(contents_of(draft))
    if isinstance(item, DraftJudgement):
        abort(404)
    form = SplitForm(version=draft.version, **draft_forms.suggested_parts(item.text, PARTS))
    tried = Attempt()
    if form.validate_on_submit():
        tried = _try(form, draft, lambda found: editing.split(found, item.key, form.texts()))
        if tried:
            return done("Recommendation split", _view(draft).href(item.key))
    saved = {"part_1": draft_forms.item_values(item)["text"]}
    conflict = draft_forms.versions(form, saved) if tried.overtaken else ()
    return _edit("report_drafts/split.html", form, draft, about=item.key, conflict=conflict)


@bp.post("/<uuid:draft_id>/change")
@requires(P.RECORD_INSPECTIONS)
@writes
def change(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Confirm, drop, take back or merge what a button of the draft's page stands beside."""
    draft = _open(draft_id)
    if draft.state is not DraftState.READY:
        return _closed(draft)
    form = ChangeForm()
    about, button = form.item.data or "", BUTTONS.get(form.deed.data or "")
    if form.validate_on_submit() and button is not None:
        to_do, sentence = button
        if _try(form, draft, lambda found: to_do(found, about)):
            return done(sentence, _view(draft).href(about))
    if not form.errors:
        form.refuse(RuleError("Press one of the buttons of this page"))
    return draft_answer(draft, form)
