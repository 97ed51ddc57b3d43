"""Files are kept whole under keys of our own, and no key leads out of their folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.adapters.file_store import FileStore, NoSuchFile, page_key


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def test_what_is_put_comes_back_under_a_key_of_its_own(files: FileStore) -> None:
    first, second = files.put(b"one"), files.put(b"one")
    assert first != second
    assert files.get(first) == files.get(second) == b"one"
    assert files.exists(first)


def test_what_was_deleted_is_gone_and_may_be_deleted_again(files: FileStore) -> None:
    key = files.put(b"one")
    files.delete(key)
    files.delete(key)
    assert not files.exists(key)
    with pytest.raises(NoSuchFile):
        files.get(key)


def test_pictures_lie_beside_their_report_and_go_with_it(files: FileStore) -> None:
    key, other = files.put(b"report"), files.put(b"other")
    files.put(b"picture", key=page_key(key, 3))
    files.delete_beside(key)
    assert not files.exists(key)
    assert not files.exists(page_key(key, 3))
    assert files.exists(other)


def test_nothing_is_made_before_the_first_file(files: FileStore, tmp_path: Path) -> None:
    assert not (tmp_path / "files").exists()
    files.put(b"one")
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "key",
    ["", "..", "../secret-key", "a/../../b", "/etc/passwd", "a//b", "A", "a\x00b", "a/b/..", "é"],
)
def test_a_key_that_is_none_of_ours_is_refused(files: FileStore, key: str) -> None:
    for use in (files.get, files.exists, files.delete, files.delete_beside):
        with pytest.raises(ValueError, match="small letters"):
            use(key)
    if key:
        with pytest.raises(ValueError, match="small letters"):
            files.put(b"", key=key)
