"""Episodes by their days, worked out: the front page, and a page a month."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from tts.catalog.card import Card
from tts.episode_files.credit import album
from tts.feed.addresses import COVER, DIGEST_FEED, FEED, INBOX_FEED, INDEX, page_path, public
from tts.feed.channels import DIGESTS, LATER, paths_of_series
from tts.model.episode import Episode
from tts.model.settings import Settings, ShowSettings
from tts.printable import one_line
from tts.site import wording
from tts.site.schema import podcast_series
from tts.site.text import moment
from tts.site.views import Head, Link

LATEST = 60
"""The front page lists whole days until it has so many lines; older ones stand on their month's page."""

MOST_OF_A_DAY = 120
"""A day of more lines is cut there on the front page: of a thousand episodes it would be 300 kB."""

MOST_STORIES = 8
"""So many stories of a digest are named: about as many as fit a telephone's screen."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode in a list; `series` is empty where it is the show itself.

    `stories` are a digest's first ones, each at its place in it; `more` is how many others it tells.
    """

    href: str
    title: str
    length: str
    series: str
    digest: bool
    stories: tuple[Link, ...]
    more: int

    @property
    def lines(self) -> int:
        """How many lines the entry is."""
        return 1 + len(self.stories)


@dataclass(frozen=True, slots=True)
class Day:
    """The episodes of a day, the digest first; `rest` leads to those that are not listed, if any."""

    iso: str
    title: str
    entries: tuple[Entry, ...]
    rest: Link | None = None

    @property
    def lines(self) -> int:
        """How many lines the day is, beside its heading."""
        return sum(entry.lines for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Year:
    """The months of a year in which there are episodes, the newest first."""

    title: str
    months: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """The show's front page; `years` is empty where it lists all there is.

    `ahead` is how many of the shards are loaded before anybody has searched.
    """

    head: Head
    show: ShowSettings
    days: tuple[Day, ...]
    feeds: tuple[Link, ...]
    years: tuple[Year, ...]
    shards: tuple[str, ...]
    ahead: int
    feed_address: str
    searches_text: bool


@dataclass(frozen=True, slots=True)
class MonthView:
    """All episodes of a month."""

    head: Head
    title: str
    days: tuple[Day, ...]
    older: Link | None
    newer: Link | None


def index_view(
    settings: Settings, cards: Sequence[Card], shards: Sequence[str], *, show_text: bool
) -> IndexView:
    """Return the front page; cards and shards are the newest first."""
    show = settings.show
    head = _head(show, INDEX, show.title)
    days = tuple(map(_shortened, _latest(_days(head, cards))))
    complete = sum(len(day.entries) for day in days) == len(cards)
    return IndexView(
        head=head,
        show=show,
        days=days,
        feeds=tuple(_feeds(settings, cards)),
        years=() if complete else tuple(_years(cards)),
        shards=tuple(shards),
        ahead=1 if show_text else len(shards),
        feed_address=public(show, FEED),
        searches_text=show_text,
    )


def month_view(
    show: ShowSettings, cards: Sequence[Card], older: dt.date | None, newer: dt.date | None
) -> MonthView:
    """Return the page of a month; cards are all of it, the newest first, and the days in its neighbours."""
    date = cards[0].date
    title = wording.month(date)
    head = _head(show, month_path(date), f"{title}｜{show.title}")
    return MonthView(head, title, tuple(_days(head, cards)), _neighbour(head, older), _neighbour(head, newer))


def month_path(date: dt.date) -> str:
    """Return where the page of the day's month stands."""
    return f"episodes/{date:%Y/%m}/index.html"


def _head(show: ShowSettings, path: str, title: str) -> Head:
    return Head(
        path=path,
        title=title,
        language=show.language,
        summary=show.description,
        address=public(show, path),
        image=public(show, COVER),
        sound="",
        schema=podcast_series(show),
        private=show.private,
        show=show.title,
    )


def _latest(days: Iterable[Day]) -> Iterator[Day]:
    """Yield the newest days until there are enough lines."""
    lines = 0
    for day in days:
        yield day
        lines += day.lines
        if lines >= LATEST:
            return


def _shortened(day: Day) -> Day:
    """Return the day as the front page has it: where it is too long, with its first episodes."""
    ends = list(accumulate(entry.lines for entry in day.entries))
    kept = bisect_right(ends, MOST_OF_A_DAY)
    if kept == len(ends):
        return day
    href = f"{month_path(dt.date.fromisoformat(day.iso))}#{day.iso}"
    return replace(day, entries=day.entries[:kept], rest=Link(href, f"這一天還有 {len(ends) - kept} 集"))


def _days(head: Head, cards: Sequence[Card]) -> Iterator[Day]:
    for date, of_day in groupby(cards, key=lambda card: card.date):
        yield Day(date.isoformat(), wording.day(date), tuple(_entry(head, card.read()) for card in of_day))


def _entry(head: Head, episode: Episode) -> Entry:
    series = one_line(episode.imprint.series or album(episode))
    href = head.link(page_path(episode))
    stories = _stories(episode, href)
    return Entry(
        href=href,
        title=one_line(episode.title),
        length=wording.length(episode.duration_ms),
        series=series if series != head.show else "",
        digest=episode.kind == "digest",
        stories=stories[:MOST_STORIES],
        more=len(stories[MOST_STORIES:]),
    )


def _stories(episode: Episode, href: str) -> tuple[Link, ...]:
    """Return the chapters of a digest that are stories: neither its greeting nor its farewell."""
    if episode.kind != "digest":
        return ()
    told = {article.title for article in episode.articles}
    chapters = (chapter for chapter in episode.chapters if chapter.title in told)
    return tuple(Link(f"{href}#{moment(story.start_ms)}", one_line(story.title)) for story in chapters)


def _neighbour(head: Head, date: dt.date | None) -> Link | None:
    return Link(head.link(month_path(date)), wording.month(date)) if date else None


def _years(cards: Sequence[Card]) -> Iterator[Year]:
    months = dict.fromkeys(card.date.replace(day=1) for card in cards)
    for year, of_year in groupby(months, key=lambda month: month.year):
        links = tuple(Link(month_path(month), f"{month.month}月") for month in of_year)
        yield Year(f"{year}年", links)


def _feeds(settings: Settings, cards: Sequence[Card]) -> list[Link]:
    """Return the feeds there are besides the show's own: of digests, of what was sent, of each series."""
    digests = [Link(DIGEST_FEED, DIGESTS)] if any(card.kind == "digest" for card in cards) else []
    later = [Link(INBOX_FEED, LATER)] if any(card.sent for card in cards) else []
    told = {card.series for card in cards if card.series}
    paths = paths_of_series(settings, told)
    place = {source.name: number for number, source in enumerate(settings.source)}
    order = sorted(told, key=lambda name: (place.get(name, len(place)), name))
    return digests + later + [Link(paths[name], name) for name in order]
