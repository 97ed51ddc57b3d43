"""Adding a council's Word template."""

from __future__ import annotations

from typing import Final

from tracker.forms.fields import line, upload
from tracker.forms.uploads import UploadForm
from tracker.reports.template_errors import TemplateError
from tracker.reports.word_template import check_template
from tracker.services.word_templates import MOST_BYTES

FILE_HINT: Final = f"A Word file (.docx) without macros. At most {MOST_BYTES // 10**6} MB"


class WordTemplateForm(UploadForm):
    """A template with its title, checked for tags that cannot be filled."""

    title = line("Title", required="Enter a title", hint="What it is for, such as Cabinet")
    file = upload("Template", accept=".docx", hint=FILE_HINT)

    def _fault(self) -> str:
        """What is wrong with the file; nothing when reports can be written into it."""
        if not self.has_file:
            return "Choose the template"
        content = self.content()
        if len(content) > MOST_BYTES:
            return f"The template must be {MOST_BYTES // 10**6} MB or smaller"
        try:
            check_template(content)
        except TemplateError as fault:
            return str(fault)
        return ""
