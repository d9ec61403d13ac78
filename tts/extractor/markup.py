"""Markup: untrusted HTML made into a small, bounded tree.

lxml reads the page first and throws away what is never read (scripts, styles, forms' fields, and all
attributes but a few); Beautiful Soup gets the rest. That bounds the memory a hostile page can take, and
makes the slower of the two parsers the faster part of the way. libxml2 itself bounds the depth (255).
"""

import re
import warnings
from dataclasses import dataclass

from bs4 import BeautifulSoup, XMLParsedAsHTMLWarning
from lxml import etree
from lxml.html import HtmlElement, document_fromstring

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
# Browsers read these references as Windows-1252 (https://html.spec.whatwg.org/#numeric-character-reference-end-state).
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


_PAGE_TAG = re.compile(r"<(?:html|head|body|article|main|section|div|p|meta|table)[\s>/]", re.IGNORECASE)


def parse(text: str) -> Page:
    """Return the tree of a page. Raises ArticleNotFound when there is none, or far too much."""
    root = _read(text)
    json_ld = tuple(s.text or "" for s in root.iter("script") if _JSON_LD in (s.get("type") or "").lower())
    etree.strip_elements(root, *_NEVER_READ, with_tail=False)
    _bound(root)
    for element in root.iter(etree.Element):
        attributes = element.attrib
        for name in set(attributes) - _KEPT:
            del attributes[name]
    small = etree.tostring(root, encoding="unicode", method="html")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        return Page(BeautifulSoup(small.translate(_C1), "lxml", multi_valued_attributes=None), json_ld)


def _read(text: str) -> HtmlElement:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return document_fromstring(_UNSEEN.sub("", text).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        message = "The page is empty."
        raise ArticleNotFound(message, hint="Save the page again and give the new file.") from error


def _bound(root: HtmlElement) -> None:
    count = sum(1 for _ in root.iter(etree.Element))
    if count > MAX_ELEMENTS:
        message = f"The page has {count:,} elements, which no article has."
        raise ArticleNotFound(message, hint="Give the address or the file of a single article.")
