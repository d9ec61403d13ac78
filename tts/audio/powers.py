"""How strong a sound is from one moment to the next, weighed as the ear does (ITU-R BS.1770)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
import pyebur128  # type: ignore[import-untyped]

from tts.audio.level import Level
from tts.audio.pcm import Samples, Sound, in_steps

GATE_MS = 400
"""BS.1770 measures in blocks of this length; nothing shorter can be measured as it is."""

STEP_MS = 100
"""How much later each block begins than the one before it."""

BLOCK_STEPS = GATE_MS // STEP_MS

ABSOLUTE_GATE = 10 ** (-70 / 10)
"""The power of a block at -70 LUFS; softer ones do not count."""

SHORTEST_STEPS = 10
"""A shorter sound is measured as if it went on: a single block, half of it silent, says too little."""

Steps = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Powers:
    """The power of every step of a sound, and how many steps it lasts: of the last one mostly a part.

    They are found once: a louder sound has the same, as much stronger.
    """

    steps: Steps
    lasts: float

    @classmethod
    def of(cls, sound: Sound, sample_rate: int) -> Self:
        """Return the powers of a sound; it is gone through once."""
        step = sample_rate * STEP_MS // 1000
        lengths: list[int] = []
        powers = [*_powers(_counted(sound, lengths), sample_rate, step)]
        return cls(np.array(powers, np.float64), sum(lengths) / step)

    def raised(self, gain: float) -> Self:
        """Return the powers of the same sound, every sample of it multiplied."""
        return type(self)(self.steps * gain**2, self.lasts)

    @property
    def lufs(self) -> float:
        """The integrated loudness; minus infinity for silence."""
        if self.lasts < SHORTEST_STEPS:
            mean = self.steps.sum() / (self.lasts or 1)
            return Level(_loudness(np.full(1, mean))).lufs
        return Level(_loudness(_blocks(self.steps[: int(self.lasts)]))).lufs

    @property
    def blocks(self) -> tuple[float, ...]:
        """The loudness of each block that holds any of the sound and counts, as `Level` has them."""
        return _loudness(_blocks(np.pad(self.steps, BLOCK_STEPS - 1)))


def _counted(sound: Sound, lengths: list[int]) -> Iterator[Samples]:
    for block in sound:
        lengths.append(len(block))
        yield block


def _powers(sound: Sound, sample_rate: int, step: int) -> Iterator[float]:
    state = pyebur128.R128State(1, sample_rate, pyebur128.MeasurementMode.MODE_M)
    for rows in in_steps(sound, step):
        for row in np.ascontiguousarray(rows):
            state.add_frames(row, step)
            # To ask for each block's own loudness would go through every sample four times.
            yield 10 ** (pyebur128.get_loudness_window(state, STEP_MS) / 10)


def _blocks(steps: Steps) -> Steps:
    """Return the mean power of every four steps in a row."""
    count = max(0, len(steps) - BLOCK_STEPS + 1)
    return np.asarray(sum(steps[first : first + count] for first in range(BLOCK_STEPS)) / BLOCK_STEPS)


def _loudness(powers: Steps) -> tuple[float, ...]:
    """Return the loudness of what is above the absolute gate."""
    return tuple(10 * math.log10(power) for power in powers.tolist() if power > ABSOLUTE_GATE)
