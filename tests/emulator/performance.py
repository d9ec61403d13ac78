"""What the emulated voice makes of a text: audio frames, and where sentences and words lie in them.

The durations are invented: a letter is a syllable of 240 ms at the normal rate. The 0.86 s of silence at
the end is what was measured of the live service on average; that sentences end at 。！？ and that Han
characters come in words of two are guesses.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.emulator.tone import FRAME_BYTES, silence, tones

Render = Callable[[str, int], bytes]
"""Returns exactly the wanted number of MP3 frames for one character."""

TICKS_PER_FRAME = 240_000  # 24 ms in units of 100 ns
LEADING_FRAMES = 4
TRAILING_FRAMES = 36
SYLLABLE_FRAMES = 10
MIN_SYLLABLE_FRAMES = 5  # shorter, and the tone could not be told from its neighbours
PAUSE_FRAMES = {"，": 6, "、": 4, "；": 8, "：": 6, "。": 12, "！": 12, "？": 12, "\n": 12}

_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[」』”’）》〉】]*")
_WORD = re.compile(r"[A-Za-z0-9]+|[^\W_a-zA-Z0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Boundary:
    """A sentence or a word of the text, and when it sounds, in ticks of 100 ns."""

    offset: float
    duration: float
    text: str


@dataclass(frozen=True, slots=True)
class Performance:
    """Whole MP3 frames and both kinds of boundaries."""

    audio: bytes
    sentences: tuple[Boundary, ...]
    words: tuple[Boundary, ...]


def perform(text: str, *, rate_percent: int = 0, render: Render = tones) -> Performance:
    """Return the whole text, spoken."""
    syllable = max(MIN_SYLLABLE_FRAMES, round(SYLLABLE_FRAMES * 100 / max(1, 100 + rate_percent)))
    pieces = [silence("", LEADING_FRAMES)]
    edges = [LEADING_FRAMES]
    for character in text:
        frames = syllable if character.isalnum() else PAUSE_FRAMES.get(character, 1)
        pieces.append(render(character, frames))
        edges.append(edges[-1] + frames)
    pieces.append(silence("", TRAILING_FRAMES))
    audio = b"".join(pieces)
    if len(audio) != (edges[-1] + TRAILING_FRAMES) * FRAME_BYTES:
        message = "A render hook did not return the frames it was asked for."
        raise ValueError(message)
    return Performance(audio, _boundaries(_SENTENCE, text, edges), _boundaries(_WORD, text, edges))


def sentences(text: str) -> list[str]:
    """Return the text's sentences, with what lies between them."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _boundaries(pattern: re.Pattern[str], text: str, edges: list[int]) -> tuple[Boundary, ...]:
    """Return one boundary for each match that holds a letter, from its first letter to its last."""
    found = []
    for match in pattern.finditer(text):
        letters = [index for index in range(*match.span()) if text[index].isalnum()]
        if letters:
            start, end = edges[letters[0]], edges[letters[-1] + 1]
            found.append(Boundary(start * TICKS_PER_FRAME, (end - start) * TICKS_PER_FRAME, match[0].strip()))
    return tuple(found)
