"""Settings of the file store and the scanner: taken as they are meant, or refused by their name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.adapters.scanner import ClamAv, NoScanner, make_scanner
from tracker.config import Bucket, Settings, WrongSetting, read_settings

KEYS = {"TRACKER_S3_KEY_ID": "key", "TRACKER_S3_SECRET": "word"}
HERE = {"TRACKER_S3_REGION": "eu-west-2"}


def read(tmp_path: Path, **given: str) -> Settings:
    return read_settings(
        {"TRACKER_INSTANCE": str(tmp_path), "TRACKER_SECRET_KEY": "k" * 32, **given}
    )


@pytest.mark.parametrize(
    ("given", "bucket"),
    [
        ({}, None),
        (
            {"TRACKER_FILE_STORE": "s3://files", **HERE},
            Bucket("files", region="eu-west-2"),
        ),
        (
            {"TRACKER_FILE_STORE": " s3://my.files-2/tracker/live/ ", **HERE, **KEYS},
            Bucket("my.files-2", "tracker/live", "", "eu-west-2", "key", "word"),
        ),
        (
            {"TRACKER_FILE_STORE": "s3://files", "TRACKER_S3_ENDPOINT": "https://s3.example"},
            Bucket("files", endpoint="https://s3.example"),
        ),
    ],
)
def test_a_bucket_is_read(tmp_path: Path, given: dict[str, str], bucket: Bucket | None) -> None:
    assert read(tmp_path, **given).bucket == bucket


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"TRACKER_FILE_STORE": "files", **HERE}, "TRACKER_FILE_STORE"),
        ({"TRACKER_FILE_STORE": "s3://", **HERE}, "TRACKER_FILE_STORE"),
        ({"TRACKER_FILE_STORE": "s3://Files", **HERE}, "TRACKER_FILE_STORE"),
        ({"TRACKER_FILE_STORE": "s3://files/../other", **HERE}, "TRACKER_FILE_STORE"),
        ({"TRACKER_FILE_STORE": "s3://files//other", **HERE}, "TRACKER_FILE_STORE"),
        ({"TRACKER_FILE_STORE": "https://files.example"}, "TRACKER_FILE_STORE"),
        ({"TRACKER_FILE_STORE": "s3://files"}, "TRACKER_S3_REGION"),
        ({"TRACKER_FILE_STORE": "s3://files", "TRACKER_S3_ENDPOINT": "s3"}, "TRACKER_S3_ENDPOINT"),
        (
            {"TRACKER_FILE_STORE": "s3://files", **HERE, "TRACKER_S3_KEY_ID": "key"},
            "TRACKER_S3_SECRET",
        ),
        (
            {"TRACKER_FILE_STORE": "s3://files", **HERE, "TRACKER_S3_SECRET": "word"},
            "TRACKER_S3_KEY_ID",
        ),
        ({"TRACKER_S3_REGION": "eu-west-2"}, "TRACKER_S3_REGION"),
        ({"TRACKER_S3_SECRET": "word"}, "TRACKER_S3_SECRET"),
        ({"TRACKER_CLAMAV": "127.0.0.1:3310"}, "TRACKER_CLAMAV"),
        ({"TRACKER_CLAMAV": "tcp://127.0.0.1"}, "TRACKER_CLAMAV"),
        ({"TRACKER_CLAMAV": "tcp://127.0.0.1:port"}, "TRACKER_CLAMAV"),
        ({"TRACKER_CLAMAV": "tcp://[::1:3310"}, "TRACKER_CLAMAV"),
        ({"TRACKER_CLAMAV": "tcp://:3310"}, "TRACKER_CLAMAV"),
        ({"TRACKER_CLAMAV": "unix:clamd.ctl"}, "TRACKER_CLAMAV"),
        ({"TRACKER_CLAMAV": "yes"}, "TRACKER_CLAMAV"),
    ],
)
def test_a_wrong_one_is_named_and_no_secret_is_told(
    tmp_path: Path, given: dict[str, str], name: str
) -> None:
    with pytest.raises(WrongSetting) as refused:
        read(tmp_path, **given)
    assert refused.value.name == name
    assert "word" not in str(refused.value)


@pytest.mark.parametrize(
    "url", ["tcp://127.0.0.1:3310", "tcp://[::1]:3310", "unix:/run/clamav/clamd.ctl"]
)
def test_a_scanner_is_read(tmp_path: Path, url: str) -> None:
    assert isinstance(make_scanner(read(tmp_path, TRACKER_CLAMAV=url).clamav), ClamAv)
    assert isinstance(make_scanner(read(tmp_path).clamav), NoScanner)
