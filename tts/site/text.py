"""An episode's words as a page sets them: sentences with their times, in blocks."""

import string
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, pairwise, starmap
from unicodedata import bidirectional

from tts.model.article import ChunkKind
from tts.model.episode import Cue, Episode
from tts.printable import one_line

HEAD = frozenset({"announcement", "disclosure", "title", "byline"})
"""What an article's page sets above the player."""


FULL_STOP = "。"
RIGHT_TO_LEFT = frozenset({"R", "AL"})

DIGITS = string.digits + string.ascii_lowercase
WAITS = string.ascii_uppercase + string.ascii_lowercase
LONGEST_WAIT = len(WAITS) - 1
MOST_TOLD_TWICE = 200
"""Sentences of a page whose markup tells their times, too: with more it would weigh over 60 kB."""

USUAL_LENGTH = 2
"""Most words of a Chinese sentence are as long."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and when it is spoken.

    `words` tells two things of each of its words, as the script reads them: how many UTF-16 units it has,
    left out where these are two, and how many hundredths of a second after the one before it begins, the
    first after the sentence's beginning, as letters that are added up (A is 0, z is 51). It may be empty.
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

    @property
    def turns(self) -> bool:
        """Whether any of it is written from right to left."""
        return any(bidirectional(letter) in RIGHT_TO_LEFT for s in self.sentences for letter in s.text)

    @property
    def times(self) -> str:
        """When each sentence begins, after the end of the one before, how long it takes, and its words.

        Milliseconds, to the base 36: qo+2pg, or with words 2s+2pg:AQ3Z; the sentences are parted by commas.
        """
        ends = [0, *(sentence.end_ms for sentence in self.sentences[:-1])]
        return ",".join(map(_times, self.sentences, ends))


@dataclass(frozen=True)  # without slots: what every sentence asks is counted once
class Layout:
    """The blocks above the player, and those below it, in the order in which they are spoken."""

    head: tuple[Block, ...] = ()
    body: tuple[Block, ...] = ()

    @cached_property
    def is_told_twice(self) -> bool:
        """Whether the page is short enough to tell its sentences' times also to those that run no script."""
        return sum(len(block.sentences) for block in (*self.head, *self.body)) <= MOST_TOLD_TWICE

    @property
    def has_headline(self) -> bool:
        """Whether the spoken title stands above the player, so that the page need not set another."""
        return any(block.kind == "title" for block in self.head)


def layout(episode: Episode) -> Layout:
    """Return all sentences of the episode in blocks; a digest has none of them above the player."""
    blocks = tuple(_blocks(episode))
    split = 0
    if episode.kind == "digest":
        blocks = tuple(starmap(_labelled, zip(blocks, [*blocks[1:], None], strict=False)))
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


def _labelled(block: Block, following: Block | None) -> Block:
    """Return the block as it is seen: what counts the stories is a label, whose full stop is only heard."""
    *others, last = block.sentences
    if others or block.kind != "announcement" or following is None or following.kind != "title":
        return block
    return replace(block, sentences=(_without_stop(last),))


def _without_stop(sentence: Sentence) -> Sentence:
    return replace(sentence, text=sentence.text.rstrip(FULL_STOP), words="")


def _sentence(cue: Cue) -> Sentence:
    starts = [0, *(round((word.start_ms - cue.start_ms) / 10) for word in cue.words)]
    lengths = (len(one_line(word.text).encode("utf-16-le")) // 2 for word in cue.words)
    later = (after - before for before, after in pairwise(starts))
    words = "".join(_length(length) + _wait(wait) for length, wait in zip(lengths, later, strict=True))
    return Sentence(cue.start_ms, cue.end_ms, one_line(cue.text), words)


def _times(sentence: Sentence, after_ms: int) -> str:
    wait, length = sentence.start_ms - after_ms, sentence.end_ms - sentence.start_ms
    return f"{_base36(wait)}+{_base36(length)}" + (f":{sentence.words}" if sentence.words else "")


def _length(number: int) -> str:
    return "" if number == USUAL_LENGTH else str(number)


def _wait(number: int) -> str:
    """Return letters that add up to the number."""
    number = max(0, number)
    return WAITS[LONGEST_WAIT] * (number // LONGEST_WAIT) + WAITS[number % LONGEST_WAIT]


def _base36(number: int) -> str:
    if number < 0:  # an odd manifest's sentences may overlap
        return "-" + _base36(-number)
    return ("" if number < len(DIGITS) else _base36(number // len(DIGITS))) + DIGITS[number % len(DIGITS)]
