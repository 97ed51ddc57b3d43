"""What a board's pack tells of the plans that the board oversees, in the words of their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from tracker.domain.pack_material import PackMaterial
from tracker.domain.pictures import ActionPicture, AssurancePicture
from tracker.domain.report_questions import Told, concerned, verdicts_on
from tracker.domain.vocabulary import Delivery
from tracker.presenters.cabinet_pictures import progress_pictures
from tracker.presenters.cabinet_progress import figures
from tracker.presenters.cabinet_since import since_the_last_report
from tracker.presenters.cabinet_telling import Frameworks, Telling
from tracker.presenters.ratings import tone_of
from tracker.presenters.words import LABELS, TONES, count_words, day_words, due_words
from tracker.reports.blocks import Cell
from tracker.reports.pack import Listed, Section
from tracker.reports.parts import Said, Status

NO_PLAN: Final = "No plan that is open names this board."
FIRST_PACK: Final = "There is no earlier pack to compare with."
EXCEPTIONS: Final = (Delivery.OFF_TRACK, Delivery.AT_RISK)
"""Red first, then amber."""


def tellings_of(material: PackMaterial, frameworks: Frameworks) -> list[Telling]:
    """The plans of a pack as the parts of a paper read them."""
    return [Telling(one, frameworks, material.frozen_at) for one in material.plans]


def _of_plans(
    heading: str, told: Sequence[Telling], part: Callable[[Telling, str], Section]
) -> Section:
    """A section with a part for each plan; one plan alone needs no heading of its own."""
    if not told:
        return Section(heading, (Said(NO_PLAN),))
    if len(told) == 1:
        return part(told[0], heading)
    return Section(heading, within=tuple(part(one, one.snapshot.plan.title) for one in told))


def progress_on_a_page(told: Sequence[Telling]) -> Section:
    """The picture and the figures of each plan."""

    def part(telling: Telling, heading: str) -> Section:
        drawn = progress_pictures(telling, f"progress-{told.index(telling) + 1}")
        rows = tuple((one.name, one.number, one.meaning) for one in figures(telling))
        table = Listed("The plan in figures", ("Figure", "Number", "What it means"), rows)
        title = telling.snapshot.plan.title
        said = (
            f"The plan “{title}” as it stood on {telling.day}."
            if drawn
            else f"The plan “{title}” has no actions yet."
        )
        return Section(heading, (Said(said),), drawn, (table,))

    return _of_plans("Progress on a page", told, part)


def changed_since(material: PackMaterial, told: Sequence[Telling]) -> Section:
    """What came, went, was done, fell late, was rated anew, moved, merged and split."""

    def part(telling: Telling, heading: str) -> Section:
        if material.since_number is None:
            return Section(heading, (Said(FIRST_PACK),))
        if telling.material.before is None:
            title = telling.snapshot.plan.title
            return Section(heading, (Said(f"“{title}” was not recorded yet at the last pack."),))
        return Section(heading, since_the_last_report(telling))

    return _of_plans("Changed since the last pack", told, part)


def exceptions(told: Sequence[Telling]) -> Section:
    """Every action off track or at risk, with the reason and the recovery action."""

    def part(telling: Telling, heading: str) -> Section:
        found = [one for one in telling.actions if one.delivery in EXCEPTIONS]
        if not found:
            names = " or ".join(f"“{telling.words.name(one)}”" for one in EXCEPTIONS)
            return Section(heading, (Said(f"No action is rated {names}."),))
        found.sort(key=lambda one: EXCEPTIONS.index(one.delivery))
        counted = [
            f"{sum(one.delivery is rating for one in found):,} “{telling.words.name(rating)}”"
            for rating in EXCEPTIONS
        ]
        header = ("Action", "Rating", "Due", "Reason", "Recovery action")
        rows = tuple(_exception(one, telling) for one in found)
        table = Listed("Actions off track or at risk", header, rows)
        number = count_words(len(found), "action", "actions")
        return Section(heading, (Said(f"{number}: {' and '.join(counted)}."),), (), (table,))

    return _of_plans("Exceptions", told, part)


def _exception(action: ActionPicture, telling: Telling) -> tuple[Cell, ...]:
    return (
        f"{action.reference} {action.title}",
        _rating(action.delivery, telling),
        due_words(action.due_on, action.due_text),
        action.delivery_reason or "Not recorded",
        action.recovery or "Not recorded",
    )


def _rating(rating: Delivery, telling: Telling, note: str = "") -> Status:
    return Status(telling.words.name(rating), tone_of(rating), note)


def assurance_results(material: PackMaterial, told: Sequence[Telling]) -> Section:
    """What assurers found since the last pack, beside what the owners say."""

    def part(telling: Telling, heading: str) -> Section:
        actions = {one.id: one for one in telling.actions}
        found = [one for one in _assured(material, telling) if one.action_id in actions]
        if not found:
            return Section(heading, (Said(f"No assurance result is recorded{_since(material)}."),))
        names = {one.id: one.name for one in telling.snapshot.people}
        rows = tuple(
            _assurance(one, actions[one.action_id], names.get(one.assurer_id, ""), telling)
            for one in found
        )
        header = ("Action", "Owner says", "Assured", "What was found", "By")
        return Section(heading, (), (), (Listed("Assurance results", header, rows),))

    return _of_plans("Assurance results", told, part)


def _since(material: PackMaterial) -> str:
    return f" since {day_words(material.news_from)}" if material.news_from else ""


def _assured(material: PackMaterial, telling: Telling) -> Iterator[AssurancePicture]:
    before = telling.material.before
    known = {one.id for one in before.assurances} if before else set()
    for one in sorted(telling.snapshot.assurances, key=lambda each: (each.assured_at, each.id)):
        is_old = before is None and material.news_from and one.assured_on < material.news_from
        if one.id not in known and not is_old:
            yield one


def _assurance(
    one: AssurancePicture, action: ActionPicture, who: str, telling: Telling
) -> tuple[Cell, ...]:
    words = telling.words
    assured = tuple(
        Status(words.name(rating), tone_of(rating))
        for rating in (one.delivery, one.evidence_rating, one.impact_rating)
    )
    own = (
        _rating(action.delivery, telling),
        Status(words.name(action.evidence_rating), tone_of(action.evidence_rating)),
        Status(words.name(action.impact_rating), tone_of(action.impact_rating)),
    )
    by = ", ".join(filter(None, (who, day_words(one.assured_on))))
    return (f"{action.reference} {action.title}", own, assured, one.found, by)


def verdicts_of_visits(material: PackMaterial, told: Sequence[Telling]) -> Section:
    """What inspectors' visits said of recommendations since the last pack."""

    def part(telling: Telling, heading: str) -> Section:
        asked = concerned(telling.snapshot)
        given = verdicts_on(telling.snapshot, asked)
        found = [one for one in given if _is_new(material, telling, one)]
        if not found:
            said = f"No verdict of a visit is recorded{_since(material)}."
            return Section(heading, (Said(said),))
        texts = {one.id: (one.reference, one.text) for one in asked}
        rows = tuple(
            (
                " ".join(filter(None, texts[one.verdict.recommendation_id])),
                Status(LABELS[one.verdict.verdict], TONES.get(one.verdict.verdict, "neutral")),
                f"{one.visit.title}, {day_words(one.visit.fieldwork_end_on)}",
            )
            for one in found
        )
        header = ("Recommendation", "Verdict", "Visit")
        return Section(heading, (), (), (Listed("Verdicts of visits", header, rows),))

    return _of_plans("Verdicts of visits", told, part)


def _is_new(material: PackMaterial, telling: Telling, told: Told) -> bool:
    before = telling.material.before
    if before is not None:
        known = {one.id: one.verdict for one in before.verdicts if one.removed_on is None}
        return known.get(told.verdict.id) is not told.verdict.verdict
    return material.news_from is None or told.visit.fieldwork_end_on >= material.news_from
