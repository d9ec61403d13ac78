"""Reading: a story of a source as an article, kept for the day's digest."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from tts.catalog.story import Story
from tts.daily.day import Day
from tts.engines.cache import Cache
from tts.errors import ArticleNotFound, TingError, border
from tts.extractor.extract import extract
from tts.fingerprint import fingerprint
from tts.model.article import Article
from tts.model.document import Document
from tts.model.episode import Imprint
from tts.narration.multipage import read_story
from tts.narration.order import source_of
from tts.narration.studio import Studio
from tts.sources.canonical import canonical
from tts.sources.collection import split
from tts.sources.entry import Entry
from tts.sources.fetch import Fetcher
from tts.sources.listing import leads_out
from tts.sources.load import read_part
from tts.sources.page import Validators


@dataclass(frozen=True, slots=True)
class Reading:
    """A story whose article was read: as what it appears, and by what it is known again."""

    story: Story
    article: Article
    imprint: Imprint
    text_print: str
    validators: Validators | None = None


async def read(story: Story, series: str, day: Day, fetcher: Fetcher, studio: Studio) -> Reading | None:
    """Return the story as it is now; None when it is as it was told.

    Raises a TingError when its page cannot be had, or has no article.
    """
    if _is_file(story):
        document, validators = _saved(story.url), None
    else:
        known = story.validators if story.state == "told" and not studio.force else None
        page = await fetcher.fetch(story.url, known)
        if page.not_modified:
            return None
        document, validators = page.document(story.url), page.validators
    reading = await _understood(story, series, day, document, studio)
    changed = studio.force or reading.text_print != story.text_print
    return replace(reading, validators=validators) if changed else None


async def dated_by_pages(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return a folder's entries with the times that their pages tell, None where one tells none."""
    return tuple([replace(entry, published=await _told_time(entry)) for entry in entries])


async def _told_time(entry: Entry) -> datetime | None:
    try:
        with border("reading the story's date"):
            article = await asyncio.to_thread(extract, _saved(entry.url))
    except TingError:  # it is reported when the story is read, if it ever is
        return None
    return article.published


def keep(reading: Reading, cache: Cache) -> None:
    """Keep the article for as long as the cache does."""
    cache.put(_key(reading.imprint.guid), msgspec.json.encode(reading.article))


def kept(guid: str, cache: Cache) -> Article | None:
    """Return the article that was told under a guid, if it is still kept."""
    data = cache.get(_key(guid))
    try:
        return msgspec.json.decode(data, type=Article) if data else None
    except msgspec.DecodeError:
        return None


def imprint(article: Article, guid: str, series: str, day: Day, show: str) -> Imprint:
    """Return as what an article appears: issued when it was published, or else as the day begins."""
    return Imprint(guid, series, article.published or day.midnight, show)


async def _understood(story: Story, series: str, day: Day, document: Document, studio: Studio) -> Reading:
    async with studio.desk:
        article = await read_story(document, studio.follow)
    article = _dated(article, story, day)
    told = replace(day, date=day.of(story.settled)) if story.state == "told" else day
    guid = story.guid or _guid(article, story, series)
    shown = imprint(article, guid, series, told, studio.settings.show.title)
    return Reading(story, article, shown, source_of(article).fingerprint)


def _dated(article: Article, story: Story, day: Day) -> Article:
    """Return the article with its listing's time where it has none, and without one that is to come."""
    if _is_file(story):  # when it was saved says nothing, and to read it must lead nowhere
        published, article = article.published, replace(article, image_url=None)
    else:
        published = article.published or story.published
    is_past = published is not None and day.age(published) >= 0
    return replace(article, published=day.dated(published) if published and is_past else None)


def _guid(article: Article, story: Story, series: str) -> str:
    if _is_file(story) and not article.url:
        return fingerprint("article", series, Path(story.url).name)
    return fingerprint("article", canonical(article.url or story.url))


def _saved(name: str) -> Document:
    """Return what is saved there; a link that was put in its place since it was listed is not followed."""
    path, _part = split(name)
    if leads_out(path):
        message = f"{path} is a link that leads out of its folder."
        raise ArticleNotFound(message, hint="Put the file itself there.")
    return read_part(name, name)


def _is_file(story: Story) -> bool:
    return "://" not in story.url


def _key(guid: str) -> str:
    return fingerprint("told article", guid)
