"""Sound to test with, and judges that are not ours."""

from collections.abc import Callable

import numpy as np
import pytest

from tts.audio.pcm import Samples, to_pcm
from tts.engines.base import Pcm

SYLLABLE_S = 0.24
PITCH_HZ = 190
HARMONICS = 24


@pytest.fixture
def voice() -> Callable[..., Samples]:
    """Make sound like speech: voiced syllables with soft noise before each, silence around them."""

    def make(  # noqa: PLR0913 (every one is named where it is used)
        seconds: float = 3.0,
        *,
        rate: int = 24000,
        lead_ms: int = 0,
        tail_ms: int = 0,
        level_db: float = -20.0,
        pitch_hz: float = PITCH_HZ,
        peaky: bool = False,
    ) -> Samples:
        time = np.arange(int(seconds * rate)) / rate
        phase = time % SYLLABLE_S / SYLLABLE_S
        # Harmonics that begin together make sharp pulses; spread as here, a wave like a voice's.
        spread = 0 if peaky else np.pi / HARMONICS
        buzz = sum(np.cos(2 * np.pi * pitch_hz * k * time + spread * k * k) / k for k in range(1, HARMONICS))
        noise = np.random.default_rng(7).standard_normal(len(time))
        sound = buzz * np.sin(np.pi * phase) ** 2 + 0.05 * noise * (phase < 0.3)
        sound *= 10 ** (level_db / 20) / np.sqrt(np.mean(np.square(sound)))
        silence = np.zeros(rate // 1000)
        return np.concatenate((np.tile(silence, lead_ms), sound, np.tile(silence, tail_ms))).astype(
            np.float32
        )

    return make


@pytest.fixture
def speak(voice: Callable[..., Samples]) -> Callable[..., Pcm]:
    """Make speech as an engine delivers it: as `voice`, in 16-bit samples."""

    def make(seconds: float = 3.0, *, rate: int = 24000, **manner: float) -> Pcm:
        return to_pcm(voice(seconds, rate=rate, **manner), rate)

    return make
