"""Services: what a reader's own server keeps for her, be it a Miniflux, Readeck, Karakeep or Wallabag.

Nothing is changed there: what was heard stays unread. What they answer stands in their documentation:
https://miniflux.app/docs/api.html, https://docs.karakeep.app/api, at /docs/api of each Readeck, and for
Wallabag in its feeds.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from tts.dates import read_time
from tts.errors import ArticleNotFound, TingError, UsageError
from tts.model.address import bare, web_parts
from tts.sources.copy import Copy, answer, text_in
from tts.sources.entry import BETWEEN_SECTIONS, Entry
from tts.sources.feeds import MAX_ENTRIES, feed_entry, read_feed, tidied
from tts.sources.fetch import SAVE_IT, Fetcher
from tts.sources.page import ANSWER, OWN_LISTING
from tts.sources.secret import secret
from tts.sources.subscription import Subscription

AT_ONCE = 100
"""Entries of one answer: Karakeep gives no more."""

_WORDLESS = ("photo", "video")
"""What Readeck calls a bookmark whose page is no article; some videos have their words all the same."""

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of server: where it lists stories, and how a line of its list becomes an entry.

    `listed_at` is the path with its query, for the number of entries that were read so far and the cursor
    that the last answer gave. The entries are the field `items` of an answer, or the answer where that is
    empty. What a server's `tails` end is the address of its API or of its first page, and not its own.
    """

    name: str
    listed_at: Callable[[int, str], str]
    items: str
    entry: Callable[[str, Item], Entry]
    tails: tuple[str, ...] = ()

    def base(self, location: str) -> str:
        """Return the server's own address, without a slash at its end."""
        return _own_address(location, self.tails)

    async def entries(self, base: str, fetcher: Fetcher) -> list[Entry]:
        """Return what the server lists, the newest first: no more than is taken of any other listing."""
        found: list[Entry] = []
        cursor = ""
        for read in range(0, MAX_ENTRIES, AT_ONCE):
            page = await fetcher.fetch(base + self.listed_at(read, cursor), wanted=ANSWER)
            said = answer(page.data)
            items = _items(said, self)
            found += (self.entry(base, item) for item in items if isinstance(item, dict))
            before, cursor = cursor, text_in(said, "nextCursor")
            if len(items) < AT_ONCE or (before and cursor in {"", before}):
                break
        return found


def _own_address(location: str, tails: tuple[str, ...]) -> str:
    parts = web_parts(location)
    if parts is None:
        return bare(location)
    path = _NUMBERED.sub("", parts.path.rstrip("/"))
    for tail in tails:
        path = path.removesuffix(tail)
    return bare(parts._replace(path=path, query="", fragment="").geturl())


def _items(said: Any, service: Service) -> list[Any]:  # noqa: ANN401 - a server may say anything
    items = said.get(service.items, said) if service.items and isinstance(said, dict) else said
    if items is None and (said or not service.items):  # so Go writes a list of nothing
        return []
    if not isinstance(items, list):
        message = f"What the server answered is no list of {service.name}'s."
        raise ArticleNotFound(message, hint="Is it another program, or another version of it?")
    return items


def _miniflux(_base: str, item: Item) -> Entry:
    feed = item.get("feed")
    tags = item.get("tags")
    copy = Copy(
        html=text_in(item, "content"),
        title=text_in(item, "title"),
        author=text_in(item, "author"),
        paper=text_in(feed, "title"),
        written=_moment(text_in(item, "published_at")),
    )
    sections = _sections(text_in(feed, "category", "title"), *_names(tags))
    return Entry(text_in(item, "url"), copy.title, copy.written, sections, copy if copy.html else None)


def _readeck(base: str, item: Item) -> Entry:
    identity = quote(text_in(item, "id"), safe="")
    authors = "、".join(filter(None, _names(item.get("authors"))))
    copy = Copy(
        address=f"{base}/api/bookmarks/{identity}/article",
        kept=True,
        title=text_in(item, "title"),
        author=authors,
        paper=text_in(item, "site_name"),
        written=_moment(text_in(item, "published")),
    )
    has_text = bool(identity) and item.get("has_article") is True
    is_told = has_text or text_in(item, "type") not in _WORDLESS
    saved = read_time(text_in(item, "created"))
    sections = _sections(*_names(item.get("labels")))
    url = text_in(item, "url") if is_told else ""
    return Entry(url, copy.title, saved, sections, copy if has_text else None)


def _karakeep(base: str, item: Item) -> Entry:
    identity = quote(text_in(item, "id"), safe="")
    content = item.get("content")
    copy = Copy(
        address=f"{base}/api/v1/bookmarks/{identity}?includeContent=true",
        within=("content", "htmlContent"),
        kept=True,
        title=text_in(item, "title") or text_in(content, "title"),
        author=text_in(content, "author"),
        paper=text_in(content, "publisher"),
        written=read_time(text_in(content, "datePublished")),
    )
    is_link = text_in(content, "type") == "link"  # the others are notes, pictures and documents
    saved = read_time(text_in(item, "createdAt"))
    sections = _sections(*(text_in(tag, "name") for tag in _list(item.get("tags"))))
    return Entry(text_in(content, "url") if is_link else "", copy.title, saved, sections, copy)


def _moment(said: str) -> datetime | None:
    """Return a time; None where it is the one that Go writes for none, of the year 1."""
    moment = read_time(said)
    return moment if moment and moment.year > 1 else None


def _list(said: Any) -> list[Any]:  # noqa: ANN401 - as above
    return said if isinstance(said, list) else []


def _names(said: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    return (text_in(name) for name in _list(said))


def _sections(*names: str) -> str | None:
    return BETWEEN_SECTIONS.join(filter(None, names)) or None


SERVICES = {
    "miniflux": Service(
        "Miniflux",
        lambda read, _: (
            f"/v1/entries?status=unread&order=published_at&direction=desc&limit={AT_ONCE}&offset={read}"
        ),
        "entries",
        _miniflux,
        tails=("/unread", "/v1"),
    ),
    "readeck": Service(
        "Readeck",
        lambda read, _: f"/api/bookmarks?is_archived=false&sort=-created&limit={AT_ONCE}&offset={read}",
        "",
        _readeck,
        tails=("/unread", "/bookmarks", "/api"),
    ),
    "karakeep": Service(
        "Karakeep",
        lambda _, cursor: (
            f"/api/v1/bookmarks?archived=false&includeContent=false&limit={AT_ONCE}"
            + (f"&cursor={quote(cursor, safe='')}" if cursor else "")
        ),
        "bookmarks",
        _karakeep,
        tails=("/dashboard/bookmarks", "/bookmarks", "/v1", "/api"),
    ),
}
"""What answers programs, by the kind of a source."""

WALLABAG = "wallabag"
"""What tells its list as a feed, whose address has the token in it."""

_WALLABAG_TAILS = ("/unread/list", "/unread", "/all/list", "/starred/list", "/archive/list")
_NUMBERED = re.compile(r"(?<=/list)/\d{1,9}$")
"""The page of a list, as in /unread/list/2."""


def base_of(kind: str, location: str) -> str:
    """Return the own address of a service, without a slash at its end; empty for a source of another kind."""
    if kind == WALLABAG:
        return _own_address(location, _WALLABAG_TAILS)
    return SERVICES[kind].base(location) if kind in SERVICES else ""


async def read_service(kind: str, location: str, fetcher: Fetcher) -> tuple[Entry, ...]:
    """Return what a service lists, with the stories themselves where it has their text.

    What it is asked with is on the fetcher's ring.

    Raises what `Fetcher.fetch` raises, UsageError without a token, and ArticleNotFound where something
    else answers. None of them names the token.
    """
    name = SERVICES[kind].name if kind in SERVICES else "Wallabag"
    fetcher.ring.require_one_token(location)
    subscription = fetcher.ring.subscription_at(location)
    try:
        if kind == WALLABAG:
            return await _read_wallabag(fetcher, subscription)
        return await _read_answers(SERVICES[kind], fetcher, subscription)
    except UsageError:
        raise
    except TingError as error:
        own = f"The location is {name}'s own address, as https://host/; the token is made in its settings."
        hint = error.hint.removeprefix(SAVE_IT).strip()
        raise type(error)(error.message, hint=f"{hint} {own}".strip()) from error


async def _read_answers(service: Service, fetcher: Fetcher, subscription: Subscription) -> tuple[Entry, ...]:
    if not subscription.is_any:
        message = f"{service.name} tells nothing without a token."
        raise UsageError(message, hint='Make one in its settings, and set the source\'s token = "env:NAME".')
    base = service.base(subscription.location)
    return tidied(await service.entries(base, fetcher), base)


async def _read_wallabag(fetcher: Fetcher, subscription: Subscription) -> tuple[Entry, ...]:
    if not subscription.user or not subscription.token:
        message = "Wallabag tells nothing without the name of a user and the token of that user's feeds."
        hint = 'Set the source\'s user = "NAME" and token = "env:NAME"; it makes the token in its settings.'
        raise UsageError(message, hint=hint)
    base = base_of(WALLABAG, subscription.location)
    if "/feed/" in base:
        message = "The location of Wallabag is its own address, without that of a feed."
        raise UsageError(message, hint="Give what stands before /feed/, and the name and the token apart.")
    user = quote(secret(subscription.user, "The user"), safe="")
    word = secret(subscription.token, "The token").strip()
    token = quote(word, safe="")
    try:
        page = await fetcher.fetch(f"{base}/feed/{user}/{token}/unread", wanted=OWN_LISTING)
        return read_feed(page, _wallabag)
    except TingError as error:
        # A redirect, as to the page for logging in, may have it anew, in the way of a query.
        spellings = (quote(token, safe=""), token, word)
        message, hint = (_without(spellings, said) for said in (error.message, error.hint))
        raise type(error)(message, hint=hint) from None  # what it came from has the token in it


def _without(words: Iterable[str], said: str) -> str:
    for word in words:
        said = said.replace(word, "…")
    return said


def _wallabag(item: Any) -> Entry:  # noqa: ANN401 - feedparser has no types
    """Return an entry of Wallabag's feed: its last link is its own page, and before the text stands a note.

    That note, of how long it takes to read, is the only text outside all elements.
    """
    entry = feed_entry(item)
    links = (link.get("href") for link in item.get("links", ()) if link.get("rel") == "via")
    text = entry.copy.html if entry.copy else ""
    html = text[max(0, text.find("<")) :]
    copy = replace(entry.copy, html=html, kept=True, written=None) if entry.copy else None
    return replace(entry, url=next(links, entry.url), copy=copy)
