"""Facts: the places of a page that answer questions about its article, gathered in one walk."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from html import unescape
from typing import Literal

from lxml.html import HtmlElement

from tts.extractor.json_ld import LinkedData
from tts.extractor.markup import Page
from tts.extractor.prose import tidy
from tts.model.article import Origin

Places = Iterator[tuple[str, str]]
"""Answers to one question, each behind the name of the place it was found in, the best first."""

_NOTED = frozenset({"link", "meta", "title", "h1", "h2", "time", "a", "address"})
_MAX_NAME = 200
_NAMING = frozenset({"class", "rel", "itemprop", "id"})
# The last is WeChat's.
_AUTHOR = re.compile(
    r"(?:^|[-_ ])(?:(?:author|byline|reporter|journalist|writer)s?(?:[-_]?name)?|rich_media_meta_text)"
    r"(?:$|[-_ ])",
    re.IGNORECASE,
)
_OF_AUTHOR = re.compile(
    r"/(?:authors?|writers?|reporters?|journalists?|columnists?|bylines?|members?|users?|people)[/?]|/@[\w.-]{1,40}/?$",
    re.IGNORECASE,
)
_MASTHEAD = re.compile(r"(?:^|[-_ ])(?:logo|masthead|brand|site-?(?:name|title))(?:$|[-_ ])", re.IGNORECASE)
HEADLINE_CLASS = re.compile(r"head(?:line|ing)|tit(?:le)?(?![a-z])|subject", re.IGNORECASE)
"""Classes by which pages mark a headline without a heading's tag."""

_INLINE = frozenset({"span", "font", "b", "strong"})
_MOST_MARKED = 20  # elements: a hostile page has thousands, within each other
_MOST_AUTHORS = 200  # elements that name themselves an author's: a page of columns has many
_CARD = re.compile(r"[，。！？,]")
_WRITTEN_BY = re.compile(r"作者|撰文|Written by|Author", re.IGNORECASE)


class Facts:
    """What a page's head, JSON-LD and marked elements say; `origins` notes which of them answered."""

    def __init__(self, page: Page) -> None:
        self.data = LinkedData(page.json_ld)
        self.scripts = page.scripts
        self.origins: list[Origin] = []
        self.declared_language = page.root.get("lang") or ""
        self._elements: dict[str, list[HtmlElement]] = defaultdict(list)
        self._meta: dict[str, list[str]] = defaultdict(list)
        self._authors: list[HtmlElement] = []
        self._mastheads: list[HtmlElement] = []
        self._headlines: list[HtmlElement] = []
        for element in page.elements:
            self._note(element)

    def _note(self, element: HtmlElement) -> None:
        name = element.tag
        if name in _NOTED:
            self._elements[name].append(element)
        if name == "meta":
            for key in ("property", "name", "itemprop"):
                if said := element.get(key):
                    self._meta[said.lower()].append(element.get("content") or "")
        elif names := " ".join([value[:_MAX_NAME] for key, value in element.items() if key in _NAMING]):
            kind = _kind_by(names)
            if kind == "author":
                self._authors.append(element)
            elif kind == "masthead":
                self._mastheads.append(element)
            elif kind == "headline" and name in _INLINE:
                self._headlines.append(element)

    def first(self, field: str, places: Places) -> str | None:
        """Return the first answer that is not empty, and note under the field's name where it came from."""
        for place, answer in places:
            if tidied := tidy(answer):
                self.origins.append(Origin(field, place))
                return tidied
        return None

    def meta(self, *names: str) -> Places:
        """Yield what meta elements of these names say."""
        for name in names:
            for content in self._meta.get(name, ()):
                yield f"meta {name}", content

    def linked_data(self, *keys: str) -> Places:
        """Yield what the JSON-LD says under these keys; some pages write it with HTML's entities."""
        for key in keys:
            for text in self.data.texts(key):
                yield f"json-ld {key}", unescape(text)

    def writers(self) -> Places:
        """Yield the persons whom the JSON-LD names as authors."""
        for name in self.data.persons("author"):
            yield "json-ld author", unescape(name)

    def links(self, relation: str) -> Places:
        """Yield the addresses of link elements with this relation."""
        for element in self._elements["link"]:
            if (element.get("rel") or "").lower() == relation:
                yield f"link {relation}", element.get("href") or ""

    def named(self, *names: str) -> Places:
        """Yield the texts of the elements with these tag names."""
        for name in names:
            for element in self._elements[name]:
                yield f"page {name}", text_of(element)

    def headlines(self) -> Places:
        """Yield the texts of the elements within lines that name themselves headlines, but for links."""
        for element in self._headlines[:_MOST_MARKED]:
            if element.find(".//a") is None and next(element.iterancestors("a"), None) is None:
                yield "page headline", text_of(element)

    def headings(self) -> Iterator[list[str]]:
        """Yield the pieces of each h1, between its elements: a headline, a section, a line below."""
        for element in self._elements["h1"]:
            yield [text for text in map(tidy, element.itertext()) if text]

    def times(self) -> Places:
        """Yield what time elements give for machines, else for readers; those of an article come first."""
        for element in sorted(self._elements["time"], key=_is_around_article):
            yield "page time", element.get("datetime") or text_of(element)

    def authors(self) -> Places:
        """Yield the texts of the elements that name themselves the author's; of a card its first line."""
        for element in self._authors[:_MOST_AUTHORS]:
            text = text_of(element)
            yield "page author", _first_text(element) if _CARD.search(text) else text

    def author_links(self) -> Places:
        """Yield the texts of the links to authors' pages, and of what HTML has for a page's contact."""
        yield from (("page link", text_of(element)) for element in self._author_links)
        for element in self._elements["address"]:
            yield "page address", text_of(element)

    @cached_property
    def _author_links(self) -> list[HtmlElement]:
        return [a for a in self._elements["a"] if _OF_AUTHOR.search((a.get("href") or "")[:_MAX_NAME])]

    def mastheads(self) -> Places:
        """Yield what the elements say that name themselves the site's own name or sign."""
        for element in self._mastheads[:_MOST_MARKED]:
            pictures = (picture.get("alt") or "" for picture in element.iter("img"))
            yield from (("page masthead", tidy(text)) for text in (text_of(element), *pictures) if text)

    def labelled(self) -> Places:
        """Yield what shared links are labelled with as the author's name (twitter:label1, twitter:data1)."""
        for number in "12":
            label = next(self.meta(f"twitter:label{number}"), ("", ""))[1]
            if _WRITTEN_BY.match(label):
                yield from self.meta(f"twitter:data{number}")

    def anchors(self, wording: re.Pattern[str]) -> Places:
        """Yield the addresses of the links whose whole text is so worded."""
        for element in self._elements["a"]:
            text = "".join(element.itertext()) if len(element) else element.text or ""
            if len(text) <= _MAX_NAME and wording.match(tidy(text)):
                yield "page link", element.get("href") or ""


@lru_cache(maxsize=4096)
def _kind_by(names: str) -> Literal["author", "masthead", "headline"] | None:
    """Return what elements of these names hold; the same names come back all over a site."""
    if _AUTHOR.search(names):
        return "author"
    if _MASTHEAD.search(names):
        return "masthead"
    return "headline" if HEADLINE_CLASS.search(names) else None


def _is_around_article(element: HtmlElement) -> bool:
    """Tell whether an element stands in no article: a ticker's time is not the story's."""
    return next(element.iterancestors("article", "main"), None) is None


def _first_text(element: HtmlElement) -> str:
    return next(filter(None, map(tidy, element.itertext())), "")


def text_of(element: HtmlElement) -> str:
    """Return the text within an element, with a space between its pieces."""
    return tidy(" ".join(element.itertext()))
