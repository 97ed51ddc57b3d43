"""Reading YAML with its line numbers, so that a wrong file is refused with its line and reason."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import NoReturn, TypeVar

import yaml

from tracker.domain.errors import FrameworkError

Choice = TypeVar("Choice", bound=StrEnum)

LONGEST_KEY = 60
LONGEST_TEXT = 250

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


class Section:
    """A mapping of the file whose keys have been checked; each reader checks the value's type."""

    def __init__(
        self,
        file: str,
        node: yaml.Node,
        what: str,
        required: Collection[str],
        optional: Collection[str],
    ) -> None:
        self.file = file
        self.line = _line(node)
        self._what = what
        if not isinstance(node, yaml.MappingNode):
            refuse(file, node, f"{what} must be a list of keys and values")
        self._values: dict[str, yaml.Node] = {}
        self._check_keys(node, (*required, *optional))
        missing = [key for key in required if key not in self._values]
        if missing:
            refuse(file, node, f'{what} needs a value for "{missing[0]}"')

    def _check_keys(self, node: yaml.MappingNode, known: tuple[str, ...]) -> None:
        seen: set[str] = set()
        for key_node, value in node.value:
            key = key_node.value
            if key not in known:
                refuse(
                    self.file,
                    key_node,
                    f'unknown key "{_shown(key)}" in {self._what}; known '
                    f"keys are {', '.join(known)}",
                )
            if key in seen:
                refuse(self.file, key_node, f'the key "{key}" stands twice in {self._what}')
            seen.add(key)
            if value.tag != f"{_TAG}null":
                self._values[key] = value

    def refuse(self, key: str, reason: str) -> NoReturn:
        """Refuse the file because of the value of `key`."""
        raise FrameworkError(self.file, self.line_of(key), reason)

    def line_of(self, key: str) -> int:
        """The line of the value of `key`, or of the whole section without it."""
        node = self._values.get(key)
        return self.line if node is None else _line(node)

    def text(self, key: str) -> str | None:
        """The text as written. A bare 2.10 is text too, and keeps its nought."""
        node = self._values.get(key)
        return None if node is None else _text(self.file, node, key)

    def required_text(self, key: str) -> str:
        return _text(self.file, self._values[key], key)

    def slug(self, key: str = "key") -> str:
        """A key that is stored: small letters, digits, and hyphens or underscores between them."""
        slug = self.required_text(key)
        if len(slug) > LONGEST_KEY or not _KEY.fullmatch(slug):
            self.refuse(
                key,
                f'"{_shown(slug)}" cannot be a key: use small letters, digits and hyphens, '
                f"{LONGEST_KEY} at most",
            )
        return slug

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(_text(self.file, node, key) for node in self._items(key))

    def lists_of_texts(self, key: str) -> tuple[tuple[str, ...], ...]:
        """The texts of each list in the list under `key`."""
        for node in self._items(key):
            if not isinstance(node, yaml.SequenceNode):
                refuse(self.file, node, f'each entry of "{key}" must be a list')
        return tuple(
            tuple(_text(self.file, word, key) for word in node.value) for node in self._items(key)
        )

    def texts_among(self, key: str, known: Collection[str], what: str) -> tuple[str, ...]:
        """The texts of the list under `key`; each must be `known`, the name of a `what`."""
        for node in self._items(key):
            word = _text(self.file, node, key)
            if word not in known:
                refuse(self.file, node, f'there is no {what} "{_shown(word)}" in this file')
        return self.texts(key)

    def flag(self, key: str, *, default: bool) -> bool:
        node = self._values.get(key)
        if node is None:
            return default
        truth = _TRUTH.get(_word(node, "bool").lower())
        if truth is None:
            self.refuse(key, f'"{key}" must be true or false')
        return truth

    def whole_number(self, key: str, *, highest: int) -> int | None:
        node = self._values.get(key)
        if node is None:
            return None
        if not re.fullmatch(r"[1-9][0-9]{0,8}", _word(node, "int")) or int(node.value) > highest:
            self.refuse(key, f'"{key}" must be a whole number from 1 to {highest}')
        return int(node.value)

    def day(self, key: str) -> date | None:
        node = self._values.get(key)
        if node is None:
            return None
        try:
            return date.fromisoformat(_text(self.file, node, key, dates=True))
        except ValueError:
            self.refuse(key, f'"{key}" must be a real date, such as 2018-01-31')

    def choice(self, key: str, choices: type[Choice]) -> Choice | None:
        node = self._values.get(key)
        return None if node is None else _chosen(self.file, node, key, choices)

    def required_choice(self, key: str, choices: type[Choice]) -> Choice:
        return _chosen(self.file, self._values[key], key, choices)

    def choices(self, key: str, choices: type[Choice]) -> tuple[Choice, ...]:
        return tuple(_chosen(self.file, node, key, choices) for node in self._items(key))

    def sections(
        self, key: str, what: str, required: Collection[str], optional: Collection[str] = ()
    ) -> list[Section]:
        """The mappings of the list under `key`; none when the key is missing."""
        return [Section(self.file, node, what, required, optional) for node in self._items(key)]

    def _items(self, key: str) -> list[yaml.Node]:
        node = self._values.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            refuse(self.file, node, f'"{key}" must be a list')
        return list(node.value)


def compose(file: str, content: bytes) -> yaml.Node:
    """The root of the file's one document. Raises FrameworkError when it is no such thing."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise FrameworkError(file, line, "the file must be text in UTF-8") from None
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        reason = f"this is not YAML: {fault.problem or fault.context}"
        raise FrameworkError(file, mark.line + 1 if mark else None, reason) from None
    except yaml.YAMLError:
        raise FrameworkError(file, None, "the file has characters that YAML forbids") from None
    if root is None:
        raise FrameworkError(file, 1, "the file is empty")
    return root


def refuse(file: str, node: yaml.Node, reason: str) -> NoReturn:
    """Raise FrameworkError at the line where `node` begins."""
    raise FrameworkError(file, _line(node), reason)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _text(file: str, node: yaml.Node, key: str, *, dates: bool = False) -> str:
    kinds = ("str", "int", "float", "timestamp") if dates else ("str", "int", "float")
    text = " ".join(_word(node, *kinds).split())
    if not text:
        refuse(file, node, f'"{key}" must be text and not empty; put true, no or a date in quotes')
    if len(text) > LONGEST_TEXT:
        refuse(file, node, f'"{key}" must be {LONGEST_TEXT} characters or fewer')
    return text


def _chosen(file: str, node: yaml.Node, key: str, choices: type[Choice]) -> Choice:
    word = _text(file, node, key)
    if word not in list(choices):
        known = ", ".join(choices)
        refuse(file, node, f'"{key}" cannot be "{_shown(word)}"; it is one of {known}')
    return choices(word)


def _word(node: yaml.Node, *kinds: str) -> str:
    """What stands there, if it is a single value of one of these YAML kinds; else nothing."""
    if isinstance(node, yaml.ScalarNode) and node.tag in [_TAG + kind for kind in kinds]:
        return str(node.value)
    return ""


def _shown(value: object) -> str:
    """What the file says, cut short, for a message."""
    text = value if isinstance(value, str) else "…"
    return text if len(text) <= LONGEST_KEY else f"{text[:LONGEST_KEY]}…"
