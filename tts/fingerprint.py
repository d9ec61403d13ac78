"""Fingerprints: the same content has the same name, on every machine and every day."""

import hashlib
import os

import msgspec

SHORT = 8


def fingerprint(*parts: object) -> str:
    """Return 64 hexadecimal digits that change when any part does.

    Parts are encoded as JSON with their boundaries, so that ("ab", "c") and ("a", "bc") differ;
    dataclasses count by their fields' values, paths by their names. Texts may hold what no file of text can:
    names of files do.
    """
    try:
        encoded = msgspec.json.encode(parts, order="deterministic", enc_hook=os.fspath)
    except UnicodeEncodeError:
        encoded = ascii(msgspec.to_builtins(parts, order="deterministic", enc_hook=os.fspath)).encode()
    return hashlib.sha256(encoded).hexdigest()


def short(digest: str) -> str:
    """Return as much of a fingerprint as a file name needs to be unique in a folder of one day."""
    return digest[:SHORT]
