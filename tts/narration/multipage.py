"""The story: an article whole, also where its page is the first of several."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import urlsplit

from tts.errors import TingError
from tts.extractor.doubts import doubts
from tts.extractor.extract import extract
from tts.model.article import Article
from tts.model.document import Document

Follow = Callable[[str], Awaitable[Document]]
"""Reads the page at an address."""

MOST_PAGES = 20
"""No news story has more; a page that always names a next one is a gallery or a trap."""


async def read_story(document: Document, follow: Follow | None = None) -> Article:
    """Return the document's article, with the paragraphs of its further pages where they can be had.

    Only a document that came from an address is followed, on its own host. What cannot be read stays a
    warning of the article: it goes on on another page. Raises ArticleNotFound like `extract`.
    """
    article = await asyncio.to_thread(extract, document)
    seen = {document.url, article.url}
    while follow and (address := _further(article, document)) and address not in seen:
        seen.add(address)
        if len(seen) > MOST_PAGES:
            break
        try:
            page = await asyncio.to_thread(extract, await follow(address))
        except TingError:
            break
        article = _continued(article, page)
    return article


def _further(article: Article, document: Document) -> str | None:
    address = article.next_page_url
    if not address or not document.url:
        return None
    return address if urlsplit(address).netloc == urlsplit(document.url).netloc else None


def _continued(article: Article, page: Article) -> Article:
    paragraphs = article.paragraphs + page.paragraphs
    warnings = tuple(doubts(paragraphs, next_page_url=page.next_page_url))
    return replace(article, paragraphs=paragraphs, next_page_url=page.next_page_url, warnings=warnings)
