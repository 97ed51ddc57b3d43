"""Settings from the environment: frozen, typed, and refused at the start when they are wrong."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LEAST_SECRET_KEY = 32


class WrongSetting(ValueError):
    """A setting that stops the start; the message names it and says what it should be."""

    def __init__(self, name: str, should_be: str) -> None:
        super().__init__(f"{name} is wrong: {should_be}")
        self.name = name


@dataclass(frozen=True)
class Bucket:
    """A bucket of S3-compatible storage, and how to get at it.

    Without ``key_id`` and ``secret`` the ways of AWS itself are tried: its own variables in the
    environment, or the role of the machine.
    """

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    key_id: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True)
class Settings:
    """Everything that an operator can set. Times are minutes; sizes are bytes."""

    instance: Path
    database_url: str
    secret_key: str
    host: str = "127.0.0.1"
    port: int = 5000
    demonstration: bool = False
    secure_cookies: bool = False
    idle_minutes: int = 60
    absolute_minutes: int = 12 * 60
    frameworks_folder: Path | None = None
    max_request_bytes: int = 1_000_000
    public_url: str = "http://127.0.0.1:5000"
    smtp_url: str = ""
    mail_from: str = ""
    proxies: int = 0
    signing_key_file: Path | None = None
    bucket: Bucket | None = None
    clamav: str = ""

    @property
    def files_folder(self) -> Path:
        """Where the files that came in are kept, unless they are in a bucket."""
        return self.instance / "files"

    @property
    def is_embedded(self) -> bool:
        """Whether the database is the SQLite file under the instance folder."""
        return self.database_url.startswith("sqlite")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read settings from ``environment`` (names begin with ``TRACKER_``).

    Raises:
        WrongSetting: a value is not usable, or a setting is not known.
    """
    _refuse_unknown(environment)
    instance = Path(environment.get("TRACKER_INSTANCE", "instance")).absolute()
    url = environment.get("TRACKER_DATABASE_URL", "").strip()
    demonstration = _yes_or_no(environment, "TRACKER_DEMONSTRATION")
    host = environment.get("TRACKER_HOST", "127.0.0.1")
    if demonstration and url:
        raise WrongSetting(
            "TRACKER_DEMONSTRATION",
            "demonstration mode signs anybody in, so it is refused with TRACKER_DATABASE_URL; "
            "unset one of the two",
        )
    if demonstration and host not in LOOPBACK:
        raise WrongSetting(
            "TRACKER_HOST", "demonstration mode is served on this machine only: use 127.0.0.1"
        )
    return Settings(
        instance=instance,
        database_url=_database_url(url, instance, demonstration=demonstration),
        secret_key=_secret_key(environment, instance),
        host=host,
        port=_whole(environment, "TRACKER_PORT", 5000, 1, 65535),
        demonstration=demonstration,
        secure_cookies=_yes_or_no(environment, "TRACKER_SECURE_COOKIES"),
        idle_minutes=_whole(environment, "TRACKER_IDLE_MINUTES", 60, 5, 24 * 60),
        absolute_minutes=_whole(environment, "TRACKER_ABSOLUTE_MINUTES", 720, 10, 7 * 24 * 60),
        frameworks_folder=_folder(environment, "TRACKER_FRAMEWORKS"),
        public_url=_public_url(environment, host),
        smtp_url=_smtp_url(environment),
        mail_from=_mail_from(environment),
        proxies=_whole(environment, "TRACKER_PROXIES", 0, 0, 10),
        signing_key_file=_file(environment, "TRACKER_SIGNING_KEY"),
        bucket=_bucket(environment),
        clamav=_clamav(environment),
    )


KNOWN = frozenset(
    {
        "TRACKER_INSTANCE",
        "TRACKER_DATABASE_URL",
        "TRACKER_SECRET_KEY",
        "TRACKER_HOST",
        "TRACKER_PORT",
        "TRACKER_DEMONSTRATION",
        "TRACKER_SECURE_COOKIES",
        "TRACKER_IDLE_MINUTES",
        "TRACKER_ABSOLUTE_MINUTES",
        "TRACKER_FRAMEWORKS",
        "TRACKER_PUBLIC_URL",
        "TRACKER_SMTP_URL",
        "TRACKER_MAIL_FROM",
        "TRACKER_PROXIES",
        "TRACKER_SIGNING_KEY",
        "TRACKER_FILE_STORE",
        "TRACKER_S3_ENDPOINT",
        "TRACKER_S3_REGION",
        "TRACKER_S3_KEY_ID",
        "TRACKER_S3_SECRET",
        "TRACKER_CLAMAV",
    }
)


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    for name in sorted(environment):
        if name.startswith("TRACKER_") and name not in KNOWN:
            raise WrongSetting(
                name, f"there is no such setting; known are {', '.join(sorted(KNOWN))}"
            )


def _database_url(url: str, instance: Path, *, demonstration: bool) -> str:
    if not url:
        name = "demonstration.sqlite" if demonstration else "tracker.sqlite"
        return f"sqlite:///{instance / name}"
    if not url.startswith(("postgresql://", "sqlite:///")):
        raise WrongSetting(
            "TRACKER_DATABASE_URL",
            "it should begin with postgresql:// (or sqlite:/// and the file's full path)",
        )
    return url


def _secret_key(environment: Mapping[str, str], instance: Path) -> str:
    key = environment.get("TRACKER_SECRET_KEY")
    if key is not None:
        if len(key) < LEAST_SECRET_KEY:
            raise WrongSetting(
                "TRACKER_SECRET_KEY", f"it should have at least {LEAST_SECRET_KEY} characters"
            )
        return key
    # Without a setting the key is made once and kept beside the database, readable by its owner.
    path = instance / "secret-key"
    try:
        if not path.exists():
            instance.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_hex(32))
        key = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as fault:
        why = fault.strerror if isinstance(fault, OSError) else "its secret-key is no text"
        raise WrongSetting(
            "TRACKER_INSTANCE", f"it should be a folder that can be written to ({why})"
        ) from fault
    if len(key) < LEAST_SECRET_KEY:
        raise WrongSetting(
            "TRACKER_INSTANCE",
            f"the file {path} should have at least {LEAST_SECRET_KEY} characters; "
            "without the file a new key is made, and everybody signs in again",
        )
    return key


def _whole(environment: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise WrongSetting(name, f"it should be a whole number from {least} to {most}")
    return int(text)


def _yes_or_no(environment: Mapping[str, str], name: str) -> bool:
    text = environment.get(name, "").strip().lower()
    if text not in ("", "yes", "no"):
        raise WrongSetting(name, "it should be yes or no")
    return text == "yes"


def _folder(environment: Mapping[str, str], name: str) -> Path | None:
    text = environment.get(name, "").strip()
    if not text:
        return None
    if not Path(text).is_dir():
        raise WrongSetting(name, "it should be a folder that exists")
    return Path(text)


def _file(environment: Mapping[str, str], name: str) -> Path | None:
    text = environment.get(name, "").strip()
    if not text:
        return None
    if not Path(text).is_file():
        raise WrongSetting(name, "it should be a file that exists")
    return Path(text)


def _public_url(environment: Mapping[str, str], host: str) -> str:
    url = environment.get("TRACKER_PUBLIC_URL", "").strip().rstrip("/")
    if not url:
        port = _whole(environment, "TRACKER_PORT", 5000, 1, 65535)
        return f"http://{host}:{port}"
    if not url.startswith(("http://", "https://")):
        raise WrongSetting("TRACKER_PUBLIC_URL", "it should begin with https:// or http://")
    return url


def _smtp_url(environment: Mapping[str, str]) -> str:
    url = environment.get("TRACKER_SMTP_URL", "").strip()
    if url and not url.startswith(("smtp://", "smtps://", "smtp+starttls://")):
        raise WrongSetting(
            "TRACKER_SMTP_URL",
            "it should begin with smtp://, smtps:// or smtp+starttls://, then name and password if "
            "the server wants them, its host and port",
        )
    return url


def _mail_from(environment: Mapping[str, str]) -> str:
    address = environment.get("TRACKER_MAIL_FROM", "").strip()
    if _smtp_url(environment) and "@" not in address:
        raise WrongSetting("TRACKER_MAIL_FROM", "it should be the address that mail comes from")
    return address


def _bucket(environment: Mapping[str, str]) -> Bucket | None:
    text = environment.get("TRACKER_FILE_STORE", "").strip()
    given = {
        name: environment.get(f"TRACKER_S3_{name}", "").strip()
        for name in ("ENDPOINT", "REGION", "KEY_ID", "SECRET")
    }
    if not text:
        for name in (name for name, value in given.items() if value):
            raise WrongSetting(f"TRACKER_S3_{name}", "it needs TRACKER_FILE_STORE, the bucket")
        return None
    found = re.fullmatch(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:/[A-Za-z0-9._-]+)*)/?", text)
    if found is None or ".." in text:
        raise WrongSetting(
            "TRACKER_FILE_STORE", "it should be s3:// and a bucket, s3://name/folder"
        )
    _check_s3(given)
    return Bucket(found[1], found[2].strip("/"), *given.values())


def _check_s3(given: Mapping[str, str]) -> None:
    endpoint = given["ENDPOINT"]
    if endpoint and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", endpoint):
        raise WrongSetting("TRACKER_S3_ENDPOINT", "it should begin with https:// or http://")
    if not endpoint and not given["REGION"]:
        raise WrongSetting("TRACKER_S3_REGION", "it should be the region of the bucket")
    if bool(given["KEY_ID"]) != bool(given["SECRET"]):
        missing = "SECRET" if given["KEY_ID"] else "KEY_ID"
        raise WrongSetting(f"TRACKER_S3_{missing}", "key and secret are set together or not at all")


def _clamav(environment: Mapping[str, str]) -> str:
    url = environment.get("TRACKER_CLAMAV", "").strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        is_tcp = parts.scheme == "tcp" and bool(parts.hostname and parts.port) and not parts.path
    except ValueError:
        parts, is_tcp = urlsplit(""), False
    if not is_tcp and not (parts.scheme == "unix" and parts.path.startswith("/")):
        raise WrongSetting(
            "TRACKER_CLAMAV", "it should be tcp://host:3310 or unix:/run/clamav/clamd.ctl"
        )
    return url
