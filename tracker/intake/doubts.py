"""What a person should look at first: what was not found, and what is less than certain."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.frameworks.definitions import Framework
from tracker.intake.draft import Doubt, ReportDraft, Sureness
from tracker.intake.facts import is_plausible
from tracker.intake.words import plain

_SHORT = 25
"""Characters; a finding with fewer may be a piece of one."""

_LONG = 2500


def doubts_about(draft: ReportDraft, framework: Framework) -> tuple[Doubt, ...]:
    """The doubts about a draft, in the order of its parts."""
    return (
        *_about_facts(draft, framework),
        *_about_judgements(draft, framework),
        *_about_recommendations(draft),
    )


def _about_facts(draft: ReportDraft, framework: Framework) -> Iterator[Doubt]:
    if draft.council is None:
        yield Doubt("council", "The report does not say which council it is about")
    if draft.framework is not None and draft.framework.sureness is not Sureness.CERTAIN:
        yield Doubt(
            "framework",
            f"Check the framework: {framework.name} fits the title, but other versions share it",
            draft.framework.place,
        )
    if draft.kind is None:
        yield Doubt("kind", "The report does not say what kind of inspection it was")
    elif draft.kind.sureness is not Sureness.CERTAIN:
        known = framework.find_kind(draft.kind.value)
        label = known.label.lower() if known else draft.kind.value
        yield Doubt(
            "kind",
            f"Check the kind: {label} is read from the length of fieldwork",
            draft.kind.place,
        )
    yield from _about_days(draft, framework)
    if draft.lead_inspector is None:
        yield Doubt("lead_inspector", "No lead inspector is named")
    elif draft.lead_inspector.sureness is not Sureness.CERTAIN:
        yield Doubt(
            "lead_inspector",
            "Check the lead inspector: the name is not printed under that heading",
            draft.lead_inspector.place,
        )


def _about_days(draft: ReportDraft, framework: Framework) -> Iterator[Doubt]:
    if not draft.fieldwork:
        yield Doubt("fieldwork", "No dates of the inspection were found")
    for period in draft.fieldwork:
        if not is_plausible(period.start_on, period.end_on):
            yield Doubt(
                "fieldwork", "Check the dates: the inspection would be too long", period.place
            )
        elif not framework.covers(period.start_on):
            yield Doubt(
                "fieldwork",
                f"Check the dates: {framework.short_name} was not in force on that day",
                period.place,
            )
    published = draft.published
    if published is None:
        yield Doubt("published", "No date of publication is printed")
    elif published.sureness is not Sureness.CERTAIN:
        yield Doubt(
            "published",
            "Check the date of publication: it is the date of the letter",
            published.place,
        )
    elif draft.end_on is not None and published.on < draft.end_on:
        yield Doubt(
            "published",
            "Check the date of publication: it lies before the end of the inspection",
            published.place,
        )


def _about_judgements(draft: ReportDraft, framework: Framework) -> Iterator[Doubt]:
    for judgement in draft.judgements:
        if judgement.area_key is None:
            yield Doubt(
                judgement.key,
                f"{framework.short_name} has no judgement area called “{judgement.area}”",
                judgement.place,
            )
    kind = framework.find_kind(draft.kind.value) if draft.kind else None
    if kind is None or not kind.graded:
        return
    given = {judgement.area_key for judgement in draft.judgements}
    for area in framework.graded_areas:
        if area.expected and area.key not in given:
            yield Doubt("judgements", f"No grade was found for {area.full_label}")


def _about_recommendations(draft: ReportDraft) -> Iterator[Doubt]:
    if not draft.recommendations:
        yield Doubt("recommendations", "No recommendations or areas for improvement were found")
    seen: dict[str, str] = {}
    for item in draft.recommendations:
        said = plain(item.text)
        if said in seen:
            yield Doubt(item.key, "The same words stand in another recommendation", item.place)
        elif len(said) < _SHORT:
            yield Doubt(item.key, "This is very short: it may be a piece of another", item.place)
        elif len(said) > _LONG:
            yield Doubt(item.key, "This is very long: it may be several in one", item.place)
        elif item.sureness is not Sureness.CERTAIN:
            yield Doubt(item.key, "This has no bullet or number: check that it is one", item.place)
        seen[said] = item.key
    yield from _about_numbers(draft)


def _about_numbers(draft: ReportDraft) -> Iterator[Doubt]:
    """Numbers that leave a gap: a recommendation between them may have been missed."""
    before: tuple[int, object] | None = None
    for item in draft.recommendations:
        if item.reference is None or not item.reference.isdigit():
            before = None
            continue
        number = int(item.reference)
        same_list = before is not None and before[1] == item.addressee
        if same_list and before is not None and number != before[0] + 1:
            yield Doubt(
                item.key,
                f"The number before {number} is {before[0]}: something between may be missing",
                item.place,
            )
        before = (number, item.addressee)
