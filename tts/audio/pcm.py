"""Raw sound: between bytes, numbers, and pydub's segments."""

import warnings

import numpy as np
import numpy.typing as npt
import soxr  # type: ignore[import-untyped]

from tts.engines.base import BYTES_PER_SAMPLE, Pcm
from tts.errors import SynthesisError

with warnings.catch_warnings():
    # pydub looks for a system ffmpeg, which is not needed to edit raw sound, and on Python before
    # 3.13 uses the standard audioop, which is deprecated there; later ones have audioop-lts.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment  # type: ignore[import-untyped]

Samples = npt.NDArray[np.float32]
"""Mono sound, full scale at 1.0."""

FULL_SCALE = 32768
LARGEST_SAMPLE = 32767

FADE_MS = 5


def to_samples(pcm: Pcm) -> Samples:
    """Return the sound as numbers; raise SynthesisError when it ends inside a sample."""
    if len(pcm.samples) % BYTES_PER_SAMPLE:
        message = "The speech ends inside a sample."
        raise SynthesisError(message)
    return np.frombuffer(pcm.samples, "<i2").astype(np.float32) / np.float32(FULL_SCALE)


def to_pcm(samples: Samples, sample_rate: int) -> Pcm:
    """Return the sound as 16-bit samples; what exceeds full scale is clipped."""
    scaled = np.rint(samples * FULL_SCALE)
    clipped = np.clip(scaled, -FULL_SCALE, LARGEST_SAMPLE)
    return Pcm(clipped.astype("<i2").tobytes(), sample_rate)


def resampled(pcm: Pcm, sample_rate: int) -> Pcm:
    """Return the sound at another sample rate, neither earlier nor later."""
    if pcm.sample_rate == sample_rate:
        return pcm
    return to_pcm(resample(to_samples(pcm), pcm.sample_rate, sample_rate), sample_rate)


def resample(samples: Samples, before: int, after: int) -> Samples:
    """Return the samples at another rate; peaks may exceed full scale."""
    if before == after:
        return samples
    return np.asarray(soxr.resample(samples, before, after), np.float32)


def trimmed(pcm: Pcm, start_ms: int, end_ms: int) -> Pcm:
    """Return the stretch between two moments, faded at both ends so that neither clicks."""
    whole = AudioSegment(
        data=pcm.samples, sample_width=BYTES_PER_SAMPLE, frame_rate=pcm.sample_rate, channels=1
    )
    part = whole[start_ms:end_ms].fade_in(FADE_MS).fade_out(FADE_MS)
    return Pcm(part.raw_data, pcm.sample_rate)
