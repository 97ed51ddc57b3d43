"""GOV.UK form widgets, with three faults of govuk-frontend-wtf 3.2.0 mended in one place.

The library's date widget reads one name three times and fails on any other number of parts; its
radios and checkboxes draw an empty hint; and each widget renders with the whole page's context.
"""

from __future__ import annotations

from typing import Any

from flask import current_app
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxesInput,
    GovCheckboxInput,
    GovDateInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from markupsafe import Markup

PARTS = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))


class _Plain:
    template: str

    def render(self, params: dict[str, Any]) -> Markup:
        # Only the widget's own parameters: the page's context would be built again for each field.
        return Markup(current_app.jinja_env.get_template(self.template).render(params=params))  # noqa: S704

    def _with_legend(self, params: dict[str, Any]) -> dict[str, Any]:
        if not (params.get("hint") or {}).get("text"):
            params["hint"] = None
        return params


class LineInput(_Plain, GovTextInput):  # type: ignore[misc]
    """One line of text."""


class PasswordInput(_Plain, GovPasswordInput):  # type: ignore[misc]
    """A password, never given back."""


class TextInput(_Plain, GovTextArea):  # type: ignore[misc]
    """Several lines of text."""


class CountedTextInput(_Plain, GovCharacterCount):  # type: ignore[misc]
    """Several lines of text with a count of the characters that are left."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().map_gov_params(field, **kwargs)
        params["maxlength"] = field.most
        return params


class SelectInput(_Plain, GovSelect):  # type: ignore[misc]
    """A drop-down list."""


class RadiosInput(_Plain, GovRadioInput):  # type: ignore[misc]
    """One choice of a few; the legend may be drawn as a heading by the page's params."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        return self._with_legend(super().map_gov_params(field, **kwargs))


class TicksInput(_Plain, GovCheckboxesInput):  # type: ignore[misc]
    """Any number of choices."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        return self._with_legend(super().map_gov_params(field, **kwargs))


class TickInput(_Plain, GovCheckboxInput):  # type: ignore[misc]
    """Yes or no."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params = self._with_legend(super().map_gov_params(field, **kwargs))
        # The library gives back whatever was sent in its place.
        params["items"][0]["value"] = "y"
        return params


class FileInput(_Plain, GovFileInput):  # type: ignore[misc]
    """A file to choose."""


class DayInput(_Plain, GovDateInput):  # type: ignore[misc]
    """A date in three parts, each with its own name and its own mark when it is wrong."""

    def __call__(self, field: Any, **kwargs: Any) -> Markup:
        return self.render(self.map_gov_params(field, **kwargs))

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = {
            "id": field.id,
            "fieldset": {"legend": {"text": field.label.text}},
            "hint": {"text": field.description} if field.description else None,
            "items": [self._part(field, *part) for part in PARTS],
        }
        if field.errors:
            params["errorMessage"] = {"text": field.errors[0]}
        return params

    @staticmethod
    def _part(field: Any, part: str, label: str, width: int) -> dict[str, Any]:
        wrong = bool(field.errors) and (not field.wrong_parts or part in field.wrong_parts)
        return {
            "label": label,
            "id": f"{field.id}-{part}",
            "name": f"{field.name}-{part}",
            "classes": f"govuk-input--width-{width}" + (" govuk-input--error" if wrong else ""),
            "value": field.typed.get(part, ""),
        }
