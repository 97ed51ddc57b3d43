"""Text as a page, a document and a database can all hold it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Final

_UNSHOWABLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(at + 0xFFFE) + chr(at + 0xFFFF) for at in range(0, 0x110000, 0x10000))
    + "]"
)
"""Control characters but tab and line ends, halves of pairs, and what Unicode calls no character:
HTML 5 (13.2.3.5, control and noncharacter errors) and XML 1.0 (2.2) refuse them."""


def showable(text: str) -> str:
    """``text`` without the invisible characters that no page can hold.

    They come along when words are copied out of a PDF; nobody typed them or will miss them.
    """
    return _UNSHOWABLE.sub("", text)


MOST_NAME: Final = 200
"""The longest name of a file that is kept, in characters."""

_TURNS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of text: with one, "gpj.exe" can be made to read "exe.jpg"."""


def plain_name(name: str) -> str:
    """A file's own name in one line, without the folders that some browsers send along."""
    last = PurePosixPath(_TURNS.sub("", showable(name)).replace("\\", "/")).name
    words = " ".join(last.split())
    stem, dot, end = words.rpartition(".")
    return f"{stem[: MOST_NAME - len(end) - 1]}{dot}{end}" if stem else words[:MOST_NAME]


def in_a_sentence(name: str) -> str:
    """A name as it stands within a sentence: "On track" is "on track", "RAG: green" stays.

    A council's own words may be abbreviations, so no more than a first capital is taken away.
    """
    second = name[1:2]
    return name if second.isupper() else name[:1].lower() + name[1:]
