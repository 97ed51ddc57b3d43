"""The figures of a judgement history: a column of words for each inspection, strand by strand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from tracker.charts.figures import Figures, Form, Series
from tracker.charts.judgements import (
    Judged,
    Marks,
    Strand,
    in_words,
    month_words,
    table_of,
    words_of,
)

HEAD: Final = "Inspection"
"""The first category of the grid: its words name the columns."""


def judgement_figures(
    strands: Sequence[Strand], judged: Sequence[Judged], marks: Sequence[Marks], *, title: str
) -> Figures:
    """What the chart shows: ``judged`` in the order of time, ``marks`` what each gave by strand.

    Every piece of the grid has the value 1; what counts are its words and its tone.
    """
    header, rows = table_of(strands, judged, marks)
    return Figures(
        form=Form.GRID,
        title=title,
        alt=in_words(strands, judged, marks),
        names="Judgement",
        categories=(HEAD, *(strand.label for strand in strands)),
        series=tuple(_columns(strands, judged, marks)),
        header=header,
        rows=rows,
        unit="",
    )


def _columns(
    strands: Sequence[Strand], judged: Sequence[Judged], marks: Sequence[Marks]
) -> Iterator[Series]:
    for one, found in zip(judged, marks, strict=True):
        name = f"{month_words(one.on)}, {one.name}"
        said = [words_of(strand, one, found) for strand in strands]
        tones = [_tone(strand, found, text) for strand, text in zip(strands, said, strict=True)]
        yield Series(
            name,
            (1,) * (len(strands) + 1),
            tones=("blank", *tones),
            words=(name, *said),
        )


def _tone(strand: Strand, marks: Marks, text: str) -> str:
    mark = marks.get(strand.key)
    if mark is None:
        return "open" if text else "blank"
    return mark.tone if mark.rank else "neutral"
