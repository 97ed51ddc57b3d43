"""What a tag may say: names of the vocabulary, their fields, a few filters, loops and conditions.

Each tag is read by the template language itself and its tree is gone through: what is not named
here is refused, so nothing can be called, reckoned or reached that is not a word of the report.
Loops go through lists of the report alone, and a loop within a loop only through what its outer one
gives: what a template makes is never more than its own tags times the report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from tracker.reports.template_filters import FILTERS
from tracker.reports.template_kinds import Kind, Lines, Number, Record, Rows, Section, Text
from tracker.reports.template_tags import Tag
from tracker.reports.template_vocabulary import VOCABULARY

MOST_LOOPS: Final = 20
MOST_IN_LOOPS: Final = 60
"""Tags within loops, each of which is filled in once for each row: this bounds the time."""

LOOP: Final[Mapping[str, Number]] = {
    "index": Number("which turn of the loop it is, from 1"),
    "first": Number("whether it is the first turn"),
    "last": Number("whether it is the last turn"),
    "length": Number("how many turns there are"),
}
"""What ``loop`` tells within a loop."""

_ORDERS: Final = frozenset({"eq", "ne", "gt", "gteq", "lt", "lteq"})
_STATEMENTS: Final = ("for", "endfor", "if", "elif", "else", "endif")
_REFUSED: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Call: "Nothing can be called in a tag, so no name can be followed by brackets",
    nodes.Getitem: "Square brackets cannot stand in a tag",
    nodes.BinExpr: "Nothing can be reckoned in a tag",
    nodes.UnaryExpr: "Nothing can be reckoned in a tag",
    nodes.Test: "“is” cannot stand in a tag. Write {% if name %} to ask whether there is something",
    nodes.CondExpr: "Write {% if … %}, {% else %} and {% endif %} as tags of their own",
    nodes.Const: "A tag names something of the report; write words of your own beside it",
}
_READER: Final = Environment(autoescape=True)
_READER.filters = dict.fromkeys(FILTERS, str)
_READER.globals = {}


@dataclass
class _Open:
    """A loop or a condition that has not ended yet, with the names that it gives."""

    tag: Tag
    ends: str
    gives: dict[str, Kind] = field(default_factory=dict)


class Grammar:
    """Goes through the tags of one template, part by part; ``names`` are what it has used."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.sections: list[str] = []
        self._loops = self._in_loops = 0
        self._open: list[_Open] = []

    def check(self, tags: Sequence[Tag]) -> None:
        """Check the tags of one part, which ends whatever it begins.

        Raises:
            TemplateError: with the tag and its place.
        """
        for tag in tags:
            self._count(tag)
            (self._statement if tag.statement else self._output)(tag)
        if self._open:
            last = self._open[-1]
            raise last.tag.refused(f"This tag has no {{% {last.ends} %}} that ends it")

    def _count(self, tag: Tag) -> None:
        self._in_loops += any(one.gives for one in self._open)
        if self._in_loops > MOST_IN_LOOPS:
            raise tag.refused(f"{MOST_IN_LOOPS} tags may stand within loops; this is one more")

    def _statement(self, tag: Tag) -> None:
        word = tag.words.split(" ", 1)[0]
        if word not in _STATEMENTS:
            raise tag.refused(f"“{word}” cannot stand here. There are {_listed(_STATEMENTS)}")
        if word == "for":
            self._for(tag)
        elif word == "if":
            self._condition(tag, tag.words)
            self._open.append(_Open(tag, "endif"))
        else:
            self._go_on(tag, word)

    def _go_on(self, tag: Tag, word: str) -> None:
        """A tag that goes on with a loop or condition, or ends it."""
        last = self._open[-1] if self._open else None
        wanted = word if word.startswith("end") else "endif"
        if last is None or last.ends != wanted:
            raise tag.refused(f"Nothing is open here that {{% {word} %}} could go on with or end")
        if last.tag.level != tag.level or last.tag.container is not tag.container:
            raise tag.refused(
                f"This tag belongs to {last.tag.text}, so it has to begin in the same way and "
                "stand in the same paragraph or the same table. To repeat whole paragraphs, begin "
                "both with {%p and give each a paragraph of its own"
            )
        if word == "elif":
            self._condition(tag, tag.words.removeprefix("el"))
        elif word in {"else", *_ends()} and tag.words != word:
            raise tag.refused(f"Only “{word}” may stand in this tag")
        if word.startswith("end"):
            self._open.pop()

    def _output(self, tag: Tag) -> None:
        kind = self._kind(_read(tag, f"{{{{ {tag.words} }}}}"), tag)
        if isinstance(kind, Section):
            self._place(tag)
        elif tag.level == "p":
            raise tag.refused(f"This is no whole section. Write {{{{ {tag.words} }}}}")
        elif isinstance(kind, Rows | Record):
            example = next(iter(kind.fields))
            raise tag.refused(_use_of(kind, tag.words, example))

    def _place(self, tag: Tag) -> None:
        if tag.level != "p":
            raise tag.refused(
                f"“{tag.words}” is a whole section. Write {{{{p {tag.words} }}}} in a paragraph of "
                "its own"
            )
        if tag.part or not tag.container.tag.endswith("}body"):
            raise tag.refused("A whole section cannot stand in a table, a box, a head or a foot")
        if any(one.gives for one in self._open):
            raise tag.refused("A whole section cannot stand in a loop")
        if tag.words in self.sections:
            raise tag.refused("A section can stand in a report once; this is its second place")
        self.sections.append(tag.words)

    def _for(self, tag: Tag) -> None:
        self._loops += 1
        if self._loops > MOST_LOOPS:
            raise tag.refused(f"A template may have {MOST_LOOPS} loops; this one has more")
        loop = _read(tag, f"{{% {tag.words} %}}{{% endfor %}}")
        plain = not (loop.test or loop.recursive)
        if not (plain and isinstance(loop.target, nodes.Name)):
            raise tag.refused("A loop reads {% for row in actions %}, and nothing more")
        name = loop.target.name
        if name in VOCABULARY or name == "loop":
            raise tag.refused(f"“{name}” has a meaning already. Give the loop another name")
        kind = self._kind(loop.iter, tag)
        if not isinstance(kind, Lines | Rows) or isinstance(loop.iter, nodes.Filter):
            raise tag.refused("A loop can only go through a list of the report")
        self._check_bounds(loop.iter, tag)
        row: Kind = (
            Text("", str) if isinstance(kind, Lines) else Record(kind.meaning, dict, kind.fields)
        )
        self._open.append(_Open(tag, "endfor", {name: row}))

    def _check_bounds(self, through: nodes.Node, tag: Tag) -> None:
        if isinstance(through, nodes.Name) and any(one.gives for one in self._open):
            raise tag.refused(
                "A loop within a loop can only go through what the outer one gives, as in "
                "{% for action in section.actions %}"
            )

    def _condition(self, tag: Tag, words: str) -> None:
        self._asked(_read(tag, f"{{% {words} %}}{{% endif %}}").test, tag)

    def _asked(self, node: nodes.Node, tag: Tag) -> None:
        if isinstance(node, nodes.Not):
            self._asked(node.node, tag)
        elif isinstance(node, nodes.And | nodes.Or):
            self._asked(node.left, tag)
            self._asked(node.right, tag)
        elif isinstance(node, nodes.Compare):
            self._compared(node, tag)
        elif isinstance(self._kind(node, tag), Section):
            raise tag.refused("A whole section cannot be asked about")

    def _compared(self, node: nodes.Compare, tag: Tag) -> None:
        """A text is compared with words in quotation marks, a number with digits."""
        kind = self._kind(node.expr, tag)
        operand, *more = node.ops
        value = operand.expr.value if isinstance(operand.expr, nodes.Const) else None
        text = isinstance(kind, Text) and isinstance(value, str) and operand.op in {"eq", "ne"}
        number = isinstance(kind, Number) and type(value) is int and operand.op in _ORDERS
        if more or not (text or number):
            raise tag.refused(
                'A condition compares a text with words, as in {% if grade == "Good" %}, or a '
                "length with a number, as in {% if actions|length > 10 %}"
            )

    def _kind(self, node: nodes.Node, tag: Tag) -> Kind:
        """What an expression is; whatever is no name, field or filter is refused."""
        if isinstance(node, nodes.Name):
            return self._named(node.name, tag)
        if isinstance(node, nodes.Getattr):
            if node.attr.startswith("_"):
                raise tag.refused("No name may begin with an underscore")
            return _field(self._kind(node.node, tag), node, tag)
        if isinstance(node, nodes.Filter) and node.node is not None:
            return _filtered(self._kind(node.node, tag), node, tag)
        for refused, sentence in _REFUSED.items():
            if isinstance(node, refused):
                raise tag.refused(sentence)
        raise tag.refused("This cannot stand in a tag")

    def _named(self, name: str, tag: Tag) -> Kind:
        for opened in reversed(self._open):
            if name in opened.gives:
                return opened.gives[name]
            if name == "loop" and opened.gives:
                return Record("", dict, LOOP)
        known = VOCABULARY.get(name)
        if known is None:
            given = [given for one in self._open for given in one.gives]
            raise tag.refused(_unknown(f"{{{{ {name} }}}}", name, [*VOCABULARY, *given]))
        self.names.add(name)
        return known


def _ends() -> tuple[str, ...]:
    return "endfor", "endif"


def _read(tag: Tag, words: str) -> Any:
    """The one node that ``words`` are read as."""
    try:
        body = _READER.parse(words).body
    except TemplateSyntaxError as fault:
        raise tag.refused(f"This tag cannot be read: {fault.message}") from None
    node = body[0] if len(body) == 1 else None
    if isinstance(node, nodes.Output) and len(node.nodes) == 1:
        return node.nodes[0]
    if isinstance(node, nodes.For | nodes.If) and not node.body:
        return node
    raise tag.refused("This tag cannot be read")


def _field(kind: Kind, node: nodes.Getattr, tag: Tag) -> Kind:
    name = node.attr
    if isinstance(kind, Rows):
        raise tag.refused(f"This is a list. {_use_of(kind, 'the list', name)}")
    if not isinstance(kind, Record):
        raise tag.refused(f"There is nothing called “{name}” in it: it is text")
    if name not in kind.fields:
        raise tag.refused(_unknown(f"“{name}” in it", name, kind.fields))
    return kind.fields[name]


def _filtered(kind: Kind, node: nodes.Filter, tag: Tag) -> Kind:
    known = FILTERS.get(node.name)
    if known is None:
        raise tag.refused(_unknown(f"filter “{node.name}”", node.name, FILTERS))
    constant = all(isinstance(one, nodes.Const) and isinstance(one.value, str) for one in node.args)
    others = (node.kwargs, node.dyn_args, node.dyn_kwargs)
    if any(others) or not constant or len(node.args) > known.most_words:
        raise tag.refused(f"The filter “{node.name}” is written {known.written}")
    if not isinstance(kind, known.takes):
        raise tag.refused(f"The filter “{node.name}” cannot be used here: {known.meaning}")
    return Number("") if node.name == "length" else Text("", str)


def _use_of(kind: Rows | Record, name: str, field_name: str) -> str:
    if isinstance(kind, Record):
        return f"Name one of its fields, as in {{{{ {name}.{field_name} }}}}"
    return f"Go through it, as in {{% for row in {name} %}}, and write {{{{ row.{field_name} }}}}"


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), n=1)
    asked = f"; did you mean {what.replace(name, close[0])}?" if close else ""
    return f"There is no {what}{asked}"


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
