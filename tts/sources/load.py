"""Loading: the document that a source names, be it a path, standard input or an address."""

import re
import sys
from pathlib import Path
from typing import BinaryIO, TextIO

from tts.errors import ArticleNotFound, UsageError
from tts.letter import MEDIA_TYPE
from tts.model.document import Document
from tts.sources import collection
from tts.sources.fetch import Fetcher
from tts.sources.file_address import path_of
from tts.sources.held import Held
from tts.sources.part import MARK

STANDARD_INPUT = "-"
# Many times the largest news page; more is some other kind of file.
MAX_FILE_BYTES = 50_000_000

LETTERS = frozenset({".eml", ".emlx", ".mht", ".mhtml"})
"""How files are called that are letters, and pages that browsers saved as such."""

_BYTES_PER_MB = 1_000_000
_LONGEST_NAME = 200  # characters of a name in a sentence
# A single letter before the colon is a drive of Windows.
_SCHEME = re.compile(r"(?<![a-z0-9+.-])([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_BOOK_ADDRESS = re.compile(r"https?://[^#?]+\.epub(?:\?[^#]*)?", re.IGNORECASE)
_LIKE_AN_ADDRESS = re.compile(r"(?:https?:/*)?(?P<rest>(?:www\.|[\w-]+(?:\.[\w-]+)+/).+)", re.IGNORECASE)


async def load(source: str, fetcher: Fetcher) -> Document:
    """Return what a source names: a path, "-" for standard input, or an address of the web.

    Raises UsageError where there is no such thing or it may not be read, ArticleNotFound where it is
    too large, and what `Fetcher.fetch` raises.
    """
    scheme = _SCHEME.match(source)
    match scheme and scheme[1].lower():
        case None if source == STANDARD_INPUT:
            return only_text(read_stream(sys.stdin))
        case None if not source.strip():
            message = "The name of a source is empty."
            raise UsageError(message, hint="Give an http or https address, a file, or - for standard input.")
        case None:
            return read_part(source, source)
        case "http" | "https":
            fetcher.ring.require_at(source)
            page = await fetcher.fetch(source)
            return only_text(page.document(source), source.partition(MARK)[2])
        case "file":
            path, part = path_of(source), source.partition(MARK)[2]
            is_part = part and collection.is_collection(path)
            return read_part(f"{path}{MARK}{part}" if is_part else str(path), source)
        case other:
            message = f"{source} cannot be read: {other} addresses are not known here."
            raise UsageError(message, hint="Give an http or https address, a file, or - for standard input.")


async def load_all(source: str, fetcher: Fetcher) -> tuple[Document, ...]:
    """Return all texts of a book, or of a mailbox, that is piped in or comes from an address; else the one.

    Raises as `load`.
    """
    if source == STANDARD_INPUT:
        document = read_stream(sys.stdin)
    else:
        fetcher.ring.require_at(source)
        document = (await fetcher.fetch(source)).document(source)
    held = Held(document.origin, document.data)
    if not collection.is_collection(held):
        return (document,)
    names = [part.name for part in collection.parts_of(held)]
    return tuple(collection.document_of(held, name, f"{document.origin}{MARK}{name}") for name in names)


def is_book_address(source: str) -> bool:
    """Tell whether an address is called as a book is, and names no chapter of it."""
    return bool(_BOOK_ADDRESS.fullmatch(source))


def only_text(document: Document, part: str = "") -> Document:
    """Return what was piped or fetched, or what is meant of it when it holds several texts."""
    held = Held(document.origin, document.data)
    if not collection.is_collection(held):
        return document
    return collection.document_of(held, part, document.origin)


def read_part(name: str, origin: str) -> Document:
    """Return a file's bytes, or what is meant of a file that holds several texts, as in book.epub#3.

    Raises UsageError where it must be said which of them, and ArticleNotFound where it cannot be read.
    """
    path, part = collection.split(name)
    if not part and not collection.is_collection(path):
        return read_file(path, origin)
    try:
        return collection.document_of(path, part, origin)
    except OSError as error:
        raise _unreadable(error, origin) from error


def read_file(path: Path, origin: str) -> Document:
    """Return a file's bytes; `origin` is how the user named it."""
    try:
        if path.is_dir():
            message = f"{origin} is a folder."
            raise UsageError(message, hint="Name the files in it.")
        with path.open("rb") as file:
            kind = MEDIA_TYPE if path.suffix.lower() in LETTERS else None
            return Document(_bounded(file, f"The file {origin}"), origin, content_type=kind)
    except FileNotFoundError as error:
        message = f"There is no file {origin}."
        raise UsageError(message, hint=_hint_for_missing(origin)) from error
    except PermissionError as error:
        message = f"The file {origin} may not be read."
        raise UsageError(message, hint="Check its permissions.") from error
    except (OSError, ValueError) as error:
        raise _unreadable(error, origin) from error


def read_stream(stdin: TextIO | None) -> Document:
    """Return what is piped into the program; a terminal is refused, since nobody types a page."""
    if stdin is None or stdin.isatty():
        message = "There is nothing on standard input to read."
        raise UsageError(message, hint="Pipe a page into it, as in: ting read - < page.html")
    try:
        return Document(_bounded(stdin.buffer, "Standard input"), STANDARD_INPUT)
    except OSError as error:
        raise _unreadable(error, "Standard input") from error


def _bounded(file: BinaryIO, named: str) -> bytes:
    data = file.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        message = f"{named} is larger than {MAX_FILE_BYTES // _BYTES_PER_MB} MB."
        raise ArticleNotFound(message, hint="Give one saved page or one text at a time.")
    return data


def _unreadable(error: Exception, named: str) -> UsageError:
    reason = getattr(error, "strerror", None) or error
    name = named if len(named) <= _LONGEST_NAME else f"{named[:_LONGEST_NAME]}…"
    return UsageError(f"{name} cannot be read: {reason}.", hint="Check the name, or save it again elsewhere.")


def _hint_for_missing(origin: str) -> str:
    address = _LIKE_AN_ADDRESS.fullmatch(origin)
    if address:
        return f"If a page of the web is meant, give https://{address['rest']}."
    return "Check the name and the folder."
