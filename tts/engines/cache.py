"""What was made before, kept on disk under the fingerprint of what it was made from.

One file an entry: nothing to lock, nothing that can break as a whole, and any number of processes may
read, write and prune at once. SQLite was measured beside it (400 entries of 60 kB) and is not faster:
4 ms to write an entry for good, 0.2 ms to read it.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tts import unfinished

MEGABYTE = 1_000_000

MAGIC = b"ting cache 1\n"
"""Changes with the form of an entry; one of another form counts as damaged, and is made again."""

DIGEST_BYTES = hashlib.sha256().digest_size
KEY_CHARACTERS = 2 * DIGEST_BYTES


@dataclass(frozen=True, slots=True)
class Usage:
    """How many entries there are, and what they take on disk."""

    entries: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class _Entry:
    path: Path
    size_bytes: int
    used_s: float


class Cache:
    """Entries by key, in a folder that need not exist yet; the least recently used ones go first.

    A key is a fingerprint (64 hexadecimal digits). Whatever is wrong with the folder costs the entries
    and never the run: `complain` is told once, in words. With `max_bytes` 0 nothing is kept.
    """

    def __init__(self, folder: Path, max_bytes: int, complain: Callable[[str], None]) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._complain = complain
        self._silent = False

    def get(self, key: str) -> bytes | None:
        """Return what was put under the key; None when there is nothing, or nothing whole."""
        path = self._path(key)
        try:
            entry = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            self._report("read", error)
            return None
        data = _unsealed(key, entry)
        with suppress(OSError):  # a cache that can only be read is still of use
            if data is None:
                path.unlink()
            else:
                os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> bool:
        """Keep the data under the key, in place of what was there, all of it or nothing; tell which."""
        if not self._max_bytes:
            return False
        path = self._path(key)
        part = path.with_name(f".{path.name}.{unfinished.writer()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with part.open("wb") as file:
                    file.write(_sealed(key, data))
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)
        except OSError as error:
            self._report("written", error)
            return False
        return True

    def usage(self) -> Usage:
        """Return how much the cache holds."""
        sizes = [entry.size_bytes for entry in self._entries()]
        return Usage(len(sizes), sum(sizes))

    def prune(self, max_bytes: int | None = None) -> Usage:
        """Remove the least recently used entries until the bound is kept; return what was removed."""
        bound = self._max_bytes if max_bytes is None else max_bytes
        entries = sorted(self._entries(), key=lambda entry: entry.used_s)
        excess = sum(entry.size_bytes for entry in entries) - bound
        removed = 0
        freed_bytes = 0
        for entry in entries:
            if freed_bytes >= excess:
                break
            if self._removed(entry):
                removed, freed_bytes = removed + 1, freed_bytes + entry.size_bytes
        self.clear_leftovers()
        return Usage(removed, freed_bytes)

    def verify(self) -> Usage:
        """Read every entry and remove the damaged ones; return what was removed."""
        damaged = [entry for entry in self._entries() if not _is_whole(entry.path)]
        removed = [entry.size_bytes for entry in damaged if self._removed(entry)]
        return Usage(len(removed), sum(removed))

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key

    def _entries(self) -> Iterator[_Entry]:
        """Yield what lies in the folder and has an entry's name, and nothing else."""
        for path in self._folder.glob("??/*"):
            if len(path.name) == KEY_CHARACTERS and path.name.startswith(path.parent.name):
                with suppress(OSError):  # another process may have removed it
                    status = path.stat()
                    yield _Entry(path, status.st_size, status.st_mtime)

    def clear_leftovers(self) -> None:
        """Remove the entries that killed runs have left half written."""
        unfinished.clear(self._folder.glob("??/.*.part"))

    def _removed(self, entry: _Entry) -> bool:
        """Remove an entry; tell whether it is gone."""
        try:
            entry.path.unlink(missing_ok=True)
        except OSError as error:
            self._report("cleared", error, "what it holds stays")
            return False
        return True

    def _report(self, deed: str, error: OSError, outcome: str = "this run goes on without") -> None:
        if not self._silent:
            self._silent = True
            reason = error.strerror or str(error)
            self._complain(f"The cache in {self._folder} cannot be {deed} ({reason}); {outcome}.")


def _sealed(key: str, data: bytes) -> bytes:
    return MAGIC + _seal(key, data) + data


def _unsealed(key: str, entry: bytes) -> bytes | None:
    """Return the data of an entry; None when it is damaged, or not the one of this key."""
    start = len(MAGIC) + DIGEST_BYTES
    data = entry[start:]
    return data if entry[:start] == MAGIC + _seal(key, data) else None


def _seal(key: str, data: bytes) -> bytes:
    return hashlib.sha256(key.encode() + data).digest()


def _is_whole(path: Path) -> bool:
    try:
        return _unsealed(path.name, path.read_bytes()) is not None
    except FileNotFoundError:
        return True
    except OSError:
        return False
