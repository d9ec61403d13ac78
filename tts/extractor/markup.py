"""Markup: untrusted HTML made into a bounded tree.

The tree is lxml's, which expands no entities; how deep it is read is bounded in `blocks`.
"""

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from tts.errors import ArticleNotFound
from tts.extractor.controls import keep_controls
from tts.extractor.footnotes import drop_footnotes
from tts.model.tag import bared

MAX_ELEMENTS = 20_000  # the largest real article page met had 6,000

_NEVER_READ = (
    *("script", "style", "svg", "math", "noscript", "iframe", "template", "object", "embed", "canvas", "map"),
    *("select", "option", "datalist", "button", "input", "textarea", "audio", "video", "source", "dialog"),
)
_MARKUP = re.compile(r"<(?:p|br|div|li|h[1-6])\b", re.IGNORECASE)
_JSON_LD = "application/ld+json"
_COMMENTS = re.compile(r"(?:^|[-_ ])(?:comments?|cmts?|replies|disqus)(?:$|[-_ ])", re.IGNORECASE)
_WHOLE_PAGE = frozenset({"html", "body", "main", "article"})
_DROPPED = "comments"
_MIN_UNSEEN = 120  # characters: a notice to turn scripts on has fewer
# Attributes that hold a text's markup, for a script to show.
_LONG_DATA = f"//@*[starts-with(name(), 'data-') and string-length() >= {_MIN_UNSEEN}]"
_MAX_NAMES = 400  # characters of a class and an id that are looked at
_UNSEEN = bytes({*range(0x20), 0x7F} - set(b"\t\n"))
# Browsers read these as Windows-1252
# (https://html.spec.whatwg.org/#numeric-character-reference-end-state).
_C1_REFERENCE = re.compile(rb"&#(1[2-5]\d);?")
_C1_CHARACTER = re.compile(rb"\xc2([\x80-\x9f])")


def holds_markup(text: str) -> bool:
    """Tell whether a text is marked up into paragraphs, lines, items or headings."""
    return bool(_MARKUP.search(text))


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: its elements in document order, and the texts of its scripts, the JSON-LD apart.

    Holding the elements keeps each of them one Python object, fit to be a key.
    """

    root: HtmlElement
    elements: tuple[HtmlElement, ...]
    json_ld: tuple[str, ...]
    scripts: tuple[str, ...] = ()


def parse(text: str) -> Page:
    """Return the tree of a page. Raises ArticleNotFound when there is none, or far too much."""
    root = read(text)
    scripts = [(s.text or "", (s.get("type") or "").lower()) for s in root.iter("script")]
    scripts += [(area.text or "", "") for area in root.iter("textarea")]
    scripts += [(value, "") for value in root.xpath(_LONG_DATA) if "<p" in value]
    _keep_unseen(root)
    keep_controls(root)
    drop_footnotes(root)
    etree.strip_elements(root, *_NEVER_READ, with_tail=False)
    elements = tuple(root.iter(etree.Element))
    if len(elements) > MAX_ELEMENTS:
        _drop_comments(root)
        elements = tuple(root.iter(etree.Element))
    if len(elements) > MAX_ELEMENTS:
        message = f"The page has {len(elements):,} elements, which no article has."
        raise ArticleNotFound(message, hint="Give the address or the file of a single article.")
    json_ld = tuple(text for text, kind in scripts if _JSON_LD in kind)
    return Page(
        root, elements, json_ld, tuple(text for text, kind in scripts if _JSON_LD not in kind and text)
    )


def _keep_unseen(root: HtmlElement) -> None:
    """Keep, as hidden text, what a page has for readers without scripts, or for a script to show.

    A notice to turn scripts on is too short for it.
    """
    for element in list(root.iter("noscript", "template")):
        if len(element.text_content()) >= _MIN_UNSEEN:
            element.tag = "div"
            element.attrib.clear()
            element.set("hidden", "")


def _drop_comments(root: HtmlElement) -> None:
    """Take the readers' comments out of a page that has far more of them than of anything else."""
    for element in root.iter(etree.Element):
        names = f"{element.get('class', '')} {element.get('id', '')}"[:_MAX_NAMES]
        if element.tag not in _WHOLE_PAGE and _COMMENTS.search(names):
            element.tag = _DROPPED
    etree.strip_elements(root, _DROPPED, with_tail=False)


def read(text: str) -> HtmlElement:
    """Return the tree of a page as it is. Raises ArticleNotFound when there is none."""
    # Without huge_tree, libxml2 drops what lies within more than 255 elements that were never closed.
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    # All elements are of one class; lxml.html asks for each whether it is a form or a field of one.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    data = text.encode("utf-8", "ignore").translate(None, _UNSEEN)
    data = _C1_REFERENCE.sub(lambda found: _windows_1252(int(found[1]), found[0]), data)
    data = _C1_CHARACTER.sub(lambda found: _windows_1252(found[1][0], b""), data)
    try:
        return document_fromstring(bared(data), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        message = "The page is empty."
        raise ArticleNotFound(message, hint="Save the page again and give the new file.") from error


def _windows_1252(code: int, otherwise: bytes) -> bytes:
    if code not in range(0x80, 0xA0):
        return otherwise
    return bytes([code]).decode("cp1252", "ignore").encode()
