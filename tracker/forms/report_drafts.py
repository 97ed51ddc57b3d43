"""Handing in a report, going through what was read out of it, and accepting it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from tracker.domain.errors import RuleError
from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import Addressee, FindingKind, Urgency
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, paragraphs, select, tick, upload
from tracker.forms.inspections import KIND_SEPARATOR, activity_key
from tracker.forms.recommendations import printed_page, whole_number
from tracker.intake.editing import FEWEST_PARTS, FactValues, JudgementValues, RecommendationValues
from tracker.presenters.recommendations import finding_words, urgency_words
from tracker.presenters.words import label
from tracker.services.report_acceptance import AcceptanceFields
from tracker.services.reports import (
    MEDIA_TYPES,
    MOST_BYTES,
    PASTED,
    is_what_it_says,
    media_type_of,
    plain_name,
)

MOST_PASTED: Final = 400_000
MOST_PARTS: Final = 6
PARTS: Final = tuple(f"part_{number}" for number in range(1, MOST_PARTS + 1))


NOT_WHAT_IT_SAYS: Final = (
    "The file is not what the end of its name says. It may be a web page that was saved in place "
    "of the report: download the report again"
)


class ReadForm(PageForm):
    """A report as a file, or its text pasted."""

    class Meta(PageForm.Meta):
        """The one form that takes a file."""

        takes_files = True

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

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        sentence = self._fault()
        if sentence:
            self.file.errors = [*self.file.errors, sentence]
        return good and not sentence

    def _fault(self) -> str:
        """What is wrong with what was handed in; nothing when it can be read."""
        if self.file.data is None:
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
        return plain_name(self.file.data.filename or "") if self.file.data else PASTED

    def content(self) -> bytes:
        """The bytes of the report."""
        if self.file.data is not None:
            self.file.data.seek(0)
            return bytes(self.file.data.read())
        return str(self.pasted.data).encode()


class ChangeForm(PageForm):
    """One button beside an item or a doubt: which, and what to do with it."""

    version = hidden()
    item = hidden()
    deed = hidden()

    def take_over(self, version: int) -> None:
        """Somebody changed the draft meanwhile: the button may mean something else by now."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this draft in the meantime. Look at it again"
        )


class DropForm(PageForm):
    """Dropping a report with its draft."""


class FactsForm(PageForm):
    """What the report says of the inspection itself."""

    version = hidden()
    activity = select("Kind of inspection", none="Not known yet")
    start_on = day("First day on site")
    end_on = day("Last day on site")
    published = day("Published on")
    statement_due = day(
        "Statement of action due",
        hint="Only where the report or letter prints the day; else it is counted",
    )
    lead_inspector = line("Lead inspector")
    theme = line("Theme", hint="For a visit that looked at one theme")

    def offer_choices(self, frameworks: Iterable[Framework]) -> None:
        """Offer every kind of every framework."""
        offer(
            self.activity,
            [
                (activity_key(framework.key, kind.key), f"{framework.short_name}: {kind.label}")
                for framework in frameworks
                for kind in framework.kinds
            ],
        )

    def values(self) -> FactValues:
        """What the draft takes."""
        framework, _, kind = (self.activity.data or "").partition(KIND_SEPARATOR)
        return FactValues(
            framework=framework or None,
            kind=kind or None,
            theme=self.theme.data,
            start_on=self.start_on.data,
            end_on=self.end_on.data,
            published=self.published.data,
            lead_inspector=self.lead_inspector.data,
            statement_due=self.statement_due.data,
        )


class ItemForm(PageForm):
    """A recommendation of the draft."""

    version = hidden()
    reference = line("Number", most=40, hint="As printed in the report, such as 7")
    text = paragraphs("Recommendation", required="Enter the recommendation")
    kind = select("Kind", required="Select what kind of finding it is")
    urgency = select("Urgency", none="None given", hint="The heading that it is printed under")
    addressee = select("Speaks to", required="Select whom it speaks to")
    body = line("Responsible body", hint="Where the report names one")
    paragraphs = line("Paragraphs", most=60, hint="Of the report, such as 58, 62")
    theme = line("Theme", hint="Becomes a priority when you start a plan")

    def offer_choices(self, framework: Framework | None) -> None:
        """Offer what the framework finds, in its own words, and everybody to whom it may speak."""
        terms = framework.findings if framework else ()
        kinds = [term.kind for term in terms]
        kinds += [kind for kind in FindingKind if kind not in kinds]
        offer(self.kind, [(kind.value, finding_words(framework, kind)) for kind in kinds])
        offer(self.urgency, [(u.value, urgency_words(framework, u)) for u in Urgency])
        offer(self.addressee, [(addressee.value, label(addressee)) for addressee in Addressee])

    def values(self) -> RecommendationValues:
        """What the draft takes."""
        urgency = self.urgency.data
        return RecommendationValues(
            text=self.text.data,
            reference=self.reference.data,
            kind=FindingKind(self.kind.data),
            urgency=Urgency(urgency) if urgency else None,
            addressee=Addressee(self.addressee.data),
            body=self.body.data,
            paragraphs=self.paragraphs.data,
            theme=self.theme.data,
        )


class NewItemForm(ItemForm):
    """A recommendation that the reader has missed."""

    page = printed_page(hint="Of the report, counted from its first leaf")

    @property
    def page_number(self) -> int:
        """The page that was typed, or the first."""
        return whole_number(self.page.data) or 1


class JudgementForm(PageForm):
    """A judgement of the draft."""

    version = hidden()
    area_key = select("Judgement area", required="Select the judgement area")
    grade_key = select("Grade", required="Select the grade")

    def offer_choices(self, framework: Framework | None) -> None:
        """Offer the areas that the framework grades, and every grade of its scales once."""
        if framework is None:
            return
        offer(self.area_key, [(area.key, area.full_label) for area in framework.graded_areas])
        grades = {grade.key: grade.label for scale in framework.scales for grade in scale.grades}
        offer(self.grade_key, list(grades.items()))

    def values(self, framework: Framework | None) -> JudgementValues:
        """What the draft takes.

        Raises:
            RuleError: the framework does not give this grade for this area.
        """
        if framework is None:
            raise RuleError("Select the kind of inspection first, among the facts")
        grade = framework.require_grade(self.area_key.data, self.grade_key.data, field="grade_key")
        area = framework.find_area(self.area_key.data)
        return JudgementValues(
            area_key=self.area_key.data,
            grade_key=grade.key,
            area=area.full_label if area else self.area_key.data,
            grade=grade.label,
        )


class NewJudgementForm(JudgementForm):
    """A judgement that the reader has missed."""

    page = printed_page(hint="Of the report, counted from its first leaf")

    @property
    def page_number(self) -> int:
        """The page that was typed, or the first."""
        return whole_number(self.page.data) or 1


class SplitForm(PageForm):
    """The words of two to six recommendations that were read as one."""

    version = hidden()
    part_1 = paragraphs("Part 1", required="Enter part 1")
    part_2 = paragraphs("Part 2", required="Enter part 2")
    part_3 = paragraphs("Part 3")
    part_4 = paragraphs("Part 4")
    part_5 = paragraphs("Part 5")
    part_6 = paragraphs("Part 6")

    def texts(self) -> list[str]:
        """The parts that have words."""
        return [self[name].data for name in PARTS if self[name].data]

    @property
    def is_long(self) -> bool:
        """Whether more than the first two parts have words."""
        return any(self[name].data for name in PARTS[FEWEST_PARTS:])


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
    is_ours = tick("The report is about this council")

    def fields(self) -> AcceptanceFields:
        """What the deed takes."""
        return AcceptanceFields(
            title=self.title.data,
            received_on=self.received_on.data,
            not_before_on=self.not_before_on.data,
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
