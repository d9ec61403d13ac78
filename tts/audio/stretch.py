"""Faster and slower with the pitch kept: waveform-similarity overlap-add (WSOLA).

W. Verhelst, M. Roelands: An overlap-add technique based on waveform similarity, ICASSP 1993.
"""

import numpy as np
import numpy.typing as npt

WINDOW_MS = 40
"""Two to four periods of a voice."""

SEARCH_MS = 10
"""How far a window may move to meet the wave: the longest period of a man's voice."""

Samples = npt.NDArray[np.int16]


def stretch(samples: Samples, sample_rate: int, speed: float) -> Samples:
    """Return the sound at another speed, as 16-bit samples; its pitch stays."""
    half = sample_rate * WINDOW_MS // 2000
    reach = sample_rate * SEARCH_MS // 1000
    wave = np.pad(samples.astype(np.float32), (reach, 2 * half + 2 * reach))
    hops = int(len(samples) / (half * speed))
    fade = np.hanning(2 * half + 1)[: 2 * half].astype(np.float32)
    out = np.zeros((hops + 2) * half, dtype=np.float32)
    expected = wave[reach : reach + 2 * half]
    for hop in range(hops):
        near = int(hop * half * speed)
        region = wave[near : near + 2 * half + 2 * reach]
        if len(expected) < 2 * half or len(region) < 2 * half + 2 * reach:
            break
        best = near + int(np.argmax(np.correlate(region, expected, mode="valid")))
        out[hop * half : hop * half + 2 * half] += wave[best : best + 2 * half] * fade
        expected = wave[best + half : best + 3 * half]
    return np.clip(out, -32768, 32767).astype(np.int16)
