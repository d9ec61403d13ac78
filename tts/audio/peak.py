"""The highest point of a wave, which mostly lies between its samples (ITU-R BS.1770, annex 2)."""

from functools import cache

import numpy as np

from tts.audio.pcm import Samples

OVERSAMPLING = 4
"""BS.1770 looks at three points between two samples."""

REACH = 12
"""How many samples to each side tell the wave between two: twice the reach of BS.1770's own filter."""

CELL = 64
"""The wave is looked at in stretches of so many samples."""

NEAR = 0.7
"""Up to a quarter of the sample rate, where all strong sounds of a voice lie, a wave rises between its
samples by 3 dB at most; a cell whose samples are lower than that has no peak."""


def highest(samples: Samples) -> float:
    """Return the highest point of a whole wave, full scale at 1.0; 0 for silence."""
    return highest_inside(np.pad(samples, REACH + CELL))


def highest_inside(samples: Samples, known: float = 0.0) -> float:
    """Return the highest point of a wave but for REACH samples at each end, or `known` if that is higher.

    There must be CELL samples between those ends.
    """
    inner = np.abs(samples[REACH : len(samples) - REACH])
    starts = np.append(np.arange(0, len(inner) - CELL, CELL), len(inner) - CELL)
    tops = np.maximum.reduceat(inner, starts)
    top = max(known, float(tops.max()))
    windows = np.lib.stride_tricks.sliding_window_view(samples, CELL + 2 * REACH)[starts[tops > NEAR * top]]
    return max([top, *(float(np.abs(_between(windows, taps)).max(initial=0.0)) for taps in _phases())])


def _between(windows: Samples, taps: Samples) -> Samples:
    """Return the wave between the samples, without a matrix product: its threads cost more than it saves."""
    wave = np.zeros((len(windows), CELL), np.float32)
    for at, tap in enumerate(taps):
        wave += windows[:, at : at + CELL] * tap
    return wave


@cache
def _phases() -> tuple[Samples, ...]:
    """Return the weights of the samples around, for each point between two of them (a windowed sinc)."""
    offsets = np.arange(-REACH + 1, REACH + 1)[None] - np.arange(1, OVERSAMPLING)[:, None] / OVERSAMPLING
    weights = np.sinc(offsets) * np.cos(np.pi * offsets / (2 * REACH)) ** 2
    return tuple(weights.astype(np.float32))
