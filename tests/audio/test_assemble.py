import tracemalloc
from collections.abc import Callable

import lameenc  # type: ignore[import-not-found]
import numpy as np
import pytest

from tests.pace import is_quick
from tts.audio.assemble import LEAD_MS, PEAK_DBTP, TAIL_MS, prepare
from tts.audio.decode import decode, decoded, played
from tts.audio.encode import encode
from tts.audio.loudness import TARGET_LUFS, level_of, loudness
from tts.audio.mp3 import FORMATS, is_format, split
from tts.audio.pcm import Blocks, Samples, resample, to_pcm
from tts.audio.take import Take
from tts.engines.base import Mark, Mp3, Pcm, Speech
from tts.errors import SynthesisError
from tts.model.episode import Profile

PROFILES: tuple[Profile, ...] = ("podcast", "source")
TRAILING_MS = 860
"""What the Edge service adds after its last word."""


def edge(pcm: Pcm) -> Mp3:
    """Return the sound as the Edge service would deliver it."""
    return Mp3(encode(pcm, FORMATS["source"]), 48000)


def other_mp3(samples: Samples, rate: int, *, channels: int = 1, vbr: bool = False) -> Mp3:
    """Return the sound as an MP3 of another format than ours."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(channels)
    if vbr:
        encoder.set_vbr(4)
    else:
        encoder.set_bit_rate(128)
    pcm = to_pcm(np.repeat(samples, channels), rate)
    return Mp3(bytes(encoder.encode(pcm.samples)) + bytes(encoder.flush()), 128_000)


def length_ms(take: Take, profile: Profile) -> float:
    fmt = FORMATS[profile]
    return len(take.frames) / fmt.parsed.frame_bytes * fmt.frame_ms


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("as_edge", [False, True])
def test_the_silence_of_the_engine_is_cut_down_to_a_margin(
    speak: Callable[..., Pcm], profile: Profile, *, as_edge: bool
) -> None:
    pcm = speak(1.5, lead_ms=700, tail_ms=TRAILING_MS)
    take = prepare(Speech(edge(pcm) if as_edge else pcm, ()), profile)
    assert take.end_ms - take.start_ms == pytest.approx(1500, abs=20)
    assert take.start_ms <= LEAD_MS + 110  # and two carrier frames, the encoder's lag, a broken frame
    assert length_ms(take, profile) - take.end_ms <= TAIL_MS + 60


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("as_edge", [False, True])
def test_marks_follow_the_sound_they_mark(
    speak: Callable[..., Pcm], profile: Profile, *, as_edge: bool
) -> None:
    first = speak(1.0, lead_ms=300, tail_ms=400)
    both = Pcm(first.samples * 2, first.sample_rate)
    marks = (Mark(300, 1500, "一"), Mark(1800, 3300, "二"))
    words = (Mark(310, 800, "一"), Mark(800, 1600, "…"), Mark(1700, 2500, "二"))
    take = prepare(Speech(edge(both) if as_edge else both, marks, words), profile)
    one, two = take.marks
    assert (one.text, two.text) == ("一", "二")
    assert one.start_ms == take.start_ms
    assert one.end_ms - one.start_ms == pytest.approx(1000, abs=25)
    assert two.start_ms - one.start_ms == pytest.approx(1700, abs=15)
    assert two.end_ms == take.end_ms
    begun = [word.start_ms - take.start_ms for word in take.words]
    assert begun == pytest.approx([10, 500, 1700], abs=15)
    assert take.words[1].end_ms == one.end_ms


@pytest.mark.parametrize("rate", [22050, 24000])
@pytest.mark.parametrize("level_db", [-38, -20, -10])
@pytest.mark.parametrize("seconds", [0.24, 1.0, 4.0])
def test_a_podcast_take_has_the_loudness_of_an_episode_and_no_peak_above(
    speak: Callable[..., Pcm], rate: int, level_db: float, seconds: float
) -> None:
    take = prepare(Speech(speak(seconds, rate=rate, level_db=level_db), ()), "podcast")
    samples, decoded_rate = decode([take.frames])
    start, end = (moment * decoded_rate // 1000 for moment in (take.start_ms, take.end_ms))
    assert loudness([samples[start:end]], decoded_rate) == pytest.approx(TARGET_LUFS, abs=1)
    assert level_of([samples], decoded_rate).peak_dbtp <= PEAK_DBTP
    assert np.abs(samples).max() < 1


@pytest.mark.parametrize("level_db", [-30, -12])
@pytest.mark.parametrize("rate", [24000, 44100])
def test_a_podcast_take_tells_what_its_decoded_frames_come_to(
    speak: Callable[..., Pcm], rate: int, level_db: float
) -> None:
    take = prepare(Speech(speak(12.0, rate=rate, level_db=level_db, lead_ms=100), ()), "podcast")
    decoded_rate, sound = played(take.frames + FORMATS["podcast"].silent_frame)
    decoded_level = level_of(sound, decoded_rate)
    assert take.level.lufs == pytest.approx(decoded_level.lufs, abs=0.1)
    assert take.level.peak == decoded_level.peak


def test_a_source_take_is_the_engines_own_frames(speak: Callable[..., Pcm]) -> None:
    audio = edge(speak(2.0, lead_ms=300, tail_ms=TRAILING_MS))
    take = prepare(Speech(audio, ()), "source")
    own = set(split(audio.frames))
    silent_so_far = True
    for frame in split(take.frames):
        if frame in own:
            silent_so_far = False
        assert frame in own or silent_so_far  # carriers come first, and only there
    assert sum(frame in own for frame in split(take.frames)) >= 2000 // 24


def test_a_source_take_sounds_as_the_engine_had_it(speak: Callable[..., Pcm]) -> None:
    audio = edge(speak(2.0, lead_ms=300, tail_ms=TRAILING_MS))
    whole, rate = decode([audio.frames])
    part, _rate = decode([prepare(Speech(audio, ()), "source").frames])
    spoken = whole[300 * rate // 1000 : 2300 * rate // 1000]
    loud = np.flatnonzero(np.abs(part) > 1e-3)[0]
    match = min(
        range(max(0, int(loud) - 600), int(loud) + 600),
        key=lambda at: float(np.abs(part[at : at + 4800] - spoken[:4800]).sum()),
    )
    assert np.allclose(part[match : match + len(spoken)], spoken, atol=1e-4)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    ("rate", "channels", "vbr"), [(44100, 1, False), (44100, 2, False), (24000, 1, True)]
)
def test_mp3_of_any_other_format_is_brought_to_the_profiles(
    voice: Callable[..., Samples], profile: Profile, rate: int, channels: int, *, vbr: bool
) -> None:
    audio = other_mp3(voice(1.5, rate=rate), rate, channels=channels, vbr=vbr)
    take = prepare(Speech(audio, (Mark(0, 1500, "字"),)), profile)
    assert is_format(split(take.frames), FORMATS[profile])
    assert take.end_ms - take.start_ms == pytest.approx(1500, abs=25)


@pytest.mark.parametrize("profile", PROFILES)
def test_mp3_with_tags_of_its_own_is_as_without(speak: Callable[..., Pcm], profile: Profile) -> None:
    audio = edge(speak(1.0))
    tag = b"ID3\x03\x00\x00\x00\x00\x00\x0aTIT2......"
    tagged = Mp3(tag + audio.frames + b"TAG".ljust(128), audio.bits_per_second)
    assert prepare(Speech(tagged, ()), profile) == prepare(Speech(audio, ()), profile)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize(
    "audio",
    [
        Pcm(b"", 24000),
        Pcm(bytes(48000), 24000),
        Pcm(b"\1\2\3", 24000),
        Mp3(b"", 48000),
        Mp3(b"<html>503</html>", 48000),
        Mp3(FORMATS["source"].silent_frame * 40, 48000),
        Mp3(FORMATS["source"].silent_frame * 40 + FORMATS["source"].silent_frame[:99], 48000),
    ],
    ids=["no PCM", "silent PCM", "odd PCM", "no MP3", "not MP3", "silent MP3", "cut MP3"],
)
def test_what_is_not_speech_is_refused_in_words(audio: Pcm | Mp3, profile: Profile) -> None:
    with pytest.raises(SynthesisError) as raised:
        prepare(Speech(audio, ()), profile)
    assert str(raised.value).endswith(".")


def test_a_whisper_under_the_threshold_of_hearing_is_refused_in_words() -> None:
    blip = Pcm(bytes(24000) + b"\x20\0" * 120 + bytes(24000), 24000)
    with pytest.raises(SynthesisError, match="too quiet"):
        prepare(Speech(blip, ()), "podcast")


@pytest.mark.parametrize("profile", PROFILES)
def test_the_same_speech_makes_the_same_take(speak: Callable[..., Pcm], profile: Profile) -> None:
    speech = Speech(speak(1.0, lead_ms=100), (Mark(0, 1000, "字"),))
    assert prepare(speech, profile) == prepare(speech, profile)


def test_a_take_keeps_every_part_of_the_sound_where_it_was(voice: Callable[..., Samples]) -> None:
    samples = voice(1.5, level_db=-22, lead_ms=200, tail_ms=300)
    take = prepare(Speech(to_pcm(samples, 24000), ()), "podcast")
    decoded, rate = decode([take.frames])
    original = resample(samples, 24000, rate)[200 * rate // 1000 : 1700 * rate // 1000]
    heard = decoded[take.start_ms * rate // 1000 :][: len(original)]
    assert np.corrcoef(original, heard)[0, 1] > 0.99


def test_a_take_costs_little_beside_the_fastest_engine(speak: Callable[..., Pcm]) -> None:
    speech = Speech(speak(20.0, lead_ms=100, tail_ms=400), ())
    assert is_quick(
        lambda: prepare(speech, "podcast"), 20.0 / 50
    )  # measured: 120 times real time on one core


def test_a_podcast_take_has_the_loudness_that_was_asked_for(speak: Callable[..., Pcm]) -> None:
    for target_lufs in (-16.0, -19.0):
        take = prepare(Speech(speak(3.0, level_db=-30), ()), "podcast", target_lufs)
        rate, sound = decoded(take.frames)
        assert loudness(sound, rate) == pytest.approx(target_lufs, abs=0.5)


def test_without_a_target_a_take_is_as_loud_as_its_engine_and_still_under_the_peak(
    speak: Callable[..., Pcm],
) -> None:
    soft, loud = speak(3.0, level_db=-30), speak(3.0, level_db=-8)
    frames = [prepare(Speech(pcm, ()), "podcast", None).frames for pcm in (soft, loud)]
    rate, sound = decoded(frames[0])
    assert loudness(sound, rate) == pytest.approx(loudness(Blocks(soft), 24000), abs=0.3)
    rate, sound = decoded(frames[1])
    assert level_of(sound, rate).peak_dbtp <= PEAK_DBTP


def test_memory_does_not_grow_with_the_length_of_a_take_beyond_its_own_bytes(
    speak: Callable[..., Pcm],
) -> None:
    def peak_bytes(seconds: int) -> int:
        speech = Speech(Pcm(speak(10.0, level_db=-30).samples * (seconds // 10), 24000), ())
        tracemalloc.start()
        prepare(speech, "podcast")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    per_second = (peak_bytes(120) - peak_bytes(60)) / 60
    assert per_second < 6 * 48_000  # copies of 16-bit PCM; as numbers at 48 kHz it would be 192 000 each
