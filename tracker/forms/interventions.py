"""Recording and amending a step of intervention or a review."""

from __future__ import annotations

from tracker.domain.vocabulary import InterventionKind
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, paragraphs, select
from tracker.presenters.words import choices
from tracker.services.interventions import InterventionFields


class InterventionForm(PageForm):
    """What the step is, from when to when, and where its document is."""

    version = hidden()
    kind = select("Kind", choices(InterventionKind), required="Select the kind of step")
    title = line("Title", required="Enter a title")
    from_on = day("First day", required="Enter the first day", hint="For a review, its day")
    to_on = day("Last day", hint="Leave this empty while it goes on")
    description = paragraphs("Description", hint="What it asks for, or what the review found")
    document_url = line("Address of the document", most=2000, kind="url")

    def fields(self) -> InterventionFields:
        """What the deed takes."""
        return InterventionFields(
            kind=InterventionKind(self.kind.data),
            title=self.title.data,
            from_on=self.from_on.data,
            to_on=self.to_on.data,
            description=self.description.data,
            document_url=self.document_url.data,
        )
