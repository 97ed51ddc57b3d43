"""The base of every form: stripped text, strange fields refused, rules' refusals shown in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict
from wtforms import Field

from tracker.domain.errors import RuleError
from tracker.domain.text import showable
from tracker.forms.fields import DayField

CARRIED = frozenset({"csrf_token", "version"})


def _strip(value: Any) -> Any:
    """Text that can be shown, without white space at its ends; empty text is none."""
    if isinstance(value, str):
        return showable(value.replace("\r\n", "\n")).strip() or None
    return value


class PageForm(FlaskForm):  # type: ignore[misc]
    """A form of one page.

    A subclass declares its fields with ``tracker.forms.fields`` and has ``fields()``, which gives
    the service's dataclass. An edit form has ``version = hidden()``.
    """

    class Meta:
        """Only a posted form is read; text is stripped, once, here; passwords are not."""

        takes_files = False

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            # A page posts a form; the library would take JSON too, with values of any kind.
            if not form.is_submitted():
                return None
            # Files are looked at by the one form that asks for one.
            return (
                CombinedMultiDict([request.files, request.form])
                if self.takes_files
                else request.form
            )

        def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Field:
            kind = unbound.field_class.__name__
            if kind in ("StringField", "TextAreaField", "CountedField", "HiddenField"):
                filters = [*unbound.kwargs.get("filters", []), _strip]
                return unbound.bind(form=form, filters=filters, **options)  # type: ignore[no-any-return]
            return unbound.bind(form=form, **options)  # type: ignore[no-any-return]

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        strange = sorted({*request.form, *request.files} - set(self._expected()))
        if strange:
            name = showable(strange[0])[:60]
            self.form_errors.append(
                f"This page does not know the field “{name}”. Reload it and try again"
            )
        if self.known_version is None and "version" in self and self["version"].data:
            self.form_errors.append("Reload the page and try again")
        return good and not self.form_errors

    def _expected(self) -> Iterator[str]:
        yield "csrf_token"
        for field in self:
            yield from field.names if isinstance(field, DayField) else (field.name,)

    @property
    def here(self) -> str:
        """The address of the page that the form stands on: where it is posted."""
        return request.full_path.removesuffix("?")

    @property
    def known_version(self) -> int | None:
        """The version of the record that the page was made from."""
        text = str(self["version"].data or "") if "version" in self else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def begin_with(self, values: Mapping[str, Any]) -> None:
        """Show ``values``, by the names of fields, wherever nothing was sent."""
        for name, value in values.items():
            if not self[name].raw_data:
                self[name].process_data(value)

    def refuse(self, error: RuleError) -> None:
        """Show a rule's refusal at its field, or at the top where it concerns the whole deed."""
        if error.field and error.field in self:
            field = self[error.field]
            field.errors = [*field.errors, error.sentence]
        else:
            self.form_errors.append(error.sentence)

    def take_over(self, version: int) -> None:
        """After a conflict was shown, let the next press save over ``version``."""
        if "version" in self:
            self["version"].data = str(version)

    def shown(self) -> Iterator[Field]:
        """The fields that a person fills in."""
        return (field for field in self if field.short_name not in CARRIED)
