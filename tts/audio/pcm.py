"""Raw sound: between bytes, numbers, and pydub's segments."""

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import soxr  # type: ignore[import-untyped]

from tts.engines.base import BYTES_PER_SAMPLE, Pcm
from tts.errors import SynthesisError

with warnings.catch_warnings():
    # pydub looks for a system ffmpeg, which is not needed to edit raw sound, and on Python before
    # 3.13 uses the standard audioop, which is deprecated there; later ones have audioop-lts.
    warnings.simplefilter("ignore")
    from pydub import AudioSegment as AudioSegment  # type: ignore[import-untyped]  # noqa: PLC0414 (for others, too)

Samples = npt.NDArray[np.float32]
"""Mono sound, full scale at 1.0."""

Sound = Iterable[Samples]
"""The same in blocks of any length, so that two minutes take no more memory than a few seconds."""

BLOCK_SAMPLES = 1 << 16

FULL_SCALE = 32768
LARGEST_SAMPLE = 32767

FADE_MS = 5


@dataclass(frozen=True, slots=True)
class Blocks:
    """Raw sound as numbers, as often as it is asked for; raises SynthesisError if it ends inside a sample."""

    pcm: Pcm

    def __iter__(self) -> Iterator[Samples]:
        """Yield it a block at a time."""
        if len(self.pcm.samples) % BYTES_PER_SAMPLE:
            message = "The speech ends inside a sample."
            raise SynthesisError(message)
        samples = np.frombuffer(self.pcm.samples, "<i2")
        for start in range(0, len(samples), BLOCK_SAMPLES):
            yield samples[start : start + BLOCK_SAMPLES].astype(np.float32) / np.float32(FULL_SCALE)


def to_samples(pcm: Pcm) -> Samples:
    """Return the sound as numbers; raise SynthesisError when it ends inside a sample."""
    return whole(Blocks(pcm))


def whole(sound: Sound) -> Samples:
    """Return all blocks as one."""
    return np.concatenate((np.zeros(0, np.float32), *sound))


def to_pcm(samples: Samples, sample_rate: int) -> Pcm:
    """Return the sound as 16-bit samples; what exceeds full scale is clipped."""
    return Pcm(b"".join(in_16_bits([samples])), sample_rate)


def in_16_bits(sound: Sound) -> Iterator[bytes]:
    """Yield each block's 16-bit samples; what exceeds full scale is clipped."""
    for block in sound:
        scaled = np.rint(block * FULL_SCALE)
        yield np.clip(scaled, -FULL_SCALE, LARGEST_SAMPLE, out=scaled).astype("<i2").tobytes()


def resample(samples: Samples, before: int, after: int) -> Samples:
    """Return the samples at another rate; peaks may exceed full scale."""
    return whole(resampled([samples], before, after))


def resampled(sound: Sound, before: int, after: int) -> Iterator[Samples]:
    """Yield the sound at another rate, neither earlier nor later; peaks may exceed full scale."""
    if before == after:
        yield from sound
        return
    stream = soxr.ResampleStream(before, after, 1)
    for block in sound:
        yield stream.resample_chunk(block)
    yield stream.resample_chunk(np.zeros(0, np.float32), last=True)


def in_steps(sound: Sound, step: int) -> Iterator[Samples]:
    """Yield the sound as rows of `step` samples each, many at a time; the last row is filled with silence."""
    rest = np.zeros(0, np.float32)
    for block in sound:
        joined = np.concatenate((rest, block))
        end = len(joined) // step * step
        yield joined[:end].reshape(-1, step)
        rest = joined[end:]
    if len(rest):
        yield np.pad(rest, (0, step - len(rest))).reshape(1, step)


def trimmed(pcm: Pcm, start_ms: int, end_ms: int) -> Pcm:
    """Return the stretch between two moments, faded at both ends so that neither clicks."""
    start, end = (pcm.sample_rate * moment_ms // 1000 * BYTES_PER_SAMPLE for moment_ms in (start_ms, end_ms))
    part = memoryview(pcm.samples)[start:end]
    edge = min(pcm.sample_rate * FADE_MS // 1000, len(part) // BYTES_PER_SAMPLE // 2) * BYTES_PER_SAMPLE
    inner = len(part) - edge
    first = segment(part[:edge], pcm.sample_rate).fade_in(FADE_MS).raw_data
    last = segment(part[inner:], pcm.sample_rate).fade_out(FADE_MS).raw_data
    return Pcm(b"".join((first, part[edge:inner], last)), pcm.sample_rate)


def segment(samples: bytes | memoryview, sample_rate: int) -> AudioSegment:
    """Return the samples as a segment; of a whole take, each edit would make another copy."""
    return AudioSegment(
        data=bytes(samples), sample_width=BYTES_PER_SAMPLE, frame_rate=sample_rate, channels=1
    )
