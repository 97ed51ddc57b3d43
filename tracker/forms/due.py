"""Due dates as councils write them: a day, or words with the best day beside them."""

from __future__ import annotations

from typing import Any

from tracker.domain.dates import long_date, parse_uk_date
from tracker.forms.fields import EARLIEST, LATEST, line
from tracker.forms.widgets import PARTS

WORDS_HINT = "Only where it is no single day, such as “Ongoing” or “Spring term”"


def in_words(label: str = "Due, in words") -> Any:
    """The due date as written where it is no day."""
    return line(label, hint=WORDS_HINT)


def settle_due(day: Any, words: Any, offered: Any) -> bool:
    """Read a day out of the words where none was typed; whether the form can go on.

    A plain date is taken for the day. Where the day has to be guessed ("Dec 2016" is its last day)
    it is filled in for the person to look at, once: sent again without it, the words stand alone.
    ``offered`` carries the words that a day was offered for.
    """
    text = words.data
    if not text or day.data is not None or any(day.typed.values()):
        return True
    written = parse_uk_date(text)
    if written.on is None or not EARLIEST <= written.on <= LATEST:
        return True
    if not written.approximate:
        day.data, words.data = written.on, None
        return True
    if offered.data == text:
        return True
    offered.data = text
    numbers = (written.on.day, written.on.month, written.on.year)
    day.typed = {part: str(n) for (part, _, _), n in zip(PARTS, numbers, strict=True)}
    read = f"“{text}” can be read as {long_date(written.on)}"
    day.errors = [*day.errors, f"{read}. Save again to take that day, or empty it"]
    return False
