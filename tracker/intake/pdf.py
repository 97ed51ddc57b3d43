"""Opening a PDF: by its structure tree where it is tagged, by its layout where it is not."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable

import pikepdf
import pypdfium2

from tracker.intake.document import Block, Document
from tracker.intake.draft import PageSize, SourceKind
from tracker.intake.errors import NotReadable
from tracker.intake.pdf_characters import Character, PageText, page_text
from tracker.intake.pdf_layout import layout_blocks
from tracker.intake.pdf_tagged import tagged_blocks
from tracker.intake.pdf_tags import Element, TooManyElements, structure_of

MOST_PAGES = 300
_TAGGED_SHARE = 0.6
"""The share of a page's characters that a sound structure tree claims, at least."""

LOCKED = (
    "This PDF is locked with a password. Open it, save a copy without the password, and choose that"
)
BROKEN = "This PDF is broken or not whole. Download it again and choose the new copy"
TOO_LONG = f"This PDF has more than {MOST_PAGES} pages. Choose the inspection report alone"
PICTURE = (
    "This PDF holds pictures of pages and no text. Choose the original document, or copy the text "
    "out of it with a reading program and paste it"
)


def read_pdf(content: bytes, on_progress: Callable[[int, int], None]) -> Document:
    """The blocks of a PDF.

    Raises:
        NotReadable: it is locked, broken, too long, or a picture only.
    """
    tree = _structure(content)
    pages = _pages(content, on_progress)
    if not any(page.characters for page in pages):
        raise NotReadable(PICTURE)
    blocks = _tagged(tree, pages) if tree is not None else ()
    return Document(
        SourceKind.PDF,
        blocks or layout_blocks(pages),
        tuple(PageSize(page.width, page.height) for page in pages),
        is_tagged=bool(blocks),
    )


def _structure(content: bytes) -> Element | None:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise NotReadable(TOO_LONG)
            return structure_of(pdf)
    except pikepdf.PasswordError:
        raise NotReadable(LOCKED) from None
    except pikepdf.PdfError:
        raise NotReadable(BROKEN) from None
    except (TooManyElements, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        # A tree that cannot be walked is no loss: the layout is read instead.
        return None


def _pages(content: bytes, on_progress: Callable[[int, int], None]) -> list[PageText]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        raise NotReadable(BROKEN) from None
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise NotReadable(TOO_LONG)
        pages = []
        for index in range(count):
            pages.append(page_text(document, index))
            on_progress(index + 1, count)
        return pages
    except pypdfium2.PdfiumError:
        raise NotReadable(BROKEN) from None
    finally:
        document.close()


def _tagged(tree: Element, pages: list[PageText]) -> tuple[Block, ...]:
    """The blocks that the tree tells of; none when it claims too little of the text."""
    marked: dict[tuple[int, int], list[Character]] = defaultdict(list)
    printed = 0
    for number, page in enumerate(pages):
        for character in page.characters:
            marked[number, character.mark].append(character)
            printed += character.text != " "
    blocks = tagged_blocks(tree, marked)
    claimed = sum(len(block.text.replace(" ", "")) for block in blocks)
    return blocks if claimed >= _TAGGED_SHARE * printed else ()
