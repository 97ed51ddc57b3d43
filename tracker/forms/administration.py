"""A council's names and face, and how it works."""

from __future__ import annotations

from typing import Any

from wtforms import SubmitField

from tracker.domain.vocabulary import Seniority
from tracker.forms.base import PageForm
from tracker.forms.fields import hidden, line, select
from tracker.models import Council
from tracker.presenters.words import label
from tracker.services.councils import CouncilFields


def _days_field() -> Any:
    field = line(
        "Working days for which due dates are locked before a board meets",
        required="Enter the number of working days, 0 where only the day itself is locked",
        most=20,
        hint="From 0 to 20. Until the meeting is over, no due date of its plans moves",
    )
    # The record has a number, and the field is one of text.
    field.kwargs["filters"] = [lambda value: str(value) if isinstance(value, int) else value]
    return field


class CouncilForm(PageForm):
    """What an administrator may set; ``preview`` is the button that only shows the colour."""

    version = hidden()
    name = line("Name", required="Enter the council’s name", hint="Such as Riverford City Council")
    short_name = line(
        "Short name", required="Enter a short name", most=60, hint="Such as Riverford"
    )
    service_provider = line(
        "Who runs children’s services",
        hint="Only where a trust or another body runs them for the council",
    )
    colour = line(
        "Colour of the header",
        required="Enter a colour",
        most=7,
        hint="A hash and six digits, such as #1d4f76. White text must be readable on it",
    )
    freeze_days = _days_field()
    names_from = select(
        "Whose names are published",
        [(level.value, f"{label(level)} and above") for level in Seniority],
        hint="Where a plan is published, everybody else is shown by the title of their post",
        none="Nobody’s",
    )
    preview = SubmitField("Show the colour")

    def fields(self, council: Council) -> CouncilFields:
        """What the deed takes: the address and the ONS code stay as the operator set them."""
        return CouncilFields(
            slug=council.slug,
            ons_code=council.ons_code,
            name=self.name.data,
            short_name=self.short_name.data,
            colour=self.colour.data,
            service_provider=self.service_provider.data,
            freeze_days=self._days(),
            names_from=Seniority(self.names_from.data) if self.names_from.data else None,
        )

    def _days(self) -> int | None:
        """The number that was typed; anything else is left to the rule to refuse."""
        text = str(self.freeze_days.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
