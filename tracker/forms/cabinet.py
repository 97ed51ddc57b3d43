"""What a cabinet report needs from its author: words, the day it tells of, and what is exempt."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.domain.exemption import EXEMPT_PARAGRAPHS, Marks
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, paragraphs, select
from tracker.models import CabinetDraft
from tracker.presenters.cabinet_drafts import MarkedPassage
from tracker.reports.authors import authors_from
from tracker.reports.parts import IMPLICATIONS, AuthorsPart
from tracker.services.cabinet_drafts import CabinetFields

MOST_IN_AN_IMPLICATION: Final = 2_000
PREFIX: Final = "implication_"
OPEN: Final = ""
PARAGRAPHS: Final = [
    (str(number), f"{number}: {about}") for number, about in EXEMPT_PARAGRAPHS.items()
]
"""The paragraphs of Schedule 12A, part 1, as a select offers them."""


class AuthorsForm(PageForm):
    """What the tracker cannot know of a report; what is left out is marked in the paper."""

    version = hidden()
    as_at = day("Data as at", hint="The report tells of the end of this day. Empty means today")
    word_template_id = select("Template for Word", none="The tracker’s own")
    item_number = line("Item number", most=40)
    title = line("Title of the report", required="Enter the title of the report", most=300)
    member = line("Responsible cabinet member")
    portfolio = line("Portfolio")
    director = line("Responsible director")
    director_post = line("The director’s post")
    purpose = paragraphs("Purpose of the report")
    recommendation = paragraphs(
        "Recommendation",
        hint="The resolution that Cabinet is asked to pass. It is recommended that Cabinet: one "
        "point on each line. The report letters them.",
    )
    reasons = paragraphs("Reasons")
    author = line("Author")
    extension = line("Extension", most=40)

    def offer_templates(self, rows: Iterable[Any]) -> None:
        """Offer the council's templates (``queries.cabinet_reports.list_word_templates``)."""
        offer(self.word_template_id, [(str(row.id), row.title) for row in rows])

    def check_day(self, first_on: date) -> bool:
        """Whether anything was recorded of the plan by the day that was typed; says if not."""
        if self.as_at.data is None or self.as_at.data >= first_on:
            return True
        said = f"Nothing was recorded of this plan by then. Enter {long_date(first_on)} or later"
        self.refuse(RuleError(said, field="as_at"))
        return False

    def fields(self) -> CabinetFields:
        """What the deed takes."""
        told = {key: self[name].data or "" for key, name in implication_names()}
        template = self.word_template_id.data
        return CabinetFields(
            authors=AuthorsPart(
                title=self.title.data,
                purpose=self.purpose.data or "",
                recommendation=self.recommendation.data or "",
                reasons=self.reasons.data or "",
                item_number=self.item_number.data or "",
                member=self.member.data or "",
                portfolio=self.portfolio.data or "",
                director=self.director.data or "",
                director_post=self.director_post.data or "",
                author=self.author.data or "",
                extension=self.extension.data or "",
                implications={key: words for key, words in told.items() if words},
            ),
            as_at=self.as_at.data,
            word_template_id=uuid.UUID(template) if template else None,
        )


def implication_names() -> list[tuple[str, str]]:
    """The rows of the table of implications, each with the name of its field."""
    return [(key, f"{PREFIX}{key}") for key, _words in IMPLICATIONS]


def _implications() -> dict[str, Any]:
    return {
        f"{PREFIX}{key}": paragraphs(words, most=MOST_IN_AN_IMPLICATION)
        for key, words in IMPLICATIONS
    }


CabinetForm: type[AuthorsForm] = type("CabinetForm", (AuthorsForm,), _implications())
"""The form with a field for each row of the table of implications."""


def standing_of(draft: CabinetDraft) -> dict[str, Any]:
    """What a draft puts into the form, by the names of its fields."""
    authors = authors_from(draft.typed)
    told = {name: authors.implications.get(key, "") for key, name in implication_names()}
    typed = {name: value for name, value in vars(authors).items() if name != "implications"}
    return {
        **typed,
        **told,
        "version": draft.version,
        "as_at": draft.as_at,
        "word_template_id": draft.word_template_id,
    }


class ExemptForm(PageForm):
    """Which passages and actions of the report are exempt; made for one report by ``exempt_form``.

    ``add_reference`` names one more action, ``add_paragraph`` the paragraph for it.
    """

    version = hidden()
    add_reference = line("Reference of an action", most=60)
    add_paragraph = select("Exempt under paragraph", PARAGRAPHS, none="Choose one")
    names: Mapping[str, Any] = {}

    def marks(self, actions: Mapping[str, uuid.UUID]) -> Marks:
        """The marks as the form has them; ``actions`` are the plan's by their references."""
        passages, marked = {}, {}
        for name, known in self.names.items():
            chosen = self[name].data
            if chosen and isinstance(known, uuid.UUID):
                marked[known] = int(chosen)
            elif chosen:
                passages[known] = int(chosen)
        reference = self.add_reference.data
        if reference:
            marked[actions[reference.casefold()]] = int(self.add_paragraph.data)
        return Marks(passages, marked)

    def check(self, actions: Mapping[str, uuid.UUID]) -> bool:
        """Whether the action to be added is one of the plan's, with a paragraph; says what not."""
        reference, paragraph = self.add_reference.data, self.add_paragraph.data
        if reference and reference.casefold() not in actions:
            said = f"The plan has no action {reference}. Enter the reference of one of its actions"
            self.add_reference.errors = [*self.add_reference.errors, said]
            return False
        if bool(reference) != bool(paragraph):
            field = self.add_paragraph if reference else self.add_reference
            said = "Choose the paragraph" if reference else "Enter the reference of the action"
            field.errors = [*field.errors, said]
            return False
        return True


def exempt_form(passages: Sequence[MarkedPassage]) -> type[ExemptForm]:
    """The form with a select for each passage and each marked action of a report."""
    fields: dict[str, Any] = {"names": {}}
    for passage in passages:
        name = field_name(passage)
        fields["names"][name] = passage.key
        fields[name] = select(passage.label, PARAGRAPHS, none="Open to the public")
    return type("ExemptFormOfReport", (ExemptForm,), fields)


def field_name(passage: MarkedPassage) -> str:
    """The name under which the mark of a passage is posted."""
    return "mark_" + re.sub(r"[^0-9a-z]", "", str(passage.key))


class IssueForm(PageForm):
    """Issuing the report as it was previewed."""

    version = hidden()

    def take_over(self, version: int) -> None:
        """Somebody changed the draft meanwhile: it is to be read again before it is issued."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this report in the meantime. Look at the preview again"
        )


class MakeAgainForm(PageForm):
    """Making the files of an issued report once more."""
