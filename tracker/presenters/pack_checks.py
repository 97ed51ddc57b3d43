"""What a check of a pack found, in words: what fits, and the place of what does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from tracker.domain.pack_checking import Fault, Found, Place
from tracker.models import Pack
from tracker.presenters.history import field_words
from tracker.presenters.words import Tag

PARTS: Final[Mapping[str, str]] = {
    "head": "The first page",
    "meeting": "The meeting",
    "last_meeting": "The last meeting",
    "items": "The agenda and the minutes",
    "papers": "The list of papers",
    "attendance": "The attendance of the last meeting",
    "decisions": "The decisions of the last meeting",
    "follow_ups": "The follow-ups",
    "challenges": "The challenge log",
    "called_in": "The slips called in",
    "plans": "The list of plans",
}
FITS: Final = Tag("Fits", "positive")
DOES_NOT: Final = Tag("Does not fit", "serious")
COLUMNS: Final = (
    {"key": "what", "text": "What was looked at", "header": True},
    {"key": "state", "text": "Result", "kind": "tag"},
    {"key": "words", "text": "What was found"},
)


def is_whole(found: Sequence[Found]) -> bool:
    """Whether everything that was looked at fits."""
    return all(one.fault is None for one in found)


def verdict_of(found: Sequence[Found], pack: Pack) -> str:
    """The check in one sentence."""
    faults = sum(one.fault is not None for one in found)
    if not faults:
        return f"Pack {pack.number} is as it was frozen."
    return f"Pack {pack.number} is not as it was frozen: see what does not fit below."


def rows_of(found: Sequence[Found], pack: Pack) -> list[dict[str, Any]]:
    """A row for each thing that was looked at, in the same order."""
    return [
        {
            "what": _what(one, pack),
            "state": DOES_NOT if one.fault else FITS,
            "words": sentence_of(one),
        }
        for one in found
    ]


def lines_of(found: Sequence[Found], pack: Pack) -> list[str]:
    """The check as lines of text, the verdict first."""
    rows = rows_of(found, pack)
    told = [f"  {row['state'].text}: {row['what']}. {row['words']}" for row in rows]
    return [verdict_of(found, pack), *told]


def rest_of(found: Sequence[Found]) -> str:
    """What was not looked at, where the history is too long for that."""
    if any(one.place is Place.HISTORY for one in found):
        return ""
    return (
        "Of the history only that row was looked at: it is too long to go through while you wait. "
        "The operator of this installation goes through all of it with the command below."
    )


def _what(found: Found, pack: Pack) -> str:
    match found.place:
        case Place.PART:
            return f"{_part(found)} in the material of pack {pack.number}"
        case Place.RECORD:
            of = f"the file {found.name}" if found.name else f"pack {pack.number}"
            return f"The record of {of}"
        case Place.FILE:
            return f"The file {found.name} of pack {pack.number}"
        case Place.ROW:
            return f"Row {int(found.name):,} of the history"
        case _:
            return {
                Place.MATERIAL: f"The material of pack {pack.number}",
                Place.SIGNATURE: "The signature of the head",
                Place.HEAD: "The head that was signed",
            }.get(found.place, "The whole history")


def _part(found: Found) -> str:
    name = found.name
    if name.startswith("plan "):
        return f"The plan “{found.words or name.removeprefix('plan ')}”"
    return PARTS.get(name, f"“{name}”" if name else "The text")


def sentence_of(found: Found) -> str:
    """What is right or wrong with what was looked at."""
    if found.fault is None:
        return _right(found)
    if found.place is Place.HISTORY:
        return f"Row {int(found.name):,} of the history does not fit: {found.words}."
    if found.place is Place.RECORD and found.words:
        return f"“{field_words(found.words)}” is not what history says it was."
    return _WRONG.get((found.place, found.fault)) or _FAULTS[found.fault]


def _right(found: Found) -> str:
    if found.place is Place.SIGNATURE and found.name:
        return (
            "It was made with the key that the pack names, which is not the present key of this "
            "installation. Compare its fingerprint with one that you kept."
        )
    return _RIGHT[found.place]


_RIGHT: Final[Mapping[Place, str]] = {
    Place.MATERIAL: "Its SHA-256 is the one that was recorded.",
    Place.PART: "It is as it was.",
    Place.RECORD: "It is what history says it was.",
    Place.FILE: "Its SHA-256 is the one that was recorded.",
    Place.SIGNATURE: "It was made with this installation’s key.",
    Place.HEAD: "It names the row and the hash that the pack names.",
    Place.ROW: "Its hash is the one that the pack names.",
    Place.HISTORY: "Every row fits.",
}
_FAULTS: Final[Mapping[Fault, str]] = {
    Fault.GONE: "It is not where it was kept.",
    Fault.CHANGED: "It was changed since the pack was frozen.",
    Fault.UNREADABLE: "It cannot be read any more.",
    Fault.ADDED: "It was not there when the pack was frozen.",
}
_WRONG: Final[Mapping[tuple[Place, Fault], str]] = {
    (Place.MATERIAL, Fault.CHANGED): "Its SHA-256 is another than the one that was recorded.",
    (Place.FILE, Fault.CHANGED): "Its SHA-256 is another than the one that was recorded.",
    (Place.RECORD, Fault.GONE): "History has no row that tells how it was made.",
    (Place.SIGNATURE, Fault.CHANGED): "It is not that of the statement that the pack has.",
    (Place.HEAD, Fault.CHANGED): "It names another row or hash than the pack does.",
    (Place.ROW, Fault.GONE): "It is missing or cannot be read.",
    (Place.ROW, Fault.CHANGED): "It does not have the hash that the pack names, or says otherwise.",
}
