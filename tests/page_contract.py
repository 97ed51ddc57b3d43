"""A test client that holds every page to a contract, and every request to its word.

Each HTML answer is parsed strictly and looked at (``page_faults``), whatever its status; a redirect
or a file is passed through. A GET that writes fails, and so does any request that leaves changes
behind that it never committed.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Collection, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from html5lib.html5parser import ParseError
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.foundations.requests import RequestSession, Watch

FIELDS = ("input", "select", "textarea")
UNLABELLED = ("hidden", "submit", "button", "reset", "image")
NAMED_ELSEWHERE = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "list")


class BrokenContract(AssertionError):
    """A page or a request that is not as every one has to be; the message lists the faults."""


def text_of(element: Element) -> str:
    """What an element says: its text in one line."""
    return " ".join("".join(element.itertext()).split())


def _documents(html: str) -> tuple[Element | None, list[str]]:
    parser = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    )
    try:
        tree: Element = parser.parse(html)
        for element in tree.iter():
            # The parts of a picture are known by their plain names; a comment has none.
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]
        return tree, []
    except ParseError as error:
        (line, column), code, given = parser.errors[-1]
        return None, [f"line {line}, column {column}: {error} ({code} {given})"]


def parsed(html: str) -> Element:
    """The page's tree, for a test that looks closer.

    Raises:
        BrokenContract: the page is not well-formed HTML.
    """
    tree, faults = _documents(html)
    if tree is None:
        raise BrokenContract(faults[0])
    return tree


def page_faults(html: str, policy: str = "") -> list[str]:
    """What is wrong with a page; ``policy`` is its Content-Security-Policy."""
    tree, faults = _documents(html)
    if tree is None:
        return faults
    for rule in RULES:
        faults.extend(rule(tree))
    faults.extend(_scripts(tree, policy))
    # A paper brings its own sheet, and may do nothing on this site.
    if "sandbox" not in policy and tree.find(".//style") is not None:
        faults.append("the page has a style element")
    return faults


def _heading(tree: Element) -> Iterator[str]:
    if not tree.get("lang"):
        yield "the page does not say its language"
    headings = [text_of(h1) for h1 in tree.iter("h1")]
    title = text_of(found) if (found := tree.find("head/title")) is not None else ""
    if len(headings) != 1:
        yield f"{len(headings)} h1: {headings}"
    elif not headings[0]:
        yield "the h1 is empty"
    elif not title.removeprefix("Error: ").startswith(headings[0]):
        yield f"the title “{title}” does not start with the h1 “{headings[0]}”"


def _ids(tree: Element) -> Iterator[str]:
    ids = [value for element in tree.iter() if (value := element.get("id")) is not None]
    for value in sorted({value for value in ids if ids.count(value) > 1 or not value.strip()}):
        yield f"the id “{value}” is there {ids.count(value)} times"
    for element in tree.iter():
        for attribute in NAMED_ELSEWHERE:
            for value in (element.get(attribute) or "").split():
                if value not in ids:
                    yield f"{element.tag} {attribute} names “{value}”, which is not there"
        href = element.get("href") or ""
        if element.tag == "a" and re.fullmatch(r"#.+", href) and href[1:] not in ids:
            yield f"the link “{text_of(element)}” leads to {href}, which is not there"


def _labels(tree: Element) -> Iterator[str]:
    labels = [label for label in tree.iter("label") if text_of(label)]
    inside = {field for label in labels for field in label.iter()}
    pointed_to = {name for label in labels if (name := label.get("for"))}
    for field in (element for element in tree.iter() if element.tag in FIELDS):
        if field.tag == "input" and field.get("type", "text") in UNLABELLED:
            continue
        named = (field.get("aria-label") or "").strip() or field.get("aria-labelledby")
        if not (named or field in inside or field.get("id") in pointed_to):
            yield f"the {field.tag} “{field.get('name')}” has no label"


def _forms(tree: Element) -> Iterator[str]:
    for form in tree.iter("form"):
        if not (form.get("action") or "").strip():
            yield f"a form with method {form.get('method', 'get')} has no action"
    for button in tree.iter("button"):
        if not (text_of(button) or (button.get("aria-label") or "").strip()):
            yield "a button has no text"
    for button in tree.iter("input"):
        if button.get("type") in ("submit", "button", "reset") and not button.get("value"):
            yield "a button has no text"


def _styles(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        if element.get("style") is not None:
            yield f"{element.tag} has an inline style"
        for attribute in element.attrib:
            if attribute.startswith("on"):
                yield f"{element.tag} has {attribute}, which the policy does not run"


def _links(tree: Element) -> Iterator[str]:
    for link in tree.iter("a"):
        href = (link.get("href") or "").strip()
        if not href or href == "#":
            yield f"the link “{text_of(link)}” leads nowhere"
        elif re.sub(r"[\s\x00-\x20]", "", href).lower().startswith("javascript:"):
            yield f"the link “{text_of(link)}” is a script"
        images = [image.get("alt") for image in link.iter("img")]
        if not (text_of(link) or link.get("aria-label") or any(images)):
            yield f"the link to {href} has no text"


def _images(tree: Element) -> Iterator[str]:
    for image in tree.iter("img"):
        if image.get("alt") is None:
            yield f"the image {image.get('src')} has no alt"
    for picture in tree.iter("svg"):
        if picture.get("role") == "img" and not (
            picture.get("aria-label") or picture.get("aria-labelledby")
        ):
            yield "a picture has neither aria-label nor aria-labelledby"


def _tables(tree: Element) -> Iterator[str]:
    for table in tree.iter("table"):
        heads = list(table.iter("th"))
        if not heads:
            yield "a table has no th"
        for head in heads:
            if head.get("scope") not in ("col", "row", "colgroup", "rowgroup"):
                yield f"the th “{text_of(head)}” has no scope"


RULES: tuple[Callable[[Element], Iterator[str]], ...] = (
    _heading,
    _ids,
    _labels,
    _forms,
    _styles,
    _links,
    _images,
    _tables,
)


def _scripts(tree: Element, policy: str) -> Iterator[str]:
    nonces = re.findall(r"'nonce-([^']+)'", policy)
    for script in tree.iter("script"):
        if script.get("type", "").endswith("json"):
            continue
        if not script.get("nonce"):
            yield "a script has no nonce"
        elif script.get("nonce") not in nonces:
            yield "a script’s nonce is not that of the policy"


class PageClient(FlaskClient):
    """A client that checks each answer before the test sees it.

    ``expect`` is the status, or several: by default 200, and 303 for a POST, which a page answers
    by leading on. ``session`` is the test's own: what it holds is committed before each request and
    read afresh after it.
    """

    watch: Watch | None = None
    session: Session | None = None

    def open(
        self, *args: Any, expect: int | Collection[int] | None = None, **kwargs: Any
    ) -> TestResponse:
        self._hand_over()
        response = super().open(*args, **kwargs)
        method = response.request.method
        if expect is None:
            expect = 303 if method == "POST" else 200
        faults = [*self._request_faults(method), *_answer_faults(response, expect)]
        if self.session is not None:
            self.session.expire_all()
        if faults:
            where = f"{method} {response.request.path} answered {response.status_code}"
            raise BrokenContract("\n- ".join([where, *faults]))
        return response

    def post(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        """POST with the token that the site's forms carry; ``csrf=False`` leaves it out."""
        fields = kwargs.get("data")
        if csrf and (fields is None or isinstance(fields, dict)):
            kwargs["data"] = {"csrf_token": self.csrf_token(), **(fields or {})}
        return super().post(*args, **kwargs)

    def submit(
        self,
        path: str,
        fields: dict[str, Any] | None = None,
        *,
        form: int | str = 0,
        expect: int | Collection[int] = 303,
    ) -> TestResponse:
        """Read the page at ``path``, fill in its form as a person would, and send it.

        ``form`` is the position among the page's POST forms, or the form's id or action. What is
        not in ``fields`` is sent as the page has it; a value of ``None`` leaves a field out.

        Raises:
            BrokenContract: the page has no such form, or the form no such field.
        """
        chosen = _form(parsed(self.get(path).text), form)
        sent = dict(controls(chosen))
        unknown = sorted(set(fields or {}) - set(field_names(chosen)))
        if unknown:
            known = ", ".join(sorted(field_names(chosen)))
            raise BrokenContract(f"{path} has no field {', '.join(unknown)}; it has {known}")
        sent.update(fields or {})
        kept = {name: value for name, value in sent.items() if value is not None}
        return self.post(chosen.get("action", path), data=kept, csrf=False, expect=expect)

    def csrf_token(self) -> str:
        """A token that the site accepts from this client."""
        with self.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", secrets.token_hex(20))
        signer = URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token")
        return str(signer.dumps(raw))

    def _hand_over(self) -> None:
        if self.session is not None:
            self.session.commit()
        if self.watch is not None:
            self.watch.start()

    def _request_faults(self, method: str) -> Iterator[str]:
        if method in ("GET", "HEAD") and self.watch is not None:
            for statement in self.watch.writes:
                yield f"a GET writes: {' '.join(statement.split())[:120]}"
        if RequestSession.left_behind:
            yield f"changes were never committed: {', '.join(RequestSession.left_behind)}"


def _answer_faults(response: TestResponse, expect: int | Collection[int]) -> Iterator[str]:
    expected = (expect,) if isinstance(expect, int) else tuple(expect)
    if response.status_code not in expected:
        yield f"expected {' or '.join(str(status) for status in expected)}"
    if response.request.method == "HEAD" or 300 <= response.status_code < 400:
        return
    kept = response.headers.get("Content-Disposition", "").startswith("attachment")
    if response.mimetype == "text/html" and not kept:
        yield from page_faults(response.text, response.headers.get("Content-Security-Policy", ""))


def _form(tree: Element, which: int | str) -> Element:
    forms = [form for form in tree.iter("form") if form.get("method", "").lower() == "post"]
    if isinstance(which, str):
        forms = [form for form in forms if which in (form.get("id"), form.get("action"))]
        which = 0
    if which >= len(forms):
        raise BrokenContract("The page has no such form")
    return forms[which]


def field_names(form: Element) -> list[str]:
    """The names of a form's fields and buttons."""
    found = (element for element in form.iter() if element.tag in (*FIELDS, "button"))
    return [name for element in found if (name := element.get("name"))]


def controls(form: Element) -> Iterator[tuple[str, Any]]:
    """What a browser would send of a form that nobody touched, its buttons apart."""
    chosen: dict[str, list[str]] = {}
    for element in form.iter():
        name = element.get("name")
        if name and element.get("disabled") is None:
            chosen.setdefault(name, []).extend(_values(element))
    for name, values in chosen.items():
        if values:
            yield name, values[0] if len(values) == 1 else values


def _values(element: Element) -> list[str]:
    if element.tag == "textarea":
        # A browser drops the line break that opens a textarea.
        return ["".join(element.itertext()).removeprefix("\n")]
    if element.tag == "select":
        return _chosen_options(element)
    if element.tag != "input" or element.get("type") in ("submit", "button", "reset", "file"):
        return []
    if element.get("type") in ("radio", "checkbox"):
        return [element.get("value", "on")] if element.get("checked") is not None else []
    return [element.get("value", "")]


def _chosen_options(select: Element) -> list[str]:
    options = list(select.iter("option"))
    selected = [option for option in options if option.get("selected") is not None]
    if select.get("multiple") is None:
        selected = selected[-1:] or options[:1]
    return [option.get("value", text_of(option)) for option in selected]
