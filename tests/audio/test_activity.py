from collections.abc import Callable

import numpy as np
import pytest

from tts.audio import activity
from tts.audio.pcm import Samples
from tts.errors import SynthesisError


@pytest.mark.parametrize(("lead_ms", "tail_ms"), [(0, 0), (500, 860), (35, 1200)])
def test_the_silence_an_engine_adds_is_found(
    voice: Callable[..., Samples], lead_ms: int, tail_ms: int
) -> None:
    sound = activity.find([voice(1.2, lead_ms=lead_ms, tail_ms=tail_ms)], 24000)
    assert sound.start_ms == pytest.approx(lead_ms, abs=15)
    assert sound.end_ms == pytest.approx(lead_ms + 1200, abs=15)


@pytest.mark.parametrize("level_db", [-12, -40])
def test_noise_under_the_voice_is_silence_however_loud_the_voice(
    voice: Callable[..., Samples], level_db: float
) -> None:
    samples = voice(1.0, lead_ms=400, tail_ms=400, level_db=level_db)
    hiss = np.random.default_rng(1).standard_normal(len(samples)) * 10 ** ((level_db - 55) / 20)
    sound = activity.find([(samples + hiss).astype(np.float32)], 24000)
    assert sound.start_ms == pytest.approx(400, abs=15)
    assert sound.end_ms == pytest.approx(1400, abs=15)


def test_a_soft_beginning_is_sound(voice: Callable[..., Samples]) -> None:
    hiss = np.random.default_rng(1).standard_normal(2400) * 10 ** (-50 / 20)
    samples = np.concatenate((np.zeros(2400), hiss, voice(1.0, level_db=-20))).astype(np.float32)
    assert activity.find([samples], 24000).start_ms == 100


def test_a_stretch_that_begins_or_ends_in_silence_is_narrowed_to_its_sound(
    voice: Callable[..., Samples],
) -> None:
    pair = np.concatenate((voice(1.0, tail_ms=500), voice(1.0, tail_ms=300)))
    sound = activity.find([pair], 24000)
    start_ms, end_ms = sound.within(1200, 2800)
    assert start_ms == pytest.approx(1500, abs=15)
    assert end_ms == pytest.approx(2500, abs=15)
    assert sound.within(1100, 1400) == (1100, 1400)


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(24000), np.full(100, 1e-5)])
def test_silence_alone_is_refused(samples: Samples) -> None:
    with pytest.raises(SynthesisError, match="silence"):
        activity.find([samples.astype(np.float32)], 24000)
