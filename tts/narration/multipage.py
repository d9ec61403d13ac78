"""The story: an article whole, also where its page is the first of several."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from tts.errors import ArticleNotFound, TingError, border
from tts.extractor.doubts import FREE_PART, doubts
from tts.extractor.extract import extract
from tts.extractor.prose import squeeze
from tts.model.address import web_parts
from tts.model.article import Article, Paragraph
from tts.model.document import Document

Follow = Callable[[str], Awaitable[Document]]
"""Reads the page at an address."""

MOST_PAGES = 20
"""No news story has more; a page that always names a next one is a gallery or a trap."""

_PAGE_MARK = 6  # characters that a page adds to its story's headline: （2）, 【第2頁】
_REFRAIN = 12  # characters of a line that may come again: 問：, a row of stars


async def read_story(document: Document, follow: Follow | None = None) -> Article:
    """Return the document's article, with the paragraphs of its further pages where they can be had.

    Only a document that came from an address is followed, on its own host. What cannot be read stays a
    warning of the article: it goes on on another page. A page under another headline, or that has nothing
    new, is none of the story. Raises ArticleNotFound like `extract`. A subscriber is told what he may do
    where the article is not there, or not all of it.
    """
    return _for_subscriber(await _whole(document, follow), document.renewal)


async def _whole(document: Document, follow: Follow | None) -> Article:
    article = await _extracted(document)
    seen = {document.url, article.url}
    while follow and (address := _further(article, document)) and address not in seen:
        seen.add(address)
        if len(seen) > MOST_PAGES:
            break
        try:
            with border("reading the next page"):
                page = await asyncio.to_thread(extract, await follow(address))
        except TingError:
            break
        further = _unread(article, page) if _is_same_story(article, page) else ()
        if not further:
            return _ended(article)
        article = _continued(article, page, further)
    return article


async def _extracted(document: Document) -> Article:
    try:
        return await asyncio.to_thread(extract, document)
    except ArticleNotFound as error:
        if not document.renewal:
            raise
        raise ArticleNotFound(error.message, hint=f"{error.hint} {document.renewal}".strip()) from error


def _for_subscriber(article: Article, renewal: str) -> Article:
    warnings = tuple(
        f"{warning} {renewal}".rstrip() if warning == FREE_PART else warning for warning in article.warnings
    )
    return replace(article, warnings=warnings)


def _further(article: Article, document: Document) -> str | None:
    there, here = web_parts(article.next_page_url), web_parts(document.url)
    return article.next_page_url if there and here and there.netloc == here.netloc else None


def _is_same_story(article: Article, page: Article) -> bool:
    """Tell whether a page has the story's headline, with or without the number of the page; or has none."""
    ours, theirs = sorted((squeeze(article.headline), squeeze(page.headline)), key=len)
    if not ours:
        return True
    return theirs.startswith(ours) and len(theirs) - len(ours) <= _PAGE_MARK


def _unread(article: Article, page: Article) -> tuple[Paragraph, ...]:
    """Return what a page has beyond the story so far; only short lines may come again, as a refrain does."""
    read = {squeeze(paragraph.text) for paragraph in article.paragraphs}
    is_fresh = [squeeze(paragraph.text) not in read for paragraph in page.paragraphs]
    if not any(is_fresh):
        return ()
    pairs = zip(page.paragraphs, is_fresh, strict=True)
    return tuple(one for one, fresh in pairs if fresh or len(one.text) <= _REFRAIN)


def _ended(article: Article) -> Article:
    """Return the article as one whose next page is none of its own."""
    address = article.next_page_url or ""
    warnings = tuple(warning for warning in article.warnings if address not in warning)
    return replace(article, next_page_url=None, warnings=warnings)


def _continued(article: Article, page: Article, further: tuple[Paragraph, ...]) -> Article:
    paragraphs = article.paragraphs + further
    walled = (FREE_PART,) if FREE_PART in page.warnings else ()
    warnings = (*walled, *doubts(paragraphs, next_page_url=page.next_page_url))
    return replace(article, paragraphs=paragraphs, next_page_url=page.next_page_url, warnings=warnings)
