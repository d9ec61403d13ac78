"""An episode as an item of a feed."""

import datetime as dt
from email.utils import format_datetime

from tts.episode_files.credit import SHOW, artist, narrators, reporters
from tts.feed.addresses import COVER, beside, page_path, public, sound_path, web
from tts.feed.elements import CONTENT, ITUNES, PODCAST, PSC, Element, add
from tts.feed.items import Item, soundbite
from tts.feed.notes import clock, show_notes
from tts.feed.xml_text import headline, untagged
from tts.model.episode import Episode
from tts.model.settings import ShowSettings

EXPLICIT = "false"
"""News is none of what `itunes:explicit` warns of."""

AI_CONTENT = "ai-content"
"""The purpose of a podcast:txt that says that a voice is synthetic."""

LONGEST_DESCRIPTION = 4000
"""Bytes that Apple takes of a description."""

LONGEST_NAME = 255
"""Characters that the W3C's validator allows an author."""

CAPTIONS = "captions"


def add_item(channel: Element, show: ShowSettings, item: Item) -> None:
    """Add the episode to the channel, with all that apps can show of it; the show must have an address."""
    episode = item.card.read()
    element = add(channel, "item")
    add(element, "title", headline(episode.title) or episode.date.isoformat())
    add(element, "link", _link(show, episode))
    add(element, "guid", episode.guid, isPermaLink="false")
    add(element, "pubDate", rfc_2822(episode.issued))
    add(element, "description", show_notes(episode, LONGEST_DESCRIPTION))
    add(element, CONTENT + "encoded", show_notes(episode))
    sound = public(show, sound_path(episode))
    add(element, "enclosure", url=sound, length=str(item.size_bytes), type="audio/mpeg")
    _add_itunes(element, show, episode)
    _add_podcasting(element, show, episode)
    _add_chapters(element, episode)


def rfc_2822(moment: dt.datetime) -> str:
    """Return the time in UTC, as all readers of feeds understand it."""
    return format_datetime(moment.astimezone(dt.UTC), usegmt=True)


def _link(show: ShowSettings, episode: Episode) -> str:
    """Return the address of the article on the web; of a digest, and where there is none, of the page."""
    articles = episode.articles if episode.kind == "article" else ()
    known = (web(source.url) for source in articles)
    return next(filter(None, known), public(show, page_path(episode)))


def _add_itunes(element: Element, show: ShowSettings, episode: Episode) -> None:
    add(element, ITUNES + "author", headline(artist(episode))[:LONGEST_NAME] or SHOW)
    add(element, ITUNES + "duration", str(max(1, round(episode.duration_ms / 1000))))
    add(element, ITUNES + "explicit", EXPLICIT)
    add(element, ITUNES + "episodeType", "full")
    add(element, ITUNES + "image", href=public(show, COVER))


def _add_podcasting(element: Element, show: ShowSettings, episode: Episode) -> None:
    files, language = episode.files, episode.language
    chapters = public(show, beside(episode, files.chapters))
    add(element, PODCAST + "chapters", url=chapters, type="application/json+chapters")
    transcripts = (
        (files.vtt, "text/vtt", CAPTIONS),
        (files.srt, "application/x-subrip", CAPTIONS),
        (files.transcript, "application/json", None),
    )
    for name, kind, rel in transcripts:  # apps take the first that they can show
        if name:
            url = public(show, beside(episode, name))
            add(element, PODCAST + "transcript", url=url, type=kind, language=language, rel=rel)
    for name in filter(None, map(headline, reporters(episode))):
        add(element, PODCAST + "person", name, group="writing", role="author")
    for name in filter(None, map(headline, narrators(episode))):
        add(element, PODCAST + "person", name, group="cast", role="narrator")
    if bite := soundbite(episode.cues):
        start, duration = (f"{time_ms / 1000:.3f}" for time_ms in (bite.start_ms, bite.duration_ms))
        add(element, PODCAST + "soundbite", headline(episode.title), startTime=start, duration=duration)
    add(element, PODCAST + "txt", "true", purpose=AI_CONTENT)


def _add_chapters(element: Element, episode: Episode) -> None:
    """Add Podlove simple chapters (https://podlove.org/simple-chapters)."""
    if not episode.chapters:
        return
    chapters = add(element, PSC + "chapters", version="1.2")
    for chapter in episode.chapters:
        start = f"{clock(chapter.start_ms)}.{chapter.start_ms % 1000:03}"
        title, href = untagged(chapter.title), web(chapter.url) or None
        add(chapters, PSC + "chapter", start=start, title=title, href=href, image=web(chapter.image) or None)
