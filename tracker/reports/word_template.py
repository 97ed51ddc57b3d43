"""A council's own Word template: looked at before it is taken, and filled in with a report.

What a template may say is in ``template_vocabulary.py``. Headings, order, the table of implications
and all wording around the tags are the council's; whole sections are drawn by the writer of our
papers, in the council's styles where it has them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from tracker.reports.cabinet import author_of, subject_of
from tracker.reports.parts import CabinetReport
from tracker.reports.template_errors import TemplateError
from tracker.reports.template_grammar import Grammar
from tracker.reports.template_kinds import Section, value_of
from tracker.reports.template_package import open_template
from tracker.reports.template_sample import SAMPLE
from tracker.reports.template_sandbox import render
from tracker.reports.template_sections import draw_sections
from tracker.reports.template_tags import Tag, read_tags
from tracker.reports.template_vocabulary import VOCABULARY
from tracker.reports.word_file import count_captions, describe, packed
from tracker.reports.word_stylebook import StyleBook
from tracker.reports.word_styles import LANGUAGE
from tracker.reports.word_writer import PngOf
from tracker.reports.word_xml import el


@dataclass(frozen=True)
class TemplateTold:
    """What was found in a template that can be used.

    ``names`` are the names of the vocabulary that it uses and ``sections`` the whole sections among
    them, in order. ``warnings`` are sentences for whoever takes it.
    """

    names: tuple[str, ...]
    sections: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    """A template that may be filled in: its tags by the names of their parts."""

    document: WordDocument
    tags: Mapping[str, Sequence[Tag]]
    names: tuple[str, ...]
    sections: tuple[str, ...]


def check_template(content: bytes) -> TemplateTold:
    """Look at a template, and fill it in with a sample.

    Raises:
        TemplateError: it cannot be used; the sentence says why, with the tag and its place.
    """
    read = _read(content)
    told = TemplateTold(read.names, read.sections, tuple(_warnings(read)))
    filled = _filled(read, SAMPLE, _no_picture)
    try:
        Document(io.BytesIO(filled))
    except Exception as fault:
        # Whatever a strange template did to the document.
        raise TemplateError(_DAMAGED) from fault
    return told


def fill_template(content: bytes, report: CabinetReport, png_of: PngOf) -> bytes:
    """``report`` as a Word file, made of the template ``content``: the same bytes each time.

    ``png_of`` draws an SVG of a width in pixels as a PNG.

    Raises:
        TemplateError: the template cannot be used, or would make too large a report.
    """
    return _filled(_read(content), report, png_of)


_DAMAGED: Final = (
    "The template cannot be filled in, and its tags do not show why. Make it anew from the one "
    "that comes with the tracker"
)


def _no_picture(_svg: str, _width: int) -> bytes:
    raise NotImplementedError


def _read(content: bytes) -> _Read:
    document = open_template(content)
    grammar = Grammar()
    tags: dict[str, list[Tag]] = {}
    for part, where in _parts(document):
        tags[part.partname] = read_tags(part.element, where)
        grammar.check(tags[part.partname])
        _keep_breaks(tags[part.partname])
    used = tuple(name for name in VOCABULARY if name in grammar.names)
    return _Read(document, tags, used, tuple(grammar.sections))


def _parts(document: WordDocument) -> Iterator[tuple[Any, str]]:
    """The parts that have tags, each once, with the words that begin a place in it."""
    yield document.part, ""
    told = {RT.HEADER: "the header, ", RT.FOOTER: "the footer, "}
    seen = set()
    for relation in document.part.rels.values():
        if relation.reltype in told and relation.target_part.partname not in seen:
            seen.add(relation.target_part.partname)
            yield relation.target_part, told[relation.reltype]


def _keep_breaks(tags: Sequence[Tag]) -> None:
    """Where a section of pages ends with a tag's paragraph, give its end a paragraph of its own."""
    for tag in tags:
        ends = tag.paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") if tag.level == "p" else None
        if ends is not None:
            tag.paragraph.addnext(el("p", el("pPr", ends)))


def _filled(read: _Read, report: CabinetReport, png_of: PngOf) -> bytes:
    context = {name: value_of(VOCABULARY[name], name, report) for name in read.names}
    document = render(read.document, read.tags, context)
    _mend(document)
    draw_sections(document, report, png_of)
    count_captions(document)
    _set_up(document)
    authors = report.authors
    describe(document, authors.title, author_of(report), subject_of(report), report.stamp.made_at)
    return packed(document)


def _mend(document: WordDocument) -> None:
    """What loops and conditions may have emptied: a cell has a paragraph, a table has rows."""
    for part, _where in _parts(document):
        for cell in part.element.iter(qn("w:tc")):
            if not len(cell) or cell[-1].tag != qn("w:p"):
                cell.append(el("p"))
        for table in list(part.element.iter(qn("w:tbl"))):
            if table.find(qn("w:tr")) is None:
                table.getparent().replace(table, el("p"))
        _close(part.element.body if part is document.part else part.element)


def _close(container: Any) -> None:
    """Word takes a part for damaged that does not end with a paragraph."""
    ends = [child for child in container if child.tag != qn("w:sectPr")]
    if not ends:
        container.insert(0, el("p"))
    elif ends[-1].tag != qn("w:p"):
        ends[-1].addnext(el("p"))


def _set_up(document: WordDocument) -> None:
    """Nothing is fetched, asked or counted anew when the report is opened; it speaks English."""
    settings = document.settings.element
    for name in ("updateFields", "attachedTemplate", "linkStyles", "trackRevisions"):
        for node in settings.findall(qn(f"w:{name}")):
            settings.remove(node)
    for node in document.styles.element.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}"):
        node.set(qn("w:val"), LANGUAGE)


def _warnings(read: _Read) -> Iterator[str]:
    for name, kind in VOCABULARY.items():
        if kind.needed and name not in read.names:
            tag = f"{{{{p {name} }}}}" if isinstance(kind, Section) else f"{{{{ {name} }}}}"
            yield f"The template has no {tag}: {kind.needed}"
    root = read.document.element
    headings = StyleBook(read.document).heading_levels()
    if not any(style.get(qn("w:val")) in headings for style in root.iter(qn("w:pStyle"))):
        yield (
            "No paragraph of the template is a heading. Set its headings in Word’s styles Heading "
            "1 and Heading 2, so that people can find their way by them"
        )
    without = sum(not any(True for _ in table.iter(qn("w:tblHeader"))) for table in _wide(root))
    if without:
        yield (
            f"Tables whose first row is not marked as a header row: {without}. Choose “Repeat "
            "header rows” in Word, so that the columns are read out by their names"
        )
    if any(not node.get("descr") for node in root.iter(_DESCRIBED)):
        yield "A picture of the template has no alternative text. Give it one in Word"


_DESCRIBED: Final = qn("wp:docPr")


def _wide(root: Any) -> Iterator[Any]:
    """The tables that have more than one row."""
    return (table for table in root.iter(qn("w:tbl")) if len(table.findall(qn("w:tr"))) > 1)
