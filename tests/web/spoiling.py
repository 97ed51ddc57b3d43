"""Forms filled in wrongly: what a field can be sent that no page of ours would send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from werkzeug.test import TestResponse

from tests.page_contract import FIELDS, controls, parsed, text_of
from tests.web.visiting import TYPED, Visitor, posted_form
from tests.web.walking import AWAY, NOBODY, TABLES, Route

STRANGE_TEXT: Final[Mapping[str, str]] = {
    "blanks": " \r\n\t ",
    "far too much": "A long story. " * 1_500,
    "nothing": "",
    "a turned line": "\u202etxet\u2066 \u200b\ufeff",
    "faces and marks": "👩‍👩‍👧 Zoë ﷽ e\u0301",
    "a script": "</textarea></title><script>alert('x')</script>\"'><b>",
    "a statement": "'; drop table action; --",
    "a formula": '=HYPERLINK("http://example.org")',
}
STRANGE_DATES: Final[Mapping[str, str]] = {
    "a day that never is": "31",
    "nothing": "",
    "nought": "0",
    "a number without end": "9" * 400,
    "Arabic numerals": "١٢",
    "words": "tomorrow",
}
STRANGE_CHOICES: Final[Mapping[str, Any]] = {
    "nothing": "",
    "what nobody offered": "forged",
    "nothing and something": ["", "forged"],
    "an identifier of nothing": str(NOBODY),
    "far too much": "x" * 5_000,
}
UNKEEPABLE: Final[Mapping[str, str]] = {
    "a NUL": "before\x00after",
    "what a PDF leaves": "a\x02b\x0bc\x1fd\x7fe\x85f",
    "no character at all": "a\ufffeb\U0001ffffc",
}
"""Characters that no page may hold; HTML has no way to write them."""

STRANGE_VERSIONS: Final[Mapping[str, str]] = {
    "nothing": "",
    "a negative one": "-1",
    "one without end": "9" * 400,
    "a word": "latest",
    "Arabic numerals": "٣",
}
ONE_BY_ONE = 1
"""So many of the values are also sent in one field at a time, all others being right."""

MOST_FIELDS = 6
"""Of a form with a row for each record, only so many fields are spoilt one by one."""

ANSWERS: Final = (200, 303, 404, 409, 413, 422)
"""What a page may say to a form that is filled in wrongly: a page of its own, never a fault."""


@dataclass(frozen=True)
class Filled:
    """A form as somebody would send it, with the names of its fields by what they take."""

    address: str
    fields: Mapping[str, Any]
    texts: Sequence[str] = ()
    dates: Sequence[str] = ()
    choices: Sequence[str] = ()

    @property
    def has_version(self) -> bool:
        return bool(self.fields.get("version"))

    def spoilt(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The form with one field after another wrong, and with all of a kind wrong at once."""
        versions = ("version",) if self.has_version else ()
        for names, values in (
            (self.texts, STRANGE_TEXT),
            (self.dates, STRANGE_DATES),
            (self.choices, STRANGE_CHOICES),
            (versions, STRANGE_VERSIONS),
        ):
            for number, (what, value) in enumerate(values.items()):
                if names:
                    yield f"{what} everywhere", {**self.fields, **dict.fromkeys(names, value)}
                for name in names[:MOST_FIELDS] if number < ONE_BY_ONE else ():
                    yield f"{what} in {name}", {**self.fields, name: value}

    def with_unkeepable(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The form with characters that cannot be kept, in its texts and in all else."""
        for what, value in UNKEEPABLE.items():
            for names in (self.texts, self.dates, self.choices):
                if names:
                    yield f"{what} in {names[0]}", {**self.fields, **dict.fromkeys(names, value)}

    def with_foreign_ids(self, visitor: Visitor) -> dict[str, Any]:
        """The form with a record of another council in each of its choices."""
        theirs = {
            name: str(visitor.site.specimens.of(AWAY, name if name in TABLES else "post_id")[0])
            for name in self.choices
        }
        return {**self.fields, **theirs}


def filled_forms(visitor: Visitor, route: Route, *, most: int = 1) -> Iterator[Filled]:
    """The forms of a route's pages; a route without a page of its own is a button."""
    for address in visitor.site.addresses(route):
        if "GET" not in route.methods:
            yield Filled(address, {})
            return
        form = visitor.form_at(address)
        if form is not None:
            yield filled(address, form)
            most -= 1
        if not most:
            return


def filled(address: str, form: Element) -> Filled:
    """A form as the page has it, with words of its own in the places that are empty."""
    names: dict[str, list[str]] = {"text": [], "date": [], "choice": []}
    for element in form.iter():
        name = element.get("name") or ""
        kind = _kind(element, name) if element.tag in FIELDS and name else ""
        if kind and name not in names[kind]:
            names[kind].append(name)
    fields = dict(controls(form))
    fields |= {name: TYPED for name in names["text"] if not fields.get(name)}
    return Filled(address, fields, names["text"], names["date"], names["choice"])


def _kind(element: Element, name: str) -> str:
    # No page can fill in a file, nor give one back.
    if name in ("csrf_token", "version") or element.get("type") in ("submit", "button", "file"):
        return ""
    if element.tag == "select" or element.get("type") in ("radio", "checkbox", "hidden"):
        return "choice"
    return "date" if name.endswith(("-day", "-month", "-year")) else "text"


def check_strange_field(visitor: Visitor, form: Filled) -> None:
    """A field that the page does not have: refused by its name, and what was typed stays."""
    with visitor.undone():
        answer = visitor.send(form.address, {**form.fields, "strange": "1"}, (422,))
    assert "This page does not know the field “strange”" in text_of(parsed(answer.text))
    check_kept(form, answer)


def check_late(visitor: Visitor, form: Filled) -> None:
    """A version that is no more: never saved; what was typed stays and can be sent again."""
    with visitor.undone():
        answer = visitor.send(form.address, {**form.fields, "version": "999999"}, (409, 422))
    check_kept(form, answer)
    if answer.status_code == 409:
        assert "Saved now" in text_of(parsed(answer.text)), "only one version is shown"


def check_kept(form: Filled, answer: TestResponse) -> None:
    """The page that answers has in its form all that was typed into the other one."""
    if not (form.texts or form.dates):
        # A button, and nothing to lose.
        return
    again = posted_form(answer, form.address)
    assert again is not None, "the form is not there any more"
    kept = dict(controls(again))
    # A password is never given back.
    secret = {field.get("name") for field in again.iter() if field.get("type") == "password"}
    for name in (*form.texts, *form.dates):
        if name not in secret:
            sent = str(form.fields.get(name, ""))
            assert kept.get(name) == sent.replace("\r\n", "\n"), f"{name} is lost: {kept.get(name)}"


def check_wrong(visitor: Visitor, what: str, address: str, fields: Mapping[str, Any]) -> None:
    """A form that is filled in wrongly: a page that says so, or one that shows what was saved."""
    with visitor.undone():
        answer = visitor.send(address, fields, ANSWERS)
        if answer.status_code == 422:
            assert 'class="govuk-error-summary"' in answer.text, f"{what}: nothing says why"
        if answer.status_code == 303:
            visitor.client.get(urljoin(address, answer.location), expect=(200, 303))


STRANGE_QUESTIONS: Final = (
    "",
    "-1",
    "9" * 400,
    "x" * 5_000,
    "a\x00b\x0b\ufffe",
    "<script>alert('x')</script>",
    '%\' or "1"="1" * ( ^ : -',
    "l'\u2019été 👩‍👩‍👧",
    str(NOBODY),
    "csv",
)
ASKED_BY_ALL: Final = ("page", "sort", "format", "q", "priority", "recommendation", "action")


def names_asked(answer: TestResponse) -> list[str]:
    """What a page's address may ask: the fields of its own forms, and what any list takes."""
    if answer.mimetype != "text/html":
        return list(ASKED_BY_ALL)
    forms = [form for form in parsed(answer.text).iter("form") if form.get("method") != "post"]
    fields = [field for form in forms for field in form.iter() if field.tag in FIELDS]
    return sorted({*ASKED_BY_ALL, *(field.get("name") or "q" for field in fields)})


def check_questions(visitor: Visitor, route: Route) -> None:
    """Whatever is asked of a page by its address: a page, or nothing there."""
    address = visitor.site.addresses(route)[0].partition("?")[0]
    names = names_asked(visitor.ask("GET", address, (200, 303, 404, 422)))
    for value in STRANGE_QUESTIONS:
        asked = dict.fromkeys(names, value)
        visitor.ask("GET", address, (200, 303, 404, 422), query_string=asked)
