"""Secrets: words that the settings hold themselves, or say where they stand; none is ever shown."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from tts.errors import UsageError
from tts.model.settings import FROM_FILE, FROM_VARIABLE

MOST_BYTES = 2_000_000
"""A browser's cookies of ten years are smaller."""


def secret(value: str, named: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return what a setting holds: the value itself, or that of a variable or a file without its line's end.

    `named` is what the sentence of an error calls it. Raises UsageError where there is none.
    """
    if value.startswith(FROM_FILE):
        found = read_secret(Path(value.removeprefix(FROM_FILE)), f"{named}: the file").rstrip("\r\n")
    elif value.startswith(FROM_VARIABLE):
        found = environment.get(value.removeprefix(FROM_VARIABLE), "").rstrip("\r\n")
    else:
        found = value
    if not found:
        message = f"{named} is empty: {_place(value)}."
        raise UsageError(message, hint=f"Give it as a word, or as {FROM_FILE}PATH or {FROM_VARIABLE}NAME.")
    return found


def read_secret(path: Path, named: str) -> str:
    """Return the text of a file that holds what is secret; UsageError when that is none."""
    try:
        if path.exists() and not path.is_file():  # a device or a pipe would be waited for
            raise _unreadable(path, named, "it is no file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = "there is none" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", None)
        raise _unreadable(path, named, reason or "its name is none") from error
    if len(data) > MOST_BYTES:
        raise _unreadable(path, named, f"it is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise _unreadable(path, named, "it is no text in UTF-8")
    return text


def is_open_to_others(path: Path) -> bool:
    """Tell whether everyone on this machine may read a file, where the system knows of such a thing."""
    try:
        return os.name == "posix" and bool(path.stat().st_mode & stat.S_IROTH)
    except (OSError, ValueError):
        return False


def _place(value: str) -> str:
    if value.startswith(FROM_VARIABLE):
        return f"the variable {value.removeprefix(FROM_VARIABLE)} is not set"
    return f"nothing stands in {value.removeprefix(FROM_FILE)}" if value else "nothing is set"


def _unreadable(path: Path, named: str, reason: str) -> UsageError:
    return UsageError(f"{named} {path} cannot be read: {reason}.", hint="Check the name and its permissions.")
