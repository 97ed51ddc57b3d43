"""Where a template is filled in: docxtpl, held to words that it can neither run nor read as tags.

Three walls stand between a template and the machine, each of which would do alone: the grammar
knows every tag; the language is a sandbox without a single function, test or global name, in which
nothing can be called; and what is written is counted.

Of docxtpl's own ways three are not taken. It looks for marks such as ``{_{`` and line ends in what
it has written, and so in people's words; it fills in footnotes once for each section, and so reads
people's words as tags; and it mends tables with a parser that swallows faults.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from tracker.reports.characters import writable
from tracker.reports.template_errors import TemplateError
from tracker.reports.template_filters import FILTERS
from tracker.reports.template_kinds import Place
from tracker.reports.template_tags import TAG, Tag

MOST_WRITTEN: Final = 20_000_000
"""Characters of one part; five thousand actions in a table of a council's own take some fifteen."""

TOO_LARGE: Final = (
    "The report would be too large. Go through long lists once, and place the whole plan as "
    "{{p plan }}"
)

PLACE: Final = "{urn:tracker:report}place"
"""The element that keeps the place of a whole section until that is drawn."""

_LINE_END: Final = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_HARMLESS: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name),
    *(nodes.Getattr, nodes.Filter, nodes.Const, nodes.Not, nodes.And, nodes.Or),
    *(nodes.Compare, nodes.Operand),
)


def _written(value: Any) -> Markup:
    """A value as the text of a document: whatever it says, it is text."""
    if isinstance(value, Place):
        kept = etree.tostring(etree.Element(PLACE, section=value.section), encoding="unicode")
        return Markup(kept)  # noqa: S704 - an element whose text was escaped as it was written
    words = "\n".join(value) if isinstance(value, list | tuple) else str(value)
    lines = writable(words).replace("\t", " ").split("\n")
    return _LINE_END.join(escape(str(line)) for line in lines)


class _Sandbox(ImmutableSandboxedEnvironment):
    """The template language without anything that could be called."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_written)
        self.globals = {}
        self.tests = {}
        self.filters = {name: known.does for name, known in FILTERS.items()}

    def is_safe_callable(self, obj: Any) -> bool:
        """Nothing is."""
        return False


class _Filling(DocxTemplate):  # type: ignore[misc]
    """One template while it is filled in; ``tags`` are those of each part, by its element."""

    def __init__(self, document: WordDocument, tags: Mapping[str, Sequence[Tag]]) -> None:
        super().__init__("")
        self.docx = document
        self.tags = tags

    def render_xml_part(
        self, src_xml: str, part: Any, context: dict[str, Any], jinja_env: Any = None
    ) -> str:
        """The part filled in, its tags being the very ones that were checked."""
        expected = [(tag.statement, tag.words) for tag in self.tags[part.partname]]
        if [_read(match[0]) for match in TAG.finditer(src_xml)] != expected:
            raise TemplateError("The tags of the template cannot be told apart. Type them anew")
        return _rendered(src_xml, context, jinja_env)

    def get_xml(self) -> str:
        """The whole document, for its body could be put back only in quadratic time."""
        return str(self.xml_to_string(self.docx.element))

    def fix_tables(self, xml: str) -> Any:
        """The tree of the filled part: no table is wider or narrower than it was."""
        return parse_xml(xml)

    def fix_docpr_ids(self, tree: Any) -> None:
        """Number the drawings, of which a loop may have made several."""
        for number, drawing in enumerate(tree.iter(qn("wp:docPr")), start=1):
            drawing.set("id", str(number))

    def map_tree(self, tree: Any) -> None:
        """Let the filled tree be the document's."""
        self.docx.part._element = tree  # noqa: SLF001 - python-docx has no public way

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """The properties of the file are set, not filled in."""

    def render_footnotes(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """No tag stands there."""


def render(
    document: WordDocument, tags: Mapping[str, Sequence[Tag]], context: dict[str, Any]
) -> WordDocument:
    """Fill in ``document``, whose ``tags`` were checked, from ``context``, and give it anew.

    ``tags`` are those of the parts by their names. Sections are left as elements ``PLACE``.

    Raises:
        TemplateError: it would become too large.
    """
    part = document.part
    try:
        _Filling(document, tags).render(context, _Sandbox())
    except etree.XMLSyntaxError:
        # A single run of words may have ten million characters.
        raise TemplateError(TOO_LARGE) from None
    filled: WordDocument = part.document
    return filled


def _read(text: str) -> tuple[bool, str]:
    return text.startswith("{%"), " ".join(_plain(text[2:-2]).split())


def _plain(words: str) -> str:
    return re.sub("&lt;", "<", re.sub("&gt;", ">", words))


def _rendered(source: str, context: dict[str, Any], sandbox: _Sandbox) -> str:
    tree = sandbox.parse(source)
    strange = next((node for node in tree.find_all(nodes.Node) if not _harmless(node)), None)
    if strange is not None:
        raise TemplateError("The template says something that no tag can say. Type its tags anew")
    written, length = [], 0
    for piece in sandbox.from_string(source).generate(context):
        length += len(piece)
        if length > MOST_WRITTEN:
            raise TemplateError(TOO_LARGE)
        written.append(piece)
    return "".join(written)


def _harmless(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Getattr):
        return not node.attr.startswith("_")
    return isinstance(node, _HARMLESS)
