"""Sound that spells its text: every letter is one tone, and a tone's pitch tells the letter.

So a recording can be heard again (`hear`) and compared with what should have been said (`spell`): a
missing, doubled or exchanged letter shows, whatever was done to the sound in between.
"""

import functools
import zlib
from itertools import groupby
from typing import TYPE_CHECKING

import lameenc  # type: ignore[import-not-found]
import miniaudio  # type: ignore[import-untyped]
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Samples = npt.NDArray[np.float64]

SAMPLE_RATE = 24_000
SAMPLES_PER_FRAME = 576
FRAME_BYTES = 144
SILENT_FRAME = bytes.fromhex("fff364c4") + bytes(FRAME_BYTES - 4)

PITCHES = 64
LOWEST_HZ = 400
STEP_HZ = 100
AMPLITUDE = 8_000

_HOP_MS = 5
_MIN_TONE_MS = 25
_LOUD = 0.2  # of the loudest hop: encoder noise and reverberation stay under it
_FFT_SIZE = 1 << 15


def spell(text: str) -> tuple[int, ...]:
    """Return the pitch (0 to 63) of each letter and digit of the text, in order."""
    return tuple(zlib.crc32(letter.encode()) % PITCHES for letter in text if letter.isalnum())


def tones(text: str, frames: int) -> bytes:
    """Return one tone for the letter, lasting so many whole frames; silence where there is no letter."""
    pitches = spell(text)
    return _tone(pitches[0], frames) if pitches else silence(text, frames)


def silence(_text: str, frames: int) -> bytes:
    """Return so many whole frames without a sound."""
    return SILENT_FRAME * frames


def hear(mp3: bytes) -> tuple[int, ...]:
    """Return the pitches heard in an MP3 of tones, in order, by an independent decoder."""
    decoded = miniaudio.decode(mp3, output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1)
    return hear_samples(np.asarray(decoded.samples, dtype=np.float64), decoded.sample_rate)


def hear_samples(samples: "Samples", sample_rate: int) -> tuple[int, ...]:
    """Return the pitches heard in mono samples: every loud run is a tone, its spectrum tells which."""
    hop = sample_rate * _HOP_MS // 1000
    hops = samples[: len(samples) // hop * hop].reshape(-1, hop)
    levels = np.sqrt((hops**2).mean(axis=1))
    loud = levels > _LOUD * levels.max(initial=0)
    pitches = []
    for is_loud, run in groupby(range(len(loud)), key=lambda index: bool(loud[index])):
        indexes = list(run)
        if is_loud and len(indexes) * _HOP_MS >= _MIN_TONE_MS:
            pitches.append(_pitch(hops[indexes].ravel(), sample_rate))
    return tuple(pitches)


def _pitch(samples: "Samples", sample_rate: int) -> int:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), _FFT_SIZE))
    hertz = float(spectrum.argmax()) * sample_rate / _FFT_SIZE
    return round((hertz - LOWEST_HZ) / STEP_HZ)


@functools.cache
def _tone(pitch: int, frames: int) -> bytes:
    """Return a tone of its own encoder: it starts with an empty bit reservoir, so tones can be joined.

    The encoder's delay, 2.8 frames, is the quiet that keeps two equal tones apart.
    """
    time = np.arange(SAMPLES_PER_FRAME * frames) / SAMPLE_RATE
    wave = AMPLITUDE * np.sin(2 * np.pi * (LOWEST_HZ + STEP_HZ * pitch) * time)
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(48)
    encoder.set_in_sample_rate(SAMPLE_RATE)
    encoder.set_channels(1)
    encoder.silence()
    mp3 = encoder.encode(wave.astype("<i2").tobytes()) + encoder.flush()
    return bytes(mp3[: frames * FRAME_BYTES])
