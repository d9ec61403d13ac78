"""The package of a book: its files, their order, and its table of contents, as an EPUB says them.

https://www.w3.org/TR/epub-33/. EPUB 2 is read too, whose table of contents is an NCX.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from tts.errors import ArticleNotFound
from tts.sources.archive import Archive
from tts.sources.held import File
from tts.sources.leaves import all_of, parse, text_of, types_of

MAX_MEMBER = 12_000_000
"""Bytes of one file of text; the Bible's longest book has a fifth of a megabyte."""

MOST_LEAVES = 5_000
MOST_ENTRIES = 20_000  # of a table of contents

_CONTAINER = "META-INF/container.xml"
_TEXTS = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"}
_NCX = "application/x-dtbncx+xml"
UNREAD = {
    "cover", "titlepage", "title-page", "halftitlepage", "copyright-page", "copyright", "colophon", "toc",
    "loi", "lot", "landmarks", "index", "endnotes", "footnotes", "rearnotes", "notes",
    "other-credits", "imprint",
}  # fmt: skip
"""Of what a book says its leaves are: https://www.w3.org/TR/epub-ssv-11/, and the guide of EPUB 2."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents, which leads to a file, and perhaps to a place in it."""

    file: str
    place: str
    title: str
    depth: int


@dataclass(slots=True)
class Package:
    """What the package document says: where files are by their ids, and what they are for."""

    folder: str
    title: str = ""
    author: str = ""
    language: str = ""
    files: dict[str, str] = field(default_factory=dict)
    leaves: list[str] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    nav: str = ""
    ncx: str = ""


def read_package(archive: Archive, path: File) -> Package:
    """Return what a book's package says. Raises ArticleNotFound where a book lacks what every one has."""
    if not archive.holds(_CONTAINER):
        raise no_book(path, "what says where its contents are")
    container = parse(archive.read(_CONTAINER, MAX_MEMBER))
    named = next((str(root.get("full-path") or "") for root in all_of(container, "rootfile")), "")
    place = _within("", named, path)
    root = parse(archive.read(place, MAX_MEMBER)) if place and archive.holds(place) else None
    if root is None:
        raise no_book(path, "its table of files")
    title, author, language = (_said(root, name) for name in ("title", "creator", "language"))
    package = Package(posixpath.dirname(place), title, author, language)
    kinds = _fill_files(root, package, path)
    _fill_leaves(root, package, kinds)
    if not package.leaves:
        raise no_book(path, "an order of its chapters")
    return package


def _said(root: etree._Element, name: str) -> str:
    texts = (" ".join((element.text or "").split()) for element in all_of(root, name))
    return next(filter(None, texts), "")


def _fill_files(root: etree._Element, package: Package, path: File) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for item in all_of(root, "item"):
        file = _within(package.folder, str(item.get("href") or ""), path)
        package.files[str(item.get("id"))] = file
        kinds[file] = str(item.get("media-type") or "").lower()
        properties = str(item.get("properties") or "").split()
        package.nav = file if "nav" in properties else package.nav
        package.ncx = file if kinds[file] == _NCX else package.ncx
    for reference in all_of(root, "reference"):
        if str(reference.get("type") or "").lower() in UNREAD:
            package.unread.add(_within(package.folder, str(reference.get("href") or ""), path))
    package.unread.add(package.nav)
    return kinds


def _fill_leaves(root: etree._Element, package: Package, kinds: dict[str, str]) -> None:
    for itemref in all_of(root, "itemref"):
        file = package.files.get(str(itemref.get("idref")), "")
        is_text = kinds.get(file, "") in _TEXTS
        if is_text and str(itemref.get("linear") or "").lower() != "no" and file not in package.leaves:
            package.leaves.append(file)
        if len(package.leaves) >= MOST_LEAVES:
            return


def contents_of(archive: Archive, package: Package) -> list[Entry]:
    """Return the table of contents; what it calls a cover or the like is `unread` in the package then."""
    if package.nav and archive.holds(package.nav):
        entries = list(_of_nav(parse(archive.read(package.nav, MAX_MEMBER)), package))
        if entries:
            return entries
    if package.ncx and archive.holds(package.ncx):
        return list(_of_ncx(parse(archive.read(package.ncx, MAX_MEMBER)), package.ncx))
    return []


def _of_nav(root: etree._Element, package: Package) -> Iterator[Entry]:
    navs = all_of(root, "nav")
    for nav in navs:
        if "landmarks" in types_of(nav):
            for link in all_of(nav, "a"):
                if UNREAD.intersection(types_of(link)):
                    package.unread.add(_entry(package.nav, link.get("href"), "", 0).file)
    toc = next((nav for nav in navs if "toc" in types_of(nav)), None)
    for link in all_of(toc, "a")[:MOST_ENTRIES] if toc is not None else []:
        depth = sum(1 for element in link.iterancestors() if element.tag == "ol")
        yield _entry(package.nav, link.get("href"), text_of(link), depth)


def _of_ncx(root: etree._Element, ncx: str) -> Iterator[Entry]:
    for point in all_of(root, "navPoint")[:MOST_ENTRIES]:
        label, content = point.find("navLabel"), point.find("content")
        title = text_of(label) if label is not None else ""
        depth = sum(1 for element in point.iterancestors() if element.tag == "navPoint")
        if content is not None:
            yield _entry(ncx, content.get("src"), title, depth)


def _entry(beside: str, href: object, title: str, depth: int) -> Entry:
    file, _, place = str(href or "").partition("#")
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(beside), unquote(file))) if file else beside
    return Entry(whole, unquote(place), title, depth)


def _within(folder: str, href: str, path: File) -> str:
    """Return the member that an address in a book leads to; raises where it leads out of the book.

    What begins with a slash is within the book, too: https://www.w3.org/TR/epub-33/#sec-container-iri.
    """
    whole = posixpath.normpath(posixpath.join("/", folder, unquote(href.partition("#")[0])).lstrip("/"))
    if whole.startswith("../") or whole == "..":
        message = f"{path} names a file outside of itself: {href}."
        raise ArticleNotFound(message, hint="Such a book is damaged, or made to do harm.")
    return whole


def no_book(path: File, lacks: str) -> ArticleNotFound:
    """Return the error of a book that lacks something."""
    message = f"{path} is no book: it lacks {lacks}."
    return ArticleNotFound(message, hint="Open it in a reader of books; get the file again.")
