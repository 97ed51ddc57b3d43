"""Characters of papers: those that no document can hold are left out, line ends become one kind."""

from __future__ import annotations

import re
from typing import Final

# Unicode keeps the last two of each plane, and 32 more, from ever being characters.
_NONE: Final = "\ufdd0-\ufdef" + "".join(
    f"{chr(n + 0xFFFE)}{chr(n + 0xFFFF)}" for n in range(0, 0x110000, 0x10000)
)

# XML 1.0 has no room for these; C1 controls, which it allows, say nothing in a paper either.
_UNWRITABLE: Final = re.compile(f"[{_NONE}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def writable(text: str) -> str:
    """``text`` without the characters that no document can hold, with one kind of line end."""
    return _UNWRITABLE.sub("", _LINE_ENDS.sub("\n", text))
