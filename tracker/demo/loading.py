"""Loading the demonstration: each council's file is replayed as dated deeds, oldest first.

The real services do the deeds, so that history is real from the first day of the file on, and the
demonstration can do nothing that a person could not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tracker.adapters.database import begin_writing
from tracker.adapters.file_store import FileStore
from tracker.demo.founding import EVENING, NOON, Step, founding_steps
from tracker.demo.reading import DemonstrationError, Entry, read_file
from tracker.demo.shapes import DEEDS, FILE
from tracker.demo.stage import Stage
from tracker.demo.verbs import VERBS
from tracker.domain.dates import long_date
from tracker.domain.errors import RuleError
from tracker.domain.frameworks import Framework
from tracker.models import Account, Council

COUNCILS: Final = Path(__file__).resolve().parent / "councils"


def _silently(_line: str) -> None:
    """Say nothing of the progress."""


def load_demonstration(
    sessions: sessionmaker[Session],
    frameworks: Mapping[str, Framework],
    *,
    today: date,
    files: FileStore,
    folder: Path = COUNCILS,
    progress: Callable[[str], None] = _silently,
) -> None:
    """Load every council of the demonstration, one commit each.

    ``today`` is the day that "today" means in the files; what they date later is left out.
    ``files`` keeps the texts of what was published. ``progress`` is told one line for each council.

    Raises:
        DemonstrationError: a file is wrong; the councils before it are loaded, its own is not.
    """
    accounts: dict[str, Account] = {}
    for path in sorted(folder.glob("*.yaml")):
        file = read_file(path, FILE, today)
        with sessions() as session:
            begin_writing(session)
            stage = Stage(session, frameworks, accounts, files)
            steps = _in_order(stage, file, today)
            for step in steps:
                _take(step)
            session.commit()
            # What stays in use beyond this session, such as an account, must not ask it for more.
            session.expunge_all()
        progress(f"{path.stem}: {len(steps):,} deeds from {long_date(steps[0].on)} on")


def is_empty(session: Session) -> bool:
    """Whether the database has no council yet, so that the demonstration may be loaded."""
    return session.scalars(select(Council.id).limit(1)).first() is None


def _in_order(stage: Stage, file: Entry, today: date) -> list[Step]:
    steps = [*founding_steps(stage, file), *_timeline(stage, file)]
    return sorted(
        (step for step in steps if step.on <= today), key=lambda step: (step.on, step.turn)
    )


def _timeline(stage: Stage, file: Entry) -> Iterator[Step]:
    for entry in file.deeds("timeline", DEEDS):
        yield _deed(stage, entry, entry.day("on"))


def _deed(stage: Stage, entry: Entry, on: date) -> Step:
    verb = VERBS[entry.text("deed")]
    # Whoever leaves does so when the day's other work is done.
    turn = EVENING if verb is VERBS["leave"] else NOON
    return Step(on, turn, entry, lambda: verb(stage, entry, stage.actor(entry, on), on))


def _take(step: Step) -> None:
    try:
        step.do()
    except RuleError as rule:
        entry = step.entry
        raise DemonstrationError(entry.file, entry.line, rule.sentence) from rule
