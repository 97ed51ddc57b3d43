"""Text as a page, a document and a database can all hold it."""

from __future__ import annotations

import re
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
