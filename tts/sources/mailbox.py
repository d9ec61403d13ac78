"""The mailbox: an mbox file or a Maildir, and the letters in it. Nothing in it is changed.

https://www.rfc-editor.org/rfc/rfc4155 (mbox), https://cr.yp.to/proto/maildir.html (Maildir).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

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
_QUOTED = re.compile(rb"^>(>{0,9}From )", re.MULTILINE)


def is_mailbox(path: File) -> bool:
    """Tell whether a path is a Maildir, or a file that begins as an mbox does."""
    try:
        if isinstance(path, Path) and path.is_dir():
            return all((path / name).is_dir() for name in _FOLDERS)
        if not path.is_file():  # a pipe would never answer
            return False
        with path.open("rb") as file:
            return bool(_BETWEEN.match(file.read(HEAD_BYTES)))
    except (OSError, ValueError):
        return False


def letters_in(path: File) -> list[Part]:
    """Return the letters of a mailbox, the newest first. Raises OSError."""
    parts = list(_of_folders(path) if isinstance(path, Path) and path.is_dir() else _of_file(path))
    return sorted(parts, key=_sent, reverse=True)[:MAX_LETTERS]


def letter_in(path: File, name: str, origin: str) -> Document:
    """Return the letter of that name; raises ArticleNotFound when there is none (any more), and OSError."""
    data = _of_name(path, name) if isinstance(path, Path) and path.is_dir() else _of_key(path, name)
    if data is None:
        message = f"There is no letter {name} in {path}."
        raise ArticleNotFound(message, hint="It may have been removed; list the mailbox again.")
    return Document(data, origin, content_type=MEDIA_TYPE)


def files_in(maildir: Path) -> Iterator[Path]:
    """Yield the letters' files, those that were delivered last first; links are left alone."""
    files = [path for name in _FOLDERS for path in (maildir / name).iterdir()]
    for path in sorted(files, key=lambda path: path.name, reverse=True):
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            yield path


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
    pieces = _pieces(places, len(data))[-MAX_LETTERS:]
    return tuple(_each_once((begins_at + a, begins_at + b, read_head(data[a:b])) for a, b in pieces))


def _pieces(places: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    return [(start, following) for (_, start), (following, _) in pairwise([*places, (end, end)])]


def _each_once(letters: Iterable[tuple[int, int, Head]]) -> Iterator[tuple[int, int, Head]]:
    known = set[str]()
    for letter in letters:
        if letter[2].id not in known:
            known.add(letter[2].id)
            yield letter
