"""Feeds, sitemaps and section pages: the entries that they list, out of their bytes. Nothing is fetched."""

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from tts.dates import read_time
from tts.errors import ArticleNotFound, UsageError
from tts.model.address import bare, joined, web_parts
from tts.model.tag import bared
from tts.sources import charset
from tts.sources.canonical import canonical
from tts.sources.copy import Copy
from tts.sources.entry import BETWEEN_SECTIONS, Entry
from tts.sources.json_feed import is_json, read_items
from tts.sources.page import LISTING, Page
from tts.sources.unpack import BrokenError, TooLargeError, Unpacker

MAX_ENTRIES = 1_000
"""More than any day's news; of longer listings the newest are taken."""

MAX_LINKS = 10_000
"""Of a section's page, in its order: what links to more is no section."""

MAX_TITLE = 300

_GZIP = b"\x1f\x8b"
_OPENING = 2_000
_HTML = re.compile(rb"<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)
ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_PARAGRAPH = re.compile(r"<(?:p|br)[\s/>]", re.IGNORECASE)
_TITLE_LIKE = 6
"""Han characters: what is shorter is the name of a section (財經, 關於我們)."""

_FURNITURE = ("nav", "footer", "header", "aside")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What a sitemap lists: stories, or, when it is an index, the addresses of sitemaps, newest first."""

    entries: tuple[Entry, ...]
    sitemaps: tuple[str, ...] = ()


def read_feed(page: Page, entry_of: Callable[[Any], Entry] | None = None) -> tuple[Entry, ...]:
    """Return the entries of an RSS, RDF, Atom or JSON feed; of a broken one of XML, what can be read of it.

    An item becomes an entry by `entry_of`, for a program that has a way of its own. Raises ArticleNotFound
    for what is no feed, or so broken that nothing of it can be read: when it is a page, with the address
    of its feed.
    """
    import feedparser  # type: ignore[import-untyped]  # noqa: PLC0415 - only where there is a feed

    data = unpacked(page)
    if is_json(data):
        return _read_json(data, page)
    _refuse_page(data, page, "feed")
    feed = feedparser.parse(
        io.BytesIO(charset.declared_anew(_both_ends(data))),
        response_headers={
            "content-type": _content_type(page),
            "content-location": page.url,
        },
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    entries = tidied(map(entry_of or feed_entry, feed.entries), page.url)
    if not feed.get("version") or (feed.bozo and not entries):
        raise _unreadable(page, "feed")
    return entries


def _read_json(data: bytes, page: Page) -> tuple[Entry, ...]:
    try:
        return tidied(read_items(data), page.url)
    except ArticleNotFound as error:
        raise _unreadable(page, "feed") from error


def read_sitemap(page: Page) -> Sitemap:
    """Return what a sitemap lists, be it for news, a plain one, or an index of others.

    Raises ArticleNotFound for what is no sitemap.
    """
    entries: list[Entry] = []
    sitemaps: list[Entry] = []
    for is_index, entry in each_in_sitemap(page):
        (sitemaps if is_index else entries).append(entry)
    indexed = (joined(page.url, entry.url) for entry in newest_first(sitemaps))
    return Sitemap(tidied(entries, page.url), tuple(filter(None, indexed)))


def each_in_sitemap(page: Page) -> Iterator[tuple[bool, Entry]]:
    """Yield what a sitemap lists as it stands there, and whether it is a sitemap itself.

    Of what was yielded nothing is held, however long it is. Raises ArticleNotFound for what is no sitemap.
    """
    data = unpacked(page)
    _refuse_page(data, page, "sitemap")
    found = False
    try:
        root = etree.iterparse(
            io.BytesIO(charset.declared_anew(data)),
            tag=("{*}url", "{*}sitemap"),
            resolve_entities=False,
            no_network=True,
            recover=True,
        )
        for _, element in root:
            found = True
            yield element.tag.endswith("sitemap"), _sitemap_entry(element)
            element.clear()
            while element.getprevious() is not None:  # what was cleared still stands in its parent
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise _unreadable(page, "sitemap") from error
    if not found and not is_sitemap(data):
        raise _unreadable(page, "sitemap")


def is_sitemap(data: bytes) -> bool:
    """Tell whether an unpacked list says that it is a sitemap."""
    return bool(re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)", data[:_OPENING]))


def read_section(page: Page, selector: str | None = None) -> tuple[Entry, ...]:
    """Return the stories that a page links to, in its order, without dates.

    `selector` is CSS and finds the links, or what holds them; without it, links of the page's own site
    that read like headlines are taken. Raises ArticleNotFound when there is none, UsageError for what
    is no selector.
    """
    import soupsieve  # noqa: PLC0415 - only where there is a page
    from bs4 import BeautifulSoup  # noqa: PLC0415 - as above

    soup = BeautifulSoup(bared(page.data), "lxml", **_encodings(page))
    base = soup.find("base", href=True)
    root = (base and joined(page.url, str(base["href"]))) or page.url
    try:
        links = list(_links(soup, selector) if selector else _headlines(soup, root))
    except soupsieve.SelectorSyntaxError as error:
        message = f"The selector {selector!r} is not CSS: {str(error).splitlines()[0].rstrip('.')}."
        raise UsageError(message, hint="Correct the source's selector; a{} is the simplest.") from error
    entries = tidied((Entry(str(link["href"]), link.get_text(" ")) for link in links), root)
    entries = tuple(entry for entry in entries if canonical(entry.url) != canonical(page.url))
    if not entries:
        message = f"No story's link was found on {bare(page.url)}."
        raise ArticleNotFound(
            message, hint="Set the source's selector to one that finds the headlines' links."
        )
    return entries


def plain_title(title: str) -> str:
    """Return a title as words alone: without markup, entities, control characters and line breaks."""
    if "<" in title or "&" in title:
        from bs4 import BeautifulSoup  # noqa: PLC0415 - only where there is markup

        title = BeautifulSoup(f"<p>{title}</p>", "lxml").get_text()
    kept = (" " if character.isspace() else character for character in title)
    words = "".join(character for character in kept if unicodedata.category(character)[0] != "C")
    return " ".join(words.split())[:MAX_TITLE]


def feed_entry(item: Any) -> Entry:  # noqa: ANN401 - feedparser has no types
    """Return what a feed says of a story, with its text where it has that."""
    published = next(filter(None, (_time(item, name) for name in ("published", "updated", "created"))), None)
    terms = filter(None, (tag.get("term") for tag in item.get("tags", ())))
    link, title = item.get("link") or "", item.get("title") or ""
    return Entry(link, title, published, BETWEEN_SECTIONS.join(terms) or None, _copy(item, title, published))


def _copy(item: Any, title: str, published: datetime | None) -> Copy | None:  # noqa: ANN401 - as above
    """Return the text in a feed: content of Atom, content:encoded of RSS, a description with paragraphs."""
    texts = [text.get("value") or "" for text in item.get("content", ())]
    summary = item.get("summary") or ""
    html = max((*texts, summary if _PARAGRAPH.search(summary) else ""), key=len)
    author = item.get("author") or ""
    return Copy(html, title=title, author=author, written=published) if html.strip() else None


def _time(item: Any, name: str) -> datetime | None:  # noqa: ANN401 - as above
    """Return a time in the zone that it is written in; in UTC where only feedparser can read it."""
    said = dict(item)  # asked itself, it takes one time for another, and warns of it
    if moment := read_time(said.get(name) or ""):
        return moment
    read = said.get(f"{name}_parsed")
    try:
        return datetime(*read[:6], tzinfo=UTC) if read else None  # type: ignore[misc]
    except (OverflowError, TypeError, ValueError):
        return None


def _sitemap_entry(element: etree._Element) -> Entry:
    """Return what a sitemap says of an address; its pictures and films have addresses and titles too."""

    def text(path: str) -> str:
        return (element.findtext(path) or "").strip()

    published = read_time(text("{*}news/{*}publication_date") or text("{*}lastmod"))
    return Entry(text("{*}loc"), text("{*}news/{*}title"), published)


def _links(soup: Any, selector: str) -> Iterator[Any]:  # noqa: ANN401 - bs4's types say less than they should
    for found in soup.select(selector):
        yield from [found] if found.name == "a" and found.get("href") else found.select("a[href]")


def _headlines(soup: Any, root: str) -> Iterator[Any]:  # noqa: ANN401 - as above
    here = web_parts(root)
    for link in soup.select("a[href]", limit=MAX_LINKS):
        there = web_parts(joined(root, str(link["href"])))
        is_own = there is not None and here is not None and there.netloc == here.netloc
        is_headline = len(_HAN.findall(link.get_text())) >= _TITLE_LIKE
        if is_own and is_headline and not link.find_parent(_FURNITURE):
            yield link


def tidied(entries: Iterable[Entry], base: str) -> tuple[Entry, ...]:
    """Return the entries with whole addresses and plain titles, each story once, the newest if too many."""
    known: dict[str, Entry] = {}
    for entry in entries:
        tidy = tidy_entry(entry, base)
        if tidy is None:
            continue
        key = canonical(tidy.url)
        before = known.setdefault(key, tidy)
        if len(tidy.title) > len(before.title):
            known[key] = replace(before, title=tidy.title)
    return (
        tuple(newest_first(known.values()))[:MAX_ENTRIES]
        if len(known) > MAX_ENTRIES
        else tuple(known.values())
    )


def tidy_entry(entry: Entry, base: str) -> Entry | None:
    """Return an entry with its whole address and a plain title; None where its address is none."""
    url = joined(base, entry.url)
    if url is None:
        return None
    title = plain_title(entry.title)
    copy = replace(entry.copy, title=title) if entry.copy else None
    return replace(entry, url=url, title=title, section=_name(entry), copy=copy)


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries by their dates; those without one last, in their order."""
    oldest = datetime.min.replace(tzinfo=UTC)
    return sorted(entries, key=lambda entry: entry.published or oldest, reverse=True)


def _name(entry: Entry) -> str | None:
    return plain_title(entry.section) or None if entry.section else None


def _both_ends(data: bytes) -> bytes:
    """Return a feed without what lies between its first items and its last, of which either may be new.

    To read all of a very long one would take longer than all else a run does.
    """
    starts = [found.start() for found in ITEM.finditer(data)]
    if len(starts) <= 2 * MAX_ENTRIES:
        return data
    return data[: starts[MAX_ENTRIES]] + data[starts[-MAX_ENTRIES] :]


def unpacked(page: Page) -> bytes:
    """Return the listing's bytes, overladen tags bared, also where it was packed (sitemap.xml.gz)."""
    if not page.data.startswith(_GZIP):
        return bared(page.data)
    unpacker = Unpacker("gzip", LISTING.max_bytes)
    try:
        unpacker.feed(page.data)
        return bared(unpacker.finish())
    except (BrokenError, TooLargeError) as error:
        raise _unreadable(page, "packed list") from error


def _refuse_page(data: bytes, page: Page, wanted: str) -> None:
    if not _HTML.search(data[:_OPENING]):
        return
    message = f"{bare(page.url)} is a page, and not a {wanted}."
    found = _alternate(page)
    hint = (
        f"Its feed is {found}" if found else 'Correct the location, or set kind = "page" to take its links.'
    )
    raise ArticleNotFound(message, hint=hint)


def _alternate(page: Page) -> str | None:
    """Return the address of the feed that a page names as its own."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - only where a page came for a feed

    soup = BeautifulSoup(bared(page.data), "lxml", **_encodings(page))
    link = soup.select_one(
        'link[rel~="alternate"]:is([type="application/rss+xml"], [type="application/atom+xml"],'
        ' [type="application/feed+json"])'
    )
    return joined(page.url, str(link.get("href") or "")) if link else None


def _content_type(page: Page) -> str:
    """Return the media type of a feed, with its charset if that is one."""
    media_type = (page.content_type or "application/xml").partition(";")[0].strip()
    label = charset.of_header(page.content_type)
    return f"{media_type}; charset={label}" if label else media_type


def _encodings(page: Page) -> dict[str, Any]:
    """Return what Beautiful Soup is told of a page's encoding: its server's, and not one that is none."""
    from bs4.dammit import EncodingDetector  # noqa: PLC0415 - only where there is a page

    declared = EncodingDetector.find_declared_encoding(page.data, is_html=True)
    unknown = [declared] if declared and not charset.known(declared) else []
    return {"from_encoding": charset.of_header(page.content_type), "exclude_encodings": unknown}


def _unreadable(page: Page, wanted: str) -> ArticleNotFound:
    message = f"{bare(page.url)} is not a {wanted} that can be read."
    return ArticleNotFound(message, hint="Open it in a browser; correct the source's location or kind.")
