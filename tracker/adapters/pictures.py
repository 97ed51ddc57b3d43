"""Pictures as pixels, for papers that cannot hold an SVG: drawn by typst in the tracker's own type.

The two faces of Liberation Sans lie beside this module, so that a picture looks the same on every
machine; whatever else a machine has installed is not used.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typst import Fonts

FONTS: Final = Path(__file__).resolve().parent / "fonts"
PIXELS_PER_INCH: Final = 144
"""Two pixels for each one of the SVG: sharp in print across a page, and soon drawn."""

# The SVG comes in as a value and is never read as markup; one of its pixels is one point.
_SOURCE: Final = b"""\
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: int(sys.inputs.width) * 1pt)
"""


@cache
def _fonts() -> Fonts:
    from typst import Fonts  # noqa: PLC0415 - the library is loaded for the first picture

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def families() -> list[str]:
    """The typefaces that pictures can be drawn in."""
    return list(_fonts().families())


def png_of(svg: str, width: int) -> bytes:
    """``svg`` as a PNG of twice ``width`` pixels; ``width`` is the one at which it is drawn.

    Raises:
        ValueError: it is no SVG that can be drawn.
    """
    from typst import Compiler, TypstError  # noqa: PLC0415

    # A compiler that was given its source as bytes serves once; the fonts are what costs.
    compiler = Compiler(_SOURCE, root=str(FONTS), font_paths=_fonts(), ignore_system_fonts=True)
    given = {"svg": svg, "width": str(width)}
    try:
        drawn = compiler.compile(format="png", ppi=PIXELS_PER_INCH, sys_inputs=given)
    except TypstError as error:
        raise ValueError(f"The picture cannot be drawn: {error.message}") from error
    if not isinstance(drawn, bytes):
        raise TypeError("A picture is one page")
    return drawn
