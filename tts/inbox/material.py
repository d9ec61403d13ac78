"""What an entry is narrated from: the page at its address, or what was sent in its place."""

import asyncio
from dataclasses import dataclass, replace

from tts.extractor.extract import extract_text, tidied
from tts.inbox.entry import Entry, Order, Sent
from tts.inbox.queue import guid_of
from tts.model.article import Article, Paragraph
from tts.model.document import Document
from tts.model.episode import Episode, Imprint
from tts.narration.pipeline import narrate, narrate_article
from tts.narration.studio import Listener, Relay, Studio
from tts.printable import one_line
from tts.sources.fetch import Fetcher

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Material:
    """An entry, and what came with it."""

    entry: Entry
    sent: Sent | None

    @property
    def is_page_of_its_own(self) -> bool:
        """Whether its sender saw more than its address may show to others, or something else."""
        return self.sent is not None and bool(self.entry.url)

    async def narrated(self, studio: Studio, fetcher: Fetcher, listener: Listener, relay: Relay) -> Episode:
        """Return the episode that it makes, as `narrate` does; on any day it is that of the one it was sent.

        Raises what `Fetcher.fetch` does, too.
        """
        entry, sent = self.entry, self.sent
        imprint = Imprint(entry.guid, None, entry.added, studio.settings.show.title)
        studio = replace(studio, today=entry.added.astimezone().date())
        if sent and sent.kind == "text":
            article = await asyncio.to_thread(article_of, entry, sent)
            return await narrate_article(article, studio, listener, imprint, relay=relay)
        if sent:
            document = Document(sent.content.encode(errors="replace"), entry.url, entry.url or None, HTML)
        else:
            document = (await fetcher.fetch(entry.url)).document(entry.url)
        return await narrate(document, studio, listener, imprint, relay)


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
