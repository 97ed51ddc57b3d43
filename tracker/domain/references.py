"""References as printed, such as 1, 1.1, 2.10, A3 or WS3P21WP1: what is one, and their order.

A reference is what people say in meetings, so it is kept exactly as the report or plan prints it.
Its order is stored beside it as a plain text, so that a database sorts and pages by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from tracker.domain.errors import RuleError

LONGEST_REFERENCE = 40
"""Characters that a reference may have; WS3P21WP1, the longest one known, has nine."""

LONGEST_SORT_KEY = 120
"""Characters that a sort key has at most; a valid reference needs 80 at worst."""

_ALLOWED = re.compile(r"[A-Za-z0-9 ./()_-]*")
_RUN = re.compile(r"[0-9]+|[A-Z]+")
_MOST_DIGITS = 99


def normalise_reference(text: str, *, field: str | None = "reference") -> str:
    """The reference without stray white space.

    Raises RuleError, naming `field`, when nothing is left, when it is longer than
    LONGEST_REFERENCE, or when it has other characters than English letters, digits, spaces,
    full stops, hyphens, underscores, slashes and round brackets.
    """
    reference = " ".join(text.split())
    if not reference:
        raise RuleError("Enter a reference, for example 1.1 or A3", field=field)
    if len(reference) > LONGEST_REFERENCE:
        raise RuleError(f"Reference must be {LONGEST_REFERENCE} characters or fewer", field=field)
    if not _ALLOWED.fullmatch(reference):
        raise RuleError(
            "Reference must only include letters, numbers, spaces, full stops, hyphens, "
            "underscores, slashes and brackets",
            field=field,
        )
    if not any(character.isalnum() for character in reference):
        raise RuleError("Reference must include a letter or a number", field=field)
    return reference


def reference_sort_key(text: str) -> str:
    """A text that sorts, character by character, as a reader expects: 1, 1.1, 1.2, 1.10, 2, A3.

    Numbers count by their size, a parent comes before its children, numbers before letters, and
    letters without regard to case. What separates the parts does not count, so 1.2 and 1-2 sort
    alike. The key holds digits and capital letters only: a database's collation cannot change the
    order. It never raises, whatever the text, and has at most LONGEST_SORT_KEY characters.
    """
    plain = unicodedata.normalize("NFKD", text[:LONGEST_SORT_KEY]).upper()
    return "".join(_sortable(run) for run in _RUN.findall(plain))[:LONGEST_SORT_KEY]


def _sortable(run: str) -> str:
    """A run of letters as it is; a number behind the two-digit count of its digits.

    The count makes 9 (019) sort before 10 (0210) for numbers of any size, in fewer characters
    than padding with noughts would take.
    """
    if not run.isdigit():
        return run
    digits = run.lstrip("0")[:_MOST_DIGITS]
    return f"{len(digits):02}{digits}"


def next_reference(existing: Iterable[str], prefix: str = "") -> str:
    """The reference that follows the highest one under `prefix`, however deep it goes.

    Under "1" with 1.1 and 1.2.3 in use it is 1.3; under "A" with A3 in use it is A4; under
    nothing with 1, 2 and 2.10 in use it is 3. Gaps are not filled: pass the removed references
    too, and none is ever given twice.
    """
    stem = prefix.strip()
    if stem[-1:].isdigit() or stem.endswith(")"):
        stem += "."
    below = re.compile(rf"{re.escape(stem)}([0-9]{{1,{LONGEST_REFERENCE}}})", re.IGNORECASE)
    used = (below.match(reference.strip()) for reference in existing)
    highest = max((int(match.group(1)) for match in used if match), default=0)
    return f"{stem}{highest + 1}"
