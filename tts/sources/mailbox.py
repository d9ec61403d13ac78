"""The mailbox: an mbox file or a Maildir, and the letters in it. Nothing in it is changed.

https://www.rfc-editor.org/rfc/rfc4155 (mbox), https://cr.yp.to/proto/maildir.html (Maildir).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TypeGuard

from tts.errors import ArticleNotFound
from tts.letter import HEAD_BYTES, MEDIA_TYPE, Head, read_head
from tts.model.document import Document
from tts.sources.held import File
from tts.sources.part import Part

MAX_BYTES = 50_000_000
"""Of an mbox its end is read, where the newest letters are; of a Maildir a letter no larger."""

MAX_LETTERS = 1_000
"""The newest ones, as of every listing."""

_KEY = 12  # hexadecimal digits of a letter's id
_FLAGS = ":"  # in Maildir a file's name ends with what its reader did: :2,S
_FOLDERS = ("new", "cur")
# Some programs leave such a line in a letter's text: one with a time, and a head below it, begins a letter.
_BETWEEN = re.compile(rb"(?:\A|\n)From [^\n]{0,200}\d\d:\d\d[^\n]{0,60}\n(?=>?[!-9;-~]{1,60}:)")
_DELETED = re.compile(
    rb"^(?:X-Mozilla-Status:[ ]?[0-9A-Fa-f]{3}[89A-Fa-f]|X-Status:[ ]?[A-Z]{0,5}D[A-Z]{0,5})\r?$",
    re.MULTILINE,
)
"""What Thunderbird, and Dovecot, say in the head of a letter that is deleted, and still there."""

_TRASHED = re.compile(r"[:;!]2,[A-Za-z]*T")
_EXPORTED = "mbox"
"""How Apple Mail calls the file in a folder that it exports a mailbox to."""

_QUOTED = re.compile(rb"^>(>{0,9}From )", re.MULTILINE)


def is_mailbox(path: File) -> bool:
    """Tell whether a path is a Maildir, a file that begins as an mbox does, or a folder made for one."""
    try:
        path = _exported(path)
        if _is_maildir(path):
            return True
        if not path.is_file():  # a pipe would never answer
            return False
        with path.open("rb") as file:
            return bool(_BETWEEN.match(file.read(HEAD_BYTES)))
    except (OSError, ValueError):
        return False


def letters_in(path: File) -> list[Part]:
    """Return the letters of a mailbox, the newest first. Raises OSError."""
    path = _exported(path)
    parts = list(_of_folders(path) if _is_maildir(path) else _of_file(path))
    return sorted(parts, key=_sent, reverse=True)[:MAX_LETTERS]


def letter_in(path: File, name: str, origin: str) -> Document:
    """Return the letter of that name; raises ArticleNotFound when there is none (any more), and OSError."""
    place = _exported(path)
    data = _of_name(place, name) if _is_maildir(place) else _of_key(place, name)
    if data is None:
        message = f"There is no letter {name} in {path}."
        raise ArticleNotFound(message, hint="It may have been removed; list the mailbox again.")
    return Document(data, origin, content_type=MEDIA_TYPE)


def _is_maildir(path: File) -> TypeGuard[Path]:
    return isinstance(path, Path) and all((path / name).is_dir() for name in _FOLDERS)


def _exported(path: File) -> File:
    """Return the mbox in a folder that Apple Mail made for it; any other path as it is."""
    inner = path / _EXPORTED if isinstance(path, Path) and path.is_dir() else None
    return inner if inner and inner.is_file() and not inner.is_symlink() else path


def files_in(maildir: Path) -> Iterator[Path]:
    """Yield the letters' files, the last delivered first, without what is in the bin and links."""
    files = [path for name in _FOLDERS for path in (maildir / name).iterdir()]
    for path in sorted(files, key=lambda path: path.name, reverse=True):
        if path.is_file() and not path.is_symlink() and not _is_left(path.name):
            yield path


def _is_left(name: str) -> bool:
    return name.startswith(".") or bool(_TRASHED.search(name))


def unique_name(file: Path) -> str:
    """Return a Maildir's name of a letter, which stays as its reader opens, answers and moves it."""
    return file.name.partition(_FLAGS)[0]


def _sent(part: Part) -> float:
    return part.published.timestamp() if part.published else 0.0


def _of_folders(maildir: Path) -> Iterator[Part]:
    for count, path in enumerate(files_in(maildir)):
        if count == MAX_LETTERS:
            return
        try:
            with path.open("rb") as file:
                head = read_head(file.read(HEAD_BYTES))
            delivered = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except (OSError, OverflowError, ValueError):  # its reader has moved it meanwhile
            continue
        yield Part(unique_name(path), head.subject, head.sent or delivered)


def _of_name(maildir: Path, name: str) -> bytes | None:
    for path in files_in(maildir):
        if unique_name(path) == name:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                message = f"The letter {name} is larger than {MAX_BYTES // 1_000_000} MB."
                raise ArticleNotFound(message, hint="Save its text, and give that.")
            return data
    return None


def _of_file(mbox: File) -> Iterator[Part]:
    for _, _, head in _index(mbox):
        yield Part(head.id[:_KEY], head.subject, head.sent)


def _of_key(mbox: File, key: str) -> bytes | None:
    for start, end, head in _index(mbox):
        if head.id.startswith(key):
            with mbox.open("rb") as file:
                file.seek(start)
                return _QUOTED.sub(rb"\1", file.read(end - start))
    return None


def _index(mbox: File) -> tuple[tuple[int, int, Head], ...]:
    stat = mbox.stat()
    return _indexed(mbox, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=4)
def _indexed(mbox: File, size: int, _written: int) -> tuple[tuple[int, int, Head], ...]:
    """Return where each letter of an mbox stands, its line "From" left out, and its head; the last ones."""
    with mbox.open("rb") as file:
        begins_at = max(0, size - MAX_BYTES)
        file.seek(begins_at)
        data = file.read(MAX_BYTES)
    places = [
        (found.start() + (data[found.start()] == ord("\n")), found.end()) for found in _BETWEEN.finditer(data)
    ]
    pieces = [
        (a, b) for a, b in _pieces(places, len(data)) if not _is_deleted(data[a : min(b, a + HEAD_BYTES)])
    ]
    pieces = pieces[-MAX_LETTERS:]
    return tuple(_each_once((begins_at + a, begins_at + b, read_head(data[a:b])) for a, b in pieces))


def _is_deleted(letter: bytes) -> bool:
    head = re.split(rb"\r?\n\r?\n", letter, maxsplit=1)[0]
    return bool(_DELETED.search(head))


def _pieces(places: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    return [(start, following) for (_, start), (following, _) in pairwise([*places, (end, end)])]


def _each_once(letters: Iterable[tuple[int, int, Head]]) -> Iterator[tuple[int, int, Head]]:
    known = set[str]()
    for letter in letters:
        if letter[2].id not in known:
            known.add(letter[2].id)
            yield letter
