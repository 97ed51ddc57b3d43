"""Running a command as an operator does: by its name, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

TRACKER: Final = Path(sys.executable).parent / "tracker"


def run(
    folder: Path, *words: str, status: int = 0, typed: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run ``tracker`` in ``folder`` with only these settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    done = subprocess.run(
        [TRACKER, *words],
        cwd=folder,
        env={**clean, **settings},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done
