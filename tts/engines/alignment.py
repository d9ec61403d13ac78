"""Samples → speech: where in what an engine made its text is heard."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tts.engines.base import Mark, Pcm, Speech
from tts.engines.failures import NoAudio
from tts.errors import SynthesisError

STEP_MS = 5
BELOW_LOUDEST_DB = 45
"""Quieter than the loudest moment by this much is silence; the softest initials (f, h) are 35 below."""

SILENCE = 10 ** (-70 / 20)
"""Nothing quieter than -70 dBFS is heard in any case."""

BORDER_STEPS = 40 // STEP_MS
"""How far a border may be off: less than two frames of Kokoro's, and half of its shortest syllable."""

LOUDEST = 32767 / 32768


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the text, and the sample near which it begins, with the pause before it."""

    text: str
    start: int


def as_speech(samples: npt.NDArray[np.float32], sample_rate: int, parts: Sequence[Part]) -> Speech:
    """Return the samples, full scale at 1.0, as speech with a mark a part, from its first to its last sound.

    A part ends where the next one starts. A peak beyond full scale makes the whole quieter, so that
    nothing is clipped. Raises NoAudio when a part has no sound, and SynthesisError when there is
    something that is none (NaN).
    """
    peak = float(np.max(np.abs(samples), initial=0.0))
    if not np.isfinite(peak):
        message = "The engine answered with broken sound."
        raise SynthesisError(message)
    fitting = samples * (LOUDEST / peak) if peak > LOUDEST else samples
    marks = tuple(_marks(fitting, sample_rate, parts))
    pcm = np.rint(fitting * 32768).astype("<i2").tobytes()
    return Speech(Pcm(pcm, sample_rate), marks)


def _marks(samples: npt.NDArray[np.float32], sample_rate: int, parts: Sequence[Part]) -> Iterator[Mark]:
    step = sample_rate * STEP_MS // 1000
    step_ms = step * 1000 / sample_rate
    levels = np.sqrt(np.square(samples[: len(samples) // step * step].reshape(-1, step)).mean(axis=1))
    heard = levels > max(SILENCE, float(levels.max(initial=0.0)) * 10 ** (-BELOW_LOUDEST_DB / 20))
    borders = [_quietest(levels, round(part.start / step)) for part in parts[1:]]
    for part, start, end in zip(parts, [0, *borders], [*borders, len(levels)], strict=True):
        sounding = np.flatnonzero(heard[start:end])
        if not len(sounding):
            message = "The engine answered with silence."
            raise NoAudio(message)
        first, last = start + int(sounding[0]), start + int(sounding[-1])
        yield Mark(round(first * step_ms), round((last + 1) * step_ms), part.text)


def _quietest(levels: npt.NDArray[np.float32], near: int) -> int:
    """Return the quietest step about a border: there one part ends and the next begins."""
    low = max(0, near - BORDER_STEPS)
    return low + int(np.argmin(levels[low : near + BORDER_STEPS + 1]))
