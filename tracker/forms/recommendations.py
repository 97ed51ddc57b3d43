"""Adding and amending a recommendation, and the council's response to it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from wtforms.validators import StopValidation

from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import Addressee, FindingKind, Response, Urgency
from tracker.forms.base import PageForm
from tracker.forms.fields import (
    Choices,
    hidden,
    line,
    offer,
    paragraphs,
    radios,
    select,
    tick,
    ticks,
)
from tracker.models import Body
from tracker.presenters.recommendations import finding_words, urgency_words
from tracker.presenters.words import choices, label
from tracker.services.recommendations import RecommendationFields, ResponseFields

MOST_DIGITS = 6


def _whole(_form: Any, field: Any) -> None:
    text = field.data or ""
    if text and (not (text.isascii() and text.isdigit()) or len(text) > MOST_DIGITS):
        raise StopValidation("Page must be a whole number, such as 12")


def printed_page(words: str = "Page", hint: str = "") -> Any:
    """The page of a report on which something is printed."""
    field = line(words, most=20, hint=hint)
    field.kwargs["validators"] = [*field.kwargs["validators"], _whole]
    return field


def whole_number(text: str | None) -> int | None:
    """The number that was typed, once the form is valid; none for an empty field."""
    return int(text) if text else None


class RecommendationForm(PageForm):
    """A recommendation as it is printed, and who answers for it."""

    version = hidden()
    reference = line("Number", most=40, hint="As printed in the report, such as 7")
    text = paragraphs("Recommendation", required="Enter the recommendation")
    kind = select("Kind", required="Select what kind of finding it is")
    urgency = select("Urgency", none="None given", hint="The heading that it is printed under")
    page = printed_page(hint="Of the report")
    paragraph = line("Paragraph", most=60)
    area = select("Judgement area", none="None named")
    addressee = select("Speaks to", required="Select whom it speaks to")
    body_ids = ticks("Who answers for it")
    theme = line("Theme", hint="To group recommendations and what was done about them")

    def offer_choices(self, framework: Framework | None, bodies: Iterable[Body]) -> None:
        """Offer the framework's own words, and the bodies of the council where it has any."""
        offer(self.kind, _kinds(framework, self.kind.object_data))
        offer(self.urgency, [(u.value, urgency_words(framework, u)) for u in Urgency])
        offer(self.area, _areas(framework, self.area.object_data))
        offer(self.addressee, _addressees(framework))
        named = [(str(body.id), body.name) for body in bodies]
        if named:
            offer(self.body_ids, named)
        else:
            del self.body_ids

    def fields(self) -> RecommendationFields:
        """What the deed takes."""
        urgency = self.urgency.data
        body_ids = self.body_ids.data or () if "body_ids" in self else ()
        return RecommendationFields(
            text=self.text.data,
            kind=FindingKind(self.kind.data),
            addressee=Addressee(self.addressee.data),
            reference=self.reference.data,
            page=whole_number(self.page.data),
            paragraph=self.paragraph.data,
            urgency=Urgency(urgency) if urgency else None,
            area=self.area.data or None,
            theme=self.theme.data,
            body_ids=tuple(uuid.UUID(body_id) for body_id in body_ids),
        )


class NewRecommendationForm(RecommendationForm):
    """A new recommendation; a report has many, so that the next one is a tick away."""

    version = None
    another = tick("Add another one after this")


def _kinds(framework: Framework | None, standing: FindingKind | None) -> Choices:
    """What the framework finds, in its own words, and what stands on the record already."""
    known = [term.kind for term in framework.findings] if framework else list(FindingKind)
    known += [kind for kind in FindingKind if kind is standing and kind not in known]
    return [(kind.value, finding_words(framework, kind)) for kind in known]


def _areas(framework: Framework | None, standing: str | None) -> Choices:
    known = [(area.key, area.full_label) for area in framework.areas] if framework else []
    if standing and standing not in dict(known):
        known.append((standing, standing))
    return known


def _addressees(framework: Framework | None) -> Choices:
    """Everybody who can be spoken to, those whom the framework speaks to first."""
    first = list(framework.addressees) if framework else []
    others = [addressee for addressee in Addressee if addressee not in first]
    return [(addressee.value, label(addressee)) for addressee in (*first, *others)]


class ResponseForm(PageForm):
    """The council's response to a recommendation."""

    version = hidden()
    response = radios(
        "What is the council’s response?", choices(Response), required="Select the response"
    )
    response_reason = paragraphs(
        "Reason", hint="Needed unless the recommendation is accepted", most=5000
    )

    def fields(self) -> ResponseFields:
        """What the deed takes."""
        return ResponseFields(
            response=Response(self.response.data), response_reason=self.response_reason.data
        )
