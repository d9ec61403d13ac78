"""Sound decoded where it is wanted is the sound decoded as a whole."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import pairwise
from pathlib import Path

import lameenc  # type: ignore[import-not-found]
import miniaudio  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts.audio import info_header, mp3
from tts.audio.assemble import prepare
from tts.audio.track import Track
from tts.errors import TingError
from tts.model.episode import Profile
from tts.preview.tape import Tape
from tts.testing import hum

TEXT = "今天的新聞有三則，風雨將在清晨達到高峰，下午以後逐漸減弱。"


@pytest.fixture(scope="module", params=["podcast", "source"])
def profile(request: pytest.FixtureRequest) -> Profile:
    chosen: Profile = request.param
    return chosen


@pytest.fixture(scope="module")
def mp3_file(profile: Profile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tape") / "sound.mp3"
    with path.open("wb") as file:
        track = Track(file, profile)
        for _ in range(3):
            track.add(prepare(hum(TEXT), profile), 600)
        track.finish()
    return path


@pytest.fixture
def tape(mp3_file: Path) -> Iterator[Tape]:
    with closing(Tape.open(mp3_file)) as opened:
        yield opened


def test_it_is_the_sound_that_another_player_plays(mp3_file: Path, tape: Tape) -> None:
    other = miniaudio.decode_file(str(mp3_file), nchannels=1, sample_rate=tape.sample_rate)
    assert np.array_equal(tape.read(0, tape.length), np.asarray(other.samples, np.int16))


def test_any_part_is_the_part_of_the_whole(tape: Tape) -> None:
    whole = tape.read(0, tape.length)

    @settings(deadline=None, max_examples=30)
    @given(st.integers(0, tape.length + 100), st.integers(0, 70_000))
    def part(start: int, count: int) -> None:
        assert np.array_equal(tape.read(start, count), whole[start : start + count])

    part()


@pytest.fixture
def growing() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_tape_grows_while_it_is_written(profile: Profile, tmp_path: Path, growing: ExitStack) -> None:
    path = tmp_path / "growing.mp3"
    lengths: list[int] = []
    with path.open("wb", buffering=0) as file:
        track = Track(file, profile)
        tape = growing.enter_context(closing(Tape(path, profile=profile)))
        assert len(tape.read(0, 1000)) == 0
        for _ in range(3):
            track.add(prepare(hum(TEXT), profile), 600)
            lengths.append(tape.length)
            assert tape.read(tape.length - 500, 1000).shape == (500,)
        track.finish()
    assert all(before < after for before, after in pairwise(lengths))
    finished = growing.enter_context(closing(Tape.open(path)))
    assert finished.length == tape.length
    assert np.array_equal(finished.read(0, finished.length), tape.read(0, tape.length))


@pytest.mark.parametrize("bit_rate", [0, 32, 128])
def test_the_files_of_others_play_too(tmp_path: Path, bit_rate: int) -> None:
    encoder = lameenc.Encoder()
    encoder.set_channels(2)
    encoder.set_in_sample_rate(44_100)
    encoder.silence()
    if bit_rate:
        encoder.set_bit_rate(bit_rate)
    else:
        encoder.set_vbr(4)
    tone = (8000 * np.sin(np.arange(44_100 * 5) / 20)).astype(np.int16)
    path = tmp_path / "other.mp3"
    path.write_bytes(bytes(encoder.encode(np.repeat(tone, 2).tobytes()) + encoder.flush()))
    with closing(Tape.open(path)) as tape:
        assert abs(tape.duration_ms - 5000) < 100
        middle = tape.read(tape.sample_rate * 2, 4000)
    assert 7000 < np.abs(middle).max() < 9000


def test_what_lies_behind_the_header_frame_and_is_no_sound_is_skipped(tmp_path: Path) -> None:
    fmt, take = mp3.FORMATS["podcast"], prepare(hum(TEXT), "podcast")
    path = tmp_path / "stray.mp3"
    path.write_bytes(info_header.header_frame(fmt, 1, 0) + b"rubbish!" + take.frames)
    with closing(Tape.open(path)) as tape:
        assert tape.duration_ms > 1000


@pytest.mark.parametrize("content", [b"", b"no sound", b"\xff" * 5000])
def test_what_is_no_sound_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "no.mp3"
    path.write_bytes(content)
    with pytest.raises(TingError, match="no sound"):
        Tape.open(path)
    with pytest.raises(TingError, match="cannot be read"):
        Tape.open(tmp_path / "missing.mp3")
