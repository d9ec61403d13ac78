import shutil
import subprocess
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from tts.audio import mp3
from tts.audio.assemble import prepare
from tts.audio.encode import encode
from tts.audio.level import Level
from tts.audio.master import master
from tts.audio.meter import measure
from tts.audio.track import Track
from tts.engines.base import Mp3, Pcm, Speech
from tts.model.episode import Profile

Make = Callable[..., tuple[Path, Level]]


@pytest.fixture
def track(tmp_path: Path, speak: Callable[..., Pcm]) -> Make:
    """Write a track of two takes, as an engine of MP3 speaks them, without tags; tell its level, too."""
    numbers = count()

    def make(profile: Profile, level_db: float) -> tuple[Path, Level]:
        spoken = [speak(2.0, level_db=level_db, pitch_hz=pitch, tail_ms=500) for pitch in (120, 200)]
        path = tmp_path / f"{next(numbers)}.mp3"
        with path.open("wb") as file:
            joined = Track(file, profile)
            for pcm in spoken:
                audio = Mp3(encode(pcm, mp3.FORMATS["source"]), 48000)
                joined.add(prepare(Speech(audio, ()), profile), 600)
            joined.finish()
        return path, joined.level

    return make


def test_frames_of_the_source_are_raised_as_near_to_the_target_as_steps_come(track: Make) -> None:
    path, level = track("source", -32)
    before = measure(path).lufs
    told = master(path, "source", -19, level)
    assert told is not None
    assert told.lufs == pytest.approx(-19, abs=0.8)
    assert told.lufs - before == pytest.approx(1.505 * told.gain_steps, abs=0.02)
    assert measure(path).lufs == pytest.approx(told.lufs, abs=0.1)
    assert measure(path).peak_dbtp == pytest.approx(told.peak_dbtp, abs=0.1)


def test_frames_that_are_too_loud_are_lowered(track: Make) -> None:
    path, level = track("source", -10)
    told = master(path, "source", -19, level)
    assert told is not None
    assert told.gain_steps < 0
    assert told.lufs == pytest.approx(-19, abs=0.8)


def test_no_step_is_taken_that_would_clip(track: Make) -> None:
    path, level = track("source", -22)
    told = master(path, "source", -5, level)
    assert told is not None
    assert -2.6 < told.peak_dbtp <= -1.0


def test_what_was_raised_is_still_whole(track: Make, judge: Callable[..., str]) -> None:
    path, level = track("source", -32)
    untouched = path.read_bytes()
    told = master(path, "source", -16, level)
    assert told is not None
    assert told.gain_steps > 0
    assert "Wrong CRC" not in judge("mp3val", path)
    assert len(path.read_bytes()) == len(untouched)
    master(path, "source", level.lufs, Level((told.lufs,), 10 ** (told.peak_dbtp / 20)))
    assert path.read_bytes() == untouched


@pytest.mark.parametrize(("profile", "target"), [("podcast", -16.0), ("podcast", -19.0), ("source", None)])
def test_any_other_track_is_left_alone_and_as_loud_as_its_takes_say(
    track: Make, profile: Profile, target: float | None
) -> None:
    path, level = track(profile, -25)
    untouched = path.read_bytes()
    told = master(path, profile, target, level)
    assert told is not None
    measured = measure(path)
    assert told.lufs == pytest.approx(measured.lufs, abs=0.1)
    assert told.peak_dbtp == pytest.approx(measured.peak_dbtp, abs=0.05)
    assert told.gain_steps == 0
    assert path.read_bytes() == untouched


def test_a_silent_track_has_no_loudness(tmp_path: Path) -> None:
    path = tmp_path / "silent.mp3"
    path.write_bytes(mp3.FORMATS["source"].silent_frame * 100)
    assert master(path, "source", -16, Level()) is None


def test_the_measures_are_those_of_ffmpeg(track: Make) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    path, _level = track("podcast", -25)
    command = ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, check=True, text=True).stderr.split("Summary:")[-1]
    integrated, peak = (float(done.split(f"{name}:")[1].split()[0]) for name in ("I", "Peak"))
    assert measure(path).lufs == pytest.approx(integrated, abs=0.1)
    assert measure(path).peak_dbtp == pytest.approx(peak, abs=0.1)
