"""The council's Word templates: the list, adding one, its file, and taking it out of use."""

from __future__ import annotations

import uuid
from typing import Final

from flask import Blueprint
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.papers import PaperFormat
from tracker.extensions import limiter
from tracker.forms.inspections import RemoveForm
from tracker.forms.word_templates import WordTemplateForm
from tracker.models import WordTemplate
from tracker.presenters.word_templates import tag_rows, template_rows
from tracker.queries.cabinet_reports import get_word_template, list_word_templates
from tracker.reports.formats import FORMATS
from tracker.reports.shipped_template import shipped_template
from tracker.services.reports import sha256_of
from tracker.services.word_templates import (
    MOST_BYTES,
    TemplateFields,
    add_word_template,
    remove_word_template,
)
from tracker.web.addresses import url_for
from tracker.web.answers import attachment
from tracker.web.current import actor, db, today
from tracker.web.evidence import RECEIPTS
from tracker.web.guards import allow, requires, takes_file, writes
from tracker.web.kept_files import content_of
from tracker.web.pages import Attempt, attempt, done, page
from tracker.web.receiving import kept_with, scanned

bp = Blueprint("word_templates", __name__, url_prefix="/councils/<string:council>/word-templates")

WORD: Final = FORMATS[PaperFormat.WORD].mimetype


@bp.get("")
@requires(P.MAKE_REPORTS)
def index() -> ResponseReturnValue:
    """The council's templates, and the tracker's own to begin with."""
    rows = template_rows(list_word_templates(db(), actor()), url_for)
    return page("word_templates/index.html", rows=rows)


@bp.route("/add", methods=["GET", "POST"])
@requires(P.KEEP_TEMPLATES)
@takes_file(MOST_BYTES)
@limiter.limit(RECEIPTS, methods=["POST"])
def add() -> ResponseReturnValue:
    """Add a template, once every tag in it is known and nothing in it could run or be loaded."""
    form = WordTemplateForm()
    if form.validate_on_submit() and _add(form):
        return done("Template added", url_for(".index"))
    return page("word_templates/add.html", form=form)


def _add(form: WordTemplateForm) -> Attempt:
    content = form.content()
    if scanned(form, content) is None:
        return Attempt()
    title, name = form.title.data, form.name

    def deed(key: str) -> WordTemplate:
        fields = TemplateFields(title=title, name=name, sha256=sha256_of(content), storage_key=key)
        return add_word_template(db(), fields, size=len(content), by=actor(), on=today())

    return kept_with(form, content, deed)


@bp.get("/tags")
@requires(P.MAKE_REPORTS)
def tags() -> ResponseReturnValue:
    """What a template can say: every tag with its meaning."""
    return page("word_templates/tags.html", rows=tag_rows())


@bp.get("/standard/file")
@requires(P.MAKE_REPORTS)
def standard() -> ResponseReturnValue:
    """The tracker's own template, for a council to begin from."""
    return attachment(shipped_template(), WORD, "cabinet-report-template.docx")


@bp.get("/<uuid:template_id>/file")
@requires(P.MAKE_REPORTS)
def file(template_id: uuid.UUID) -> ResponseReturnValue:
    """A template as it came."""
    template = get_word_template(db(), actor(), template_id)
    return attachment(content_of(template), WORD, template.name)


@bp.route("/<uuid:template_id>/remove", methods=["GET", "POST"])
@requires(P.KEEP_TEMPLATES)
@writes
def remove(template_id: uuid.UUID) -> ResponseReturnValue:
    """Take a template out of use; reports that were issued with it keep it."""
    template = get_word_template(db(), actor(), template_id)
    allow(P.KEEP_TEMPLATES, template)
    form = RemoveForm(data={"version": template.version})
    if form.validate_on_submit():
        told = {"version": form.known_version, "reason": form.reason.data}
        if attempt(
            form, lambda: remove_word_template(db(), template, by=actor(), on=today(), **told)
        ):
            return done("Template removed", url_for(".index"))
    return page("word_templates/remove.html", form=form, title=template.title)
