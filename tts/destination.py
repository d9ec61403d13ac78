"""Places for files by an address: a folder, or a store that fsspec knows.

Shows are published to one; what a farm's workers make comes by way of one.
"""

import datetime as dt
import errno
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from tts import unfinished
from tts.episode_files import shelf
from tts.errors import NetworkError, OutputError, TingError, UsageError

_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://", re.IGNORECASE)

WHOLE_AT_ONCE = frozenset({"s3", "gs", "abfs"})
"""The stores, by fsspec's first name for them, where what is half sent is never seen."""

TIMES = ("LastModified", "last_modified", "updated", "mtime", "modified", "created")
"""How kinds of stores call the time at which a file came: S3, Azure, Google, folders and SFTP, others."""

Facts = Callable[[str], Mapping[str, str]]
"""What a store is to say of a file, by its path, when it is asked for: names and values as S3 has them."""


class Destination(Protocol):
    """A place for files by their paths below it; each is there whole or not at all.

    Every method raises NetworkError or OutputError when the place cannot be reached or written.
    """

    at_once: int

    def sizes(self) -> Mapping[str, int]:
        """Return what is there, and how many bytes each has."""

    def times(self, below: str) -> Mapping[str, float]:
        """Return what is there in a folder and below, and when each came: seconds since 1970."""

    def read(self, path: str, most: int | None = None) -> bytes | None:
        """Return the bytes of a file, of a longer one as many as are asked for; None when it is not there."""

    def put(self, path: str, content: Path | bytes) -> None:
        """Let the file hold this content. FileNotFoundError: the content itself is gone."""

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files that are there."""


def open_destination(where: str, below: str = "", facts: Facts = lambda _path: {}) -> Destination:
    """Return the place of that address or path, or the folder of a name below it.

    What an S3 store is to say of a file, beside what it is, are its `facts`.
    Raises UsageError when no such kind of place is known, or its package is not installed.
    """
    if is_folder(where):
        folder = Path(where.removeprefix("file://")).expanduser()
        return Folder(folder / below)
    return Store(where, below, facts)


def is_folder(where: str) -> bool:
    """Tell whether an address or a path is that of a folder of this machine, or of one that is mounted."""
    matched = _URL.match(where)
    return matched is None or matched["scheme"].lower() == "file"


class Folder:
    """A folder of this machine, or one that is mounted."""

    at_once = 1

    def __init__(self, root: Path) -> None:
        self.root = root

    def sizes(self) -> Mapping[str, int]:
        """Return what is there."""
        with self._explained():
            files = (path for path in self.root.rglob("*") if path.is_file())
            return {path.relative_to(self.root).as_posix(): path.stat().st_size for path in files}

    def times(self, below: str) -> Mapping[str, float]:
        """Return what is there."""
        with self._explained():
            files = (path for path in (self.root / below).rglob("*") if path.is_file())
            return {path.relative_to(self.root).as_posix(): path.stat().st_mtime for path in files}

    def read(self, path: str, most: int | None = None) -> bytes | None:
        """Return the bytes of a file."""
        with self._explained(), suppress(FileNotFoundError):
            if stat.S_ISREG((self.root / path).stat().st_mode):  # to open a pipe would never end
                with (self.root / path).open("rb") as file:
                    return file.read(-1 if most is None else most)
        return None

    def put(self, path: str, content: Path | bytes) -> None:
        """Write the file under another name first."""
        data = content.read_bytes() if isinstance(content, Path) else content
        with self._explained():
            shelf.renew(self.root / path, data)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and folders with the last of them."""
        with self._explained():
            for path in paths:
                file = self.root / path
                file.unlink(missing_ok=True)
                with suppress(OSError):  # the first folder that is not empty ends it
                    for folder in file.parents:
                        if folder == self.root:
                            break
                        folder.rmdir()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        hint = "Make room, or name another folder."
        try:
            yield
        except OutputError as error:
            raise OutputError(error.message, hint=hint) from error
        except UsageError as error:  # what stands in a file's place is none
            raise UsageError(error.message, hint="Remove it, or name another folder.") from error
        except OSError as error:
            message = f"{self.root} cannot be used: {error.strerror or error}."
            raise OutputError(message, hint=hint) from error


class Store:
    """A bucket, or a folder of another machine; fsspec and the package for its kind speak to it."""

    def __init__(self, where: str, below: str, facts: Facts = lambda _path: {}) -> None:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # noqa: PLC0415 (few have such a place)

        self._where = where
        self._facts = facts
        with self._explained():
            try:
                found = url_to_fs(where.rstrip("/"), skip_instance_cache=True, use_listings_cache=False)
            except ImportError as error:
                raise _missing(where, error) from error
            except ValueError as error:
                message = f"{where} is no place for files: {error}."
                raise UsageError(
                    message, hint="Give a folder, or an address such as s3://bucket/path."
                ) from error
        self._fs: Any = found[0]
        self._root = "/".join(filter(None, (found[1].rstrip("/"), below)))
        names = self._fs.protocol
        self._kind = names if isinstance(names, str) else names[0]
        self.at_once = 8 if self._fs.async_impl else 1

    def sizes(self) -> Mapping[str, int]:
        """Return what is there."""
        found: dict[str, Any] = {}
        with self._explained(), suppress(FileNotFoundError):
            found = self._fs.find(self._root, detail=True)
        root = self._root.strip("/") + "/"
        return {name.strip("/").removeprefix(root): facts["size"] for name, facts in found.items()}

    def times(self, below: str) -> Mapping[str, float]:
        """Return what is there, but for what the store tells no time of."""
        found: dict[str, Any] = {}
        with self._explained(), suppress(FileNotFoundError):
            found = self._fs.find(self._at(below), detail=True)
        root = self._root.strip("/") + "/"
        came = {name.strip("/").removeprefix(root): _time(facts) for name, facts in found.items()}
        return {path: time_s for path, time_s in came.items() if time_s is not None}

    def read(self, path: str, most: int | None = None) -> bytes | None:
        """Return the bytes of a file."""
        data: bytes | None = None
        part = {} if most is None else {"start": 0, "end": most}
        with self._explained(), suppress(FileNotFoundError):
            try:
                data = self._fs.cat_file(self._at(path), **part)
            except OSError as error:  # of nothing no part is to be had (RFC 9110, 15.5.17)
                if error.errno != errno.EINVAL or self._fs.size(self._at(path)):
                    raise
                data = b""
        return data

    def put(self, path: str, content: Path | bytes) -> None:
        """Send the file, under another name first where half of it could be seen."""
        if isinstance(content, Path):
            content.stat()  # while it is clear whose absence an error tells of
        with self._explained():
            if self._kind in WHOLE_AT_ONCE:
                self._send(content, self._at(path), **self._told(path))
                return
            folder, _slash, name = self._at(path).rpartition("/")
            self._fs.makedirs(folder, exist_ok=True)
            draft = f"{folder}/.{name}.{unfinished.writer()}.part"
            self._send(content, draft)
            self._fs.mv(draft, self._at(path))

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files."""
        with self._explained():
            for path in paths:
                with suppress(FileNotFoundError):
                    self._fs.rm_file(self._at(path))

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _send(self, content: Path | bytes, to: str, **facts: str) -> None:
        if isinstance(content, Path):
            self._fs.put_file(str(content), to, **facts)
        else:
            self._fs.pipe_file(to, content, **facts)

    def _told(self, path: str) -> Mapping[str, str]:
        return self._facts(path) if self._kind == "s3" else {}

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except TingError:
            raise
        except Exception as error:  # every kind of store has errors of its own
            message = f"{self._where} cannot be used: {_in_words(error)}."
            raise NetworkError(
                message, hint="Check its name, the keys for it, and the connection."
            ) from error


def _missing(where: str, error: ImportError) -> UsageError:
    scheme = where.partition("://")[0]
    if scheme in ("s3", "s3a"):
        message = f"{where} needs s3fs, which is not installed."
        return UsageError(message, hint="In the folder of the program: `pip install '.[s3]'`.")
    return UsageError(f"{where} needs another package: {error}.")


def _time(facts: Mapping[str, Any]) -> float | None:
    """Return when a file came, by what its store tells of it; None where that is nothing we know."""
    told = next((facts[name] for name in TIMES if facts.get(name)), None)
    if isinstance(told, str):
        with suppress(ValueError):
            told = dt.datetime.fromisoformat(told)
    if isinstance(told, dt.datetime):
        return (told if told.tzinfo else told.replace(tzinfo=dt.UTC)).timestamp()
    return float(told) if isinstance(told, int | float) else None


def _in_words(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
