"""A cabinet report in words: what the author may type, and what the tracker fills in.

It is made of the material alone: the same material makes the same report. Figures, tags and rows
come from the presenters of the pages, so that page and paper cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tracker.domain.dates import local_day, long_date
from tracker.domain.report_material import ReportMaterial
from tracker.domain.report_questions import Graded
from tracker.domain.snapshot import live
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Inspection, Plan
from tracker.presenters.cabinet_findings import background, findings_of, inspected
from tracker.presenters.cabinet_pictures import (
    judgement_pictures,
    plan_pictures,
    progress_pictures,
)
from tracker.presenters.cabinet_plan import answers_said, plan_sections
from tracker.presenters.cabinet_progress import (
    MEASURES,
    RISKS,
    closing,
    completions_by_priority,
    figures,
    oversight,
    priorities,
    recommendations,
    recommendations_said,
)
from tracker.presenters.cabinet_since import since_the_last_report
from tracker.presenters.cabinet_telling import Frameworks, Telling, listed
from tracker.presenters.plans import revision_words
from tracker.presenters.ratings import rating_key
from tracker.presenters.words import count_words, day_words, demonstration_words
from tracker.queries.cabinet import Opening
from tracker.reports.parts import (
    AuthorsPart,
    CabinetReport,
    Progress,
    Rating,
    Stamp,
    Status,
)

CODE_LETTERS = 12
ASKED_OF_CABINET: Mapping[PlanStage, str] = {
    PlanStage.DRAFT: "Agree the plan in the appendix, so that it can be adopted.",
    PlanStage.ADOPTED: "Endorse the plan in the appendix.",
    PlanStage.SUBMITTED: "Endorse the plan in the appendix.",
    PlanStage.CLOSED: "Note that the plan in the appendix is closed.",
}


def suggested(opening: Opening, author: str) -> dict[str, str]:
    """What the author's part begins with, by the names of its fields; every word can be changed."""
    plan, post = opening.plan, opening.accountable
    interim = "Interim " if post is not None and post.is_interim else ""
    return {
        "title": plan.title,
        "director": (post.holder or "") if post else "",
        "director_post": f"{interim}{post.title}" if post else "",
        "purpose": _purpose(plan, opening.inspections),
        "recommendation": "\n".join(_recommended(plan, opening.inspections)),
        "reasons": (
            "Cabinet answers for the safety of children in the council’s area. It needs to know "
            "what inspectors found, and to see for itself whether the council is doing what it "
            "promised."
        ),
        "author": author,
    }


def _purpose(plan: Plan, inspections: Iterable[Inspection]) -> str:
    found = [f"“{inspection.title}”" for inspection in inspections]
    after = f" after {listed(found)}" if found else ""
    return (
        f"To tell Cabinet how the plan “{plan.title}” stands{after}: what has been done, what has "
        "not, and what comes next."
    )


def _recommended(plan: Plan, inspections: Iterable[Inspection]) -> list[str]:
    noted = [f"Note the findings of “{inspection.title}”." for inspection in inspections]
    return [*noted, "Note the progress set out in this report.", ASKED_OF_CABINET[plan.stage]]


def as_at(now: datetime) -> str:
    """The day of the report in England, in words."""
    return day_words(local_day(now))


def withheld(rows: Iterable[Any]) -> list[str]:
    """What is left out of the report because it may not be published yet, for its author."""
    return [f"{row.title}, not before {long_date(row.not_before_on)}" for row in rows]


def cabinet_report(
    material: ReportMaterial, authors: AuthorsPart, frameworks: Frameworks, made_at: datetime
) -> CabinetReport:
    """The whole report of the plan as the material has it; ``made_at`` is an instant in UTC.

    Of a day before that of ``made_at`` it tells in the past tense.
    """
    telling = Telling(material, frameworks, made_at)
    demonstration = demonstration_words(
        material.ons_code, is_demonstration=material.is_demonstration
    )
    return CabinetReport(
        council=material.council,
        demonstration=demonstration,
        stamp=Stamp(made_at, telling.day, material.now.seq, material.row_hash[:CODE_LETTERS]),
        authors=authors,
        summary=_summary(telling),
        background_papers=tuple(_paper(one) for one in telling.inspections),
        background=background(telling),
        findings=tuple(findings_of(one, frameworks) for one in telling.inspections),
        judged=judgement_pictures(telling),
        progress=_progress(telling),
        closing=closing(telling),
        plan=(_plan_sentence(telling), *answers_said(telling)),
        plan_sections=plan_sections(telling),
        key=_key(telling),
    )


def _key(telling: Telling) -> tuple[Rating, ...]:
    return tuple(
        Rating(Status(f"{scale['title']}: {row['text']}", row["tone"]), row["meaning"])
        for scale in rating_key(telling.words)
        for row in scale["entries"]
    )


def _paper(graded: Graded) -> str:
    inspection = graded.picture
    published = (
        f", published {day_words(inspection.published_on)}" if inspection.published_on else ""
    )
    address = f": {inspection.report_url}" if inspection.report_url else ""
    return f"{inspection.title}{published}{address}"


def _summary(telling: Telling) -> tuple[str, ...]:
    found = [inspected(one, telling.frameworks) for one in telling.inspections]
    return (*found, _plan_sentence(telling), _standing_sentence(telling))


def _plan_sentence(telling: Telling) -> str:
    plan = telling.snapshot.plan
    name = f"The plan “{plan.title}” ({revision_words(plan.revision, plan.phase)})"
    contents = listed(
        [
            count_words(len(live(telling.snapshot.priorities)), "priority", "priorities"),
            count_words(telling.overview.whole.total, "action", "actions"),
        ]
    )
    steps = [
        f"{verb} on {day_words(day)}"
        for verb, day in (
            ("adopted", plan.adopted_on),
            ("submitted", plan.submitted_on),
            ("closed", plan.closed_on),
        )
        if day is not None
    ]
    draft = telling.verb(
        "It is a draft and has not been adopted.", "It was a draft and had not been adopted."
    )
    went = f"It was {listed(steps)}." if steps else draft
    return f"{name} {telling.verb('has', 'had')} {contents}. {went}"


def _standing_sentence(telling: Telling) -> str:
    whole = telling.overview.whole
    if not whole.total:
        return f"On {telling.day} the plan had no actions yet."
    complete = whole.by_delivery.get(Delivery.COMPLETE, 0)
    overdue, slipped = (whole.by_concern.get(name, 0) for name in ("overdue", "slipped"))
    return (
        f"On {telling.day}, {complete:,} of "
        f"{count_words(whole.total, 'action was', 'actions were')} complete and {overdue:,} "
        f"overdue; the due date of {slipped:,} had slipped at least once."
    )


def _progress(telling: Telling) -> Progress:
    drawn = progress_pictures(telling)
    return Progress(
        priorities_said=_priorities_said(telling),
        priorities=priorities(telling),
        oversight=oversight(telling),
        since=since_the_last_report(telling),
        actions_taken=completions_by_priority(telling),
        pictures_said=(
            f"The picture shows how the actions of each priority stood on {telling.day}, and the "
            "table beneath it has the same figures."
            if drawn
            else "There is no progress to show yet."
        ),
        pictures=drawn,
        pictured=plan_pictures(telling),
        recommendations_said=recommendations_said(telling),
        recommendations=recommendations(telling),
        figures_said=(
            f"The table has the figures of the whole plan as they stood on {telling.day}."
        ),
        figures=figures(telling),
        measures=MEASURES,
        risks=RISKS,
    )


def _priorities_said(telling: Telling) -> tuple[str, ...]:
    number, purpose = len(live(telling.snapshot.priorities)), telling.snapshot.plan.purpose
    has = telling.verb("has", "had")
    counted = count_words(number, "priority", "priorities") if number else "no priorities yet"
    aim = f"What the plan {telling.verb('is', 'was')} for: {purpose}"
    return (*([aim] if purpose else []), f"The plan {has} {counted}.")
