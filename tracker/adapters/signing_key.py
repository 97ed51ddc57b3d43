"""The installation's signing key: an Ed25519 key pair in a PEM file."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from tracker.config import Settings, WrongSetting


class SigningKey:
    """A key that signs; what it is checked with can be given to anybody."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    def sign(self, content: bytes) -> bytes:
        """The raw signature of ``content``, 64 bytes."""
        return self._private.sign(content)

    @property
    def public_pem(self) -> bytes:
        """The public key as a PEM file."""
        return self._public(Encoding.PEM)

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the public key in DER, in hexadecimal digits."""
        return hashlib.sha256(self._public(Encoding.DER)).hexdigest()

    def _public(self, encoding: Encoding) -> bytes:
        return self._private.public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)


def signature_holds(public_pem: bytes, signature: bytes, content: bytes) -> bool:
    """Whether ``signature`` is that of ``content`` by the key whose public half is given.

    Raises:
        ValueError: that is no Ed25519 public key as PEM.
    """
    try:
        public = load_pem_public_key(public_pem)
    except UnsupportedAlgorithm as fault:
        raise ValueError("This kind of key is not known") from fault
    if not isinstance(public, Ed25519PublicKey):
        raise ValueError("Only an Ed25519 key signs the heads of histories")  # noqa: TRY004
    try:
        public.verify(signature, content)
    except InvalidSignature:
        return False
    return True


def open_signing_key(settings: Settings) -> SigningKey:
    """The key of the installation; without a setting it is made once, beside the database.

    Raises:
        WrongSetting: the file cannot be read or made, or holds no Ed25519 private key.
    """
    made_here = settings.instance / "signing-key.pem"
    path = settings.signing_key_file or made_here
    try:
        if path == made_here and not path.exists():
            _make(path)
        private = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as fault:
        why = f"{path} should be a file that can be read ({fault.strerror})"
        raise WrongSetting("TRACKER_SIGNING_KEY", why) from fault
    except (TypeError, ValueError, UnsupportedAlgorithm) as fault:
        why = f"{path} should hold a private key as PEM, without a password"
        raise WrongSetting("TRACKER_SIGNING_KEY", why) from fault
    if not isinstance(private, Ed25519PrivateKey):
        raise WrongSetting("TRACKER_SIGNING_KEY", f"{path} should hold an Ed25519 key")
    return SigningKey(private)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    # Written whole under another name first: of two processes that start at once the later one
    # finds the key of the first, and never half of it.
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()
