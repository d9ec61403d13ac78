"""How loud a sound is (ITU-R BS.1770), and bringing it to the loudness of an episode."""

import math
from collections import deque
from collections.abc import Iterator
from itertools import chain

import numpy as np
import pyebur128  # type: ignore[import-untyped]

from tts.audio.level import Level
from tts.audio.limiter import FAST_MS, GENTLE_MS, Gain, Peaks, limit
from tts.audio.pcm import Samples, Sound, in_steps
from tts.audio.peak import Peak
from tts.errors import SynthesisError

TARGET_LUFS = -16.0
"""What podcast directories ask for, within 1 LU (Apple's audio requirements)."""

GATE_MS = 400
"""BS.1770 measures in blocks of this length; nothing shorter can be measured as it is."""

STEP_MS = 100
"""How much later each block begins than the one before it."""

BLOCK_STEPS = GATE_MS // STEP_MS

ABSOLUTE_GATE = 10 ** (-70 / 10)
"""The power of a block at -70 LUFS; softer ones do not count."""

SHORTEST_MS = 1000
"""A shorter sound is measured as if it went on: a single block, half of it silent, says too little."""

TOLERANCE_LU = 0.2
PASSES = 4
"""Limiting takes loudness away, which the next pass makes up for; speech converges in two or three."""


def loudness(sound: Sound, sample_rate: int) -> float:
    """Return the integrated loudness in LUFS; minus infinity for silence."""
    state = pyebur128.R128State(1, sample_rate, pyebur128.MeasurementMode.MODE_I)
    for block in _long_enough(sound, SHORTEST_MS * sample_rate // 1000):
        state.add_frames(np.ascontiguousarray(block), len(block))
    return float(pyebur128.get_loudness_global(state))


def _long_enough(sound: Sound, wanted: int) -> Iterator[Samples]:
    """Yield the sound, and if it is shorter than wanted, all of it again until it is not."""
    length, short = 0, []
    for block in sound:
        yield block
        length += len(block)
        if length < wanted:
            short.append(block)
    for _again in range(-(-wanted // length) - 1 if length else 0):
        yield from short


def level_of(sound: Sound, sample_rate: int) -> Level:
    """Return how loud a sound is, its blocks and its peak; it is gone through once."""
    peak = Peak()
    return Level(tuple(_blocks(_noted(sound, peak), sample_rate)), peak.top)


def _noted(sound: Sound, peak: Peak) -> Iterator[Samples]:
    for block in sound:
        peak.add(block)
        yield block


def _blocks(sound: Sound, sample_rate: int) -> Iterator[float]:
    """Yield the loudness of each block that holds any of the sound and counts."""
    step = sample_rate * STEP_MS // 1000
    powers = deque([0.0], BLOCK_STEPS)
    after = np.zeros((BLOCK_STEPS - 1) * step, np.float32)
    state = pyebur128.R128State(1, sample_rate, pyebur128.MeasurementMode.MODE_M)
    for rows in in_steps(chain(sound, [after]), step):
        for row in np.ascontiguousarray(rows):
            state.add_frames(row, step)
            # To ask for each block's own loudness would go through every sample four times.
            powers.append(10 ** (pyebur128.get_loudness_window(state, STEP_MS) / 10))
            power = sum(powers) / BLOCK_STEPS
            if power > ABSOLUTE_GATE:
                yield 10 * math.log10(power)


def levelled(
    sound: Sound, sample_rate: int, ceiling_dbtp: float, target_lufs: float | None = TARGET_LUFS
) -> Gain:
    """Return what brings the sound to the target loudness, if there is one, and its peaks under the ceiling.

    Peaks are limited gently; only a voice that is nearly all peaks, which cannot reach the target so,
    is limited fast. What is still too quiet then is no voice, but clicks. Raises SynthesisError for a
    sound under the threshold of hearing, which has no loudness.
    """
    if target_lufs is None:
        return limit(sound, sample_rate, ceiling_dbtp)
    before = loudness(sound, sample_rate)
    if before == -math.inf:
        message = "The speech is too quiet to be heard."
        raise SynthesisError(message)
    peaks, ceiling = Peaks.of(sound, sample_rate), 10 ** (ceiling_dbtp / 20)
    for window_ms in (GENTLE_MS, FAST_MS):
        gain_db = target_lufs - before
        for _attempt in range(PASSES):
            raised = 10 ** (gain_db / 20)
            gain = peaks.held(raised, ceiling, window_ms)
            if peaks.top * raised <= ceiling:  # no peak is held, so the target is met as it is
                return gain
            missing = target_lufs - loudness(gain.on(sound), sample_rate)
            if abs(missing) <= TOLERANCE_LU:
                return gain
            gain_db += missing
    return gain
