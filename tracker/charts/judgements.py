"""What a picture of judgements is made of, and the same in words and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.domain.dates import MONTHS

NO_OVERALL: Final = "No overall grade"
NOTHING: Final = "No grade recorded"


@dataclass(frozen=True)
class Strand:
    """What is judged again and again, under whatever name: a row of the picture."""

    key: str
    label: str


@dataclass(frozen=True)
class Mark:
    """A grade that an inspection gave, for one strand or for several together.

    ``rank`` counts from 1, the best, of ``ranks``; an outcome without a rank is drawn neutrally.
    """

    strands: tuple[str, ...]
    words: str
    tone: str = "neutral"
    rank: int | None = None
    ranks: int = 0


@dataclass(frozen=True)
class Judged:
    """One graded inspection: its first day on site, its framework in a few words, its grades.

    ``without`` is the strand for which its framework gives no grade although others do: the overall
    one of frameworks that have none.
    """

    on: date
    name: str
    marks: tuple[Mark, ...] = ()
    without: str = ""

    def by_strand(self) -> dict[str, Mark]:
        """The mark of each strand: one given for it alone goes before one given for several."""
        found: dict[str, Mark] = {}
        for mark in sorted(self.marks, key=lambda one: -len(one.strands)):
            for strand in mark.strands:
                there = found.get(strand)
                is_rival = there is not None and len(there.strands) == len(mark.strands)
                found[strand] = _both(there, mark) if there and is_rival else mark
        return found


Marks = Mapping[str, Mark]


def _both(one: Mark, other: Mark) -> Mark:
    """Two grades for one strand, as old frameworks gave them: the words of both."""
    tone = one.tone if one.tone == other.tone else "neutral"
    return Mark(one.strands, f"{one.words}; {other.words}", tone)


def month_words(day: date) -> str:
    """Such as "June 2015"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def table_of(
    strands: Sequence[Strand], judged: Sequence[Judged], marks: Sequence[Marks]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The heading and the rows of the table behind the picture: a column for each inspection."""
    header = ("Judgement", *(f"{month_words(one.on)}, {one.name}" for one in judged))
    labels = {strand.key: strand.label for strand in strands}
    rows = tuple(
        (
            strand.label,
            *(
                _cell_words(strand, one, found, labels)
                for one, found in zip(judged, marks, strict=True)
            ),
        )
        for strand in strands
    )
    return header, rows


def _cell_words(strand: Strand, one: Judged, marks: Marks, labels: Mapping[str, str]) -> str:
    said = words_of(strand, one, marks) or NOTHING
    mark = marks.get(strand.key)
    others = (
        [labels[key] for key in mark.strands if key != strand.key and key in labels] if mark else []
    )
    return f"{said} (judged together with: {', '.join(others)})" if others else said


def words_of(strand: Strand, one: Judged, marks: Marks) -> str:
    """What an inspection says of a strand; nothing where it gave no grade for it."""
    mark = marks.get(strand.key)
    if mark is not None:
        return mark.words
    return NO_OVERALL if strand.key == one.without else ""


def in_words(strands: Sequence[Strand], judged: Sequence[Judged], marks: Sequence[Marks]) -> str:
    """What the picture shows, strand by strand."""
    if not judged:
        return "No judgements are recorded yet."
    count = "1 inspection" if len(judged) == 1 else f"{len(judged)} inspections"
    sentences = [f"Judgements of {count}."]
    for strand in strands:
        said = [
            f"{text[:1].lower()}{text[1:]} in {month_words(one.on)}"
            for one, found in zip(judged, marks, strict=True)
            if (text := words_of(strand, one, found))
        ]
        sentences.append(f"{strand.label}: {', '.join(said) or NOTHING.lower()}.")
    return " ".join(sentences)
