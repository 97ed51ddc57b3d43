"""A council's names and face."""

from __future__ import annotations

from wtforms import SubmitField

from tracker.forms.base import PageForm
from tracker.forms.fields import hidden, line
from tracker.models import Council
from tracker.services.councils import CouncilFields


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
        )
