"""The template that comes with the tracker: written by ``word.py`` like any paper, tags in it.

``python -m tracker.reports.shipped_template`` writes it anew after a change here or there.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Final

from tracker.reports.blocks import (
    Block,
    Bullets,
    Heading,
    Numbered,
    Paper,
    Plain,
    SignatureLine,
    Table,
    Title,
    TurnToLandscape,
)
from tracker.reports.parts import Point

SHIPPED: Final = Path(__file__).resolve().parent / "templates" / "cabinet-report.docx"

_MADE_AT: Final = datetime(2026, 1, 1, tzinfo=UTC)


@cache
def shipped_template() -> bytes:
    """The template of a council that has none of its own."""
    return SHIPPED.read_bytes()


def write_template() -> bytes:
    """The template as this module describes it."""
    from tracker.reports.word import word_bytes  # noqa: PLC0415 - for who makes it anew

    paper = Paper(
        title="Report to Cabinet",
        author="Improvement plan tracker",
        subject="Template",
        head=("{{ council }}", "{{ demonstration }}"),
        foot="Data as at {{ data_as_at }} · Record {{ record }}",
        made_at=_MADE_AT,
        blocks=[*_front(), *_summary_report(), *_implications(), *_main_report(), *_appendix()],
    )
    return word_bytes(paper, _no_picture)


def _no_picture(_svg: str, _width: int) -> bytes:
    raise NotImplementedError


def _front() -> Iterator[Block]:
    yield Plain("{{ item_number }}", lead="Item number:")
    yield Title("{{ title }}")
    yield Plain("{{ responsible_member }}", lead="Responsible cabinet member:")
    yield Plain("{{ responsible_director }}", lead="Responsible director:")


def _each(name: str) -> tuple[str, str, str]:
    """The lines that become one for each text of the list ``name``."""
    return f"{{%p for line in {name} %}}", "{{ line }}", "{%p endfor %}"


def _if(condition: str, words: str) -> tuple[str, str, str]:
    """The lines of which ``words`` remain when the condition holds."""
    return f"{{%p if {condition} %}}", words, "{%p endif %}"


def _numbered(name: str) -> Iterator[Block]:
    return (Numbered(line) for line in _each(name))


def _section(name: str) -> Block:
    return Plain(f"{{{{p {name} }}}}")


def _summary_report() -> Iterator[Block]:
    yield Heading(1, "Summary report")
    yield Heading(2, "Purpose of the report")
    yield from _numbered("purpose")
    yield Heading(2, "Summary")
    yield from _numbered("summary")
    yield Heading(2, "Recommendation")
    points = tuple(Point(line) for line in _each("recommendation"))
    yield Numbered("It is recommended that Cabinet:", points, keeps=True)
    yield Heading(2, "Reasons")
    yield from _numbered("reasons")
    yield SignatureLine(("{{ director }}", *_if("director_post", "{{ director_post }}")))
    yield Heading(2, "Background papers")
    yield Bullets((*_each("background_papers"), *_if("not background_papers", "None")))
    yield Plain("{{ contact }}", lead="Author:")


def _implications() -> Iterator[Block]:
    # A row that is a tag has nothing in its second cell, and a comment is nothing.
    rows = (
        ("{%tr for row in implications %}", "{# each row #}"),
        ("{{ row.subject }}", "{{ row.text }}"),
        ("{%tr endfor %}", "{# the end #}"),
    )
    yield Heading(2, "Implications")
    yield Table("Implications of this report", ("Subject", "Implication"), rows, (30, 70))


def _main_report() -> Iterator[Block]:
    yield Heading(1, "Main report")
    yield Heading(2, "Background")
    yield _section("background")
    yield Heading(2, "Findings")
    yield _section("findings")
    yield Heading(2, "Progress and reporting")
    yield _section("progress")
    yield Heading(2, "Summary of progress")
    yield from _numbered("closing")


def _appendix() -> Iterator[Block]:
    yield TurnToLandscape()
    yield Heading(1, "Appendix: the whole plan")
    yield from (Plain(line) for line in _each("about_plan"))
    yield _section("key")
    yield _section("plan")
    yield Heading(2, "How this report was made")
    yield Plain("{{ made_from }}")


if __name__ == "__main__":
    SHIPPED.write_bytes(write_template())
