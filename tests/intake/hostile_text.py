"""Web pages and other files that a council would never send on purpose."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

from tests.intake.forms import Form, saved_as
from tests.intake.hostile_zip import ENTITY_BOMB
from tests.intake.reports_ilacs import STANDARD_2018

OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _page() -> str:
    return saved_as(Form.WEB, STANDARD_2018.paper).decode()


def _in_body(words: str) -> bytes:
    return _page().replace("<main>", f"<main>{words}", 1).encode()


def with_scripts() -> bytes:
    """Scripts and handlers, some of which write recommendations."""
    return _in_body(
        "<script>document.write('<h2>Recommendations</h2><ul><li>SCRIPTED</li></ul>')</script>"
        "<noscript>SCRIPTED by none</noscript><template><li>SCRIPTED template</li></template>"
        '<img src="http://192.0.2.1/track.png" onerror="alert(1)" alt="">'
        '<iframe srcdoc="<p>SCRIPTED frame</p>" src="http://192.0.2.1/"></iframe>'
        "<style>SCRIPTED { color: red }</style><!-- <li>SCRIPTED comment</li> -->"
    )


def entity_bomb() -> bytes:
    """A page that begins with entities of entities."""
    return (ENTITY_BOMB + _page()).replace("<main>", "<main><p>&a9;</p>", 1).encode()


def outside_entity(secret: Path) -> bytes:
    """A page that names a file of the machine as an entity, and includes it besides."""
    doctype = f'<!DOCTYPE html [<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    page = _page().replace("<!doctype html>", doctype, 1)
    inside = f'<p>&s;</p><object data="{secret.as_uri()}"></object>'
    return page.replace("<main>", f"<main>{inside}", 1).encode()


def deep_page(depth: int = 100_000) -> bytes:
    """Elements in one another, some of them never closed."""
    return _in_body("<div><ul><li>" * depth)


def long_page(size: int = 4 * 2**20) -> bytes:
    """A page with very much text."""
    return _in_body("<p>Words upon words.</p>\n" * (size // 25))


def one_long_line(size: int = 4 * 2**20) -> bytes:
    """Text in a single line, which begins like a list."""
    return b"Inspection of Riverford local authority children's services\n" + (
        b"1. See each child - and " * (size // 24)
    )


def many_numbers(lines: int = 50_000) -> bytes:
    """Text whose every line could be an item."""
    return b"Recommendations\n" + b"".join(b"%d. (Paras 1, 2)\n" % n for n in range(lines))


def spaces(size: int = 5 * 2**20) -> bytes:
    """Text that is nearly all spaces: a pattern that goes back and forth would never end."""
    return b"Recommendations\n1. See" + b" " * size + b"each child\n" + b"-" * size + b"x"


def random_bytes(seed: int = 7, size: int = 60_000) -> bytes:
    """Bytes by chance, the same ones each time."""
    return random.Random(seed).randbytes(size)  # noqa: S311 - they protect nothing


def rich_text() -> bytes:
    """The format of word processors long ago."""
    return rb"{\rtf1\ansi{\fonttbl\f0 Arial;}\f0 Recommendations\par 1. See each child.\par}"


def old_word() -> bytes:
    """The head of a Word file from before 2007."""
    return OLE + bytes(504) + "Recommendations".encode("utf-16-le") + bytes(8_000)


def error_page() -> bytes:
    """What a site sends in place of a report that it has lost."""
    return (
        b"<!DOCTYPE html>\n<html lang='en'><head><title>We cannot find that page</title></head>"
        b"<body><nav><a href='/'>Home</a></nav><h1>We cannot find that page</h1>"
        b"<p>The inspection report that you asked for is not here. Try the search, or go back to "
        b"the <a href='/'>start</a>.</p></body></html>"
    )
