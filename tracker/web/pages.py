"""Answering with a page: the fitting status, a deed attempted, a conflict shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, make_response, redirect, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from tracker.domain.errors import RuleError
from tracker.forms.base import PageForm
from tracker.presenters.conflicts import ConflictRow, conflict_rows
from tracker.services.deeds import Conflict
from tracker.web import current


@dataclass
class Attempt:
    """Whether a deed was done, what it returned, and what stood in its way.

    ``overtaken`` says that somebody else was quicker; ``conflict`` has both versions then, where
    the record itself has what was typed.
    """

    done: bool = False
    result: Any = None
    conflict: Sequence[ConflictRow] = ()
    overtaken: bool = False

    def __bool__(self) -> bool:
        return self.done


def attempt(form: PageForm, deed: Callable[[], Any]) -> Attempt:
    """Do ``deed``; a rule that refuses becomes the form's message, a conflict shows both versions.

    Nothing is written unless the deed was done, and what was typed stays in the form.
    """
    try:
        return Attempt(done=True, result=deed())
    except RuleError as error:
        current.db().rollback()
        form.refuse(error)
    except Conflict as conflict:
        current.db().rollback()
        rows = conflict_rows(form, conflict.record)
        form.take_over(conflict.record.version)
        return Attempt(conflict=rows, overtaken=True)
    except (StaleDataError, IntegrityError):
        # Two writers passed the same check at once; the database let one through.
        current.db().rollback()
        form.refuse(RuleError("Somebody else changed this at the same moment. Try again"))
    return Attempt()


def page(template: str, **values: Any) -> ResponseReturnValue:
    """Render ``template``: 200, 422 when its form has errors, 409 when it shows a conflict."""
    form = values.get("form")
    status = 200
    if form is not None and form.errors:
        status = 422
    if values.get("conflict"):
        status = 409
    return make_response(render_template(template, **values), status)


def done(sentence: str, to: str) -> ResponseReturnValue:
    """A deed is done: say so on the next page."""
    flash(sentence, "success")
    return redirect(to, code=303)
