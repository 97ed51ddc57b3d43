"""Files are kept whole under keys of our own, and no key leads out of their folder."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.foundations.kept_reports import KEY
from tracker.adapters.file_store import FileStore, NoSuchFile, StoreAway, page_key
from tracker.config import Bucket


@pytest.fixture(params=["folder", "bucket"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """An empty store, in a folder and in a bucket."""
    if request.param == "folder":
        return FileStore(tmp_path / "files")
    return FileStore(request.getfixturevalue("bucket"))


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


def test_nothing_is_made_before_the_first_file(tmp_path: Path) -> None:
    files = FileStore(tmp_path / "files")
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


def _uses(files: FileStore) -> list[Callable[[], Any]]:
    of_key: list[Any] = [files.get, files.exists, files.delete, files.delete_beside]
    return [lambda: files.put(b"one"), *(partial(use, KEY) for use in of_key)]


def assert_away(files: FileStore) -> None:
    for use in _uses(files):
        with pytest.raises(StoreAway):
            use()


class TestAway:
    """A store that does not do its part says so, each time and soon."""

    def test_nobody_listens(self, bucket: Bucket) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        assert_away(FileStore(replace(bucket, endpoint=f"http://127.0.0.1:{port}")))

    def test_somebody_listens_who_is_no_store(self, bucket: Bucket, refusing: str) -> None:
        assert_away(FileStore(replace(bucket, endpoint=refusing)))

    def test_the_bucket_is_not_there(self, bucket: Bucket) -> None:
        files = FileStore(replace(bucket, name="nowhere-at-all"))
        for use in (lambda: files.put(b"one"), lambda: files.get(KEY)):
            with pytest.raises(StoreAway, match=r"NoSuchBucket|not found"):
                use()

    def test_the_folder_cannot_be_made(self, tmp_path: Path) -> None:
        (tmp_path / "files").write_text("a file, and no folder")
        assert_away(FileStore(tmp_path / "files"))


@pytest.fixture
def refusing() -> Iterator[str]:
    """The address of a server that refuses every key, as S3 does (AccessDenied)."""

    class Refusing(BaseHTTPRequestHandler):
        def refuse(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(403)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = refuse  # noqa: N815

        def log_message(self, *_words: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


def test_a_bucket_has_its_files_under_its_prefix(bucket: Bucket) -> None:
    key = FileStore(bucket).put(b"one")
    assert FileStore(replace(bucket, prefix="")).get(f"{bucket.prefix}/{key}") == b"one"
    with pytest.raises(NoSuchFile):
        FileStore(replace(bucket, prefix="other")).get(key)


def test_no_secret_is_in_what_is_written_of_a_bucket(bucket: Bucket) -> None:
    assert "secret" not in repr(replace(bucket, secret="secret-word"))
