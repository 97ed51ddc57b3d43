"""``tracker read``: what an inspection report says, as JSON, without a database."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from tracker.cli.terminal import stop


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def read(file: Path) -> None:
    """Read the inspection report FILE and print what it says as one JSON object.

    PDF, Word (.docx), HTML and plain text are read, on this machine alone. What was not found is
    null, and what a person should check is listed under "uncertain". A file that is no report gives
    a sentence on standard error and the status 2.
    """
    from tracker.domain.errors import FrameworkError
    from tracker.domain.frameworks import load_frameworks
    from tracker.domain.frameworks.guide import load_guides
    from tracker.intake.errors import NotReadable
    from tracker.intake.isolated import read_apart
    from tracker.intake.opening import MOST_BYTES
    from tracker.intake.summary import as_json

    named = os.environ.get("TRACKER_FRAMEWORKS")
    folder = Path(named) if named else None
    try:
        # A wrong framework or guide is named here; the reader's own process would only fail.
        load_guides(load_frameworks(folder), folder)
        with file.open("rb") as report:
            # One byte more than is read: what is larger is refused without taking it in.
            content = report.read(MOST_BYTES + 1)
        draft = read_apart(content, file.name, folder)
    except OSError as fault:
        stop(f"{file} cannot be read: {fault.strerror}")
    except FrameworkError as fault:
        stop(str(fault))
    except NotReadable as fault:
        stop(f"{file.name}: {fault.sentence}")
    else:
        click.echo(json.dumps(as_json(draft), ensure_ascii=False, indent=2))
