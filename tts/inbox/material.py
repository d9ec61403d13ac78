"""What an entry is narrated from: the page at its address, or what was sent in its place."""

import asyncio
from dataclasses import dataclass, replace

from tts.extractor.extract import extract_text, tidied
from tts.farm.job import Job
from tts.inbox.entry import Entry, Order, Sent
from tts.inbox.queue import guid_of
from tts.model.article import Article, Paragraph
from tts.model.document import Document
from tts.model.episode import Episode, Imprint
from tts.narration.order import source_of
from tts.narration.pipeline import story_of
from tts.narration.studio import Studio
from tts.printable import one_line
from tts.sources.fetch import Fetcher

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Material:
    """An entry, and what came with it."""

    entry: Entry
    sent: Sent | None

    async def is_told_by(self, episode: Episode, studio: Studio) -> bool:
        """Tell whether the episode of the same story says what this would.

        A page that was sent whole may say more than its address shows to others, or something else. Raises
        ArticleNotFound where it says nothing.
        """
        if not self.sent or not self.entry.url:
            return True
        article = await self._article(studio, self.sent)
        return [source_of(article).fingerprint] == [source.fingerprint for source in episode.articles]

    async def job(self, studio: Studio, fetcher: Fetcher) -> Job:
        """Return what is to be made of it: on any day the episode of the day that it was sent.

        Raises what `Fetcher.fetch` does, and ArticleNotFound for a text without words.
        """
        entry, sent = self.entry, self.sent
        imprint = Imprint(entry.guid, None, entry.added, studio.settings.show.title)
        today = entry.added.astimezone().date()
        if sent and sent.kind == "text":
            article = await self._article(studio, sent)
            return Job(article, imprint, today=today)
        document = self._page(sent) if sent else (await fetcher.fetch(entry.url)).document(entry.url)
        return Job(document, imprint, today=today)

    async def _article(self, studio: Studio, sent: Sent) -> Article:
        if sent.kind == "text":
            return await asyncio.to_thread(article_of, self.entry, sent)
        return await story_of(self._page(sent), studio)

    def _page(self, sent: Sent) -> Document:
        url = self.entry.url
        return Document(sent.content.encode(errors="replace"), url, url or None, HTML)


def article_of(entry: Entry, sent: Sent) -> Article:
    """Return the article of a text that was sent, called as its sender calls it; it is never read as HTML.

    Raises ArticleNotFound when it has no words.
    """
    article = replace(extract_text(sent.content), url=entry.url or None)
    title = one_line(_given_title(entry, sent)).strip()
    if not title:
        return article
    first = article.headline  # a line of its own that the title may be, or not
    opening = (Paragraph(first),) if first and first != title else ()
    return tidied(replace(article, title=title, paragraphs=opening + article.paragraphs, origins=()))


def _given_title(entry: Entry, sent: Sent) -> str:
    """Return the entry's title as its sender gave it; of a text without one its first words become it."""
    given = bool(entry.url) or entry.guid == guid_of(Order("", entry.title, sent))
    return entry.title if given else ""
