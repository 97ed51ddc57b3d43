"""What LibreOffice makes of a workbook: saved again and printed, nothing of it is lost."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.reports.test_workbook import AT
from tests.reports.test_workbook_text import TEXTS, parts_of
from tracker.charts.figures import Figures, Form, Series
from tracker.reports.native_charts import Cells, Placed
from tracker.reports.workbook import Sheet, workbook

Convert = Callable[[str], Path]

KEY = Sheet("Key", (("Name", 20),), [("On track",), ("Off track, “red”",)])
PLAN = Sheet(
    "Plan",
    (("Reference", 12), ("Action", 50), ("Due", 18), ("Days", 9), ("Delivery", 20)),
    [
        (f"A{n}", f"Do what it says, {n}. " * 9, date(2026, 1, 1) + timedelta(n), n, "On track")
        for n in range(1, 201)
    ],
    choices={"Delivery": Cells("Key", 0, 1, 2)},
    kept=2,
)
WORDS = Sheet("Words", (("Said", 50), ("End", 9)), [(text, "end") for text in TEXTS])
PROGRESS = Sheet(
    "Progress", (("Priority", 30), ("Done", 9), ("Late", 9)), [("A: Oversight", 3, 4), ("B", 5, 6)]
)
FIGURES = Figures(
    form=Form.BARS,
    title="Progress by priority",
    alt="A: Oversight: 7 actions, 3 done, 4 late.",
    names="Priority",
    categories=("A: Oversight", "B"),
    series=(Series("Done", (3, 5), "done"), Series("Late", (4, 6), "serious")),
    header=("Priority", "Done", "Late"),
    rows=(),
)
CHART = Placed(FIGURES, "Progress", columns=[1, 2])


@pytest.fixture(scope="module")
def made() -> bytes:
    sheets = [KEY, PLAN, WORDS, PROGRESS]
    return workbook(sheets, title="A plan", made_at=AT, charts=[CHART, CHART])


@pytest.fixture(scope="module")
def convert(made: bytes, tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """Has the workbook saved in a format, in a profile that no other run of LibreOffice knows."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "plan.xlsx").write_bytes(made)

    def to(kind: str) -> Path:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        out = folder / kind
        asked = ["--headless", "--convert-to", kind, "--outdir", str(out)]
        done = subprocess.run(
            ["soffice", profile, *asked, str(folder / "plan.xlsx")],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        saved = out / f"plan.{kind}"
        assert saved.exists(), done.stdout + done.stderr
        return saved

    return to


def cells_of(content: bytes) -> dict[str, list[list[Any]]]:
    """Every cell of every sheet with a table."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    names = [name for name in book.sheet_names if name != "Charts"]
    return {name: book.get_sheet_by_name(name).to_python() for name in names}


def test_saved_again_it_has_every_cell_and_chart(made: bytes, convert: Convert) -> None:
    saved = convert("xlsx").read_bytes()
    before, after = cells_of(made), cells_of(saved)
    for rows in (before["Words"], after["Words"]):
        # Each writes this one in a way of its own, which the reader at hand does not undo.
        assert rows.pop()[0].endswith("x0041_")
    assert after == before
    parts = parts_of(saved)
    charts = [name for name in parts if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(charts) == 2
    assert FIGURES.title in parts[charts[0]].decode()
    sheets = "".join(parts[name].decode() for name in parts if "worksheets/sheet" in name)
    assert 'type="list"' in sheets
    assert "autoFilter" in "".join(part.decode(errors="replace") for part in parts.values())


def test_saved_as_opendocument_its_charts_keep_their_words(convert: Convert) -> None:
    # LibreOffice 7.4 leaves alternative text out of the workbooks that it writes itself.
    with zipfile.ZipFile(convert("ods")) as file:
        assert file.read("content.xml").decode().count(FIGURES.alt) == 2


def test_printed_it_shows_every_row_and_each_chart_whole(convert: Convert) -> None:
    pdf = convert("pdf")
    done = subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    pages = done.stdout.split("\f")[:-1]
    whole = "\n".join(pages)
    assert {f"A{n}" for n in range(1, 201)} <= set(re.findall(r"^ *(A\d+) ", whole, re.MULTILINE))
    # A word that ends a line begins none: sentences are broken, words are not.
    assert len(re.findall(r"\bsays,", whole)) == 200 * 9
    plan = [page for page in pages if "says," in page]
    assert all("Reference" in page for page in plan)
    drawn = [page for page in pages if "Drawn from the sheet" in page]
    # They come last, and none runs on over another page.
    assert drawn == pages[-2:]
    for page in drawn:
        assert page.count(FIGURES.title) == 2
        assert "A: Oversight" in page
        assert "Late" in page
