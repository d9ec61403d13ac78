"""An episode's words as a page sets them: sentences with their times, in blocks."""

import string
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from tts.model.article import ChunkKind
from tts.model.episode import Cue, Episode
from tts.printable import one_line

HEAD = frozenset({"announcement", "disclosure", "title", "byline"})
"""What an article's page sets above the player."""


DIGITS = string.digits + string.ascii_lowercase
LETTERS = 26


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and when it is spoken.

    `words` tells two things of each of its words, as the script reads them: how many UTF-16 units it has, as
    capitals (A is 1, Z is 26, they are added up), and how many hundredths of a second after the one before it
    begins, the first after the sentence's beginning, to the base 36. It may be empty.
    """

    start_ms: int
    end_ms: int
    text: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Sentences that stand together; `anchor` is the address of the chapter that they begin, if any."""

    kind: ChunkKind
    sentences: tuple[Sentence, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks above the player, and those below it, in the order in which they are spoken."""

    head: tuple[Block, ...] = ()
    body: tuple[Block, ...] = ()

    @property
    def has_headline(self) -> bool:
        """Whether the spoken title stands above the player, so that the page need not set another."""
        return any(block.kind == "title" for block in self.head)


def layout(episode: Episode) -> Layout:
    """Return all sentences of the episode in blocks; a digest has none of them above the player."""
    blocks = tuple(_blocks(episode))
    split = 0
    if episode.kind == "article":
        split = next((at for at, block in enumerate(blocks) if block.kind not in HEAD), len(blocks))
    return Layout(blocks[:split], blocks[split:])


def moment(ms: int) -> str:
    """Return the fragment that links to a moment, in seconds: t=83.24."""
    seconds, millis = divmod(ms, 1000)
    return f"t={seconds}" + (f".{millis:03}".rstrip("0") if millis else "")


def _blocks(episode: Episode) -> Iterator[Block]:
    starts = sorted(chapter.start_ms for chapter in episode.chapters)

    def belonging(cue: Cue) -> tuple[ChunkKind, int | None, int]:
        return cue.kind, cue.paragraph, bisect_right(starts, cue.start_ms)

    for (kind, _paragraph, chapter), group in groupby(episode.cues, key=belonging):
        sentences = tuple(map(_sentence, group))
        first_ms = sentences[0].start_ms
        begins_chapter = chapter and starts[chapter - 1] == first_ms
        yield Block(kind, sentences, moment(first_ms) if begins_chapter else "")


def _sentence(cue: Cue) -> Sentence:
    starts = [0, *(round((word.start_ms - cue.start_ms) / 10) for word in cue.words)]
    lengths = (len(one_line(word.text).encode("utf-16-le")) // 2 for word in cue.words)
    later = (after - before for before, after in pairwise(starts))
    words = "".join(_capitals(length) + _base36(wait) for length, wait in zip(lengths, later, strict=True))
    return Sentence(cue.start_ms, cue.end_ms, one_line(cue.text), words)


def _capitals(number: int) -> str:
    """Return letters that add up to the number; of nothing, the character before A."""
    return "Z" * (number // LETTERS) + chr(ord("@") + number % LETTERS)


def _base36(number: int) -> str:
    return ("" if number < len(DIGITS) else _base36(number // len(DIGITS))) + DIGITS[number % len(DIGITS)]
