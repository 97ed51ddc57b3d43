"""Colours of pictures: told apart by how light they are, so also in grey and by colour-blind eyes.

A colour only repeats what a word beside it says. Text on each has a contrast of at least 4.5 to 1
(WCAG 2.2, success criterion 1.4.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

INK: Final = "#0b0c0c"
QUIET: Final = "#4d5358"
LINE: Final = "#b1b4b6"
GROUND: Final = "#ffffff"


@dataclass(frozen=True)
class Paint:
    """How a tone is painted: the surface, the text on it and the outline."""

    fill: str
    ink: str
    edge: str


NEUTRAL: Final = Paint("#f3f2f1", INK, "#6f777b")

PAINTS: Final[dict[str, Paint]] = {
    "positive": Paint("#cfe9dc", INK, "#0f7a52"),
    "neutral": NEUTRAL,
    "caution": Paint("#f2b233", INK, "#7a5600"),
    "serious": Paint("#8a1c1c", GROUND, "#5c0f0f"),
    "info": Paint("#d7e8f7", INK, "#12436d"),
    "done": Paint("#12436d", GROUND, "#0b2a45"),
}


def paint(tone: str) -> Paint:
    """The paint of a tone; an unknown tone is drawn neutrally."""
    return PAINTS.get(tone, NEUTRAL)
