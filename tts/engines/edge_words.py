"""What the Edge service tells of its words → words and sentences of the text that it was sent."""

import html
import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from edge_tts.typing import TTSChunk

from tts.engines.base import Mark
from tts.speech.sentences import spoken_parts

TICKS_PER_MS = 10_000

_REFERENCE = re.compile("&(?:quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);")  # which the client leaves as they are


def words_of(chunks: Iterable[TTSChunk]) -> tuple[Mark, ...]:
    """Return the words of the service; one ends before the next begins."""
    found = [_word(chunk) for chunk in chunks]
    ends = [min(word.end_ms, following.start_ms) for word, following in pairwise(found)]
    clipped = (replace(word, end_ms=max(word.start_ms, end)) for word, end in zip(found, ends, strict=False))
    return (*clipped, *found[-1:])


def _word(chunk: TTSChunk) -> Mark:
    start, length = chunk["offset"], chunk["duration"]
    text = _REFERENCE.sub(lambda match: html.unescape(match[0]), chunk["text"])
    return Mark(round(start / TICKS_PER_MS), round((start + length) / TICKS_PER_MS), text)


def sentences_of(text: str, words: Sequence[Mark]) -> tuple[Mark, ...]:
    """Return marks for the sentences of a text, from its words: each has as many as it has letters.

    A mark has the sentence's text where its words say just that, and theirs where they say something
    else, so that it is found out. Words beyond the last sentence are in its mark.
    """
    marks: list[Mark] = []
    waiting = deque(words)
    sentences = spoken_parts(text)
    for number, sentence in enumerate(sentences, 1):
        own: list[Mark] = []
        missing = _letter_count(sentence)
        while waiting and (missing > 0 or number == len(sentences)):
            own.append(waiting.popleft())
            missing -= _letter_count(own[-1].text)
        if own:
            marks.append(Mark(own[0].start_ms, own[-1].end_ms, _as_written(sentence, own)))
    return tuple(marks)


def _as_written(sentence: str, words: Sequence[Mark]) -> str:
    """Return the sentence, if the words are its own and all of them; else the words."""
    at, said = 0, "".join(word.text for word in words)
    for word in words:
        start = sentence.find(word.text, at)
        if start < 0 or _letter_count(sentence[at:start]):
            return said
        at = start + len(word.text)
    return said if _letter_count(sentence[at:]) else sentence


def _letter_count(text: str) -> int:
    return sum(map(str.isalnum, text))
