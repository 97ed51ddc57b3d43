"""Taking files in: scanned, hashed and stored while only reading, and then one deed.

So no writer waits for a scanner or a store, and a file whose deed is not done goes again.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from tracker.adapters.file_store import NoSuchFile, StoreAway
from tracker.adapters.scanner import Infected, NoScanner, ScannerAway, TooLargeToScan
from tracker.domain.errors import RuleError
from tracker.domain.vocabulary import ScanResult
from tracker.forms.base import PageForm
from tracker.forms.evidence import FileForm
from tracker.intake.evidence_files import media_type_of
from tracker.presenters.evidence import NOT_SCANNED, same_link
from tracker.presenters.words import Link
from tracker.queries.evidence_files import list_same_files
from tracker.services.evidence_files import SAME_FILE, FileFields
from tracker.services.reports import sha256_of
from tracker.web.addresses import url_for
from tracker.web.current import actor, begin_deed, db, files, scanner
from tracker.web.pages import Attempt, attempt

log = logging.getLogger(__name__)


def scan_note() -> str:
    """What a page that takes files says where nobody looks for viruses in them."""
    return NOT_SCANNED if isinstance(scanner(), NoScanner) else ""


def scanned(form: PageForm, content: bytes) -> ScanResult | None:
    """What the scanner said of a file; none when it must not be kept, and the form says why."""
    try:
        return scanner().scan(content)
    except Infected as found:
        log.warning("A file with %s was refused from person %s", found.name, actor().person_id)
        sentence = f"The virus scanner found “{found.name}” in this file, so it was not kept"
    except TooLargeToScan:
        sentence = (
            "The file is larger than the virus scanner takes, so it was not kept. Save it smaller, "
            "or say where it is instead"
        )
    except ScannerAway as fault:
        log.error("The virus scanner gave no verdict: %s", fault)  # noqa: TRY400 - no trace needed
        sentence = (
            "The virus scanner does not answer, so the file was not kept. Try again in a few "
            "minutes, or say where it is instead"
        )
    form.refuse(RuleError(sentence, field="file"))
    return None


def let_go(key: str) -> None:
    """Take a file out again, with what is beside it; no record names what an absent store keeps."""
    try:
        files().delete_beside(key)
    except StoreAway as fault:
        log.warning("The file %s was left behind: %s", key, fault)


def take_in(
    form: FileForm, deed: Callable[[FileFields | None], Any], *, shares: bool = True
) -> Attempt:
    """Keep the form's file, if one was chosen, do ``deed`` with it, and commit.

    ``deed`` loads what it works on and decides about it again. With ``shares`` the very same bytes
    are kept once where this actor may see the evidence that has them already.
    """
    if not form.has_file:
        begin_deed()
        return _done(form, lambda: deed(None))
    fields = _stored(form)
    return _recorded(form, fields, deed, shares=shares) if fields else Attempt()


def _recorded(
    form: FileForm, fields: FileFields, deed: Callable[[FileFields], Any], *, shares: bool
) -> Attempt:
    used = ""
    try:
        known = _kept_already(fields.sha256) if shares else None
        begin_deed()
        kept = _kept_once(fields, known)
        tried = _done(form, lambda: deed(kept))
        used = kept.storage_key if tried else ""
    finally:
        if used != fields.storage_key:
            let_go(fields.storage_key)
    return tried


def _done(form: PageForm, deed: Callable[[], Any]) -> Attempt:
    tried = attempt(form, deed)
    if tried:
        db().commit()
    return tried


def kept_with(form: PageForm, content: bytes, deed: Callable[[str], Any]) -> Attempt:
    """Keep what belongs to a record alone, do ``deed`` with its key under the lock, and commit.

    ``deed`` loads what it works on and decides about it again; refused, the file goes again.
    """
    key, tried = files().put(content), Attempt()
    try:
        begin_deed()
        tried = _done(form, lambda: deed(key))
    finally:
        if not tried:
            let_go(key)
    return tried


def same_here(form: FileForm, action_id: uuid.UUID) -> Link | None:
    """Where the file that was refused is evidence of the action already; none for another fault."""
    if SAME_FILE not in form.file.errors:
        return None
    rows = list_same_files(db(), actor(), sha256_of(form.content()))
    return same_link((row for row in rows if row.action_id == action_id), url_for)


def _stored(form: FileForm) -> FileFields | None:
    content = form.content()
    scan = scanned(form, content)
    if scan is None:
        return None
    return FileFields(
        name=form.name,
        media_type=media_type_of(form.name),
        size=len(content),
        sha256=sha256_of(content),
        storage_key=files().put(content),
        scan=scan,
    )


def _kept_already(sha256: str) -> str | None:
    """Where the store has the very same bytes, for evidence that this actor may see.

    They are read and not believed: whoever shares a key shares what lies under it.
    """
    for row in list_same_files(db(), actor(), sha256)[:1]:
        with suppress(NoSuchFile):
            if sha256_of(files().get(row.storage_key)) == sha256:
                return str(row.storage_key)
    return None


def _kept_once(fields: FileFields, known: str | None) -> FileFields:
    """``fields`` with the key that is ``known``, if that one still stands under the lock."""
    standing = {row.storage_key for row in list_same_files(db(), actor(), fields.sha256)}
    return replace(fields, storage_key=known) if known and known in standing else fields
