"""Fingerprints: the same content has the same name, on every machine and every day."""

import hashlib

import msgspec

SHORT = 8


def fingerprint(*parts: object) -> str:
    """Return 64 hexadecimal digits that change when any part does.

    Parts are encoded as JSON with their boundaries, so that ("ab", "c") and ("a", "bc") differ;
    dataclasses count by their fields' values.
    """
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()


def short(digest: str) -> str:
    """Return as much of a fingerprint as a file name needs to be unique in a folder of one day."""
    return digest[:SHORT]
