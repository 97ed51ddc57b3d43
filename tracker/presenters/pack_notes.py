"""What a pack tells of the board's own business: minutes, follow-ups, decisions and challenges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from tracker.domain.board_vocabulary import SETTLED_CHALLENGES, ChallengeState, MeetingState
from tracker.domain.pack_material import (
    ChallengeFacts,
    FollowUpFacts,
    ItemFacts,
    MeetingFacts,
    PackMaterial,
)
from tracker.presenters.words import LABELS, count_words, day_words
from tracker.reports.blocks import Cell
from tracker.reports.pack import Listed, Section
from tracker.reports.parts import Point, Said, Status

RESTRICTED: Final = "Restricted to some members"

CHALLENGE_STATES: Final = {
    ChallengeState.RAISED: Status("Raised", "caution"),
    ChallengeState.ANSWERED: Status("Answered", "info"),
    ChallengeState.PROMISED: Status("Evidence promised", "info"),
    ChallengeState.GIVEN: Status("Evidence given", "info"),
    ChallengeState.VERIFIED: Status("Verified", "done"),
    ChallengeState.SENT_BACK: Status("Sent back", "serious"),
    ChallengeState.WITHDRAWN: Status("Withdrawn"),
}


def sentences(texts: Iterable[str]) -> tuple[Said, ...]:
    """Paragraphs without points."""
    return tuple(map(Said, texts))


def last_minutes(material: PackMaterial) -> Section:
    """What the last meeting's minutes say, who was there, and what it decided."""
    heading, last = "Minutes of the last meeting", material.last_meeting
    if last is None:
        return Section(heading, sentences(["No earlier meeting of this board is recorded."]))
    minuted = [one for one in material.agenda_of(last) if one.minute or one.is_restricted]
    points = tuple(_minute(one) for one in minuted)
    held = f"The board met on {day_words(last.held_on)}: {last.title}. {_agreed(last)}"
    none = "No minutes of the last meeting are recorded."
    return Section(
        heading,
        (Said(held), Said("Its minutes say:", points) if points else Said(none)),
        within=(_attendance(material), _decisions(material)),
    )


def _agreed(meeting: MeetingFacts) -> str:
    if meeting.state is MeetingState.AGREED:
        return f"Its minutes were agreed on {day_words(meeting.agreed_on, 'an unrecorded day')}."
    return "Its minutes are not agreed yet."


def _minute(item: ItemFacts) -> Point:
    if item.is_restricted and not item.title:
        return Point(RESTRICTED, lead=f"Item {item.number}")
    end = f" {RESTRICTED}." if item.is_restricted else ""
    return Point(
        f"{item.minute or 'Nothing is recorded.'}{end}", lead=f"{item.number} {item.title}"
    )


def _attendance(material: PackMaterial) -> Section:
    rows = tuple(
        (
            one.name,
            ", ".join(filter(None, (LABELS[one.role], one.organisation))),
            f"{LABELS[one.presence]}{f': {one.substitute}' if one.substitute else ''}",
        )
        for one in material.attendance
        if one.presence is not None
    )
    if not rows:
        said = ["Who attended the last meeting is not recorded."]
        return Section("Attendance", sentences(said))
    table = Listed("Attendance of the last meeting", ("Member", "Role", "Attendance"), rows)
    return Section("Attendance", tables=(table,))


def _decisions(material: PackMaterial) -> Section:
    if not material.decisions:
        return Section("Decisions", sentences(["No decision of the last meeting is recorded."]))
    rows = tuple(
        (RESTRICTED, "", "", "")
        if one.is_restricted and not one.text
        else (
            f"{one.text} {RESTRICTED}." if one.is_restricted else one.text,
            one.who or "Nobody named",
            day_words(one.due_on, "No date"),
            _closed(one.closed_on, one.note, "Carried out on", "Not carried out yet"),
        )
        for one in material.decisions
    )
    header = ("Decision", "Carried out by", "Due", "What came of it")
    return Section("Decisions", tables=(Listed("Decisions of the last meeting", header, rows),))


def _closed(on: date | None, note: str | None, verb: str, still_open: str) -> str:
    if on is None:
        return still_open
    said = f"{verb} {day_words(on)}"
    return f"{said}. {note}" if note else f"{said}."


def follow_ups(material: PackMaterial) -> Section:
    """What the last meeting set to be done, and what is open still of earlier ones."""
    heading = "Follow-ups"
    if not material.follow_ups:
        return Section(heading, sentences(["No follow-up of an earlier meeting is recorded."]))
    still_open = sum(_is_open(one) for one in material.follow_ups)
    late = sum(_is_late(one, material) for one in material.follow_ups)
    counted = count_words(len(material.follow_ups), "follow-up", "follow-ups")
    said = f"{counted}: {still_open:,} open, of them {late:,} overdue."
    rows = tuple(_follow_up(one, material) for one in material.follow_ups)
    header = ("Follow-up", "Who", "Set on", "Due", "State")
    return Section(heading, (Said(said),), tables=(Listed(heading, header, rows),))


def _is_open(one: FollowUpFacts) -> bool:
    return one.closed_on is None and bool(one.text)


def _is_late(one: FollowUpFacts, material: PackMaterial) -> bool:
    return _is_open(one) and one.due_on is not None and one.due_on < material.as_at


def _follow_up(one: FollowUpFacts, material: PackMaterial) -> tuple[Cell, ...]:
    if one.is_restricted and not one.text:
        return (RESTRICTED, "", day_words(one.set_on), "", "")
    if one.closed_on is None:
        state = Status("Overdue", "serious") if _is_late(one, material) else Status("Open", "info")
    elif one.not_needed_because:
        why = f"{day_words(one.closed_on)}: {one.not_needed_because}"
        state = Status("Not needed", "neutral", why)
    else:
        state = Status("Done", "done", day_words(one.closed_on))
    text = f"{one.text} {RESTRICTED}." if one.is_restricted else one.text
    who = one.who or "Nobody named"
    return (text, who, day_words(one.set_on), day_words(one.due_on, "No date"), state)


def challenge_log(material: PackMaterial) -> Section:
    """The challenges that are open, and those that were settled since the last pack."""
    settled = [one for one in material.challenges if one.state in SETTLED_CHALLENGES]
    standing = [one for one in material.challenges if one.state not in SETTLED_CHALLENGES]
    since = f" since {day_words(material.news_from)}" if material.news_from else ""
    return Section(
        "Challenge log",
        within=(
            _challenges("Open challenges", standing, "No challenge is open.", material),
            _challenges(
                "Settled challenges", settled, f"No challenge was settled{since}.", material
            ),
        ),
    )


def _challenges(
    heading: str, told: list[ChallengeFacts], none: str, material: PackMaterial
) -> Section:
    if not told:
        return Section(heading, sentences([none]))
    rows = tuple(_challenge(one, material) for one in told)
    header = ("Challenge", "Raised", "Put to", "State", "Latest word")
    number = count_words(len(told), "challenge", "challenges")
    return Section(heading, sentences([f"{number}."]), tables=(Listed(heading, header, rows),))


def _challenge(one: ChallengeFacts, material: PackMaterial) -> tuple[Cell, ...]:
    state = CHALLENGE_STATES[one.state]
    if one.is_restricted and not one.text:
        return (RESTRICTED, day_words(one.raised_on), "", state, "")
    about = f" (on {one.about})" if one.about else ""
    text = f"{one.text}{about}"
    return (
        f"{text} {RESTRICTED}." if one.is_restricted else text,
        f"{day_words(one.raised_on)}, {one.raiser}" if one.raiser else day_words(one.raised_on),
        one.asked,
        Status(state.text, state.tone, _by_when(one, material)),
        _latest(one),
    )


def _by_when(one: ChallengeFacts, material: PackMaterial) -> str:
    if one.settled_on is not None:
        return day_words(one.settled_on)
    if one.state is not ChallengeState.PROMISED or one.due_on is None:
        return ""
    late = ", overdue" if one.due_on < material.as_at else ""
    return f"By {day_words(one.due_on)}{late}"


def _latest(one: ChallengeFacts) -> str:
    if one.step_on is None:
        return "No answer yet"
    who = f", {one.step_by}" if one.step_by else ""
    words = f": {one.step_words}" if one.step_words else ""
    return f"{day_words(one.step_on)}{who}{words}"
