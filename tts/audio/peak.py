"""The highest point of a wave, which mostly lies between its samples (ITU-R BS.1770, annex 2)."""

from functools import cache

import numpy as np

from tts.audio.pcm import Samples

OVERSAMPLING = 4
"""BS.1770 looks at three points between two samples."""

REACH = 12
"""How many samples to each side tell the wave between two: twice the reach of BS.1770's own filter."""

NEAR = 0.7
"""Up to a quarter of the sample rate, where all strong sounds of a voice lie, a wave rises beside its
highest samples, and by 3 dB at most; where those are lower than that there is no peak."""

FEW = 1024
"""So many windows are multiplied at once: for more BLAS starts threads, and takes keep all cores busy."""


class Peak:
    """The highest point so far of a wave that comes block by block, and that is silent before and after."""

    def __init__(self) -> None:
        self._known = 0.0
        self._before: Samples = np.zeros(2 * REACH, np.float32)

    def add(self, block: Samples) -> None:
        """Take in what follows."""
        wave = np.concatenate((self._before, block))
        self._known = _highest_inside(wave, self._known)
        self._before = wave[-2 * REACH :]

    @property
    def top(self) -> float:
        """The highest point, if nothing follows."""
        return _highest_inside(np.pad(self._before, (0, REACH)), self._known)


def _highest_inside(wave: Samples, known: float) -> float:
    """Return the highest point of a wave but for REACH samples at each end, or `known` if that is higher."""
    inner = np.abs(wave[REACH:-REACH])
    top = max(known, float(inner.max(initial=0.0)))
    around = np.abs(wave[REACH - 1 : len(wave) - REACH + 1])
    summits = (inner > NEAR * top) & (inner >= around[:-2]) & (inner >= around[2:])
    windows = np.lib.stride_tricks.sliding_window_view(wave, 2 * REACH + 1)[np.flatnonzero(summits)]
    for start in range(0, len(windows), FEW):
        beside = windows[start : start + FEW] @ _weights()
        top = max(top, float(np.abs(beside).max()))
    return top


@cache
def _weights() -> Samples:
    """Return what the samples of a window weigh (a windowed sinc) in six points beside its middle."""
    offsets = np.arange(-REACH + 1, REACH + 1) - np.arange(1, OVERSAMPLING)[:, None] / OVERSAMPLING
    weights = np.sinc(offsets) * np.cos(np.pi * offsets / (2 * REACH)) ** 2
    before, after = np.pad(weights, ((0, 0), (0, 1))), np.pad(weights, ((0, 0), (1, 0)))
    return np.ascontiguousarray(np.vstack((before, after)).T.astype(np.float32))
