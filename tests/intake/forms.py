"""The kinds of file that a paper is saved as, each made once a run."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Final

from tests.intake.papers import Paper
from tests.intake.pasted import flowing, pasted
from tests.intake.typeset import typeset
from tests.intake.webpage import web_page
from tests.intake.wordfile import word_file
from tests.intake.wordlike import as_word_tags_it


class Form(StrEnum):
    """What a paper is saved as."""

    TAGGED = "tagged.pdf"
    AS_WORD_TAGS = "as-word-tags.pdf"
    UNTAGGED = "untagged.pdf"
    WORD = "word.docx"
    WEB = "web.html"
    PASTED = "pasted.txt"
    FLOWING = "flowing.txt"

    def name_of(self, paper: Paper) -> str:
        """The file's name."""
        return f"{paper.name}.{self.value.rpartition('.')[2]}"


EVERY_FORM: Final = tuple(Form)
PDFS: Final = (Form.TAGGED, Form.AS_WORD_TAGS, Form.UNTAGGED)
WITH_PAGES: Final = (*PDFS, Form.PASTED)
"""Those in which running lines and the ends of pages stand between the words."""


@cache
def saved_as(  # noqa: PLR0911 - one case for each form
    form: Form, paper: Paper
) -> bytes:
    """The paper's bytes in one form."""
    match form:
        case Form.TAGGED:
            return typeset(paper, tagged=True)
        case Form.AS_WORD_TAGS:
            return as_word_tags_it(saved_as(Form.TAGGED, paper))
        case Form.UNTAGGED:
            return typeset(paper, tagged=False)
        case Form.WORD:
            return word_file(paper)
        case Form.WEB:
            return web_page(paper)
        case Form.PASTED:
            return pasted(paper)
        case Form.FLOWING:
            return flowing(paper)
