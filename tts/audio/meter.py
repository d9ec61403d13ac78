"""Measuring a whole MP3 file, a block at a time: memory does not grow with its length."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import miniaudio  # type: ignore[import-untyped]
import numpy as np
import pyebur128  # type: ignore[import-untyped]

from tts.audio.pcm import BLOCK_SAMPLES, FULL_SCALE, LARGEST_SAMPLE, Samples
from tts.audio.peak import Peak
from tts.errors import TingError

CLIPPED = LARGEST_SAMPLE / FULL_SCALE
"""The highest value a decoder gives; what would be higher is cut off there."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a file's sound comes to: loudness in LUFS, highest true peak in dBTP, both -inf for silence.

    `samples` are those of one channel; `clipped` counts the samples of all at full scale.
    """

    lufs: float
    peak_dbtp: float
    samples: int
    sample_rate: int
    channels: int
    clipped: int

    @property
    def duration_ms(self) -> int:
        """How long the sound is, by counting its samples."""
        return round(self.samples * 1000 / self.sample_rate)


def measure(path: Path) -> Measured:
    """Return what the file's sound comes to; raise TingError when there is none that can be decoded."""
    sample_rate, channels, blocks = sound_of(path)
    state = pyebur128.R128State(channels, sample_rate, pyebur128.MeasurementMode.MODE_I)
    samples, clipped = 0, 0
    peaks = [Peak() for _channel in range(channels)]
    for block in blocks:
        state.add_frames(np.ascontiguousarray(block).reshape(-1), len(block))
        clipped += int(np.count_nonzero(np.abs(block) >= CLIPPED))
        samples += len(block)
        for peak, channel in zip(peaks, block.T, strict=True):
            peak.add(channel)
    top = max(peak.top for peak in peaks)
    return Measured(
        lufs=float(pyebur128.get_loudness_global(state)),
        peak_dbtp=20 * math.log10(top) if top else -math.inf,
        samples=samples,
        sample_rate=sample_rate,
        channels=channels,
        clipped=clipped,
    )


def sound_of(path: Path) -> tuple[int, int, Iterator[Samples]]:
    """Return the file's sample rate, its channels, and its sound in blocks of samples × channels."""
    try:
        told = miniaudio.mp3_get_file_info(str(path))
        stream = miniaudio.stream_file(
            str(path),
            miniaudio.SampleFormat.FLOAT32,
            told.nchannels,
            told.sample_rate,
            frames_to_read=BLOCK_SAMPLES,
        )
    except (miniaudio.DecodeError, OSError, UnicodeError) as error:
        message = f"{path} has no sound that can be decoded."
        raise TingError(message, hint="Give an MP3.") from error
    blocks = (np.frombuffer(block, np.float32).reshape(-1, told.nchannels) for block in stream)
    return told.sample_rate, told.nchannels, blocks
