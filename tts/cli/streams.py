"""The standard streams, such that neither a name nor a reader who has left ends in a traceback."""

import codecs
import os
import sys
from typing import TextIO

UNWRITABLE = "ting.unwritable"


def prepare() -> None:
    """Open the streams that are closed, and let each take every text.

    A byte of a file's name that is no text is written as that byte; a character that the terminal's
    encoding does not have, as a question mark.
    """
    codecs.register_error(UNWRITABLE, _written)
    sys.stdin = sys.stdin or _nothing("r")
    sys.stdout = sys.stdout or _nothing("w")
    sys.stderr = sys.stderr or _nothing("w")
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, UNWRITABLE), (sys.stderr, UNWRITABLE)):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors=errors)


def leave_unread() -> None:
    """Let what is still to be written to standard output go nowhere: its reader has left, or it is full."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _nothing(mode: str) -> TextIO:
    return open(os.devnull, mode, encoding="utf-8")  # type: ignore[return-value]  # noqa: PTH123


def _written(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end]
    try:
        return text.encode("ascii", "surrogateescape"), error.end
    except UnicodeEncodeError:
        return b"?" * len(text), error.end
