"""The figures as tables on the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from tests.bench.measure import Figures, Growth
from tests.bench.small import SmallThing


def print_figures(kind: str, figures: Sequence[Figures]) -> None:
    """A line for each page, size and number of users."""
    print(f"\n{kind}: medians in milliseconds, two gunicorn workers\n")
    print(f"{'page':<22}{'actions':>9}{'users':>7}{'tracker':>10}{'floor':>9}{'ratio':>7}")
    for figure in figures:
        print(
            f"{figure.page:<22}{figure.size:>9,}{figure.users:>7}{figure.tracker:>10.1f}"
            f"{figure.floor:>9.1f}{figure.ratio:>7.1f}"
        )


def print_growth(least: int, most: int, growth: Sequence[Growth]) -> None:
    """A line for each page: how many times as long it takes on the larger plan."""
    print(f"\nFrom {least:,} to {most:,} actions, one user: times the tracker, times the floor\n")
    for page in growth:
        print(f"{page.page:<22}{page.tracker:>8.2f}{page.floor:>8.2f}")


def print_small_things(things: Sequence[SmallThing]) -> None:
    """What is measured once, with the bound that it should keep."""
    print("\nOnce, on SQLite\n")
    for thing in things:
        print(f"{thing.name:<44}{thing.value:>10.2f} {thing.unit:<6} (at most {thing.bound:g})")
