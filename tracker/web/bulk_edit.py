"""Bulk edit: choose actions and a change, see what it would do, do it; undo the last one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, make_response
from flask.typing import ResponseReturnValue

from tracker.access.permissions import Permission as P
from tracker.domain.errors import RuleError
from tracker.forms.bulk_edit import FORMS, NO_PRIORITY, BulkForm, UndoForm
from tracker.forms.fields import Choices
from tracker.presenters import bulk_edit as presenter
from tracker.presenters.ownership import owner_choices
from tracker.queries import bulk_edit as queries
from tracker.queries.actions import FILTERS
from tracker.queries.administration import names_of
from tracker.queries.coverage import list_answerable
from tracker.queries.listing import Ask
from tracker.queries.people import ids_of, list_people_here
from tracker.queries.plans import PlanFace, get_plan_face
from tracker.queries.posts import list_holders, list_open_posts
from tracker.services.bulk_edit import ActionRefused, BulkKind, bulk_edit, overtaken, try_bulk_edit
from tracker.services.bulk_undo import obstacles_to, undo_bulk_edit
from tracker.web.addresses import url_for
from tracker.web.asking import ask
from tracker.web.current import actor, db, frameworks, today
from tracker.web.guards import allow, requires, writes
from tracker.web.pages import attempt, done, page

bp = Blueprint("bulk_edit", __name__, url_prefix="/councils/<string:council>")

EVERY = "every"
ASKED: Final = ("action", EVERY, "change")


@dataclass(frozen=True)
class Chosen:
    """The actions of the address: ``rows`` are (id, reference, title), ``lost`` how many are not.

    ``carried`` is what takes the choice on to the next page.
    """

    rows: Sequence[Any]
    lost: int
    carried: Sequence[tuple[str, str]]
    problem: str = ""

    @property
    def ids(self) -> list[uuid.UUID]:
        """Their ids."""
        return [row.id for row in self.rows]


def _chosen(plan_id: uuid.UUID) -> Chosen:
    asked = ask((*FILTERS, *ASKED)).filters
    if EVERY in asked:
        filters = {name: values for name, values in asked.items() if name in FILTERS}
        rows = queries.list_matching(db(), actor(), Ask(filters), plan_id)
        too_many = len(rows) > queries.MOST_EDITED
        pairs = [(name, value) for name, values in filters.items() for value in values]
        problem = presenter.too_many_words() if too_many else ""
        return Chosen(rows[: queries.MOST_EDITED], 0, [(EVERY, "yes"), *pairs], problem)
    ticked = asked.get("action", ())
    rows = queries.list_named(db(), actor(), plan_id, ids_of(ticked))
    carried = [("action", str(row.id)) for row in rows]
    return Chosen(rows, len(set(ticked)) - len(rows), carried)


@bp.get("/plans/<uuid:plan_id>/bulk-edit")
@requires(P.EDIT_ACTIONS)
def choose(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Choose what is changed of the actions in the address."""
    plan = get_plan_face(db(), actor(), plan_id)
    allow(P.EDIT_ACTIONS, plan)
    return _choice(plan, _chosen(plan_id))


def _choice(plan: PlanFace, chosen: Chosen, problem: str = "") -> ResponseReturnValue:
    if not chosen.rows:
        problem = "Select at least one action in the list"
    problem = chosen.problem or problem
    may_go_on = bool(chosen.rows) and not chosen.problem
    shown = page(
        "bulk_edit/choose.html",
        **_around(plan, chosen),
        kinds=presenter.kind_choices(),
        write_href=url_for(".change", plan_id=plan.id),
        may_go_on=may_go_on,
        error_summary=[{"text": problem, "href": "#change" if may_go_on else ""}]
        if problem
        else [],
    )
    return make_response(shown, 422) if problem else shown


def _around(plan: PlanFace, chosen: Chosen) -> dict[str, Any]:
    list_href = url_for("actions.of_plan", plan_id=plan.id)
    return {
        "plan": plan,
        "chosen": chosen,
        "lost": presenter.lost_words(chosen.lost),
        "list_href": list_href,
        "trail": presenter.trail(plan, url_for),
    }


@bp.route("/plans/<uuid:plan_id>/bulk-edit/change", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def change(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Fill in the change, look at what it would do to each action, and do it."""
    plan = get_plan_face(db(), actor(), plan_id)
    allow(P.EDIT_ACTIONS, plan)
    chosen, kind = _chosen(plan_id), _kind()
    if kind is None or not chosen.rows or chosen.problem:
        return _choice(plan, chosen, "Select what you want to change")
    form = FORMS[kind]()
    form.offer(_choices(kind, plan))
    if form.is_submitted() and not form.goes_back:
        form.validate()
        if form.is_settled:
            return _previewed(plan, chosen, form)
    return page("bulk_edit/change.html", form=form, **_words(plan, chosen, form))


def _kind() -> BulkKind | None:
    asked = "".join(ask(("change",)).filters.get("change", ())[:1])
    return BulkKind(asked) if asked in {kind.value for kind in BulkKind} else None


def _words(plan: PlanFace, chosen: Chosen, form: BulkForm) -> dict[str, Any]:
    query = urlencode([("change", form.kind.value), *chosen.carried])
    return {
        **_around(plan, chosen),
        "heading": presenter.KINDS[form.kind],
        "hint": presenter.HINTS.get(form.kind, ""),
        "here": f"{url_for('.change', plan_id=plan.id)}?{query}",
        "back": f"{url_for('.choose', plan_id=plan.id)}?{urlencode(chosen.carried)}",
    }


def _choices(kind: BulkKind, plan: PlanFace) -> Mapping[str, Choices]:
    make = _CHOICES.get(kind)
    return make(plan) if make else {}


def _priorities(plan: PlanFace) -> Mapping[str, Choices]:
    rows = [(str(row.id), f"{row.letter}: {row.title}") for row in plan.priorities]
    return {"priority_id": [*rows, (NO_PRIORITY, "No priority")]}


def _owners(_plan: PlanFace) -> Mapping[str, Choices]:
    posts, people = list_open_posts(db(), actor()), list_people_here(db(), actor())
    return {"owner": owner_choices(posts, list_holders(db(), actor()), people)}


def _both_owners(plan: PlanFace) -> Mapping[str, Choices]:
    formers = presenter.former_choices(queries.list_owners(db(), actor(), plan.id))
    return {**_owners(plan), "former": formers}


def _recommendations(plan: PlanFace) -> Mapping[str, Choices]:
    rows = list_answerable(db(), actor(), plan.id)
    return {"recommendation_id": presenter.recommendation_choices(rows, frameworks())}


_CHOICES: Final[Mapping[BulkKind, Callable[[PlanFace], Mapping[str, Choices]]]] = {
    BulkKind.PRIORITY: _priorities,
    BulkKind.LEAD: _owners,
    BulkKind.ADD_OWNER: _owners,
    BulkKind.REPLACE_OWNER: _both_owners,
    BulkKind.LINK: _recommendations,
    BulkKind.UNLINK: _recommendations,
}


def _previewed(plan: PlanFace, chosen: Chosen, form: BulkForm) -> ResponseReturnValue:
    """The preview, or the change done once it was seen."""
    versions, conflict = form.marks.versions(), ""
    ids = list(versions) if form.applies else chosen.ids
    if form.applies and not form.reason.errors:
        actions = _to_edit(plan, form, ids)
        changed = overtaken(actions, versions)
        conflict = presenter.overtaken_words([a.reference for a in changed]) if changed else ""
        number = None if changed else _apply(form, actions)
        if number is not None:
            return done(presenter.done_words(number), url_for("actions.of_plan", plan_id=plan.id))
    actions = _to_edit(plan, form, ids)
    tried = try_bulk_edit(db(), actions, form.change(), by=actor(), on=today())
    told = [change for one in tried for change in one.changes]
    shown = presenter.preview(tried, names_of(db(), actor(), queries.ids_in(told)), url_for)
    return page(
        "bulk_edit/preview.html",
        form=form,
        conflict=conflict,
        preview=shown,
        **_words(plan, chosen, form),
    )


def _to_edit(plan: PlanFace, form: BulkForm, ids: Sequence[uuid.UUID]) -> Sequence[Any]:
    actions = queries.list_to_edit(db(), actor(), plan.id, ids)
    for action in actions:
        allow(P.EDIT_ACTIONS, action)
        if form.kind is BulkKind.DUE_DATE:
            allow(P.REQUEST_DATE_CHANGES, action)
    return actions


def _apply(form: BulkForm, actions: Sequence[Any]) -> int | None:
    """How many actions were changed; None when a rule refused, which the form then says."""
    try:
        # A savepoint: what is refused is taken back, and the lock is kept for another preview.
        with db().begin_nested():
            return bulk_edit(
                db(),
                actions,
                form.change(),
                reason=form.reason.data or "",
                by=actor(),
                on=today(),
                versions=form.marks.versions(),
            )
    except RuleError as error:
        # Of all fields the preview shows the note alone.
        is_note = error.field == "reason" and not isinstance(error, ActionRefused)
        form.refuse(RuleError(error.sentence, field="reason" if is_note else None))
        return None


@bp.route("/plans/<uuid:plan_id>/bulk-edit/undo", methods=["GET", "POST"])
@requires(P.EDIT_ACTIONS)
@writes
def undo(plan_id: uuid.UUID) -> ResponseReturnValue:
    """Undo the last bulk edit of a plan, once it was seen what that brings back."""
    plan = get_plan_face(db(), actor(), plan_id)
    allow(P.EDIT_ACTIONS, plan)
    edit = queries.find_last_edit(db(), actor(), plan_id)
    list_href = url_for("actions.of_plan", plan_id=plan_id)
    trail = presenter.trail(plan, url_for)
    form = UndoForm(deed=str(edit.deed_id) if edit else "")
    if edit is None:
        return page("bulk_edit/undo.html", plan=plan, edit=None, trail=trail, list_href=list_href)
    names = names_of(db(), actor(), queries.ids_in(edit.changes))
    shown = presenter.last_edit(edit, obstacles_to(edit), names, url_for)
    if form.validate_on_submit() and form.is_about(edit.deed_id):
        reason = form.reason.data
        if attempt(form, lambda: undo_bulk_edit(db(), edit, by=actor(), on=today(), reason=reason)):
            return done("Bulk edit undone", list_href)
    return page(
        "bulk_edit/undo.html", form=form, plan=plan, edit=shown, trail=trail, list_href=list_href
    )
