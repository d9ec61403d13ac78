"""The book: an EPUB, and which chapters it has: by its spine, called as its table of contents calls them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import unquote

from tts.errors import ArticleNotFound
from tts.model.document import CHAPTER, Document
from tts.sources.archive import Archive
from tts.sources.held import File
from tts.sources.leaves import Piece, all_of, joined, look_at, parse
from tts.sources.package import MAX_MEMBER, UNREAD, Entry, Package, contents_of, read_package
from tts.sources.part import Part

MAX_TEXT = 60_000_000
"""Bytes of all its text together."""

_LOCKS = "META-INF/encryption.xml"
_FONT_LOCKS = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
"""Fonts are scrambled so, and nothing else: https://www.w3.org/TR/epub-33/#sec-font-obfuscation."""

_UNREAD_TITLE = re.compile(
    r"(?:front |back )?cover|封[面底]|(?:table of )?contents|目[錄录次]|copyright(?: page)?"
    r"|版[權权](?:[頁页]|[資资][訊讯]|信息|宣告)?|(?:half[ -]?)?title(?: page)?|[書书]名[頁页]|扉[頁页]"
    r"|(?:foot|end)?notes|[註注][釋释解]|[腳脚尾][註注]|附[註注]|index|索引",
    re.IGNORECASE,
)
_IMPRINT = (
    re.compile(r"ISBN", re.IGNORECASE),
    re.compile(r"[版著][權权作].{0,2}所有|all rights reserved|©|copyright", re.IGNORECASE),
    re.compile(r"出版|初版|定[價价]|印刷|publish|printed|edition", re.IGNORECASE),
)
_MAX_IMPRINT = 2_500  # characters
_OPS = "{http://www.idpf.org/2007/ops}type"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: what it is called, "" for nothing, and its pieces in order."""

    title: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """What a book says of itself, and its chapters; what is for the eye alone is none of them."""

    title: str
    author: str
    language: str
    chapters: tuple[Chapter, ...]


def chapters_of(path: File) -> list[Part]:
    """Return the chapters of a book, by number; ArticleNotFound where none can be read. Raises OSError."""
    book = read_book(path)
    return [Part(str(number), chapter.title) for number, chapter in enumerate(book.chapters, 1)]


def chapter_of(path: File, name: str, origin: str) -> Document:
    """Return the chapter of that number, as `extractor.chapter` reads it; raises as `chapters_of`."""
    book = read_book(path)
    numbers = [str(number) for number in range(1, len(book.chapters) + 1)]
    if name not in numbers:
        message = f"There is no chapter {name} in {path}: it has {len(book.chapters)}."
        raise ArticleNotFound(message, hint="Name one by its number.")
    chapter = book.chapters[numbers.index(name)]
    with Archive(path) as archive:
        texts = {piece.file: archive.read(piece.file, MAX_MEMBER) for piece in chapter.pieces}
    named = {"author": book.author, "book": book.title}
    page = joined(chapter.pieces, texts, title=chapter.title, language=book.language, named=named)
    return Document(page, origin, content_type=CHAPTER)


def read_book(path: File) -> Book:
    """Return a book. Raises ArticleNotFound where it is locked, damaged or incomplete, and OSError."""
    stat = path.stat()
    return _read(path, stat.st_size, stat.st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: File, _size: int, _written: int) -> Book:
    with Archive(path) as archive:
        package = read_package(archive, path)
        _refuse_locked(archive, path, package)
        contents = contents_of(archive, package)
        chapters = tuple(_chapters(archive, path, package, contents))
    if not chapters:
        message = f"{path} has no chapter with words in it."
        raise ArticleNotFound(message, hint="A book of pictures cannot be read aloud.")
    return Book(package.title, package.author, package.language, chapters)


def _refuse_locked(archive: Archive, path: File, package: Package) -> None:
    if not archive.holds(_LOCKS):
        return
    for locked in all_of(parse(archive.read(_LOCKS, MAX_MEMBER)), "EncryptedData"):
        ways = {str(way.get("Algorithm")) for way in all_of(locked, "EncryptionMethod")}
        uris = {unquote(str(one.get("URI") or "")) for one in all_of(locked, "CipherReference")}
        if not ways <= _FONT_LOCKS or uris & set(package.leaves):
            message = f"{path} is locked by its seller (DRM), and cannot be read here."
            raise ArticleNotFound(message, hint="Give a book without a lock.")


def _chapters(archive: Archive, path: File, package: Package, contents: Sequence[Entry]) -> list[Chapter]:
    named: dict[str, list[Entry]] = {}
    for entry in contents:
        named.setdefault(entry.file.casefold(), []).append(entry)
    chapters: list[Chapter] = []
    bare: list[Chapter] = []
    is_named, left = False, MAX_TEXT
    for file in package.leaves:
        entries = named.get(file.casefold(), [])
        if file in package.unread or (entries and _UNREAD_TITLE.fullmatch(entries[0].title)):
            continue
        data = archive.read(file, MAX_MEMBER)
        left -= len(data)
        if left < 0:
            message = f"{path} holds more text than any book: over {MAX_TEXT // 1_000_000} MB."
            raise ArticleNotFound(message, hint="Give a book of fewer volumes.")
        leaf = look_at(data)
        if not leaf.has_words or UNREAD.intersection(leaf.types) or _is_imprint(leaf.text):
            continue
        if entries:
            chapters += _of_entries(file, entries)
            bare += chapters[-1:] if _is_title(leaf.text, chapters[-1].title, package) else []
            is_named = True
        elif is_named:  # a chapter that a program has cut in pieces
            chapters[-1] = replace(chapters[-1], pieces=(*chapters[-1].pieces, Piece(file)))
        elif not contents or leaf.is_prose:
            chapters.append(Chapter(leaf.title, (Piece(file),)))
    return [chapter for chapter in chapters if chapter not in bare]  # a part's title alone on its page


def _of_entries(file: str, entries: Sequence[Entry]) -> Iterator[Chapter]:
    """Yield the chapters of a file: as many as the table of contents has in it on its highest level."""
    top = min(entry.depth for entry in entries)
    heads = [entry for entry in entries if entry.depth == top]
    for number, head in enumerate(heads):
        until = heads[number + 1].place if number + 1 < len(heads) else ""
        yield Chapter(head.title, (Piece(file, head.place if number else "", until),))


def _is_title(text: str, title: str, package: Package) -> bool:
    """Tell whether a leaf has nothing but its title, or nothing but the book's and who wrote it."""
    left = _letters(text)
    if left == _letters(title):
        return True
    for name in (package.title, package.author):
        left = left.replace(_letters(name), "", 1)
    return not left


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _is_imprint(text: str) -> bool:
    """Tell whether a leaf is where publishers say what they must."""
    return len(text) <= _MAX_IMPRINT and sum(bool(sign.search(text)) for sign in _IMPRINT) > 1
