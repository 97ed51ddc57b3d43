"""Pictures as pixels, for papers that cannot hold an SVG: drawn by typst in our own type."""

from __future__ import annotations

from typing import Final

from tracker.charts.typeface import FONTS, typst_fonts

PIXELS_PER_INCH: Final = 144
"""Two pixels for each one of the SVG: sharp in print across a page, and soon drawn."""

# The SVG comes in as a value and is never read as markup; one of its pixels is one point.
_SOURCE: Final = b"""\
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg", width: int(sys.inputs.width) * 1pt)
"""


def png_of(svg: str, width: int) -> bytes:
    """``svg`` as a PNG of twice ``width`` pixels; ``width`` is the one at which it is drawn.

    Raises:
        ValueError: it is no SVG that can be drawn.
    """
    from typst import Compiler, TypstError  # noqa: PLC0415

    # A compiler that was given its source as bytes serves once; the fonts are what costs.
    compiler = Compiler(
        _SOURCE, root=str(FONTS), font_paths=typst_fonts(), ignore_system_fonts=True
    )
    given = {"svg": svg, "width": str(width)}
    try:
        drawn = compiler.compile(format="png", ppi=PIXELS_PER_INCH, sys_inputs=given)
    except TypstError as error:
        raise ValueError(f"The picture cannot be drawn: {error.message}") from error
    if not isinstance(drawn, bytes):
        raise TypeError("A picture is one page")
    return drawn
