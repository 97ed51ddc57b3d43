"""Publications in words: their list, their facts, what was withheld, and what to look at."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final

from tracker.domain.child_traces import TraceKind
from tracker.domain.picture import Picture
from tracker.domain.publication_states import PublicationState
from tracker.domain.withheld import Count, Warned, Withheld
from tracker.models import Publication
from tracker.presenters.words import count_words, day_words, label, tag

Url = Callable[..., str]
Row = dict[str, Any]

RECORDS: Final[Mapping[tuple[str, str], tuple[str, str]]] = {
    ("action", "why"): ("reason for an action", "reasons for actions"),
    ("action", "delivery_reason"): ("reason for a rating", "reasons for ratings"),
    ("action", "obstacle"): ("obstacle", "obstacles"),
    ("action", "recovery"): ("recovery action", "recovery actions"),
    ("action_update", ""): ("update", "updates"),
    ("action_update", "next_steps"): ("next step", "next steps"),
    ("action_update", "obstacle"): ("obstacle in an update", "obstacles in updates"),
    ("action_update", "recovery"): ("recovery action in an update", "recovery actions in updates"),
    ("action_update", "delivery_reason"): ("reason in an update", "reasons in updates"),
    ("action_recommendation", ""): ("link to a finding", "links to findings"),
    ("ownership", ""): ("owner of a withheld action", "owners of withheld actions"),
    ("assurance", ""): ("note of assurance", "notes of assurance"),
    ("board", ""): ("other board", "other boards"),
    ("clock", ""): ("statutory clock", "statutory clocks"),
    ("closure", ""): ("decision to close an action", "decisions to close actions"),
    ("date_change", ""): ("request for another date", "requests for other dates"),
    ("evidence", ""): ("piece of evidence", "pieces of evidence"),
    ("inspection", ""): (
        "inspection without a published report",
        "inspections without a published report",
    ),
    ("inspection", "lead_inspector"): ("name of a lead inspector", "names of lead inspectors"),
    ("inspection", "found_good"): ("note of what was found good", "notes of what was found good"),
    ("inspection", "summary"): ("summary of an inspection", "summaries of inspections"),
    ("intervention", ""): ("step of intervention", "steps of intervention"),
    ("judgement", ""): ("judgement", "judgements"),
    ("meeting", ""): ("meeting", "meetings"),
    ("milestone", ""): ("milestone", "milestones"),
    ("plan", ""): ("other plan", "other plans"),
    ("plan_inspection", ""): ("inspection that the plan answers", "inspections that it answers"),
    ("post", ""): ("post that owns nothing here", "posts that own nothing here"),
    ("recommendation", ""): ("recommendation", "recommendations"),
    ("succession", ""): ("merge or split", "merges and splits"),
    ("verdict", ""): ("verdict of a later visit", "verdicts of later visits"),
}
"""What is counted among the withheld, one and several."""

QUIET: Final = frozenset({("person", ""), ("post_holding", "")})
"""What is told by the names themselves."""

TRACES: Final[Mapping[TraceKind, str]] = {
    TraceKind.NHS_NUMBER: "an NHS number",
    TraceKind.UPN: "a unique pupil number",
    TraceKind.DATE_OF_BIRTH: "a date of birth",
    TraceKind.INITIALS: "a child’s initials",
    TraceKind.CASE_NUMBER: "a case number",
}

CSV_HEADER: Final = (
    "Title",
    "Publication",
    "Shows the end of",
    "Published",
    "Who can read it",
    "State",
)


def csv_rows(publications: Iterable[Publication]) -> Iterator[tuple[str, ...]]:
    """The publications as an export has them, in the columns of ``CSV_HEADER``."""
    for one in publications:
        yield (
            one.title,
            name_of(one),
            one.as_at.isoformat(),
            one.published_on.isoformat() if one.published_on else "",
            label(one.readership),
            label(one.state),
        )


def publication_groups(publications: Iterable[Publication], url: Url) -> list[Row]:
    """The publications plan by plan, the newest first."""
    by_plan = groupby(publications, key=lambda one: one.plan_id)
    groups = []
    for _plan_id, found in by_plan:
        rows = [_row(one, url) for one in found]
        groups.append({"heading": rows[0]["title"], "rows": rows})
    return sorted(groups, key=lambda group: group["heading"].lower())


def _row(publication: Publication, url: Url) -> Row:
    return {
        "name": name_of(publication),
        "title": publication.title,
        "href": url("publications.show", publication_id=publication.id),
        "as_at": day_words(publication.as_at),
        "readership": label(publication.readership),
        "state": tag(publication.state),
        "published": day_words(publication.published_on, "Not published"),
    }


def name_of(publication: Publication) -> str:
    """Such as "Publication 2", or what it is before it has a number."""
    if publication.number is not None:
        return f"Publication {publication.number}"
    if publication.state is PublicationState.WITHDRAWN:
        return "Given up before it was published"
    return "The next publication"


def facts_of(publication: Publication, public_href: str) -> list[Row]:
    """Who had which part in a publication, and what it was made from."""
    who_and_when = (
        ("Prepared", publication.prepared_on, publication.prepared_by),
        ("Reviewed", publication.reviewed_on, publication.reviewed_by),
        ("Published", publication.published_on, publication.published_by),
        ("Withdrawn", publication.withdrawn_on, publication.withdrawn_by),
    )
    facts: list[Row] = [
        {"key": "State", "tag": tag(publication.state), "value": ""},
        {"key": "Who can read it", "value": label(publication.readership)},
        {"key": "Shows the end of", "value": day_words(publication.as_at)},
    ]
    for key, day, person in who_and_when:
        if day is not None:
            by = f" by {person.name}" if person else ""
            facts.append({"key": key, "value": f"{day_words(day)}{by}"})
    if publication.withdrawn_because:
        facts.append({"key": "Why withdrawn", "value": publication.withdrawn_because})
    if public_href:
        facts.append({"key": "Public page", "value": public_href, "href": public_href})
    if publication.seq is not None:
        row = f"Row {publication.seq:,} of the council’s history"
        facts.append({"key": "Taken from", "value": row})
        facts.append({"key": "SHA-256", "value": publication.sha256})
    return facts


def withheld_words(withheld: Withheld) -> Row:
    """What readers do not see, as lists of sentences."""
    return {
        "counts": [_count_words(one) for one in withheld.counts if _key(one) not in QUIET],
        "names": withheld.names,
        "rewordings": [
            {"where": where_words(one.picture), "before": one.before, "after": one.after}
            for one in withheld.rewordings
        ],
    }


def _key(count: Count) -> tuple[str, str]:
    return (count.record_type, count.field)


def _count_words(count: Count) -> str:
    plain = (count.field or count.record_type).replace("_", " ")
    one, several = RECORDS.get(_key(count), (plain, plain))
    return count_words(count.number, one, several)


def embargo_words(number: int) -> str:
    """That something is under embargo; nothing where nothing is."""
    if not number:
        return ""
    what = count_words(number, "inspection or action", "inspections and actions")
    return f"{what} under embargo, with all that hangs from them"


def warning_words(warnings: Iterable[Warned]) -> list[str]:
    """What looks like data about a child, and where it stands."""
    return [
        f"{where_words(one.picture)}: “{one.trace.found}” may be {TRACES[one.trace.kind]}"
        for one in warnings
    ]


def where_words(picture: Picture | None) -> str:
    """Where a text stands, such as "Action 1.2"."""
    if picture is None:
        return "Introduction"
    kind = picture.record_type.removeprefix("action_").replace("_", " ").capitalize()
    known_by = ("reference", "letter", "title", "name")
    name = next((value for key in known_by if (value := getattr(picture, key, None))), "")
    return f"{kind} {name}" if name else kind


def public_facts(rows: Iterable[Any], shown: uuid.UUID) -> list[Row]:
    """The other publications of a plan for the public, the newest first."""
    return [
        {
            "text": f"Publication {row.number}: as at {day_words(row.as_at)}",
            "published": day_words(row.published_on),
            "number": str(row.number),
            "withdrawn": day_words(row.withdrawn_on),
        }
        for row in rows
        if row.id != shown
    ]
