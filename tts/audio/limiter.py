"""Holding peaks down without being heard: a look-ahead limiter."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from tts.audio.pcm import Samples, resample
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
    def of(cls, samples: Samples, sample_rate: int) -> Self:
        """Return the peaks of a sound; a stretch is `stretch` of its samples."""
        stretch = round(sample_rate / 1000)
        fine = np.abs(resample(samples, sample_rate, OVERSAMPLING * sample_rate))
        whole = np.maximum.reduceat(fine, np.arange(0, len(fine), OVERSAMPLING * stretch))
        around = np.pad(whole, 1)
        highest = np.maximum(np.maximum(around[:-2], around[1:-1]), around[2:])
        return cls(np.asarray(highest, np.float32), stretch)

    @property
    def top(self) -> float:
        """The highest of them, full scale at 1.0."""
        return float(self.highest.max(initial=0.0))

    def held(self, gain: float, ceiling: float, window_ms: int, length: int) -> Samples | np.float32:
        """Return the gain for each of so many samples that raises them by `gain`, but not over the ceiling.

        It begins to fall two windows before a peak and has risen again two windows after it.
        """
        if self.top * gain <= ceiling:
            return np.float32(gain)
        allowed = np.minimum(gain, ceiling / np.maximum(self.highest, 1e-9))
        knots = np.pad(_smooth(_lowest_around(allowed, window_ms), window_ms), 1, mode="edge")
        knots = knots.astype(np.float32)
        ramp = ((np.arange(self.stretch) + 0.5) / self.stretch).astype(np.float32)
        curve = (knots[:-1, None] + np.diff(knots)[:, None] * ramp).reshape(-1)
        return np.asarray(curve[self.stretch // 2 :][:length], np.float32)


def limit(samples: Samples, sample_rate: int, ceiling_dbtp: float, window_ms: int = GENTLE_MS) -> Samples:
    """Return the sound with its true peaks at the ceiling or under it; what is under it is left alone."""
    ceiling = 10 ** (ceiling_dbtp / 20)
    peaks = Peaks.of(samples, sample_rate)
    if peaks.top <= ceiling:
        return samples
    return samples * peaks.held(1.0, ceiling, window_ms, len(samples))


def _lowest_around(gain: npt.NDArray[np.floating], window_ms: int) -> npt.NDArray[np.floating]:
    around = np.pad(gain, window_ms, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(around, 2 * window_ms + 1)
    return np.asarray(windows.min(axis=1))


def _smooth(gain: npt.NDArray[np.floating], window_ms: int) -> npt.NDArray[np.float64]:
    """Return the weighted mean around each point: never above a peak's gain, for all around it is that."""
    weights = np.hanning(2 * window_ms + 3)[1:-1]
    around = np.pad(gain, window_ms, mode="edge")
    return np.convolve(around, weights / weights.sum(), mode="valid")
