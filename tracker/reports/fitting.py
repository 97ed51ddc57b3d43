"""Text made to fit our typeface and a line's width, for papers whose pages cannot grow."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from tracker.charts.typeface import BOLD, REGULAR, widths_of
from tracker.reports.characters import writable

INSTEAD: Final = "□"
"""What is shown for a character that the typeface does not have."""

WIDEST: Final = 1.4
"""No letter of the typeface is wider than this, in parts of its size."""

# Nothing is drawn for these: joiners, marks of direction, selectors.
_UNSEEN: Final = (
    "\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufe00-\\ufe0f\\ufeff"
)
_TONES: Final = "\\U0001f3fb-\\U0001f3ff"
_TAGS: Final = "\\U000e0020-\\U000e007f\\U000e0100-\\U000e01ef"
_ZWJ: Final = "\\u200d"
BREAK: Final = "\x1f"
"""Marks a place where a word may break. No paper holds it, and ``paper.typ`` sets nothing for it: a
zero-width space would be found in the PDF's text, and a search would miss the word."""

_WORD: Final = re.compile(r"[^\s\-/]+[-/]?")


@cache
def _missing() -> re.Pattern[str]:
    """A sign that the typeface lacks, with the joiners and tones that belong to it."""
    had = "".join(re.escape(character) for character in widths_of(BOLD))
    lacked = f"[^{had}\\s{_UNSEEN}{_TAGS}]"
    after = f"[{_TONES}\\ufe00-\\ufe0f{_TAGS}]*"
    return re.compile(f"{lacked}{after}(?:{_ZWJ}{lacked}{after})*")


def shown(text: str) -> str:
    """``text`` as the typeface can show it: each sign that it lacks is an ``INSTEAD``."""
    text = writable(text).replace("\t", " ")
    return text if text.isascii() else _missing().sub(INSTEAD, text)


def fitted(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """``text`` with a ``BREAK`` before each part of a word that has no room on the line before.

    ``width`` is how long a line is, ``size`` that of the type, both in points.
    """
    # Most text is so short that it need not be measured.
    if len(text) * size * WIDEST <= width:
        return text
    widths, room = widths_of(BOLD if bold else REGULAR), width * 1000 / size

    def broken(found: re.Match[str]) -> str:
        word = found.group()
        if len(word) * WIDEST * 1000 <= room:
            return word
        parts, taken = [""], 0.0
        for letter in word:
            wide = widths.get(letter, 0)
            if parts[-1] and taken + wide > room:
                parts.append("")
                taken = 0
            parts[-1] += letter
            taken += wide
        return BREAK.join(parts)

    return _WORD.sub(broken, text)
