import json
import re
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import eyed3  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mutagen.mp3 import BitrateMode, MPEGInfo

from tests.pace import is_quick
from tts.audio import info_header, mp3
from tts.audio.assemble import prepare
from tts.audio.decode import decode
from tts.audio.encode import encode
from tts.audio.level import Level
from tts.audio.loudness import loudness
from tts.audio.take import Take
from tts.audio.track import LEAD_IN_MS, LEAD_OUT_MS, Placement, Track
from tts.engines.base import Mark, Mp3, Pcm, Speech
from tts.model.episode import Profile

PROFILES: tuple[Profile, ...] = ("podcast", "source")
GETID3 = Path("/usr/share/php/getid3/getid3.php")
HALF_FRAME_MS = 12
HOUR_MS = 3_600_000


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> Profile:
    chosen: Profile = request.param
    return chosen


@pytest.fixture
def takes(speak: Callable[..., Pcm], profile: Profile) -> list[Take]:
    """Takes of several lengths and of both kinds of engines."""
    spoken = [speak(seconds, lead_ms=90, tail_ms=500) for seconds in (0.4, 1.3, 2.0)]
    edge = Mp3(encode(spoken[1], mp3.FORMATS["source"]), 48000)
    sounds: list[Pcm | Mp3] = [*spoken, edge]
    marks = (Mark(90, 2090, "字"),)
    return [prepare(Speech(audio, marks), profile) for audio in sounds]


class Seen(NamedTuple):
    """What mutagen reads from the first frames of an MP3."""

    seconds: float
    sample_rate: int
    bits_per_second: int
    is_constant: bool


def seen_by_mutagen(path: Path) -> Seen:
    with path.open("rb") as file:
        told: Any = MPEGInfo(file)
    return Seen(told.length, told.sample_rate, told.bitrate, told.bitrate_mode == BitrateMode.CBR)


def joined(
    path: Path, profile: Profile, takes: list[Take], pause_ms: int = 600
) -> tuple[list[Placement], int]:
    with path.open("wb") as file:
        track = Track(file, profile)
        return [track.add(take, pause_ms) for take in takes], track.finish()


@pytest.fixture
def finished(tmp_path: Path, profile: Profile, takes: list[Take]) -> tuple[Path, list[Placement], int]:
    path = tmp_path / "track.mp3"
    return path, *joined(path, profile, takes)


def test_all_who_read_the_file_agree_on_its_duration(
    finished: tuple[Path, list[Placement], int], judge: Callable[..., str]
) -> None:
    path, _placements, duration_ms = finished
    probed = json.loads(judge("ffprobe", "-v", "error", "-show_format", "-of", "json", path))["format"]
    judge("ffmpeg", "-v", "error", "-i", path, "-f", "s16le", path.with_suffix(".raw"))
    tags = seen_by_mutagen(path)
    decoded_ms = path.with_suffix(".raw").stat().st_size / 2 / tags.sample_rate * 1000
    assert float(probed["duration"]) * 1000 == pytest.approx(duration_ms, abs=50)
    assert tags.seconds * 1000 == pytest.approx(duration_ms, abs=1)
    assert decoded_ms == pytest.approx(duration_ms, abs=1)
    assert eyed3.load(path).info.time_secs * 1000 == pytest.approx(duration_ms, abs=50)


def test_getid3_agrees_on_the_duration(
    finished: tuple[Path, list[Placement], int], judge: Callable[..., str]
) -> None:
    path, _placements, duration_ms = finished
    if not GETID3.exists():
        pytest.skip("getID3 is not installed")
    ask = "require $argv[1]; echo (new getID3)->analyze($argv[2])['playtime_seconds'];"
    assert float(judge("php", "-r", ask, "--", GETID3, path)) * 1000 == pytest.approx(duration_ms, abs=50)


def test_mp3val_finds_nothing_wrong(
    finished: tuple[Path, list[Placement], int], judge: Callable[..., str]
) -> None:
    told = judge("mp3val", finished[0]).replace("No supported tags in the file", "")
    assert not re.search(r"(WARNING|ERROR): .+: \S", told)


def test_the_header_frame_declares_a_constant_bit_rate_and_what_to_skip(
    finished: tuple[Path, list[Placement], int], profile: Profile
) -> None:
    data = finished[0].read_bytes()
    fmt = mp3.FORMATS[profile]
    position = data.index(b"Info")
    assert position == mp3.parse(data).side_info_end
    delays_at = position + (141 if profile == "podcast" else 41)  # with a table of contents and without
    delays = int.from_bytes(data[delays_at : delays_at + 3], "big")
    assert delays == fmt.delay << 12 | info_header.PADDING
    assert seen_by_mutagen(finished[0]).is_constant
    assert seen_by_mutagen(finished[0]).bits_per_second == fmt.parsed.bits_per_second
    assert int.from_bytes(data[position + 12 : position + 16], "big") == len(data)


def test_takes_sound_where_they_are_said_to(
    finished: tuple[Path, list[Placement], int], judge: Callable[..., str]
) -> None:
    path, placements, _duration_ms = finished
    raw = path.with_suffix(".raw")
    judge("ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-ar", "48000", raw)
    levels = np.abs(np.frombuffer(raw.read_bytes(), np.float32)).reshape(-1, 48).max(axis=1)
    audible = np.flatnonzero(levels > 0.01)
    edges = np.flatnonzero(np.diff(audible) > 300)
    starts = audible[[0, *(edges + 1)]]
    ends = audible[[*edges, -1]]
    assert [placement.start_ms for placement in placements] == pytest.approx(starts.tolist(), abs=20)
    assert [placement.end_ms for placement in placements] == pytest.approx(ends.tolist(), abs=40)  # fading
    assert [placement.marks[0].start_ms for placement in placements] == [p.start_ms for p in placements]


def test_words_move_with_their_take_as_its_marks_do() -> None:
    place = Placement.of(Take(b"", 10, 90, (Mark(10, 90, "今天"),), Level(), (Mark(20, 50, "今"),)), 1000)
    assert place == Placement(1010, 1090, (Mark(1010, 1090, "今天"),), (Mark(1020, 1050, "今"),))


def test_pauses_are_heard_as_long_as_they_were_asked_for(
    tmp_path: Path, profile: Profile, takes: list[Take]
) -> None:
    placements, duration_ms = joined(tmp_path / "track.mp3", profile, takes * 20, pause_ms=613)
    gaps = [after.start_ms - before.end_ms for before, after in pairwise(placements)]
    assert gaps == pytest.approx([613] * len(gaps), abs=2 * HALF_FRAME_MS)
    assert sum(gaps) == pytest.approx(613 * len(gaps), abs=2 * HALF_FRAME_MS)
    assert placements[0].start_ms == pytest.approx(LEAD_IN_MS, abs=HALF_FRAME_MS)
    assert duration_ms - placements[-1].end_ms == pytest.approx(LEAD_OUT_MS, abs=24)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 900)), max_size=12))
def test_placements_are_ordered_and_inside_the_file(plan: list[tuple[int, int]]) -> None:
    fmt = mp3.FORMATS["podcast"]
    file = BytesIO()
    track = Track(file, "podcast")
    placements = []
    for frames, pause_ms in plan:
        end_ms = frames * fmt.frame_ms
        placements.append(track.add(Take(fmt.silent_frame * frames, 0, end_ms, (), Level()), pause_ms))
    duration_ms = track.finish()
    times = [moment for placement in placements for moment in (placement.start_ms, placement.end_ms)]
    assert times == sorted(times)
    assert all(0 <= moment <= duration_ms for moment in times)
    assert duration_ms == info_header.duration_ms(fmt, len(mp3.split(file.getvalue())))


def test_joining_twice_gives_the_same_bytes(tmp_path: Path, profile: Profile, takes: list[Take]) -> None:
    first, second = tmp_path / "first.mp3", tmp_path / "second.mp3"
    assert joined(first, profile, takes) == joined(second, profile, takes)
    assert first.read_bytes() == second.read_bytes()


def test_the_frames_of_every_take_are_in_the_file_as_they_were(
    finished: tuple[Path, list[Placement], int], takes: list[Take]
) -> None:
    data = finished[0].read_bytes()
    assert all(take.frames in data for take in takes)


def test_between_sounds_there_is_nothing_and_no_click(
    finished: tuple[Path, list[Placement], int], takes: list[Take]
) -> None:
    samples, rate = decode(mp3.split(finished[0].read_bytes()))
    steps = np.abs(np.diff(samples))
    inside = max(float(np.abs(np.diff(decode([take.frames])[0])).max()) for take in takes)
    assert steps.max() <= inside * 1.01
    pause = finished[1][0].end_ms + 300
    assert not samples[pause * rate // 1000 :][: rate // 20].any()


def test_no_take_is_more_than_two_units_louder_or_softer_than_the_episode(
    tmp_path: Path, speak: Callable[..., Pcm]
) -> None:
    loud, soft = speak(3.0, level_db=-14), speak(3.0, level_db=-36, pitch_hz=110)
    takes = [prepare(Speech(pcm, ()), "podcast") for pcm in (loud, soft, speak(0.5, level_db=-30))]
    placements, _duration_ms = joined(tmp_path / "track.mp3", "podcast", takes)
    samples, rate = decode(mp3.split((tmp_path / "track.mp3").read_bytes()))
    whole = loudness([samples], rate)
    assert whole == pytest.approx(-16, abs=1)
    for placement in placements:
        part = samples[placement.start_ms * rate // 1000 : placement.end_ms * rate // 1000]
        assert loudness([part], rate) == pytest.approx(whole, abs=2)


def test_an_hour_is_joined_a_thousand_times_faster_than_it_sounds_in_flat_memory(
    tmp_path: Path, profile: Profile, takes: list[Take]
) -> None:
    def join(repeats: int) -> tuple[int, int]:
        with (tmp_path / "track.mp3").open("wb") as file:
            track = Track(file, profile)
            tracemalloc.reset_peak()
            for take in takes * repeats:
                track.add(take, 500)
            duration_ms = track.finish()
            return duration_ms, tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        minute_ms, little = join(10)
        _duration_ms, peak = join(100)
    finally:
        tracemalloc.stop()
    assert peak < little + 2_000_000
    repeats = 11 * HOUR_MS // minute_ms
    made: list[tuple[int, int]] = []
    assert is_quick(lambda: made.append(join(repeats)), HOUR_MS / 1000 / 1000)
    hour_ms, _peak = made[-1]
    assert hour_ms > HOUR_MS
    assert seen_by_mutagen(tmp_path / "track.mp3").seconds * 1000 == pytest.approx(hour_ms, abs=1)
