"""Every format of a paper is what it says that it is."""

from __future__ import annotations

import mimetypes

import pytest

from tests.reports.hard_paper import hard_paper
from tracker.adapters.pictures import png_of
from tracker.domain.papers import PaperFormat
from tracker.reports.formats import FORMATS

BEGINNINGS = {
    PaperFormat.WORD: b"PK\x03\x04",
    PaperFormat.PDF: b"%PDF-1.7",
    PaperFormat.HTML: b"<!doctype html>",
}


@pytest.mark.parametrize("name", PaperFormat)
def test_a_file_is_of_its_kind(name: PaperFormat) -> None:
    kind = FORMATS[name]
    assert kind.draw(hard_paper(), png_of).startswith(BEGINNINGS[name])
    known, _encoding = mimetypes.guess_type(f"paper.{name}")
    assert kind.mimetype.partition(";")[0] == known
