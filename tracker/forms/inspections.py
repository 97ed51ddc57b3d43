"""Recording, amending and removing an inspection."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from tracker.domain.errors import RuleError
from tracker.domain.frameworks import Framework
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, paragraphs, select
from tracker.services.inspections import InspectionFields

KIND_SEPARATOR = ":"


def activity_key(framework: str, kind: str) -> str:
    """A framework and one of its kinds as one choice."""
    return f"{framework}{KIND_SEPARATOR}{kind}"


class InspectionForm(PageForm):
    """An inspection, visit or review. ``activity`` is a framework and one of its kinds."""

    version = hidden()
    activity = select("Kind of inspection", required="Select the kind of inspection")
    title = line("Title", required="Enter the title", hint="As boards will know it")
    theme = line("Theme", hint="For a visit that looked at one theme")
    fieldwork_start_on = day("First day on site", required="Enter the first day on site")
    fieldwork_end_on = day("Last day on site", required="Enter the last day on site")
    received_on = day("Report received on", hint="Statutory clocks start from here")
    published_on = day("Published on")
    not_before_on = day(
        "Not to be shared before",
        hint="Until this day only those who may see embargoed findings see it",
    )
    report_url = line("Address of the report", most=2000, kind="url")
    lead_inspector = line("Lead inspector")
    follows_id = select("Follows", none="No earlier inspection")
    found_good = paragraphs("What was found good")
    summary = paragraphs("Summary")

    def offer_choices(self, frameworks: Iterable[Framework], earlier: Iterable[Any]) -> None:
        """Offer every kind of every framework, and the inspections that this one can follow."""
        offer(
            self.activity,
            [
                (activity_key(framework.key, kind.key), f"{framework.short_name}: {kind.label}")
                for framework in frameworks
                for kind in framework.kinds
            ],
        )
        offer(self.follows_id, [(str(row.id), row.title) for row in earlier])

    def refuse(self, error: RuleError) -> None:
        """Framework and kind are one choice on the page."""
        field = "activity" if error.field in ("framework", "kind") else error.field
        super().refuse(RuleError(error.sentence, field=field))

    def fields(self) -> InspectionFields:
        """What the deed takes."""
        framework, _, kind = self.activity.data.partition(KIND_SEPARATOR)
        follows = self.follows_id.data
        return InspectionFields(
            framework=framework,
            kind=kind,
            title=self.title.data,
            theme=self.theme.data,
            fieldwork_start_on=self.fieldwork_start_on.data,
            fieldwork_end_on=self.fieldwork_end_on.data,
            received_on=self.received_on.data,
            published_on=self.published_on.data,
            not_before_on=self.not_before_on.data,
            report_url=self.report_url.data,
            lead_inspector=self.lead_inspector.data,
            follows_id=uuid.UUID(follows) if follows else None,
            found_good=self.found_good.data,
            summary=self.summary.data,
        )


class RemoveForm(PageForm):
    """Taking a record out: it stays in history, with the reason."""

    version = hidden()
    reason = paragraphs("Why is it removed?", most=2000, hint="Kept in history")

    def take_over(self, version: int) -> None:
        """Somebody changed the record meanwhile: nothing was typed that could be compared."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this in the meantime. Look at it again before you remove it"
        )
