"""PDFs that a council would never send on purpose."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Any, Final

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, String

from tests.intake.forms import Form, saved_as
from tests.intake.reports_ilacs import STANDARD_2018
from tests.intake.typeset import saved
from tracker.charts.typeface import FONTS

_PAPER: Final = STANDARD_2018.paper


def _pdf(form: Form = Form.TAGGED) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(saved_as(form, _PAPER)))


def encrypted(*, user: str, owner: str = "owner") -> bytes:
    """With passwords; an empty one for the user lets anybody read."""
    out = io.BytesIO()
    with _pdf() as document:
        document.save(out, encryption=pikepdf.Encryption(user=user, owner=owner))
    return out.getvalue()


def with_javascript() -> bytes:
    """Runs a script when it is opened and when its first page is."""
    with _pdf() as document:
        script = document.make_indirect(
            Dictionary(S=Name.JavaScript, JS=String("app.alert('hello'); this.submitForm('x');"))
        )
        document.Root.OpenAction = script
        document.pages[0].obj.AA = Dictionary(O=script)
        document.Root.Names = Dictionary(
            JavaScript=Dictionary(Names=Array([String("hello"), script]))
        )
        return saved(document)


def with_a_program_attached() -> bytes:
    """Carries a file that would run."""
    with _pdf() as document:
        document.attachments["invoice.exe"] = pikepdf.AttachedFileSpec(document, b"MZ" + bytes(500))
        return saved(document)


def scanned() -> bytes:
    """Pages that are pictures of the report's."""
    source = '#set page(paper: "a4")\n#set text(font: "Liberation Sans")\n' + "\n\n".join(
        block.text for block in _PAPER.blocks if hasattr(block, "text")
    ).replace("#", "")
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])
    pictures: Any = typst.compile(source.encode(), format="png", ppi=60, font_paths=fonts)
    # One page comes as bytes and several as a list, whatever the types say.
    pages = pictures if isinstance(pictures, list) else [pictures]
    given = "\n".join(
        f"#image(bytes(({', '.join(map(str, page))})), width: 100%)" for page in pages
    )
    made = typst.compile(
        f'#set page(paper: "a4", margin: 0pt)\n{given}'.encode(), format="pdf", pdf_tags=False
    )
    assert isinstance(made, bytes)
    return made


def many_pages(pages: int, form: Form = Form.UNTAGGED) -> bytes:
    """The report, and its last page again and again."""
    with _pdf(form) as document:
        last = document.pages[-1]
        for _ in range(pages - len(document.pages)):
            document.pages.append(last)
        return saved(document)


def page_bomb(size: int = 300 * 2**20) -> bytes:
    """A page whose content is little until it is unpacked."""
    packer = zlib.compressobj(9)
    # After a full flush nothing points back, so one packed chunk can be put down many times.
    first = packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = first + again * (size // 2**20) + packer.flush()
    with _pdf() as document:
        stream = pikepdf.Stream(document, packed)
        stream.stream_dict.Filter = Name.FlateDecode
        bomb = pikepdf.Stream(document, b"")
        bomb.write(packed, filter=Name.FlateDecode)
        document.pages[0].Contents = Array([document.pages[0].Contents, bomb])
        return saved(document)


def deep_tree(depth: int = 30_000) -> bytes:
    """A structure tree in which each element has one below it."""
    with _pdf() as document:
        root = document.Root.StructTreeRoot
        above = root
        for _ in range(depth):
            below = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.L, P=above))
            above.K = below
            above = below
        return saved(document)


def looping_tree() -> bytes:
    """A structure tree whose first element is below itself."""
    with _pdf() as document:
        root = document.Root.StructTreeRoot
        first = root.K[0] if isinstance(root.K, Array) else root.K
        kids = list(first.K) if isinstance(first.K, Array) else [first.K]
        first.K = Array([first, *kids, first])
        return saved(document)


def looping_pages() -> bytes:
    """A page tree that has itself as a branch."""
    return (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count 3/Kids[2 0 R 3 0 R 2 0 R]/Parent 2 0 R>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
        b"trailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )


def lost_marks() -> bytes:
    """A structure tree that speaks of content which no page has."""
    with _pdf() as document:
        for element in document.objects:
            if isinstance(element, Dictionary) and element.get("/S") == Name.P:
                element.K = Array([9_999, -3, 2**40])
        return saved(document)


def odd_pages() -> bytes:
    """Pages without a size, with a negative one and with one beyond the sky."""
    with _pdf() as document:
        sizes: Iterator[list[float]] = iter([[0, 0, 0, 0], [600, 800, 0, 0], [0, 0, 1e9, 1e9]])
        for page, size in zip(document.pages, sizes, strict=False):
            page.MediaBox = Array(size)
        return saved(document)


def no_pages() -> bytes:
    """A PDF in good order with nothing in it."""
    with pikepdf.new() as document:
        return saved(document)


def blank_pages(pages: int = 3) -> bytes:
    """Pages with nothing on them."""
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        return saved(document)
