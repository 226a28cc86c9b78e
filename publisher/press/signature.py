"""Detached Ed25519 signatures for published files; cryptography is loaded when one is made."""

import base64
import binascii
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.errors import EnvironmentProblem
from publisher.model.canonical import canonical_json, digest_of_bytes

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SCHEMA = "publisher.signature/0"

_ID_DIGITS = 16


def sign(data: bytes, key_file: Path) -> bytes:
    """Return the signature file for bytes: canonical JSON with key id and signature.

    The key file holds a private key as PEM, or its 32 bytes in base64.
    """
    key = _load(key_file)
    return canonical_json(
        {
            "schema": SCHEMA,
            "algorithm": "Ed25519",
            "key_id": key_id(_public_bytes(key)),
            "signature": base64.b64encode(key.sign(data)).decode("ascii"),
        }
    )


def key_id(public_key: bytes) -> str:
    """Return the short name of a public key: the first digits of its SHA-256."""
    return digest_of_bytes(public_key).removeprefix("sha256:")[:_ID_DIGITS]


def public_key(key_file: Path) -> str:
    """Return the public half of a key file in base64, as consumers are configured with it."""
    return base64.b64encode(_public_bytes(_load(key_file))).decode("ascii")


def _public_bytes(key: "Ed25519PrivateKey") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415

    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _load(key_file: Path) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )
    from cryptography.hazmat.primitives.serialization import load_pem_private_key  # noqa: PLC0415

    repair = "give an Ed25519 private key as PEM without a password, or its 32 bytes in base64"
    try:
        content = key_file.read_bytes().strip()
    except OSError as error:
        raise EnvironmentProblem(
            f"{key_file}: the signing key cannot be read ({error.strerror}); {repair}"
        ) from error
    try:
        if content.startswith(b"-----BEGIN"):
            key = load_pem_private_key(content, password=None)
        else:
            key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(content, validate=True))
    except (ValueError, TypeError, binascii.Error):
        raise EnvironmentProblem(f"{key_file}: holds no usable signing key; {repair}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise EnvironmentProblem(f"{key_file}: is not an Ed25519 key; {repair}")
    return key
