"""What the templates show, worked out: nothing in them computes."""

import datetime as dt
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, starmap

from tts.catalog.card import Card
from tts.clock import clock
from tts.episode_files.credit import JOINT, album, artist, narrators
from tts.episode_files.wrap import clipped
from tts.feed.addresses import (
    COVER,
    DIGEST_FEED,
    FEED,
    INBOX_FEED,
    INDEX,
    page_path,
    public,
    sound_path,
    web,
)
from tts.feed.channels import DIGESTS, LATER, paths_of_series
from tts.model.episode import Chapter, Episode
from tts.model.settings import Settings, ShowSettings
from tts.printable import one_line
from tts.site import wording
from tts.site.schema import Thing, news_article, podcast_series
from tts.site.text import Layout, layout, moment

LATEST = 60
"""The index lists whole days until it holds so many episodes; older ones stand on their month's page."""

LONGEST_SUMMARY = 120


@dataclass(frozen=True, slots=True)
class Link:
    """Something to follow: an address as seen from the page, and what it is called."""

    href: str
    title: str


@dataclass(frozen=True, slots=True)
class ChapterLink:
    """A chapter in the player's list."""

    anchor: str
    start_ms: int
    clock: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands in a page's head, and around it on every page."""

    path: str
    title: str
    language: str
    summary: str
    address: str
    image: str
    sound: str
    schema: Thing
    private: bool
    show: str

    def link(self, path: str) -> str:
        """Return the way from this page to a path below the output folder."""
        return posixpath.relpath(path, posixpath.dirname(self.path) or ".")


@dataclass(frozen=True, slots=True)
class EpisodeView:
    """A page to read along."""

    head: Head
    episode: Episode
    title: str
    day: str
    issued: str
    length: str
    credit: str
    narrators: str
    sound: str
    layout: Layout
    chapters: tuple[ChapterLink, ...]
    sources: tuple[Link, ...]
    older: Link | None
    newer: Link | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode in a list; `series` is empty where it is the show itself."""

    href: str
    title: str
    length: str
    series: str
    digest: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The episodes of a day, the digest first."""

    iso: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """The show's front page."""

    head: Head
    show: ShowSettings
    days: tuple[Day, ...]
    feeds: tuple[Link, ...]
    months: tuple[Link, ...]
    shards: tuple[str, ...]
    feed_address: str
    searches_text: bool


@dataclass(frozen=True, slots=True)
class MonthView:
    """All episodes of a month."""

    head: Head
    title: str
    days: tuple[Day, ...]


def episode_view(
    card: Card,
    show: ShowSettings,
    older: Card | None,
    newer: Card | None,
    *,
    show_text: bool,
) -> EpisodeView:
    """Return the page of an episode between its neighbours; without `show_text`, no word of its articles."""
    episode = card.read()
    path = page_path(episode)
    title = one_line(episode.title)
    placed = layout(episode) if show_text else Layout()
    sources = tuple(_sources(episode))
    summary = _summary(episode, placed)
    speakable = ("h1", "#text p") if placed.body else ("h1",)
    head = Head(
        path=path,
        title=f"{title}｜{show.title}",
        language=episode.language,
        summary=summary,
        address=public(show, path),
        image=public(show, COVER),
        sound=public(show, sound_path(episode)),
        schema=news_article(episode, show, summary, speakable),
        private=show.private,
        show=show.title,
    )
    return EpisodeView(
        head=head,
        episode=episode,
        title=title,
        day=wording.day(episode.date),
        issued=episode.issued.isoformat(),
        length=wording.length(episode.duration_ms),
        credit=artist(episode),
        narrators=JOINT.join(narrators(episode)),
        sound=posixpath.basename(sound_path(episode)),
        layout=placed,
        chapters=tuple(map(_chapter, episode.chapters)),
        sources=sources,
        older=_neighbour(head, older),
        newer=_neighbour(head, newer),
    )


def index_view(
    settings: Settings, cards: Sequence[Card], shards: Sequence[str], *, show_text: bool
) -> IndexView:
    """Return the front page; cards are the newest first."""
    show = settings.show
    head = _list_head(show, INDEX, show.title, podcast_series(show))
    latest = _latest(cards)
    months = {month_path(card.date): wording.month(card.date) for card in cards}
    return IndexView(
        head=head,
        show=show,
        days=_days(head, latest),
        feeds=tuple(_feeds(settings, cards)),
        months=tuple(starmap(Link, months.items())) if len(latest) < len(cards) else (),
        shards=tuple(shards),
        feed_address=public(show, FEED),
        searches_text=show_text,
    )


def month_view(show: ShowSettings, cards: Sequence[Card]) -> MonthView:
    """Return the page of a month; cards are all of it, the newest first."""
    date = cards[0].date
    title = wording.month(date)
    head = _list_head(show, month_path(date), f"{title}｜{show.title}", podcast_series(show))
    return MonthView(head, title, _days(head, cards))


def month_path(date: dt.date) -> str:
    """Return where the page of the day's month stands."""
    return f"episodes/{date:%Y/%m}/index.html"


def _list_head(show: ShowSettings, path: str, title: str, schema: Thing) -> Head:
    return Head(
        path=path,
        title=title,
        language=show.language,
        summary=show.description,
        address=public(show, path),
        image=public(show, COVER),
        sound="",
        schema=schema,
        private=show.private,
        show=show.title,
    )


def _summary(episode: Episode, placed: Layout) -> str:
    """Return how the story begins; where its text is not shown, who it is by and how long it is."""
    body = "".join(s.text for block in placed.body if block.kind == "body" for s in block.sentences)
    if not body:
        return f"{artist(episode)}・{wording.day(episode.date)}・{wording.length(episode.duration_ms)}"
    return clipped(body, LONGEST_SUMMARY)


def _chapter(chapter: Chapter) -> ChapterLink:
    start = chapter.start_ms
    return ChapterLink(moment(start), start, clock(start), one_line(chapter.title))


def _sources(episode: Episode) -> list[Link]:
    """Return the stories' own pages, each once; a story without one is named without a link."""
    links = {}
    for source in episode.articles:
        title = source.title if len(episode.articles) > 1 else source.publisher or source.title
        links[(source.url, title)] = Link(web(source.url), one_line(title))
    return list(links.values())


def _neighbour(head: Head, card: Card | None) -> Link | None:
    return Link(head.link(page_path(card)), one_line(card.title)) if card else None


def _latest(cards: Sequence[Card]) -> list[Card]:
    """Return the episodes of the newest days, whole days, until there are enough."""
    latest: list[Card] = []
    for _date, of_day in groupby(cards, key=lambda card: card.date):
        if len(latest) >= LATEST:
            break
        latest += of_day
    return latest


def _days(head: Head, cards: Sequence[Card]) -> tuple[Day, ...]:
    return tuple(
        Day(date.isoformat(), wording.day(date), tuple(_entry(head, card.read()) for card in of_day))
        for date, of_day in groupby(cards, key=lambda card: card.date)
    )


def _entry(head: Head, episode: Episode) -> Entry:
    series = one_line(episode.imprint.series or album(episode))
    return Entry(
        href=head.link(page_path(episode)),
        title=one_line(episode.title),
        length=wording.length(episode.duration_ms),
        series=series if series != head.show else "",
        digest=episode.kind == "digest",
    )


def _feeds(settings: Settings, cards: Sequence[Card]) -> list[Link]:
    """Return the feeds there are besides the show's own: of digests, of what was sent, of each series."""
    digests = [Link(DIGEST_FEED, DIGESTS)] if any(card.kind == "digest" for card in cards) else []
    later = [Link(INBOX_FEED, LATER)] if any(card.sent for card in cards) else []
    told = {card.series for card in cards if card.series}
    paths = paths_of_series(settings, told)
    place = {source.name: number for number, source in enumerate(settings.source)}
    order = sorted(told, key=lambda name: (place.get(name, len(place)), name))
    return digests + later + [Link(paths[name], name) for name in order]
