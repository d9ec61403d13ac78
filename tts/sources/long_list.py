"""The long list: all that a sitemap, an index, a feed or a file of addresses names, one after the other.

However long it is, little more is held of it than its bytes.
"""

import codecs
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from tts.dates import read_time
from tts.errors import ArticleNotFound
from tts.model.address import joined, on_web
from tts.sources.entry import Entry
from tts.sources.feeds import ITEM, MAX_ENTRIES, each_in_sitemap, is_sitemap, read_feed, tidy_entry, unpacked
from tts.sources.page import Page

_MARKUP = re.compile(rb"\s*+<")
_BOM = b"\xef\xbb\xbf"
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How a text begins that Windows saves as Unicode."""

_DECLARATION = re.compile(r"\A\ufeff?+\s*+<\?xml[^>]*+>")
_FURTHER = frozenset({"next", "prev-archive"})
"""How a feed leads on to its older items: RFC 5005, 3 and 4."""

_DAY = re.compile(
    r"/(?P<year>19[89]\d|20\d\d)(?P<mark>[-/]?)(?P<month>0[1-9]|1[0-2])(?P=mark)(?P<day>0[1-9]|[12]\d|3[01])"
    r"(?:\d{4})?(?!\d)"
)
"""A day in an address, as weblogs (/2024/05/17/) and papers (/202405170123.aspx, with a number) have it."""


@dataclass(frozen=True, slots=True)
class Further:
    """Another list that a list leads to, and when that says it has changed last; None: it does not say."""

    url: str
    changed: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Misfit:
    """What stands in the place of an address, and is none."""

    text: str


Named = Entry | Further | Misfit


def each_in(page: Page) -> Iterator[Named]:
    """Yield what a list names, in its order, stories with whole addresses.

    A story that says no time, or one after the day in its address, is dated by that. Raises ArticleNotFound
    for a page, and for what is damaged from its beginning.
    """
    data = _in_utf8(unpacked(page)).removeprefix(_BOM)
    if not _MARKUP.match(data):
        yield from each_line(io.BytesIO(data))
    elif is_sitemap(data) or not ITEM.search(data):
        yield from _in_sitemap(replace(page, data=data))
    else:
        yield from _in_feed(replace(page, data=data))


def each_line(lines: Iterable[bytes]) -> Iterator[Named]:
    """Yield what lines of addresses name; an empty one, or one after a #, says nothing."""
    for line in lines:
        text = line.decode("utf-8", errors="replace").lstrip("\ufeff").strip()
        if not text or text.startswith("#"):
            continue
        url = on_web(text)
        yield _dated(Entry(url)) if url else Misfit(text)


def _in_utf8(data: bytes) -> bytes:
    """Return UTF-16 as UTF-8, without a declaration that says otherwise; all else as it is."""
    if not data.startswith(UTF16):
        return data
    return _DECLARATION.sub("", data.decode("utf-16", errors="replace"), count=1).encode()


def _in_sitemap(page: Page) -> Iterator[Named]:
    for is_index, listed in each_in_sitemap(page):
        entry = tidy_entry(listed, page.url)
        if entry is None:
            yield Misfit(listed.url)
        else:
            yield Further(entry.url, entry.published) if is_index else _dated(entry)


def _in_feed(page: Page) -> Iterator[Named]:
    """Yield the items of a feed, as many at a time as are quickly read, and then where it goes on."""
    data = page.data
    starts = [found.start() for found in ITEM.finditer(data)]
    head, found = data[: starts[0]], False
    for first in range(0, len(starts), MAX_ENTRIES):
        ends = [*starts[first + MAX_ENTRIES : first + MAX_ENTRIES + 1], len(data)]
        try:
            for entry in read_feed(replace(page, data=head + data[starts[first] : ends[0]])):
                found = True
                yield _dated(entry)
        except ArticleNotFound:
            if not found:
                raise
    yield from _leads_on(head, page.url)


def _leads_on(head: bytes, base: str) -> Iterator[Further]:
    root = etree.fromstring(head, etree.XMLParser(recover=True, resolve_entities=False, no_network=True))
    for link in root.iter("{*}link") if root is not None else ():
        url = joined(base, link.get("href")) if link.get("rel") in _FURTHER else None
        if url:
            yield Further(url)


def _dated(entry: Entry) -> Entry:
    """Return the entry with the day in its address, where its list says no time or a later one.

    A page that is touched again has a new time in its sitemap; the day in its address stays.
    """
    day = day_in(entry.url)
    if day is None or (entry.published and entry.published.date() <= day.date()):
        return entry
    return replace(entry, published=day)


def day_in(url: str) -> dt.datetime | None:
    """Return the day that an address says, at its midnight; None where it says none."""
    found = _DAY.search(url)
    return read_time("-".join(found.group("year", "month", "day"))) if found else None
