"""Going through the draft of a report: its facts, its items, and the buttons beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from tracker.domain.errors import RuleError
from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import Addressee, FindingKind, Urgency
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, offer, paragraphs, select
from tracker.forms.inspections import KIND_SEPARATOR, activity_key
from tracker.forms.recommendations import printed_page, whole_number
from tracker.intake.editing import FEWEST_PARTS, FactValues, JudgementValues, RecommendationValues
from tracker.presenters.recommendations import finding_words, urgency_words
from tracker.presenters.words import label

MOST_PARTS: Final = 6
PARTS: Final = tuple(f"part_{number}" for number in range(1, MOST_PARTS + 1))


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
