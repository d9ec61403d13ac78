"""The collection: a file that holds several texts, and how one of them is named (book.epub#3)."""

from pathlib import Path

from tts.errors import ArticleNotFound, UsageError
from tts.model.document import Document
from tts.sources import mailbox
from tts.sources.file_address import is_file_address, path_of
from tts.sources.held import File
from tts.sources.part import MARK, Part

BOOK = ".epub"

_ZIP = b"PK\x03\x04"
_CONTAINER = b"META-INF/container.xml"
"""Which every book has, and no other zip file: https://www.w3.org/TR/epub-33/#sec-container-metainf-container.xml."""

_DIRECTORY_BYTES = 1_000_000
"""So far from its end a zip file lists what it has: 10,000 files."""

NAMED = 5
"""So many of its parts a sentence names."""


def is_collection(path: File) -> bool:
    """Tell whether a path is a book, or a mailbox."""
    return _is_book(path) or mailbox.is_mailbox(path)


def parts_of(path: File) -> list[Part]:
    """Return what a collection holds: a book's chapters in their order, a mailbox's newest letters first.

    Raises ArticleNotFound for one that cannot be read, or holds nothing.
    """
    try:
        parts = _chapters_of(path) if _is_book(path) else mailbox.letters_in(path)
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}."
        raise UsageError(message, hint="Check its permissions.") from error
    if not parts:
        message = f"{path} holds nothing to read."
        raise ArticleNotFound(message, hint="Give another file.")
    return parts


def names_in(source: str) -> tuple[str, ...]:
    """Return the sources that a source stands for: each part of a collection, or else itself.

    Raises what `parts_of` does.
    """
    path = path_of(source) if is_file_address(source) else Path(source)
    is_address = "://" in source and (MARK in source or not is_file_address(source))
    if is_address or not is_collection(path):
        return (source,)
    return tuple(f"{source}{MARK}{part.name}" for part in parts_of(path))


def split(source: str) -> tuple[Path, str]:
    """Return the file of a source, and which part of it is meant; "" when the file itself is."""
    whole, _, name = source.rpartition(MARK)
    is_part = bool(whole and name) and is_collection(Path(whole)) and not _is_there(Path(source))
    return (Path(whole), name) if is_part else (Path(source), "")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def document_of(path: File, name: str, origin: str) -> Document:
    """Return a part of a collection; without a name the only one that there is.

    Raises UsageError when there are several to choose from, ArticleNotFound when there is none of the name.
    """
    if not name:
        first, *others = parts = parts_of(path)
        if others:
            raise _several(path, parts)
        name = first.name
    if _is_book(path):
        from tts.sources.book import chapter_of  # noqa: PLC0415 - its parser takes long to load

        return chapter_of(path, name, origin)
    return mailbox.letter_in(path, name, origin)


def _is_book(path: File) -> bool:
    """Tell whether a file is called as books are, or holds what they do."""
    try:
        if not path.is_file():  # a pipe would never answer
            return False
        return path.suffix.lower() == BOOK or _has_a_container(path)
    except (OSError, ValueError):
        return False


def _has_a_container(path: File) -> bool:
    with path.open("rb") as file:
        if file.read(len(_ZIP)) != _ZIP:
            return False
        file.seek(max(0, path.stat().st_size - _DIRECTORY_BYTES))
        return _CONTAINER in file.read()


def _chapters_of(path: File) -> list[Part]:
    from tts.sources.book import chapters_of  # noqa: PLC0415 - its parser takes long to load

    return chapters_of(path)


def _several(path: File, parts: list[Part]) -> UsageError:
    told = ", ".join(f"{MARK}{part.name} {part.title}".strip() for part in parts[:NAMED])
    more = f" and {len(parts) - NAMED} more" if len(parts) > NAMED else ""
    message = f"{path} holds {len(parts)} texts: {told}{more}."
    if str(path) == "-":
        hint = "Save it as a file, and name one, as in book.epub#1; ting read takes all."
    else:
        hint = f"Name one, as in {path.name}{MARK}{parts[0].name}; ting read takes all."
    return UsageError(message, hint=hint)
