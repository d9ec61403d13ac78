"""Samples → speech: where in what an engine made its text is heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

import numpy as np
import numpy.typing as npt

from tts.engines.base import Mark, Pcm, Speech
from tts.engines.hearing import STEP_MS, Hearing
from tts.errors import SynthesisError

EARLY_STEPS, LATE_STEPS = 200 // STEP_MS, 60 // STEP_MS
"""How long before its border a word may sound, and after it. Kokoro gives the pause before a word to the
last sound of the word before it, and begins the word in the comma's place."""

LONGEST_GAP, LONGEST_PAUSE = 260 // STEP_MS, 400 // STEP_MS
"""In steps, the longest silence that Kokoro leaves between words at the normal speed, without and with a sign
between them; in 500 sentences 220 and 355 ms. A longer one is of the words that should sound in it."""

SHORTEST_STEPS = 60 // STEP_MS
"""Of a word that has less, most sounds before its border: so it is with the last one before a pause."""

LOUDEST = 32767 / 32768


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text, and the sample near which it begins, with the pause before it.

    Its words, where they are known, begin near theirs without the pause before them.
    """

    text: str
    start: int
    words: tuple["Part", ...] = ()


def as_speech(
    samples: npt.NDArray[np.float32], sample_rate: int, parts: Sequence[Part], speed: float = 1.0
) -> Speech:
    """Return the samples, full scale at 1.0, as speech with a mark a part, from its first to its last sound.

    A part ends where the next one starts, and so do its words, unless there is a pause, which is the longer
    the lower the speed is. A peak beyond full scale makes the whole quieter, so that nothing is clipped.
    Raises NoAudio when a part has no sound, and SynthesisError when there is something that is none (NaN).
    """
    peak = float(np.max(np.abs(samples), initial=0.0))
    if not np.isfinite(peak):
        message = "The engine answered with broken sound."
        raise SynthesisError(message)
    fitting = samples * (LOUDEST / peak) if peak > LOUDEST else samples
    sound = Hearing(fitting, sample_rate)
    pcm = np.rint(fitting * 32768).astype("<i2").tobytes()
    borders = [sound.quietest(sound.at(part.start)) for part in parts[1:]]
    marks: list[Mark] = []
    words: list[Mark] = []
    for part, span in zip(parts, pairwise([0, *borders, len(sound.levels)]), strict=True):
        first, last = sound.heard_in(*span)
        marks.append(sound.mark(first, last, part.text))
        words += _words(part, sound, span, (first, last), speed)
    return Speech(Pcm(pcm, sample_rate), tuple(marks), tuple(words))


def _words(
    part: Part, sound: Hearing, span: tuple[int, int], heard: tuple[int, int], speed: float
) -> Iterator[Mark]:
    """Yield the words of a part that is heard in these of its steps: a pause at a border is of no word.

    A word amid silence keeps the place where it should sound.
    """
    first, last = heard
    borders = [*(min(max(sound.at(word.start), span[0]), span[1]) for word in part.words), span[1]]
    ends = [min(end, last) if start < last + LATE_STEPS else end for start, end in pairwise(borders)]
    starts = [
        max(min(start, end), first) if end > first else start
        for start, end in zip(borders, ends, strict=False)
    ]
    if part.words:
        starts[0] = first if ends[0] >= first + SHORTEST_STEPS else borders[0]
    signs = _after_signs(part)
    for pause in sorted(sound.pauses(first, last), key=_length):
        about = _about(pause, borders[:-1])
        longest = LONGEST_PAUSE if signs.intersection(about) else LONGEST_GAP
        if about and _length(pause) * speed <= longest:
            ends[about[-1] - 1] = min(ends[about[-1] - 1], pause[1])
            ends[about[0] - 1], starts[about[-1]] = pause
    for word, start, end in zip(part.words, *_shared(starts, ends), strict=True):
        yield sound.mark(start, end, word.text)


def _after_signs(part: Part) -> set[int]:
    """Return the numbers of the words before which a sign stands; a space is one but at Latin letters."""
    found, at = set(), 0
    for number, word in enumerate(part.words):
        start = part.text.find(word.text, at)
        between = part.text[at:start]
        is_pause = not any(map(str.isascii, (part.text[at - 1], word.text[0])))
        if between.strip() or (between and is_pause):
            found.add(number)
        at = start + len(word.text)
    return found


def _length(pause: tuple[int, int]) -> int:
    return pause[1] - pause[0]


def _shared(starts: Sequence[int], ends: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return starts and ends in the order of time. A word without time has half of that of the one before."""
    starts, ends = list(starts), list(ends)
    for at in range(1, len(starts)):
        if ends[at] - starts[at] < SHORTEST_STEPS and ends[at - 1] >= starts[at]:
            starts[at] = ends[at - 1] = (starts[at - 1] + ends[at]) // 2
    times = list(accumulate(chain.from_iterable(zip(starts, ends, strict=True)), max))
    return times[::2], times[1::2]


def _about(pause: tuple[int, int], borders: Sequence[int]) -> Sequence[int]:
    """Return the number of the border that is at this pause; several where the words between are silent."""
    start, end = pause
    near = [
        number
        for number, border in enumerate(borders)
        if number and start - LATE_STEPS < border < end + EARLY_STEPS
    ]
    if len(near) < len("兩個"):
        return near
    first, last = borders[near[0]], borders[near[-1]]
    if min(last, end) - max(first, start) < (last - first) / 2:
        return [min(near, key=lambda number: abs(borders[number] - end))]
    return [number for number in near if borders[number] >= start + LATE_STEPS] or near[-1:]
