from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tts.audio import mp3
from tts.audio.decode import decode
from tts.audio.encode import encode
from tts.audio.mp3 import FORMATS, KILOBITS_MPEG_1, KILOBITS_MPEG_2, Format, cut, parse, split
from tts.engines.base import Pcm
from tts.errors import SynthesisError
from tts.model.episode import Profile

PROFILES: tuple[Profile, ...] = ("podcast", "source")


@st.composite
def frames(draw: st.DrawFn) -> bytes:
    """Any frame of Layer III, of any version, rate and number of channels, with anything in it."""
    version = draw(st.sampled_from((0, 2, 3)))
    table = KILOBITS_MPEG_1 if version == mp3.MPEG_1 else KILOBITS_MPEG_2
    word = 0x7FF << 21 | version << 19 | mp3.LAYER_III << 17 | draw(st.integers(0, 1)) << 16
    word |= draw(st.integers(1, len(table) - 1)) << 12 | draw(st.integers(0, 2)) << 10
    word |= draw(st.integers(0, 1023))
    header = word.to_bytes(4, "big")
    body = (
        draw(st.binary(min_size=1, max_size=20)).replace(b"I", b"i").replace(b"X", b"x").replace(b"V", b"v")
    )
    return (header + body * 2000)[: max(parse(header).frame_bytes, 40)]


whole_frames = frames().filter(lambda frame: len(frame) == parse(frame).frame_bytes)


def of_one_kind(parts: list[bytes]) -> list[bytes]:
    """Return those of the frames that can follow the first."""
    return [frame for frame in parts if parse(frame).kind == parse(parts[0]).kind]


@given(st.lists(whole_frames, max_size=8).map(of_one_kind))
def test_frames_joined_and_split_again_are_the_same_frames(parts: list[bytes]) -> None:
    assert split(b"".join(parts)) == tuple(parts)


@given(whole_frames, whole_frames)
def test_frames_of_another_rate_or_channels_are_refused(one: bytes, other: bytes) -> None:
    assume(of_one_kind([one, other]) == [one])
    with pytest.raises(SynthesisError, match="changes its sample rate or channels"):
        split(one + other)


@given(
    st.lists(whole_frames, min_size=1, max_size=4).map(of_one_kind), st.integers(min_value=1, max_value=35)
)
def test_a_frame_cut_short_is_refused(parts: list[bytes], missing: int) -> None:
    with pytest.raises(SynthesisError, match=r"ends inside an MP3 frame|no frame begins"):
        split(b"".join(parts)[:-missing])


@given(st.binary(min_size=1, max_size=60).filter(lambda data: data[:1] not in b"\xffIT"))
def test_what_is_not_mp3_is_refused(data: bytes) -> None:
    with pytest.raises(SynthesisError, match="not MP3"):
        split(data)


def test_the_headers_of_both_profiles_say_what_the_design_says() -> None:
    podcast, source = FORMATS["podcast"].parsed, FORMATS["source"].parsed
    assert (podcast.sample_rate, podcast.bits_per_second, podcast.frame_bytes) == (48000, 96000, 288)
    assert (source.sample_rate, source.bits_per_second, source.frame_bytes) == (24000, 48000, 144)
    assert podcast.channels == source.channels == 1
    assert FORMATS["podcast"].frame_ms == FORMATS["source"].frame_ms == 24


def test_tags_of_either_version_are_not_taken_for_frames() -> None:
    silence = FORMATS["source"].silent_frame
    id3v2 = b"ID3\x03\x00\x00" + bytes((0, 0, 1, 2)) + bytes(130)
    assert split(id3v2 + silence * 3 + b"TAG" + bytes(125)) == (silence,) * 3


@pytest.mark.parametrize("name", [b"Info", b"Xing"])
def test_a_header_frame_is_not_taken_for_sound(name: bytes) -> None:
    silence = FORMATS["podcast"].silent_frame
    header_frame = (silence[:21] + name).ljust(len(silence), b"\0")
    assert split(header_frame + silence) == (silence,)


@pytest.mark.parametrize("profile", PROFILES)
def test_silent_frames_decode_to_silence(profile: Profile) -> None:
    samples, _rate = decode([FORMATS[profile].silent_frame] * 20)
    assert len(samples)
    assert not samples.any()


@pytest.fixture(params=PROFILES)
def fmt(request: pytest.FixtureRequest) -> Format:
    profile: Profile = request.param
    return FORMATS[profile]


@pytest.fixture
def encoded(fmt: Format, speak: Callable[..., Pcm]) -> tuple[bytes, ...]:
    return split(encode(speak(2.0), fmt))


def test_cut_frames_are_untouched(encoded: tuple[bytes, ...]) -> None:
    assert cut(encoded, 20, 40)[-20:] == encoded[20:40]


def test_cut_frames_sound_as_they_did_among_their_neighbours(encoded: tuple[bytes, ...], fmt: Format) -> None:
    length = fmt.parsed.samples
    whole = decode((*encoded, *[fmt.silent_frame] * 2))[0]
    for start in range(5, 60, 6):
        kept = cut(encoded, start, len(encoded))
        part = decode((*kept, *[fmt.silent_frame] * 2))[0]
        # The first two frames lack what the frame before them left in the decoder.
        settled = (len(kept) - (len(encoded) - start) + 2) * length
        assert np.allclose(part[settled:], whole[-len(part) + settled :], atol=2e-5)


def test_frames_that_draw_on_earlier_ones_need_few_carriers(encoded: tuple[bytes, ...]) -> None:
    carriers = [len(cut(encoded, start, start + 1)) - 1 for start in range(len(encoded))]
    assert max(carriers) in (1, 2)
    assert carriers[0] == 0


def test_takes_stand_alone_wherever_they_are_joined(speak: Callable[..., Pcm], fmt: Format) -> None:
    loud, soft = encode(speak(1.0, tail_ms=200), fmt), encode(speak(1.0, level_db=-40, tail_ms=200), fmt)
    joined, _rate = decode([loud, fmt.silent_frame * 2, soft])
    alone, _rate = decode([soft])
    assert np.allclose(joined[-len(alone) :], alone, atol=2e-5)


def test_a_join_is_no_step(speak: Callable[..., Pcm], fmt: Format) -> None:
    parts = [encode(speak(0.5, pitch_hz=pitch), fmt) for pitch in (110, 190, 240)]
    steps = [np.abs(np.diff(decode([part])[0])).max() for part in parts]
    joined = np.abs(np.diff(decode(parts)[0])).max()
    assert joined <= max(steps) * 1.01
    assert all(first != second for first, second in pairwise(parts))
