"""A file's address (RFC 8089), and the path in it."""

import re
from pathlib import Path
from urllib.request import url2pathname

from tts.errors import UsageError

SCHEME = "file://"
_AFTER_PATH = re.compile(r"[?#].*", re.DOTALL)


def is_file_address(source: str) -> bool:
    """Tell whether a source is the address of a file."""
    return source[: len(SCHEME)].lower() == SCHEME


def path_of(address: str) -> Path:
    """Return the path in a file's address, which names no machine or this one; UsageError for another."""
    host, slash, path = address[len(SCHEME) :].partition("/")
    if host.lower() not in {"", "localhost"}:
        message = f"{address} names a file of another machine."
        raise UsageError(message, hint="A file's address begins with file:/// and its path.")
    return Path(url2pathname(slash + _AFTER_PATH.sub("", path)))
