"""Templates that must not be taken: each is refused in a sentence that names the fault."""

from __future__ import annotations

import io
import os
import socket
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.foundations.kept_reports import PNG
from tests.reports.council_templates import (
    DOCUMENT,
    bytes_of,
    related,
    repacked,
    replaced,
    small,
)
from tests.reports.papers import report
from tracker.adapters.pictures import png_of
from tracker.reports.shipped_template import shipped_template
from tracker.reports.template_errors import TemplateError
from tracker.reports.word_template import check_template, fill_template


def refusal(content: bytes) -> TemplateError:
    """Why a template is refused: looked at and filled in alike."""
    with pytest.raises(TemplateError) as looked_at:
        check_template(content)
    with pytest.raises(TemplateError):
        fill_template(content, report(), png_of)
    return looked_at.value


class TestTags:
    @pytest.mark.parametrize(
        ("tag", "sentence"),
        [
            ("{{ sumary }}", "There is no {{ sumary }}; did you mean {{ summary }}?"),
            ("{{ nonsense }}", "There is no {{ nonsense }}"),
            ("{{ implication.ward }}", "There is no “ward” in it; did you mean “wards” in it?"),
            ("{{ title.format }}", "it is text"),
            ("{{ title.format(1) }}", "Nothing can be called"),
            ("{{ title.__class__ }}", "underscore"),
            ("{{ ''.__class__.__mro__ }}", "underscore"),
            ("{{ _title }}", "There is no {{ _title }}"),
            ("{{ title|attr('__class__') }}", "There is no filter “attr”"),
            ("{{ actions|map(attribute='title') }}", "There is no filter “map”"),
            ("{{ actions|tojson }}", "There is no filter “tojson”"),
            ("{{ title|uper }}", "did you mean filter “upper”?"),
            ("{{ title|join }}", "cannot be used here"),
            ("{{ purpose|join('a', 'b') }}", "is written join"),
            ("{{ purpose|join(title) }}", "is written join"),
            ("{{ purpose|join(attribute='x') }}", "is written join"),
            ("{{ 'a' * 1000000000 }}", "“*” cannot stand in a tag"),
            ("{{ 2 ** 99 }}", "“*” cannot stand in a tag"),
            ("{{ title ~ title }}", "“~” cannot stand in a tag"),
            ("{{ title - title }}", "Nothing can be reckoned"),
            ("{{ -1 }}", "Nothing can be reckoned"),
            ("{{ title[0] }}", "“[” cannot stand in a tag"),
            ("{{ 'words' }}", "words of your own"),
            ("{{ title if title else council }}", "tags of their own"),
            ("{{ title is defined }}", "“is” cannot stand in a tag"),
            ("{{ lipsum }}", "There is no {{ lipsum }}"),
            ("{{ lipsum() }}", "Nothing can be called"),
            ("{{ cycler('a') }}", "Nothing can be called"),
            ("{{ joiner }}", "There is no {{ joiner }}"),
            ("{{ namespace() }}", "Nothing can be called"),
            ("{{ self }}", "There is no {{ self }}"),
            ("{{ loop }}", "There is no {{ loop }}"),
            ("{{ title, council }}", "cannot stand in a tag"),
            ("{{ title", "belongs to no whole tag"),
            ("title }}", "belongs to no whole tag"),
            ("{ title }", "belongs to no whole tag"),
            ("{{ {} }}", "belongs to no whole tag"),
            ("{{ }}", "This tag is empty"),
            ("{{ title council }}", "This tag cannot be read"),
            ("{{ " + "(" * 150 + "title }}", "A tag may have 10 brackets"),
            ("{{ " + "not " * 60 + "title }}", "A tag may have 200 characters"),
            ("{{ actions }}", "Go through it"),
            ("{{ implication }}", "Name one of its fields"),
            ("{{ actions.title }}", "This is a list"),
            ("{{ findings }}", "Write {{p findings }} in a paragraph of its own"),
            ("{{p title }}", "This is no whole section. Write {{ title }}"),
            ("Before {{p findings }}", "a paragraph of its own"),
            ("{{r title }}", "Tags cannot begin with {{r"),
            ("{%tc if title %}", "Tags cannot begin with {%tc"),
            ("{{tr title }}", "A row begins with {%tr"),
            ("{%tr if title %}", "has to stand in a row of a table"),
        ],
    )
    def test_what_no_tag_can_say_is_refused_by_name(self, tag: str, sentence: str) -> None:
        error = refusal(small("All is well", f"{tag}"))
        assert sentence in error.sentence
        assert error.paragraph.startswith("paragraph 2, “")
        assert error.tag

    @pytest.mark.parametrize(
        "statement",
        [
            "import 'os' as os",
            "from 'os' import path",
            "include '/etc/passwd'",
            "extends 'base'",
            "macro m()",
            "call m()",
            "set a = 1",
            "block b",
            "raw",
            "filter upper",
            "autoescape false",
            "with",
            "do title",
            "vm",
            "hm",
            "colspan 2",
            "cellbg title",
            "trans",
            "break",
        ],
    )
    def test_there_are_loops_and_conditions_and_nothing_else(self, statement: str) -> None:
        error = refusal(small(f"{{% {statement} %}}"))
        assert f"“{statement.split(maxsplit=1)[0]}” cannot stand here" in error.sentence

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            ("{% for a in range(10**9) %}x{% endfor %}", "“*” cannot stand in a tag"),
            ("{% for a in range(1000000000) %}x{% endfor %}", "Nothing can be called"),
            ("{% for a in title %}x{% endfor %}", "only go through a list"),
            ("{% for a in actions|join %}x{% endfor %}", "cannot be used here"),
            ("{% for a in 'abc' %}x{% endfor %}", "words of your own"),
            ("{% for a, b in actions %}x{% endfor %}", "and nothing more"),
            ("{% for a in actions if a.due %}x{% endfor %}", "and nothing more"),
            ("{% for a in actions recursive %}x{% endfor %}", "and nothing more"),
            ("{% for a.b in actions %}x{% endfor %}", "cannot be read"),
            ("{% for title in actions %}x{% endfor %}", "has a meaning already"),
            ("{% for loop in actions %}x{% endfor %}", "has a meaning already"),
            (
                "{% for a in actions %}{% for b in actions %}x{% endfor %}{% endfor %}",
                "only go through what the outer one gives",
            ),
            ("{% for a in actions %}{{ loop(1) }}{% endfor %}", "Nothing can be called"),
            ("{% for a in actions %}{{ loop.cycle }}{% endfor %}", "There is no “cycle” in it"),
            ("{% for a in actions %}x{% else %}y{% endfor %}", "Nothing is open here"),
            ("{% for a in actions %}x", "has no {% endfor %}"),
            ("{% endfor %}", "Nothing is open here"),
            ("{% if title %}x{% endfor %}", "Nothing is open here"),
            ("{% if title %}x{% endif title %}", "Only “endif” may stand"),
            ("{% if title > 3 %}x{% endif %}", "compares a text with words"),
            ("{% if title == 3 %}x{% endif %}", "compares a text with words"),
            ("{% if 'a' in title %}x{% endif %}", "words of your own"),
            ("{% if findings %}x{% endif %}", "cannot be asked about"),
            ("{% if actions|length > 'a' %}x{% endif %}", "compares a text with words"),
        ],
    )
    def test_a_loop_or_condition_that_could_not_end_well_is_refused(
        self, words: str, sentence: str
    ) -> None:
        assert sentence in refusal(small(words)).sentence

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (
                ("{% for a in actions %}", "{{ a.title }}", "{% endfor %}"),
                "To repeat whole paragraphs",
            ),
            (("{%p for a in actions %}", "x {% endfor %}"), "has to begin in the same way"),
            (("{%p for a in actions %}", "{{ b.title }}", "{%p endfor %}"), "There is no {{ b }}"),
            (("{%p for a in actions %}", "{%p endfor %} x"), "a paragraph of its own"),
            (("{{ a", "title }}"), "stands in one paragraph"),
            (("{", "{ title }}"), "belongs to no whole tag"),
            (("{{ ti\ntle }}",), "without a line break"),
            (("{{p findings }}", "{{p findings }}"), "this is its second place"),
            (
                ("{%p for a in actions %}", "{{p findings }}", "{%p endfor %}"),
                "cannot stand in a loop",
            ),
        ],
    )
    def test_tags_that_do_not_belong_together(self, words: tuple[str, ...], sentence: str) -> None:
        assert sentence in refusal(small(*words)).sentence

    def test_a_loop_stays_in_its_table(self) -> None:
        document = Document()
        for word in ("for a in actions", "endfor"):
            document.add_table(1, 1).cell(0, 0).text = f"{{%tr {word} %}}"
        assert "the same table" in refusal(bytes_of(document)).sentence

    def test_a_row_that_is_a_tag_holds_nothing_else(self) -> None:
        document = Document()
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "{%tr if title %}", "lost"
        error = refusal(bytes_of(document))
        assert "in a row of its own" in error.sentence
        assert error.paragraph == "table 1, row 1, cell 1, “{%tr if title %}”"

    def test_a_section_stands_in_the_body_alone(self) -> None:
        document = Document()
        document.add_table(1, 1).cell(0, 0).text = "{{p plan }}"
        assert "cannot stand in a table" in refusal(bytes_of(document)).sentence
        other = Document()
        other.sections[0].header.paragraphs[0].text = "{{p plan }}"
        error = refusal(bytes_of(other))
        assert "a head or a foot" in error.sentence
        assert error.paragraph == "the header, paragraph 1, “{{p plan }}”"

    def test_a_tag_in_a_description_or_a_field_is_not_filled_in(self) -> None:
        for old, new in (
            ("<w:p>", '<w:p><w:bookmarkStart w:id="7" w:name="{{ title }}"/>'),
            ("<w:p>", '<w:p><w:fldSimple w:instr=" REF {{ title }} "/>'),
        ):
            assert "only stand in the text itself" in refusal(replaced(DOCUMENT, old, new)).sentence

    def test_tags_and_loops_are_counted(self) -> None:
        assert "500 tags" in refusal(small(*["{{ title }}"] * 501)).sentence
        loops = ["{% for a in actions %}{% endfor %}"] * 21
        assert "20 loops" in refusal(small(*loops)).sentence
        within = "{% for a in actions %}" + "{{ a.title }}" * 60 + "{% endfor %}"
        assert "60 tags may stand within loops" in refusal(small(within)).sentence


class TestFiles:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "not a Word document"),
            (b"%PDF-1.7", "not a Word document"),
            (b"PK\x03\x04 and nothing", "broken or not whole"),
            (small("x")[:3000], "broken or not whole"),
            (b"\xd0\xcf\x11\xe0" + bytes(512), "locked with a password"),
        ],
    )
    def test_what_is_no_whole_word_file_is_refused(self, content: bytes, sentence: str) -> None:
        assert sentence in refusal(content).sentence

    def test_another_package_is_refused(self) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        assert "not a Word document" in refusal(out.getvalue()).sentence

    def test_a_word_template_is_to_be_saved_as_a_document(self) -> None:
        content = replaced("[Content_Types].xml", "document.main+xml", "template.main+xml")
        assert "(.dotx)" in refusal(content).sentence

    def test_macros_are_refused_whatever_the_file_is_called(self) -> None:
        assert "macros" in refusal(repacked(small("x"), {}, word__vbaProject_dot_bin=b"x")).sentence
        renamed = replaced(
            "[Content_Types].xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        )
        assert "macros" in refusal(renamed).sentence
        assert "macros" in refusal(related("vbaProject", "code.xml", external=False)).sentence

    def test_a_file_that_unpacks_to_too_much_is_refused(self) -> None:
        bomb = repacked(small("x"), {DOCUMENT: lambda part: part + b" " * 5_000_000})
        assert "too large" in refusal(bomb).sentence
        many = repacked(small("x"), {}, **{f"word__part{n}_dot_xml": b"<a/>" for n in range(300)})
        assert "too large" in refusal(many).sentence

    def test_a_part_that_would_take_long_to_go_through_is_refused(self) -> None:
        attributes = " ".join(f'w:a{number}="x"' for number in range(200))
        assert "too large" in refusal(replaced(DOCUMENT, "<w:p>", f"<w:p {attributes}>")).sentence
        many = "<w:p/>" * 60_000
        assert "too large" in refusal(replaced(DOCUMENT, "<w:p>", f"{many}<w:p>")).sentence

    def test_a_part_that_is_there_twice_is_refused(self) -> None:
        content = io.BytesIO(small("x"))
        with (
            pytest.warns(UserWarning, match="Duplicate name"),
            zipfile.ZipFile(content, "a") as package,
        ):
            package.writestr(DOCUMENT, "<a/>")
        assert "broken" in refusal(content.getvalue()).sentence

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_entities_are_refused_in_any_encoding(self, encoding: str) -> None:
        def change(part: bytes) -> bytes:
            body = part.decode().split("?>", 1)[1]
            head = f'<?xml version="1.0" encoding="{encoding}"?>'
            bomb = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
            return f"{head}{bomb}{body.replace('Here', '&a;')}".encode(encoding)

        content = repacked(small("Here"), {DOCUMENT: change})
        assert "DOCTYPE" in refusal(content).sentence

    def test_markup_without_end_is_refused(self) -> None:
        deep = "<w:sdt>" * 400
        assert "broken" in refusal(replaced(DOCUMENT, "<w:p>", f"{deep}<w:p>")).sentence

    @pytest.mark.parametrize(
        ("kind", "target", "sentence"),
        [
            ("attachedTemplate", "http://example.org/a.dotm", "tied to another template"),
            ("image", "http://example.org/a.png", "shows a picture that lies elsewhere"),
            ("image", "file:///etc/passwd", "shows a picture that lies elsewhere"),
            ("oleObject", "file:///a.xls", "object of another program"),
            ("subDocument", "file:///a.docx", "put together of other documents"),
            ("frame", "http://example.org/", "shows another document"),
            ("aFChunk", "file:///a.html", "takes in another document"),
            ("hyperlink", "file:///etc/passwd", "neither a web nor an e-mail address"),
            ("hyperlink", "javascript:alert(1)", "neither a web nor an e-mail address"),
            ("hyperlink", "\\\\server\\share", "neither a web nor an e-mail address"),
            ("mailMergeSource", "file:///a.csv", "that a report cannot have (mailMergeSource)"),
        ],
    )
    def test_what_word_would_fetch_is_refused(self, kind: str, target: str, sentence: str) -> None:
        error = refusal(related(kind, target))
        assert sentence in error.sentence
        assert target in error.sentence

    @pytest.mark.parametrize("target", ["https://example.org/", "mailto:a@example.org"])
    def test_a_link_is_none_of_that(self, target: str) -> None:
        assert check_template(related("hyperlink", target)).names == ("title",)

    def test_objects_and_controls_are_refused(self) -> None:
        for kind in ("oleObject", "package", "control", "aFChunk"):
            assert "Take it out" in refusal(related(kind, "a.xml", external=False)).sentence
        embedded = repacked(small("x"), {}, word__embeddings__a_dot_bin=b"x")
        assert "no report can have" in refusal(embedded).sentence
        for element in ("object", "control", "altChunk", "subDoc"):
            content = replaced(DOCUMENT, "<w:p>", f"<w:p><w:{element}/>")
            assert "Take it out" in refusal(content).sentence
        picture = '<w:p><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://a.org/"/>'
        assert "loads something" in refusal(replaced(DOCUMENT, "<w:p>", picture)).sentence

    def test_a_drawing_that_loads_or_runs_is_refused(self) -> None:
        for inner in ('<image href="http://example.org/a.png"/>', "<script>1</script>"):
            svg = f'<svg xmlns="http://www.w3.org/2000/svg">{inner}</svg>'.encode()
            content = repacked(small("x"), {}, word__media__a_dot_svg=svg)
            assert "loads or runs" in refusal(content).sentence

    @pytest.mark.parametrize(
        "code",
        ["INCLUDETEXT", "INCLUDEPICTURE", "DDE", "DDEAUTO", "IMPORT", "QUOTE", "MACROBUTTON"],
    )
    def test_fields_that_load_are_refused(self, code: str) -> None:
        simple = replaced(
            DOCUMENT, "<w:p>", f'<w:p><w:fldSimple w:instr=" {code} &quot;/etc/passwd&quot; "/>'
        )
        cut = _field(code[:2], f'{code[2:]} "C:\\a" c')
        for content in (simple, cut):
            error = refusal(content)
            assert f"The field {code} cannot stand" in error.sentence

    def test_a_field_within_a_field_is_seen(self) -> None:
        document = Document()
        inner = _runs("INCLUDETEXT", " x")
        words = f"{_begin()}{_code('PAGE ')}{inner}{_mark('separate')}{_mark('end')}"
        document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{words}</w:p>"))
        assert "INCLUDETEXT" in refusal(bytes_of(document)).sentence

    def test_a_link_field_leads_to_the_web(self) -> None:
        assert not check_template(_field("HYPERLINK", ' "https://example.org/"')).names
        assert "link" in refusal(_field("HYPERLINK", ' "file:///etc/passwd"')).sentence

    def test_tracked_changes_are_refused(self) -> None:
        content = replaced(DOCUMENT, "<w:p>", '<w:p><w:ins w:id="1" w:author="a"/>')
        assert "tracked changes" in refusal(content).sentence

    def test_a_tag_in_a_comment_is_refused(self) -> None:
        note = f"<w:comments {nsdecls('w')}><w:p><w:r><w:t>{{{{ title }}}}</w:t></w:r></w:p>"
        content = repacked(small("x"), {}, word__comments_dot_xml=f"{note}</w:comments>")
        assert "not filled in" in refusal(content).sentence

    def test_text_that_is_declared_a_picture_is_refused(self) -> None:
        """Nobody would have looked at it, and the library would read it all the same."""
        main = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"

        def declare(types: bytes) -> bytes:
            kind = f'<Override PartName="/word/a.png" ContentType="{main}"/></Types>'
            return types.replace(b"</Types>", kind.encode())

        given = related("header", "a.png", external=False)
        header = f"<w:hdr {nsdecls('w')}><w:p/></w:hdr>"
        content = repacked(given, {"[Content_Types].xml": declare}, word__a_dot_png=header)
        assert "broken" in refusal(content).sentence


def _field(*pieces: str) -> bytes:
    """A template with a field whose words were cut into runs."""
    document = Document()
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{_runs(*pieces)}</w:p>"))
    return bytes_of(document)


def _runs(*pieces: str) -> str:
    return f"{_begin()}{''.join(map(_code, pieces))}{_mark('separate')}{_mark('end')}"


def _begin() -> str:
    return _mark("begin")


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _code(words: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{words}</w:instrText></w:r>'


def test_filling_opens_no_file_no_connection_and_no_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What a template could want of the machine is not even tried."""
    made = report()
    fill_template(shipped_template(), made, png_of)

    def never(*_: object, **__: object) -> None:
        raise AssertionError("reached out")

    for owner, name in (
        *((os, name) for name in ("system", "popen", "listdir", "getenv", "scandir")),
        (socket, "socket"),
        (Path, "open"),
        (Path, "read_bytes"),
    ):
        monkeypatch.setattr(owner, name, never)
    assert fill_template(shipped_template(), made, lambda _svg, _width: PNG)
