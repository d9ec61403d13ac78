import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tts.audio import mp3
from tts.audio.encode import encode
from tts.audio.loudness import loudness
from tts.audio.pcm import Blocks
from tts.audio.plot import HEIGHT, LEFT, RIGHT, WAVE, WIDTH, course_of, plot
from tts.engines.base import Pcm
from tts.errors import TingError


@pytest.fixture
def file(tmp_path: Path, speak: Callable[..., Pcm]) -> Path:
    path = tmp_path / "file.mp3"
    path.write_bytes(encode(speak(8.0, lead_ms=2000), mp3.FORMATS["podcast"]))
    return path


def test_the_course_follows_the_sound(file: Path, speak: Callable[..., Pcm]) -> None:
    course = course_of(file, 10_000, 100)
    assert len(course.highest) == len(course.lowest) == len(course.lufs) == 100
    assert (course.mean <= np.maximum(course.highest, -course.lowest)).all()
    assert course.highest[:19].max() < 0.01
    assert course.highest[25:95].max() > 0.1
    whole = loudness(Blocks(speak(8.0)), 24000)
    assert course.lufs[60] == pytest.approx(whole, abs=1)


def test_the_picture_is_a_small_png_that_shows_the_sound(file: Path) -> None:
    data = plot(file, 10_000, (0, 5000), -20.0)
    assert len(data) < 100_000
    image = Image.open(io.BytesIO(data)).convert("RGB")
    assert image.size == (WIDTH, HEIGHT)
    pixels = np.asarray(image)[WAVE[0] + 8 : WAVE[0] + 88, LEFT:RIGHT].astype(int)
    red = (pixels[..., 0] - pixels[..., 2] > 100).any(axis=0)
    silent, speaking = red[:200], red[260:-10]
    assert not silent.any()
    assert speaking.mean() > 0.1


def test_a_short_sound_fills_the_picture(tmp_path: Path, speak: Callable[..., Pcm]) -> None:
    path = tmp_path / "short.mp3"
    path.write_bytes(encode(speak(2.0), mp3.FORMATS["podcast"]))
    pixels = np.asarray(Image.open(io.BytesIO(plot(path, 2000, (), -20.0))).convert("RGB")).astype(int)
    red = (pixels[WAVE[0] : WAVE[1], LEFT:RIGHT, 0] - pixels[WAVE[0] : WAVE[1], LEFT:RIGHT, 2] > 100).any(
        axis=0
    )
    assert red[-60:].any()
    assert red.mean() > 0.9


def test_of_many_chapters_as_many_are_drawn_as_can_be_told_apart(file: Path) -> None:
    few, many = (
        np.asarray(Image.open(io.BytesIO(plot(file, 10_000, range(0, 10_000, step), -20.0))).convert("RGB"))
        for step in (1000, 20)
    )
    beside_the_wave = WAVE[0] + 1
    for picture, most in ((few, 10), (many, 34)):
        darker = (picture[beside_the_wave, LEFT:RIGHT].astype(int).sum(axis=1) < 640).astype(int)
        assert 9 <= np.count_nonzero(np.diff(darker, prepend=0) == 1) <= most


def test_the_same_file_makes_the_same_picture(file: Path) -> None:
    assert plot(file, 10_000, (0,), -20.0) == plot(file, 10_000, (0,), -20.0)


@pytest.mark.parametrize("duration_ms", [1, 50, 10_000_000])
def test_a_wrong_duration_does_not_make_it_fail(file: Path, duration_ms: int) -> None:
    assert plot(file, duration_ms, (), -20.0)


def test_what_has_no_sound_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "none.mp3").write_bytes(b"nothing")
    with pytest.raises(TingError, match="no sound"):
        plot(tmp_path / "none.mp3", 1000, (), 0.0)
