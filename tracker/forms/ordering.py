"""Letting one thing of a list change places with its neighbour, by a button."""

from __future__ import annotations

from tracker.forms.base import PageForm
from tracker.forms.fields import radios

UP, DOWN = "up", "down"


class OrderForm(PageForm):
    """Which way something goes: ``direction`` is "up" or "down"."""

    direction = radios(
        "Direction", [(UP, "Up"), (DOWN, "Down")], required="Choose whether it goes up or down"
    )

    @property
    def is_up(self) -> bool:
        """Whether it goes up."""
        return bool(self.direction.data == UP)
