"""JSON Feed: the entries of a feed that is written in JSON, of version 1 or 1.1. Nothing is fetched.

https://www.jsonfeed.org/version/1.1/.
"""

import codecs
from collections.abc import Iterator
from html import escape
from typing import Any

from tts.dates import read_time
from tts.errors import ArticleNotFound
from tts.sources.copy import Copy, answer, text_in
from tts.sources.entry import BETWEEN_SECTIONS, Entry

_VERSION = "jsonfeed.org/version/"


def is_json(data: bytes) -> bool:
    """Tell whether a listing begins as an object in JSON does, and no XML."""
    return data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")


def read_items(data: bytes) -> Iterator[Entry]:
    """Yield the entries of a feed in its order; their addresses may be relative, or empty.

    Raises ArticleNotFound for what is no such feed.
    """
    said = answer(data.removeprefix(codecs.BOM_UTF8))
    items = said.get("items") if isinstance(said, dict) else None
    if not isinstance(items, list) or _VERSION not in text_in(said, "version"):
        message = "What the server answered is no JSON Feed."
        raise ArticleNotFound(message, hint="Correct the source's location.")
    return (_entry(item, _authors(said)) for item in items if isinstance(item, dict))


def _entry(item: dict[str, Any], authors: str) -> Entry:
    """Return what is said of a story; its address may be its `id`, as feeds of version 1 have it."""
    addresses = (text_in(item, name) for name in ("url", "external_url", "id"))
    moments = (read_time(text_in(item, name)) for name in ("date_published", "date_modified"))
    title, published = text_in(item, "title"), next(filter(None, moments), None)
    tags = item.get("tags")
    terms = (tag for tag in tags if isinstance(tag, str) and tag) if isinstance(tags, list) else ()
    html = text_in(item, "content_html") or _paragraphs(text_in(item, "content_text"))
    copy = Copy(html, title=title, author=_authors(item) or authors, written=published)
    sections = BETWEEN_SECTIONS.join(terms) or None
    return Entry(next(filter(_is_address, addresses), ""), title, published, sections, copy if html else None)


def _is_address(word: str) -> bool:
    return "/" in word


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())


def _authors(said: dict[str, Any]) -> str:
    """Return who wrote it: `authors`, and in version 1 the one `author`."""
    authors = said.get("authors")
    listed = authors if isinstance(authors, list) else [said.get("author")]
    return "、".join(filter(None, (text_in(author, "name") for author in listed)))
