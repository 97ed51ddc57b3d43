"""Addresses within text: what a reader can follow, found without reading the text as markup."""

from __future__ import annotations

import re
from typing import Final, NamedTuple
from urllib.parse import quote

LONGEST: Final = 2000
"""Letters of an address that programs still follow; a longer one stays text."""

_WEB: Final = re.compile(r"https?://[^\s<>\"“”‘’]+", re.IGNORECASE)
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WORDS: Final = re.compile(r"(\s+)")
_AFTER: Final = ".,;:!?'…"
_OPENED: Final = {")": "(", "]": "[", "}": "{"}
_AROUND: Final = _AFTER + '()[]{}<>"“”‘’'


class Piece(NamedTuple):
    """Text, and the address that it is, if it is one."""

    text: str
    href: str = ""


def pieces(text: str) -> list[Piece]:
    """``text`` cut where an address begins and ends; its pieces joined are the text again."""
    if "://" not in text and "@" not in text:
        return [Piece(text)]
    found: list[Piece] = []
    for word in _WORDS.split(text):
        for piece in _of_word(word):
            if found and not piece.href and not found[-1].href:
                found[-1] = Piece(found[-1].text + piece.text)
            elif piece.text:
                found.append(piece)
    return found


def _of_word(word: str) -> list[Piece]:
    if len(word) > LONGEST:
        return [Piece(word)]
    if "://" in word and (web := _WEB.search(word)):
        address = _ended(web.group())
        return _cut(word, web.start(), address, address)
    if "@" in word:
        address = word.strip(_AROUND)
        if _MAIL.fullmatch(address):
            return _cut(word, word.index(address), address, f"mailto:{quote(address, safe='@+')}")
    return [Piece(word)]


def _ended(address: str) -> str:
    """The address without the marks of the sentence around it."""
    while True:
        address = address.rstrip(_AFTER)
        last = address[-1:]
        if last not in _OPENED or address.count(last) <= address.count(_OPENED[last]):
            return address
        address = address[:-1]


def _cut(word: str, at: int, address: str, href: str) -> list[Piece]:
    if address.endswith("://"):
        return [Piece(word)]
    end = at + len(address)
    return [Piece(word[:at]), Piece(address, href), Piece(word[end:])]
