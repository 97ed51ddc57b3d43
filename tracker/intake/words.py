"""Comparing printed words: whatever their capitals, quotation marks, dashes and note digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

_SAME = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "−": "-", "\xa0": " "}
)
_AT_END = re.compile(r"[\s.:;?]*(?:(?<=[a-z?)])\d{1,2})?[\s.:;?]*$")
_PARTED_HYPHEN = re.compile(r"(?<=\w)- +(?=\w)")

BULLETS = "•◦●○▪▫■□◼◾▶►‣⁃∙·–—‐‑−-*̶"
"""What stands before an item: typographic bullets, dashes, and a symbol font's private letters."""

_BULLET = re.compile(
    rf"(?P<label>[{re.escape(BULLETS)}\uf000-\uf0ff\uf8ff]|o(?=\s))\s*(?=\S)", re.DOTALL
)
_NUMBER = re.compile(
    r"(?P<label>\(?(?:\d{1,3}(?:\.\d{1,2}){0,2}[.)]?|[a-z][.)]|[ivx]{1,4}[.)])\)?)\s*(?=\S)"
)
_BARE_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def plain(words: str) -> str:
    """The words as a reader compares them: small letters, straight quotes, single spaces."""
    return _PARTED_HYPHEN.sub("-", " ".join(words.translate(_SAME).casefold().split()))


def heading(words: str) -> str:
    """A heading as it is compared: plain, without a footnote's digit or punctuation at its end."""
    return _AT_END.sub("", plain(words))


def begins(text: str, phrases: Iterable[str], *, at_most: int = 8) -> bool:
    """Whether a heading is one of the phrases, or begins with one and says little more.

    ``at_most`` is how many words may follow.
    """
    said = heading(text)
    for phrase in phrases:
        wanted = heading(phrase)
        if said == wanted:
            return True
        if said.startswith(wanted) and re.match(r"[\s:(]", said[len(wanted) :]):
            return len(said[len(wanted) :].split()) <= at_most
    return False


def split_label(text: str) -> tuple[str | None, str]:
    """The bullet or number that a text begins with, and the rest.

    A number needs a full stop or bracket behind it, so that "3 months" keeps its 3.
    """
    bullet = _BULLET.match(text)
    if bullet:
        return bullet["label"], text[bullet.end() :]
    number = _NUMBER.match(text)
    if number and not _BARE_NUMBER.fullmatch(number["label"]):
        return number["label"], text[number.end() :]
    return None, text


def number_of(label: str | None) -> str | None:
    """The number that a label prints, without its full stop or brackets; None for a bullet."""
    if label is None:
        return None
    bare = label.strip("().[] ")
    return bare if _BARE_NUMBER.fullmatch(bare) else None


@cache
def pattern(phrase: str) -> re.Pattern[str]:
    """A phrase of a guide as a pattern of plain words; ``{name}`` captures what differs.

    Each `` / `` part is a pattern of its own: see ``parts``.
    """
    pieces = re.split(r"\{([a-z]+)\}", plain(phrase).rstrip(" ."))
    written = "".join(
        f"(?P<{piece}>.+?)" if index % 2 else re.escape(piece) for index, piece in enumerate(pieces)
    )
    return re.compile(written)


def parts(phrase: str) -> Iterator[str]:
    """The blocks that a title spans."""
    yield from phrase.split(" / ")
