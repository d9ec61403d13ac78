"""Where there is something to hear in samples, and where there is not."""

import numpy as np
import numpy.typing as npt

from tts.engines.base import Mark, Pcm
from tts.engines.failures import NoAudio

STEP_MS = 5
BELOW_LOUDEST_DB = 40
"""Quieter than the loudest moment by this much is silence; the softest initials (f, h) are 35 below."""

SILENCE = 10 ** (-70 / 20)
"""Nothing quieter than -70 dBFS is heard in any case."""

BORDER_STEPS = 40 // STEP_MS
"""How far a border may be off: less than two frames of Kokoro's, and half of its shortest syllable."""

PAUSE_STEPS = 20 // STEP_MS
"""A shorter silence tells no words apart: a low voice's periods take 15 ms. A shorter sound is no word."""


class Hearing:
    """How loud the samples are, in steps of about `STEP_MS`, and in which of them something is heard."""

    def __init__(self, samples: npt.NDArray[np.float32], sample_rate: int) -> None:
        self._size = sample_rate * STEP_MS // 1000
        self._ms = self._size * 1000 / sample_rate
        whole = samples[: len(samples) // self._size * self._size].reshape(-1, self._size)
        self.levels = np.sqrt(np.square(whole).mean(axis=1))
        loudest = float(self.levels.max(initial=0.0))
        self._heard = self.levels > max(SILENCE, loudest * 10 ** (-BELOW_LOUDEST_DB / 20))

    def at(self, sample: int) -> int:
        """Return the step that begins nearest to a sample."""
        return round(sample / self._size)

    def sample(self, step: int) -> int:
        """Return the sample that a step begins with."""
        return step * self._size

    def mark(self, start: int, end: int, text: str) -> Mark:
        """Return the mark of a text from one step to before another."""
        return Mark(*self.times(start, end), text)

    def times(self, start: int, end: int) -> tuple[int, int]:
        """Return the milliseconds at which two steps begin."""
        return round(start * self._ms), round(end * self._ms)

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
        """Return from where to where there is nothing to hear, for long enough to tell words apart."""
        silent = np.concatenate(([False], ~self._heard[start:end], [False]))
        edges = start + np.flatnonzero(silent[1:] != silent[:-1])
        if len(edges):
            sounds = np.diff(edges)[1::2] >= PAUSE_STEPS
            edges = edges[np.concatenate(([True], np.repeat(sounds, 2), [True]))]
        return [
            (int(first), int(stop)) for first, stop in edges.reshape(-1, 2) if stop - first >= PAUSE_STEPS
        ]


def silences(pcm: Pcm) -> list[tuple[int, int]]:
    """Return from when to when there is nothing to hear, in milliseconds, but for the shortest silences."""
    samples = np.divide(np.frombuffer(pcm.samples, "<i2"), 32768, dtype=np.float32)
    hearing = Hearing(samples, pcm.sample_rate)
    return [hearing.times(*pause) for pause in hearing.pauses(0, len(hearing.levels))]
