"""A council's history as one .zip that can be checked without the tracker."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from importlib.resources import files
from typing import IO, Any, Final

from tracker.domain.chain import canonical, plain
from tracker.domain.signing import SignedHead
from tracker.domain.verification import KeptRow

ROWS: Final = "history.jsonl"
HEAD: Final = "head.json"
SIGNATURE: Final = "head.json.sig"
PUBLIC_KEY: Final = "signing-key.pub.pem"
README: Final = "README.txt"
CHECK: Final = "check_history.py"


def write_export(to: IO[bytes], rows: Iterable[KeptRow], signed: SignedHead) -> None:
    """Write the export of a chain whose ``rows`` end at the ``signed`` head, a row at a time."""
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(README, _readme(signed))
        archive.writestr(HEAD, signed.statement.text())
        archive.writestr(SIGNATURE, signed.signature)
        archive.writestr(PUBLIC_KEY, signed.public_key)
        archive.writestr(CHECK, _beside(CHECK))
        # A history may be larger than a .zip of the old kind can hold, and nobody knows before.
        with archive.open(ROWS, "w", force_zip64=True) as file:
            for row in rows:
                file.write(f"{_line(row)}\n".encode())


def _line(row: KeptRow) -> str:
    values: dict[str, Any] = {name: plain(value) for name, value in vars(row.link).items()}
    for name in ("payload", "salt", "digest", "previous", "hash"):
        values[name] = getattr(row, name)
    return canonical(values)


def _readme(signed: SignedHead) -> str:
    head = signed.statement
    return _beside("history_export.txt").format(
        council=head.council,
        at=plain(head.at),
        release=head.release,
        fingerprint=signed.fingerprint,
    )


def _beside(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")
