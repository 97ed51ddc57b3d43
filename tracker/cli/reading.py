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
    from tracker.intake.report import read_report
    from tracker.intake.summary import as_json

    folder = os.environ.get("TRACKER_FRAMEWORKS")
    try:
        frameworks = load_frameworks(Path(folder) if folder else None)
        guides = load_guides(frameworks, Path(folder) if folder else None)
        draft = read_report(file.read_bytes(), file.name, frameworks, guides)
    except OSError as fault:
        stop(f"{file} cannot be read: {fault.strerror}")
    except FrameworkError as fault:
        stop(str(fault))
    except NotReadable as fault:
        stop(f"{file.name}: {fault.sentence}")
    else:
        click.echo(json.dumps(as_json(draft), ensure_ascii=False, indent=2))
