"""The archive: a zip file whose members are read one at a time, and never more of one than is wanted.

Nothing is unpacked onto the disk, so that no member's name is a path there.
"""

import struct
import zipfile
import zlib
from types import TracebackType
from typing import Self

from tts.errors import ArticleNotFound
from tts.sources.held import File

MAX_DIRECTORY = 20_000_000
"""Bytes of an archive's table of contents: 200,000 members. Python reads all of it at once."""

_END = b"PK\x05\x06"
_END_BYTES = 22 + 65_535  # APPNOTE.TXT, 4.3.16: the record, and the longest comment behind it
_SIZE = struct.Struct("<12xI")  # … of the directory, behind the record's first twelve bytes
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
_ENCRYPTED = 1  # a member's first flag


class Archive:
    """Reads the members of a zip file; use it as a context manager.

    Raises ArticleNotFound for what is none, or is damaged, and OSError.
    """

    def __init__(self, path: File) -> None:
        self._path = path
        _refuse_huge_directory(path)
        try:
            self._file = path.open("rb")
            self._zip = zipfile.ZipFile(self._file)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error) as error:
            self._file.close()
            raise _damaged(path) from error
        self._names = {_alike(name): name for name in reversed(self._zip.namelist())}

    def __enter__(self) -> Self:
        """Return it, open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._zip.close()
        self._file.close()

    def holds(self, name: str) -> bool:
        """Tell whether there is a member of that name."""
        return _alike(name) in self._names

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return a member's bytes; ArticleNotFound where it is not there, damaged, locked or larger."""
        try:
            member_name = self._names[_alike(name)]
            if self._zip.getinfo(member_name).flag_bits & _ENCRYPTED:
                message = f"{self._path} is locked with a password."
                raise ArticleNotFound(message, hint="Give one without.")
            with self._zip.open(member_name) as member:
                data = member.read(max_bytes + 1)
        except KeyError as error:
            message = f"{self._path} lacks {name}, which it says it holds."
            raise ArticleNotFound(message, hint="Get the file again.") from error
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise _damaged(self._path) from error
        if len(data) > max_bytes:
            message = f"{name} in {self._path} is larger than {max_bytes // 1_000_000} MB."
            raise ArticleNotFound(message, hint="No book's chapter is; give another file.")
        return data


def _alike(name: str) -> str:
    """Return a member's name as programs find it that take large letters for small ones, and both slashes."""
    return name.replace("\\", "/").casefold()


def _refuse_huge_directory(path: File) -> None:
    """Raise for an archive that lists more members than a book has, before all of them are looked at."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - _END_BYTES))
        tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + _SIZE.size:
        raise _damaged(path)
    [directory] = _SIZE.unpack_from(tail, place)
    if directory > MAX_DIRECTORY:
        message = f"{path} lists far more files than a book has."
        raise ArticleNotFound(message, hint="Give another file.")


def _damaged(path: File) -> ArticleNotFound:
    message = f"{path} is damaged, or no book."
    return ArticleNotFound(message, hint="Open it in a reader of books; get the file again.")
