"""Canonical JSON and digests: one value has exactly one form in bytes.

The form is the part of RFC 8785 (JCS) that our records use: objects with sorted keys, no white
space, UTF-8, integers and text only. Floats are refused, since their printing differs by platform.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NewType

Digest = NewType("Digest", str)
"""`sha256:` and 64 lower-case hexadecimal digits."""

_TYPE_ERROR = "canonical JSON holds text, integers, booleans, null, lists and objects; not {}"


def canonical_json(value: object) -> bytes:
    """Return the only form in bytes of a JSON value.

    Raises TypeError for floats and for objects whose keys are not text.
    """
    _refuse_ambiguous(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest_of_bytes(data: bytes) -> Digest:
    """Return the SHA-256 of bytes, with the name of the algorithm in front."""
    return Digest(f"sha256:{sha256(data).hexdigest()}")


def digest_of(value: object) -> Digest:
    """Return the digest of a JSON value's canonical form."""
    return digest_of_bytes(canonical_json(value))


def digest_of_files(files: Mapping[str, bytes]) -> Digest:
    """Return the digest over the sorted (path, SHA-256) list of a folder.

    Paths use `/`; this is the release digest that signatures and the chain rest on.
    """
    return digest_of([[path, digest_of_bytes(files[path])] for path in sorted(files)])


def _refuse_ambiguous(value: object) -> None:
    match value:
        case None | bool() | int() | str():
            return
        case Mapping():
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise TypeError(_TYPE_ERROR.format(f"a key of type {type(key).__name__}"))
                _refuse_ambiguous(inner)
        case Sequence():
            for inner in value:
                _refuse_ambiguous(inner)
        case _:
            raise TypeError(_TYPE_ERROR.format(type(value).__name__))
