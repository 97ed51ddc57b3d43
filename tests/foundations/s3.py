"""S3-compatible storage for one run of the tests: moto's server in this process, on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

import pytest

from tracker.config import Bucket, read_settings

REGION: Final = "eu-west-2"
_NUMBERS: Final = count()


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """The address of the server, started when it is first asked for."""
    # Importing it takes a second or two, which other tests do without.
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3_endpoint: str) -> Bucket:
    """An empty bucket of the test's own, as the settings name one."""
    import boto3  # type: ignore[import-untyped] # noqa: PLC0415

    name = f"tests-{next(_NUMBERS)}"
    client = boto3.client(
        "s3",
        endpoint_url=s3_endpoint,
        region_name=REGION,
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    settings = read_settings(
        {
            "TRACKER_SECRET_KEY": "k" * 32,
            "TRACKER_FILE_STORE": f"s3://{name}/tracker/files",
            "TRACKER_S3_ENDPOINT": s3_endpoint,
            "TRACKER_S3_REGION": REGION,
            "TRACKER_S3_KEY_ID": "key",
            "TRACKER_S3_SECRET": "secret",
        }
    )
    assert settings.bucket is not None
    return settings.bucket
