"""Lists in a narrow window: each row is a block, and its labels are whole words."""

from __future__ import annotations

import pytest

from tests.journeys.browsing import NARROW
from tests.journeys.conftest import Open

BROKEN = """() => {
  const pen = document.createElement("canvas").getContext("2d");
  const broken = new Set();
  for (const cell of document.querySelectorAll("[data-label]")) {
    const style = getComputedStyle(cell, "::before");
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    for (const word of cell.dataset.label.split(/\\s+/))
      if (pen.measureText(word).width > parseFloat(style.width)) broken.add(word);
  }
  return [...broken];
}"""
"""The words of labels that are wider than the place they stand in."""

LISTS = ("inspections", "recommendations", "plans", "people", "bodies", "clocks", "interventions")


@pytest.mark.parametrize("name", LISTS)
def test_no_label_is_broken_within_a_word(open_window: Open, name: str) -> None:
    window = open_window("Farah Siddiqui", width=NARROW)
    window.go(f"/councils/aldermere/{name}")
    assert window.page.locator("[data-label]").count() > 0
    assert window.page.evaluate(BROKEN) == []
    assert window.overflow(NARROW) == []
