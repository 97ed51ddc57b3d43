"""Adding a council's Word template."""

from __future__ import annotations

from typing import Any, Final

from tracker.domain.text import plain_name
from tracker.forms.base import PageForm
from tracker.forms.fields import hidden, line, upload
from tracker.reports.template_errors import TemplateError
from tracker.reports.word_template import check_template
from tracker.services.word_templates import MOST_BYTES

FILE_HINT: Final = f"A Word file (.docx) without macros. At most {MOST_BYTES // 10**6} MB"


class WordTemplateForm(PageForm):
    """A template with its title, checked for tags that cannot be filled."""

    class Meta(PageForm.Meta):
        """A form that looks at files."""

        takes_files = True

    title = line("Title", required="Enter a title", hint="What it is for, such as Cabinet")
    file = upload("Template", accept=".docx", hint=FILE_HINT)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        sentence = self._fault()
        if sentence:
            self.file.errors = [*self.file.errors, sentence]
        return good and not sentence

    def _fault(self) -> str:
        """What is wrong with the file; nothing when reports can be written into it."""
        if self.file.data is None:
            return "Choose the template"
        content = self.content()
        if len(content) > MOST_BYTES:
            return f"The template must be {MOST_BYTES // 10**6} MB or smaller"
        try:
            check_template(content)
        except TemplateError as fault:
            return str(fault)
        return ""

    @property
    def name(self) -> str:
        """The file's own name in one line."""
        return plain_name(self.file.data.filename or "")

    def content(self) -> bytes:
        """The bytes of the file."""
        self.file.data.seek(0)
        return bytes(self.file.data.read())


class RemoveTemplateForm(PageForm):
    """Taking a template out of use."""

    version = hidden()

    def take_over(self, version: int) -> None:
        """Somebody changed the template meanwhile: there is nothing here to be compared."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this in the meantime. Look at it again before you remove it"
        )
