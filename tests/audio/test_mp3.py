from collections.abc import Callable
from io import BytesIO
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from mutagen.mp3 import MPEGFrame

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

    assert (FORMATS["podcast"].delay, FORMATS["source"].delay) == (576, 0)


KINDS = list(product((0, 2, 3), range(1, 15), range(3)))
"""All versions, bit rates and sample rates that there are."""


def word(
    version: int = 3, bitrate: int = 7, rate: int = 1, low: int = 0xC4, *, has_crc: bool = False
) -> bytes:
    """Return a header of Layer III; `low` is its last byte: channels, and what decides nothing here."""
    first = 0x7FF << 21 | version << 19 | mp3.LAYER_III << 17 | (not has_crc) << 16
    return (first | bitrate << 12 | rate << 10 | low).to_bytes(4, "big")


@pytest.mark.parametrize("padding", [0, 1])
@pytest.mark.parametrize("has_crc", [False, True])
@pytest.mark.parametrize(("mode", "channels"), [(0, 2), (1, 2), (2, 2), (3, 1)])
def test_a_header_says_what_mutagen_reads_in_it(
    padding: int, mode: int, channels: int, *, has_crc: bool
) -> None:
    for version, bitrate, rate in KINDS:
        data = word(version, bitrate, rate, padding << 9 | mode << 6, has_crc=has_crc)
        header, stream = parse(data), BytesIO(data + bytes(4000))
        judge = MPEGFrame(stream)  # type: ignore[no-untyped-call]
        assert header.has_crc == judge.protected
        assert header.channels == judge.channels == channels
        assert (header.bits_per_second, header.sample_rate) == (judge.bitrate, judge.sample_rate)
        assert header.frame_bytes == stream.tell()


def test_a_frame_of_the_first_version_holds_1152_samples_any_other_576() -> None:
    assert [parse(word(version)).samples for version in (3, 2, 0)] == [1152, 576, 576]


@pytest.mark.parametrize(
    "data",
    [
        word(bitrate=0),  # free format
        word(bitrate=15),
        word(rate=3),
        word(version=1),
        bytes((0xFF, 0xFD, 0x74, 0xC4)),  # Layer II
        bytes((0xFF, 0x1B, 0x74, 0xC4)),  # no sync
        word()[:3],
    ],
)
def test_what_the_standard_reserves_is_no_header(data: bytes) -> None:
    with pytest.raises(SynthesisError, match="no frame begins at byte 0"):
        parse(data)


SIDE_INFO = [(3, 1, 17), (3, 2, 32), (2, 1, 9), (2, 2, 17), (0, 1, 9), (0, 2, 17)]
"""Version, channels, bytes of side information (ISO/IEC 11172-3 2.4.1.7, 13818-3 2.4.1.7)."""


@pytest.mark.parametrize(("version", "channels", "length"), SIDE_INFO)
def test_main_data_begins_after_header_checksum_and_side_information(
    version: int, channels: int, length: int
) -> None:
    mono = 0xC0 if channels == 1 else 0
    assert parse(word(version, low=mono)).side_info_end == 4 + length
    assert parse(word(version, low=mono, has_crc=True)).side_info_end == 4 + 2 + length


@pytest.mark.parametrize(
    ("data", "length"),
    [
        (b"ID3\x04\x10\x00" + bytes((0x10, 2, 3, 4)), 10 + (0x10 << 21) + (2 << 14) + (3 << 7) + 4),
        (b"ID3\x04\x00\x10" + bytes((0, 0, 0, 4)), 20 + 4),  # with a footer
        (b"ID3\x04\x00\xef" + bytes((0, 0, 0, 4)), 10 + 4),  # other flags
        (b"ID3\x04\x00\x00\x00\x00\x00", 0),  # cut short
        (b"TAG", 128),
        (b"\xff\xfb", 0),
    ],
)
def test_a_tag_is_as_long_as_its_header_says(data: bytes, length: int) -> None:
    assert mp3.tag_length(b"123" + data, 3) == length


def test_tags_of_either_version_are_not_taken_for_frames() -> None:
    silence = FORMATS["source"].silent_frame
    id3v2 = b"ID3\x03\x00\x00" + bytes((0, 0, 1, 2)) + bytes(130)
    assert split(id3v2 + silence * 3 + b"TAG" + bytes(125)) == (silence,) * 3


@pytest.mark.parametrize("name", [b"Info", b"Xing"])
def test_a_header_frame_is_not_taken_for_sound(name: bytes) -> None:
    silence = FORMATS["podcast"].silent_frame
    header_frame = (silence[:21] + name).ljust(len(silence), b"\0")
    assert split(header_frame + silence) == (silence,)
    assert split(header_frame + silence + header_frame) == (silence, header_frame)


@pytest.mark.parametrize(
    ("mark", "place", "found"),
    [
        (b"Info", 23, 23),  # behind the checksum
        (b"Xing", 21, 21),  # as LAME puts it, though there is a checksum
        (b"Info", 22, 0),
        (b"VBRI", 36, 36),
        (b"VBRI", 35, 0),
    ],
)
def test_a_header_frame_is_known_by_its_mark(mark: bytes, place: int, found: int) -> None:
    header = word(has_crc=True)
    frame = (header.ljust(place, b"\0") + mark).ljust(288, b"\0")
    assert mp3.header_mark(frame, parse(header)) == found


def test_frames_stand_among_others_of_their_own_format_alone() -> None:
    podcast, source = FORMATS["podcast"].silent_frame, FORMATS["source"].silent_frame
    assert mp3.is_format((podcast, podcast), FORMATS["podcast"])
    assert not mp3.is_format((podcast, source), FORMATS["podcast"])
    assert mp3.is_format((), FORMATS["podcast"])


def drawing(header: bytes, main_data_begin: int, sound: bytes) -> bytes:
    """Return a frame whose sound begins so many bytes before its own main data."""
    found = parse(header)
    begin = main_data_begin << 7 if found.version == mp3.MPEG_1 else main_data_begin << 8
    side_info = begin.to_bytes(2, "big") + b"\x55" * 40
    before = header + b"\x33\x33" * found.has_crc + side_info
    return before[: found.side_info_end].ljust(found.frame_bytes, sound)


def hushed(frame: bytes, header: bytes) -> bytes:
    end = parse(frame).side_info_end
    return header.ljust(end, b"\0") + frame[end:]


@pytest.mark.parametrize(
    ("header", "hush", "main_bytes"),
    [
        (word(3, 1), word(3, 1), 96 - 21),
        (word(3, 1, has_crc=True), word(3, 1), 96 - 23),
        (word(2, 2), word(2, 2), 48 - 13),
        (word(2, 2, has_crc=True), word(2, 2), 48 - 15),
    ],
)
def test_as_many_frames_are_carried_as_the_sound_draws_on(
    header: bytes, hush: bytes, main_bytes: int
) -> None:
    before = [drawing(header, 40 + number, sound) for number, sound in enumerate((b"a", b"b", b"c", b"d"))]
    for draws, count in ((0, 0), (1, 1), (main_bytes, 1), (main_bytes + 1, 2), (3 * main_bytes, 3)):
        frames = (*before, drawing(header, draws, b"e"), drawing(header, 0, b"f"))
        carriers = tuple(hushed(frame, hush) for frame in before[4 - count :])
        assert cut(frames, 4, 5) == (*carriers, frames[4])


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
