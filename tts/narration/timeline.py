"""When each sentence, each word and each part sounds: cues and chapters from the script and the marks."""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from tts.audio.track import Placement
from tts.engines.base import Mark
from tts.episode_files.wrap import whole_until
from tts.model.article import Article
from tts.model.episode import Chapter, Cue, Persona, Word
from tts.model.programme import Programme
from tts.model.script import Chunk
from tts.speech.sentences import spoken_parts
from tts.speech.spoken import Spoken
from tts.speech.written_words import word_starts

LONGEST_LABEL = 24
"""A chapter's title is read in a list on a phone: one line of about this many characters."""

_CLAUSE_ENDS = "，。；：？！、,;?!"

MOST_UNTOLD = 12
"""So many letters may be missing before a word that an engine tells of; farther on stands another like it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A chunk of the script, how it was said, where in the episode it sounds, and whose voice it is.

    `segment` is the number of the programme's segment that it belongs to. `speaker` is the engine's own name
    of the voice, `narrator` what listeners call it.
    """

    chunk: Chunk
    spoken: Spoken
    placement: Placement
    segment: int = 0
    speaker: str = ""
    narrator: str = ""


def cues(lines: Sequence[Line]) -> tuple[Cue, ...]:
    """Return a cue a sentence, in the article's own words; joined, their texts are what was spoken."""
    several = len({line.speaker for line in lines}) > 1
    return tuple(cue for line in lines for cue in _cues_of(line, line.speaker if several else None))


def narrators(lines: Sequence[Line]) -> tuple[Persona, ...]:
    """Return who reads, in the order they are heard; who shares an engine's voice is one to listeners."""
    names: dict[str, str] = {}
    for line in lines:
        names.setdefault(line.speaker, line.narrator)
    return tuple(Persona(voice, name) for voice, name in names.items())


def chapters(programme: Programme, lines: Sequence[Line], duration_ms: int) -> tuple[Chapter, ...]:
    """Return the programme's chapters, contiguous from 0 to the end: a segment each, or those of its article.

    An article's first is the title's. The others begin at the sub-headings, or where there are none, at
    every paragraph.
    """
    if programme.kind == "article":
        return _contiguous(_of_article(programme.stories[0], lines), duration_ms)
    starts: dict[int, int] = {}
    for line in lines:
        starts.setdefault(line.segment, line.placement.start_ms if starts else 0)
    segments = programme.segments
    return _contiguous(
        [_chapter(start, segments[number].title, segments[number].story) for number, start in starts.items()],
        duration_ms,
    )


def _of_article(article: Article, lines: Sequence[Line]) -> list[Chapter]:
    by_heading = any(line.chunk.kind == "heading" for line in lines)
    found = [_chapter(0, article.title, article)]
    seen: set[int] = set()
    for line in lines:
        paragraph = line.chunk.paragraph
        if paragraph is None or paragraph in seen or (by_heading and line.chunk.kind != "heading"):
            continue
        seen.add(paragraph)
        start_ms = line.placement.start_ms
        found.append(Chapter(start_ms, start_ms, label(article.paragraphs[paragraph].text), url=article.url))
    return found


def _chapter(start_ms: int, title: str, story: Article | None) -> Chapter:
    """Return a chapter that has yet to end, with the link and the picture of its story."""
    chapter = Chapter(start_ms, start_ms, title)
    return replace(chapter, url=story.url, image=story.image_url) if story else chapter


def _contiguous(begun: Sequence[Chapter], duration_ms: int) -> tuple[Chapter, ...]:
    """Return the chapters, each up to the next one's start, but for those that have no time."""
    ends = [chapter.start_ms for chapter in begun[1:]] + [duration_ms]
    ended = (replace(chapter, end_ms=end) for chapter, end in zip(begun, ends, strict=True))
    return tuple(chapter for chapter in ended if chapter.end_ms > chapter.start_ms)


def label(text: str) -> str:
    """Return a paragraph's opening words as a chapter's title: its first clauses that fit a line."""
    if len(text) <= LONGEST_LABEL:
        return text.rstrip(_CLAUSE_ENDS)
    window = text[:LONGEST_LABEL]
    cut = max(window.rfind(mark) for mark in _CLAUSE_ENDS)
    most = cut if cut >= LONGEST_LABEL // 3 else LONGEST_LABEL - 1
    return f"{text[: whole_until(text, most)].rstrip()}…"


def _cues_of(line: Line, speaker: str | None) -> Iterator[Cue]:
    clock = _Clock(line.spoken, line.placement)
    sentences = _sentences(line.chunk.written)
    starts = [clock.start_of(at) for at, _ in sentences]
    limits = [*starts[1:], line.placement.end_ms]
    begins = word_starts(line.spoken) if line.placement.words else []
    for (at, text), start, limit in zip(sentences, starts, limits, strict=True):
        end = max(min(limit, clock.end_of(at + len(text))), start + 1)
        words = _words(clock, at, text, begins, (start, end))
        yield Cue(start, end, text, line.chunk.paragraph, line.chunk.kind, speaker, words)


def _words(
    clock: "_Clock", at: int, text: str, begins: Sequence[int], within: tuple[int, int]
) -> tuple[Word, ...]:
    """Return the words of a sentence that stands there; none where the engine told of less than half of it.

    Signs before the first word belong to it.
    """
    stop = at + len(text)
    if not clock.knows(at, stop):
        return ()
    inside = begins[bisect.bisect_right(begins, at) : bisect.bisect_left(begins, stop)]
    if not any(map(str.isalnum, text[: inside[0] - at] if inside else text)):
        inside = inside[1:]
    bounds = [at, *inside, stop]
    first, last = within
    starts = list(accumulate((min(max(clock.start_of(bound), first), last) for bound in bounds[:-1]), max))
    return tuple(
        Word(start, min(max(clock.end_of(end), start), limit), text[begin - at : end - at])
        for begin, end, start, limit in zip(bounds, bounds[1:], starts, [*starts[1:], last], strict=False)
    )


def _sentences(written: str) -> list[tuple[int, str]]:
    """Return the sentences and where they start."""
    sentences = spoken_parts(written)
    return list(zip(accumulate(map(len, sentences), initial=0), sentences, strict=False))


class _Clock:
    """Tells when a position of the written text sounds, between marks in proportion to the letters.

    Positions count the letters and digits of the spoken text: engines report their marks with other
    punctuation than they were given. Anchors are (position, time) at the start and end of each mark, and of
    each word in it that the engine told of; so what is wrong with words stays within a mark.
    """

    def __init__(self, spoken: Spoken, placement: Placement) -> None:
        self._spoken = spoken
        self._letters = [at for at, character in enumerate(spoken.text) if character.isalnum()]
        self._text = text = "".join(spoken.text[at] for at in self._letters)
        self._told = bytearray(len(text))
        anchors: list[tuple[int, int]] = []
        position = 0
        for mark in placement.marks or (Mark(placement.start_ms, placement.end_ms, text),):
            letters = _letters(mark.text)
            start = max(position, text.find(letters, position))
            position = min(start + len(letters), len(text))
            anchors.append((start, mark.start_ms))
            anchors += self._told_in(mark, start, position, placement.words)
            anchors.append((position, mark.end_ms))
        self._anchors = anchors
        self._positions = [at for at, _ in anchors]

    def knows(self, written_start: int, written_end: int) -> bool:
        """Tell whether the engine told of at least half of the letters between, and there are some."""
        letters = self._told[self._letter(written_start) : self._letter(written_end)]
        return 0 < len(letters) <= 2 * sum(letters)

    def start_of(self, written_position: int) -> int:
        """Return the time at which the next letter from this position on begins."""
        letter = self._letter(written_position)
        return self._between(letter, max(0, bisect.bisect_right(self._positions, letter) - 1))

    def end_of(self, written_position: int) -> int:
        """Return the time at which the last letter before this position has ended."""
        letter = self._letter(written_position)
        return self._between(letter, max(0, bisect.bisect_left(self._positions, letter) - 1))

    def _told_in(self, mark: Mark, start: int, stop: int, words: Sequence[Mark]) -> Iterator[tuple[int, int]]:
        """Yield the anchors of the words that sound in a mark of these letters; the last ends as the mark."""
        latest = mark.start_ms
        for word in words:
            letters = _letters(word.text)
            found = self._text.find(letters, start, min(stop, start + len(letters) + MOST_UNTOLD))
            if (
                not letters
                or found < 0
                or not mark.start_ms <= (word.start_ms + word.end_ms) // 2 <= mark.end_ms
            ):
                continue
            start = found + len(letters)
            self._told[found:start] = b"\1" * len(letters)
            latest = min(max(latest, word.start_ms), mark.end_ms)
            yield found, latest
            if start < stop:
                latest = min(max(latest, word.end_ms), mark.end_ms)
                yield start, latest

    def _letter(self, written_position: int) -> int:
        return bisect.bisect_left(self._letters, self._spoken.position_of(written_position))

    def _between(self, letter: int, index: int) -> int:
        position, time = self._anchors[index]
        if index + 1 == len(self._anchors) or letter <= position:
            return time
        next_position, next_time = self._anchors[index + 1]
        share = (letter - position) / (next_position - position)
        return round(time + share * (next_time - time))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))
