"""Holding peaks down without being heard: a look-ahead limiter."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from tts.audio.pcm import Samples, Sound, in_steps, resampled
from tts.audio.peak import OVERSAMPLING

GENTLE_MS = 20
"""Long against the period of a low voice (10 ms), so that no wave is bent; short against a syllable,
so that nothing pumps."""

FAST_MS = 2
"""Shorter than a period: turns down the pulses of a voice and not what rings between them."""


@dataclass(frozen=True, slots=True)
class Peaks:
    """The highest true peak of every stretch of a sound and its neighbours; a stretch takes a millisecond.

    They are found once: a louder sound has the same, as much louder.
    """

    highest: Samples
    stretch: int

    @classmethod
    def of(cls, sound: Sound, sample_rate: int) -> Self:
        """Return the peaks of a sound; a stretch is `stretch` of its samples."""
        stretch = round(sample_rate / 1000)
        fine = resampled(sound, sample_rate, OVERSAMPLING * sample_rate)
        tops = [np.abs(rows).max(axis=1) for rows in in_steps(fine, OVERSAMPLING * stretch)]
        around = np.pad(np.concatenate((np.zeros(0, np.float32), *tops)), 1)
        return cls(np.maximum(np.maximum(around[:-2], around[1:-1]), around[2:]), stretch)

    @property
    def top(self) -> float:
        """The highest of them, full scale at 1.0."""
        return float(self.highest.max(initial=0.0))

    def held(self, gain: float, ceiling: float, window_ms: int) -> "Gain":
        """Return what raises the sound by `gain`, but no peak of it over the ceiling.

        It begins to fall two windows before a peak and has risen again two windows after it.
        """
        if self.top * gain <= ceiling:
            return Gain(np.full(len(self.highest) + 2, gain, np.float32), self.stretch)
        allowed = np.minimum(gain, ceiling / np.maximum(self.highest, 1e-9))
        smooth = _smooth(_lowest_around(allowed, window_ms), window_ms)
        return Gain(np.pad(smooth, 1, mode="edge").astype(np.float32), self.stretch)


@dataclass(frozen=True, slots=True)
class Gain:
    """By how much a sound is raised in the middle of each stretch, from the one before its first on."""

    knots: Samples
    stretch: int

    def on(self, sound: Sound) -> Iterator[Samples]:
        """Yield the sound, raised."""
        start = self.stretch // 2
        for block in sound:
            yield block * self._curve(start, start + len(block))
            start += len(block)

    def _curve(self, start: int, end: int) -> Samples:
        """Return the gain of every sample from one to another, counted from the middle of a stretch."""
        first = start // self.stretch
        knots = self.knots[first : -(-end // self.stretch) + 1]
        ramp = ((np.arange(self.stretch) + 0.5) / self.stretch).astype(np.float32)
        curve = (knots[:-1, None] + np.diff(knots)[:, None] * ramp).reshape(-1)
        offset = start - first * self.stretch
        return curve[offset : offset + end - start]


def limit(sound: Sound, sample_rate: int, ceiling_dbtp: float, window_ms: int = GENTLE_MS) -> Gain:
    """Return what holds the sound's true peaks under the ceiling; what is under it is left alone."""
    return Peaks.of(sound, sample_rate).held(1.0, 10 ** (ceiling_dbtp / 20), window_ms)


def _lowest_around(gain: npt.NDArray[np.floating], window_ms: int) -> npt.NDArray[np.floating]:
    around = np.pad(gain, window_ms, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(around, 2 * window_ms + 1)
    return np.asarray(windows.min(axis=1))


def _smooth(gain: npt.NDArray[np.floating], window_ms: int) -> npt.NDArray[np.float64]:
    """Return the weighted mean around each point: never above a peak's gain, for all around it is that."""
    weights = np.hanning(2 * window_ms + 3)[1:-1]
    around = np.pad(gain, window_ms, mode="edge")
    return np.convolve(around, weights / weights.sum(), mode="valid")
