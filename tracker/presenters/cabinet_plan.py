"""The whole plan as the appendix of a cabinet report, from the rows of the plan as at a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tracker.domain.snapshot import is_done, live
from tracker.presenters.cabinet_telling import Telling
from tracker.presenters.plan_as_at import sections_as_at
from tracker.presenters.snapshots import ActionRow
from tracker.reports.parts import PlannedAction, PlanSection, Status


def plan_sections(telling: Telling) -> tuple[PlanSection, ...]:
    """Each priority with its actions, then the actions without one."""
    # The name of the inspection that asked for most of it need not stand in every row.
    known = f" ({_asked_for_most(telling)})"
    done = {one.reference for one in telling.actions if is_done(one)}
    return tuple(_section(one, known, done) for one in sections_as_at(telling.shown))


def answers_said(telling: Telling) -> list[str]:
    """How the numbers of recommendations are read that the appendix gives without a name."""
    title = _asked_for_most(telling)
    said = (
        f"Numbers under “Answers” are those of the recommendations of “{title}”; where another "
        "inspection is meant, it is named."
    )
    return [said] if title else []


def _asked_for_most(telling: Telling) -> str:
    """The title of the inspection whose recommendations the plan answers most; may be empty."""
    snapshot = telling.snapshot
    titles = {one.id: one.title for one in snapshot.inspections}
    asked = {one.id: one for one in live(snapshot.recommendations) if one.inspection_id in titles}
    standing = {one.id for one in telling.actions}
    linked = [
        asked[link.recommendation_id]
        for link in live(snapshot.links)
        if link.action_id in standing and link.recommendation_id in asked
    ]
    counted = Counter(titles[one.inspection_id] for one in telling.shown.as_printed(linked))
    return counted.most_common(1)[0][0] if counted else ""


def _section(section: Mapping[str, Any], known: str, done: Collection[str]) -> PlanSection:
    director = f"Accountable: {section['director']}." if section["director"] else ""
    about = " ".join(part for part in (section["difference"], director) if part)
    rows = tuple(_planned(row, known, is_open=row.reference not in done) for row in section["rows"])
    return PlanSection(section["heading"], about, rows)


def _rated(row: ActionRow, *, is_open: bool) -> Iterator[Status]:
    """The three ratings of an action as its page shows them, and then what is in the way."""
    scales = list(row.ratings.values())
    for scale in scales:
        own, assured = scale["own"], scale["assured"]
        said = [f"assured: {assured['text']}"] if assured else []
        said += [own["note"]] if own["note"] else []
        if scale is scales[-1] and row.obstacle and is_open:
            said.append(f"In the way: {row.obstacle}")
        yield Status(f"{scale['title']} {own['text']}", own["tone"], "\n".join(said))


def _planned(row: ActionRow, known: str, *, is_open: bool) -> PlannedAction:
    first = f"\nFirst due {row.first_due}" if row.first_due else ""
    return PlannedAction(
        reference=row.reference,
        title=row.title,
        measure=row.measure or "No success measure",
        owners="\n".join(row.owners) or "No owner",
        due=f"{row.due}{first}",
        ratings=tuple(_rated(row, is_open=is_open)),
        answers="\n".join(answer.removesuffix(known) for answer in row.answers) or "None",
        updated=row.updated,
    )
