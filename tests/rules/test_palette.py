"""Colours of charts, computed: told apart by everybody, on a screen and on a grey photocopy.

Colour blindness is simulated by the matrices of Machado, Oliveira and Fernandes (2009) for its
full strength; differences are those of CIE L*a*b* (1976), of which about 2 can just be seen.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

import pytest

from tracker.charts.palette import BLANK, GROUND, INK, LINE, PAINTS, QUIET, Lines, Paint, paint
from tracker.domain.colours import contrast
from tracker.domain.vocabulary import Delivery, EvidenceRating, ImpactRating
from tracker.presenters.ratings import tone_of

Colour = tuple[float, float, float]
Matrix = tuple[Colour, Colour, Colour]

EYES: Final[dict[str, Matrix]] = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}
TO_XYZ: Final[Matrix] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
WHITE: Final[Colour] = (0.95047, 1.0, 1.08883)
LEAST: Final = 12.0
"""Several times what can just be seen: pieces lie side by side and in a key."""

TOGETHER: Final = {
    scale.__name__: sorted({tone_of(rating) for rating in scale})
    for scale in (Delivery, EvidenceRating, ImpactRating)
}
"""The tones of one chart."""


def linear(colour: str) -> Colour:
    """Red, green and blue as light, from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def times(matrix: Matrix, colour: Colour) -> Colour:
    first, second, third = (
        min(max(sum(a * b for a, b in zip(row, colour, strict=True)), 0), 1.09) for row in matrix
    )
    return first, second, third


def lab(colour: Colour) -> Colour:
    parts = [value / white for value, white in zip(times(TO_XYZ, colour), WHITE, strict=True)]
    x, y, z = (
        part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in parts
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: str, other: str, eyes: str) -> float:
    """How far apart two colours are for such eyes."""
    seen = (lab(times(EYES[eyes], linear(colour))) for colour in (one, other))
    return float(sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5)


def alike(tones: list[str], eyes: str) -> list[tuple[str, str]]:
    """The pairs that differ neither in colour nor in their lines."""
    return [
        (one, other)
        for one, other in combinations(tones, 2)
        if paint(one).lines is paint(other).lines
        and difference(paint(one).fill, paint(other).fill, eyes) < LEAST
    ]


class TestDistinctness:
    @pytest.mark.parametrize("eyes", EYES)
    @pytest.mark.parametrize("scale", TOGETHER)
    def test_the_ratings_of_a_scale_are_told_apart(self, scale: str, eyes: str) -> None:
        assert alike(TOGETHER[scale], eyes) == []

    def test_it_would_see_two_that_are_alike(self) -> None:
        assert difference("#8a1c1c", "#8a1c1c", "grey") == 0
        # The dark red and the dark blue are one grey: their lines tell them apart.
        assert difference(PAINTS["serious"].fill, PAINTS["done"].fill, "grey") < LEAST
        # Pure red and a dark green look alike to those who see no red.
        assert difference("#ff0000", "#5e5e00", "no red") < LEAST
        assert difference("#ff0000", "#5e5e00", "all colours") > 3 * LEAST

    def test_white_and_black_are_as_far_apart_as_can_be(self) -> None:
        assert difference("#ffffff", "#000000", "all colours") == pytest.approx(100, abs=0.1)


class TestContrast:
    @pytest.mark.parametrize("tone", [*PAINTS, "blank"])
    def test_words_can_be_read_on_every_tone(self, tone: str) -> None:
        assert contrast(paint(tone).fill, paint(tone).ink) >= 4.5

    @pytest.mark.parametrize("tone", PAINTS)
    def test_every_piece_has_an_outline_that_is_seen_on_the_ground(self, tone: str) -> None:
        assert contrast(paint(tone).edge, GROUND) >= 3

    @pytest.mark.parametrize("colour", [INK, QUIET])
    def test_words_can_be_read_on_the_ground(self, colour: str) -> None:
        assert contrast(colour, GROUND) >= 4.5

    def test_lines_over_a_surface_are_seen_on_it(self) -> None:
        lined = [one for one in PAINTS.values() if one.lines is not Lines.NONE]
        assert len(lined) == 3
        assert all(contrast(one.fill, one.stroke) >= 3 for one in lined)

    def test_the_lines_of_a_grid_stay_behind_what_is_drawn(self) -> None:
        assert 1.5 < contrast(LINE, GROUND) < contrast(QUIET, GROUND)
        assert Paint(GROUND, INK, GROUND) == BLANK
