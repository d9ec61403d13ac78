"""What a book made of an episode holds: its parts, their paragraphs, and when each sentence sounds."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from tts.errors import TingError
from tts.model.article import ChunkKind
from tts.model.episode import Chapter, Cue, Episode, Source


@dataclass(frozen=True, slots=True)
class Sentence:
    """A cue, by the name that text and sound meet under.

    It lasts until the next one begins: readers jump over what lies between two sentences, and the pauses of
    a newsreader are part of what is heard.
    """

    id: str
    text: str
    begin_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or words of the show that are none."""

    kind: ChunkKind
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A document of the book: an article, or what a digest has between its chapters; `name` is its file's."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    source: Source | None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All that is said in it, in order; there is something."""
        return tuple(sentence for block in self.blocks for sentence in block.sentences)

    @property
    def duration_ms(self) -> int:
        """How long its sentences sound."""
        return sum(sentence.end_ms - sentence.begin_ms for sentence in self.sentences)

    @property
    def has_title(self) -> bool:
        """Whether its title is among what is said."""
        return any(block.kind == "title" for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: where it leads is a part, or a sentence of it."""

    title: str
    part: str
    sentence: str = ""


def parts(episode: Episode) -> tuple[Part, ...]:
    """Return the parts of the book, in order: an article is one, a digest has one a chapter.

    Joined, the texts of their sentences are those of the cues. Raises TingError when there are none.
    """
    if not episode.cues or not episode.chapters:
        message = f"The manifest of {episode.slug} has no sentence with its time."
        raise TingError(message, hint="Narrate the article again with --force.")
    if episode.kind == "article":
        source = next(iter(episode.articles), None)
        return (Part("part1", episode.title, _blocks(list(_told(episode))), source),)
    starts = [chapter.start_ms for chapter in episode.chapters]
    by_chapter = groupby(_told(episode), lambda told: _last_begun(starts, told[0].start_ms))
    return tuple(
        Part(
            f"part{number}",
            episode.chapters[chapter].title,
            _blocks(list(told)),
            _source_of(episode.chapters[chapter], episode.articles),
        )
        for number, (chapter, told) in enumerate(by_chapter, 1)
    )


def contents(episode: Episode, found: Sequence[Part]) -> tuple[Entry, ...]:
    """Return the lines of the contents: the parts; of a single article, its chapters."""
    if episode.kind == "digest":
        return tuple(Entry(part.title, part.name) for part in found)
    (whole,) = found
    begins = [sentence.begin_ms for sentence in whole.sentences]
    first, *others = episode.chapters
    places = ((chapter.title, bisect.bisect_left(begins, chapter.start_ms)) for chapter in others)
    inside = (Entry(title, whole.name, whole.sentences[at].id) for title, at in places if at < len(begins))
    return (Entry(first.title, whole.name), *inside)


_Told = tuple[Cue, Sentence]


def _told(episode: Episode) -> tuple[_Told, ...]:
    """Return each cue with the sentence it is in the book; one that has no time of its own gets a moment."""
    begins = [cue.start_ms for cue in episode.cues]
    last = max(episode.duration_ms, episode.cues[-1].end_ms)
    spans = pairwise((*begins, last))
    return tuple(
        (cue, Sentence(f"s{number}", cue.text, begin, max(end, begin + 1)))
        for number, (cue, (begin, end)) in enumerate(zip(episode.cues, spans, strict=True), 1)
    )


def _blocks(told: Sequence[_Told]) -> tuple[Block, ...]:
    groups = groupby(told, lambda one: (one[0].kind, one[0].paragraph))
    return tuple(Block(kind, tuple(sentence for _, sentence in some)) for (kind, _), some in groups)


def _last_begun(starts: Sequence[int], moment_ms: int) -> int:
    return max(0, bisect.bisect_right(starts, moment_ms) - 1)


def _source_of(chapter: Chapter, sources: Sequence[Source]) -> Source | None:
    """Return where a digest's chapter came from: by its address, else by its title."""
    by_address = (source for source in sources if chapter.url and source.url == chapter.url)
    by_title = (source for source in sources if source.title == chapter.title)
    return next(by_address, None) or next(by_title, None)
