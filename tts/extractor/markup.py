"""Markup: untrusted HTML made into a small, bounded tree.

lxml reads the page and throws away what is never read aloud: scripts, styles, fields of forms, empty
elements, most attributes; a list of links becomes one line of linked text. Beautiful Soup gets the rest.
That bounds the memory a hostile page can take, and spares the slower parser most of its work.
libxml2 itself bounds the depth, to 255.
"""

import re
import warnings
from dataclasses import dataclass

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from tts.errors import ArticleNotFound

MAX_ELEMENTS = 60_000  # the largest real article page met had 6,000

_NEVER_READ = (
    *("script", "style", "svg", "math", "noscript", "iframe", "template", "object", "embed", "canvas", "map"),
    *("select", "option", "datalist", "button", "input", "textarea", "audio", "video", "source", "dialog"),
)
_KEPT = frozenset(
    {"class", "id", "style", "href", "src", "data-src", "alt", "hidden", "aria-hidden", "role", "rel", "lang"}
    | {"name", "property", "itemprop", "content", "datetime", "http-equiv"}
)
_KEPT_EMPTY = frozenset({"img", "amp-img", "br", "meta", "link", "head", "body", "html", "td", "th"})
_BREAKING = frozenset({"div", "p", "section", "ul", "ol", "dl", "table", "form", "article", "figure"})
_LISTS = frozenset({"div", "ul", "ol", "dl", "section", "nav", "aside", "footer", "table", "form"})
_MIN_LINKS = 2
_NEXT_PAGE = re.compile(r"下一?[页頁]|Next", re.IGNORECASE)
_PAGE_TAG = re.compile(r"<(?:html|head|body|article|main|section|div|p|meta|table)[\s>/]", re.IGNORECASE)
# Browsers read these references as Windows-1252
# (https://html.spec.whatwg.org/#numeric-character-reference-end-state).
_C1 = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]+")
_JSON_LD = "application/ld+json"


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its tree, and the texts of its JSON-LD scripts."""

    soup: BeautifulSoup
    json_ld: tuple[str, ...]


def is_markup(text: str) -> bool:
    """Tell whether a text is HTML: it says so, or it has the tags of a page."""
    head = text[:2000].lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<?xml")) or bool(_PAGE_TAG.search(text))


def parse(text: str) -> Page:
    """Return the tree of a page. Raises ArticleNotFound when there is none, or far too much."""
    root = _read(text)
    json_ld = tuple(s.text or "" for s in root.iter("script") if _JSON_LD in (s.get("type") or "").lower())
    etree.strip_elements(root, *_NEVER_READ, with_tail=False)
    elements = list(root.iter(etree.Element))
    _bound(len(elements))
    _prune(elements)
    small = etree.tostring(root, encoding="unicode", method="html")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return Page(BeautifulSoup(small.translate(_C1), "lxml", multi_valued_attributes=None), json_ld)


def _read(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return document_fromstring(_UNSEEN.sub("", text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        message = "The page is empty."
        raise ArticleNotFound(message, hint="Save the page again and give the new file.") from error


def _bound(count: int) -> None:
    if count > MAX_ELEMENTS:
        message = f"The page has {count:,} elements, which no article has."
        raise ArticleNotFound(message, hint="Give the address or the file of a single article.")


def _prune(elements: list[HtmlElement]) -> None:
    """Drop attributes and empty elements, and make one line of each list of links; inner elements first."""
    held: dict[HtmlElement, _Held] = {}
    for element in reversed(elements):
        for name in set(element.attrib) - _KEPT:
            del element.attrib[name]
        holds = _hold(element, held)
        if holds.something:
            held[element] = holds
            if holds.links >= _MIN_LINKS and not holds.prose and element.tag in _LISTS:
                _join_links(element)
        elif not _parts_text(element):
            element.drop_tree()


@dataclass(frozen=True, slots=True)
class _Held:
    """What an element holds: anything at all, text outside links, how many links."""

    something: bool
    prose: bool
    links: int


_NOTHING = _Held(something=False, prose=False, links=0)


def _hold(element: HtmlElement, held: dict[HtmlElement, _Held]) -> _Held:
    children = [held.get(child, _NOTHING) for child in element]
    text = _says(element.text) or any(_says(child.tail) for child in element)
    something = text or element.tag in _KEPT_EMPTY or any(child.something for child in children)
    if element.tag == "a":
        return _Held(something, prose=False, links=int(something))
    prose = text or element.tag == "h1" or any(child.prose for child in children)
    return _Held(something, prose, sum(child.links for child in children))


def _says(text: str | None) -> bool:
    return bool(text) and not str(text).isspace()


def _parts_text(element: HtmlElement) -> bool:
    """Tell whether an empty element ends a paragraph by standing between two pieces of text."""
    if element.tag not in _BREAKING or element.getparent() is None:
        return element.getparent() is None
    following = element.getnext()
    return _says(element.tail) or (following is not None and following.tag not in _BREAKING)


def _join_links(element: HtmlElement) -> None:
    lines = [text.strip() for text in element.itertext() if _says(text)]
    if any(_NEXT_PAGE.match(line) for line in lines):
        return
    for child in list(element):
        element.remove(child)
    element.text = None
    etree.SubElement(element, "a").text = "\n".join(lines)
