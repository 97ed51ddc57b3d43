"""What LibreOffice makes of the cabinet report: its pages, looked at as text and as pictures."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.reports.papers import AUTHORS, DEMONSTRATION, large_report, planned, report
from tracker.adapters.pictures import png_of
from tracker.charts.palette import paint
from tracker.reports.cabinet import cabinet_word
from tracker.reports.parts import CabinetReport, PlanSection

HEADER = ("Number", "Action", "How we will know", "Owners", "Due", "Rating", "Answers", "Updated")

Convert = Callable[[CabinetReport, str], Path]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Turns a report into a PDF, in a profile that no other run of LibreOffice knows."""
    folder = tmp_path_factory.mktemp("office")

    def to_pdf(made: CabinetReport, name: str) -> Path:
        word = folder / f"{name}.docx"
        word.write_bytes(cabinet_word(made, png_of))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        asked = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(word)]
        done = subprocess.run(
            ["soffice", profile, *asked], capture_output=True, text=True, timeout=180, check=False
        )
        pdf = word.with_suffix(".pdf")
        assert pdf.exists(), done.stdout + done.stderr
        return pdf

    return to_pdf


@pytest.fixture(scope="module")
def large(convert: Convert) -> Path:
    """The report of 60 recommendations and 200 actions."""
    return convert(large_report(), "large")


def pages_of(pdf: Path) -> list[str]:
    """The text of each page, as it is laid out."""
    done = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")[:-1]


def sizes_of(pdf: Path) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    done = subprocess.run(
        ["pdfinfo", "-f", "1", "-l", "999", str(pdf)], capture_output=True, text=True, check=True
    )
    found = re.findall(r"Page +\d+ size: +([\d.]+) x ([\d.]+)", done.stdout)
    return [(float(width), float(height)) for width, height in found]


def ink_of(pdf: Path, page: int) -> tuple[float, set[bytes]]:
    """The share of a page that is not white, and the colours on it."""
    done = subprocess.run(
        ["pdftoppm", "-r", "40", "-f", str(page), "-l", str(page), str(pdf)],
        capture_output=True,
        check=True,
    )
    pixels = done.stdout.split(b"\n", 3)[3]
    colours = [pixels[at : at + 3] for at in range(0, len(pixels) - 2, 3)]
    return sum(colour != b"\xff\xff\xff" for colour in colours) / len(colours), set(colours)


def test_numbers_run_on_without_a_gap_through_the_whole_report(large: Path) -> None:
    numbers = [
        int(number)
        for page in pages_of(large)
        for number in re.findall(r"^ {0,4}(\d+)\. {2,}\S", page, flags=re.MULTILINE)
    ]
    assert len(numbers) > 20
    assert numbers == list(range(1, len(numbers) + 1))


def test_letters_begin_again_under_each_number(large: Path) -> None:
    whole = "\n".join(pages_of(large))
    assert re.search(r"It is recommended that Cabinet:\s+\(a\) .*\s+\(b\) .*\s+\(c\) ", whole)
    assert len(re.findall(r"^ +\(a\) ", whole, flags=re.MULTILINE)) == 14


def test_the_header_stands_on_every_page_of_the_appendix(large: Path) -> None:
    pages, sizes = pages_of(large), sizes_of(large)
    on_their_side = [page for page, (w, h) in zip(pages, sizes, strict=True) if w > h]
    assert len(pages) > 10
    assert len(on_their_side) > 5
    without = [
        number
        for number, page in enumerate(on_their_side)
        if "A1" in page and not all(word in page for word in HEADER)
    ]
    assert without == []
    # Upright pages come first, and the appendix stays on its side to the end.
    assert [w > h for w, h in sizes] == sorted(w > h for w, h in sizes)


def test_every_page_bears_its_number_its_state_and_its_origin(large: Path) -> None:
    pages = pages_of(large)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert "Data as at 8 December 2015 · Record 849, af9a2ee563a4" in page
        assert DEMONSTRATION in page


def test_no_page_is_blank_and_the_picture_is_there(large: Path) -> None:
    pages = pages_of(large)
    for number, page in enumerate(pages, start=1):
        ink, _colours = ink_of(large, number)
        assert ink > 0.003, f"page {number} is blank: {page!r}"
    [drawn] = [n for n, page in enumerate(pages, start=1) if "Figure 1" in page]
    _ink, colours = ink_of(large, drawn)
    for wanted in ("done", "caution"):
        near = bytes.fromhex(paint(wanted).fill[1:])
        # LibreOffice packs pictures as JPEG, which shifts colours a little.
        assert any(max(abs(a - b) for a, b in zip(near, c, strict=True)) < 16 for c in colours)


def test_nothing_runs_over_the_edge_of_a_page(large: Path) -> None:
    for number, (width, _height) in enumerate(sizes_of(large), start=1):
        done = subprocess.run(
            ["pdftotext", "-bbox", "-f", str(number), "-l", str(number), str(large), "-"],
            capture_output=True,
            text=True,
            check=True,
        )
        edges = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', done.stdout)]
        assert edges
        assert max(edges) < width - 20


def test_a_cell_of_ten_thousand_letters_runs_on_over_pages(convert: Convert) -> None:
    section = PlanSection("A: Oversight", "", (planned(1, title="word " * 2000), planned(2)))
    whole = "\n".join(pages_of(convert(report(plan_sections=(section,)), "long")))
    assert whole.count("word") == 2000
    assert "A2" in whole


def test_a_report_with_nothing_in_it_is_still_sound(convert: Convert) -> None:
    empty = report(
        summary=(), background_papers=(), background=(), findings=(), closing=(), plan_sections=()
    )
    pages = pages_of(convert(empty, "empty"))
    assert AUTHORS.title in pages[0]
    assert len(pages) > 2
