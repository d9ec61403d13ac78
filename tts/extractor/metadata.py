"""Metadata: who wrote it, when, where, under which headline; and where on the page that was found.

Each fact has its places in order of trust; the first that answers wins. Pages keep them in JSON-LD
(https://schema.org/NewsArticle), in meta elements (https://ogp.me), and in the visible text.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from urllib.parse import urljoin, urlsplit

from bs4 import Tag

from tts.article import Origin
from tts.extractor.blocks import Block
from tts.extractor.byline import MAX_BYLINE, is_byline, tidy_byline
from tts.extractor.dates import read_time
from tts.extractor.json_ld import LinkedData
from tts.extractor.language import language_of
from tts.extractor.markup import Page
from tts.extractor.prose import tidy
from tts.extractor.sites import Site, texts

MAX_TAGS = 20
MAX_TAG = 24
_OPENING_CHARS = 80
_LANGUAGE_CHARS = 6000
_SECTION_CHARS = 6
_SEPARATOR = re.compile(r"\s*[|｜_»丨]\s*|\s+[-–—－/]\s*|\s*[-–—－]\s+|\s*[-－](?=[^-－]{1,16}$)")
_SITE_WORD = re.compile(
    r"[网網]|新[聞闻]|日[報报]|[時时晚早][報报]|[頻频]道|\.com|\.tw|\.cn|\.hk|首[頁页]|News|Times|Post|[電电]子[報报]|APP|[門门][戶户]"
    r"|中心$|社$|周刊|[雜杂][誌志]"
)
_MAX_SITE_NAME = 24
_MIN_TITLE = 4
_NAME_IN_TEXT = re.compile(r"(?:作者|記者|记者|文|编辑|撰文)\s?[:：/／|｜]\s?(.{2,20}?)(?:\s{1,}|$|[　|｜])")
_LANGUAGE_ZONES = {"zh-Hans": "Asia/Shanghai", "zh-Hant": "Asia/Taipei"}
_DOMAIN_ZONES = {
    "tw": "Asia/Taipei",
    "hk": "Asia/Hong_Kong",
    "mo": "Asia/Macau",
    "sg": "Asia/Singapore",
    "my": "Asia/Kuala_Lumpur",
    "cn": "Asia/Shanghai",
}
_NOTED = frozenset({"link", "meta", "title", "h1", "h2", "time", "a"})
_NAMING = ("class", "rel", "itemprop")
_AUTHOR = re.compile(
    r"\b(?:author|byline|reporter|journalist)(?:s|name)?\b|(?:^|[-_ ])author(?:$|[-_ ])", re.IGNORECASE
)
_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:release_date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "weibo: article:create_at",
    "apub:time",
)
_MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified")
_VISIBLE_TIME = re.compile(r"20\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}")
_DAY_IN_ADDRESS = re.compile(r"(20\d{2})[-/]?([01]\d)[-/]?([0-3]\d)(?!\d)")
_TAG_MARKS = re.compile(r"[,，、;；\n]")
_NEXT_PAGE = re.compile(r"^(?:下一?[頁页]|Next(?: page)?)\s?[>»›→]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article; `origins` name the place of each fact."""

    title: str | None = None
    byline: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    publisher: str | None = None
    section: str | None = None
    url: str | None = None
    language: str = "zh-Hant"
    tags: tuple[str, ...] = ()
    image_url: str | None = None
    next_page_url: str | None = None
    origins: tuple[Origin, ...] = ()


Places = Iterator[tuple[str, str]]
"""Answers to one question, each behind the name of the place it was found in, the best first."""


class _Facts:
    """The places of one page that answer questions, and a note of which of them did."""

    def __init__(self, page: Page, site: Site | None, blocks: Sequence[Block]) -> None:
        self.page = page
        self.site = site
        self.opening = [block.text for block in blocks if len(block.text) <= _OPENING_CHARS]
        self.linked = LinkedData(page.json_ld)
        self.origins: list[Origin] = []
        self.elements: dict[str, list[Tag]] = defaultdict(list)
        self.authors: list[Tag] = []
        self._meta: dict[str, list[str]] = defaultdict(list)
        for element in page.soup.descendants:
            if isinstance(element, Tag):
                self._note(element)

    def _note(self, element: Tag) -> None:
        if element.name in _NOTED:
            self.elements[element.name].append(element)
        if element.name == "meta":
            content = str(element.get("content") or "")
            for key in ("property", "name", "itemprop"):
                if name := element.get(key):
                    self._meta[str(name).lower()].append(content)
        elif element.attrs and _AUTHOR.search(" ".join(str(element.get(key, "")) for key in _NAMING)):
            self.authors.append(element)

    def first(self, name: str, places: Places) -> str | None:
        """Return the first answer and note where it came from."""
        for place, answer in places:
            if answer := tidy(answer):
                self.origins.append(Origin(name, place))
                return answer
        return None

    def meta(self, *names: str) -> Places:
        """Yield what meta elements of these names say."""
        for name in names:
            for content in self._meta.get(name, ()):
                yield f"meta {name}", content

    def linked_as(self, relation: str) -> Places:
        """Yield the addresses of link elements with this relation."""
        for element in self.elements["link"]:
            if element.get("rel") == relation:
                yield f"link {relation}", str(element.get("href") or "")

    def data(self, *keys: str) -> Places:
        """Yield what the JSON-LD says under these keys."""
        for key in keys:
            for text in self.linked.texts(key):
                yield f"json-ld {key}", text

    def selected(self, selectors: Sequence[str]) -> Places:
        """Yield the texts of the elements that an adapter's selectors find."""
        for text in texts(self.page.soup, selectors):
            yield "page", text

    def named(self, *names: str) -> Places:
        """Yield the texts of the elements with these tag names."""
        for name in names:
            for element in self.elements[name]:
                yield f"page {name}", element.get_text(" ", strip=True)


def read_metadata(page: Page, blocks: Sequence[Block], *, site: Site | None, url: str | None) -> Metadata:
    """Return what a page says about its article.

    `blocks` are the page's, in order; `url` is where the page was fetched, if it was; `site` its adapter.
    """
    facts = _Facts(page, site, blocks)
    language = language_of("".join(block.text for block in blocks)[:_LANGUAGE_CHARS], _declared_language(page))
    address = facts.first("url", _addresses(facts, url))
    zone = zone_of(address, site, language)
    publisher = facts.first("publisher", _publishers(facts))
    published = facts.first("published", _dated(_published(facts, address), zone))
    modified = facts.first("modified", _dated(_modified(facts), zone))
    image = facts.first("image_url", _images(facts))
    following = facts.first("next_page_url", _next_pages(facts))
    return Metadata(
        title=facts.first("title", _titles(facts, publisher)),
        byline=facts.first("byline", _bylines(facts, publisher)),
        published=read_time(published, zone) if published else None,
        modified=read_time(modified, zone) if modified else None,
        publisher=publisher,
        section=facts.first("section", chain(facts.meta("article:section"), facts.data("articleSection"))),
        url=address,
        language=language,
        tags=_tags(facts, publisher),
        image_url=_absolute(address, image),
        next_page_url=_absolute(address, following),
        origins=tuple(facts.origins),
    )


def zone_of(url: str | None, site: Site | None, language: str) -> str:
    """Return the time zone in which a page without one writes its times: its paper's, its country's, UTC."""
    if site:
        return site.zone
    domain = (urlsplit(url or "").hostname or "").rpartition(".")[2]
    return _DOMAIN_ZONES.get(domain) or _LANGUAGE_ZONES.get(language, "UTC")


def _declared_language(page: Page) -> str:
    html = page.soup.html
    return str(html.get("lang") or "") if html else ""


def _addresses(facts: _Facts, url: str | None) -> Places:
    yield from facts.linked_as("canonical")
    yield from facts.meta("og:url")
    if url:
        yield "address", url


def _publishers(facts: _Facts) -> Places:
    if facts.site:
        yield "address", facts.site.publisher
    yield from facts.meta("og:site_name")
    yield from facts.data("publisher")
    yield from facts.meta("application-name", "mediaid", "source", "dc.publisher")


def _titles(facts: _Facts, publisher: str | None) -> Places:
    if facts.site:
        yield from facts.selected(facts.site.title)
    stated = [*facts.data("headline"), *facts.meta("og:title", "twitter:title"), *facts.named("title")]
    headings = [*facts.named("h1", "h2")]
    # The page's own heading keeps the pauses between clauses; one that the page's head repeats is no logo.
    known = [_squeeze(title) for _, title in stated]
    for place, heading in headings:
        squeezed = _squeeze(heading)
        if len(squeezed) >= _MIN_TITLE and any(squeezed in title for title in known):
            yield place, heading
    for place, title in stated:
        yield place, without_site_name(title, publisher)
    yield from headings


def _squeeze(text: str) -> str:
    return "".join(text.split())


def without_site_name(title: str, publisher: str | None = None) -> str:
    """Return a page title without the site and section names that follow the headline.

    >>> without_site_name("某地下雪了 | 生活 | 某某新聞網")
    '某地下雪了'
    """
    parts = _SEPARATOR.split(tidy(title))
    longest = max(parts, key=len)
    while len(parts) > 1 and parts[-1] != longest and _is_site_name(parts[-1], publisher):
        parts.pop()
    kept = tidy(title)[: _end_of(title, parts)]
    return kept if len(parts) > 1 else parts[0]


def _end_of(title: str, parts: list[str]) -> int:
    """Return where the last kept part of a title ends in it."""
    position = 0
    for part in parts:
        position = tidy(title).index(part, position) + len(part)
    return position


def _is_site_name(part: str, publisher: str | None) -> bool:
    if len(part) > _MAX_SITE_NAME:
        return False
    return (
        len(part) <= _SECTION_CHARS
        or bool(_SITE_WORD.search(part))
        or (bool(publisher) and part in str(publisher))
    )


def _bylines(facts: _Facts, publisher: str | None) -> Places:
    for place, text in _stated_bylines(facts):
        byline = tidy_byline(text)
        if 1 < len(byline) <= MAX_BYLINE and byline != publisher and not byline.startswith("http"):
            yield place, byline


def _stated_bylines(facts: _Facts) -> Places:
    if facts.site:
        yield from facts.selected(facts.site.byline)
    yield from facts.data("author")
    yield from facts.meta("author", "article:author", "dc.creator", "byl")
    for element in facts.authors:
        yield "page", element.get_text(" ", strip=True)
    for text in facts.opening:
        if is_byline(text):
            yield "text", text
        elif found := _NAME_IN_TEXT.search(text):
            yield "text", found.group(1)


def _published(facts: _Facts, address: str | None) -> Places:
    if facts.site:
        yield from facts.selected(facts.site.time)
    yield from facts.data("datePublished", "uploadDate")
    yield from facts.meta(*_PUBLISHED_META)
    for element in facts.elements["time"]:
        yield "page time", str(element.get("datetime") or "") or element.get_text(" ")
    for text in facts.opening:
        if _VISIBLE_TIME.search(text):
            yield "text", text
    yield from facts.data("dateCreated")
    if found := _DAY_IN_ADDRESS.search(urlsplit(address or "").path):
        yield "address", "-".join(found.groups())


def _modified(facts: _Facts) -> Places:
    yield from facts.data("dateModified")
    yield from facts.meta(*_MODIFIED_META)


def _dated(places: Places, zone: str) -> Places:
    """Keep the answers that are times."""
    return ((place, answer) for place, answer in places if read_time(answer, zone))


def _tags(facts: _Facts, publisher: str | None) -> tuple[str, ...]:
    for places in _tag_places(facts):
        answers = list(places)
        words = [tidy(word) for _, answer in answers for word in _TAG_MARKS.split(answer)]
        words = [word for word in dict.fromkeys(words) if 1 < len(word) <= MAX_TAG and word != publisher]
        if words:
            facts.origins.append(Origin("tags", answers[0][0]))
            return tuple(words[:MAX_TAGS])
    return ()


def _tag_places(facts: _Facts) -> Iterator[Places]:
    if facts.site:
        yield facts.selected(facts.site.tags)
    yield facts.meta("article:tag")
    yield facts.meta("news_keywords")
    yield facts.data("keywords")
    yield facts.meta("keywords")


def _images(facts: _Facts) -> Places:
    yield from facts.meta("og:image", "og:image:url", "twitter:image")
    yield from facts.data("image", "thumbnailUrl")


def _next_pages(facts: _Facts) -> Places:
    yield from facts.linked_as("next")
    for element in facts.elements["a"]:
        if _NEXT_PAGE.match(element.get_text(strip=True)):
            yield "page", str(element.get("href") or "")


def _absolute(base: str | None, address: str | None) -> str | None:
    """Return an address made absolute, or None when it is no address of the web."""
    try:
        joined = urljoin(base or "", address or "")
        return joined if urlsplit(joined).scheme in {"http", "https"} else None
    except ValueError:
        return None
