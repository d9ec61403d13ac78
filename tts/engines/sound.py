"""Samples → speech: where in what an engine made its text is heard."""

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

LOUDEST = 32767 / 32768


def as_speech(samples: npt.NDArray[np.float32], sample_rate: int, text: str) -> Speech:
    """Return the samples, full scale at 1.0, as speech with one mark, from the first to the last sound.

    A peak beyond full scale makes the whole quieter, so that nothing is clipped. Raises NoAudio when there
    is no sound, and SynthesisError when there is something that is none (NaN).
    """
    peak = float(np.max(np.abs(samples), initial=0.0))
    if not np.isfinite(peak):
        message = "The engine answered with broken sound."
        raise SynthesisError(message)
    fitting = samples * (LOUDEST / peak) if peak > LOUDEST else samples
    start_ms, end_ms = _heard(fitting, sample_rate)
    pcm = np.rint(fitting * 32768).astype("<i2").tobytes()
    return Speech(Pcm(pcm, sample_rate), (Mark(start_ms, end_ms, text),))


def _heard(samples: npt.NDArray[np.float32], sample_rate: int) -> tuple[int, int]:
    step = sample_rate * STEP_MS // 1000
    whole = samples[: len(samples) // step * step].reshape(-1, step)
    levels = np.sqrt(np.square(whole).mean(axis=1))
    floor = max(SILENCE, float(levels.max(initial=0.0)) * 10 ** (-BELOW_LOUDEST_DB / 20))
    heard = np.flatnonzero(levels > floor)
    if not len(heard):
        message = "The engine answered with silence."
        raise NoAudio(message)
    step_ms = step * 1000 / sample_rate
    return round(float(heard[0]) * step_ms), round(float(heard[-1] + 1) * step_ms)
