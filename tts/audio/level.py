"""How loud a sound is, in a form that adds up: a track is as loud as its takes, and need not be decoded."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Self

RELATIVE_GATE_LU = -10.0
"""Blocks that are so much softer than the mean of all do not count (BS.1770-4)."""

OFFSET_LU = 0.691
"""What BS.1770 takes from a level in decibels, so that a sine of 1 kHz has its own."""


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a sound is that is silent before and after.

    `blocks` are the loudness in LUFS of all blocks of BS.1770 that are above its absolute gate; `peak` is
    the highest point of the wave, full scale at 1.0.
    """

    blocks: tuple[float, ...] = ()
    peak: float = 0.0

    @classmethod
    def joined(cls, levels: Iterable[Self]) -> Self:
        """Return how loud the sounds are one after the other, with pauses between as long as a block."""
        known = list(levels)
        blocks = chain.from_iterable(level.blocks for level in known)
        return cls(tuple(blocks), max((level.peak for level in known), default=0.0))

    @property
    def lufs(self) -> float:
        """The integrated loudness; minus infinity for silence."""
        if not self.blocks:
            return -math.inf
        gate = _mean(self.blocks) + RELATIVE_GATE_LU
        return _mean([block for block in self.blocks if block > gate])

    @property
    def peak_dbtp(self) -> float:
        """The true peak in decibels; minus infinity for silence."""
        return 20 * math.log10(self.peak) if self.peak else -math.inf


def _mean(blocks: Sequence[float]) -> float:
    """Return the loudness of what has the mean power of these blocks."""
    power = math.fsum(10 ** ((block + OFFSET_LU) / 10) for block in blocks) / len(blocks)
    return 10 * math.log10(power) - OFFSET_LU
