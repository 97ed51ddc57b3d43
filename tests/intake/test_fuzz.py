"""The search for a crash finds one, says which file it was, and can show that file again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.intake.forms import EVERY_FORM, saved_as
from tests.intake.fuzz import Outcome, main, outcomes, summary
from tests.intake.mutations import mutated
from tests.intake.reports import EVERY_REPORT


def test_a_seed_gives_the_same_file_in_another_process(tmp_path: Path) -> None:
    seeds = range(1, 25)
    for seed in seeds:
        path = tmp_path / str(seed)
        assert main(["--save", str(seed), str(path)]) == 0
    again = tmp_path / "again"
    again.mkdir()
    code = "import sys; from tests.intake.fuzz import main; "
    code += "[main(['--save', s, sys.argv[1] + '/' + s]) for s in sys.argv[2:]]"
    subprocess.run([sys.executable, "-c", code, again, *map(str, seeds)], check=True)
    for seed in seeds:
        assert (again / str(seed)).read_bytes() == (tmp_path / str(seed)).read_bytes()


def test_nearly_every_file_is_unlike_the_paper_it_was_made_from() -> None:
    whole = {saved_as(form, report.paper) for form in EVERY_FORM for report in EVERY_REPORT}
    unlike = [seed for seed in range(200) if mutated(seed).content not in whole]
    assert len(unlike) > 180


@pytest.mark.parametrize(
    ("reader", "outcome"), [("raises", "traceback"), ("crashes", "crash"), ("hangs", "hang")]
)
def test_each_fault_is_found_and_the_search_goes_on(reader: str, outcome: str) -> None:
    found = outcomes(range(1, 3), reader=reader, seconds=1 if outcome == "hang" else 60)
    assert [(one.seed, one.outcome) for one in found] == [(1, outcome), (2, outcome)]


def test_what_is_read_or_refused_is_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    for reader, kind in (("refuses", "refused"), ("drafts", "draft")):
        assert main(["--documents", "4", "--reader", reader]) == 0
        assert f"4 {kind}" in capsys.readouterr().out


def test_the_first_fault_is_named_with_its_seed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--documents", "4", "--first", "11", "--reader", "raises"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("4 broken files from seed 11: 0 draft, 0 refused, 4 traceback")
    assert said[1].startswith("First fault: seed 11, traceback: KeyError at planted_readers.py")
    assert said[2].strip() == mutated(11).how


def test_the_summary_is_one_line() -> None:
    line = summary([Outcome(1, "draft"), Outcome(2, "hang")], 3.2)
    assert line == (
        "2 broken files from seed 1: 1 draft, 0 refused, 0 traceback, 0 crash, 1 hang; 3 s"
    )
