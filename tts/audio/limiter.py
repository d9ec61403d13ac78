"""Holding peaks down without being heard: a look-ahead limiter."""

import numpy as np
import numpy.typing as npt

from tts.audio.pcm import Samples, resample

OVERSAMPLING = 4
"""BS.1770 finds peaks between the samples at four times 48 kHz."""

GENTLE_MS = 20
"""Long against the period of a low voice (10 ms), so that no wave is bent; short against a syllable,
so that nothing pumps."""

FAST_MS = 2
"""Shorter than a period: turns down the pulses of a voice and not what rings between them."""


def limit(samples: Samples, sample_rate: int, ceiling_dbtp: float, window_ms: int = GENTLE_MS) -> Samples:
    """Return the sound with its true peaks at the ceiling or under it; what is under it is left alone.

    The gain begins to fall two windows before a peak and has risen again two windows after it.
    """
    ceiling = 10 ** (ceiling_dbtp / 20)
    peaks = _peaks_by_ms(samples, sample_rate)
    if peaks.max(initial=0.0) <= ceiling:
        return samples
    allowed = (ceiling / np.maximum(peaks, ceiling)).astype(np.float32)
    gain = _smooth(_lowest_around(allowed, window_ms), window_ms)
    middles = (np.arange(len(gain)) + 0.5) * sample_rate / 1000
    curve = np.interp(np.arange(len(samples)), middles, gain)
    return (samples * curve).astype(np.float32)


def _peaks_by_ms(samples: Samples, sample_rate: int) -> Samples:
    """Return the highest true peak of every millisecond and its neighbours."""
    fine = np.abs(resample(samples, sample_rate, OVERSAMPLING * sample_rate))
    step = OVERSAMPLING * sample_rate // 1000
    whole = np.pad(fine, (0, -len(fine) % step)).reshape(-1, step).max(axis=1)
    around = np.pad(whole, 1)
    return np.asarray(np.maximum(np.maximum(around[:-2], around[1:-1]), around[2:]), np.float32)


def _lowest_around(gain: Samples, window_ms: int) -> Samples:
    around = np.pad(gain, window_ms, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(around, 2 * window_ms + 1)
    return np.asarray(windows.min(axis=1), np.float32)


def _smooth(gain: Samples, window_ms: int) -> npt.NDArray[np.float64]:
    """Return the weighted mean around each point: never above a peak's gain, for all around it is that."""
    weights = np.hanning(2 * window_ms + 3)[1:-1]
    around = np.pad(gain, window_ms, mode="edge")
    return np.convolve(around, weights / weights.sum(), mode="valid")
