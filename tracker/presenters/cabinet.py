"""A cabinet report in words: what the author may type, and what the tracker fills in.

Figures, tags and rows come from the presenters of the pages, so that page and paper cannot
disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from tracker.domain.dates import local_day, long_date
from tracker.domain.frameworks import Framework
from tracker.domain.vocabulary import Delivery, PlanStage
from tracker.models import Inspection, Plan
from tracker.presenters.cabinet_findings import background, findings_of, inspected
from tracker.presenters.cabinet_progress import (
    closing,
    completions_by_priority,
    figures,
    listed,
    nowhere,
    oversight,
    pictures,
    priorities,
    recommendations,
    recommendations_said,
)
from tracker.presenters.plans import revision_words
from tracker.presenters.ratings import rating_key
from tracker.presenters.whole_plan import sections_of
from tracker.presenters.words import (
    count_words,
    day_words,
    demonstration_words,
)
from tracker.queries.cabinet import CabinetRecords, Opening
from tracker.queries.plans import Overview
from tracker.reports.parts import (
    AuthorsPart,
    CabinetReport,
    PlannedAction,
    PlanSection,
    Progress,
    Rating,
    Stamp,
    Status,
)

Frameworks = Mapping[str, Framework]

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
    records: CabinetRecords, authors: AuthorsPart, frameworks: Frameworks, now: datetime
) -> CabinetReport:
    """The whole report of the plan as its records stand; ``now`` is an instant in UTC."""
    day = as_at(now)
    standing = records.standing
    return CabinetReport(
        council=standing.name,
        demonstration=demonstration_words(
            standing.ons_code, is_demonstration=standing.is_demonstration
        ),
        stamp=Stamp(now, day, standing.seq, standing.hash[:CODE_LETTERS]),
        authors=authors,
        summary=_summary(records, frameworks, day),
        background_papers=tuple(_paper(inspection) for inspection in records.inspections),
        background=background(records, frameworks),
        findings=tuple(findings_of(one, frameworks) for one in records.inspections),
        progress=_progress(records, day),
        closing=closing(records, day),
        plan=(_plan_sentence(records.plan, records.overview), *_answers_said(records)),
        plan_sections=plan_sections(records),
        key=tuple(
            Rating(Status(f"{scale['title']}: {row['text']}", row["tone"]), row["meaning"])
            for scale in rating_key(records.words)
            for row in scale["entries"]
        ),
    )


def _paper(inspection: Inspection) -> str:
    published = (
        f", published {day_words(inspection.published_on)}" if inspection.published_on else ""
    )
    address = f": {inspection.report_url}" if inspection.report_url else ""
    return f"{inspection.title}{published}{address}"


def _summary(records: CabinetRecords, frameworks: Frameworks, day: str) -> tuple[str, ...]:
    found = [inspected(inspection, frameworks) for inspection in records.inspections]
    return (
        *found,
        _plan_sentence(records.plan, records.overview),
        _standing_sentence(records.overview, day),
    )


def _plan_sentence(plan: Plan, overview: Overview) -> str:
    name = f"The plan “{plan.title}” ({revision_words(plan.revision, plan.phase)})"
    has = listed(
        [
            count_words(len(plan.priorities), "priority", "priorities"),
            count_words(overview.whole.total, "action", "actions"),
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
    went = f"It was {listed(steps)}." if steps else "It is a draft and has not been adopted."
    return f"{name} has {has}. {went}"


def _standing_sentence(overview: Overview, day: str) -> str:
    whole = overview.whole
    if not whole.total:
        return f"On {day} the plan had no actions yet."
    complete = whole.by_delivery.get(Delivery.COMPLETE, 0)
    overdue, slipped = (whole.by_concern.get(name, 0) for name in ("overdue", "slipped"))
    return (
        f"On {day}, {complete:,} of {count_words(whole.total, 'action was', 'actions were')} "
        f"complete and {overdue:,} overdue; the due date of {slipped:,} had slipped at least once."
    )


def _progress(records: CabinetRecords, day: str) -> Progress:
    plan = records.plan
    number = count_words(len(plan.priorities), "priority", "priorities")
    drawn = pictures(records)
    return Progress(
        priorities_said=(
            *([f"What the plan is for: {plan.purpose}"] if plan.purpose else []),
            f"The plan has {number}." if plan.priorities else "The plan has no priorities yet.",
        ),
        priorities=priorities(records),
        oversight=oversight(records),
        actions_taken=completions_by_priority(records),
        pictures_said=(
            f"The picture shows how the actions of each priority stood on {day}, and the table "
            "beneath it has the same figures."
            if drawn
            else "There is no progress to show yet."
        ),
        pictures=drawn,
        recommendations_said=recommendations_said(records),
        recommendations=recommendations(records),
        figures_said=f"The table has the figures of the whole plan as they stood on {day}.",
        figures=figures(records),
    )


def plan_sections(records: CabinetRecords) -> tuple[PlanSection, ...]:
    """The whole plan for the appendix, from the same rows as the plan's page."""
    sections = sections_of(
        records.plan,
        records.actions,
        owners=records.owners,
        answers=records.answers,
        directors=records.directors,
        words=records.words,
        url=nowhere,
    )
    # The name of the inspection that asked for most of it need not stand in every row.
    known = f" ({_asked_for_most(records)})"
    return tuple(_section(section, known) for section in sections)


def _asked_for_most(records: CabinetRecords) -> str:
    """The title of the inspection whose recommendations the plan answers most; may be empty."""
    counted = Counter(row.inspection for row in records.answers)
    return counted.most_common(1)[0][0] if counted else ""


def _answers_said(records: CabinetRecords) -> list[str]:
    title = _asked_for_most(records)
    said = (
        f"Numbers under “Answers” are those of the recommendations of “{title}”; where another "
        "inspection is meant, it is named."
    )
    return [said] if title else []


def _section(section: Mapping[str, Any], known: str) -> PlanSection:
    director = f"Accountable: {section['director']}." if section["director"] else ""
    about = " ".join(part for part in (section["difference"], director) if part)
    rows = tuple(_planned(row, known) for row in section["rows"])
    return PlanSection(section["heading"], about, rows)


def _rated(row: Mapping[str, Any]) -> Iterator[Status]:
    """The three ratings of an action as its page shows them, and then what is in the way."""
    scales = list(row["ratings"].values())
    for scale in scales:
        own, assured = scale["own"], scale["assured"]
        said = [f"assured: {assured['text']}"] if assured else []
        said += [own["note"]] if own["note"] else []
        if scale is scales[-1] and row["obstacle"]:
            said.append(f"In the way: {row['obstacle']}")
        yield Status(f"{scale['title']} {own['text']}", own["tone"], "\n".join(said))


def _planned(row: Mapping[str, Any], known: str) -> PlannedAction:
    first = f"\nFirst due {row['first_due']}" if row["first_due"] else ""
    return PlannedAction(
        reference=row["reference"],
        title=row["title"],
        measure=row["measure"] or "No success measure",
        owners="\n".join(row["owners"]) or "No owner",
        due=f"{row['due']}{first}",
        ratings=tuple(_rated(row)),
        answers="\n".join(answer.removesuffix(known) for answer in row["answers"]) or "None",
        updated=row["updated"],
    )
