"""How loud a sound is (ITU-R BS.1770), and bringing it to the loudness of an episode."""

import math
from collections.abc import Iterator

from tts.audio.level import Level
from tts.audio.limiter import FAST_MS, GENTLE_MS, Gain, Peaks, limit
from tts.audio.pcm import Samples, Sound
from tts.audio.peak import Peak
from tts.audio.powers import Powers
from tts.errors import SynthesisError

TARGET_LUFS = -16.0
"""What podcast directories ask for, within 1 LU (Apple's audio requirements)."""

TOLERANCE_LU = 0.2
PASSES = 4
"""Limiting takes loudness away, which the next pass makes up for; speech converges in two or three."""


def loudness(sound: Sound, sample_rate: int) -> float:
    """Return the integrated loudness in LUFS; minus infinity for silence."""
    return Powers.of(sound, sample_rate).lufs


def level_of(sound: Sound, sample_rate: int) -> Level:
    """Return how loud a sound is, its blocks and its peak; it is gone through once."""
    peak = Peak()
    return Level(Powers.of(_noted(sound, peak), sample_rate).blocks, peak.top)


def peak_of(sound: Sound) -> float:
    """Return the highest point of a sound's wave; it is gone through once."""
    peak = Peak()
    for _block in _noted(sound, peak):
        pass
    return peak.top


def _noted(sound: Sound, peak: Peak) -> Iterator[Samples]:
    for block in sound:
        peak.add(block)
        yield block


def levelled(
    sound: Sound, sample_rate: int, ceiling_dbtp: float, target_lufs: float | None = TARGET_LUFS
) -> tuple[Gain, Powers]:
    """Return what brings the sound to the target loudness, if there is one, and its peaks under the ceiling.

    With it comes how strong the sound then is. Peaks are limited gently; only a voice that is nearly all
    peaks, which cannot reach the target so, is limited fast. What is still too quiet then is no voice, but
    clicks. Raises SynthesisError for a sound under the threshold of hearing, which has no loudness.
    """
    if target_lufs is None:
        gain = limit(sound, sample_rate, ceiling_dbtp)
        return gain, Powers.of(gain.on(sound), sample_rate)
    before = Powers.of(sound, sample_rate)
    if before.lufs == -math.inf:
        message = "The speech is too quiet to be heard."
        raise SynthesisError(message)
    peaks, ceiling = Peaks.of(sound, sample_rate), 10 ** (ceiling_dbtp / 20)
    for window_ms in (GENTLE_MS, FAST_MS):
        gain_db = target_lufs - before.lufs
        for _attempt in range(PASSES):
            raised = 10 ** (gain_db / 20)
            gain = peaks.held(raised, ceiling, window_ms)
            if peaks.top * raised <= ceiling:  # no peak is held, so the target is met as it is
                return gain, before.raised(raised)
            powers = Powers.of(gain.on(sound), sample_rate)
            missing = target_lufs - powers.lufs
            if abs(missing) <= TOLERANCE_LU:
                return gain, powers
            gain_db += missing
    return gain, powers
