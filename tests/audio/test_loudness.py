import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts.audio.limiter import FAST_MS, GENTLE_MS, limit
from tts.audio.loudness import TARGET_LUFS, level_of, levelled, loudness
from tts.audio.pcm import Samples, resample, to_pcm, whole

RATE = 48000


def test_a_full_scale_sine_has_the_loudness_the_standard_says() -> None:
    sine = np.sin(2 * np.pi * 997 * np.arange(5 * RATE) / RATE).astype(np.float32)
    assert loudness([sine], RATE) == pytest.approx(-3.01, abs=0.02)


def test_a_peak_between_samples_is_found() -> None:
    sine = np.sin(2 * np.pi * RATE / 4 * np.arange(RATE) / RATE + np.pi / 4).astype(np.float32)
    assert np.abs(sine).max() < 0.708
    assert level_of([sine], RATE).peak_dbtp == pytest.approx(0, abs=0.3)


def test_loudness_and_peak_agree_with_ffmpeg(
    voice: Callable[..., Samples], judge: Callable[..., str], tmp_path: Path
) -> None:
    samples = voice(6.0, rate=RATE, lead_ms=300, tail_ms=700, level_db=-19)
    (tmp_path / "sound.raw").write_bytes(to_pcm(samples, RATE).samples)
    raw = ("-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", tmp_path / "sound.raw")
    told = judge("ffmpeg", "-nostats", *raw, "-af", "ebur128=peak=true", "-f", "null", "-").split("Summary:")[
        -1
    ]
    integrated, peak = re.findall(r"(?:I|Peak): +(-?[\d.]+)", told)
    assert loudness([samples], RATE) == pytest.approx(float(integrated), abs=0.1)
    assert level_of([samples], RATE).peak_dbtp == pytest.approx(float(peak), abs=0.15)


@pytest.mark.parametrize("seconds", [0.1, 0.24, 0.48, 0.96, 3.0])
def test_a_short_sound_is_as_loud_as_a_long_one_of_its_kind(
    voice: Callable[..., Samples], seconds: float
) -> None:
    long = voice(10.0, rate=RATE)
    assert loudness([long[: int(seconds * RATE)]], RATE) == pytest.approx(loudness([long], RATE), abs=2)


@pytest.mark.parametrize("seconds", [0.24, 1.0, 5.0])
@pytest.mark.parametrize("level_db", [-45, -25, -12])
@pytest.mark.parametrize("pitch_hz", [90, 250])
def test_any_voice_comes_to_the_target_under_the_ceiling(
    voice: Callable[..., Samples], seconds: float, level_db: float, pitch_hz: float
) -> None:
    sound = [voice(seconds, rate=RATE, level_db=level_db, pitch_hz=pitch_hz)]
    result = [*levelled(sound, RATE, -1.7)[0].on(sound)]
    assert loudness(result, RATE) == pytest.approx(TARGET_LUFS, abs=0.2)
    assert level_of(result, RATE).peak_dbtp <= -1.6


def test_a_voice_that_is_nearly_all_peaks_comes_near_the_target(voice: Callable[..., Samples]) -> None:
    pulses = [voice(3.0, rate=RATE, pitch_hz=90, peaky=True)]
    assert level_of(pulses, RATE).peak_dbtp - loudness(pulses, RATE) > 18
    result = [*levelled(pulses, RATE, -1.7)[0].on(pulses)]
    assert loudness(result, RATE) == pytest.approx(TARGET_LUFS, abs=0.7)
    assert level_of(result, RATE).peak_dbtp <= -1.6


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 2**32 - 1), st.floats(0.1, 8), st.floats(-12, -0.5), st.sampled_from((GENTLE_MS, FAST_MS))
)
def test_limited_sound_is_under_the_ceiling_and_nowhere_louder_than_it_was(
    seed: int, gain: float, ceiling_dbtp: float, window_ms: int
) -> None:
    noise = np.random.default_rng(seed).standard_normal(2400) * gain / 3 * np.hanning(2400)  # it has no edge
    samples = resample(noise.astype(np.float32), RATE // 2, RATE)
    result = whole(limit([samples], RATE, ceiling_dbtp, window_ms).on([samples]))
    assert level_of([result], RATE).peak_dbtp <= ceiling_dbtp + 0.1
    assert (np.abs(result) <= np.abs(samples) * 1.0001).all()
    assert len(result) == len(samples)


def test_what_is_under_the_ceiling_is_left_alone(voice: Callable[..., Samples]) -> None:
    samples = voice(1.0, rate=RATE, level_db=-30)
    assert np.array_equal(whole(limit([samples], RATE, -1.0).on([samples])), samples)


def test_a_peak_is_held_and_nothing_around_it_is_turned_down(voice: Callable[..., Samples]) -> None:
    samples = voice(2.0, rate=RATE, level_db=-30)
    samples[RATE] = 0.99
    result = whole(limit([samples], RATE, -6).on([samples]))
    near = (2 * GENTLE_MS + 5) * RATE // 1000
    assert np.array_equal(result[: RATE - near], samples[: RATE - near])
    assert np.array_equal(result[RATE + near :], samples[RATE + near :])


def test_limiting_nothing_gives_nothing() -> None:
    assert not [*limit([], RATE, -1.0).on([])]
