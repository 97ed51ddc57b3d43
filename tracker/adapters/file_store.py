"""Files that are kept as they came, outside the database, under keys that the tracker makes up.

A key says nothing of what is in the file, and no name that anybody typed is ever part of a path.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path
from typing import Final

import obstore
from obstore.store import LocalStore

_KEY: Final = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*(\.[a-z]+)?")


class NoSuchFile(LookupError):
    """Nothing is kept under the key."""


class FileStore:
    """Files in a folder of this machine; ``folder`` is made with the first one, for its owner."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: LocalStore | None = None

    def put(self, content: bytes, *, key: str | None = None) -> str:
        """Keep ``content``, whole or not at all, and give its key: a new one unless told."""
        key = key or f"{secrets.token_hex(16)}/file"
        obstore.put(self._store(), _checked(key), content)
        return key

    def get(self, key: str) -> bytes:
        """What is kept under ``key``.

        Raises:
            NoSuchFile: there is nothing.
        """
        try:
            return bytes(obstore.get(self._store(), _checked(key)).bytes())
        except FileNotFoundError as error:
            raise NoSuchFile(key) from error

    def exists(self, key: str) -> bool:
        """Whether something is kept under ``key``."""
        try:
            obstore.head(self._store(), _checked(key))
        except FileNotFoundError:
            return False
        return True

    def delete(self, key: str) -> None:
        """Keep nothing under ``key`` any more, whether or not there was something."""
        try:
            obstore.delete(self._store(), _checked(key))
        except FileNotFoundError:
            return

    def delete_beside(self, key: str) -> None:
        """Delete the file and everything that was kept beside it, such as the pictures of pages."""
        folder = _checked(key).rpartition("/")[0]
        for listed in obstore.list(self._store(), prefix=folder):
            for found in listed:
                self.delete(found["path"])

    def _store(self) -> LocalStore:
        if self._opened is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._opened = LocalStore(self._folder)
        return self._opened


def page_key(key: str, page: int) -> str:
    """The key of the picture of a page, beside its report's own."""
    return f"{key.rpartition('/')[0]}/page-{page}.png"


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("A key is made of small letters, digits, hyphens and single slashes")
    return key
