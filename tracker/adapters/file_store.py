"""Files that are kept as they came, outside the database, under keys that the tracker makes up.

A key says nothing of what is in the file, and no name that anybody typed is ever part of a path.
They lie in a folder of this machine, or in a bucket of S3-compatible storage.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from tracker.config import Bucket, Settings

_KEY: Final = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*(\.[a-z]+)?")

PATIENCE: Final = timedelta(seconds=20)
"""How long one request to a bucket may take; somebody waits for the page."""


class NoSuchFile(LookupError):
    """Nothing is kept under the key."""

    sentence = "A file that this is made from is not where it was kept"


class NotAsKept(Exception):
    """What lies under the key is not what was put there: it was changed, or swapped."""

    sentence = "A file that this is made from is not as it was kept"


class StoreAway(Exception):
    """The file store does not answer, or refuses: nothing is known of the file."""


class FileStore:
    """Files in a folder of this machine, or in a bucket.

    A folder is made with the first file, for its owner alone. Every method but for a wrong key's
    ``ValueError`` and ``NoSuchFile`` raises ``StoreAway`` when the store does not do its part.
    """

    def __init__(self, place: Path | Bucket) -> None:
        self._place = place
        self._opened: LocalStore | S3Store | None = None

    def put(self, content: bytes, *, key: str | None = None) -> str:
        """Keep ``content``, whole or not at all, and give its key: a new one unless told."""
        key = key or f"{secrets.token_hex(16)}/file"
        with _answering():
            obstore.put(self._store(), _checked(key), content)
        return key

    def get(self, key: str) -> bytes:
        """What is kept under ``key``.

        Raises:
            NoSuchFile: there is nothing.
        """
        try:
            with _answering():
                return bytes(obstore.get(self._store(), _checked(key)).bytes())
        except FileNotFoundError as error:
            raise NoSuchFile(key) from error

    def get_as_kept(self, key: str, sha256: str) -> bytes:
        """What is kept under ``key``, after it was compared with the digest that was recorded.

        Raises:
            NoSuchFile: there is nothing.
            NotAsKept: it adds up to something else.
        """
        content = self.get(key)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise NotAsKept(key)
        return content

    def exists(self, key: str) -> bool:
        """Whether something is kept under ``key``."""
        try:
            with _answering():
                obstore.head(self._store(), _checked(key))
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Keep nothing under ``key`` any more, whether or not there was something."""
        try:
            with _answering():
                obstore.delete(self._store(), _checked(key))
        except FileNotFoundError:
            return

    def delete_beside(self, key: str) -> None:
        """Delete the file and everything that was kept beside it, such as the pictures of pages."""
        folder = _checked(key).rpartition("/")[0]
        with _answering():
            found = [each["path"] for page in obstore.list(self._store(), folder) for each in page]
        for path in found:
            self.delete(path)

    def _store(self) -> LocalStore | S3Store:
        if self._opened is None:
            self._opened = _open(self._place)
        return self._opened


def make_file_store(settings: Settings) -> FileStore:
    """The file store that the settings ask for: a bucket, or the instance's own folder."""
    return FileStore(settings.bucket or settings.files_folder)


def page_key(key: str, page: int) -> str:
    """The key of the picture of a page, beside its report's own."""
    return f"{key.rpartition('/')[0]}/page-{page}.png"


def _open(place: Path | Bucket) -> LocalStore | S3Store:
    if isinstance(place, Path):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(place)
    # What is left out is not handed over at all, so that AWS's own variables count.
    given = {
        "endpoint": place.endpoint,
        "region": place.region or "us-east-1",
        "access_key_id": place.key_id,
        "secret_access_key": place.secret,
    }
    return S3Store(
        place.name,
        prefix=place.prefix or None,
        client_options={
            "timeout": PATIENCE,
            "connect_timeout": timedelta(seconds=5),
            "allow_http": place.endpoint.startswith("http://"),
        },
        retry_config={"max_retries": 2, "retry_timeout": PATIENCE},
        **{name: value for name, value in given.items() if value},  # type: ignore[arg-type]
    )


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (BaseError, OSError) as fault:
        # A bucket that is not there is no sign that a file is gone.
        if isinstance(fault, FileNotFoundError) and "NoSuchBucket" not in str(fault):
            raise
        raise StoreAway(f"{type(fault).__name__}: {str(fault).splitlines()[0]}") from fault


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("A key is made of small letters, digits, hyphens and single slashes")
    return key
