"""Adding, amending, checking and removing evidence, and its files."""

from __future__ import annotations

from typing import Final

from tracker.domain.vocabulary import Marking
from tracker.forms.base import PageForm
from tracker.forms.fields import day, hidden, line, paragraphs, radios, upload
from tracker.forms.uploads import UploadForm
from tracker.intake.errors import NotReadable
from tracker.intake.evidence_files import ENDS, KINDS_IN_WORDS, check_file
from tracker.presenters.words import choices
from tracker.services.evidence import CheckFields, EvidenceFields
from tracker.services.evidence_files import MOST_BYTES

FILE_HINT: Final = f"{KINDS_IN_WORDS}. At most {MOST_BYTES // 10**6} MB"


class FileForm(UploadForm):
    """A form that takes a file of evidence, checked for being what its name says."""

    file = upload("File", accept=",".join(ENDS), hint=FILE_HINT)

    def _fault(self) -> str:
        """What is wrong with the file; nothing when it can be kept, or none was chosen."""
        if not self.has_file:
            return ""
        content = self.content()
        if len(content) > MOST_BYTES:
            return f"The file must be {MOST_BYTES // 10**6} MB or smaller"
        try:
            check_file(self.name, content)
        except NotReadable as fault:
            return fault.sentence
        return ""


class EvidenceForm(PageForm):
    """What is said of a piece of evidence."""

    version = hidden()
    title = line("Title", required="Enter a title", most=300, hint="As others will look for it")
    shows = paragraphs("What it shows", required="Enter what it shows")
    url = line("Address of a web page", most=2000, kind="url")
    place = line(
        "Or where it is",
        most=500,
        hint="For what is kept elsewhere, such as a folder of the case system",
    )
    marking = radios("Marking", choices(Marking), required="Select the marking")

    def fields(self) -> EvidenceFields:
        """What the deed takes."""
        return EvidenceFields(
            title=self.title.data,
            shows=self.shows.data,
            url=self.url.data,
            place=self.place.data,
            marking=Marking(self.marking.data),
        )


class NewEvidenceForm(EvidenceForm, FileForm):
    """A new piece of evidence, with a file where it is safe to keep one here."""

    version = None
    file = upload("Or choose a file", accept=",".join(ENDS), hint=FILE_HINT)


class NewVersionForm(FileForm):
    """Another version of a file of evidence."""

    def _fault(self) -> str:
        return super()._fault() if self.has_file else "Choose the file"


class CheckForm(PageForm):
    """That evidence was looked at, when, and by when it is looked at again."""

    version = hidden()
    checked_on = day("Checked on", required="Enter the day of the check")
    check_again_on = day("Check again by", hint="Leave this empty when one check is enough")

    def fields(self) -> CheckFields:
        """What the deed takes."""
        return CheckFields(checked_on=self.checked_on.data, check_again_on=self.check_again_on.data)


class RemoveEvidenceForm(PageForm):
    """Taking evidence out of its action."""

    version = hidden()
    reason = paragraphs(
        "Why is it removed?",
        required="Enter why this is no evidence of the action",
        most=2000,
        hint="Kept in its history for everybody to read",
    )

    def take_over(self, version: int) -> None:
        """Somebody changed the evidence meanwhile: there is nothing here to be compared."""
        super().take_over(version)
        self.form_errors.append(
            "Somebody else has changed this in the meantime. Look at it again before you remove it"
        )


class EraseForm(PageForm):
    """Erasing a file that must not be kept."""

    reason = paragraphs(
        "Why must it not be kept?",
        required="Enter why this file must not be kept",
        most=2000,
        hint="Kept in history for everybody to read, so name nobody",
    )
