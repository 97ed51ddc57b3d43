"""Forms that take a file: looked at before anything is kept of it."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from tracker.domain.text import plain_name
from tracker.forms.base import PageForm


class UploadForm(PageForm):
    """A form with a field ``file``, whose fault is told at that field."""

    class Meta(PageForm.Meta):
        """A form that looks at files."""

        takes_files = True

    file: Any

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        sentence = self._fault()
        if sentence:
            self.file.errors = [*self.file.errors, sentence]
        return good and not sentence

    @abstractmethod
    def _fault(self) -> str:
        """What is wrong with the file; nothing when it can be kept."""

    @property
    def has_file(self) -> bool:
        """Whether a file was chosen."""
        return self.file.data is not None

    @property
    def name(self) -> str:
        """The file's own name in one line."""
        return plain_name(self.file.data.filename or "")

    def content(self) -> bytes:
        """The bytes of the file."""
        self.file.data.seek(0)
        return bytes(self.file.data.read())
