"""Pages of a PDF as pictures, for showing a fact where it stands."""

from __future__ import annotations

import io

import pypdfium2

from tracker.intake.errors import NotReadable
from tracker.intake.pdf import BROKEN

_MOST_PIXELS = 25_000_000


def draw_page(content: bytes, page: int, *, width: int) -> bytes:
    """One page, counted from 1, as a PNG of so many pixels' width.

    Raises:
        NotReadable: the file is broken, has no such page, or the page is far too tall.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        raise NotReadable(BROKEN) from None
    try:
        if not 1 <= page <= len(document):
            raise NotReadable(f"The report has no page {page}")
        leaf = document[page - 1]
        points, height = leaf.get_size()
        scale = width / points if points else 1
        if width * height * scale > _MOST_PIXELS:
            raise NotReadable(f"Page {page} is too large to be drawn")
        picture = leaf.render(scale=scale).to_pil().convert("P", palette=1, colors=64)
    except pypdfium2.PdfiumError:
        raise NotReadable(BROKEN) from None
    finally:
        document.close()
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=False)
    return out.getvalue()
