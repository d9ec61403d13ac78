from collections.abc import Callable
from pathlib import Path

import lameenc  # type: ignore[import-not-found]
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tts.audio import info_header, mp3
from tts.audio.encode import encode
from tts.audio.inspection import faults, survey
from tts.audio.pcm import Samples, to_pcm
from tts.engines.base import Pcm
from tts.errors import TingError

PODCAST = mp3.FORMATS["podcast"]
FRAMES = 200

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(data: bytes) -> Path:
        path = tmp_path / "file.mp3"
        path.write_bytes(data)
        return path

    return write


@pytest.fixture
def sound(speak: Callable[..., Pcm]) -> bytes:
    """Frames of a voice, two seconds and more, as many as FRAMES without a header."""
    frames = encode(speak(2.0, level_db=-20), PODCAST)
    return frames.ljust(FRAMES * 288, b"\xff")[: len(frames) // 288 * 288] + PODCAST.silent_frame * (
        FRAMES - len(frames) // 288
    )


def headed(sound: bytes, frames: int = FRAMES) -> bytes:
    return info_header.header_frame(PODCAST, frames, 0) + sound


def test_a_whole_file_has_nothing_wrong_and_all_durations_agree(write: Write, sound: bytes) -> None:
    found = survey(write(headed(sound)))
    assert list(faults(found)) == []
    assert (found.version, found.sample_rate, found.channels) == ("MPEG-1", 48000, 1)
    assert (found.lowest_bit_rate, found.highest_bit_rate, found.frames) == (96000, 96000, FRAMES)
    assert found.header is not None
    assert (found.header.kind, found.header.encoder) == ("Info", "LAME3.100")
    assert (found.header.delay, found.header.padding) == (576, 576)
    assert found.declared_ms == found.counted_ms == info_header.duration_ms(PODCAST, FRAMES)
    assert found.sound is not None
    assert found.sound.duration_ms == pytest.approx(found.counted_ms, abs=1)


def test_a_header_frame_that_the_file_cuts_off_says_nothing(write: Write, sound: bytes) -> None:
    start = sound[:4].ljust(mp3.VBRI_AT, b"\0")
    for cut in range(9):
        found = survey(write(start + mp3.VBRI + bytes(6 + cut)))
        assert (found.header is not None, found.declared_ms is not None) == (True, cut == 8)


def test_tags_of_all_kinds_are_no_junk(write: Write, sound: bytes) -> None:
    ape = b"APETAGEX" + (2000).to_bytes(4, "little") + (40).to_bytes(4, "little") + bytes(16) + bytes(40)
    id3v2 = b"ID3\x03\0\0\0\0\1\0" + bytes(128)
    assert list(faults(survey(write(id3v2 + headed(sound) + ape + b"TAG".ljust(128, b"\0"))))) == []


def test_a_file_without_a_header_frame_is_told(write: Write, sound: bytes) -> None:
    assert any("no Info header" in fault for fault in faults(survey(write(sound))))


def test_a_header_that_counts_wrong_is_told(write: Write, sound: bytes) -> None:
    (fault,) = faults(survey(write(headed(sound, FRAMES + 40))))
    assert "header says 5.74 s, but the frames are 4.78 s" in fault


def test_bytes_that_are_no_frame_are_told(write: Write, sound: bytes) -> None:
    frames = mp3.split(sound)
    junk = b"<html>\xff\xfb" * 20
    data = headed(b"".join(frames[:50]) + junk + b"".join(frames[50:]))
    assert any(f"{len(junk)} bytes" in fault for fault in faults(survey(write(data))))


def test_a_frame_cut_short_is_told(write: Write, sound: bytes) -> None:
    found = survey(write(headed(sound)[:-100]))
    assert found.cut
    assert found.frames == FRAMES - 1
    assert "The last frame is cut short." in faults(found)


def test_frames_of_two_formats_are_told(write: Write, sound: bytes) -> None:
    source = mp3.FORMATS["source"].silent_frame * 30
    assert any("2 formats are mixed" in fault for fault in faults(survey(write(headed(sound) + source))))


def other(samples: Samples, rate: int, *, channels: int = 1, vbr: bool = False) -> bytes:
    """Return sound as another encoder's caller would have it, without a header frame."""
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_in_sample_rate(rate)
    encoder.set_channels(channels)
    if vbr:
        encoder.set_vbr(4)
    pcm = to_pcm(np.repeat(samples, channels), rate)
    return bytes(encoder.encode(pcm.samples)) + bytes(encoder.flush())


def test_a_variable_bit_rate_without_a_header_is_told(write: Write, voice: Callable[..., Samples]) -> None:
    found = survey(write(other(voice(3.0, rate=44100), 44100, vbr=True)))
    assert found.lowest_bit_rate < found.highest_bit_rate
    assert any("no Xing header" in fault for fault in faults(found))


def test_stereo_of_another_rate_is_read_as_well(write: Write, voice: Callable[..., Samples]) -> None:
    found = survey(write(other(voice(3.0, rate=44100), 44100, channels=2)))
    assert (found.channels, found.sample_rate, found.junk) == (2, 44100, 0)


def test_headers_of_other_programs_are_understood(
    tmp_path: Path, speak: Callable[..., Pcm], judge: Callable[..., str]
) -> None:
    raw = tmp_path / "sound.raw"
    raw.write_bytes(speak(3.0).samples)
    for how in (("-V", "5"), ("-b", "64"), ("--abr", "80"), ("-V", "5", "-p"), ("-b", "64", "-p")):
        path = tmp_path / "sound.mp3"
        judge("lame", "--quiet", "-r", "-s", "24", "-m", "m", *how, raw, path)
        found = survey(path)
        assert found.header is not None
        assert found.header.kind == ("Info" if "-b" in how else "Xing")
        assert found.counted_ms == found.declared_ms == pytest.approx(3000, abs=1)
        assert list(faults(found)) == []


def test_clipped_sound_is_told(write: Write) -> None:
    square = np.sign(np.sin(2 * np.pi * 200 * np.arange(96000) / 48000)).astype(np.float32)
    found = survey(write(other(square, 48000)))
    assert any("is clipped" in fault for fault in faults(found))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "an empty file"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a WAV file"),
        (b"\0\0\0\x20ftypM4A ", "an MP4 file (M4A)"),
        (b"fLaC\0\0\0\x22", "a FLAC file"),
        (b"\xef\xbb\xbf\n <!DOCTYPE html>", "a web page or XML"),
        (b"\xff\xfd\x94\x04" + bytes(400), "MPEG audio of Layer II"),
        (b"\xff\xfb\x00\x64" + bytes(400), "an MP3 of free bit rate, which few players play"),
        (b"\xff\xf1\x50\x80" + bytes(400), "AAC sound without a container"),
    ],
)
def test_what_is_no_mp3_is_told_by_its_kind(write: Write, data: bytes, kind: str) -> None:
    assert list(faults(survey(write(data)))) == [f"There is no MP3 frame in it: it is {kind}."]


@pytest.mark.parametrize(
    "data", [b"\xff", b"\xff\xfb", b"nothing" * 99, b"ID3\x03\0\0\0\0\0\0", b"ID3\x03\0\0\x7f\x7f\x7f\x7f"]
)
def test_what_is_no_mp3_is_told_and_not_raised(write: Write, data: bytes) -> None:
    (told,) = faults(survey(write(data)))
    assert told.startswith("There is no MP3 frame in it")


def test_files_joined_as_they_were_are_told(write: Write, sound: bytes) -> None:
    tag = b"ID3\x03\0\0\0\0\0\x0a" + bytes(10)
    found = survey(write((tag + headed(sound)) * 3))
    assert (found.extra_tags, found.junk) == (2, 0)
    assert any("ID3 tags beside the first: 2" in fault for fault in faults(found))


def test_a_footer_belongs_to_its_tag(write: Write, sound: bytes) -> None:
    ends = b"\x04\0\x10\0\0\0\x0a"
    tag = b"ID3" + ends + bytes(10) + b"3DI" + ends
    assert list(faults(survey(write(tag + headed(sound))))) == []


def test_a_header_that_counts_other_bytes_is_told(write: Write, sound: bytes) -> None:
    header = bytearray(info_header.header_frame(PODCAST, FRAMES, 0))
    at = header.index(b"Info") + 12
    header[at : at + 4] = (len(sound) * 2).to_bytes(4, "big")
    (fault,) = faults(survey(write(bytes(header) + sound)))
    assert "jumps will miss" in fault


def test_a_folder_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(TingError, match="cannot be read"):
        survey(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    places=st.lists(st.tuples(st.integers(0, 8000), st.binary(min_size=1, max_size=40)), max_size=4),
    length=st.integers(0, 9000),
)
def test_no_damage_makes_it_fail(write: Write, places: list[tuple[int, bytes]], length: int) -> None:
    damaged = bytearray(headed(PODCAST.silent_frame * 30))
    for place, noise in places:
        damaged[place : place + len(noise)] = noise
    found = survey(write(bytes(damaged[:length])))
    assert found.junk <= found.bytes
    assert all(fault.endswith(".") for fault in faults(found))
