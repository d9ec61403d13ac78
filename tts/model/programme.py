"""The programme: what an episode says, segment by segment, each in one voice."""

import datetime as dt
from dataclasses import dataclass

from tts.model.article import Article, ChunkKind
from tts.model.episode import NO_IMPRINT, EpisodeKind, Imprint


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the show's own, that no article has."""

    text: str
    kind: ChunkKind = "announcement"


@dataclass(frozen=True, slots=True)
class Segment:
    """What one voice says without a break: words of the show, then a story, or words alone.

    `title` names its chapter in a digest. `voice` is a name of a voice; None is the one of the settings.
    """

    title: str
    lead: tuple[Words, ...] = ()
    story: Article | None = None
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """An episode before it is spoken; a single article is the case of one segment.

    `date` is the day it belongs to. `warnings` say what a listener will not hear.
    """

    title: str
    date: dt.date
    segments: tuple[Segment, ...]
    kind: EpisodeKind = "article"
    imprint: Imprint = NO_IMPRINT
    warnings: tuple[str, ...] = ()

    @property
    def stories(self) -> tuple[Article, ...]:
        """The articles it tells, in order."""
        return tuple(segment.story for segment in self.segments if segment.story)

    @property
    def language(self) -> str:
        """The language of its first story."""
        return self.stories[0].language


def of_article(
    article: Article,
    disclosure: str,
    today: dt.date,
    imprint: Imprint = NO_IMPRINT,
    voice: str | None = None,
) -> Programme:
    """Return the programme of one article, after the disclosure; it belongs to the day it was published."""
    segment = Segment(article.title, (Words(disclosure, "disclosure"),), article, voice)
    date = article.published.date() if article.published else today
    return Programme(article.title, date, (segment,), imprint=imprint, warnings=article.warnings)
