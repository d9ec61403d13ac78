"""The leaves of a book: its files of XHTML, looked at, cut where a chapter ends, and joined to one page."""

import codecs
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from html.entities import html5
from itertools import islice

from lxml import etree

from tts.errors import ArticleNotFound

_DROPPED = ("script", "style", "svg", "math", "audio", "video", "object", "iframe", "nav", "head", "template")
_NOTES = {
    "footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes", "note", "noteref", "pagebreak",
    "doc-footnote", "doc-endnote", "doc-endnotes", "doc-noteref", "doc-pagebreak", "doc-backlink", "toc",
}  # fmt: skip
"""By epub:type, or by ARIA's role (https://www.w3.org/TR/dpub-aria-1.1/)."""

_NOTE_CLASSES = {
    "footnote", "footnotes", "endnote", "endnotes", "duokan-footnote-content", "duokan-footnote-item",
}  # fmt: skip
"""By class, as books for readers without EPUB 3 and those made for Duokan mark theirs."""

_TYPES = ("{http://www.idpf.org/2007/ops}type", "epub:type", "role")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9A-Fa-f]{1,6})|(\d{1,7}));")
_KEPT = {b"amp", b"lt", b"gt", b"quot", b"apos"}
_EMPTY = re.compile(rb"<(a|b|i|p|em|div|span|strong|td)\b([^<>]{0,400})/>")
"""An element that XML lets be empty, and HTML leaves open."""

_PROLOGUE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,400}\?>")
_ENCODING = re.compile(rb"encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_-]{1,20})")
_LARGER = {b"gb2312": "gb18030", b"gbk": "gb18030", b"big5": "big5hkscs"}
"""https://encoding.spec.whatwg.org/#names-and-labels."""

_NO_SIGNS = dict.fromkeys({*range(0x20), 0xFFFE, 0xFFFF} - set(b"\t\n\r"))
"""What no text in XML holds: https://www.w3.org/TR/xml/#charsets."""

_HALVES = range(0xD800, 0xE000)
_NEAR = 3  # elements from a leaf's outermost one inwards that may say what it is
_FULL_STOP = re.compile(r"[。！？!?…]|\.(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A leaf, or what of it stands from one place, an element's id, to another; "" for either of its ends."""

    file: str
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a leaf is: its words, what it says that it is for, and how it is headed."""

    text: str
    types: frozenset[str]
    title: str

    @property
    def has_words(self) -> bool:
        """Whether there is anything to read out."""
        return any(map(str.isalnum, self.text))

    @property
    def is_prose(self) -> bool:
        """Whether a sentence ends in it, as none does on a title's page."""
        return bool(_FULL_STOP.search(self.text))


def parse(data: bytes) -> etree._Element:
    """Return the tree of a file of a book, names without their namespaces; nothing outside of it is loaded.

    Raises ArticleNotFound for what is no XML at all.
    """
    root, _is_sound = _parsed(data)
    return root


def _parsed(data: bytes) -> tuple[etree._Element, bool]:
    """Return the tree of XML, and whether it is written as XML must be."""
    data = _widened(data)
    if not _is_declared(data):  # the parser lets half a character pass, and signs that XML has not
        data = data.decode("utf-8", "replace").translate(_NO_SIGNS).encode()
    parser = etree.XMLParser(
        resolve_entities=False,
        huge_tree=True,  # what lies deep is read too
        no_network=True,
        load_dtd=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_REFERENCE.sub(_whole_character, _ENTITY.sub(_character, data)), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise _unreadable()
    for element in root.iter(etree.Element):
        _rename(element)
    return root, not len(parser.error_log)


def _rename(element: etree._Element) -> None:
    """Take the namespace from an element's name; one that XML does not allow becomes that of any text."""
    try:
        element.tag = str(element.tag).rpartition("}")[2]
    except ValueError:
        element.tag = "span"


def _parsed_leniently(data: bytes) -> etree._Element:
    """Return the tree of a leaf that is written as pages of the web are, with tags that nobody closed."""
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    declared = _PROLOGUE.sub(b"", _EMPTY.sub(rb"<\1\2></\1>", data), count=1)
    try:
        root = etree.fromstring(b'<meta charset="utf-8">' + declared, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable() from error
    return root


def _unreadable() -> ArticleNotFound:
    message = "A file of the book is not written as a book's are."
    return ArticleNotFound(message, hint="Open it in a reader of books; get the file again.")


def look_at(data: bytes) -> Leaf:
    """Return what a leaf is."""
    body = _read(data)
    near = [body, *islice(body.iterdescendants(), _NEAR)]
    only = [element for element in near if _is_whole(element, body)]
    types = frozenset(kind for element in only for kind in types_of(element))
    heading = next(iter(body.iter("h1", "h2", "h3")), None)
    title = text_of(heading) if heading is not None else ""
    return Leaf(text_of(body), types, title)


def text_of(element: etree._Element) -> str:
    """Return the words of an element, on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def all_of(root: etree._Element | None, name: str) -> list[etree._Element]:
    """Return the elements of a name; of no tree none."""
    return list(root.iter(name)) if root is not None else []


def types_of(element: etree._Element) -> set[str]:
    """Return what an element says that it is for."""
    return {kind.lower() for name in _TYPES for kind in str(element.get(name) or "").split()}


def joined(
    pieces: Sequence[Piece],
    texts: Mapping[str, bytes],
    *,
    title: str,
    language: str,
    named: Mapping[str, str],
) -> bytes:
    """Return the pieces as one page in UTF-8, without notes; what else is known of them in its head."""
    bodies = [_cut(_read(texts[piece.file]), piece) for piece in pieces]
    inner = "".join(
        escape(body.text or "", quote=False)
        + "".join(etree.tostring(child, method="html", encoding="unicode") for child in body)
        for body in bodies
    )
    metas = "".join(f'<meta name="{escape(name)}" content="{escape(text)}">' for name, text in named.items())
    head = f'<head><meta charset="utf-8"><title>{escape(title)}</title>{metas}</head>'
    page = f'<!DOCTYPE html><html lang="{escape(language)}">{head}<body>{inner}</body></html>'
    return page.encode("utf-8", "replace")


def _read(data: bytes) -> etree._Element:
    """Return the body of a leaf without what is not for reading."""
    root = _leaf(data)
    found = next(iter(root.iter("body")), root)
    for element in list(found.iter(etree.Element)):
        if element.tag in _DROPPED or (element is not found and _is_note(element)):
            _drop(element)
    return found


def _is_note(element: etree._Element) -> bool:
    classes = str(element.get("class") or "").lower().split()
    return not _NOTES.isdisjoint(types_of(element)) or not _NOTE_CLASSES.isdisjoint(classes)


def _leaf(data: bytes) -> etree._Element:
    with suppress(ArticleNotFound):
        root, is_sound = _parsed(data)
        if is_sound:
            return root
    return _parsed_leniently(data)


def _widened(data: bytes) -> bytes:
    """Return a leaf that says GB 2312 or Big5 in UTF-8, read by the larger sets that these stand for."""
    declared = _PROLOGUE.match(data)
    named = _ENCODING.search(declared[0]) if declared else None
    larger = _LARGER.get(named[1].lower()) if named else None
    return data[declared.end() :].decode(larger, "replace").encode() if larger and declared else data


def _is_declared(data: bytes) -> bool:
    """Tell whether a leaf may be in another encoding than UTF-8: it says so, or begins as UTF-16 does."""
    declared = _PROLOGUE.match(data)
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return is_wide or bool(declared and b"encoding" in declared[0] and b"utf-8" not in declared[0].lower())


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    _keep_tail(element, parent)
    parent.remove(element)


def _keep_tail(element: etree._Element, parent: etree._Element) -> None:
    if not element.tail:
        return
    before = element.getprevious()
    if before is None:
        parent.text = ((parent.text or "") + element.tail).translate(_NO_SIGNS)
    else:
        before.tail = ((before.tail or "") + element.tail).translate(_NO_SIGNS)
    element.tail = None


def _is_whole(element: etree._Element, body: etree._Element) -> bool:
    """Tell whether an element holds all that the body does."""
    return element is body or (_siblings(element) == 1 and not (element.tail or "").strip())


def _siblings(element: etree._Element) -> int:
    parent = element.getparent()
    return 0 if parent is None else len(parent)


def _cut(body: etree._Element, piece: Piece) -> etree._Element:
    start, end = _place(body, piece.start), _place(body, piece.end)
    if end is not None:
        _cut_from(end, body)
    if start is not None and start.getroottree() is not None and _is_in(start, body):
        _cut_before(start, body)
    return body


def _place(body: etree._Element, name: str) -> etree._Element | None:
    """Return the element of an id: the outermost one that begins there."""
    found = (
        next(
            (
                element
                for element in body.iter(etree.Element)
                if name in {element.get("id"), element.get("name")}
            ),
            None,
        )
        if name
        else None
    )
    while found is not None and found is not body:
        parent = found.getparent()
        if parent is None or parent is body or found.getprevious() is not None or (parent.text or "").strip():
            break
        found = parent
    return None if found is body else found


def _is_in(element: etree._Element, body: etree._Element) -> bool:
    return any(parent is body for parent in element.iterancestors())


def _cut_from(place: etree._Element, body: etree._Element) -> None:
    """Take out an element and all that follows it."""
    element: etree._Element | None = place
    is_first = True
    while element is not None and element is not body:
        parent = element.getparent()
        for following in list(element.itersiblings()):
            parent.remove(following)  # type: ignore[union-attr]
        element.tail = None
        if is_first and parent is not None:
            parent.remove(element)
            is_first = False
        element = parent


def _cut_before(place: etree._Element, body: etree._Element) -> None:
    """Take out all that stands before an element."""
    element: etree._Element | None = place
    while element is not None and element is not body:
        parent = element.getparent()
        for before in list(element.itersiblings(preceding=True)):
            parent.remove(before)  # type: ignore[union-attr]
        if parent is not None:
            parent.text = None
        element = parent


def _whole_character(reference: "re.Match[bytes]") -> bytes:
    """Return a reference to a character as it is; nothing for half of one, or none, which parsers let by."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return b"" if code in _HALVES or code in _NO_SIGNS else reference[0]


def _character(entity: "re.Match[bytes]") -> bytes:
    """Return what HTML's name of a character means: XML knows five of them."""
    name = entity[1]
    known = None if name in _KEPT else html5.get(f"{name.decode()};")
    return known.encode("ascii", "xmlcharrefreplace") if known else entity[0]
