"""Samples → speech: where in what an engine made its text is heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise

import numpy as np
import numpy.typing as npt

from tts.engines.base import Mark, Pcm, Speech
from tts.engines.failures import NoAudio
from tts.errors import SynthesisError

STEP_MS = 5
BELOW_LOUDEST_DB = 45
"""Quieter than the loudest moment by this much is silence; the softest initials (f, h) are 35 below."""

SILENCE = 10 ** (-70 / 20)
"""Nothing quieter than -70 dBFS is heard in any case."""

BORDER_STEPS = 40 // STEP_MS
"""How far a border may be off: less than two frames of Kokoro's, and half of its shortest syllable."""

PAUSE_BELOW_LOUDEST_DB = 40
PAUSE_STEPS = 20 // STEP_MS
"""What tells two words apart is this quiet for so long: of a voice's periods the longest is 15 ms."""

EARLY_STEPS, LATE_STEPS = 150 // STEP_MS, 60 // STEP_MS
"""How long before its border a word may sound, and after it. Kokoro gives the pause before a word to the
last sound of the word before it, and begins the word in the comma's place."""

LOUDEST = 32767 / 32768


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text, and the sample near which it begins, with the pause before it.

    Its words, where they are known, begin near theirs without the pause before them.
    """

    text: str
    start: int
    words: tuple["Part", ...] = ()


def as_speech(samples: npt.NDArray[np.float32], sample_rate: int, parts: Sequence[Part]) -> Speech:
    """Return the samples, full scale at 1.0, as speech with a mark a part, from its first to its last sound.

    A part ends where the next one starts, and so do its words, unless there is a pause. A peak beyond full
    scale makes the whole quieter, so that nothing is clipped. Raises NoAudio when a part has no sound, and
    SynthesisError when there is something that is none (NaN).
    """
    peak = float(np.max(np.abs(samples), initial=0.0))
    if not np.isfinite(peak):
        message = "The engine answered with broken sound."
        raise SynthesisError(message)
    fitting = samples * (LOUDEST / peak) if peak > LOUDEST else samples
    sound = _Steps(fitting, sample_rate)
    pcm = np.rint(fitting * 32768).astype("<i2").tobytes()
    borders = [sound.quietest(sound.at(part.start)) for part in parts[1:]]
    marks: list[Mark] = []
    words: list[Mark] = []
    for part, span in zip(parts, pairwise([0, *borders, len(sound.levels)]), strict=True):
        first, last = sound.heard_in(*span)
        marks.append(sound.mark(first, last, part.text))
        words += _words(part.words, sound, span, (first, last))
    return Speech(Pcm(pcm, sample_rate), tuple(marks), tuple(words))


class _Steps:
    """How loud the samples are, in steps of about `STEP_MS`, and in which of them something is heard."""

    def __init__(self, samples: npt.NDArray[np.float32], sample_rate: int) -> None:
        self._size = sample_rate * STEP_MS // 1000
        self._ms = self._size * 1000 / sample_rate
        whole = samples[: len(samples) // self._size * self._size].reshape(-1, self._size)
        self.levels = np.sqrt(np.square(whole).mean(axis=1))
        loudest = float(self.levels.max(initial=0.0))
        self._heard = self.levels > max(SILENCE, loudest * 10 ** (-BELOW_LOUDEST_DB / 20))
        self._is_pause = self.levels <= max(SILENCE, loudest * 10 ** (-PAUSE_BELOW_LOUDEST_DB / 20))

    def at(self, sample: int) -> int:
        """Return the step that begins nearest to a sample."""
        return round(sample / self._size)

    def mark(self, start: int, end: int, text: str) -> Mark:
        """Return the mark of a text from one step to before another."""
        return Mark(round(start * self._ms), round(end * self._ms), text)

    def quietest(self, near: int) -> int:
        """Return the quietest step about a border: there one part ends and the next begins."""
        low = max(0, near - BORDER_STEPS)
        return low + int(np.argmin(self.levels[low : near + BORDER_STEPS + 1]))

    def heard_in(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where there is something to hear; raise NoAudio if there is nothing."""
        sounding = np.flatnonzero(self._heard[start:end])
        if not len(sounding):
            message = "The engine answered with silence."
            raise NoAudio(message)
        return start + int(sounding[0]), start + int(sounding[-1]) + 1

    def pauses(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return from where to where it is quiet for long enough to tell words apart."""
        silent = np.concatenate(([False], self._is_pause[start:end], [False]))
        edges = (start + np.flatnonzero(silent[1:] != silent[:-1])).reshape(-1, 2)
        return [(int(first), int(stop)) for first, stop in edges if stop - first >= PAUSE_STEPS]


def _words(
    words: Sequence[Part], sound: _Steps, part: tuple[int, int], heard: tuple[int, int]
) -> Iterator[Mark]:
    """Yield the words of a part that is heard in these of its steps: a pause at a border is of no word.

    A word amid silence keeps the place where it should sound.
    """
    first, last = heard
    borders = [*(min(max(sound.at(word.start), part[0]), part[1]) for word in words), part[1]]
    starts = [max(start, first) if end > first else start for start, end in pairwise(borders)]
    ends = [min(end, last) if start < last else end for start, end in pairwise(borders)]
    if words and ends[0] > first:
        starts[0] = first
    for pause in sorted(sound.pauses(first, last), key=lambda pause: pause[1] - pause[0]):
        about = _about(pause, borders[:-1])
        for silent in about[:-1]:
            starts[silent], ends[silent] = max(starts[silent], pause[0]), min(ends[silent], pause[1])
        if about:
            ends[about[0] - 1], starts[about[-1]] = pause
    times = list(accumulate(chain.from_iterable(zip(starts, ends, strict=True)), max))
    for word, start, end in zip(words, times[::2], times[1::2], strict=True):
        yield sound.mark(start, end, word.text)


def _about(pause: tuple[int, int], borders: Sequence[int]) -> Sequence[int]:
    """Return the number of the border that is at this pause; several where the words between are silent."""
    start, end = pause
    near = [
        number
        for number, border in enumerate(borders)
        if number and start - LATE_STEPS < border < end + EARLY_STEPS
    ]
    if len(near) > 1:
        first, last = borders[near[0]], borders[near[-1]]
        if min(last, end) - max(first, start) < (last - first) / 2:
            return [min(near, key=lambda number: abs(borders[number] - end))]
    return near
