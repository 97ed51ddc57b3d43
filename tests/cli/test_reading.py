"""``tracker read``: one JSON object of what a report says, or a sentence of why there is none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.foundations.written_reports import TEXT, a_pdf

TRACKER = Path(sys.executable).parent / "tracker"


def read(file: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [TRACKER, "read", file.name],
        capture_output=True,
        text=True,
        cwd=file.parent,
        env={"PATH": "/usr/bin:/bin", **environment},
        timeout=120,
        check=False,
    )


def test_a_report_is_printed_as_json_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(a_pdf())
    done = read(file)
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert found["council"] == "Riverford"
    assert found["framework"] == "ilacs-2023"
    assert (found["inspection_start"], found["inspection_end"]) == ("2024-06-03", "2024-06-14")
    assert found["published"] is None
    assert found["lead_inspector"] == "Jo Green"
    assert [one["grade"] for one in found["judgements"]][:2] == ["Inadequate", "Inadequate"]
    first = found["recommendations"][0]
    assert first["text"].startswith("The timeliness of the response")
    assert (first["ref"], first["urgency"], first["page"]) == (None, None, 2)
    assert first["addressee"] == "local authority"
    assert {"published", "kind"} <= {doubt["about"] for doubt in found["uncertain"]}
    assert [path.name for path in tmp_path.iterdir()] == ["report.pdf"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"<html><body><h1>Report not found</h1></body></html>", "not an inspection report"),
        (b"%PDF-1.7 and no more", "broken"),
        (b"\x00\x01\x02\x03" * 200, "broken or something else"),
    ],
)
def test_what_is_no_report_gives_a_sentence_and_no_json(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(content)
    done = read(file)
    assert done.returncode == 2
    assert done.stdout == ""
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = read(tmp_path / "none.pdf")
    assert done.returncode == 2
    assert done.stderr == "none.pdf cannot be read: No such file or directory\n"


def test_a_wrong_guide_is_told_from_a_wrong_report(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(TEXT)
    guides = tmp_path / "own" / "guides"
    guides.mkdir(parents=True)
    (guides / "bad.yaml").write_text("frameworks: [none-such]\nkinds: []\n")
    done = read(file, TRACKER_FRAMEWORKS=str(tmp_path / "own"))
    assert done.returncode == 2
    assert "bad.yaml" in done.stderr
