"""Handing in a report, dropping it, accepting what was read out of it, and starting a plan."""

from __future__ import annotations

import uuid
from typing import Final

from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, paragraphs, select, tick, upload
from tracker.forms.uploads import UploadForm
from tracker.services.report_acceptance import AcceptanceFields
from tracker.services.reports import (
    MEDIA_TYPES,
    MOST_BYTES,
    PASTED,
    is_what_it_says,
    media_type_of,
)

MOST_PASTED: Final = 400_000


NOT_WHAT_IT_SAYS: Final = (
    "The file is not what the end of its name says. It may be a web page that was saved in place "
    "of the report: download the report again"
)


class ReadForm(UploadForm):
    """A report as a file, or its text pasted."""

    file = upload(
        "Choose the report",
        accept=",".join(MEDIA_TYPES),
        hint=f"A PDF, a Word file (.docx), a web page (.html) or plain text (.txt), at most "
        f"{MOST_BYTES // 10**6} MB",
    )
    pasted = paragraphs(
        "Or paste its text",
        most=MOST_PASTED,
        hint="For a report that is only on a web page, or that cannot be read as a file",
    )

    def _fault(self) -> str:
        """What is wrong with what was handed in; nothing when it can be read."""
        if not self.has_file:
            return "" if self.pasted.data else "Choose a report, or paste its text"
        if self.pasted.data:
            return "Choose a report or paste its text, not both"
        if media_type_of(self.name) is None:
            return "The report must be a PDF, a Word file (.docx), a web page or plain text"
        if self.content() and not is_what_it_says(self.name, self.content()):
            return NOT_WHAT_IT_SAYS
        return ""

    @property
    def name(self) -> str:
        """The name of the file, or what stands in its place for pasted text."""
        return super().name if self.has_file else PASTED

    def content(self) -> bytes:
        """The bytes of the report."""
        return super().content() if self.has_file else str(self.pasted.data).encode()


class DropForm(PageForm):
    """Dropping a report with its draft."""


class AcceptForm(PageForm):
    """What the report does not say itself."""

    version = hidden()
    title = line("Title", required="Enter the title", hint="As boards will know it")
    received_on = day(
        "Report received on",
        required="Enter the day on which the report was received",
        hint="Statutory clocks start from here",
    )
    not_before_on = day(
        "Not to be shared before",
        hint="Until this day only those who may see embargoed findings see it",
    )
    follows_id = select(
        "Earlier inspection",
        none="No earlier inspection",
        hint="The one that this report is compared with, or that a visit looks back to",
    )
    is_ours = tick("The report is about this council")

    def fields(self) -> AcceptanceFields:
        """What the deed takes."""
        return AcceptanceFields(
            title=self.title.data,
            received_on=self.received_on.data,
            not_before_on=self.not_before_on.data,
            follows_id=uuid.UUID(self.follows_id.data) if self.follows_id.data else None,
            is_ours="is_ours" in self and bool(self.is_ours.data),
        )

    def take_over(self, version: int) -> None:
        """Somebody changed the draft meanwhile: there is nothing here to be compared."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this draft in the meantime. Look at it again before you "
            "accept it"
        )


class FirstPlanForm(PageForm):
    """Starting a plan that answers an inspection."""

    title = line("Title of the plan", required="Enter the title")
