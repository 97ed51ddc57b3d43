"""The style sheet and script are what their parts give, and what was vendored is whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import vendor_front_end as front_end


def test_nothing_was_changed_by_hand() -> None:
    done = subprocess.run(
        [sys.executable, front_end.__file__, "check"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("planted", ["plain", "gz", "br"])
def test_a_compressed_form_of_other_content_is_noticed(tmp_path: Path, planted: str) -> None:
    path = tmp_path / "sheet.css"
    path.write_text("body{color:#0b0c0c}")
    front_end.compress(path)
    assert front_end.is_compressed(path)
    other = tmp_path / "other.css"
    other.write_text("body{color:#000}")
    front_end.compress(other)
    end = "" if planted == "plain" else f".{planted}"
    path.with_name(f"sheet.css{end}").write_bytes(other.with_name(f"other.css{end}").read_bytes())
    assert not front_end.is_compressed(path)
