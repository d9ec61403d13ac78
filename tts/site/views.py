"""What an episode's page shows, worked out, and what every page's head says: no template computes."""

import posixpath
from dataclasses import dataclass

from tts.catalog.card import Card
from tts.clock import clock
from tts.episode_files.credit import JOINT, artist, narrators
from tts.episode_files.wrap import clipped
from tts.feed.addresses import COVER, page_path, public, sound_path, web
from tts.model.episode import Chapter, Episode
from tts.model.settings import ShowSettings
from tts.printable import one_line
from tts.site import wording
from tts.site.schema import Thing, news_article
from tts.site.text import Layout, layout, moment

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
