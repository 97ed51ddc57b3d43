"""What a check of the history chain found, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.signing import SignedHead
from tracker.domain.verification import Fault, Head, Verification
from tracker.presenters.administration import instant_words
from tracker.presenters.history import deed_words, field_words
from tracker.queries.chains import Chain

MOST_NAMED = 50
"""How many places of redacted rows are listed before the rest is only counted."""


def lines(chain: Chain, found: Verification, head: Head | None) -> Iterator[str]:
    """A check as lines of text: the verdict, the redacted rows, the first row that does not fit."""
    if found.fault is None:
        end = f"; the head is row {head.seq:,}, {head.hash}" if head and head.seq else ""
        yield f"{chain.name}: {rows_words(found.rows)} fit{'s' if found.rows == 1 else ''}{end}"
        if found.redacted:
            yield f"  {redacted_words(found.redacted)}"
        return
    yield f"{chain.name}: {fault_words(found.fault)}"


def rows_words(count: int) -> str:
    """A number of rows: "1 row", "1,024 rows"."""
    return f"{count:,} row{'' if count == 1 else 's'}"


def redacted_words(places: Sequence[int]) -> str:
    """Which rows are redacted: "2 rows redacted, with approval: 17 and 21"."""
    named = [f"{seq:,}" for seq in places[:MOST_NAMED]]
    more = len(places) - len(named)
    told = f"{', '.join(named)} and {more:,} more" if more else _joined(named)
    return f"{rows_words(len(places))} redacted, with approval: {told}"


def _joined(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def fault_words(fault: Fault) -> str:
    """The first row that does not fit, what it tells of, and what is wrong with it."""
    row = f"row {fault.seq:,} does not fit: {fault.sentence}"
    link = fault.link
    if link is None:
        return row
    record = f"{field_words(link.record_type).lower()} {link.record_id}"
    return f"{row} ({deed_words(link.deed)}, {instant_words(link.at)}, {record})"


@dataclass(frozen=True)
class HeadShown:
    """The signed head of a history as a page shows it, and what a check said, if one was made."""

    rows: Sequence[dict[str, str]]
    statement: str
    signature: str
    can_check_now: bool
    verdict: str = ""
    is_whole: bool = True


def head_shown(signed: SignedHead, most: int, checked: Verification | None) -> HeadShown:
    """``signed`` in words; a history of more than ``most`` rows is not checked while one waits."""
    head = signed.statement
    rows = [
        {"key": "Rows", "value": f"{head.seq:,}"},
        {"key": "Hash of the newest row", "value": head.hash},
        {"key": "Signed", "value": instant_words(head.at)},
        {"key": "Fingerprint of the key", "value": signed.fingerprint},
    ]
    verdict = verdict_words(checked) if checked else ""
    is_whole = checked is None or checked.fault is None
    return HeadShown(rows, head.text(), signed.printed, head.seq <= most, verdict, is_whole)


def verdict_words(found: Verification) -> str:
    """A check in one or two sentences."""
    if found.fault is not None:
        words = fault_words(found.fault)
        return f"{words[0].upper()}{words[1:]}."
    whole = f"All {rows_words(found.rows)} fit." if found.rows != 1 else "The one row fits."
    return f"{whole} {redacted_words(found.redacted)}." if found.redacted else whole
