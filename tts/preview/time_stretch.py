"""Faster and slower with the pitch kept, as it plays: waveform-similarity overlap-add (WSOLA).

W. Verhelst, M. Roelands: An overlap-add technique based on waveform similarity, ICASSP 1993.
"""

from typing import Protocol

import numpy as np
import numpy.typing as npt

HOP_MS = 20
"""Half a window, which holds two to four periods of a voice."""

SEARCH_MS = 10
"""How far a window may move to meet the wave: the longest period of a man's voice."""

Samples = npt.NDArray[np.int16]


class Sound(Protocol):
    """Sound that can be read at any place."""

    @property
    def sample_rate(self) -> int:
        """How many samples make a second."""

    @property
    def length(self) -> int:
        """How many samples there are by now."""

    def read(self, start: int, count: int) -> Samples:
        """Return the samples from this place on; fewer where it ends."""


class Stretcher:
    """Reads a sound at a speed that may change at any time, from a place that may.

    `at` is that place. Each step fades from how the wave would go on to the place nearest the wanted one
    where it looks most alike; so a new speed or a jump makes no click either.
    """

    def __init__(self, sound: Sound) -> None:
        self.speed = 1.0
        self._sound = sound
        self._hop = sound.sample_rate * HOP_MS // 1000
        self._reach = sound.sample_rate * SEARCH_MS // 1000
        self._fade = np.hanning(2 * self._hop + 1)[: self._hop].astype(np.float32)
        self._target: float = 0
        self._onwards = 0
        self._ready = np.zeros(0, np.int16)

    @property
    def at(self) -> int:
        """The sample that is played next."""
        return min(round(self._target), self._sound.length)

    def jump(self, at: int) -> None:
        """Go on from another place."""
        self._target = at

    def read(self, count: int) -> Samples:
        """Return the next samples; fewer where there is no more by now."""
        parts, missing = [self._ready], count - len(self._ready)
        while missing > 0:
            hop = self._step()
            if not len(hop):
                break
            parts.append(hop)
            missing -= len(hop)
        sound = np.concatenate(parts)
        self._ready = sound[count:]
        return sound[:count]

    def _step(self) -> Samples:
        """Return the next samples, a hop of them or what is left."""
        at = round(self._target)
        if at + 2 * self._hop + 2 * self._reach > self._sound.length:
            return self._rest(at)
        near = at if self.speed == 1 and at == self._onwards else self._most_alike(at)
        fading, coming = (self._sound.read(start, self._hop) for start in (self._onwards, near))
        seamless = near == self._onwards or len(fading) < self._hop
        self._onwards = near + self._hop
        self._target = self._onwards if self.speed == 1 else self._target + self._hop * self.speed
        if seamless:
            return coming
        return np.rint(fading * (1 - self._fade) + coming * self._fade).astype(np.int16)

    def _most_alike(self, at: int) -> int:
        """Return the place near this one where the wave is most like what would come next."""
        expected = self._sound.read(self._onwards, self._hop).astype(np.float32)
        first = max(0, at - self._reach)
        region = self._sound.read(first, self._hop + 2 * self._reach).astype(np.float32)
        if len(expected) < self._hop:
            return at
        return first + int(np.argmax(np.correlate(region, expected, mode="valid")))

    def _rest(self, at: int) -> Samples:
        """Return the end of the sound at its own speed, from where it would go on if that is near."""
        near = abs(self._onwards - at) <= self._hop + self._reach
        start = self._onwards if near else at
        rest = self._sound.read(start, self._hop)
        self._target = self._onwards = start + len(rest)
        return rest
