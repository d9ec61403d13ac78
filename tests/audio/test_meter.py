import tracemalloc
from collections.abc import Callable
from pathlib import Path

import lameenc  # type: ignore[import-not-found]
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts.audio import mp3
from tts.audio.encode import encode
from tts.audio.loudness import level_of, loudness
from tts.audio.meter import measure
from tts.audio.pcm import Samples, resample, to_pcm
from tts.engines.base import Pcm
from tts.errors import TingError

RATE = 48000


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(100, 5000))
def test_a_peak_is_found_as_by_resampling(seed: int, length: int) -> None:
    noise = np.random.default_rng(seed).standard_normal(length) * np.hanning(length)  # it has no edge
    samples = np.pad(resample(noise.astype(np.float32), RATE // 4, RATE), 400)
    fine = np.abs(resample(samples, RATE, 16 * RATE)).max()
    assert level_of([samples], RATE).peak == pytest.approx(fine, rel=0.01)


def test_a_peak_at_the_border_of_blocks_is_found(tmp_path: Path) -> None:
    sine = 0.5 * np.sin(2 * np.pi * RATE / 4 * np.arange(3 * RATE) / RATE + np.pi / 4)
    sine *= np.minimum(1, np.arange(3 * RATE) / RATE) * np.minimum(1, np.arange(3 * RATE)[::-1] / RATE)
    path = tmp_path / "sine.mp3"
    path.write_bytes(encode(to_pcm(sine.astype(np.float32), RATE), mp3.FORMATS["podcast"]))
    assert measure(path).peak_dbtp == pytest.approx(20 * np.log10(0.5 * 0.95), abs=0.3)


def test_a_file_measures_as_its_sound(tmp_path: Path, voice: Callable[..., Samples]) -> None:
    samples = voice(4.0, rate=RATE, level_db=-20)
    path = tmp_path / "voice.mp3"
    path.write_bytes(encode(to_pcm(samples, RATE), mp3.FORMATS["podcast"]))
    told = measure(path)
    assert told.lufs == pytest.approx(loudness([samples], RATE) - 0.45, abs=0.1)
    assert told.peak_dbtp == pytest.approx(level_of([samples], RATE).peak_dbtp - 0.45, abs=0.5)
    assert (told.sample_rate, told.channels, told.clipped) == (RATE, 1, 0)
    assert told.duration_ms == pytest.approx(4050, abs=50)


def test_sound_beyond_full_scale_is_counted_as_clipped(tmp_path: Path) -> None:
    square = np.sign(np.sin(2 * np.pi * 200 * np.arange(RATE) / RATE)).astype(np.float32)
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(2)
    path = tmp_path / "square.mp3"
    pcm = to_pcm(np.repeat(square, 2), RATE).samples
    path.write_bytes(bytes(encoder.encode(pcm)) + bytes(encoder.flush()))
    assert measure(path).clipped > 100
    assert measure(path).channels == 2


def test_memory_does_not_grow_with_the_length(tmp_path: Path, speak: Callable[..., Pcm]) -> None:
    frames = encode(speak(10.0), mp3.FORMATS["source"])

    def peak_memory(repeats: int) -> int:
        path = tmp_path / "long.mp3"
        path.write_bytes(frames * repeats)
        tracemalloc.start()
        measure(path)
        peak_bytes = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak_bytes

    assert peak_memory(30) < peak_memory(2) + 1_000_000


@pytest.mark.parametrize("data", [b"", b"nothing at all", b"ID3\x03\0\0\0\0\0\0"])
def test_what_has_no_sound_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "none.mp3"
    path.write_bytes(data)
    with pytest.raises(TingError, match="no sound"):
        measure(path)
