"""A board's pack in words, section by section: of its material alone, so that it never changes.

A section that has nothing to tell says so on its face. Of what is restricted the open version's
material has no words any more (``domain.pack_material.without_restricted``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from tracker.domain.dates import local_day
from tracker.domain.pack_material import (
    ItemFacts,
    PackMaterial,
    PaperFacts,
)
from tracker.presenters.administration import instant_words
from tracker.presenters.agendas import duration_words
from tracker.presenters.cabinet_progress import MEASURES, RISKS
from tracker.presenters.cabinet_telling import Frameworks
from tracker.presenters.meetings import times_words
from tracker.presenters.pack_notes import (
    RESTRICTED,
    challenge_log,
    follow_ups,
    last_minutes,
    sentences,
)
from tracker.presenters.pack_plans import (
    assurance_results,
    changed_since,
    exceptions,
    progress_on_a_page,
    tellings_of,
    verdicts_of_visits,
)
from tracker.presenters.report_drafts import size_words
from tracker.presenters.slips import move_words, total_words
from tracker.presenters.words import count_words, day_words, demonstration_words, label
from tracker.reports.pack import Listed, PackReport, Section
from tracker.reports.parts import Said

CODE_LETTERS: Final = 12


def pack_report(material: PackMaterial, sha256: str, frameworks: Frameworks) -> PackReport:
    """The whole pack of the material, whose text has the digest ``sha256``."""
    meeting = material.meeting
    council = material.council
    return PackReport(
        title=f"{meeting.board}: {meeting.title}",
        council=council.name,
        demonstration=demonstration_words(
            council.ons_code, is_demonstration=council.is_demonstration
        ),
        board=meeting.board,
        foot=(
            f"Pack {material.number} · Data as at {day_words(material.as_at)} · "
            f"{sha256[:CODE_LETTERS]}"
        ),
        made_at=material.frozen_at,
        facts=tuple(_facts(material, sha256)),
        opening=tuple(_opening(material)),
        sections=tuple(_sections(material, frameworks)),
        check=_check(material),
    )


def _facts(material: PackMaterial, sha256: str) -> Iterator[tuple[str, str]]:
    meeting = material.meeting
    time = times_words(meeting.start_time, meeting.end_time)
    yield "Meeting", ", ".join(filter(None, (day_words(meeting.held_on), time, meeting.place)))
    if meeting.chair:
        yield "Chair", meeting.chair
    yield "Pack", f"{material.number}"
    if material.supersedes is not None:
        yield "Supersedes", f"Pack {material.supersedes}: {material.superseded_because}"
    yield "Data as at", _instant(material.frozen_at)
    yield "Compared with", _compared(material)
    yield "SHA-256 of all that it was drawn from", sha256
    head = json.loads(material.statement or "{}")
    if head:
        yield "Signed head of the history", f"Row {head['seq']:,}, {head['hash']}"


def _compared(material: PackMaterial) -> str:
    if material.since_number is None:
        return "Nothing: no earlier pack of this board tells of a day before this one"
    return f"Pack {material.since_number}, with data as at {day_words(material.since_on)}"


def _instant(at: datetime) -> str:
    return instant_words(at)


def _opening(material: PackMaterial) -> Iterator[str]:
    yield (
        "What changed since the board last met, where it may want to challenge, and what became of "
        "its last challenges."
    )
    if material.is_restricted:
        yield "Some of it is restricted to some members of the board."


def _sections(material: PackMaterial, frameworks: Frameworks) -> Iterator[Section]:
    told = tellings_of(material, frameworks)
    yield agenda(material)
    yield last_minutes(material)
    yield follow_ups(material)
    yield progress_on_a_page(told)
    yield changed_since(material, told)
    yield slips(material)
    yield exceptions(told)
    yield assurance_results(material, told)
    yield verdicts_of_visits(material, told)
    yield challenge_log(material)
    yield Section("Measures", sentences(MEASURES))
    yield Section("Risks", sentences(RISKS))


def agenda(material: PackMaterial) -> Section:
    """The agenda with presenters and times, and the papers to it."""
    items = material.agenda_of(material.meeting)
    if not items:
        return Section("Agenda", sentences(["No agenda of this meeting is recorded."]))
    rows = tuple(
        (str(one.number), _item(one), one.presenter, duration_words(one.duration)) for one in items
    )
    table = Listed("Items of the agenda", ("No.", "Item", "Presented by", "Time"), rows)
    minutes = sum(one.duration or 0 for one in items)
    said = [f"{count_words(len(items), 'item', 'items')} on the agenda."]
    said += [f"They take {duration_words(minutes)} together."] if minutes else []
    return Section(
        "Agenda", sentences([" ".join(said)]), tables=(table,), within=(_papers(material),)
    )


def _item(item: ItemFacts) -> str:
    if item.is_restricted and not item.title:
        return RESTRICTED
    kind = f"{item.title} ({label(item.kind).lower()})"
    told = f"{kind}. {item.note}" if item.note else kind
    return f"{told} {RESTRICTED}." if item.is_restricted else told


def _papers(material: PackMaterial) -> Section:
    items = {one.id: one for one in material.agenda_of(material.meeting)}
    rows = tuple(_paper(one, items[one.item_id]) for one in material.papers if one.item_id in items)
    if not rows:
        return Section("Papers", sentences(["No papers to the items are recorded."]))
    header = ("Item", "Paper", "Where it is", "SHA-256")
    return Section("Papers", tables=(Listed("Papers to the items", header, rows),))


def _paper(paper: PaperFacts, item: ItemFacts) -> tuple[str, str, str, str]:
    where = paper.url or f"{paper.name}, {size_words(paper.size or 0)}"
    return (str(item.number), paper.title, where, paper.sha256 or "A web page")


def slips(material: PackMaterial) -> Section:
    """The slips that the meeting hears of, with why and how the new date will be held."""
    heading = "Slips called in to this meeting"
    if not material.called_in:
        return Section(heading, sentences(["No action is called in to this meeting."]))
    rows = tuple(
        (
            f"{one.reference} {one.title}",
            move_words(one),
            one.reason,
            one.recovery or "Not recorded",
            f"{count_words(one.times_slipped, 'time', 'times')}. "
            f"{total_words(one.first_due_on, one.due_on)}".strip(),
        )
        for one in material.called_in
    )
    header = ("Action", "From and to", "Reason", "Recovery action", "Slips in all")
    number = count_words(len(rows), "slip is", "slips are")
    said = f"{number} called in: the due date moved later for the second time or more."
    return Section(heading, (Said(said),), tables=(Listed(heading, header, rows),))


def _check(material: PackMaterial) -> Section:
    """How it can be shown later that this is the pack as it was frozen."""
    frozen = (
        f"This pack was frozen on {day_words(local_day(material.frozen_at))}: everything in it was "
        "read at one instant, and does not change when the plan does. The number and the code at "
        "the foot of each page name what it was drawn from. It holds nothing that may not be "
        "published yet."
    )
    asked = (
        "Its page in the tracker can be asked to check it, and tells what fits and what does not."
    )
    facts = (
        ("Statement that was signed", material.statement),
        ("Signature (Ed25519, base64)", material.signature),
        ("Fingerprint of the key", material.fingerprint),
    )
    return Section("How to check this pack", sentences([frozen, asked]), facts=facts)
