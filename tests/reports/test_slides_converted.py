"""What LibreOffice makes of the slides: every title is there, and each chart is drawn and named."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.reports.artefacts import keep, keep_pages
from tests.reports.decks import deck, judged, plan, read
from tracker.adapters.pictures import png_of
from tracker.charts.palette import paint
from tracker.presenters.plan_charts import charts_of
from tracker.reports.slides import slides

NAMES = 3
"""As many of a chart's names are looked for."""


@pytest.fixture(scope="module")
def content() -> bytes:
    """The slides of a plan of 30 actions and four inspections."""
    made = slides(deck(plan(30), judged(4)))
    keep("plan.pptx", made)
    return made


@pytest.fixture(scope="module")
def pdf(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The slides as a PDF, made in a profile that no other run of LibreOffice knows."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "plan.pptx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    asked = ["--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    done = subprocess.run(
        ["soffice", profile, *asked, str(folder / "plan.pptx")],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    made = folder / "plan.pdf"
    assert made.exists(), done.stdout + done.stderr
    keep_pages(made, "slide")
    return made


@pytest.fixture(scope="module")
def pages(pdf: Path) -> list[str]:
    """The words of each page, without their spaces."""
    done = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True)
    return [joined(page) for page in done.stdout.split("\f")[:-1]]


def joined(text: str) -> str:
    return re.sub(r"\s+", "", text)


def colours_on(pdf: Path, page: int) -> set[str]:
    """The colours of a page of a PDF."""
    done = subprocess.run(
        ["pdftoppm", "-r", "40", "-f", str(page), "-l", str(page), str(pdf)],
        capture_output=True,
        check=True,
    )
    pixels = done.stdout.split(b"\n", 3)[3]
    return {f"#{pixels[at : at + 3].hex()}" for at in range(0, len(pixels) - 2, 3)}


def charts_in(content: bytes) -> list[tuple[int, Any]]:
    """Each chart with the number of its slide."""
    return [
        (number, shape.chart)
        for number, slide in enumerate(read(content).slides, start=1)
        for shape in slide.shapes
        if shape.has_chart
    ]


def test_every_slide_is_a_page_with_its_title(content: bytes, pages: list[str]) -> None:
    shown = list(read(content).slides)
    assert len(pages) == len(shown)
    for slide, page in zip(shown, pages, strict=True):
        assert joined(slide.shapes.title.text_frame.text) in page
        assert "Dataasat5October2026" in page


def test_every_chart_has_its_names(content: bytes, pages: list[str]) -> None:
    charts = charts_in(content)
    assert len(charts) > 8
    for number, chart in charts:
        for name in list(chart.plots[0].categories)[:NAMES]:
            assert joined(str(name)) in pages[number - 1]


def test_every_chart_is_drawn_in_its_colours(content: bytes, pdf: Path) -> None:
    plain = {paint(tone).fill for tone in ("done", "caution")}
    drawn = [bool(colours_on(pdf, number) & plain) for number, _chart in charts_in(content)]
    # The judgements of this plan are good or inadequate, whose pieces have lines all over.
    assert drawn.count(True) >= len(drawn) - 2
    assert not colours_on(pdf, 1) & plain


def test_no_chart_says_more_than_its_numbers(pages: list[str]) -> None:
    # A program that takes what a label leaves unsaid for said writes series and category as well.
    assert not any("Complete;" in page or ";Complete" in page for page in pages)


def test_the_pages_pictures_can_be_looked_at() -> None:
    made = plan(30)
    for chart in charts_of([made], judged(4)):
        if chart.picture is not None:
            png = png_of(chart.picture.svg, chart.picture.width)
            keep(f"page-{chart.name}.png", png)
            assert png.startswith(b"\x89PNG")
