"""Where a show is published to: a folder, or a store that fsspec knows by an address."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from tts.episode_files import shelf
from tts.errors import NetworkError, OutputError, TingError, UsageError
from tts.publication.public_files import HTML, SCRIPT, is_feed, media_type

_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://", re.IGNORECASE)

WHOLE_AT_ONCE = frozenset({"s3", "gs", "abfs"})
"""The stores, by fsspec's first name for them, where what is half sent is never seen."""

SHORT_S, LONG_S = 300, 86_400
"""How long others may keep a file: feeds, pages and scripts (a month's search.js grows), and all the rest."""


class Destination(Protocol):
    """A place for files by their paths below it; each is there whole or not at all.

    Every method raises NetworkError or OutputError when the place cannot be reached or written.
    """

    at_once: int

    def sizes(self) -> Mapping[str, int]:
        """Return what is there, and how many bytes each has."""

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file; None when it is not there."""

    def put(self, path: str, content: Path | bytes) -> None:
        """Let the file hold this content. FileNotFoundError: the content itself is gone."""

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files that are there."""


def open_destination(where: str, below: str = "") -> Destination:
    """Return the place of that address or path, or the folder of a name below it.

    Raises UsageError when no such kind of place is known, or its package is not installed.
    """
    matched = _URL.match(where)
    if matched is None or matched["scheme"].lower() == "file":
        folder = Path(where.removeprefix("file://")).expanduser()
        return Folder(folder / below)
    return Store(where, below)


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

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file."""
        data: bytes | None = None
        with self._explained(), suppress(FileNotFoundError):
            data = (self.root / path).read_bytes()
        return data

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
        hint = "Make room, or publish to another folder."
        try:
            yield
        except OutputError as error:
            raise OutputError(error.message, hint=hint) from error
        except OSError as error:
            message = f"{self.root} cannot be used: {error.strerror or error}."
            raise OutputError(message, hint=hint) from error


class Store:
    """A bucket, or a folder of another machine; fsspec and the package for its kind speak to it."""

    def __init__(self, where: str, below: str) -> None:
        from fsspec.core import url_to_fs  # type: ignore[import-untyped]  # noqa: PLC0415 (few have such a place)

        self._where = where
        with self._explained():
            try:
                found = url_to_fs(where.rstrip("/"), skip_instance_cache=True, use_listings_cache=False)
            except ImportError as error:
                raise _missing(where, error) from error
            except ValueError as error:
                message = f"{where} cannot be published to: {error}."
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

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file."""
        data: bytes | None = None
        with self._explained(), suppress(FileNotFoundError):
            data = self._fs.cat_file(self._at(path))
        return data

    def put(self, path: str, content: Path | bytes) -> None:
        """Send the file, under another name first where half of it could be seen."""
        if isinstance(content, Path):
            content.stat()  # while it is clear whose absence an error tells of
        with self._explained():
            if self._kind in WHOLE_AT_ONCE:
                self._send(content, self._at(path), **self._facts(path))
                return
            folder, _slash, name = self._at(path).rpartition("/")
            self._fs.makedirs(folder, exist_ok=True)
            draft = f"{folder}/.{name}.part"
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

    def _facts(self, path: str) -> dict[str, str]:
        """Return what the store is to say of the file when it is asked for."""
        if self._kind != "s3" or path.startswith("."):
            return {}
        kind = media_type(path)
        keep_s = SHORT_S if kind in (HTML, SCRIPT) or is_feed(path) else LONG_S
        return {"ContentType": kind, "CacheControl": f"max-age={keep_s}"}

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
        message = f"Publishing to {where} needs s3fs, which is not installed."
        return UsageError(message, hint="In the folder of the program: `pip install '.[s3]'`.")
    return UsageError(f"Publishing to {where} needs another package: {error}.")


def _in_words(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
