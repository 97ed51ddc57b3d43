"""Papers with something wrong, made by chance from a seed: the same seed gives the same file."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.intake.forms import EVERY_FORM, Form, saved_as
from tests.intake.reports import EVERY_REPORT
from tests.intake.typeset import saved
from tests.intake.wordfile import members, zipped


@dataclass(frozen=True)
class Mutated:
    """A file, its name and what was done to it."""

    content: bytes
    name: str
    how: str


def mutated(seed: int) -> Mutated:
    """The file of one seed."""
    chance = Random(seed)  # noqa: S311 - it protects nothing
    paper = chance.choice(EVERY_REPORT).paper
    form = chance.choice(EVERY_FORM)
    content = saved_as(form, paper)
    done: list[str] = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        mutation = chance.choice(_mutations_of(form))
        content = mutation(content, chance)
        done.append(mutation.__name__.strip("_").replace("_", " "))
    return Mutated(content, form.name_of(paper), f"{paper.name} as {form}: {', '.join(done)}")


Mutation = Callable[[bytes, Random], bytes]


def _mutations_of(form: Form) -> tuple[Mutation, ...]:
    match form:
        case Form.WORD:
            return (*_ANY, *_WORD, *_WORD)
        case Form.WEB | Form.PASTED | Form.FLOWING:
            return (*_ANY, *_TEXT, *_TEXT)
        case _:
            return (*_ANY, *_PDF, *_PDF)


def _span(content: bytes, chance: Random, most: int) -> tuple[int, int]:
    at = chance.randrange(len(content) + 1)
    return at, min(len(content), at + chance.randrange(1, most))


def _bits_flipped(content: bytes, chance: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 64) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut_short(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _piece_lost(content: bytes, chance: Random) -> bytes:
    begin, end = _span(content, chance, 4_000)
    return content[:begin] + content[end:]


def _piece_twice(content: bytes, chance: Random) -> bytes:
    begin, end = _span(content, chance, 4_000)
    return content[:end] + content[begin:]


def _spliced(content: bytes, chance: Random) -> bytes:
    """Goes on as another file does."""
    other = saved_as(chance.choice(EVERY_FORM), chance.choice(EVERY_REPORT).paper)
    return content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other)) :]


def _chance_put_in(content: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.randbytes(chance.randrange(1, 200)) + content[at:]


_ANY: Final[tuple[Mutation, ...]] = (
    _bits_flipped,
    _cut_short,
    _piece_lost,
    _piece_twice,
    _spliced,
    _chance_put_in,
)


def _with_pdf(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Changes the objects of a file; one that an earlier change broke stays as it is."""
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            change(document)
            return saved(document)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError, KeyError, AttributeError):
        return content


def _objects_lost(content: bytes, chance: Random) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        for _ in range(chance.randrange(1, 6)):
            lost = chance.choice(list(document.objects))
            if isinstance(lost, Dictionary) and "/Type" in lost and lost.Type == Name.Catalog:
                continue
            document._replace_object(lost.objgen, document.make_indirect(Dictionary()))

    return _with_pdf(content, change)


def _objects_swapped(content: bytes, chance: Random) -> bytes:
    def change(document: pikepdf.Pdf) -> None:
        for _ in range(chance.randrange(1, 4)):
            first, second = chance.sample(list(document.objects), 2)
            document._swap_objects(first.objgen, second.objgen)

    return _with_pdf(content, change)


def _entries_changed(content: bytes, chance: Random) -> bytes:
    """Keys lost, numbers without measure, one object where another should be."""

    def change(document: pikepdf.Pdf) -> None:
        objects = [one for one in document.objects if isinstance(one, Dictionary)]
        for _ in range(chance.randrange(1, 12)):
            within = chance.choice(objects)
            keys = sorted(within.keys())  # they come as a set
            if not keys:
                continue
            values: tuple[object, ...] = (
                chance.choice(objects),
                -1,
                2**31,
                1e12,
                Name.Odd,
                Array([]),
                Dictionary(),
                b"\0",
            )
            within[chance.choice(keys)] = chance.choice(values)

    return _with_pdf(content, change)


def _kids_mixed(content: bytes, chance: Random) -> bytes:
    """The structure tree in another order, some of it twice or under itself."""

    def change(document: pikepdf.Pdf) -> None:
        lists = [
            one.K
            for one in document.objects
            if isinstance(one, Dictionary) and isinstance(one.get("/K"), Array) and len(one.K) > 1
        ]
        for _ in range(chance.randrange(1, 8) if lists else 0):
            into, source = chance.choice(lists), chance.choice(lists)
            into[chance.randrange(len(into))] = source[chance.randrange(len(source))]

    return _with_pdf(content, change)


def _drawing_changed(content: bytes, chance: Random) -> bytes:
    """What a page draws, with bits flipped and lines lost."""

    def change(document: pikepdf.Pdf) -> None:
        page = chance.choice(list(document.pages))
        drawn = page.Contents.read_bytes()
        lines = drawn.split(b"\n")
        lost = chance.randrange(len(lines))
        kept = b"\n".join(lines[:lost] + lines[lost + chance.randrange(1, 20) :])
        page.Contents.write(_bits_flipped(kept, chance))

    return _with_pdf(content, change)


_PDF: Final[tuple[Mutation, ...]] = (
    _objects_lost,
    _objects_swapped,
    _entries_changed,
    _kids_mixed,
    _drawing_changed,
)


def _with_members(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    try:
        parts = members(content)
        change(parts)
        return zipped(parts)
    except Exception:  # noqa: BLE001 - zipfile has many ways to say that a zip is broken
        return content


def _member_changed(content: bytes, chance: Random) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        name = chance.choice([*parts, *["word/document.xml"] * 6])
        parts[name] = chance.choice((*_ANY, *_TEXT))(parts[name], chance)

    return _with_members(content, change)


def _member_lost(content: bytes, chance: Random) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        del parts[chance.choice(list(parts))]

    return _with_members(content, change)


def _members_swapped(content: bytes, chance: Random) -> bytes:
    def change(parts: dict[str, bytes]) -> None:
        first, second = chance.sample(list(parts), 2)
        parts[first], parts[second] = parts[second], parts[first]

    return _with_members(content, change)


_WORD: Final[tuple[Mutation, ...]] = (_member_changed, _member_lost, _members_swapped)

_PIECE: Final = re.compile(rb"<[^>]*>|\n|[^<\n]+")


def _pieces_mixed(content: bytes, chance: Random) -> bytes:
    """Tags and lines lost, doubled and moved."""
    pieces = _PIECE.findall(content)
    for _ in range(chance.randrange(1, 30) if pieces else 0):
        at = chance.randrange(len(pieces))
        match chance.randrange(3):
            case 0:
                pieces[at] = b""
            case 1:
                pieces[at] *= chance.choice((2, 2, 300))
            case _:
                other = chance.randrange(len(pieces))
                pieces[at], pieces[other] = pieces[other], pieces[at]
    return b"".join(pieces)


_ODD: Final = tuple(
    one.encode()
    for one in (
        "\0",
        "\x02",
        "\ufffe",
        "\u202e",
        "\u2028",
        "&#x0;",
        "&#xD800;",
        "&amp",
        "<",
        "]]>",
        "<!--",
        "<table><tr><td>",
        "</li></ul>",
        "<plaintext>",
        "<svg><script>",
        "9" * 5_000,
        "1. " * 300,
        "31 February 2019",
        "\u0661. ",
        "0000-00-00",
        "(Paras " + "1, " * 500,
        "\uf0b7 \uf0b7 ",
    )
)


def _odd_words_put_in(content: bytes, chance: Random) -> bytes:
    for _ in range(chance.randrange(1, 10)):
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.choice(_ODD) + content[at:]
    return content


def _in_another_code(content: bytes, chance: Random) -> bytes:
    code = chance.choice(("utf-16", "utf-16-be", "utf-7", "cp037", "utf-32"))
    return content.decode(errors="replace").encode(code, errors="replace")


_TEXT: Final[tuple[Mutation, ...]] = (_pieces_mixed, _odd_words_put_in, _in_another_code)
