"""The typeface of pictures and papers: where it lies, and which characters it has and how wide.

The two faces of Liberation Sans lie beside this module, so that what is drawn looks the same on
every machine; whatever else a machine has installed is not used. Widths and characters are read
from the files themselves (the tables cmap, hmtx and hhea of the OpenType specification).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typst import Fonts

FONTS: Final = Path(__file__).resolve().parent / "fonts"
REGULAR, BOLD = "LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"

_SEGMENTS: Final = 4
"""The format of a cmap subtable that maps the characters up to U+FFFF in segments."""

_LAST: Final = 0xFFFF
"""The last segment holds this alone, and it is no character."""


@cache
def typst_fonts() -> Fonts:
    """The faces as typst takes them, and no others; finding them is what costs."""
    from typst import Fonts  # noqa: PLC0415 - the library is loaded for the first drawing

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


@cache
def widths_of(name: str) -> Mapping[str, float]:
    """The characters that the face in the file ``name`` has, and how wide each is.

    Widths are thousandths of the type's size. Kerning is left out: it makes a word narrower far
    more often than wider.
    """
    content = (FONTS / name).read_bytes()
    tables = _tables(content)
    per_em: int = struct.unpack_from(">H", content, tables["head"] + 18)[0]
    counted: int = struct.unpack_from(">H", content, tables["hhea"] + 34)[0]
    advances = struct.unpack_from(">" + "Hh" * counted, content, tables["hmtx"])[::2]
    return MappingProxyType(
        {
            chr(code): advances[min(glyph, counted - 1)] * 1000 / per_em
            for code, glyph in _glyphs(content, _subtable(content, tables["cmap"]))
        }
    )


def _tables(content: bytes) -> dict[str, int]:
    """Where each table of the file begins."""
    [count] = struct.unpack_from(">H", content, 4)
    rows = (struct.unpack_from(">4sIII", content, 12 + 16 * n) for n in range(count))
    return {tag.decode("ascii"): offset for tag, _checksum, offset, _length in rows}


def _subtable(content: bytes, cmap: int) -> int:
    """Where the segments of Unicode characters begin."""
    [count] = struct.unpack_from(">H", content, cmap + 2)
    for number in range(count):
        _platform, _encoding, offset = struct.unpack_from(">HHI", content, cmap + 4 + 8 * number)
        if struct.unpack_from(">H", content, cmap + offset)[0] == _SEGMENTS:
            return cmap + int(offset)
    raise ValueError("The face does not say which characters it has")


def _glyphs(content: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Each character's code and its glyph."""
    [doubled] = struct.unpack_from(">H", content, at + 6)
    count = doubled // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", content, at + 14 + shift)
        for shift in (0, doubled + 2, 2 * doubled + 2, 3 * doubled + 2)
    )
    places = at + 14 + 3 * doubled + 2
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, _LAST - 1) + 1):
            glyph = code
            if offsets[number]:
                place = places + 2 * number + offsets[number] + 2 * (code - start)
                [glyph] = struct.unpack_from(">H", content, place)
            if glyph := (glyph + deltas[number]) % 0x10000 if glyph else 0:
                yield code, glyph
