import base64
import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from publisher.errors import EnvironmentProblem
from publisher.press import signature

_SEED = bytes(range(32))


def _pem(path: Path) -> Path:
    key = Ed25519PrivateKey.from_private_bytes(_SEED)
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


def _base64(path: Path) -> Path:
    path.write_bytes(base64.b64encode(_SEED) + b"\n")
    return path


def test_both_forms_of_a_key_sign_alike_and_the_public_key_verifies(tmp_path: Path) -> None:
    pem, raw = _pem(tmp_path / "key.pem"), _base64(tmp_path / "key.b64")
    assert signature.sign(b"data", pem) == signature.sign(b"data", raw)
    record = json.loads(signature.sign(b"data", pem))
    public = base64.b64decode(signature.public_key(pem))
    assert record["schema"] == "publisher.signature/0"
    assert record["key_id"] == signature.key_id(public)
    verifier = Ed25519PublicKey.from_public_bytes(public)
    verifier.verify(base64.b64decode(record["signature"]), b"data")
    with pytest.raises(InvalidSignature):
        verifier.verify(base64.b64decode(record["signature"]), b"other")


@pytest.mark.parametrize(
    "content", [b"", b"not a key", b"c2hvcnQ=", b"-----BEGIN PRIVATE KEY-----"]
)
def test_a_file_that_holds_no_key_is_named_without_its_content(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(EnvironmentProblem, match="holds no usable signing key") as caught:
        signature.sign(b"data", tmp_path / "key")
    assert caught.value.__cause__ is None


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    key = generate_private_key(SECP256R1())
    (tmp_path / "key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    with pytest.raises(EnvironmentProblem, match="not an Ed25519 key"):
        signature.sign(b"data", tmp_path / "key")


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="nowhere"):
        signature.sign(b"data", tmp_path / "nowhere")
