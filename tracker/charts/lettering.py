"""How much room words take in the pictures' face, and how they are broken into lines."""

from __future__ import annotations

from typing import Final

# Widths of Liberation Sans (those of Arial), in thousandths of the type's size.
_NARROW: Final = "ijl'|.,:;!’‘ ftI/\\()[]-"
_WIDE: Final = "mwMWGOQ%@–—&"
_CAPITAL: Final = 690
_BOLD: Final = 1.08


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide ``text`` is at ``size`` pixels: rather a little too much than too little."""
    thousandths = sum(map(_thousandths, text))
    return thousandths * size / 1000 * (_BOLD if bold else 1)


def _thousandths(character: str) -> int:
    if character in _NARROW:
        return 310
    if character in _WIDE:
        return 850
    return _CAPITAL if character.isupper() else 560


def broken(
    text: str, width: float, size: float, *, bold: bool = False, most: int = 0
) -> tuple[str, ...]:
    """``text`` in lines no wider than ``width``; a longer word is cut where it has to be.

    With ``most``, what does not fit into so many lines is left out and an ellipsis says so.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.extend(_pieces(word, width, size, bold=bold))
    if most and len(lines) > most:
        lines = [*lines[: most - 1], _shortened(lines[most - 1], width, size, bold=bold)]
    return tuple(lines)


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and width_of(pieces[-1] + character, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _shortened(line: str, width: float, size: float, *, bold: bool) -> str:
    while line and width_of(f"{line}…", size, bold=bold) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
