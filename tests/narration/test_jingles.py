"""A show's own sounds: an intro, an outro, and a bed soft under the words, in every episode and no louder."""

import math
import shutil
import subprocess
import wave
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import miniaudio  # type: ignore[import-untyped]
import numpy as np
import pytest

from tests.house import House
from tests.narration.test_programme import STORIES, digest, make
from tts.audio.loudness import loudness
from tts.audio.pcm import Samples
from tts.errors import UsageError
from tts.model.episode import NO_IMPRINT, Episode
from tts.narration.pipeline import narrate_article
from tts.synthesizer import Pace

RATE = 48_000
BED_HZ, INTRO_HZ, OUTRO_HZ = 3000, 1500, 2000
"""The engines of the tests hum between 200 and 600 Hz."""

FADE_OUT_MS = 1500


def tone(path: Path, hertz: int, seconds: float, level: float = 0.3, rate: int = 44_100) -> Path:
    """Write a stereo tone as WAV."""
    wave_form = level * np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)
    samples = np.repeat(np.rint(wave_form * 32767).astype("<i2"), 2)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path


def sounding(house: House, **paths: Any) -> House:  # noqa: ANN401 - paths and None
    """Give the show its sounds, and the profile that can have them."""
    show = replace(house.settings.show, **paths)
    house.settings = replace(house.settings, profile="podcast", show=show)
    return house


@pytest.fixture
def with_bed(house: House) -> House:
    return sounding(house, bed=tone(house.folder / "bed.wav", BED_HZ, 2.0))


def told(house: House) -> Episode:
    (episode,) = house.run(partial(narrate_article, STORIES[0], imprint=NO_IMPRINT))
    return episode


def heard(episode: Episode) -> Samples:
    """Return the sound as a player plays it."""
    decoded = miniaudio.decode_file(episode.files.mp3, miniaudio.SampleFormat.FLOAT32, 1, RATE)
    return np.frombuffer(decoded.samples, np.float32)


def part(sound: Samples, start_ms: float, end_ms: float) -> Samples:
    return sound[round(start_ms * RATE / 1000) : round(end_ms * RATE / 1000)]


def level(sound: Samples, hertz: int) -> float:
    """Return how loud a tone is in the sound, in dB below full scale; of a sine its peak."""
    window = np.hanning(len(sound))
    spectrum = np.abs(np.fft.rfft(sound * window)) * 2 / window.sum()
    at = round(hertz * len(sound) / RATE)
    return 20 * math.log10(float(spectrum[max(0, at - 3) : at + 4].max()) + 1e-9)


def below(sound: Samples, hertz: int) -> Samples:
    """Return the sound without what is higher than this."""
    spectrum = np.fft.rfft(sound)
    spectrum[hertz * len(sound) // RATE :] = 0
    return np.fft.irfft(spectrum, len(sound)).astype(np.float32)


def lufs_of_tone(hertz: int, decibels: float) -> float:
    wave_form = 10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * np.arange(2 * RATE) / RATE)
    return loudness([wave_form.astype(np.float32)], RATE)


def test_the_bed_lies_softly_under_the_headline_and_nowhere_else(with_bed: House) -> None:
    episode = told(with_bed)
    sound = heard(episode)
    words = [cue for cue in episode.cues if cue.paragraph is None]
    story = [cue for cue in episode.cues if cue.paragraph is not None]
    assert [cue.kind for cue in words] == ["disclosure", "title", "byline"]
    for cue in words:
        bed = lufs_of_tone(BED_HZ, level(part(sound, cue.start_ms + 100, cue.end_ms - 100), BED_HZ))
        voice = loudness([part(sound, cue.start_ms, cue.end_ms)], RATE)
        assert voice - bed == pytest.approx(18, abs=2)
    for cue in story:
        assert level(part(sound, cue.start_ms, cue.end_ms), BED_HZ) < -75
    assert abs((episode.loudness.lufs if episode.loudness else 0) + 16) < 1
    assert episode.loudness
    assert episode.loudness.peak_dbtp <= -1


def test_the_bed_makes_room_for_the_voice_and_goes_without_a_click(with_bed: House) -> None:
    episode = told(with_bed)
    sound = heard(episode)
    first = episode.cues[0]
    before = level(part(sound, first.start_ms - 450, first.start_ms - 330), BED_HZ)
    under = level(part(sound, first.start_ms + 50, first.start_ms + 250), BED_HZ)
    assert before - under == pytest.approx(6, abs=1.5)
    quiet = part(sound, 0, first.start_ms - 20)
    loudest = 10 ** (before / 20)
    steepest = loudest * 2 * math.pi * BED_HZ / RATE
    assert float(np.abs(np.diff(quiet)).max()) < 1.3 * steepest


def test_voice_and_cues_stay_together_over_a_bed(with_bed: House) -> None:
    episode = told(with_bed)
    sound = heard(episode)
    hum = np.abs(below(sound, 1000))
    for cue in episode.cues:
        assert part(hum, cue.start_ms - 60, cue.start_ms - 30).max() < 0.02
        assert part(hum, cue.start_ms + 30, cue.start_ms + 60).max() > 0.05
    plain = told(sounding(House(with_bed.folder), bed=None))
    gaps = [
        [after.start_ms - before.end_ms for before, after in pairwise(one.cues)] for one in (plain, episode)
    ]
    assert gaps[0] == pytest.approx(gaps[1], abs=36)


def test_intro_and_outro_stand_around_the_words_as_loud_as_they(house: House) -> None:
    intro = tone(house.folder / "intro.wav", INTRO_HZ, 2.0, level=0.01)
    outro = tone(house.folder / "outro.wav", OUTRO_HZ, 3.0)
    episode = told(sounding(house, intro=intro, outro=outro))
    sound = heard(episode)
    first, last = episode.cues[0].start_ms, episode.cues[-1].end_ms
    assert first == pytest.approx(250 + 2000 + 500, abs=40)
    assert episode.duration_ms - last == pytest.approx(600 + 3000 + 500, abs=60)
    assert loudness([part(sound, 300, 2200)], RATE) == pytest.approx(-16, abs=1)
    assert loudness([part(sound, last + 700, last + 3500)], RATE) == pytest.approx(-16, abs=1)
    assert level(part(sound, 300, 2200), INTRO_HZ) > -20
    assert level(part(sound, last + 700, last + 3500), OUTRO_HZ) > -20
    assert episode.chapters[0].start_ms == 0
    assert episode.chapters[-1].end_ms == episode.duration_ms
    assert episode.loudness
    assert episode.loudness.peak_dbtp <= -1


def test_an_intro_that_is_too_long_ends_softly(house: House) -> None:
    intro = tone(house.folder / "intro.wav", INTRO_HZ, 40.0)
    episode = told(sounding(house, intro=intro))
    sound = heard(episode)
    assert 14_000 < episode.cues[0].start_ms < 15_800
    levels = [level(part(sound, at, at + 200), INTRO_HZ) for at in range(13_200, 15_000, 400)]
    assert levels == sorted(levels, reverse=True)


def test_a_digest_has_the_bed_under_every_headline(with_bed: House) -> None:
    with_bed.pace = Pace(per_s=100, burst=100)
    episode = make(with_bed, digest(with_bed))
    sound = heard(episode)
    last_words_ms = 0
    for cue in episode.cues:
        bed = level(part(sound, cue.start_ms + 60, cue.end_ms - 60), BED_HZ)
        if cue.paragraph is None:
            assert bed > -60
            last_words_ms = cue.end_ms
        elif cue.start_ms > last_words_ms + FADE_OUT_MS:
            assert bed < -75
    edges = [(chapter.start_ms, chapter.end_ms) for chapter in episode.chapters]
    assert all(before[1] == after[0] for before, after in pairwise(edges))


def test_a_second_run_speaks_nothing_and_changes_nothing(with_bed: House) -> None:
    first = told(with_bed)
    assert with_bed.heard
    files = with_bed.files()
    with_bed.lose_output()
    assert told(with_bed) == first
    assert with_bed.heard == []
    assert with_bed.files() == files


def test_another_bed_is_another_episode_of_the_same_takes(with_bed: House) -> None:
    first = told(with_bed)
    assert with_bed.heard
    tone(with_bed.folder / "bed.wav", 2500, 2.0)
    assert told(with_bed).id != first.id
    assert with_bed.heard == []


def test_the_source_profile_adds_no_sound_and_says_so_once(house: House) -> None:
    plain = told(house)
    show = replace(house.settings.show, bed=tone(house.folder / "bed.wav", BED_HZ, 2.0))
    house.settings = replace(house.settings, show=show)
    assert told(house) == plain
    assert house.notes.notices == [
        "The source profile leaves an engine's frames as they are: no intro, outro or bed is heard."
    ]


@pytest.mark.parametrize("setting", ["intro", "outro", "bed"])
@pytest.mark.parametrize("content", [None, b"", b"no sound at all" * 999], ids=["missing", "empty", "text"])
def test_what_is_no_sound_is_refused_before_anything_is_spoken(
    house: House, setting: str, content: bytes | None
) -> None:
    path = house.folder / "sound.wav"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=r"sound\.wav"):
        told(sounding(house, **{setting: path}))
    assert house.heard == []
    assert house.files() == {}


@pytest.mark.parametrize("setting", ["intro", "bed"])
def test_what_cannot_be_heard_is_refused(house: House, setting: str) -> None:
    path = tone(house.folder / "sound.wav", 440, 2.0, level=0.0)
    with pytest.raises(UsageError, match="cannot be heard"):
        told(sounding(house, **{setting: path}))


@pytest.mark.parametrize("ending", ["flac", "mp3", "ogg", "mp4"])
def test_sounds_come_in_many_forms_but_not_as_films(house: House, ending: str) -> None:
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed")
    path = house.folder / f"sound.{ending}"
    source = tone(house.folder / "sound.wav", INTRO_HZ, 2.0)
    film = ("-f", "lavfi", "-i", "testsrc=duration=2:size=64x64") if ending == "mp4" else ()
    subprocess.run(["ffmpeg", "-v", "error", "-i", source, *film, path], check=True)
    house = sounding(house, intro=path)
    if ending == "mp4":
        with pytest.raises(UsageError, match="no sound that can be decoded"):
            told(house)
        return
    assert 2_500 < told(house).cues[0].start_ms < 3_000
