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
from tts.errors import ArticleNotFound, NetworkError, TingError, border
from tts.extractor.doubts import FREE_PART
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
from tts.sources.copy import Copy, whole
from tts.sources.entry import Entry
from tts.sources.fetch import Fetcher
from tts.sources.listing import leads_out
from tts.sources.load import read_part
from tts.sources.page import Validators

WHOLE = 200
"""Characters; the beginning of a story, which many feeds give, is shorter, and hardly any story is."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A story to be read, of the source `series`, and its text as that has it."""

    story: Story
    series: str
    copy: Copy | None = None

    @property
    def is_kept(self) -> bool:
        """Whether its reader saved it, and when is what its listing says."""
        return self.copy is not None and self.copy.kept


@dataclass(frozen=True, slots=True)
class Reading:
    """A story whose article was read: as what it appears, and by what it is known again."""

    story: Story
    article: Article
    imprint: Imprint
    text_print: str
    validators: Validators | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of a story: its article, and what its page can be asked for again by."""

    article: Article
    validators: Validators | None = None

    @property
    def is_free_part(self) -> bool:
        return is_free_part(self.article)


def is_free_part(article: Article) -> bool:
    """Tell whether the rest of an article is for subscribers alone."""
    return any(warning.startswith(FREE_PART) for warning in article.warnings)


async def read(errand: Errand, day: Day, fetcher: Fetcher, studio: Studio) -> Reading | None:
    """Return the story as it is now; None when it is as it was told.

    A copy that its reader kept is read before the page; any other where the page cannot be read, or
    shows its free part alone, and the copy is whole. What was told whole stays so while its page shows the
    free part alone, as to lapsed cookies. Raises a TingError when neither can be had.
    """
    story, copy = errand.story, errand.copy
    if _is_file(story):
        found: _Found | None = await _understood(_saved(story.url), studio)
    elif copy is None:
        found = await _on_page(story, fetcher, studio)
    else:
        found = await (_kept_first if copy.kept else _page_first)(story, copy, fetcher, studio)
    if found is None or (found.is_free_part and _was_whole(story, studio)):
        return None
    reading = _signed(errand, day, found.article, studio)
    changed = studio.force or reading.text_print != story.text_print
    return replace(reading, validators=found.validators) if changed else None


def _was_whole(story: Story, studio: Studio) -> bool:
    """Tell whether more of a story was told than its free part, as far as that is still known."""
    if studio.force or not story.text_print:
        return False
    told = kept(story.guid, studio.cache)
    return told is None or not is_free_part(told)


async def _on_page(story: Story, fetcher: Fetcher, studio: Studio) -> _Found | None:
    """Return what a story's page has; None where it is as it was told."""
    known = story.validators if story.state == "told" and not studio.force else None
    page = await fetcher.fetch(story.url, known)
    if page.not_modified:
        return None
    return replace(await _understood(page.document(story.url), studio), validators=page.validators)


async def _in_copy(story: Story, copy: Copy, fetcher: Fetcher, studio: Studio) -> tuple[_Found, bool]:
    """Return what a copy has, and whether that is all of the story as far as can be told."""
    text = await whole(copy, fetcher)
    found = await _understood(text.document(story.url), replace(studio, follow=None))
    size = sum(len(paragraph.text) for paragraph in found.article.paragraphs)
    return found, size >= WHOLE and not found.article.warnings and not text.leads_on


async def _page_first(story: Story, copy: Copy, fetcher: Fetcher, studio: Studio) -> _Found | None:
    """Return what the page has, or what a whole copy has instead.

    What was told stays as it was while its page cannot be read: the copy's words would be taken for a
    correction.
    """
    try:
        found = await _on_page(story, fetcher, studio)
    except TingError:
        instead = None if story.text_print else await _whole_copy(story, copy, fetcher, studio)
        if instead is None:
            raise
        return instead
    if found is None or not found.is_free_part:
        return found
    return await _whole_copy(story, copy, fetcher, studio) or found


async def _whole_copy(story: Story, copy: Copy, fetcher: Fetcher, studio: Studio) -> _Found | None:
    try:
        found, is_whole = await _in_copy(story, copy, fetcher, studio)
    except TingError:  # what is wrong with the page is said
        return None
    return found if is_whole else None


async def _kept_first(story: Story, copy: Copy, fetcher: Fetcher, studio: Studio) -> _Found | None:
    """Return what the kept copy has, or where that is short, cut or not there, what the page has."""
    kept: _Found | None = None
    try:
        kept, is_whole = await _in_copy(story, copy, fetcher, studio)
        if is_whole:
            return kept
    except ArticleNotFound:  # the page may have what the copy has not
        pass
    except NetworkError:
        if story.text_print:  # it stays as it was told
            raise
    try:
        found = await _on_page(replace(story, validators=Validators()), fetcher, studio)
    except TingError:
        if kept is None:
            raise
        return kept
    return kept if found and kept and found.is_free_part else found


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


async def _understood(document: Document, studio: Studio) -> _Found:
    async with studio.desk:
        return _Found(await read_story(document, studio.follow))


def _signed(errand: Errand, day: Day, article: Article, studio: Studio) -> Reading:
    story, series = errand.story, errand.series
    article = _dated(article, errand, day)
    told = replace(day, date=day.of(story.settled)) if story.state == "told" else day
    guid = story.guid or _guid(article, story, series)
    shown = imprint(article, guid, series, told, studio.settings.show.title)
    if errand.is_kept:  # what was saved today is heard today, however old it is
        saved = story.published if story.published and day.age(story.published) >= 0 else None
        shown = replace(shown, issued=day.dated(saved) if saved else told.midnight)
    return Reading(story, article, shown, source_of(article).fingerprint)


def _dated(article: Article, errand: Errand, day: Day) -> Article:
    """Return the article with its listing's time where it has none, and without one that is to come.

    When something was saved is no such time.
    """
    story = errand.story
    if _is_file(story):  # when it was saved says nothing, and to read it must lead nowhere
        published, article = article.published, replace(article, image_url=None)
    else:
        published = article.published or (None if errand.is_kept else story.published)
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
