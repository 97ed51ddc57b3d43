"""Reading the demonstration's files: keys checked, days reckoned, every fault with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml

from tracker.domain.working_days import is_working_day

Choice = TypeVar("Choice", bound=StrEnum)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = "tag:yaml.org,2002:null"
_RELATIVE = re.compile(r"today([+-][1-9][0-9]{0,3})")
_FLAGS = {"true": True, "false": False}


class DemonstrationError(Exception):
    """A file of the demonstration is wrong; nothing of its council is kept.

    Names the file, the line (counted from 1) and the reason, for whoever wrote the file.
    """

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Shape:
    """The keys that an entry of one kind must have and those that it may have."""

    what: str
    required: frozenset[str]
    optional: frozenset[str] = frozenset()


def shape(what: str, required: str, optional: str = "") -> Shape:
    """A shape from its keys, written one after another."""
    return Shape(what, frozenset(required.split()), frozenset(optional.split()))


class Entry:
    """A mapping of the file whose keys have been checked; each reader checks the value's type.

    An empty value ("null") counts as not given. Days may be written from the day of loading, as
    ``today-45``: then the working day on or before that day is meant, whatever the weekday.
    """

    def __init__(self, file: str, node: yaml.Node, known: Shape, today: date) -> None:
        self.file = file
        self.line = line_of(node)
        self._today = today
        self._nodes: dict[str, yaml.Node] = {}
        for key, value in pairs_of(file, node, known.what):
            self._take(key, value, known)
        for missing in sorted(known.required - self._nodes.keys()):
            self.refuse(f"{known.what} needs {missing}")

    def _take(self, key: yaml.Node, value: yaml.Node, known: Shape) -> None:
        name = str(key.value)
        if name not in known.required | known.optional:
            keys = ", ".join(sorted(known.required | known.optional))
            refuse(self.file, key, f"unknown key {name} in {known.what}; known are {keys}")
        if name in self._nodes:
            refuse(self.file, key, f"the key {name} stands twice in {known.what}")
        if value.tag != _NULL:
            self._nodes[name] = value

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def refuse(self, reason: str, key: str | None = None) -> NoReturn:
        """Refuse the file because of the value of ``key``, or because of the whole entry."""
        node = self._nodes.get(key) if key is not None else None
        raise DemonstrationError(self.file, self.line if node is None else line_of(node), reason)

    def text(self, key: str) -> str:
        """The text of a key that is there, as written."""
        return self._word(key)

    def find_text(self, key: str) -> str | None:
        return self._word(key) if key in self._nodes else None

    def number(self, key: str) -> int:
        """A whole number, such as a page."""
        word = self._word(key)
        if not re.fullmatch(r"[1-9][0-9]{0,5}", word):
            self.refuse(f"{key} must be a whole number", key)
        return int(word)

    def flag(self, key: str) -> bool:
        """Whether ``key`` says true; without the key it is false."""
        if key not in self._nodes:
            return False
        truth = _FLAGS.get(self._word(key))
        if truth is None:
            self.refuse(f"{key} must be true or false", key)
        return truth

    def day(self, key: str) -> date:
        """A day, absolute (2015-09-01) or counted from the day of loading (today-45)."""
        word = self._word(key)
        relative = _RELATIVE.fullmatch(word)
        if relative:
            return _on_a_working_day(self._today + timedelta(days=int(relative[1])))
        try:
            return date.fromisoformat(word)
        except ValueError:
            self.refuse(f"{key} must be a day such as 2015-09-01 or today-45", key)

    def find_day(self, key: str) -> date | None:
        return self.day(key) if key in self._nodes else None

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """One of a vocabulary's slugs."""
        word = self._word(key)
        if word not in list(choices):
            self.refuse(f"{key} cannot be {word}; it is one of {', '.join(choices)}", key)
        return choices(word)

    def texts(self, key: str) -> list[str]:
        """The texts of a list; none without the key."""
        return [_word(self.file, node, key) for node in self._items(key)]

    def entries(self, key: str, known: Shape) -> list[Entry]:
        """The mappings of a list; none without the key."""
        return [Entry(self.file, node, known, self._today) for node in self._items(key)]

    def deeds(self, key: str, known: Mapping[str, Shape]) -> list[Entry]:
        """The mappings of a list, each of the shape that its ``deed`` names."""
        return [self._deed(node, known) for node in self._items(key)]

    def entry(self, key: str, known: Shape) -> Entry:
        """The one mapping of a key that is there."""
        return Entry(self.file, self._nodes[key], known, self._today)

    def _deed(self, node: yaml.Node, known: Mapping[str, Shape]) -> Entry:
        for key, value in pairs_of(self.file, node, "a deed"):
            if key.value == "deed":
                name = _word(self.file, value, "deed")
                if name not in known:
                    refuse(self.file, value, f"there is no deed {name}")
                return Entry(self.file, node, known[name], self._today)
        refuse(self.file, node, "a deed needs deed, its name")

    def _items(self, key: str) -> list[yaml.Node]:
        node = self._nodes.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.refuse(f"{key} must be a list", key)
        return list(node.value)

    def _word(self, key: str) -> str:
        return _word(self.file, self._nodes[key], key)


def read_file(path: Path, known: Shape, today: date) -> Entry:
    """The file's one mapping, for a demonstration that is loaded on the day ``today``.

    Raises:
        DemonstrationError: it is not YAML, or has other keys than ``known``.
    """
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark else 1
        raise DemonstrationError(path.name, line, f"this is not YAML: {fault.problem}") from None
    if root is None:
        raise DemonstrationError(path.name, 1, "the file is empty")
    return Entry(path.name, root, known, today)


def pairs_of(file: str, node: yaml.Node, what: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """The keys and values of a mapping, both as nodes."""
    if not isinstance(node, yaml.MappingNode):
        refuse(file, node, f"{what} must be keys and values")
    yield from node.value


def line_of(node: yaml.Node) -> int:
    """The line on which ``node`` begins, counted from 1."""
    return int(node.start_mark.line) + 1


def refuse(file: str, node: yaml.Node, reason: str) -> NoReturn:
    """Raise DemonstrationError at the line where ``node`` begins."""
    raise DemonstrationError(file, line_of(node), reason)


def _word(file: str, node: yaml.Node, key: str) -> str:
    # The words themselves and not what YAML makes of them: 2.10 keeps its nought.
    if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
        refuse(file, node, f"{key} must be text and not empty")
    return str(node.value)


def _on_a_working_day(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
